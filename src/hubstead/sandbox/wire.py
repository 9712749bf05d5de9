"""The sandbox's JSON."""

from msgspec import Struct

from hubstead.crm.properties.datetimes import format_datetime
from hubstead.kit import clock
from hubstead.sandbox.answers import PortalShown
from hubstead.sandbox.beginning import EMPTY, Beginning
from hubstead.store.portal import Portal


class NewToken(Struct, rename="camel", forbid_unknown_fields=True):
    """A token to begin with; without `token` one is made. `scopes` `null` means all."""

    token: str | None = None
    name: str = "Sandbox"
    scopes: list[str] | None = None


class NewPortal(Struct, rename="camel", forbid_unknown_fields=True):
    """A portal to be made. `template` is `empty`, `demo` or the name of a snapshot; `timeZone` an IANA name."""

    portal_id: int | None = None
    name: str = "Sandbox"
    template: str = EMPTY
    tokens: tuple[NewToken, ...] = (NewToken(),)
    time_zone: str = "UTC"
    currency: str = "USD"
    tiers: dict[str, str] = {}
    limits: str | None = None


def shown(portal: Portal, beginning: Beginning, base_url: str) -> PortalShown:
    """A portal."""
    return PortalShown(
        portal_id=portal.id,
        name=portal.name,
        template=beginning.template,
        time_zone=portal.time_zone,
        currency=portal.currency,
        tiers=dict(portal.tiers),
        limits=portal.limits,
        created_at=format_datetime(portal.created_at),
        now=format_datetime(clock.now(portal.id)),
        base_url=base_url,
    )
