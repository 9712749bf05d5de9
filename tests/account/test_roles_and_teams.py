"""Changing and deleting roles and teams: it binds people at once, and nobody keeps what is gone."""

from collections.abc import Sequence
from typing import Any

import pytest

from hubstead.account import removals, roles, sessions, teams
from hubstead.account.people import Place
from hubstead.account.roles import Role, roles_of
from hubstead.account.teams import Team, teams_of
from hubstead.account.users import User, users_of
from hubstead.crm.objects import users
from hubstead.kit.errors import Conflict, Invalid
from hubstead.store.access import Levels
from tests.account.desk import in_portal
from tests.world import World

CONTACTS = "/crm/v3/objects/contacts"
ALL = Levels("all", "all", "all")
SEEING = Levels("all", "none", "none")


async def role(world: World, name: str, rest: Levels = ALL, tools: Sequence[str] = ()) -> Role:
    return await in_portal(world, lambda unit: roles.create(unit, name, {}, rest, tools))


async def team(world: World, name: str, under: Team | None = None) -> Team:
    return await in_portal(world, lambda unit: teams.create(unit, name, under.id if under else None))


async def person(world: World, email: str, **place: Any) -> User:
    return (await in_portal(world, lambda unit: users.add(unit, email, Place(**place)))).user


async def as_it_is(world: World, user: User) -> User:
    return (await in_portal(world, users_of))[user.id]


async def cookie(world: World, user: User) -> dict[str, str]:
    """What the browser sends in which this user is logged in."""

    async def begin(unit: Any) -> str:
        return sessions.begin(unit, user)

    secret = await in_portal(world, begin)
    return {"cookie": f"{sessions.COOKIE}={secret}", "x-csrf-token": sessions.csrf_of(secret)}


async def logged(world: World, category: str) -> list[tuple[str, str]]:
    """Actions and targets of a category in the audit log, oldest first."""
    lines = (await world.get("/account-info/v3/activity/audit-logs?limit=100")).json["results"]
    return [(line["action"], line["targetObjectId"]) for line in lines if line["category"] == category]


async def test_a_changed_role_binds_open_sessions_at_once(world: World) -> None:
    seller = await role(world, "Seller", SEEING, ["audit"])
    sent = await cookie(world, await person(world, "ann@example.com", role_ids=[seller.id]))
    create = {"properties": {"email": "a@b.com"}}
    assert (await world.post(CONTACTS, create, token=None, headers=sent)).status == 403
    changed = await in_portal(world, lambda unit: roles.change(unit, seller, rest=ALL))
    assert (changed.name, changed.tools) == ("Seller", ("audit",))
    assert (await world.post(CONTACTS, create, token=None, headers=sent)).status == 201
    await in_portal(world, lambda unit: roles.change(unit, changed, name="Viewer", rest=Levels("none", "none", "none")))
    assert (await world.get(CONTACTS, token=None, headers=sent)).json["results"] == []
    shown = (await world.get("/settings/v3/users/roles")).json["results"]
    assert [(one["id"], one["name"]) for one in shown] == [(seller.id, "Viewer")]
    assert await logged(world, "ROLE") == [("CREATE", seller.id), ("UPDATE", seller.id), ("UPDATE", seller.id)]


