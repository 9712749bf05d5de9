"""Which sources revenue comes from: the amount of each won deal is shared among the visits that its contacts made
before, by a model."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from msgspec import Struct

from hubstead.analytics.insights.scene import read_scene
from hubstead.analytics.sources import IDS, OFFLINE, UNKNOWN
from hubstead.analytics.statement import Statement
from hubstead.columns.ask import Columns
from hubstead.crm.object_types.reach import bound_of
from hubstead.crm.object_types.resolve import resolve
from hubstead.kit.errors import Invalid
from hubstead.store.unit import Unit
from hubstead.web.call import Call
from hubstead.web.edge import require

HALF_LIFE = 7 * 86_400_000
"""Ms before the deal was won after which a visit counts half, by time decay."""
DEALS = 100_000
"""Won deals that are shared out at once."""
_DEAL, _CONTACT = "0-3", "0-1"
_OWNER = "hubspot_owner_id"


class Touch(NamedTuple):
    """A visit `before` the deal was won (ms)."""

    before: int
    source: str
    detail: str


Model = Callable[[Sequence[Touch]], list[float]]


def _first(touches: Sequence[Touch]) -> list[float]:
    return [1.0, *[0.0] * (len(touches) - 1)]


def _last(touches: Sequence[Touch]) -> list[float]:
    return [*[0.0] * (len(touches) - 1), 1.0]


def _linear(touches: Sequence[Touch]) -> list[float]:
    return [1 / len(touches)] * len(touches)


def _time_decay(touches: Sequence[Touch]) -> list[float]:
    weights = [0.5 ** ((each.before - touches[-1].before) / HALF_LIFE) for each in touches]
    return [weight / sum(weights) for weight in weights]


def _position(touches: Sequence[Touch]) -> list[float]:
    """40 % for the first, 40 % for the last, the rest for those between; of two, half each (our choice)."""
    if len(touches) < 3:
        return _linear(touches)
    between = 0.2 / (len(touches) - 2)
    return [0.4, *[between] * (len(touches) - 2), 0.4]


MODELS: Mapping[str, Model] = {
    "first": _first,
    "last": _last,
    "linear": _linear,
    "time-decay": _time_decay,
    "position": _position,
}
"""How a deal is shared among touches, oldest first."""


class Earned(Struct):
    """What a source has of the won deals: parts of deals, and of their amounts."""

    source: str
    detail: str
    deals: float
    revenue: float


class Attribution(Struct):
    """The won deals of a span, shared out. Amounts are those of the property `amount`."""

    model: str
    deals: int
    revenue: float
    results: list[Earned]


async def attribution(call: Call) -> Attribution:
    """Won deals by source, or by source and its first detail with `by=detail`."""
    unit, scene, columns = call.reading(), await read_scene(call), Columns(call)
    require(call.caller, (await resolve(unit, _DEAL)).read_scopes)
    model, by = call.one("model") or "first", call.one("by") or "source"
    if model not in MODELS:
        raise Invalid(f"The models are {', '.join(MODELS)}; not '{model[:50]}'", context={"model": [model[:50]]})
    if by not in ("source", "detail"):
        raise Invalid("by is source or detail.", context={"by": [by[:50]]})
    deals = await _won(columns, unit, scene.span.since, scene.span.until)
    people = await _people(unit, list(deals))
    visits = await _visits(columns, sorted({contact for found in people.values() for contact in found}))
    earned: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for deal, (closed, amount) in deals.items():
        touches = _touches(closed, people.get(deal, ()), visits)
        for touch, part in zip(touches, MODELS[model](touches), strict=True):
            sums = earned[touch.source, touch.detail if by == "detail" else ""]
            sums[0] += part
            sums[1] += part * amount
    results = [Earned(*key, *sums) for key, sums in earned.items() if sums[0]]
    results.sort(key=lambda each: (-each.revenue, -each.deals, each.source, each.detail))
    return Attribution(model, len(deals), sum(amount for _, amount in deals.values()), results)


async def _won(columns: Columns, unit: Unit, since: int, until: int) -> dict[int, tuple[int, float]]:
    """When each deal was won that the user sees, and for how much. Raises `Invalid` for too many."""
    statement, bound = Statement(), bound_of(unit, _DEAL, "view")
    seen = "TRUE" if bound is None else f"coalesce({_OWNER}, '') IN {statement.among(bound.names)}"
    sql = (
        'SELECT "#id", epoch_ms(closedate), coalesce(amount, 0) FROM '
        f"{{records:0-3:closedate=MOMENT,amount=NUMBER,hs_is_closed_won=TEXT,{_OWNER}=CHOICE}} "
        f"WHERE hs_is_closed_won = 'true' AND {seen} AND epoch_ms(closedate) "
        f"BETWEEN {statement.bound(since)} AND {statement.bound(until - 1)} LIMIT {DEALS + 1}"
    )
    rows = await columns(sql, statement.values)
    if len(rows) > DEALS:
        raise Invalid(f"More than {DEALS} deals were won in this span. Narrow the time between start and end.")
    return {id: (closed, amount) for id, closed, amount in rows}


async def _people(unit: Unit, deals: list[int]) -> dict[int, list[int]]:
    """The contacts of deals."""
    sql = (
        "SELECT DISTINCT from_id, to_id FROM association WHERE portal = ?1 AND from_type = ?2 AND from_id = ANY(?3) "
        "AND to_type = ?4 ORDER BY from_id, to_id"
    )
    found: dict[int, list[int]] = {}
    for deal, contact in await unit.rows(sql, _DEAL, deals, _CONTACT):
        found.setdefault(deal, []).append(contact)
    return found


async def _visits(columns: Columns, contacts: list[int]) -> dict[int, list[tuple[int, str, str]]]:
    """When contacts came, and from where; those who never did have their original source, as at no time."""
    statement = Statement()
    these = f"(SELECT unnest({statement.bound(contacts)}::BIGINT[]))"
    sql = (
        "SELECT v.contact, s.started, s.source, s.detail_1 FROM {visitors} AS v JOIN {sessions} AS s "
        f"ON s.visitor = v.visitor WHERE v.contact IN {these} UNION ALL "
        f"SELECT \"#id\", NULL, coalesce(nullif(hs_analytics_source, ''), '{OFFLINE}'), "
        "coalesce(hs_analytics_source_data_1, '') "
        "FROM {records:0-1:hs_analytics_source=CHOICE,hs_analytics_source_data_1=TEXT} "
        f'WHERE "#id" IN {these}'
    )
    found: dict[int, list[tuple[int, str, str]]] = {}
    rows: list[tuple[Any, ...]] = await columns(sql, statement.values) if contacts else []
    for contact, started, source, detail in rows:
        found.setdefault(contact, []).append((-1 if started is None else started, source, detail))
    return found


def _touches(closed: int, contacts: Sequence[int], visits: Mapping[int, Sequence[tuple[int, str, str]]]) -> list[Touch]:
    """The visits before a deal was won, oldest first. Without one, where its contacts came from originally; a deal
    without contacts came from nowhere known."""
    every = [visit for contact in contacts for visit in visits.get(contact, ())]
    timed = sorted((at, source, detail) for at, source, detail in every if 0 <= at <= closed)
    if timed:
        return [Touch(closed - at, _id(source), detail) for at, source, detail in timed]
    untimed = [(source, detail) for at, source, detail in every if at < 0]
    return [Touch(0, _id(source), detail) for source, detail in untimed] or [Touch(0, UNKNOWN, "")]


def _id(source: str) -> str:
    return IDS.get(source, source.lower() or UNKNOWN)
