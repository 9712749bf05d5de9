"""Users and owners are the same people."""

from hubstead.first_start import new_portal
from tests.world import PORTAL, World


async def test_the_first_owner_is_a_user_with_a_record(world: World) -> None:
    owner = (await world.get("/crm/v3/owners")).json["results"][0]
    names = "hs_email,hs_given_name,hs_family_name,hs_internal_user_id,hubspot_owner_id,hs_searchable_calculated_name"
    (user,) = (await world.get(f"/crm/v3/objects/users?properties={names}")).json["results"]
    values = user["properties"]
    assert values["hs_email"] == owner["email"]
    assert values["hs_given_name"] == owner["firstName"]
    assert values["hs_family_name"] == owner["lastName"]
    assert values["hs_searchable_calculated_name"] == f"{owner['firstName']} {owner['lastName']}"
    assert values["hs_internal_user_id"] == str(owner["userId"])
    assert values["hubspot_owner_id"] == owner["id"]


async def test_a_user_is_found_by_user_id_and_by_search(world: World) -> None:
    owner = (await world.get("/crm/v3/owners")).json["results"][0]
    by_id = await world.get(f"/crm/v3/objects/users/{owner['userId']}?idProperty=hs_internal_user_id")
    assert by_id.status == 200
    found = await world.post("/crm/v3/objects/users/search", {"query": owner["email"]})
    assert [user["id"] for user in found.json["results"]] == [by_id.json["id"]]


async def test_a_user_can_be_changed_but_not_created(world: World) -> None:
    (user,) = (await world.get("/crm/v3/objects/users")).json["results"]
    changed = await world.patch(f"/crm/v3/objects/users/{user['id']}", {"properties": {"hs_job_title": "Baker"}})
    assert changed.json["properties"]["hs_job_title"] == "Baker"
    assert (await world.post("/crm/v3/objects/users", {"properties": {"hs_job_title": "Cook"}})).status == 400


async def test_each_portal_has_its_own_first_user(world: World) -> None:
    portal, owner = await new_portal(world.server.store, world.server.definitions, "Second")
    assert portal.id == PORTAL + 1
    rows = await world.server.store.rows("SELECT document FROM record WHERE portal = ?1 AND type = '0-115'", portal.id)
    assert [f'"{owner.user_id}"' in row[0] for row in rows] == [True]
