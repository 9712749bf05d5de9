"""What the sandbox answers, as its description shows it."""

from msgspec import UNSET, Struct, UnsetType


class TokenMade(Struct, rename="camel"):
    """A token of a new portal, in full: it is stored as a digest and not shown again. `scopes` `null` means all."""

    token: str
    name: str
    scopes: list[str] | None


class PortalShown(Struct, rename="camel"):
    """A portal. `baseUrl` is what clients take as their host."""

    portal_id: int
    name: str
    template: str
    time_zone: str
    currency: str
    tiers: dict[str, str]
    limits: str | None
    created_at: str
    now: str
    base_url: str


class PortalMade(PortalShown):
    """A new portal with its first token, and with all when several were asked for."""

    token: str | UnsetType = UNSET
    tokens: list[TokenMade] | UnsetType = UNSET