async def test_a_deleted_role_is_taken_from_who_has_it(world: World) -> None:
    seller, reader = await role(world, "Seller"), await role(world, "Reader", SEEING)
    ann = await person(world, "ann@example.com", role_ids=[seller.id, reader.id])
    bob = await person(world, "bob@example.com", role_ids=[seller.id])
    eve = await person(world, "eve@example.com", role_ids=[reader.id])
    gone = await person(world, "gone@example.com", role_ids=[seller.id])
    await in_portal(world, lambda unit: users.remove(unit, gone))
    sent = await cookie(world, ann)
    id = await world.create("contacts", email="a@b.com")
    assert await in_portal(world, lambda unit: removals.delete_role(unit, seller)) == 2
    assert [(await as_it_is(world, user)).role_ids for user in (ann, bob, eve, gone)] == [
        (reader.id,),
        (),
        (reader.id,),
        (),
    ]
    assert list(await in_portal(world, roles_of)) == [reader.id]
    assert (await world.get(f"{CONTACTS}/{id}", token=None, headers=sent)).status == 200
    patch = await world.patch(f"{CONTACTS}/{id}", {"properties": {"city": "Rome"}}, token=None, headers=sent)
    assert patch.status == 403
    assert (await logged(world, "ROLE"))[-1] == ("DELETE", seller.id)
    assert ("UPDATE", str(bob.id)) in await logged(world, "USER")
    assert (await role(world, "seller")).id != seller.id


async def test_a_deleted_team_is_left_by_all_and_its_teams_go_up(world: World) -> None:
    west = await team(world, "West")
    coast = await team(world, "Coast", west)
    town, village = await team(world, "Town", coast), await team(world, "Village", coast)
    ann = await person(world, "ann@example.com", primary_team=coast.id, secondary_teams=[town.id])
    bob = await person(world, "bob@example.com", primary_team=west.id, secondary_teams=[coast.id, village.id])
    eve = await person(world, "eve@example.com", primary_team=town.id)
    assert await in_portal(world, lambda unit: removals.delete_team(unit, coast)) == 2
    found = [await as_it_is(world, user) for user in (ann, bob, eve)]
    assert [(user.primary_team, user.secondary_teams) for user in found] == [
        (None, (town.id,)),
        (west.id, (village.id,)),
        (town.id, ()),
    ]
    assert {one.name: one.parent for one in (await in_portal(world, teams_of)).values()} == {
        "West": None,
        "Town": west.id,
        "Village": west.id,
    }
    assert await in_portal(world, lambda unit: removals.delete_team(unit, west)) == 1
    assert {one.parent for one in (await in_portal(world, teams_of)).values()} == {None}
    log = await logged(world, "TEAM")
    assert [line for line in log if line[0] == "DELETE"] == [("DELETE", coast.id), ("DELETE", west.id)]
    assert log.count(("UPDATE", town.id)) == 2


async def test_a_team_is_renamed_and_moved_but_never_under_itself(world: World) -> None:
    west = await team(world, "West")
    coast = await team(world, "Coast", west)
    town = await team(world, "Town", coast)
    for above in (west, coast, town):
        with pytest.raises(Invalid, match=f"West cannot be under {above.name}"):
            await in_portal(world, lambda unit, above=above: teams.change(unit, west, parent=above.id))  # type: ignore[misc]
    with pytest.raises(Invalid, match="There is no team 7"):
        await in_portal(world, lambda unit: teams.change(unit, west, parent="7"))
    with pytest.raises(Conflict, match="There is a team coast already"):
        await in_portal(world, lambda unit: teams.change(unit, west, name="coast"))
    moved = await in_portal(world, lambda unit: teams.change(unit, town, name="City", parent=None))
    await in_portal(world, lambda unit: teams.change(unit, west, parent=moved.id))
    assert {one.name: one.parent for one in (await in_portal(world, teams_of)).values()} == {
        "City": None,
        "West": town.id,
        "Coast": west.id,
    }
    assert (await in_portal(world, lambda unit: teams.change(unit, moved, name="CITY"))).name == "CITY"


async def test_a_role_keeps_within_what_there_is(world: World) -> None:
    seller = await role(world, "Seller")
    await role(world, "Reader")
    with pytest.raises(Conflict, match="There is a role reader already"):
        await in_portal(world, lambda unit: roles.change(unit, seller, name="reader"))
    with pytest.raises(Invalid, match="Unknown permissions: fly"):
        await in_portal(world, lambda unit: roles.change(unit, seller, tools=("fly",)))
