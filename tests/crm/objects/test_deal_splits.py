"""Deal splits at their edges; the official SDK's way through them is in `tests/client`."""

import pytest

from tests.world import World


@pytest.mark.parametrize("id", [2**53, 2**64, -(2**63) - 1])
@pytest.mark.parametrize("path", ["/crm/v3/objects/deals/splits/batch/upsert", "/deal-splits/2026-03/batch/upsert"])
async def test_a_number_that_cannot_be_an_id_is_that_of_no_deal(world: World, path: str, id: int) -> None:
    owner = (await world.get("/crm/v3/owners")).json["results"][0]["id"]
    reply = await world.post(path, {"inputs": [{"id": id, "splits": [{"ownerId": int(owner), "percentage": 1}]}]})
    assert reply.status == 207
    assert reply.json["errors"][0]["category"] == "OBJECT_NOT_FOUND"
    assert reply.json["errors"][0]["context"] == {"ids": [str(id)]}
