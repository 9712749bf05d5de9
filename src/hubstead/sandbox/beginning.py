"""How a portal of the sandbox begins, and begins again when it is reset."""

from collections.abc import Mapping

import msgspec

from hubstead.kit.clock import Clock, true_now
from hubstead.store.engine import Reader
from hubstead.store.portal import Portal

EMPTY = "empty"
DEMO = "demo"


class Beginning(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """What a portal was created with. `template` is `empty`, `demo` or the name of a snapshot; the
    rest are fields of `Portal`."""

    template: str = EMPTY
    name: str = "Sandbox"
    time_zone: str = "UTC"
    currency: str = "USD"
    tiers: Mapping[str, str] = {}
    limits: str | None = None
    clock: Clock | None = None

    def now(self) -> int:
        """The moment that its clock shows first (ms)."""
        return self.clock.now() if self.clock else true_now()

    def portal(self, id: int, now: int) -> Portal:
        """The portal as it begins at a moment (ms)."""
        return Portal(
            id=id,
            name=self.name,
            created_at=now,
            time_zone=self.time_zone,
            currency=self.currency,
            tiers=self.tiers,
            limits=self.limits,
            clock=self.clock,
        )


_decode = msgspec.json.Decoder(Beginning).decode


def encoded(beginning: Beginning) -> str:
    """A beginning for its row."""
    return msgspec.json.encode(beginning).decode()


async def beginning_of(reader: Reader, portal: Portal) -> Beginning:
    """How a portal began; one that the sandbox did not create counts as begun empty, as it is called now."""
    rows = await reader.rows("SELECT document FROM sandbox WHERE portal = ?1", portal.id)
    if rows:
        return _decode(rows[0][0])
    return Beginning(name=portal.name, time_zone=portal.time_zone, currency=portal.currency)
