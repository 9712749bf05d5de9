"""Sending events: who did it, what is checked, and that all or nothing is taken."""

from typing import Any

import pytest
import pytest_asyncio

from hubstead.store.tables import VISITOR
from hubstead.store.unit import Actor, Origin, Unit, write
from hubstead.tracking.changes import changes_of
from tests.events.shop import BOUGHT, DEFINITIONS, EVENTS, SEND, Shop, definition, shop
from tests.world import PORTAL, World

UTK = "0123456789abcdef0123456789abcdef"


async def test_an_event_is_kept_with_its_values_as_text(world: World) -> None:
    ours = await shop(world)
    ada = await world.create("contacts", email="ada@example.com")
    values = {"title": "Notes", "Price": 12.5, "form": "audio", "printed": "2026-01-01T00:00:00Z"}
    sent = await ours.buy("", properties=values, email="ADA@example.com", second=1, uuid="mine")
    assert (sent.status, sent.body) == (204, b"")
    assert (await world.get(EVENTS)).json == {
        "results": [
            {
                "objectType": "CONTACT",
                "objectId": ada,
                "eventType": BOUGHT,
                "occurredAt": "2026-01-01T00:00:01.500Z",
                "id": "mine",
                "properties": {
                    "title": "Notes",
                    "price": "12.5",
                    "form": "audio",
                    "printed": "2026-01-01T00:00:00Z",
                },
            }
        ]
    }


async def test_an_unknown_address_makes_a_contact(world: World) -> None:
    await shop(world)
    batch = [{"eventName": BOUGHT, "email": "new@example.com"}] * 2
    assert (await world.post(f"{SEND}/batch", {"inputs": batch})).status == 204
    [contact] = (await world.get("/crm/v3/objects/contacts?properties=email")).json["results"]
    events = (await world.get(EVENTS)).json["results"]
    assert [event["objectId"] for event in events] == [contact["id"]] * 2
    assert len({event["id"] for event in events}) == 2


async def test_the_same_uuid_counts_once(world: World) -> None:
    ours = await shop(world)
    for title in ("first", "second"):
        await ours.buy(title, email="a@b.com", uuid="same")
    batch = [{"eventName": BOUGHT, "email": "a@b.com", "uuid": "twice", "properties": {"title": "third"}}] * 2
    await world.post(f"{SEND}/batch", {"inputs": batch})
    assert await ours.titles() == ["first", "third"]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def empty_shop(shared_world: World) -> Shop:
    return await shop(shared_world)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "email, utk, or objectId is required"),
        ({"email": "nobody", "utk": UTK}, "nobody is invalid"),
        ({"objectId": "77"}, "No contact has '77'"),
        ({"objectId": "abc"}, "No contact has 'abc'"),
        ({"email": "a@b.com", "eventName": "bought_book"}, "fullyQualifiedName"),
        ({"email": "a@b.com", "eventName": "pe7_bought_book"}, "fullyQualifiedName"),
        ({"email": "a@b.com", "eventName": f"pe{PORTAL}_nothing"}, "fullyQualifiedName"),
        ({"email": "a@b.com", "properties": {"weight": "1"}}, "no property 'weight'"),
        ({"email": "a@b.com", "properties": {"price": "cheap"}}, "not a valid number"),
        ({"email": "a@b.com", "properties": {"form": "stone"}}, "not one of the allowed options"),
        ({"email": "a@b.com", "properties": {"printed": "once"}}, "not a valid"),
        ({"email": "a@b.com", "properties": {"title": ["a"]}}, "Cannot deserialize"),
        ({"email": "a@b.com", "properties": {"title": "x" * 1_025}}, "1025 characters"),
        ({"email": "a@b.com", "properties": {f"p{n}": "x" for n in range(51)}}, "50 properties"),
        ({"email": "a@b.com", "occurredAt": "soon"}, "not a point in time"),
        ({"email": "a@b.com", "uuid": "u" * 256}, "255"),
    ],
)
async def test_what_is_refused(empty_shop: Shop, given: dict[str, Any], said: str) -> None:
    reply = await empty_shop.buy("Notes", **given)
    assert reply.status == 400
    assert said in reply.json["message"]
    assert await empty_shop.titles() == []
    assert (await empty_shop.world.get("/crm/v3/objects/contacts")).json["results"] == []


