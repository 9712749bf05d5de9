"""`hubstead user`, `hubstead role`, `hubstead team` and `hubstead business-unit`."""

import getpass
import sys
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import msgspec

from hubstead.account import business_units, logins, people, portals, roles, teams
from hubstead.account.people import Place
from hubstead.account.roles import Role, roles_of
from hubstead.account.teams import Team, teams_of
from hubstead.account.users import User, users_of
from hubstead.commands.refusal import Refusal
from hubstead.commands.tables import print_json, print_list
from hubstead.commands.truth import chosen, with_store
from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.objects import users
from hubstead.settings import Settings
from hubstead.store import definitions
from hubstead.store.access import Levels, Reach
from hubstead.store.engine import Engine
from hubstead.store.unit import Unit, write

T = TypeVar("T")
_REACHES = ("none", "own", "team", "all")


class NewUser(NamedTuple):
    """What is given of a user; roles and teams by name."""

    email: str
    first_name: str
    last_name: str
    roles: Sequence[str]
    teams: Sequence[str]
    super_admin: bool


class RoleShown(msgspec.Struct):
    """A role as `--json` shows it: how far its users reach (view, edit, delete) in these types and in all others."""

    id: str
    name: str
    rest: Mapping[str, Reach]
    objects: Mapping[str, Mapping[str, Reach]]
    unassigned: bool
    allow: Sequence[str]


def create_user(settings: Settings, portal: int | None, wanted: NewUser, *, as_json: bool) -> None:
    """Make a user and print it. Raises `Refusal` for names of roles and teams that there are not."""

    async def work(unit: Unit) -> User:
        role_ids, team_ids = await _ids(unit, wanted.roles, wanted.teams)
        place = Place(wanted.first_name, wanted.last_name, role_ids, next(iter(team_ids), None), team_ids[1:])
        return (await users.add(unit, wanted.email, place, super_admin=wanted.super_admin)).user

    user = _in_portal(settings, portal, work)
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
        user = await _user(unit, email)
        role_ids, team_ids = await _ids(unit, role_names, team_names)
        if super_admin is not None:
            user = await people.be_super_admin(unit, user, super_admin == "yes")
        if role_ids or team_ids:
            teams = (team_ids[0], team_ids[1:]) if team_ids else (None, None)
            await users.change(unit, user, Place(None, None, role_ids or None, *teams))

    _in_portal(settings, portal, work)


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
    print_list(_in_portal(settings, portal, work), titles, _user_row, as_json=as_json)


def password(settings: Settings, email: str) -> None:
    """Set a person's password to what is typed, twice, or to the first line of standard input."""
    text = _typed() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    with_store(settings, lambda store: logins.set_password(store, email.strip().lower(), text))


def deactivate(settings: Settings, portal: int | None, email: str) -> None:
    """Remove a user."""

    async def work(unit: Unit) -> None:
        await users.remove(unit, await _user(unit, email))

    _in_portal(settings, portal, work)


def create_role(
    settings: Settings,
    portal: int | None,
    name: str,
    rest: tuple[Reach, Reach, Reach],
    objects: Iterable[str],
    allow: Iterable[str],
    unassigned: bool,
) -> str:
    """Make a role; answers its id."""

    async def work(unit: Unit) -> str:
        levels = dict([await _levels(unit, text) for text in objects])
        return (await roles.create(unit, _given(name), levels, Levels(*rest), allow, unassigned)).id

    return _in_portal(settings, portal, work)


def show_roles(settings: Settings, portal: int | None, *, as_json: bool) -> None:
    """Print all roles."""

    async def work(unit: Unit) -> list[RoleShown]:
        return [_role_shown(role) for role in (await roles_of(unit)).values()]

    titles = ("Role", "Name", "View/edit/delete", "Where types differ", "Allowed besides")
    print_list(_in_portal(settings, portal, work), titles, _role_row, as_json=as_json)


def create_team(settings: Settings, portal: int | None, name: str, under: str | None) -> str:
    """Make a team; answers its id."""

    async def work(unit: Unit) -> str:
        above = None if under is None else _named(under, "team", await teams_of(unit)).id
        return (await teams.create(unit, _given(name), above)).id

    return _in_portal(settings, portal, work)


def create_business_unit(
    settings: Settings, portal: int | None, name: str, logo: str, logo_text: str, emails: Iterable[str]
) -> int:
    """Make a business unit; answers its id."""

    async def work(unit: Unit) -> int:
        ids = [(await _user(unit, email)).id for email in emails]
        made = await business_units.create(unit, _given(name), logo_url=logo, logo_alt_text=logo_text, users=ids)
        return made.id

    return _in_portal(settings, portal, work)


def _in_portal(settings: Settings, number: int | None, work: Callable[[Unit], Awaitable[T]]) -> T:
    """Run `work` as a transaction of the portal that is meant."""

    async def run(store: Engine) -> T:
        portal = await chosen(store, number)
        return await write(store, await portals.person(store, portal.id), work)

    return with_store(settings, run)


async def _user(unit: Unit, email: str) -> User:
    """A user, whom nobody else changes until the unit ends. Raises `Refusal`."""
    await definitions.hold(unit)
    for user in (await users_of(unit)).values():
        if user.active and user.email == email.strip().lower():
            return user
    raise Refusal(f"There is no user {email}. `hubstead user list` shows them.")


async def _ids(unit: Unit, role_names: Sequence[str], team_names: Sequence[str]) -> tuple[list[str], list[str]]:
    """The ids of roles and teams."""
    known_roles, known_teams = await roles_of(unit), await teams_of(unit)
    role_ids = [_named(name, "role", known_roles).id for name in role_names]
    return role_ids, [_named(name, "team", known_teams).id for name in team_names]


def _named(name: str, what: str, known: Mapping[str, Role] | Mapping[str, Team]) -> Role | Team:
    found = next((one for one in known.values() if name.lower() in (one.name.lower(), one.id)), None)
    if found is None:
        raise Refusal(f"There is no {what} {name}. `hubstead {what} create` makes one.")
    return found


async def _levels(unit: Unit, text: str) -> tuple[str, Levels]:
    """`contacts=all/own/none`"""
    type, _, given = text.partition("=")
    reaches = given.split("/")
    if len(reaches) != 3 or not set(reaches) <= set(_REACHES):
        raise Refusal(f"--object {text}: say TYPE=VIEW/EDIT/DELETE, each one of {', '.join(_REACHES)}.", 2)
    return (await resolve(unit, type)).id, Levels(*reaches)  # type: ignore[arg-type]


def _given(name: str) -> str:
    if not name.strip():
        raise Refusal("The name is empty.", 2)
    return name.strip()


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


def _role_shown(role: Role) -> RoleShown:
    levels = {type: levels._asdict() for type, levels in role.levels.items()}
    return RoleShown(role.id, role.name, role.rest._asdict(), levels, role.unassigned, list(role.tools))


def _role_row(role: RoleShown) -> tuple[str, ...]:
    differing = ", ".join(f"{type}={_words(levels)}" for type, levels in role.objects.items())
    return (role.id, role.name, _words(role.rest), differing, ", ".join(role.allow))


def _words(levels: Mapping[str, Reach]) -> str:
    return "/".join(levels.values())
