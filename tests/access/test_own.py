"""What apps do for themselves: each route does it for the app, and nobody else sees or changes anything of it."""

from collections.abc import AsyncIterator
from typing import Any, NamedTuple

import pytest_asyncio

from hubstead.account import portals
from hubstead.apps import public_apps
from hubstead.kit import clock
from hubstead.store import tables
from hubstead.store.access import Access
from hubstead.store.tables import Table
from tests.access.samples.own import Own
from tests.access.samples.requests import requests
from tests.access.samples.walked import OF_APPS
from tests.webhooks.conftest import Developer
from tests.webhooks.journal import BASE, SNAPSHOTS, SUBSCRIPTIONS, Reading, granted
from tests.webhooks.receiver import Receiver
from tests.world import PORTAL, TOKEN, World

TABLES = [
    table
    for table in vars(tables).values()
    if isinstance(table, Table) and table.name.startswith(("webhook_", "journal_")) and table != tables.WEBHOOK_CURSOR
]
"""What is an app's; how far its sender is follows from all that happens."""
JOURNALS = ("/webhooks-journal/", "/webhooks/journal/", "/webhooks/subscriptions", "/webhooks/snapshots")
"""Paths that name no app: whoever asks gets its own journal."""


class Owner(NamedTuple):
    """The app, and its requests."""

    world: World
    own: Own
    developer: Developer
    reading: Reading

    async def state(self) -> dict[str, list[Any]]:
        """Every row of the app."""
        store = self.world.server.store
        return {
            table.name: sorted(await store.rows(f"SELECT * FROM {table.name} WHERE app = ?1", int(self.own.app)))
            for table in TABLES
        }


@pytest_asyncio.fixture
async def owner(world: World) -> AsyncIterator[Owner]:
    async with Receiver() as receiver:
        developer = await Developer.of(world)
        await granted(developer, "crm.objects.contacts.read")
        reading = await Reading.of(developer)
        await developer.settings(receiver.url)
        subscription = await developer.subscribe("contact.creation")
        wanted = (await reading.subscribe("OBJECT", "CREATE", objectTypeId="0-1"))["id"]
        contact = int(await world.create("contacts", city="Paris"))
        condition = {"filterType": "CRM_OBJECT_PROPERTY", "property": "city", "operator": "IS_NOT_EMPTY"}
        given = {"subscriptionId": wanted, "filter": {"conditions": [condition]}}
        held = (await reading.ask("POST", f"{SUBSCRIPTIONS}/filters", given)).json["filterId"]
        asked = {"portalId": PORTAL, "objectId": contact, "objectTypeId": "0-1", "properties": ["city"]}
        snapshot = (await reading.ask("POST", SNAPSHOTS, {"snapshotRequests": [asked]})).json["snapshotResponses"][0]
        await reading.settled()
        [delivery] = await developer.settled()
        offset = (await reading.ask("GET", f"{BASE}/earliest")).json["currentOffset"]
        numbers = (PORTAL, developer.app, receiver.url, contact, subscription, delivery.id, wanted, held)
        own = Own._make([*map(str, numbers), offset, snapshot["snapshotStatusId"]])
        yield Owner(world, own, developer, reading)


async def test_each_route_does_what_it_is_for(owner: Owner) -> None:
    assert len(OF_APPS) > 60
    for route in OF_APPS:
        for request in requests(route, owner.own):
            reply = await owner.reading.ask(*request)
            assert reply.status < 300, (request, reply.body)
            assert reply.status != 207, (request, reply.body)


async def _elsewhere(world: World, name: str) -> Developer:
    """An app of another account."""
    portal = await portals.create(world.server.store, name, clock.now())
    made = await public_apps.create(world.server.store, portal.id, name)
    return Developer(world, made)


async def test_nobody_else_sees_or_changes_anything_of_it(owner: Owner) -> None:
    world = owner.world
    neighbour, stranger = await Developer.of(world, "Neighbour"), await _elsewhere(world, "Elsewhere")
    first = (await world.get("/crm/v3/owners")).json["results"][0]
    user = world.user(Access(first["userId"], first["id"], frozenset(), {}))
    callers = {
        "another app of the account": ((await Reading.of(neighbour)).token, ""),
        "an app of another account": ((await Reading.of(stranger)).token, ""),
        "a private app of the account": (TOKEN, ""),
        "a token of no app": (await world.token("pat-na1-no-app", None), ""),
        "a user who may not": (user, ""),
        "a developer of another account": (None, f"hapikey={stranger.made.developer_api_key}"),
        "nobody": (None, ""),
    }
    before = await owner.state()
    assert all(before.values())
    for who, (token, key) in callers.items():
        for route in OF_APPS:
            for request in requests(route, owner.own):
                url = f"{request.url}?{key}" if key else request.url
                reply = await world.call(request.method, url, request.body, token=token)
                shown = reply.body.decode()
                named = not route.path.startswith(JOURNALS)
                assert reply.status in (401, 403, 404) or not named, (who, request, shown)
                assert reply.status < 500, (who, request, shown)
                assert owner.developer.made.client_secret not in shown, (who, request)
                assert not {owner.own.contact, owner.own.wanted, owner.own.delivery} & request.told(shown), (who, shown)
                assert await owner.state() == before, (who, request)


async def test_the_journal_asks_for_its_own_scopes(owner: Owner) -> None:
    made = owner.developer.made
    client = f"client_id={made.client_id}&client_secret={made.client_secret}"
    form = f"grant_type=client_credentials&{client}&scope=oauth".encode()
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = await owner.world.post("/oauth/v1/token", form, token=None, headers=headers)
    for route in OF_APPS:
        if route.path.startswith(JOURNALS):
            [request] = requests(route, owner.own)
            reply = await owner.world.call(*request, token=answer.json["access_token"])
            assert reply.status == 403, request
            assert isinstance(route.scope, tuple)
            assert route.scope[0].startswith("developer.webhooks_journal.")
            assert reply.json["errors"][0]["context"]["requiredGranularScopes"] == list(route.scope)
