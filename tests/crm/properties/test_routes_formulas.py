"""Formula properties over HTTP: computed for the records that are there, kept right, guarded."""

from typing import Any

import pytest

from hubstead.crm.records import redefine
from tests.world import World

URL = "/crm/v3/properties/deals"


def formula(name: str, text: str) -> dict[str, Any]:
    """A number property of deals to create."""
    return {
        "name": name,
        "label": name.capitalize(),
        "type": "number",
        "fieldType": "number",
        "groupName": "dealinformation",
        "calculationFormula": text,
    }


async def value(world: World, id: str, name: str) -> Any:
    """A value of a deal."""
    return (await world.get(f"/crm/v3/objects/deals/{id}?properties={name}")).json["properties"][name]


async def test_a_formula_makes_the_property_calculated(world: World) -> None:
    reply = await world.post(URL, formula("twice", "amount * 2"))
    assert reply.status == 201
    assert reply.json["fieldType"] == "calculation_equation"
    assert reply.json["calculated"] is True
    assert reply.json["calculationFormula"] == "amount * 2"


async def test_records_that_are_there_already_get_their_values(world: World) -> None:
    ids = [await world.create("deals", dealname=f"Deal {number}", amount=number) for number in range(3)]
    await world.post(URL, formula("twice", "amount * 2"))
    await world.post(URL, formula("four_times", "twice * 2"))
    assert [await value(world, id, "twice") for id in ids] == ["0", "2", "4"]
    assert [await value(world, id, "four_times") for id in ids] == ["0", "4", "8"]


async def test_more_records_than_fit_in_one_page_get_their_values(world: World) -> None:
    batch = {"inputs": [{"properties": {"dealname": "Deal", "amount": 3}}] * 100}
    for _ in range(6):
        assert (await world.post("/crm/v3/objects/deals/batch/create", batch)).status == 201
    await world.post(URL, formula("twice", "amount * 2"))
    seen, after = [], "0"
    for _ in range(6):
        page = (await world.get(f"/crm/v3/objects/deals?limit=100&after={after}&properties=twice")).json
        seen += [found["properties"]["twice"] for found in page["results"]]
        after = page["paging"]["next"]["after"] if "paging" in page else ""
    assert seen == ["6"] * 600


async def test_a_new_formula_moves_the_values(world: World) -> None:
    id = await world.create("deals", dealname="Deal", amount=5)
    await world.post(URL, formula("more", "amount * 2"))
    reply = await world.patch(f"{URL}/more", {"calculationFormula": "amount * 3"})
    assert reply.status == 200
    assert await value(world, id, "more") == "15"


async def test_a_restored_formula_is_computed_anew(world: World) -> None:
    await world.post(URL, formula("more", "amount * 2"))
    id = await world.create("deals", dealname="Deal", amount=5)
    await world.delete(f"{URL}/more")
    await world.patch(f"/crm/v3/objects/deals/{id}", {"properties": {"amount": 6}})
    await world.post(URL, formula("more", "amount * 2"))
    assert await value(world, id, "more") == "12"


async def test_formulas_cannot_need_each_other(world: World) -> None:
    await world.post(URL, formula("one", "amount + 1"))
    await world.post(URL, formula("two", "one + 1"))
    reply = await world.patch(f"{URL}/one", {"calculationFormula": "two + 1"})
    assert reply.status == 400
    assert reply.json["message"] == "Invalid calculation formula for property 'one': it needs its own result"


async def test_a_property_that_a_formula_reads_cannot_be_deleted(world: World) -> None:
    """The error body is one that the service answered in 2026."""
    plain = {**formula("pieces", ""), "calculationFormula": None}
    await world.post(URL, plain)
    await world.post(URL, formula("doubled", "pieces * 2"))
    reply = await world.delete(f"{URL}/pieces")
    assert reply.status == 400
    answer = reply.json
    assert (
        answer["message"] == "Property: pieces of object type 0-3 is currently used in 1 places and cannot be deleted"
    )
    assert answer["context"] == {"property": ["pieces"], "objectTypeId": ["0-3"], "usageCount": ["1"]}
    assert answer["category"] == "VALIDATION_ERROR"
    assert answer["subCategory"] == "PropertyValidationError.CANNOT_DELETE_PROPERTY_IN_USE"
    assert answer["errors"] == [
        {
            "subCategory": "PropertyValidationError.PROPERTY_USAGE",
            "message": "Property pieces of object type 0-3 in use by CALCULATED_PROPERTY "
            "(display type CALCULATED_PROPERTY) ID 0-3/doubled: ",
            "context": {
                "property": ["pieces"],
                "objectTypeId": ["0-3"],
                "parentType": ["CALCULATED_PROPERTY"],
                "parentDisplayType": ["CALCULATED_PROPERTY"],
                "parentName": ["0-3/doubled"],
                "link": [""],
            },
        }
    ]
    assert (await world.delete(f"{URL}/doubled")).status == 204
    assert (await world.delete(f"{URL}/pieces")).status == 204


async def test_more_records_than_one_unit_visits_get_their_values(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redefine, "AT_ONCE", 4)
    monkeypatch.setattr(redefine, "PAGE", 2)
    ids = [await world.create("deals", dealname="Deal", amount=number) for number in range(11)]
    await world.post(URL, formula("twice", "amount * 2"))
    assert [await value(world, id, "twice") for id in ids] == [str(2 * number) for number in range(11)]
