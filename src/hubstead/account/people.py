"""Adding, changing and removing users, with everything in the accounts that follows: owner, membership, sessions.

`crm/objects/users` adds the record; call these from there.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec
from email_validator import validate_email

from hubstead.account import activity, one_time, owners, sessions
from hubstead.account.owners import Owner
from hubstead.account.roles import roles_of
from hubstead.account.teams import teams_of
from hubstead.account.users import User, saved, users_of
from hubstead.kit.errors import Conflict, Invalid
from hubstead.store import definitions
from hubstead.store.tables import MEMBER
from hubstead.store.unit import Unit


class Place(NamedTuple):
    """What a user may be given: names, roles, teams. `None` leaves what is there."""

    first_name: str | None = None
    last_name: str | None = None
    role_ids: Sequence[str] | None = None
    primary_team: str | None = None
    secondary_teams: Sequence[str] | None = None


ANYWHERE = Place()
"""No names, roles or teams yet."""


class Joined(NamedTuple):
    """A user and the owner that the user is."""

    user: User
    owner: Owner


async def add(unit: Unit, email: str, place: Place = ANYWHERE, *, super_admin: bool = False) -> Joined:
    """Make a person a user; one who was removed comes back with the same ids.

    Raises `Invalid` for an address, role or team that is none, `Conflict` when there is such a user.
    """
    address = checked_email(email)
    await definitions.hold(unit)
    known = next((user for user in (await users_of(unit)).values() if user.email == address), None)
    if known and known.active:
        raise Conflict(f"There is a user {address} already, with the id {known.id}.", context={"id": [str(known.id)]})
    names = (place.first_name or "", place.last_name or "")
    owner = await owners.join(unit, email=address, first_name=names[0], last_name=names[1])
    user = User(id=owner.user_id, email=address, super_admin=super_admin, created_at=unit.now)
    unit.put(MEMBER, (address, unit.portal, user.id))
    activity.acted(unit, "REACTIVATE_USER" if known else "ADD_USER", user.id)
    if super_admin:
        activity.acted(unit, "ADD_ADMIN_USER", user.id)
    return Joined(await saved(unit, await _placed(unit, user, place), "CREATE"), owner)


async def change(unit: Unit, user: User, place: Place) -> Joined:
    """Give a user other names, roles or teams. Raises `Invalid`."""
    await definitions.hold(unit)
    changed = await _placed(unit, user, place)
    owner = await owners.of_user(unit, user.id)
    if (owner.first_name, owner.last_name) != (changed.first_name, changed.last_name):
        owner = await owners.save(unit, owner, first_name=changed.first_name, last_name=changed.last_name)
    return Joined(await saved(unit, changed, "UPDATE"), owner)


async def readdress(unit: Unit, user: User, email: str, first_name: str, last_name: str) -> Joined:
    """Let a user have another e-mail address, and so another login, and names. Raises `Invalid` and `Conflict`."""
    address = checked_email(email)
    await definitions.hold(unit)
    if any(one.email == address and one.id != user.id for one in (await users_of(unit)).values()):
        raise Conflict(f"There is a user {address} already.", context={"email": [address]})
    unit.remove(MEMBER, (user.email, unit.portal))
    unit.put(MEMBER, (address, unit.portal, user.id))
    await sessions.end_all(unit, user.id)
    names = {"email": address, "first_name": first_name, "last_name": last_name}
    owner = await owners.save(unit, await owners.of_user(unit, user.id), **names)
    changed = msgspec.structs.replace(user, **names, updated_at=unit.now)
    return Joined(await saved(unit, changed, "UPDATE"), owner)


async def be_super_admin(unit: Unit, user: User, wanted: bool) -> User:
    """Let a user be bound by nothing, or by roles again. Raises `Invalid` for the last super admin."""
    await definitions.hold(unit)
    if wanted == user.super_admin:
        return user
    if not wanted:
        await _refuse_last(unit, user)
    activity.acted(unit, "ADD_ADMIN_PERMISSIONS" if wanted else "REMOVE_ADMIN_PERMISSIONS", user.id)
    return await saved(unit, msgspec.structs.replace(user, super_admin=wanted, updated_at=unit.now), "UPDATE")


async def remove(unit: Unit, user: User) -> Joined:
    """Let a person be a user no longer: the owner is archived, sessions end. Raises `Invalid` for the last super admin,
    who alone could let somebody in again."""
    await definitions.hold(unit)
    await _refuse_last(unit, user)
    owner = await owners.save(unit, await owners.of_user(unit, user.id), archived=True)
    unit.remove(MEMBER, (user.email, unit.portal))
    await sessions.end_all(unit, user.id)
    await one_time.withdraw(unit, user.id)
    activity.acted(unit, "DEACTIVATE_USER", user.id)
    return Joined(await saved(unit, msgspec.structs.replace(user, active=False), "DELETE"), owner)


def checked_email(text: str) -> str:
    """An e-mail address in the form in which it is stored. Raises `Invalid`."""
    try:
        return validate_email(text.strip(), check_deliverability=False, test_environment=True).normalized.lower()
    except ValueError:
        raise Invalid(f"Email address {text[:254]} is invalid", context={"email": [text[:254]]}) from None


async def _refuse_last(unit: Unit, user: User) -> None:
    others = [one for one in (await users_of(unit)).values() if one.active and one.super_admin and one.id != user.id]
    if user.super_admin and not others:
        raise Invalid(f"{user.email} is the only super admin. Make somebody else super admin first.")


async def _placed(unit: Unit, user: User, place: Place) -> User:
    """The user with what was given, refused unless roles and teams exist."""
    given = {name: value for name, value in place._asdict().items() if value is not None}
    primary = given.get("primary_team", user.primary_team) or None
    secondary = tuple(team for team in dict.fromkeys(given.get("secondary_teams", user.secondary_teams)) if team)
    roles = tuple(role for role in dict.fromkeys(given.get("role_ids", user.role_ids)) if role)
    _refuse_unknown("role", roles, await roles_of(unit))
    _refuse_unknown("team", (*secondary, *((primary,) if primary else ())), await teams_of(unit))
    return msgspec.structs.replace(
        user,
        first_name=given.get("first_name", user.first_name),
        last_name=given.get("last_name", user.last_name),
        role_ids=roles,
        primary_team=primary,
        secondary_teams=tuple(team for team in secondary if team != primary),
        updated_at=unit.now,
    )


def _refuse_unknown(what: str, ids: Iterable[str], known: Iterable[str]) -> None:
    unknown = sorted(set(ids) - set(known))
    if unknown:
        raise Invalid(f"There is no {what} with the id {', '.join(unknown)}", context={f"{what}Id": unknown})
