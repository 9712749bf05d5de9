"""Roles and teams over our own routes: what they allow, two people at once, and that nobody rises through them."""

from typing import Any

from hubstead.account import roles
from hubstead.account.people import Place
from hubstead.crm.objects import users
from hubstead.store.access import Levels
from tests.account.desk import in_portal
from tests.account.test_session import OWNER, Person
from tests.world import World

ROLES, TEAMS = "/hubstead/v1/roles", "/hubstead/v1/teams"
SEEN = {"view": "all", "edit": "own", "delete": "none"}
HOSTILE = "<img src=x onerror=alert(1)>\u202e"


async def test_a_role_is_made_changed_and_deleted(world: World) -> None:
    body = {"name": "Seller", "rest": SEEN, "levels": {"tickets": {"view": "team"}}, "tools": ["reports", "lists"]}
    made = await world.post(ROLES, body)
    assert made.status == 201
    shown = made.json
    assert (shown["levels"], shown["tools"], shown["changeable"]) == (
        {"0-5": {"view": "team", "edit": "none", "delete": "none"}}, ["lists", "reports"], True,
    )  # fmt: skip
    person = (await world.post("/settings/v3/users", {"email": "a@example.com", "roleId": shown["id"]})).json
    one = await world.put(f"{ROLES}/{shown['id']}", {**body, "name": HOSTILE, "revision": shown["revision"]})
    assert (one.status, one.json["name"]) == (200, HOSTILE)
    other = await world.put(f"{ROLES}/{shown['id']}", {**body, "tools": [], "revision": shown["revision"]})
    assert (other.status, "Somebody else" in other.json["message"]) == (409, True)
    assert (await world.get(ROLES)).json["results"] == [one.json]
    assert (await world.post(ROLES, {"name": HOSTILE})).status == 409
    for bad in ({"name": " "}, {"name": "x", "tools": ["fly"]}, {"name": "x", "levels": {"nothing": {}}},
                {"name": "x", "rest": {"view": "most"}}):  # fmt: skip
        assert (await world.post(ROLES, bad)).status == 400
    assert (await world.delete(f"{ROLES}/{shown['id']}")).status == 204
    assert (await world.get(f"/settings/v3/users/{person['id']}")).json["roleIds"] == []


async def test_nobody_gives_rights_that_he_does_not_have(world: World) -> None:
    own = Levels("all", "own", "none")
    manager = await in_portal(world, lambda unit: roles.create(unit, "Manager", {"0-5": Levels()}, own, ["users"]))
    strong = await in_portal(world, lambda unit: roles.create(unit, "Strong", {}, Levels(), ["audit"]))
    weak = await in_portal(world, lambda unit: roles.create(unit, "Weak", {}, own, []))
    await in_portal(world, lambda unit: users.add(unit, "ann@example.com", Place(role_ids=[manager.id])))
    ann = Person(world)
    await ann.log_in("ann@example.com")
    changeable = {one["name"]: one["changeable"] for one in (await ann.call("GET", ROLES)).json["results"]}
    assert changeable == {"Manager": True, "Strong": False, "Weak": True}
    for more in ({"tools": ["audit"]}, {"rest": {"edit": "team"}}, {"levels": {"0-1": {"delete": "own"}}},
                 {"unassigned": True}):  # fmt: skip
        assert (await ann.call("POST", ROLES, {"name": "New", **more})).status == 403, more
        assert (await ann.call("PUT", f"{ROLES}/{weak.id}", {"name": "Weak", **more})).status == 403, more
        assert (await ann.call("PUT", f"{ROLES}/{manager.id}", {"name": "Manager", **more})).status == 403, more
    assert (await ann.call("PUT", f"{ROLES}/{strong.id}", {"name": "Weakened"})).status == 403
    assert (await ann.call("DELETE", f"{ROLES}/{strong.id}")).status == 403
    allowed = {"name": "New", "rest": SEEN, "levels": {"0-5": {"delete": "all"}}, "tools": ["users"]}
    assert (await ann.call("POST", ROLES, allowed)).status == 201
    assert (await ann.call("DELETE", f"{ROLES}/{weak.id}")).status == 204


