"""A day in the CRM, told event by event as the service documents it."""

from typing import Any

import msgspec
import pytest

from hubstead.kit import clock
from hubstead.kit.clock import Clock
from tests.webhooks.conftest import CONTACTS, Developer
from tests.webhooks.receiver import Receiver
from tests.world import PORTAL, World

COMMON = ["eventId", "subscriptionId", "portalId", "appId", "occurredAt", "subscriptionType", "attemptNumber"]
"""The first keys of each event, in the order of a live capture."""


async def made(world: World, type: str, **properties: Any) -> int:
    answer = await world.call("POST", f"/crm/v3/objects/{type}", {"properties": properties})
    assert answer.status == 201, answer.json
    return int(answer.json["id"])


def own(event: dict[str, Any]) -> dict[str, Any]:
    """What an event tells besides what all do."""
    return {name: value for name, value in event.items() if name not in COMMON and name != "sourceId"}


async def test_every_event_of_a_day_arrives_as_documented(
    world: World, developer: Developer, receiver: Receiver
) -> None:
    clock.turn(PORTAL, Clock(frozen=1_786_997_905_000, step=1))  # moments tell the order, as receivers go by it
    await developer.settings(receiver.url)
    ids = {
        await developer.subscribe(*asked): asked[0]
        for asked in (
            ("contact.creation",),
            ("contact.propertyChange", "firstname"),
            ("contact.deletion",),
            ("contact.privacyDeletion",),
            ("contact.merge",),
            ("contact.associationChange",),
            ("company.associationChange",),
            ("deal.propertyChange", "dealstage"),
            ("deal.stageChange",),
            ("object.creation", None, "0-46"),
            ("object.propertyChange", "firstname", "0-1"),
            ("object.associationChange", None, "0-1"),
        )
    }
    ann = await made(world, "contacts", email="ann@example.com", firstname="Zoë ✓")
    await world.call("PATCH", f"{CONTACTS}/{ann}", {"properties": {"firstname": "", "lastname": "Lee"}})
    deal = await made(world, "deals", dealname="Big", pipeline="default", dealstage="appointmentscheduled")
    await world.call("PATCH", f"/crm/v3/objects/deals/{deal}", {"properties": {"dealstage": "closedwon"}})
    note = await made(world, "notes", hs_note_body="Hello", hs_timestamp="1700000000000")
    company = await made(world, "companies", name="Acme")
    link = f"/crm/v4/objects/contacts/{ann}/associations/default/companies/{company}"
    assert (await world.call("PUT", link)).status == 200
    bob = await made(world, "contacts", email="bob@example.com", lastname="Ray")
    merging = {"primaryObjectId": str(ann), "objectIdToMerge": str(bob)}
    merged = int((await world.call("POST", f"{CONTACTS}/merge", merging)).json["id"])
    carl = await made(world, "contacts", email="carl@example.com")
    assert (await world.call("DELETE", f"{CONTACTS}/{carl}")).status == 204
    eve = await made(world, "contacts", email="eve@example.com")
    await receiver.until_told([eve])  # what is erased before it was told is not told
    assert (await world.call("POST", f"{CONTACTS}/gdpr-delete", {"objectId": str(eve)})).status == 204

    last = await developer.subscribe("ticket.creation")
    ids[last] = "ticket.creation"
    ticket = await made(world, "tickets", subject="Last", hs_pipeline="0", hs_pipeline_stage="1")
    await receiver.until_told([ticket])
    await developer.settled()  # of requests that are open at once the last may be the first to arrive
    events = sorted(receiver.events, key=lambda event: event["occurredAt"])
    for event in events:
        assert list(event)[: len(COMMON)] == COMMON
        assert event["subscriptionType"] == ids[event["subscriptionId"]]
        assert (event["portalId"], event["appId"], event["attemptNumber"]) == (PORTAL, developer.app, 0)
        assert event["changeSource"] == "INTEGRATION"
        assert event["sourceId"].isdigit()

    def of(name: str, **wanted: Any) -> list[dict[str, Any]]:
        found = [own(event) for event in events if event["subscriptionType"] == name]
        return [event for event in found if all(event.get(key) == value for key, value in wanted.items())]

    source = {"changeSource": "INTEGRATION"}
    assert of("contact.creation") == [{"objectId": id, "changeFlag": "NEW", **source} for id in (ann, bob, carl, eve)]
    changed = [{"objectId": ann, "propertyName": "firstname", "propertyValue": value, **source}
               for value in ("Zoë ✓", "")]  # fmt: skip
    assert of("contact.propertyChange") == changed
    assert of("object.propertyChange") == [
        {**change, "isSensitive": False, "objectTypeId": "0-1"} for change in changed
    ]
    assert of("deal.propertyChange") == [
        {"objectId": deal, "propertyName": "dealstage", "propertyValue": stage, **source}
        for stage in ("appointmentscheduled", "closedwon")
    ]
    assert of("deal.stageChange") == [
        {"objectId": deal, "propertyName": "dealstage", "propertyValue": "closedwon", **source}
    ]
    assert of("object.creation") == [{"objectId": note, "changeFlag": "NEW", "objectTypeId": "0-46", **source}]
    assert of("contact.merge") == [
        {
            "objectId": merged,
            "primaryObjectId": ann,
            "mergedObjectIds": [bob],
            "newObjectId": merged,
            "numberOfPropertiesMoved": of("contact.merge")[0]["numberOfPropertiesMoved"],
            **source,
        }
    ]
    assert of("contact.deletion") == [{"objectId": id, "changeFlag": "DELETED", **source} for id in (carl, eve)]
    assert of("contact.privacyDeletion") == [{"objectId": eve, **source}]
    ends = {"fromObjectId": ann, "toObjectId": company, "associationRemoved": False}
    told_once = {"associationType": "CONTACT_TO_COMPANY", **ends, "isPrimaryAssociation": False, **source}
    assert of("contact.associationChange", **ends) == [told_once]
    assert len(of("company.associationChange", fromObjectId=company, toObjectId=ann, associationRemoved=False)) == 1
    assert {
        "fromObjectTypeId": "0-1",
        "toObjectTypeId": "0-2",
        **ends,
        "associationTypeId": 279,
        "associationCategory": "HUBSPOT_DEFINED",
        "isPrimaryAssociation": False,
        **source,
    } in of("object.associationChange")
    assert all("objectId" not in event for event in events if event["subscriptionType"].endswith("associationChange"))

    for got in receiver.got:
        assert len(got.events) <= 100
        assert receiver.is_signed(got, developer.made.client_secret)
        assert got.body == msgspec.json.encode(got.events)
        assert got.headers["content-type"] == "application/json"


