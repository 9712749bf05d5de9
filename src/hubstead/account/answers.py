"""What owners look like in answers, for the description of the API."""

from msgspec import UNSET, Struct, UnsetType


class OwnerTeam(Struct, rename="camel"):
    """A team that an owner is in."""

    id: str
    name: str
    primary: bool


class OwnerShown(Struct, rename="camel"):
    """An owner; `user_id` only while the user behind it is active, `teams` only
    where there are any."""

    id: str
    email: str
    type: str
    first_name: str
    last_name: str
    user_id_including_inactive: int
    created_at: str
    updated_at: str
    archived: bool
    user_id: int | UnsetType = UNSET
    teams: list[OwnerTeam] | UnsetType = UNSET


class AccountSeen(Struct, rename="camel"):
    """An account in short."""

    portal_id: int
    time_zone: str
    account_type: str
    currency: str
    utc_offset: str
    utc_offset_milliseconds: int


class AccountDetails(Struct, rename="camel"):
    """An account. `ui_domain` is the host of this server; the offset is that of its time zone now."""

    portal_id: int
    account_type: str
    time_zone: str
    company_currency: str
    additional_currencies: list[str]
    utc_offset: str
    utc_offset_milliseconds: int
    ui_domain: str
    data_hosting_location: str


class UsageShown(Struct, rename="camel"):
    """What was used of a limit today, and when the next day begins."""

    name: str
    usage_limit: int
    current_usage: int
    collected_at: str
    fetch_status: str
    resets_at: str
