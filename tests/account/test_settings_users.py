"""Users, roles and teams over the settings API. Shapes are those of the official specification."""

from typing import Any

import pytest

from hubstead.account import roles, sessions, teams
from hubstead.account.people import Place
from hubstead.account.users import User
from hubstead.crm.objects import users
from hubstead.first_start import new_portal
from hubstead.store.access import Levels
from tests.account.desk import in_portal
from tests.world import TOKEN, World

USERS = "/settings/v3/users/"
FORMS = ("/settings/v3/users", "/settings/users/v3", "/settings/users/2026-03", "/settings/users/2025-09")


async def test_a_user_is_added_changed_and_removed(world: World) -> None:
    role = await in_portal(world, lambda unit: roles.create(unit, "Seller", {}, Levels(), []))
    west = await in_portal(world, lambda unit: teams.create(unit, "West"))
    east = await in_portal(world, lambda unit: teams.create(unit, "East"))
    body = {"email": "Ann@Example.com", "roleId": role.id, "primaryTeamId": west.id, "sendWelcomeEmail": True}
    created = await world.post(USERS, body)
    assert created.status == 201
    id = created.json["id"]
    assert created.json == {
        "id": id,
        "email": "ann@example.com",
        "firstName": "",
        "lastName": "",
        "roleIds": [role.id],
        "superAdmin": False,
        "sendWelcomeEmail": False,
        "roleId": role.id,
        "primaryTeamId": west.id,
    }
    for form in FORMS:
        assert (await world.get(f"{form}/{id}")).json == created.json
        assert (await world.get(f"{form}/ann%40example.com?idProperty=EMAIL")).json == created.json
    owner = (await world.get(f"/crm/v3/owners/{id}?idProperty=userId")).json
    assert owner["teams"] == [{"id": west.id, "name": "West", "primary": True}]

    patch = {"firstName": "Ann", "roleId": "", "primaryTeamId": east.id, "secondaryTeamIds": [west.id]}
    changed = await world.put(f"/settings/users/2026-03/{id}", patch)
    assert changed.status == 200
    assert changed.json == {
        "id": id,
        "email": "ann@example.com",
        "firstName": "Ann",
        "lastName": "",
        "roleIds": [],
        "superAdmin": False,
        "sendWelcomeEmail": False,
        "primaryTeamId": east.id,
        "secondaryTeamIds": [west.id],
    }
    assert (await world.get(f"{USERS}teams")).json == {
        "results": [
            {"id": west.id, "name": "West", "userIds": [], "secondaryUserIds": [id]},
            {"id": east.id, "name": "East", "userIds": [id], "secondaryUserIds": []},
        ]
    }
    assert (await world.get(f"{USERS}roles")).json == {
        "results": [{"id": role.id, "name": "Seller", "requiresBillingWrite": False}]
    }
    record = f"/crm/v3/objects/users/{id}?idProperty=hs_internal_user_id&properties=hs_given_name,hs_deactivated"
    assert (await world.get(record)).json["properties"]["hs_given_name"] == "Ann"

    assert (await world.delete(f"{USERS}{id}")).status == 204
    assert (await world.get(f"{USERS}{id}")).status == 404
    assert (await world.delete(f"{USERS}{id}")).status == 404
    assert (await world.get(record)).json["properties"]["hs_deactivated"] == "true"
    assert (await world.get(f"/crm/v3/owners/{id}?idProperty=userId")).status == 404
    assert (await world.post(USERS, {"email": "ann@example.com"})).json["id"] == id


async def test_pages_are_followed_to_the_end(world: World) -> None:
    ids = [(await world.post(USERS, {"email": f"u{place}@example.com"})).json["id"] for place in range(4)]
    first = (await world.get(f"{USERS}?limit=2")).json
    second = (await world.get(f"{USERS}?limit=2&after={first['paging']['next']['after']}")).json
    third = (await world.get(f"{USERS}?limit=2&after={second['paging']['next']['after']}")).json
    seen = [user["id"] for page in (first, second, third) for user in page["results"]]
    assert seen[1:] == ids
    assert first["paging"]["next"]["link"].endswith(f"/settings/v3/users/?limit=2&after={ids[0]}")
    assert "paging" not in third


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        ({"email": "nobody"}, 400, "Email address nobody is invalid"),
        ({}, 400, "Some required fields were not set: [email]"),
        ({"email": "owner@example.com"}, 409, "There is a user owner@example.com already"),
        ({"email": "a@example.com", "roleId": "77"}, 400, "There is no role with the id 77"),
        ({"email": "a@example.com", "primaryTeamId": "78"}, 400, "There is no team with the id 78"),
        ({"email": "a@example.com", "secondaryTeamIds": "78"}, 400, "Invalid input JSON"),
        ({"email": "a" * 70_000 + "@example.com"}, 400, "is invalid"),
    ],
)
async def test_what_cannot_be_a_user_is_refused(world: World, body: Any, status: int, message: str) -> None:
    reply = await world.post(USERS, body)
    assert reply.status == status
    assert message in reply.json["message"]
    assert len((await world.get(USERS)).json["results"]) == 1