async def test_a_batch_is_all_or_nothing(world: World) -> None:
    ours = await shop(world)
    good = {"eventName": BOUGHT, "email": "a@b.com"}
    reply = await world.post(f"{SEND}/batch", {"inputs": [good, {**good, "email": "x"}]})
    assert (reply.status, reply.json["message"][:21]) == (400, "Event 1 of the batch:")
    assert await ours.titles() == []
    assert (await world.post(f"{SEND}/batch", {"inputs": [good] * 501})).status == 400
    assert (await world.post(f"{SEND}/batch", {"inputs": [good] * 500})).status == 204


async def test_names_that_are_the_same_in_lower_case(world: World) -> None:
    """Sorted, the last wins: `TITLE` comes before `title`."""
    ours = await shop(world)
    await ours.buy("", properties={"title": "lower", "TITLE": "upper"}, email="a@b.com")
    assert await ours.titles() == ["lower"]


async def test_other_objects_need_an_id(world: World) -> None:
    await world.post(DEFINITIONS, definition(name="signed", primaryObject="DEAL"))
    deal = await world.create("deals", dealname="Engine", pipeline="default", dealstage="contractsent")
    event = {"eventName": f"pe{PORTAL}_signed", "properties": {}}
    assert (await world.post(SEND, {**event, "email": "a@b.com"})).json["message"] == "objectId is required"
    assert (await world.post(SEND, {**event, "objectId": deal})).status == 204
    [found] = (await world.get(f"{EVENTS}?objectType=deal&objectId={deal}")).json["results"]
    assert (found["objectType"], found["objectId"], found["properties"]) == ("DEAL", deal, {})


async def test_matching_overrides_the_object_id(world: World) -> None:
    ada, grace = [await world.create("contacts", email=f"{name}@example.com") for name in ("ada", "grace")]
    rule = {"eventPropertyName": "title", "targetObjectPropertyName": "email"}
    ours: Shop = await shop(world, customMatchingId={"primaryObjectRule": rule})
    assert (await ours.buy("grace@example.com", objectId=ada)).status == 204
    [found] = (await world.get(EVENTS)).json["results"]
    assert found["objectId"] == grace
    assert (await ours.buy("nobody@example.com", objectId=ada)).status == 400


async def _belongs_to(world: World, contact: str) -> None:
    """Let the browser be this contact's, as the tracking code does."""

    async def work(unit: Unit) -> None:
        unit.put(VISITOR, (PORTAL, UTK, UTK, int(contact), "{}"))
        changes_of(unit).visitor(UTK)
        await changes_of(unit).tell(unit)

    await write(world.server.store, Actor(PORTAL, 0, Origin("ANALYTICS"), world.server.definitions), work)


async def test_a_browser_is_enough_once_somebody_knows_whose_it_is(world: World) -> None:
    ours = await shop(world)
    ada = await world.create("contacts", email="ada@example.com")
    assert (await ours.buy("early", utk=UTK, second=1)).status == 204
    assert await ours.titles() == []
    await _belongs_to(world, ada)
    await ours.buy("late", utk=UTK, second=2)
    assert await ours.titles() == ["early", "late"]
    assert await ours.titles(f"objectType=contact&objectId={ada}") == ["early", "late"]
    await world.post("/crm/v3/objects/contacts/gdpr-delete", {"objectId": ada})
    assert await world.server.store.rows("SELECT count(*) FROM event_occurrence") == [(0,)]


async def test_what_somebody_did_stays_theirs_when_the_browser_changes_hands(world: World) -> None:
    ours = await shop(world)
    ada, grace = [await world.create("contacts", email=f"{name}@example.com") for name in ("ada", "grace")]
    await ours.buy("anonymous", utk=UTK, second=1)
    await _belongs_to(world, ada)
    await ours.buy("hers", utk=UTK, second=2)
    await _belongs_to(world, grace)
    assert await ours.titles(f"objectType=contact&objectId={ada}") == ["hers"]
    assert await ours.titles(f"objectType=contact&objectId={grace}") == ["anonymous"]


async def test_a_deleted_event_cannot_be_sent(world: World) -> None:
    ours = await shop(world)
    await world.delete(f"{DEFINITIONS}/bought_book")
    assert (await ours.buy("Notes", email="a@b.com")).status == 400
