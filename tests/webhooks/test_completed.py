"""Custom events that are completed, told to apps that ask for one."""

from typing import Any

from hubstead.kit import clock
from hubstead.kit.clock import Clock
from hubstead.webhooks.delivery import RETRIES
from tests.webhooks.conftest import CONTACTS, Developer
from tests.webhooks.receiver import OK, Receiver
from tests.webhooks.test_day import made
from tests.world import PORTAL, World

AT = 1_786_997_905_000


async def test_each_is_told_once_and_an_erased_one_not_again(
    world: World, developer: Developer, receiver: Receiver
) -> None:
    clock.turn(PORTAL, Clock(frozen=AT))
    for name in ("bought", "returned"):
        properties = [{"name": "title", "label": "Title", "type": "string"}]
        given = {"name": name, "label": name, "propertyDefinitions": properties}
        assert (await world.post("/events/v3/event-definitions", given)).status == 201
    await developer.settings(receiver.url)
    wanted = {"eventType": "event.completed", "eventTypeName": "bought", "active": True}
    subscription = await developer.ask("POST", "/subscriptions", wanted)
    assert (subscription.status, subscription.json["eventTypeName"]) == (201, "bought")
    for wrong in ({"eventType": "event.completed"}, {"eventType": "contact.creation", "eventTypeName": "bought"}):
        assert (await developer.ask("POST", "/subscriptions", wrong)).status == 400
    bound = {**wanted, "eventTypeName": f"pe{PORTAL}_bought", "objectTypeId": "0-3"}
    assert (await developer.ask("POST", "/subscriptions", bound)).status == 201
    ann = await made(world, "contacts", email="ann@example.com")
    bob = await made(world, "contacts", email="bob@example.com")

    def sent(name: str, who: int, title: str, uuid: str) -> dict[str, Any]:
        return {"eventName": f"pe{PORTAL}_{name}", "objectId": who, "properties": {"title": title}, "uuid": uuid}

    receiver.answer = lambda number: OK if number > 1 else b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"
    inputs = [
        sent("returned", ann, "Old", "u0"),
        sent("bought", ann, "Emma", "u1"),
        sent("bought", bob, "Ulysses", "u2"),
    ]
    assert (await world.post("/events/v3/send/batch", {"inputs": inputs})).status == 204
    [failed] = await developer.settled()
    assert len(failed.events) == 2
    told = [
        {
            "subscriptionId": int(subscription.json["id"]),
            "portalId": PORTAL,
            "appId": developer.app,
            "occurredAt": AT,
            "subscriptionType": "event.completed",
            "attemptNumber": 0,
            "objectId": who,
            "objectTypeId": "0-1",
            "changeSource": "INTEGRATION",
            "eventTypeName": f"pe{PORTAL}_bought",
            "eventOccurrenceId": uuid,
            "properties": {"title": title},
        }
        for who, title, uuid in ((ann, "Emma", "u1"), (bob, "Ulysses", "u2"))
    ]
    assert [{name: event.get(name) for name in told[0]} for event in receiver.events] == told
    first = [event["eventId"] for event in receiver.events]
    assert len(set(first)) == 2
    assert (await world.post(f"{CONTACTS}/gdpr-delete", {"objectId": str(ann)})).status == 204
    clock.turn(PORTAL, Clock(frozen=AT + RETRIES[0]))
    [again] = (await receiver.until(3))[2:]
    assert (again["objectId"], again["attemptNumber"], again["eventId"]) == (bob, 1, first[1])
