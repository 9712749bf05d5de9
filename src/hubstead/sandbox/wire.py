"""The sandbox's JSON."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from hubstead.kit import clock
from hubstead.kit.clock import Clock, iso
from hubstead.sandbox.answers import ClockShown, PortalShown, SnapshotShown
from hubstead.sandbox.beginning import EMPTY, FORK, Beginning
from hubstead.sandbox.lookup import Snapshot
from hubstead.store.portal import Portal

Moment = int | str
"""Milliseconds since 1970, or ISO 8601."""


_FAR = 1e15
"""Milliseconds beyond what any clock can be turned by; infinity is no whole number."""


class NewToken(Struct, rename="camel", forbid_unknown_fields=True):
    """A token to begin with; without `token` one is made. `scopes` `null` means all."""

    token: str | None = None
    name: str = "Sandbox"
    scopes: list[str] | None = None


class Frozen(Struct, rename="camel", forbid_unknown_fields=True):
    """Stand still, at a moment or at the present one; with a `step`, go on by so many ms at each write."""

    at: Moment | None = None
    step: int = 0


class Switches(Struct, rename="camel", forbid_unknown_fields=True):
    """What can be given to a new portal and changed later; what is absent stays. `searchDelay` in ms."""

    name: str | None = None
    time_zone: str | None = None
    currency: str | None = None
    tiers: dict[str, str] | None = None
    limits: str | None = None
    search_delay: int | None = None

    def fields(self) -> dict[str, Any]:
        """What was given, by the names of `Portal`."""
        names = Switches.__struct_fields__
        return {name: getattr(self, name) for name in names if getattr(self, name) is not None}


class NewFork(Switches):
    """A portal to be made like another one. `timeZone` is an IANA name; with a `seed` ids and tokens follow from it."""

    portal_id: int | None = None
    tokens: tuple[NewToken, ...] = (NewToken(),)
    clock: Frozen | None = None
    seed: str | None = None


class NewPortal(NewFork):
    """A portal to be made. `template` is `empty`, `demo` or the name of a snapshot."""

    template: str = EMPTY


class NewSnapshot(Struct, forbid_unknown_fields=True):
    """The name to keep a portal under."""

    name: str


class Restored(Struct, forbid_unknown_fields=True):
    """The snapshot whose state a portal is to have."""

    snapshot: str


class Set(Struct, forbid_unknown_fields=True):
    """The moment that a clock is to show."""

    at: Moment


class Advance(Struct, forbid_unknown_fields=True):
    """How far a clock is to go ahead, in all; back when negative."""

    days: float = 0
    hours: float = 0
    minutes: float = 0
    seconds: float = 0
    milliseconds: int = 0

    def total(self) -> int:
        """In milliseconds."""
        seconds = ((self.days * 24 + self.hours) * 60 + self.minutes) * 60 + self.seconds
        return round(max(-_FAR, min(_FAR, seconds * 1000))) + self.milliseconds


def shown(portal: Portal, template: str, base_url: str) -> PortalShown:
    """A portal."""
    return PortalShown(
        portal_id=portal.id,
        name=portal.name,
        template=template,
        time_zone=portal.time_zone,
        currency=portal.currency,
        tiers=dict(portal.tiers),
        limits=portal.limits,
        search_delay=portal.search_delay,
        seed=portal.seed or None,
        created_at=iso(portal.created_at),
        clock=clock_shown(portal.id),
        base_url=base_url,
    )


def clock_shown(portal: int) -> ClockShown:
    """A portal's clock as it stands."""
    stands = clock.shown(portal) or Clock()
    return ClockShown(iso(clock.now(portal)), stands.frozen is not None, stands.step, stands.ahead)


def snapshot_shown(snapshot: Snapshot) -> SnapshotShown:
    """A snapshot."""
    return SnapshotShown(snapshot.name, snapshot.portal_id, iso(snapshot.taken_at))


def beginning_from(asked: NewFork, clock: Clock | None) -> Beginning:
    """How the portal that was asked for begins."""
    template = asked.template if isinstance(asked, NewPortal) else FORK
    fields: Mapping[str, Any] = {**asked.fields(), "template": template, "clock": clock, "seed": asked.seed}
    return Beginning(**fields)
