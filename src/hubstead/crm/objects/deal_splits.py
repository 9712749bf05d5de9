"""Deal splits: who gets which part of the credit for a deal. Each split is a record, associated with its deal.

Here splits go with their deal: who sees the deal sees them all, who may edit it sets them all.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from hubstead.account.owners import owners_of
from hubstead.crm.associations import rows
from hubstead.crm.associations.kinds import HUBSPOT_DEFINED
from hubstead.crm.associations.link import Link, link
from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.object_types.reach import require
from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.objects import wire
from hubstead.crm.objects.write import bin_all
from hubstead.crm.properties.definition import TypeDefinition, define
from hubstead.crm.records import change
from hubstead.crm.records import record as records
from hubstead.crm.records.record import Record, as_id
from hubstead.kit.errors import Failure, Forbidden, Invalid
from hubstead.store.unit import Unit

DEAL, SPLIT = "0-3", "0-72"
DEAL_TO_SPLIT = 313
DECIMALS = 8
SHOWN = ("hs_deal_id", "hs_deal_split_percentage", "hubspot_owner_id")

Outcome = dict[str, Any] | Failure


class Split(msgspec.Struct, rename="camel"):
    """The part of one owner, as a fraction of 1."""

    owner_id: int
    percentage: Decimal


class DealSplits(msgspec.Struct):
    """All splits of one deal."""

    id: int
    splits: list[Split]


class BatchDealSplits(msgspec.Struct):
    """Deals and their splits."""

    inputs: list[DealSplits]


async def read(unit: Unit, deals: Sequence[int]) -> list[Outcome]:
    """The splits of each deal, in the order of their ids, or why there are none to show."""
    found = await _deals(unit, deals)
    splits = await _splits_of(unit, [record.id for record in found.values()])
    plan = (await _definition(unit, SPLIT)).plan(SHOWN)
    return [_shown(found[deal].id, splits, plan) if deal in found else _no_deal(deal) for deal in deals]


async def upsert(unit: Unit, inputs: Sequence[DealSplits]) -> list[Outcome]:
    """Put these splits in the place of those that each deal has; an owner's split keeps its id.

    Answers, per deal, its splits, or why it cannot have these. Raises `Invalid` for a deal that is named twice.
    """
    ids = [given.id for given in inputs]
    if len(set(ids)) < len(ids):
        raise Invalid("Duplicate id in the batch. Send each deal once, with all its splits.")
    deals = await _deals(unit, ids, lock=True)
    owners = {int(id) for id, owner in (await owners_of(unit)).items() if not owner.archived}
    type = await resolve(unit, DEAL)
    refusals = [_refusal(unit, type, given, deals.get(given.id), owners) for given in inputs]
    await _replace(
        unit,
        [
            msgspec.structs.replace(given, id=deals[given.id].id)  # a deal that was merged away stands for its heir
            for given, refusal in zip(inputs, refusals, strict=True)
            if refusal is None
        ],
    )
    shown = await read(unit, ids)
    return [refusal or answer for refusal, answer in zip(refusals, shown, strict=True)]


def _refusal(unit: Unit, type: ObjectType, given: DealSplits, deal: Record | None, owners: set[int]) -> Failure | None:
    if deal is None:
        return _no_deal(given.id)
    try:
        require(unit, type, "edit", deal.id, deal.values)
    except Forbidden as forbidden:
        return forbidden
    parts = [split.percentage for split in given.splits]
    named = [split.owner_id for split in given.splits]
    context = {"dealId": [str(given.id)]}
    if not all(part.is_finite() and 0 < part <= 1 and part == round(part, DECIMALS) for part in parts):
        return Invalid(f"Each percentage must be between 0 and 1, with up to {DECIMALS} decimals.", context=context)
    if sum(parts) != 1:
        return Invalid(f"The percentages of a deal must sum up to 1.0, not {sum(parts)}.", context=context)
    unknown = sorted(set(named) - owners)
    if unknown or len(set(named)) < len(named):
        problem = f"Owner {unknown[0]} does not exist." if unknown else "An owner can have one split of a deal."
        return Invalid(problem, context=context)
    return None


async def _replace(unit: Unit, inputs: Sequence[DealSplits]) -> None:
    definition = await _definition(unit, SPLIT)
    context = await change.context_of(unit, definition)
    present = await _splits_of(unit, [given.id for given in inputs])
    made: list[Record] = []
    links: list[Link] = []
    gone: list[Record] = []
    for given in inputs:
        held = {record.values["hubspot_owner_id"]: record for record in present.get(given.id, [])}
        for split in given.splits:
            record = held.pop(str(split.owner_id), None)
            values = _values(given.id, split)
            if record is None:
                moment = change.build(context, await unit.new_ids(1), values)
                made.append(moment.record)
                links.append(Link(DEAL, given.id, SPLIT, moment.record.id, HUBSPOT_DEFINED, DEAL_TO_SPLIT))
            else:
                moment = change.revise(context, record, values)
            change.store(unit, moment)
        gone += held.values()
    await bin_all(unit, definition, gone)
    await link(unit, links, {SPLIT: made})
    await unit.flush()
    await _mark(unit, inputs)


async def _mark(unit: Unit, inputs: Sequence[DealSplits]) -> None:
    """Deals tell whether several people share them."""
    context = await change.context_of(unit, await _definition(unit, DEAL))
    deals = await records.load(unit, DEAL, [given.id for given in inputs], lock=True, bounded=False)
    for given in inputs:
        shared = "true" if len(given.splits) > 1 else "false"
        change.store(unit, change.revise(context, deals[given.id], {"hs_is_deal_split": shared}))
    await unit.flush()


def _values(deal: int, split: Split) -> dict[str, str]:
    return {
        "hs_deal_id": str(deal),
        "hs_deal_split_percentage": f"{split.percentage.normalize():f}",
        "hubspot_owner_id": str(split.owner_id),
    }


async def _deals(unit: Unit, ids: Sequence[int], *, lock: bool = False) -> dict[int, Record]:
    """Deals by the id that was asked for; a number that cannot be an id is that of no deal."""
    return await records.load(unit, DEAL, [id for id in ids if as_id(id) is not None], lock=lock)


async def _splits_of(unit: Unit, deals: Sequence[int]) -> dict[int, list[Record]]:
    links = await rows.towards(unit, DEAL, deals, [SPLIT])
    found = await records.load(unit, SPLIT, [link.to_id for link in links], bounded=False)
    splits: dict[int, list[Record]] = {}
    for tie in links:
        splits.setdefault(tie.from_id, []).append(found[tie.to_id])
    return splits


async def _definition(unit: Unit, type: str) -> TypeDefinition:
    return await define(unit, await resolve(unit, type))


def _shown(deal: int, splits: Mapping[int, Sequence[Record]], plan: Sequence[str]) -> dict[str, Any]:
    return {"id": str(deal), "splits": [wire.shown(split, plan) for split in splits.get(deal, ())]}


def _no_deal(deal: int) -> Failure:
    return Invalid(f"Deal {deal} does not exist", category="OBJECT_NOT_FOUND", context={"ids": [str(deal)]})
