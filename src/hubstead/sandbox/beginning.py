"""How a portal of the sandbox begins, and begins again when it is reset."""

from collections.abc import Mapping
from typing import Any

import msgspec

from hubstead.kit.clock import Clock, true_now
from hubstead.store.engine import Reader
from hubstead.store.portal import Portal

EMPTY = "empty"
DEMO = "demo"
FORK = ""
"""The template of a fork, which has none."""
NAME = "Sandbox"
SEEDED = Clock(frozen=1_767_225_600_000, step=1000)
"""The clock of a portal with a seed and no clock of its own: the beginning of 2026, and a second more at each write."""


class Beginning(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """What a portal was created with. `template` is `empty`, `demo` or the name of a snapshot; the rest are fields of
    `Portal`, `None` where the template's count."""

    template: str = EMPTY
    name: str | None = None
    time_zone: str | None = None
    currency: str | None = None
    tiers: Mapping[str, str] | None = None
    limits: str | None = None
    clock: Clock | None = None
    seed: str | None = None
    search_delay: int | None = None

    def of(self, base: Portal, id: int) -> Portal:
        """The portal that begins as `base` but for what was asked for."""
        asked = {name: value for name, value in msgspec.structs.asdict(self).items() if value is not None}
        del asked["template"]
        if self.seed and not self.clock:
            asked["clock"] = SEEDED
        return msgspec.structs.replace(base, id=id, **{"seed": "", **asked})

    def new(self, id: int) -> Portal:
        """The portal that begins empty, at the first moment that its clock shows."""
        begun = self.of(Portal(id=id, name=NAME, created_at=0), id)
        return msgspec.structs.replace(begun, created_at=begun.clock.now() if begun.clock else true_now())


_decode = msgspec.json.Decoder(Beginning).decode


def encoded(beginning: Beginning) -> str:
    """A beginning for its row."""
    return msgspec.json.encode(beginning).decode()


async def beginning_of(reader: Reader, portal: Portal) -> Beginning:
    """How a portal began; one that the sandbox did not create counts as begun empty, as it is called now."""
    rows = await reader.rows("SELECT document FROM sandbox WHERE portal = ?1", portal.id)
    if rows:
        return _decode(rows[0][0])
    asked: dict[str, Any] = {"name": portal.name, "time_zone": portal.time_zone, "currency": portal.currency}
    return Beginning(**asked)
