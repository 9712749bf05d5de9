"""What the portal's clock does to lists: filters about now, conversions, lists that were deleted long ago."""

from collections.abc import AsyncIterator

import pytest_asyncio

from hubstead.crm.properties.datetimes import parse_datetime
from hubstead.kit.clock import Clock, turn
from tests.crm.lists.asking import LISTS, either, made, members, on, settled, shown, text
from tests.world import PORTAL, World

DAY = 86_400_000
START = parse_datetime("2027-03-15T12:00:00Z")


@pytest_asyncio.fixture
async def still(world: World) -> AsyncIterator[World]:
    """A world whose clock stands still at noon."""
    turn(PORTAL, Clock(frozen=START))
    yield world
    turn(PORTAL, None)


async def at(world: World, moment: int) -> None:
    """Turn the clock, and let lists see it."""
    turn(PORTAL, Clock(frozen=moment))
    await settled(world)


async def test_rolling_filters_follow_the_clock(still: World) -> None:
    ada = await still.create("contacts", firstname="Ada")
    lately = on("createdate", operationType="ROLLING_DATE_RANGE", operator="IS_LESS_THAN_X_DAYS_AGO", numberOfDays=7)
    one = await made(still, "New ones", either(lately))
    assert await members(still, one) == [ada]
    await at(still, START + 8 * DAY)
    assert await members(still, one) == []
    await at(still, START + 2 * DAY)
    assert await members(still, one) == [ada]


async def test_changes_of_late(still: World) -> None:
    ada = await still.create("contacts", firstname="Ada")
    await still.create("contacts", lastname="Nobody")
    lately = on(
        "firstname", operationType="ROLLING_PROPERTY_UPDATED", operator="UPDATED_IN_LAST_X_DAYS", numberOfDays=1
    )
    one = await made(still, "Changed", either(lately))
    assert await members(still, one) == [ada]
    await at(still, START + 2 * DAY)
    assert await members(still, one) == []
    assert (await still.patch(f"/crm/v3/objects/contacts/{ada}", {"properties": {"firstname": "Eve"}})).status == 200
    assert await members(still, one) == [ada]


async def test_a_list_is_converted_on_its_day(still: World) -> None:
    ada = await still.create("contacts", firstname="Ada")
    one = await made(still, "Adas", either(text("firstname", "ada")))
    plan = {"conversionType": "CONVERSION_DATE", "year": 2027, "month": 3, "day": 17}
    reply = await still.put(f"{LISTS}/{one}/schedule-conversion", plan)
    assert reply.json == {"listId": one, "requestedConversionTime": plan}
    await at(still, START + DAY)
    assert (await shown(still, one))["processingType"] == "DYNAMIC"
    await at(still, START + 2 * DAY)
    assert (await shown(still, one))["processingType"] == "MANUAL"
    reply = await still.get(f"{LISTS}/{one}/schedule-conversion")
    assert reply.json["convertedAt"] == "2027-03-17T12:00:00.000Z"
    await still.create("contacts", firstname="Ada")
    assert await members(still, one) == [ada]


async def test_a_list_is_converted_when_nothing_happened_for_long(still: World) -> None:
    one = await made(still, "Adas", either(text("firstname", "ada")))
    plan = {"conversionType": "INACTIVITY", "timeUnit": "DAY", "offset": 2}
    assert (await still.put(f"{LISTS}/{one}/schedule-conversion", plan)).status == 200
    await at(still, START + DAY)
    ada = await still.create("contacts", firstname="Ada")
    assert await members(still, one) == [ada]
    await at(still, START + 2 * DAY)
    assert (await shown(still, one))["processingType"] == "DYNAMIC"
    await at(still, START + 3 * DAY)
    assert (await shown(still, one))["processingType"] == "MANUAL"


async def test_plans_are_checked_and_taken_back(still: World) -> None:
    one, hand = await made(still, "Adas", either(text("firstname", "ada"))), await made(still, "By hand")
    path = f"{LISTS}/{one}/schedule-conversion"
    assert (await still.get(path)).status == 404
    assert (await still.delete(path)).status == 404
    past = {"conversionType": "CONVERSION_DATE", "year": 2027, "month": 3, "day": 15}
    for plan in (past, {**past, "day": 32}, {"conversionType": "INACTIVITY", "timeUnit": "YEAR", "offset": 1}):
        assert (await still.put(path, plan)).status == 400
    plan = {"conversionType": "INACTIVITY", "timeUnit": "WEEK", "offset": 1}
    assert (await still.put(f"{LISTS}/{hand}/schedule-conversion", plan)).status == 400
    assert (await still.put(path, plan)).status == 200
    assert (await still.delete(path)).status == 204
    assert (await still.get(path)).status == 404


async def test_deleted_lists_can_be_restored_for_ninety_days(still: World) -> None:
    ada = await still.create("contacts", firstname="Ada")
    hand = await made(still, "By hand")
    await still.put(f"{LISTS}/{hand}/memberships/add", [ada])
    assert (await still.delete(f"{LISTS}/{hand}")).status == 204
    assert (await still.get(f"{LISTS}/{hand}")).status == 404
    await at(still, START + 89 * DAY)
    assert (await still.put(f"{LISTS}/{hand}/restore")).status == 204
    assert await members(still, hand) == [ada]
    assert (await still.delete(f"{LISTS}/{hand}")).status == 204
    await at(still, START + 180 * DAY)
    assert (await still.put(f"{LISTS}/{hand}/restore")).status == 404
    assert (await still.server.store.rows("SELECT count(*) FROM list_member"))[0][0] == 0
