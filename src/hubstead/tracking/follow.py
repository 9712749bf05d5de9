"""What follows for visitors from facts about contacts: a form sent, merged, restored, erased."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from hashlib import blake2b

import msgspec

from hubstead.store.engine import Engine, Fact, Writer
from hubstead.store.generations import Definitions
from hubstead.store.tables import LISTENER
from hubstead.store.unit import Actor, Unit, transaction, within
from hubstead.tracking import contacts, visitor
from hubstead.tracking.changes import changes_of
from hubstead.tracking.journal import take_out
from hubstead.tracking.outcome import Outcome, count, day_of
from hubstead.tracking.steps import UTK
from hubstead.tracking.visit import Activity
from hubstead.tracking.visits import Visits

NAME = "tracking"
"""Under this name the number of the newest fact that was followed is kept."""


class _Context(msgspec.Struct, rename="camel"):
    hutk: str = ""
    page_uri: str = ""
    page_name: str = ""
    page_id: str = ""


class _Submitted(msgspec.Struct, rename="camel"):
    context: _Context
    form: str = ""
    conversion_id: str = ""
    excluded: bool = False


class _Merged(msgspec.Struct):
    merged: list[int]


async def cursor_of(store: Engine) -> int:
    """The newest fact that was followed; 0 before the first."""
    rows = await store.rows("SELECT cursor FROM listener WHERE name = ?1", NAME)
    return int(rows[0][0]) if rows else 0


async def follow(store: Engine, definitions: Definitions, facts: list[tuple[int, Fact]]) -> None:
    """Do what follows from these facts, once: the cursor moves in the same transaction."""

    async def run(writer: Writer) -> None:
        portals = {fact.portal for _, fact in facts if concerns(fact)}
        living = {row[0] for row in await writer.rows("SELECT id FROM portal WHERE id = ANY(?1)", sorted(portals))}
        for _, fact in facts:
            if concerns(fact) and fact.portal in living:
                actor = Actor(fact.portal, 0, contacts.ORIGIN, definitions)
                await within(writer, actor, partial(_followed, fact=fact))
        await writer.put(LISTENER, [(NAME, facts[-1][0])])

    await transaction(store, definitions, run)


def concerns(fact: Fact) -> bool:
    """Whether anything follows from a fact."""
    return fact.kind in _FOLLOWED and fact.type == contacts.CONTACTS


async def _followed(unit: Unit, fact: Fact) -> None:
    await _FOLLOWED[fact.kind](unit, fact)
    await changes_of(unit).tell(unit)


async def _submitted(unit: Unit, fact: Fact) -> None:
    """A form was sent with the cookie of the tracking code: the visitor is the contact that sent it, and did so in a
    visit. From an address that the portal excludes nothing follows, as from hits of it."""
    sent = msgspec.json.decode(fact.body, type=_Submitted)
    utk = sent.context.hutk
    if not sent.excluded and UTK.fullmatch(utk):
        await _visited(unit, utk, _activity(sent, fact.at))
        await contacts.refresh(unit, await contacts.link(unit, utk, fact.id))


def _activity(sent: _Submitted, at: int) -> Activity:
    context = sent.context
    about = {"form": sent.form, "page": context.page_id}
    return Activity(
        at=at,
        id=int.from_bytes(blake2b(sent.conversion_id.encode(), digest_size=8).digest()) >> 1,
        kind="form_submission",
        url=context.page_uri,
        title=context.page_name,
        about={name: value for name, value in about.items() if value},
    )


async def _visited(unit: Unit, utk: str, activity: Activity) -> None:
    """A visitor that has been seen did this; a cookie alone makes no visit."""
    known = (await visitor.load(unit, [utk])).get(utk)
    visit = known.visitor.visit if known else None
    if known is None or visit is None:
        return
    visits = Visits(unit)
    await visits.load_earlier(known, activity.at)
    visits.place(known, activity, visit.device, visit.place)
    visitor.save(unit, known)
    visits.save(known)
    await unit.flush()


async def _merged(unit: Unit, fact: Fact) -> None:
    await contacts.move(unit, msgspec.json.decode(fact.body, type=_Merged).merged, fact.id)
    await _counted_anew(unit, fact)


async def _counted_anew(unit: Unit, fact: Fact) -> None:
    """A contact is there again, or has more visitors."""
    await contacts.refresh(unit, [fact.id])


async def _purged(unit: Unit, fact: Fact) -> None:
    """What the visitors did goes, what waits to be processed too."""
    out = await take_out(unit, await visitor.forget(unit, fact.id))
    await count(unit, Counter((day_of(hit.at), Outcome.ERASED) for hit in out))


_FOLLOWED: Mapping[str, Callable[..., Awaitable[None]]] = {
    "form.submitted": _submitted,
    "object.merged": _merged,
    "object.restored": _counted_anew,
    "object.purged": _purged,
}
