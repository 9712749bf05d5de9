"""`/reports/v2/events`: the same definitions, as lists without an envelope."""

from tests.events.shop import DEFINITIONS, definition, shop
from tests.world import World

LEGACY = "/reports/v2/events"


async def test_lists_and_single_definitions(world: World) -> None:
    await shop(world)
    gone = (await world.post(DEFINITIONS, definition(name="gone", label="Gone"))).json
    await world.delete(f"{DEFINITIONS}/gone")
    listed = (await world.get(LEGACY)).json
    assert [(one["name"], one["label"], one["status"]) for one in listed] == [("bought_book", "Bought book", "ACTIVE")]
    id = (await world.get(f"{DEFINITIONS}/bought_book")).json["id"]
    assert listed[0]["id"] == id.rjust(12, "0")
    everything = (await world.get(f"{LEGACY}?includeDeletes=true")).json
    assert [(one["name"], one["status"]) for one in everything] == [("bought_book", "ACTIVE"), ("gone", "DELETED")]
    for spelling in (id, listed[0]["id"]):
        assert (await world.get(f"{LEGACY}/{spelling}")).json == listed[0]
    batch = (await world.get(f"{LEGACY}/batch?id={id}&id={gone['id']}&id=99")).json
    assert batch == everything
    for nobody in ("99", "x", "9" * 40):
        assert (await world.get(f"{LEGACY}/{nobody}")).status == 404
