"""Calls of webhooks and their journals."""

from typing import Any

from tests.webhooks.conftest import Developer
from tests.webhooks.journal import BASE, SNAPSHOTS, SUBSCRIPTIONS, Reading, granted
from tests.webhooks.test_delivery import session
from tests.world import PORTAL, World


async def of_journals(developer: Developer, contact: str) -> list[tuple[str, str, Any, str | None]]:
    await granted(developer, "crm.objects.contacts.read")
    reading = await Reading.of(developer)
    id = (await reading.subscribe("OBJECT", "CREATE", objectTypeId="0-1"))["id"]
    condition = {"filterType": "CRM_OBJECT_PROPERTY", "property": "email", "operator": "EQ", "value": "hook"}
    filters, added = f"{SUBSCRIPTIONS}/filters", {"subscriptionId": id, "filter": {"conditions": [condition]}}
    filter_id = (await reading.ask("POST", filters, added)).json["filterId"]
    asked = {"portalId": PORTAL, "objectId": contact, "objectTypeId": "0-1", "properties": ["email"]}
    taken = (await reading.ask("POST", SNAPSHOTS, {"snapshotRequests": [asked, asked]})).json["snapshotResponses"][0]
    await reading.settled()
    offset, token = (await reading.next()).json["currentOffset"], reading.token
    await reading.ask("POST", SNAPSHOTS, {"snapshotRequests": [asked]})
    await reading.settled()
    return [
        ("GET", f"{BASE}/earliest", None, token),
        ("GET", f"{BASE}/latest", None, token),
        ("GET", f"{BASE}/offset/{offset}/next", None, token),
        ("GET", f"{BASE}/batch/earliest/5", None, token),
        ("GET", f"{BASE}/batch/latest/5", None, token),
        ("GET", f"{BASE}/batch/{offset}/next/5", None, token),
        ("POST", f"{BASE}/batch/read", {"inputs": [offset]}, token),
        ("GET", f"{BASE}/status/{taken['snapshotStatusId']}", None, token),
        ("GET", SUBSCRIPTIONS, None, token),
        ("GET", f"{SUBSCRIPTIONS}/{id}", None, token),
        ("POST", SUBSCRIPTIONS, {"subscriptionType": "APP_LIFECYCLE_EVENT", "eventTypeId": "4-1909196"}, token),
        ("POST", filters, added, token),
        ("GET", f"{filters}/{filter_id}", None, token),
        ("GET", f"{filters}/subscription/{id}", None, token),
        ("POST", SNAPSHOTS, {"snapshotRequests": [asked]}, token),
    ]


async def of_webhooks(world: World) -> list[tuple[str, str, Any, str | None]]:
    developer = await Developer.of(world)
    await developer.settings("http://localhost:9/nobody-listens")
    known = await developer.subscribe("contact.creation")
    contact = await world.create("contacts", email="hook@example.com")
    own, public = f"/hubstead/webhooks/{developer.app}", f"/webhooks/v3/{developer.app}"
    token = await session(world, developer)
    key = f"?hapikey={developer.made.developer_api_key}"
    tried = str((await developer.settled())[0].id)
    one = f"{own}/deliveries/{tried}"
    place = {"targetUrl": "http://localhost:9/", "throttling": {"maxConcurrentRequests": 10}}
    wanted = {"eventType": "contact.propertyChange", "propertyName": "email", "active": True}
    told = {"subscriptionType": "OBJECT", "portalId": PORTAL, "objectTypeId": "0-1", "actions": ["CREATE"]}
    return [
        *await of_journals(developer, contact),
        ("GET", f"{public}/settings{key}", None, None),
        ("PUT", f"{public}/settings{key}", place, None),
        ("POST", f"{public}/subscriptions{key}", wanted, None),
        ("GET", f"{public}/subscriptions{key}", None, None),
        ("GET", f"{public}/subscriptions/{known}{key}", None, None),
        ("PATCH", f"{public}/subscriptions/{known}{key}", {"active": True}, None),
        ("POST", f"{public}/subscriptions/batch/update{key}", {"inputs": [{"id": known, "active": True}]}, None),
        ("GET", own, None, token),
        ("POST", f"{own}/journal/subscriptions", told, token),
        ("GET", f"{own}/journal/subscriptions", None, token),
        ("GET", f"{own}/settings", None, token),
        ("PUT", f"{own}/settings", place, token),
        ("POST", f"{own}/pause", None, token),
        ("POST", f"{own}/resume", None, token),
        ("GET", f"{own}/subscriptions", None, token),
        ("POST", f"{own}/subscriptions", {**wanted, "propertyName": "phone"}, token),
        ("PATCH", f"{own}/subscriptions/{known}", {"active": False}, token),
        ("GET", f"{own}/deliveries?limit=1", None, token),
        ("GET", one, None, token),
        ("POST", f"{one}/redeliver", None, token),
        ("POST", f"{own}/deliveries/redeliver", {"ids": [tried]}, token),
    ]
