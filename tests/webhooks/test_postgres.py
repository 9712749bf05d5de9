"""Webhooks over PostgreSQL: told, logged, sent again; and journals."""

import asyncio

from hubstead.kit import clock
from hubstead.kit.clock import Clock
from tests.postgres import database
from tests.webhooks.conftest import Developer
from tests.webhooks.journal import BASE, SNAPSHOTS, SUBSCRIPTIONS, Reading, granted
from tests.webhooks.receiver import DEADLINE, OK, Receiver
from tests.webhooks.test_delivery import create, session
from tests.world import PORTAL, World


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


async def test_a_journal_is_written_read_and_shortened() -> None:
    with database() as url:
        async with World(database=url) as world:
            developer = await Developer.of(world)
            await granted(developer, "crm.objects.contacts.read")
            reading = await Reading.of(developer)
            wanted = await reading.subscribe("OBJECT", "CREATE", objectTypeId="0-1")
            condition = {"filterType": "CRM_OBJECT_PROPERTY", "property": "email", "operator": "CONTAINS", "value": "a"}
            given = {"subscriptionId": wanted["id"], "filter": {"conditions": [condition]}}
            assert (await reading.ask("POST", f"{SUBSCRIPTIONS}/filters", given)).status == 200
            ids = await create(world, "ann", "amy")
            asked = {"portalId": PORTAL, "objectId": ids[0], "objectTypeId": "0-1", "properties": ["email"]}
            taken = (await reading.ask("POST", SNAPSHOTS, {"snapshotRequests": [asked]})).json["snapshotResponses"]
            told = [(event["action"], event["objectId"]) for event in await reading.events()]
            assert told == [("CREATE", ids[0]), ("CREATE", ids[1]), ("SNAPSHOT", ids[0])]
            state = await reading.ask("GET", f"{BASE}/status/{taken[0]['snapshotStatusId']}")
            assert state.json["status"] == "COMPLETED"
            assert (await reading.ask("DELETE", f"{SUBSCRIPTIONS}/{wanted['id']}")).status == 204
            clock.turn(PORTAL, Clock(ahead=4 * 86_400_000))
            older = "UPDATE journal_snapshot SET id = '00' || substr(id, 3) WHERE portal = ?1 RETURNING id"
            assert len(await world.server.store.write(lambda writer: writer.rows(older, PORTAL))) == 1
            await world.server.journaler.forget()
            assert await world.server.store.rows("SELECT id FROM journal_snapshot") == []
            assert await world.server.store.rows("SELECT seq FROM journal_entry") == []


async def test_what_another_process_wants_and_does_stands_in_the_journal() -> None:
    with database() as url:
        async with World(database=url) as _, World(database=url, columns=False) as world:
            developer = await Developer.of(world)
            await granted(developer, "crm.objects.contacts.read")
            reading = await Reading.of(developer)
            told: list[int] = []
            ids: list[int] = []
            for number in range(3):
                await reading.subscribe("OBJECT", "CREATE", objectTypeId="0-1", properties=[f"p{number}"])
                ids += await create(world, f"n{number}")
            async with asyncio.timeout(DEADLINE):
                while len(told) < len(ids):
                    await asyncio.sleep(0.02)
                    while (entry := await reading.next()).status == 200:
                        told += [event["objectId"] for event in (await reading.file(entry.json))["journalEvents"]]
            assert told == ids
