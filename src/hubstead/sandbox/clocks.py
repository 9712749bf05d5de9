"""The virtual clock of a portal: frozen, set, advanced, released. It is stored with the portal."""

from collections.abc import Callable
from typing import NamedTuple

import msgspec

from hubstead.kit import clock
from hubstead.kit.clock import Clock, iso, shown, true_now
from hubstead.kit.errors import Invalid
from hubstead.sandbox.lookup import read
from hubstead.store.engine import Engine, Reader, Writer
from hubstead.store.generations import Definitions
from hubstead.store.portal import Portal, change
from hubstead.store.unit import Actor, Origin, Unit, transaction, within

EARLIEST, LATEST = 946_684_800_000, 32_503_680_000_000
"""The years 2000 to 3000, in ms: room for dates that follow from the present moment, on either side."""
TURNED = "portal.clock.turned"
"""The fact that a portal's clock was turned."""


class Turn(NamedTuple):
    """What is to become of a clock, of how it stands and what it shows now (ms)."""

    clock: Callable[[Clock | None, int], Clock | None]


def frozen(at: int | None, step: int) -> Turn:
    """Stand still at a moment (ms; `None`: the present one); with a step (ms) go on by it at each write."""
    return Turn(lambda _, now: Clock(frozen=sane(now if at is None else at), step=step))


def set_to(at: int) -> Turn:
    """Show a moment (ms); go on from there, or stand still there when the clock was frozen."""
    return Turn(lambda old, _: _moved(old, sane(at)))


def advanced(by: int) -> Turn:
    """Go so many ms ahead (back when negative)."""
    return Turn(lambda old, now: _moved(old, sane(now + by)))


RELEASED = Turn(lambda _old, _now: None)
"""Show the true time again."""


async def turn(store: Engine, definitions: Definitions, id: int, turned: Turn) -> Portal:
    """Turn the clock of a portal; what is answered is to be followed. Raises `NotFound` and `Invalid`."""

    async def work(writer: Writer) -> Portal:
        await read(writer, id)
        return await within(writer, Actor(id, 0, Origin("INTERNAL_PROCESSING"), definitions), changed)

    async def changed(unit: Unit) -> Portal:
        new = turned.clock(shown(id), clock.now(id))
        return await change(unit, TURNED, {"now": iso(new.now() if new else true_now())}, clock=new)

    return await transaction(store, definitions, work)


async def resumed(reader: Reader, portal: Portal) -> Portal:
    """A portal as it goes on after a restart: a clock with steps after its newest fact, a seed with other ids."""
    if not portal.seed and not (portal.clock and portal.clock.step):
        return portal
    sql = "SELECT count(*), coalesce(max(at), 0) FROM fact WHERE portal = ?1"
    [(facts, newest)] = await reader.rows(sql, portal.id)
    stepping = portal.clock
    if stepping and stepping.step and stepping.frozen is not None:
        stepping = Clock(frozen=max(stepping.frozen, newest), step=stepping.step)
    seed = f"{portal.seed}@{facts}" if portal.seed else ""
    return msgspec.structs.replace(portal, clock=stepping, seed=seed)


def _moved(old: Clock | None, to: int) -> Clock:
    if old is not None and old.frozen is not None:
        return Clock(frozen=to, step=old.step)
    return Clock(ahead=to - true_now())


def sane(moment: int) -> int:
    """A moment that a clock may show. Raises `Invalid`."""
    if not EARLIEST <= moment <= LATEST:
        raise Invalid(f"A clock shows a moment from {iso(EARLIEST)} to {iso(LATEST)}.")
    return moment
