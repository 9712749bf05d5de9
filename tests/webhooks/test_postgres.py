"""Webhooks over PostgreSQL: told, logged, sent again."""

from tests.postgres import database
from tests.webhooks.conftest import Developer
from tests.webhooks.receiver import OK, Receiver
from tests.webhooks.test_delivery import create, session
from tests.world import World


async def test_events_are_told_logged_and_sent_again() -> None:
    with database() as url:
        async with World(database=url) as world, Receiver() as receiver:
            developer = await Developer.of(world)
            await developer.settings(receiver.url)
            id = await developer.subscribe("contact.creation")
            receiver.answer = lambda number: OK if number > 1 else b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"
            ids = await create(world, "ann", "bob")
            assert sorted(event["objectId"] for event in await receiver.until(2)) == ids
            await developer.settled()
            log, token = f"/hubstead/webhooks/{developer.app}/deliveries", await session(world, developer)
            [waiting] = (await world.call("GET", f"{log}?state=waiting&subscriptionId={id}", token=token)).json[
                "results"
            ]
            assert "nextAttemptAt" in waiting
            assert (await world.call("GET", f"{log}?subscriptionId={id + 1}", token=token)).json["results"] == []
            asked = {"state": "waiting", "fromId": waiting["id"], "toId": waiting["id"]}
            assert (await world.call("POST", f"{log}/redeliver", asked, token=token)).json == {"count": 1}
            assert [event["attemptNumber"] for event in await receiver.until(4)] == [0, 0, 1, 1]
