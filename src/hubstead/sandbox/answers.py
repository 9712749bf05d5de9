"""What the sandbox answers, as its description shows it."""

from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType


class TokenMade(Struct, rename="camel"):
    """A token of a new portal, in full: it is stored as a digest and not shown again. `scopes` `null` means all."""

    token: str
    name: str
    scopes: list[str] | None


class ClockShown(Struct, rename="camel"):
    """A portal's clock: what it shows, whether it stands still, by how many ms it goes on at each write while it does,
    and by how many ms it is ahead of the true time while it does not."""

    now: str
    frozen: bool
    step: int
    ahead: int


class PortalShown(Struct, rename="camel"):
    """A portal. `baseUrl` is what clients take as their host; `template` is empty for a fork; `searchDelay` in ms."""

    portal_id: int
    name: str
    template: str
    time_zone: str
    currency: str
    tiers: dict[str, str]
    limits: str | None
    search_delay: int | None
    seed: str | None
    created_at: str
    clock: ClockShown
    base_url: str


class PortalMade(PortalShown):
    """A new portal with its tokens; `token` is the first of them."""

    token: str | UnsetType = UNSET
    tokens: list[TokenMade] = []


class SnapshotShown(Struct, rename="camel"):
    """A snapshot: its name, the portal that it was taken of, and when by that portal's clock."""

    name: str
    portal_id: int
    taken_at: str


class Difference(Struct, rename="camel", omit_defaults=True):
    """One thing that differs. `kind` says what it is, `change` what became of it.

    A record has `objectType` and `id`, and in `properties` what changed of it; an association two of both and its type;
    a definition its kind, the object type and the name it is of, and its document `before` and `after`.
    """

    kind: Literal["definition", "record", "association"]
    change: Literal["created", "changed", "deleted"]
    object_type: str = ""
    id: str = ""
    properties: dict[str, "Values"] = {}
    to_object_type: str = ""
    to_id: str = ""
    association_category: str = ""
    association_type_id: int = 0
    definition: str = ""
    name: str = ""
    before: Any = None
    after: Any = None


class Values(Struct):
    """A property's value before and after; `null` where it had none."""

    before: str | None
    after: str | None
