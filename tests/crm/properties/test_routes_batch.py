"""Batches of property definitions."""

from typing import Any

from tests.world import World

URL = "/crm/v3/properties/companies/batch"


def wanted(name: str, **changes: Any) -> dict[str, Any]:
    """A company property to create."""
    return {
        "name": name,
        "label": name.capitalize(),
        "type": "string",
        "fieldType": "text",
        "groupName": "companyinformation",
        **changes,
    }


async def test_create_makes_all(world: World) -> None:
    reply = await world.post(f"{URL}/create", {"inputs": [wanted("moon"), wanted("star")]})
    assert reply.status == 201
    assert reply.json["status"] == "COMPLETE"
    assert [found["name"] for found in reply.json["results"]] == ["moon", "star"]
    assert reply.json["startedAt"] <= reply.json["completedAt"]
    assert "errors" not in reply.json


async def test_create_answers_207_when_some_fail(world: World) -> None:
    reply = await world.post(f"{URL}/create", {"inputs": [wanted("moon"), wanted("moon"), wanted("star")]})
    assert reply.status == 207
    assert [found["name"] for found in reply.json["results"]] == ["moon", "star"]
    assert reply.json["numErrors"] == 1
    assert reply.json["errors"] == [
        {
            "status": "error",
            "category": "OBJECT_ALREADY_EXISTS",
            "message": "A property named 'moon' already exists.",
        }
    ]
    assert (await world.get("/crm/v3/properties/companies/star")).status == 200


async def test_later_inputs_see_earlier_ones(world: World) -> None:
    moons = wanted("moons", type="number", fieldType="number")
    doubled = wanted("doubled", type="number", fieldType="calculation_equation", calculationFormula="moons * 2")
    reply = await world.post(f"{URL}/create", {"inputs": [moons, doubled]})
    assert reply.status == 201
    id = await world.create("companies", name="Jupiter", moons=4)
    seen = await world.get(f"/crm/v3/objects/companies/{id}?properties=doubled")
    assert seen.json["properties"]["doubled"] == "8"


async def test_read_answers_207_for_names_that_are_missing(world: World) -> None:
    names = [{"name": "domain"}, {"name": "nope"}, {"name": "domain"}]
    reply = await world.post(f"{URL}/read", {"inputs": names, "archived": False})
    assert reply.status == 207
    assert [found["name"] for found in reply.json["results"]] == ["domain"]
    assert reply.json["errors"] == [
        {
            "status": "error",
            "category": "OBJECT_NOT_FOUND",
            "message": "Couldn't find a Property with the given name 'nope'",
            "context": {"propertyName": ["nope"]},
        }
    ]


async def test_read_of_archived_ones(world: World) -> None:
    await world.post("/crm/v3/properties/companies", wanted("moon"))
    await world.delete("/crm/v3/properties/companies/moon")
    asked = {"inputs": [{"name": "moon"}], "archived": True, "dataSensitivity": "non_sensitive"}
    reply = await world.post("/crm/properties/2026-03/companies/batch/read", asked)
    assert reply.status == 200
    assert reply.json["results"][0]["archived"] is True


async def test_archive_passes_over_names_without_a_property(world: World) -> None:
    await world.post(f"{URL}/create", {"inputs": [wanted("moon"), wanted("star")]})
    reply = await world.post(f"{URL}/archive", {"inputs": [{"name": "moon"}, {"name": "nope"}, {"name": "moon"}]})
    assert reply.status == 204
    assert reply.body == b""
    assert (await world.get("/crm/v3/properties/companies/moon")).status == 404
    assert (await world.get("/crm/v3/properties/companies/star")).status == 200


async def test_archive_is_all_or_nothing(world: World) -> None:
    await world.post("/crm/v3/properties/companies", wanted("moon"))
    reply = await world.post(f"{URL}/archive", {"inputs": [{"name": "moon"}, {"name": "domain"}]})
    assert reply.status == 400
    assert (await world.get("/crm/v3/properties/companies/moon")).status == 200


async def test_a_batch_has_at_most_a_hundred_inputs(world: World) -> None:
    names = [{"name": f"n{number}"} for number in range(101)]
    reply = await world.post(f"{URL}/read", {"inputs": names})
    assert reply.status == 400
    assert reply.json["message"] == (
        "The maximum number of inputs supported in a batch request is 100, received 101. Split the batch."
    )