async def test_the_only_super_admin_stays(world: World) -> None:
    (first,) = (await world.get(USERS)).json["results"]
    reply = await world.delete(f"{USERS}{first['id']}")
    assert reply.status == 400
    assert "is the only super admin" in reply.json["message"]


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "after=x", "after=-1"])
async def test_the_list_refuses(world: World, query: str) -> None:
    assert (await world.get(f"{USERS}?{query}")).status == 400


async def test_the_id_property_is_one_of_two(world: World) -> None:
    assert (await world.get(f"{USERS}1?idProperty=NAME")).status == 400


async def test_users_need_their_scopes(world: World) -> None:
    reader = await world.token("pat-na1-reader", ("settings.users.read",))
    other = await world.token("pat-na1-others", ("crm.objects.contacts.read",))
    assert (await world.get(USERS, token=reader)).status == 200
    assert (await world.post(USERS, {"email": "a@example.com"}, token=reader)).status == 403
    assert (await world.get(USERS, token=other)).status == 403


async def test_another_portals_users_do_not_exist(world: World) -> None:
    other, owner = await new_portal(world.server.store, world.server.definitions, "Second")
    added = await in_portal(world, lambda unit: users.add(unit, "far@example.com"), other.id)
    for id in (owner.user_id, added.user.id):
        mine = await world.get(f"{USERS}{id}")
        assert mine.status == 404 or mine.json["email"] == "owner@example.com"
        assert (await world.get("/settings/v3/users/far@example.com?idProperty=EMAIL")).status == 404
    assert len((await world.get(USERS, token=TOKEN)).json["results"]) == 1


async def headers_of(world: World, user: User) -> dict[str, str]:
    """What a browser in which this user is logged in sends."""

    async def work(unit: Any) -> str:
        return sessions.begin(unit, user)

    secret = await in_portal(world, work)
    return {"cookie": f"{sessions.COOKIE}={secret}", "x-csrf-token": sessions.csrf_of(secret)}


async def test_a_session_needs_the_permission_and_cannot_rise(world: World) -> None:
    manager = await in_portal(world, lambda unit: roles.create(unit, "Manager", {}, Levels(), ["users"]))
    boss = await in_portal(world, lambda unit: roles.create(unit, "Boss", {}, Levels(), ["audit", "users"]))
    ann = (await in_portal(world, lambda unit: users.add(unit, "ann@example.com", Place(role_ids=[manager.id])))).user
    bob = (await in_portal(world, lambda unit: users.add(unit, "bob@example.com"))).user
    (first, *_) = (await world.get(USERS)).json["results"]
    as_ann = {"token": None, "headers": await headers_of(world, ann)}
    as_bob = {"token": None, "headers": await headers_of(world, bob)}
    assert (await world.get(USERS, **as_bob)).status == 200
    refused = await world.post(USERS, {"email": "eve@example.com"}, **as_bob)
    assert (refused.status, refused.json["category"]) == (403, "USER_DOES_NOT_HAVE_PERMISSIONS")
    assert (await world.delete(f"{USERS}{ann.id}", **as_bob)).status == 403

    assert (await world.post(USERS, {"email": "eve@example.com"}, **as_ann)).status == 201
    assert (await world.put(f"{USERS}{bob.id}", {"roleId": manager.id}, **as_ann)).status == 200
    for id in (ann.id, bob.id):
        assert (await world.put(f"{USERS}{id}", {"roleId": boss.id}, **as_ann)).status == 403
    assert (await world.post(USERS, {"email": "moe@example.com", "roleId": boss.id}, **as_ann)).status == 403
    assert (await world.put(f"{USERS}{first['id']}", {"firstName": "X"}, **as_ann)).status == 403
    assert (await world.delete(f"{USERS}{first['id']}", **as_ann)).status == 403


async def test_who_is_removed_is_logged_out(world: World) -> None:
    ann = (await in_portal(world, lambda unit: users.add(unit, "ann@example.com", super_admin=True))).user
    as_ann = {"token": None, "headers": await headers_of(world, ann)}
    assert (await world.get(USERS, **as_ann)).status == 200
    assert (await world.delete(f"{USERS}{ann.id}")).status == 204
    assert (await world.get(USERS, **as_ann)).status == 401
    assert await world.server.store.rows("SELECT 1 FROM member WHERE email = 'ann@example.com'") == []