async def test_nothing_is_told_of_other_portals_or_while_a_subscription_is_paused(
    world: World, developer: Developer, receiver: Receiver
) -> None:
    await developer.settings(receiver.url)
    id = await developer.subscribe("contact.creation")
    await made(world, "contacts", email="one@example.com")
    await receiver.until(1)
    await developer.ask("PATCH", f"/subscriptions/{id}", {"active": False})
    await made(world, "contacts", email="two@example.com")
    await developer.ask("PATCH", f"/subscriptions/{id}", {"active": True})
    three = await made(world, "contacts", email="three@example.com")
    assert [event["objectId"] for event in await receiver.until(2)][1] == three


@pytest.mark.parametrize("generic", [True, False], ids=["object", "own name"])
async def test_other_types_are_told_in_the_same_way(
    world: World, developer: Developer, receiver: Receiver, generic: bool
) -> None:
    clock.turn(PORTAL, Clock(frozen=1_786_997_905_000, step=1))
    await developer.settings(receiver.url)
    named = {"companies": "name", "products": "name", "line_items": "name", "tickets": "subject"}
    types = {"companies": "0-2", "products": "0-7", "line_items": "0-8", "tickets": "0-5"}
    legacy = {"companies": "company", "products": "product", "line_items": "line_item", "tickets": "ticket"}
    if generic:
        given = {"name": "van", "labels": {"singular": "Van", "plural": "Vans"}, "primaryDisplayProperty": "plate"}
        plate = {"name": "plate", "label": "Plate", "type": "string", "fieldType": "text"}
        van = (await world.post("/crm/v3/schemas", {**given, "properties": [plate], "requiredProperties": []})).json
        named |= {"notes": "hs_note_body", van["objectTypeId"]: "plate"}
        types |= {"notes": "0-46", van["objectTypeId"]: van["objectTypeId"]}
    for type, property in named.items():
        for word in ("creation", "propertyChange", "deletion", "merge"):
            if generic:
                args: tuple[str | None, ...] = (property if word == "propertyChange" else None, types[type])
                await developer.subscribe(f"object.{word}", *args)
            else:
                await developer.subscribe(f"{legacy[type]}.{word}", property if word == "propertyChange" else None)
    told: list[tuple[str, int, str]] = []
    for type, property in named.items():
        more = {"hs_pipeline_stage": "1"} if type == "tickets" else {}
        more |= {"hs_timestamp": "1700000000000"} if type == "notes" else {}
        id = await made(world, type, **{property: "One"}, **more)
        await world.patch(f"/crm/v3/objects/{type}/{id}", {"properties": {property: "Two"}})
        await world.delete(f"/crm/v3/objects/{type}/{id}")
        name = "object" if generic else legacy[type]
        told += [(f"{name}.creation", id, types[type])]
        told += [(f"{name}.propertyChange", id, types[type])] * 2
        told += [(f"{name}.deletion", id, types[type])]
    first, second = [await made(world, "companies", domain=f"{name}.example.com") for name in ("a", "b")]
    merging = {"primaryObjectId": str(first), "objectIdToMerge": str(second)}
    both = int((await world.post("/crm/v3/objects/companies/merge", merging)).json["id"])
    name = "object" if generic else "company"
    told += [(f"{name}.creation", first, "0-2"), (f"{name}.creation", second, "0-2"), (f"{name}.merge", both, "0-2")]
    await developer.settled()
    events = sorted(receiver.events, key=lambda event: (event["occurredAt"], event["subscriptionId"]))
    shown = [(event["subscriptionType"], event["objectId"], event.get("objectTypeId")) for event in events]
    assert sorted(shown, key=str) == sorted(((what, id, type if generic else None) for what, id, type in told), key=str)
    assert {event["propertyValue"] for event in events if "propertyValue" in event} == {"One", "Two"}
