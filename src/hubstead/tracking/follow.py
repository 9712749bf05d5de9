"""What follows for visitors from facts about contacts: a form sent, merged, erased."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

import msgspec

from hubstead.store.engine import Engine, Fact, Writer
from hubstead.store.generations import Definitions
from hubstead.store.tables import LISTENER
from hubstead.store.unit import Actor, Unit, transaction, within
from hubstead.tracking import contacts, visitor
from hubstead.tracking.steps import UTK

NAME = "tracking"
"""Under this name the number of the newest fact that was followed is kept."""


class _Context(msgspec.Struct):
    hutk: str = ""


class _Submitted(msgspec.Struct):
    context: _Context


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
                await within(writer, actor, partial(_FOLLOWED[fact.kind], fact=fact))
        await writer.put(LISTENER, [(NAME, facts[-1][0])])

    await transaction(store, definitions, run)


def concerns(fact: Fact) -> bool:
    """Whether anything follows from a fact."""
    return fact.kind in _FOLLOWED and fact.type == contacts.CONTACTS


async def _submitted(unit: Unit, fact: Fact) -> None:
    """A form was sent with the cookie of the tracking code: the visitor is the contact that sent it."""
    utk = msgspec.json.decode(fact.body, type=_Submitted).context.hutk
    if UTK.fullmatch(utk):
        await contacts.refresh(unit, await contacts.link(unit, utk, fact.id))


async def _merged(unit: Unit, fact: Fact) -> None:
    await contacts.move(unit, msgspec.json.decode(fact.body, type=_Merged).merged, fact.id)
    await contacts.refresh(unit, [fact.id])


async def _purged(unit: Unit, fact: Fact) -> None:
    await visitor.forget(unit, fact.id)


_FOLLOWED: Mapping[str, Callable[..., Awaitable[None]]] = {
    "form.submitted": _submitted,
    "object.merged": _merged,
    "object.purged": _purged,
}
