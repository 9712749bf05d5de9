"""Receivers that fail, are slow or away: what is tried again, what is not, and that nobody else notices."""

import asyncio
from collections.abc import Iterator

import pytest

from hubstead.kit import clock
from hubstead.kit.clock import Clock
from hubstead.webhooks import delivery, sender
from hubstead.webhooks.delivery import RETRIES, Delivery, Try, wait
from tests.webhooks.conftest import CONTACTS, Developer
from tests.webhooks.receiver import OK, Receiver
from tests.world import PORTAL, World

BAD = [
    b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 2\r\n\r\nno",
    b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 302 Found\r\nLocation: /hook\r\nContent-Length: 0\r\n\r\n",
    b"garbage",
    b"",
    None,
]


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Waiting deliveries are looked for often, receivers have a quarter of a second."""
    monkeypatch.setattr(sender, "RETRY_POLL", 0.02)
    monkeypatch.setattr(sender, "TIMEOUT", 0.25)
    yield
    clock.turn(PORTAL, None)


async def create(world: World, *names: str) -> list[int]:
    inputs = [{"properties": {"email": f"{name}@example.com"}} for name in names]
    answer = await world.call("POST", f"{CONTACTS}/batch/create", {"inputs": inputs})
    assert answer.status == 201
    return sorted(int(one["id"]) for one in answer.json["results"])


def test_the_ten_retries_end_within_a_day_and_chance_spreads_them(monkeypatch: pytest.MonkeyPatch) -> None:
    for chance, hours in ((0.0, 24), (1.0, 19.2)):
        monkeypatch.setattr(delivery, "random", lambda chance=chance: chance)
        assert len(RETRIES) == 10
        assert hours - 1 < sum(wait(number) for number in range(10)) / 3_600_000 <= hours
    monkeypatch.setattr(delivery, "random", lambda: 0.0)
    one, attempts = Delivery(id=1, state="waiting", due=0, events=((1, 1),)), 0
    while one.state == "waiting":
        one, attempts = one.after(Try(at=0, took=1, status=500), "", one.due), attempts + 1
    assert (one.state, attempts) == ("failed", 11)


@pytest.mark.parametrize("bad", BAD, ids=["500", "404", "302", "garbage", "closed", "timeout"])
async def test_what_is_no_2xx_is_tried_again_by_the_clock(
    world: World, developer: Developer, receiver: Receiver, bad: bytes | None
) -> None:
    receiver.answer = lambda number: bad if number == 1 else b"HTTP/1.1 204 No Content\r\n\r\n"
    now = clock.true_now()
    clock.turn(PORTAL, Clock(frozen=now))
    await developer.settings(receiver.url)
    await developer.subscribe("contact.creation")
    [id] = await create(world, "ann")
    await receiver.until(1)
    await asyncio.sleep(0.6)
    assert len(receiver.got) == 1
    clock.turn(PORTAL, Clock(frozen=now + RETRIES[0]))
    events = await receiver.until(2)
    assert [(event["objectId"], event["attemptNumber"]) for event in events] == [(id, 0), (id, 1)]
    assert events[0]["eventId"] == events[1]["eventId"]
    clock.turn(PORTAL, Clock(frozen=now + 2 * 86_400_000))
    await asyncio.sleep(0.3)
    assert len(receiver.got) == 2
    assert receiver.is_signed(receiver.got[1], developer.made.client_secret)


async def test_after_ten_retries_it_is_given_up_and_can_be_sent_again(
    world: World, developer: Developer, receiver: Receiver
) -> None:
    receiver.answer = lambda _: b"HTTP/1.1 500 No\r\nContent-Length: 3\r\n\r\nbad"
    now = clock.true_now()
    clock.turn(PORTAL, Clock(frozen=now))
    await developer.settings(receiver.url)
    await developer.subscribe("contact.creation")
    await create(world, "ann")
    for number in range(1, 12):
        await receiver.until_requests(number)
        now += 86_400_000
        await asyncio.sleep(0.25)  # the outcome is written
        clock.turn(PORTAL, Clock(frozen=now))
    await asyncio.sleep(0.3)
    assert [got.events[0]["attemptNumber"] for got in receiver.got] == list(range(11))

    log = f"/hubstead/webhooks/{developer.app}/deliveries"
    token = await session(world, developer)
    [failed] = (await world.call("GET", f"{log}?state=failed", token=token)).json["results"]
    assert (failed["events"], len(failed["attempts"]), "nextAttemptAt" in failed) == (1, 11, False)
    assert (failed["attempts"][0]["status"], failed["attempts"][0]["answer"]) == (500, "bad")
    assert failed["targetUrl"] == receiver.url
    whole = (await world.call("GET", f"{log}/{failed['id']}", token=token)).json
    assert whole["request"][0]["subscriptionType"] == "contact.creation"

    receiver.answer = lambda _: OK
    assert (await world.call("POST", f"{log}/{failed['id']}/redeliver", token=token)).status == 200
    await receiver.until_requests(12)
    await asyncio.sleep(0.3)
    again = (await world.call("GET", f"{log}/{failed['id']}", token=token)).json
    assert (again["state"], len(again["attempts"])) == ("delivered", 12)
    many = await world.call("POST", f"{log}/redeliver", {"state": "delivered"}, token=token)
    assert many.json == {"count": 1}
    await receiver.until_requests(13)


async def session(world: World, developer: Developer) -> str:
    """A token that the app got with its own secret."""
    client = f"client_id={developer.made.client_id}&client_secret={developer.made.client_secret}"
    form = f"grant_type=client_credentials&{client}"
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = await world.call("POST", "/oauth/v1/token", form.encode(), token=None, headers=headers)
    return str(answer.json["access_token"])


async def test_a_dead_receiver_slows_no_other_one_and_loses_nothing(
    world: World, developer: Developer, receiver: Receiver
) -> None:
    other = await Developer.of(world, "Alive")
    async with Receiver() as alive:
        receiver.answer = lambda _: None
        await developer.settings(receiver.url, at_once=6)
        await developer.subscribe("contact.creation")
        await other.settings(alive.url)
        await other.subscribe("contact.creation")
        ids: list[int] = []
        for number in range(20):
            ids += await create(world, *(f"n{number}-{place}" for place in range(50)))
        events = await alive.until(1_000)
        assert sorted(event["objectId"] for event in events) == sorted(ids)
        receiver.answer = lambda _: OK
        await asyncio.sleep(0.5)  # what became of the last silence is written
        clock.turn(PORTAL, Clock(ahead=86_400_000))
        while {event["objectId"] for event in receiver.events} != set(ids):
            await receiver.until_requests(len(receiver.got) + 1, seconds=20)


async def test_no_more_requests_are_open_than_the_settings_say(
    world: World, developer: Developer, receiver: Receiver
) -> None:
    receiver.takes = 0.1
    await developer.settings(receiver.url, at_once=6)
    await developer.subscribe("contact.creation")
    for number in range(20):
        await create(world, f"n{number}")
        await asyncio.sleep(0.01)
    await receiver.until(20)
    assert receiver.most_open <= 6


async def test_events_that_are_held_wait_and_go_on_without_loss(
    world: World, developer: Developer, receiver: Receiver
) -> None:
    token = await session(world, developer)
    await developer.settings(receiver.url)
    await developer.subscribe("contact.creation")
    assert (await world.call("POST", f"/hubstead/webhooks/{developer.app}/pause", token=token)).json["held"] is True
    ids = await create(world, "one", "two", "three")
    await asyncio.sleep(0.3)
    assert receiver.got == []
    assert (await world.call("POST", f"/hubstead/webhooks/{developer.app}/resume", token=token)).json["held"] is False
    assert sorted(event["objectId"] for event in await receiver.until(3)) == ids


async def test_erased_people_are_not_told_again(world: World, developer: Developer, receiver: Receiver) -> None:
    receiver.answer = lambda _: b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"
    now = clock.true_now()
    clock.turn(PORTAL, Clock(frozen=now))
    await developer.settings(receiver.url)
    await developer.subscribe("contact.propertyChange", "email")
    [ann, bob] = await create(world, "ann", "bob")
    await receiver.until(2)
    assert (await world.call("POST", f"{CONTACTS}/gdpr-delete", {"objectId": str(ann)})).status == 204
    await asyncio.sleep(0.3)
    clock.turn(PORTAL, Clock(frozen=now + RETRIES[0]))
    await receiver.until_requests(2)
    assert [event["objectId"] for event in receiver.got[1].events] == [bob]


async def test_a_private_app_looks_after_its_own_webhooks(world: World, receiver: Receiver) -> None:
    app = (await world.server.store.rows("SELECT id FROM app WHERE portal = ?1 ORDER BY id", PORTAL))[0][0]
    base = f"/hubstead/webhooks/{app}"
    place = await world.call("PUT", f"{base}/settings", {"targetUrl": receiver.url, "maxConcurrentRequests": 10})
    assert place.status == 200
    secret = place.json["signingSecret"]
    assert (await world.call("GET", f"{base}/settings")).json["signingSecret"] == secret
    given = {"eventType": "contact.creation", "active": True}
    assert (await world.call("POST", f"{base}/subscriptions", given)).status == 201
    [id] = await create(world, "ann")
    [event] = await receiver.until(1)
    assert (event["objectId"], event["appId"]) == (id, app)
    assert receiver.is_signed(receiver.got[0], secret)
    other = await Developer.of(world, "Other")
    assert (await world.call("GET", f"/hubstead/webhooks/{other.app}/settings")).status == 403
    assert (await world.call("GET", "/hubstead/webhooks/999/settings")).status == 404
    token = await session(world, other)
    assert (await world.call("GET", f"{base}/settings", token=token)).status == 403