async def test_teams_have_members_and_are_no_way_up(world: World) -> None:
    manager = await in_portal(
        world, lambda unit: roles.create(unit, "M", {}, Levels("team", "none", "none"), ["users"])
    )
    ids = {}
    for name, roles_held in {"ann": [manager.id], "bob": [], "eve": []}.items():
        body = {"email": f"{name}@example.com", "roleId": "".join(roles_held)}
        ids[name] = str((await world.post("/settings/v3/users", body)).json["id"])
    west = (await world.post(TEAMS, {"name": "West", "userIds": [ids["ann"]]})).json
    east = (await world.post(TEAMS, {"name": "East", "userIds": [ids["bob"]], "secondaryUserIds": [ids["eve"]]})).json
    assert (east["userIds"], east["secondaryUserIds"]) == ([ids["bob"]], [ids["eve"]])
    moved = await world.put(f"{TEAMS}/{east['id']}", {"name": "East", "userIds": [ids["eve"]], "secondaryUserIds": []})
    assert (moved.json["userIds"], moved.json["secondaryUserIds"]) == ([ids["eve"]], [])
    assert (await world.put(f"{TEAMS}/{east['id']}", {"name": "East 2"})).json["userIds"] == [ids["eve"]]
    assert (await world.put(f"{TEAMS}/{east['id']}", {"name": "East", "userIds": ["999"]})).status == 400
    ann = Person(world)
    await ann.log_in("ann@example.com")
    refused: list[dict[str, Any]] = [
        {"name": "East", "parentId": west["id"]},
        {"name": "East", "secondaryUserIds": [ids["ann"]]},
    ]
    for body in refused:
        assert (await ann.call("PUT", f"{TEAMS}/{east['id']}", body)).status == 403, body
    taken = {"name": "West", "userIds": [ids["ann"]], "secondaryUserIds": [ids["eve"]]}
    assert (await ann.call("PUT", f"{TEAMS}/{west['id']}", taken)).status == 403
    assert (await ann.call("PUT", f"{TEAMS}/{east['id']}", {"name": "Far", "userIds": [ids["bob"]]})).status == 200
    owner = Person(world)
    await owner.log_in(OWNER)
    assert (await owner.call("PUT", f"{TEAMS}/{west['id']}", taken)).json["secondaryUserIds"] == [ids["eve"]]
    assert (await owner.call("PUT", f"{TEAMS}/{east['id']}", {"name": "Far", "parentId": west["id"]})).status == 200
    assert (await owner.call("DELETE", f"{TEAMS}/{west['id']}")).status == 204
    assert "parentId" not in (await world.get(TEAMS)).json["results"][0]


async def test_the_account_has_a_name_a_zone_a_plan_and_brands(world: World) -> None:
    owner = Person(world)
    await owner.log_in(OWNER)
    changed = await owner.call("PATCH", "/hubstead/v1/account", {"name": HOSTILE, "timeZone": "Asia/Tokyo"})
    assert (changed.json["name"], changed.json["timeZone"]) == (HOSTILE, "Asia/Tokyo")
    assert (await world.get("/account-info/v3/details")).json["timeZone"] == "Asia/Tokyo"
    for bad in ({"name": ""}, {"timeZone": "../etc/passwd"}, {"plan": {"sales": "gold"}}, {"plan": {"x": "free"}}):
        assert (await owner.call("PATCH", "/hubstead/v1/account", bad)).status == 400, bad
    units = "/hubstead/v1/business-units"
    made = (await owner.call("POST", units, {"name": "North", "logoUrl": "https://logo.example/n.png"})).json
    assert (await owner.call("POST", units, {"name": "x", "logoUrl": "javascript:alert(1)"})).status == 400
    assert (await owner.call("PUT", f"{units}/{made['id']}", {"name": "South"})).json["name"] == "South"
    plan = await owner.call("PATCH", "/hubstead/v1/account", {"plan": {"marketing": "free", "sales": "everything"}})
    assert (plan.json["plan"]["marketing"], plan.json["plan"]["sales"]) == ("free", "everything")
    assert (await owner.call("GET", units)).status == 403
    assert (await world.patch("/hubstead/v1/account", {"plan": {}})).status == 403  # an app
