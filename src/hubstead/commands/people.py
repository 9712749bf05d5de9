"""`hubstead user`."""

import getpass
import sys
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from hubstead.account import logins, people
from hubstead.account.people import Place
from hubstead.account.roles import roles_of
from hubstead.account.teams import teams_of
from hubstead.account.users import User, users_of
from hubstead.commands.names import named, user_named
from hubstead.commands.refusal import Refusal
from hubstead.commands.tables import print_json, print_list
from hubstead.commands.truth import in_portal, with_store
from hubstead.crm.objects import users
from hubstead.settings import Settings
from hubstead.store.unit import Unit


class NewUser(NamedTuple):
    """What is given of a user; roles and teams by name."""

    email: str
    first_name: str
    last_name: str
    roles: Sequence[str]
    teams: Sequence[str]
    super_admin: bool


def create_user(settings: Settings, portal: int | None, wanted: NewUser, *, as_json: bool) -> None:
    """Make a user and print it. Raises `Refusal` for names of roles and teams that there are not."""

    async def work(unit: Unit) -> User:
        role_ids, team_ids = await _ids(unit, wanted.roles, wanted.teams)
        place = Place(wanted.first_name, wanted.last_name, role_ids, next(iter(team_ids), None), team_ids[1:])
        return (await users.add(unit, wanted.email, place, super_admin=wanted.super_admin)).user

    user = in_portal(settings, portal, work)
    if as_json:
        print_json({"id": user.id, "email": user.email})
    else:
        print(user.id)


def change_user(
    settings: Settings,
    portal: int | None,
    email: str,
    role_names: Sequence[str],
    team_names: Sequence[str],
    super_admin: str | None,
) -> None:
    """Put a user into these roles and teams, where any are named."""

    async def work(unit: Unit) -> None:
        user = await user_named(unit, email)
        role_ids, team_ids = await _ids(unit, role_names, team_names)
        if super_admin is not None:
            user = await people.be_super_admin(unit, user, super_admin == "yes")
        if role_ids or team_ids:
            teams = (team_ids[0], team_ids[1:]) if team_ids else (None, None)
            await users.change(unit, user, Place(None, None, role_ids or None, *teams))

    in_portal(settings, portal, work)


def show_users(settings: Settings, portal: int | None, *, as_json: bool) -> None:
    """Print all users, those who were removed too."""

    async def work(unit: Unit) -> list[dict[str, Any]]:
        role_names, team_names = await roles_of(unit), await teams_of(unit)
        rows = await unit.rows("SELECT email FROM login JOIN member USING (email) WHERE portal = ?1")
        with_password = {row[0] for row in rows}
        return [
            {
                "id": user.id,
                "email": user.email,
                "firstName": user.first_name,
                "lastName": user.last_name,
                "superAdmin": user.super_admin,
                "roles": [role_names[id].name for id in user.role_ids if id in role_names],
                "teams": [team_names[id].name for id in user.teams if id in team_names],
                "active": user.active,
                "password": user.email in with_password,
            }
            for user in (await users_of(unit)).values()
        ]

    titles = ("User", "E-mail", "Name", "Roles", "Teams", "Active", "Password")
    print_list(in_portal(settings, portal, work), titles, _user_row, as_json=as_json)


def password(settings: Settings, email: str) -> None:
    """Set a person's password to what is typed, twice, or to the first line of standard input."""
    text = _typed() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    with_store(settings, lambda store: logins.set_password(store, email.strip().lower(), text))


def deactivate(settings: Settings, portal: int | None, email: str) -> None:
    """Remove a user."""

    async def work(unit: Unit) -> None:
        await users.remove(unit, await user_named(unit, email))

    in_portal(settings, portal, work)


async def _ids(unit: Unit, role_names: Sequence[str], team_names: Sequence[str]) -> tuple[list[str], list[str]]:
    """The ids of roles and teams."""
    known_roles, known_teams = await roles_of(unit), await teams_of(unit)
    role_ids = [named(name, "role", known_roles.values()).id for name in role_names]
    return role_ids, [named(name, "team", known_teams.values()).id for name in team_names]


def _typed() -> str:
    first = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != first:
        raise Refusal("The two are not the same. Nothing was changed.")
    return first


def _user_row(user: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        str(user["id"]),
        user["email"],
        f"{user['firstName']} {user['lastName']}".strip(),
        "super admin" if user["superAdmin"] else ", ".join(user["roles"]),
        ", ".join(user["teams"]),
        "yes" if user["active"] else "no",
        "yes" if user["password"] else "no",
    )
