"""Formulas that are tried before a property has them."""

from typing import Any

import pytest

from tests.world import World

PATH = "/hubstead/v3/formulas/deals"


async def tried(world: World, formula: str, object_id: str | None = None) -> Any:
    body = {"formula": formula, **({"objectId": object_id} if object_id else {})}
    reply = await world.post(PATH, body)
    assert reply.status == 200
    return reply.json


async def test_a_formula_is_tried_on_a_record(world: World) -> None:
    made = await world.post("/crm/v3/objects/deals", {"properties": {"dealname": "Ship", "amount": "12.50"}})
    assert await tried(world, "amount * 4", made.json["id"]) == {
        "valid": True,
        "message": "",
        "inputs": ["amount"],
        "value": "50",
    }
    assert (await tried(world, "amount / hs_acv", made.json["id"]))["value"] == ""
    assert "value" not in await tried(world, "amount * 4")


@pytest.mark.parametrize("formula", ["", "amount *", "nothing_like_that + 1", "max(", "'" + "x" * 9_000, "(" * 5_000])
async def test_a_wrong_formula_is_told_not_refused(world: World, formula: str) -> None:
    found = await tried(world, formula)
    assert not found["valid"]
    assert found["message"]


async def test_a_record_that_is_not_there(world: World) -> None:
    for id in ("999", "x", "9" * 40):
        assert (await world.post(PATH, {"formula": "amount", "objectId": id})).status == 404
    assert (await world.post(PATH, {"formula": "a" * 10_001})).status == 400
