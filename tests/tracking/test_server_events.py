"""Events of servers, without a browser."""

import pytest

from tests.tracking.browser import ADA, NOON, at, contact_of, outcomes
from tests.world import PORTAL, World

pytestmark = pytest.mark.usefixtures("noon")


async def test_an_event_of_a_server_makes_the_contact_and_counts_for_it(world: World) -> None:
    for _ in range(2):
        reply = await world.get(
            f"/v1/event?_a={PORTAL}&_n=signed&_m=3&email=Ada%40Example.com&firstname=Ada", token=None
        )
        assert reply.status == 200
        at(NOON + 1)
    found = await contact_of(
        world, ADA, "firstname", "hs_analytics_num_event_completions", "hs_analytics_revenue", "hs_analytics_num_visits"
    )
    assert (found["firstname"], found["hs_analytics_num_event_completions"]) == ("Ada", "2")
    assert (found["hs_analytics_revenue"], found["hs_analytics_num_visits"]) == ("6", "0")


async def test_a_server_may_send_the_same_event_many_times_a_moment(world: World) -> None:
    for _ in range(5):
        await world.get(f"/v1/event?_a={PORTAL}&_n=bought&_m=10&email={ADA}", token=None)
    found = await contact_of(world, ADA, "hs_analytics_num_event_completions", "hs_analytics_source")
    assert (found["hs_analytics_num_event_completions"], found["hs_analytics_source"]) == ("5", "OFFLINE")
    events = await world.get(f"/events/v3/events?objectType=contact&objectId={found['id']}")
    assert len({event["id"] for event in events.json["results"]}) == 5


async def test_an_event_of_a_server_whose_name_was_deleted_counts_nowhere(world: World) -> None:
    made = await world.post("/events/v3/event-definitions", {"label": "Gone", "primaryObject": "CONTACT"})
    assert made.status == 201, made.body
    assert (await world.call("DELETE", f"/events/v3/event-definitions/{made.json['name']}")).status == 204
    await world.get(f"/v1/event?_a={PORTAL}&_n=Gone&_m=9&email={ADA}", token=None)
    found = await contact_of(world, ADA, "hs_analytics_num_event_completions", "hs_analytics_revenue")
    assert (found["hs_analytics_num_event_completions"], found["hs_analytics_revenue"]) == ("0", "0")
    assert await outcomes(world) == {"KEPT": 1, "EVENT_UNKNOWN": 1}
