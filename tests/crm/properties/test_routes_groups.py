"""Property groups over HTTP."""

import pytest

from tests.world import World

URL = "/crm/v3/properties/contacts/groups"
GROUP = {"name": "hobbies", "label": "Hobbies", "displayOrder": 4}


async def test_the_defaults_are_listed(world: World) -> None:
    reply = await world.get(URL)
    assert reply.status == 200
    assert {"name": "contactinformation", "label": "Contact information", "displayOrder": 0, "archived": False} in (
        reply.json["results"]
    )


async def test_create_read_update_archive(world: World) -> None:
    made = await world.post(URL, GROUP)
    assert made.status == 201
    assert made.headers["location"] == f"http://hubstead.test{URL}/hobbies"
    assert made.json == {**GROUP, "archived": False}
    changed = await world.patch(f"{URL}/hobbies", {"label": "Pastimes"})
    assert changed.status == 200
    assert changed.json == {**GROUP, "label": "Pastimes", "archived": False}
    assert (await world.get(f"{URL}/hobbies")).json == changed.json
    assert (await world.delete(f"{URL}/hobbies")).status == 204
    gone = await world.get(f"{URL}/hobbies")
    assert gone.status == 404
    assert gone.json["message"] == "Couldn't find a Group with the given name 'hobbies'."
    assert "hobbies" not in [group["name"] for group in (await world.get(URL)).json["results"]]


async def test_the_name_of_an_archived_group_makes_a_new_one(world: World) -> None:
    await world.post(URL, GROUP)
    await world.delete(f"{URL}/hobbies")
    again = await world.post(URL, {"name": "hobbies", "label": "Anew"})
    assert again.status == 201
    assert again.json == {"name": "hobbies", "label": "Anew", "displayOrder": -1, "archived": False}


async def test_a_taken_name_is_a_conflict(world: World) -> None:
    await world.post(URL, GROUP)
    reply = await world.post(URL, GROUP)
    assert reply.status == 409
    assert reply.json["category"] == "OBJECT_ALREADY_EXISTS"
    assert reply.json["message"] == "A property group named 'hobbies' already exists."


async def test_a_group_with_live_properties_stays(world: World) -> None:
    await world.post(URL, GROUP)
    property = {"name": "chess", "label": "Chess", "type": "string", "fieldType": "text", "groupName": "hobbies"}
    await world.post("/crm/v3/properties/contacts", property)
    reply = await world.delete(f"{URL}/hobbies")
    assert reply.status == 400
    assert reply.json["message"] == "Can't delete or purge a group with active properties"
    assert reply.json["subCategory"] == "PropertyGroupError.GROUP_WITH_ACTIVE_PROPERTIES"
    await world.delete("/crm/v3/properties/contacts/chess")
    assert (await world.delete(f"{URL}/hobbies")).status == 204
    restored = await world.post("/crm/v3/properties/contacts", property)
    assert restored.status == 400
    assert restored.json["message"] == "Property group 'hobbies' does not exist."


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"name": "two words", "label": "x"}, "'two words' is not a valid internal name."),
        ({"name": "words", "label": " "}, "The label of a property group cannot be empty."),
    ],
)
async def test_create_refuses(world: World, body: dict[str, str], message: str) -> None:
    reply = await world.post(URL, body)
    assert reply.status == 400
    assert message in reply.json["message"]
