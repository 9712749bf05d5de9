"""Business units: whose they are, and what is shown of them. The shape is that of the official specification."""

import pytest

from hubstead.account import business_units
from hubstead.crm.objects import users
from hubstead.first_start import new_portal
from hubstead.kit.errors import Conflict, Invalid
from tests.account.desk import in_portal
from tests.world import World

PATHS = ("/business-units/v3/business-units/user", "/business-units/public/2026-03/business-units/user")
LOGO = "https://example.com/logo.png"


async def test_a_user_sees_those_it_works_for(world: World) -> None:
    first = (await world.get("/settings/v3/users")).json["results"][0]["id"]
    ann = (await in_portal(world, lambda unit: users.add(unit, "ann@example.com"))).user
    north = await in_portal(
        world, lambda unit: business_units.create(unit, "North", logo_url=LOGO, logo_alt_text="A star")
    )
    south = await in_portal(world, lambda unit: business_units.create(unit, "South", users=[ann.id]))
    shown = [{"id": str(north.id), "name": "North"}, {"id": str(south.id), "name": "South"}]
    for path in PATHS:
        assert (await world.get(f"{path}/{first}")).json == {"results": shown[:1]}
        assert (await world.get(f"{path}/{ann.id}")).json == {"results": shown}
        assert (await world.get(f"{path}/{ann.id}?name=South&name=East")).json == {"results": shown[1:]}
    logo = {"logoUrl": LOGO, "logoAltText": "A star", "resizedUrl": LOGO}
    assert (await world.get(f"{PATHS[0]}/{ann.id}?properties=logoMetadata")).json == {
        "results": [{**shown[0], "logoMetadata": logo}, shown[1]]
    }


async def test_what_is_not_there_is_not_found(world: World) -> None:
    for id in ("1", "x", "9" * 30):
        assert (await world.get(f"{PATHS[0]}/{id}")).status == 404
    first = (await world.get("/settings/v3/users")).json["results"][0]["id"]
    assert (await world.get(f"{PATHS[0]}/{first}?properties=colour")).status == 400
    token = await world.token("pat-na1-other", ("crm.objects.contacts.read",))
    assert (await world.get(f"{PATHS[0]}/{first}", token=token)).status == 403


async def test_those_of_another_portal_are_not_shown(world: World) -> None:
    other, _ = await new_portal(world.server.store, world.server.definitions, "Second")
    await in_portal(world, lambda unit: business_units.create(unit, "Far"), other.id)
    first = (await world.get("/settings/v3/users")).json["results"][0]["id"]
    assert (await world.get(f"{PATHS[0]}/{first}")).json == {"results": []}


async def test_names_are_taken_once_and_logos_are_on_the_web(world: World) -> None:
    await in_portal(world, lambda unit: business_units.create(unit, "North"))
    with pytest.raises(Conflict):
        await in_portal(world, lambda unit: business_units.create(unit, "north"))
    with pytest.raises(Invalid):
        await in_portal(world, lambda unit: business_units.create(unit, "East", logo_url="javascript:alert(1)"))


async def test_one_is_changed_and_deleted(world: World) -> None:
    first = (await world.get("/settings/v3/users")).json["results"][0]["id"]
    ann = (await in_portal(world, lambda unit: users.add(unit, "ann@example.com"))).user
    north = await in_portal(world, lambda unit: business_units.create(unit, "North", logo_url=LOGO, users=[ann.id]))
    await in_portal(world, lambda unit: business_units.create(unit, "South"))
    with pytest.raises(Conflict):
        await in_portal(world, lambda unit: business_units.change(unit, north, name="south"))
    with pytest.raises(Invalid):
        await in_portal(world, lambda unit: business_units.change(unit, north, logo_url="data:x"))
    far = await in_portal(world, lambda unit: business_units.change(unit, north, name="Far north", users=()))
    found = (await world.get(f"{PATHS[0]}/{first}?properties=logoMetadata")).json["results"]
    assert (found[0]["name"], found[0]["logoMetadata"]["logoUrl"]) == ("Far north", LOGO)
    await in_portal(world, lambda unit: business_units.delete(unit, far))
    assert [one["name"] for one in (await world.get(f"{PATHS[0]}/{first}")).json["results"]] == ["South"]
    log = (await world.get("/account-info/v3/activity/audit-logs?limit=100")).json["results"]
    assert [line["action"] for line in log if line["targetObjectId"] == str(north.id)] == ["CREATE", "UPDATE", "DELETE"]
