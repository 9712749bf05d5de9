"""Receivers that fail, are slow or away: what is tried again, what is not, and that nobody else notices."""

import pytest

from hubstead.kit import clock
from hubstead.kit.clock import Clock
from hubstead.webhooks import delivery, sender
from hubstead.webhooks.delivery import RETRIES, Delivery, Try, wait
from tests.webhooks.conftest import CONTACTS, Developer
from tests.webhooks.receiver import DEADLINE, OK, Receiver
from tests.world import PORTAL, World

BAD = [
    b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 2\r\n\r\nno",
    b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 302 Found\r\nLocation: /hook\r\nContent-Length: 0\r\n\r\n",
    b"garbage",
    b"",
    None,
]


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


async def test_what_is_no_2xx_is_tried_again_by_the_clock(
    world: World, developer: Developer, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.true_now()
    clock.turn(PORTAL, Clock(frozen=now))
    await developer.settings(receiver.url)
    await developer.subscribe("contact.creation")
    ids: list[int] = []
    for number, bad in enumerate(BAD, 1):
        receiver.answer = lambda _, bad=bad: bad  # type: ignore[misc]
        monkeypatch.setattr(sender, "TIMEOUT", 0.1 if bad is None else DEADLINE)
        ids += await create(world, f"n{number}")
        assert [len(one.tries) for one in await developer.tried(number)] == [1] * number
    receiver.answer = lambda _: b"HTTP/1.1 204 No Content\r\n\r\n"
    monkeypatch.setattr(sender, "TIMEOUT", DEADLINE)
    ids += await create(world, "good")
    log = await developer.tried(len(ids))
    assert [one.state for one in log] == ["waiting"] * len(BAD) + ["delivered"]
    await again(world, developer, log[-1].id)  # waiting ones are looked for, and those were passed over
    assert [len(one.tries) for one in await developer.tried(len(ids) + 1)] == [1] * len(BAD) + [2]

    clock.turn(PORTAL, Clock(frozen=now + RETRIES[0]))
    assert [len(one.tries) for one in await developer.tried(2 * len(ids))] == [2] * len(ids)
    clock.turn(PORTAL, Clock(frozen=now + 2 * 86_400_000))
    await again(world, developer, log[-1].id)
    assert [len(one.tries) for one in await developer.tried(2 * len(ids) + 1)] == [2] * len(BAD) + [3]
    first, second = receiver.events[: len(BAD)], receiver.events[len(BAD) + 2 : -1]
    assert [(event["objectId"], event["attemptNumber"]) for event in first] == [(id, 0) for id in ids[:-1]]
    assert sorted((event["objectId"], event["attemptNumber"]) for event in second) == [(id, 1) for id in ids[:-1]]
    assert {event["eventId"] for event in first} == {event["eventId"] for event in second}
    assert receiver.is_signed(receiver.got[len(BAD) + 2], developer.made.client_secret)


async def again(world: World, developer: Developer, delivery: int) -> None:
    """Send a delivery again."""
    path = f"/hubstead/webhooks/{developer.app}/deliveries/{delivery}/redeliver"
    assert (await world.call("POST", path, token=await session(world, developer))).status == 200


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
        [one] = await developer.tried(number)
        assert one.state == ("waiting" if number < 11 else "failed")
        now += 86_400_000
        clock.turn(PORTAL, Clock(frozen=now))
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
    await again(world, developer, int(failed["id"]))
    await developer.tried(12)
    shown = (await world.call("GET", f"{log}/{failed['id']}", token=token)).json
    assert (shown["state"], len(shown["attempts"])) == ("delivered", 12)
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
        for number in range(1, 7):
            ids += await create(world, f"first{number}")
            await receiver.until_requests(number)
        ids += await create(world, *(f"more{number}" for number in range(100)))
        await alive.until_told(ids)
        await other.settled()
        assert sorted(event["objectId"] for event in alive.events) == ids
        assert (receiver.open, len(receiver.got)) == (6, 6)  # the first request is still open, and no seventh

        receiver.answer = lambda _: OK
        receiver.hang_up.set()
        await receiver.until_told(ids)
        await developer.settled()
        clock.turn(PORTAL, Clock(ahead=86_400_000))
        await receiver.until_requests(len(receiver.got) + 6)
        assert receiver.most_open == 6
        told = [(event["objectId"], event["attemptNumber"]) for event in receiver.events]
        assert sorted(told) == sorted([(id, 0) for id in ids] + [(id, 1) for id in ids[:6]])


async def test_a_change_by_another_process_holds_from_the_next_event_on(
    world: World, developer: Developer, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    await developer.settings(receiver.url)
    await developer.subscribe("company.creation")
    await developer.settled()

    async def nothing() -> None: ...

    monkeypatch.setattr(world.server.webhooks, "load", nothing)
    await developer.subscribe("contact.creation")
    ids = await create(world, "ann")
    assert [event["objectId"] for event in await receiver.until(1)] == ids


async def test_events_that_are_held_wait_and_go_on_without_loss(
    world: World, developer: Developer, receiver: Receiver
) -> None:
    other, token = await Developer.of(world, "Free"), await session(world, developer)
    async with Receiver() as free:
        for one, url in ((developer, receiver.url), (other, free.url)):
            await one.settings(url)
            await one.subscribe("contact.creation")
        base = f"/hubstead/webhooks/{developer.app}"
        assert (await world.call("POST", f"{base}/pause", token=token)).json["held"] is True
        ids = await create(world, "one", "two", "three")
        await free.until_told(ids)
        assert receiver.got == []
        assert (await world.call("POST", f"{base}/resume", token=token)).json["held"] is False
        assert sorted(event["objectId"] for event in await receiver.until(3)) == ids


async def test_erased_people_are_not_told_again(world: World, developer: Developer, receiver: Receiver) -> None:
    receiver.answer = lambda _: b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"
    now = clock.true_now()
    clock.turn(PORTAL, Clock(frozen=now))
    await developer.settings(receiver.url)
    await developer.subscribe("contact.propertyChange", "email")
    [ann, bob] = await create(world, "ann", "bob")
    await developer.settled()
    assert (await world.call("POST", f"{CONTACTS}/gdpr-delete", {"objectId": str(ann)})).status == 204
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
