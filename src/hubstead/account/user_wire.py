"""HubSpot's JSON for users, roles and teams."""

from typing import Any

from msgspec import UNSET, Struct, UnsetType

from hubstead.account.people import Place
from hubstead.account.roles import Role
from hubstead.account.teams import Team
from hubstead.account.users import User


class UserUpdate(Struct, rename="camel"):
    """What to change of a user; what is absent stays, an empty id takes away."""

    first_name: str | None = None
    last_name: str | None = None
    role_id: str | None = None
    primary_team_id: str | None = None
    secondary_team_ids: list[str] | None = None

    def place(self) -> Place:
        """As the verbs take it."""
        roles = None if self.role_id is None else [self.role_id]
        return Place(self.first_name, self.last_name, roles, self.primary_team_id, self.secondary_team_ids)


class UserCreate(UserUpdate, kw_only=True, rename="camel"):
    """A new user. `send_welcome_email` is taken and ignored: this server sends no mail."""

    email: str
    send_welcome_email: bool = False


class UserShown(Struct, rename="camel"):
    """A user; ids of roles and teams only where there are any."""

    id: str
    email: str
    first_name: str
    last_name: str
    role_ids: list[str]
    super_admin: bool
    send_welcome_email: bool
    role_id: str | UnsetType = UNSET
    primary_team_id: str | UnsetType = UNSET
    secondary_team_ids: list[str] | UnsetType = UNSET


class RoleShown(Struct, rename="camel"):
    """A role. `requires_billing_write`: it takes a paid seat."""

    id: str
    name: str
    requires_billing_write: bool


class TeamShown(Struct, rename="camel"):
    """A team: its main and its further members."""

    id: str
    name: str
    user_ids: list[str]
    secondary_user_ids: list[str]


def user(user: User) -> dict[str, Any]:
    """A user."""
    answer: dict[str, Any] = {
        "id": str(user.id),
        "email": user.email,
        "firstName": user.first_name,
        "lastName": user.last_name,
        "roleIds": list(user.role_ids),
        "superAdmin": user.super_admin,
        "sendWelcomeEmail": False,
    }
    if user.role_ids:
        answer["roleId"] = user.role_ids[0]
    if user.primary_team:
        answer["primaryTeamId"] = user.primary_team
    if user.secondary_teams:
        answer["secondaryTeamIds"] = list(user.secondary_teams)
    return answer


def role(role: Role) -> dict[str, Any]:
    """A role."""
    return {"id": role.id, "name": role.name, "requiresBillingWrite": role.paid}


def team(team: Team, users: list[User]) -> dict[str, Any]:
    """A team with its members among these users."""
    return {
        "id": team.id,
        "name": team.name,
        "userIds": [str(user.id) for user in users if user.primary_team == team.id],
        "secondaryUserIds": [str(user.id) for user in users if team.id in user.secondary_teams],
    }
