"""A portal as the truth store knows it: what every room may ask of the account that it works for."""

from collections.abc import Mapping
from functools import lru_cache

import msgspec

from hubstead.kit.clock import Clock
from hubstead.store.tables import PORTAL
from hubstead.store.unit import Unit


class Portal(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """A portal. `created_at` in ms; `time_zone` an IANA name; currencies ISO 4217.

    `tiers` maps a hub (`marketing`, `sales`, `service`, `cms`, `operations`, `commerce`) to `free`, `starter`,
    `professional` or `enterprise`; a hub that is absent has everything on. `limits` names the profile of rate limits;
    `None` means the server's. `clock` is there for a portal whose time was turned (see `kit/clock`).
    `seed` makes what is random elsewhere follow from it (see `kit/ids`); `search_delay` (ms) holds the search index
    back on purpose, `None` means as long as the server's.
    """

    id: int
    name: str
    created_at: int
    time_zone: str = "UTC"
    currency: str = "USD"
    additional_currencies: tuple[str, ...] = ()
    account_type: str = "STANDARD"
    tiers: Mapping[str, str] = {}
    limits: str | None = None
    clock: Clock | None = None
    seed: str = ""
    search_delay: int | None = None


_decode = msgspec.json.Decoder(Portal).decode


@lru_cache(maxsize=1024)
def decoded(document: str) -> Portal:
    """A portal from its row."""
    return _decode(document)


def encoded(portal: Portal) -> str:
    """A portal for its row."""
    return msgspec.json.encode(portal).decode()


async def portal_of(unit: Unit) -> Portal:
    """The portal that a unit works in."""

    async def make() -> Portal:
        rows = await unit.rows("SELECT document FROM portal WHERE id = ?1")
        return decoded(rows[0][0])

    return await unit.definition(("portal",), make)


async def change(unit: Unit, kind: str, about: Mapping[str, object], **fields: object) -> Portal:
    """Change fields of the portal in this unit; a fact `kind` (`portal.renamed`, …) tells `about` it."""
    waiting = unit.written(PORTAL, (unit.portal,))
    if waiting:
        _, generation, document = waiting
    else:
        rows = await unit.rows("SELECT generation, document FROM portal WHERE id = ?1 FOR UPDATE")
        generation, document = rows[0][0] + 1, rows[0][1]
    portal = msgspec.structs.replace(decoded(document), **fields)
    unit.put(PORTAL, (unit.portal, generation, encoded(portal)))
    unit.happened(kind, "", unit.portal, msgspec.json.encode(about).decode())
    return portal
