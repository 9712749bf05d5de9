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
