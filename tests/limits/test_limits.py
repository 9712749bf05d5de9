"""Limits as a client meets them, without a socket; the portal's clock is frozen, so that windows do not move."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from hubstead.kit import clock
from hubstead.kit.clock import Clock
from hubstead.kit.errors import Invalid
from tests.world import PORTAL, Reply, World

CONTACTS = "/crm/v3/objects/contacts"
SEARCH = f"{CONTACTS}/search"
NOON = 1_795_262_400_000
"""2026-11-21T12:00:00Z."""
BURST_HEADERS = ["interval-milliseconds", "max", "remaining", "secondly", "secondly-remaining"]
PREFIX = "x-hubspot-ratelimit-"


@asynccontextmanager
async def noon(limits: str) -> AsyncIterator[World]:
    """A world with limits, whose portal's clock stands still at noon."""
    async with World(limits=limits) as world:
        at(0)
        yield world
        clock.turn(PORTAL, None)


def at(milliseconds: int) -> None:
    """So long after noon."""
    clock.turn(PORTAL, Clock(frozen=NOON + milliseconds))


def shown(reply: Reply) -> dict[str, str]:
    """The headers about limits, in their order."""
    return {name.removeprefix(PREFIX): value for name, value in reply.headers.items() if name.startswith(PREFIX)}


async def get(world: World, times: int = 1, path: str = CONTACTS, **options: Any) -> list[Reply]:
    return [await world.get(path, **options) for _ in range(times)]


async def test_without_limits_no_header_speaks_of_them(world: World) -> None:
    for reply in [*await get(world, 300), await world.post(SEARCH, {})]:
        assert (reply.status, shown(reply)) == (200, {})


async def test_headers_are_those_of_the_recordings() -> None:
    """Recorded 2022, free account: Daily 250000, Max 100, Secondly 10; Remaining 88 came with Secondly-Remaining 8."""
    async with noon("free") as world:
        replies = await get(world, 12)
        assert list(shown(replies[0]).items()) == [
            ("daily", "250000"),
            ("daily-remaining", "249999"),
            ("interval-milliseconds", "10000"),
            ("max", "100"),
            ("remaining", "99"),
            ("secondly", "10"),
            ("secondly-remaining", "9"),
        ]
        assert [shown(replies[11])[name] for name in ("remaining", "secondly-remaining")] == ["88", "8"]


@pytest.mark.parametrize(
    ("profile", "daily", "most", "secondly"),
    [
        ("starter", "250000", "100", "10"),
        ("professional", "625000", "190", "19"),
        ("enterprise", "1000000", "190", "19"),
        ("free+increase", "1250000", "250", "25"),
        ("enterprise+increase", "2000000", "250", "25"),
        ("free-guide", "250000", "100", "10"),
        ("professional-guide", None, "150", "15"),
    ],
)
async def test_each_profile_has_its_numbers(profile: str, daily: str | None, most: str, secondly: str) -> None:
    async with noon(profile) as world:
        found = shown((await get(world))[0])
        assert (found.get("daily"), found["max"], found["secondly"]) == (daily, most, secondly)


async def test_the_burst_is_a_rolling_window_and_its_429_is_what_clients_look_for() -> None:
    async with noon("free") as world:
        assert {reply.status for reply in await get(world, 60)} == {200}
        at(4_000)
        assert {reply.status for reply in await get(world, 40)} == {200}
        at(4_001)
        refused = (await get(world))[0]
        assert refused.status == 429
        assert refused.json == {
            "status": "error",
            "message": "You have reached your ten_secondly_rolling limit.",
            "errorType": "RATE_LIMIT",
            "correlationId": refused.headers["x-hubspot-correlation-id"],
            "policyName": "TEN_SECONDLY_ROLLING",
            "groupName": refused.json["groupName"],
        }
        assert refused.json["groupName"].startswith("publicapi:private-apps:")
        assert refused.headers["retry-after"] == "6"  # the first 60 leave 5,999 ms later
        assert [shown(refused)[name] for name in BURST_HEADERS] == ["10000", "100", "0", "10", "0"]
        assert shown(refused)["daily-remaining"] == "249900"
        at(9_999)
        assert (await get(world))[0].status == 429
        at(10_000)
        assert [reply.status for reply in await get(world, 61)] == [200] * 60 + [429]


async def test_searches_are_limited_by_account_and_second_and_show_the_day_only() -> None:
    """Recorded 2022: this body, no burst headers, and a refused search counts for the day."""
    async with noon("professional") as world:
        other = await world.token("pat-na1-another-app", ("crm.objects.contacts.read",))
        replies = [await world.post(SEARCH, {}, token=other) for _ in range(2)]
        replies += [await world.post(SEARCH, {}) for _ in range(4)]
        assert [reply.status for reply in replies] == [200] * 5 + [429]
        assert [list(shown(reply)) for reply in replies] == [["daily", "daily-remaining"]] * 6
        assert replies[-1].json == {
            "status": "error",
            "message": "You have reached your secondly limit.",
            "correlationId": replies[-1].headers["x-hubspot-correlation-id"],
            "category": "RATE_LIMITS",
        }
        assert replies[-1].headers["retry-after"] == "1"
        assert shown(replies[-1])["daily-remaining"] == "624994"
        assert shown((await get(world))[0])["remaining"] == "189"  # searches are no part of the burst
        at(1_000)
        assert (await world.post(SEARCH, {})).status == 200


async def test_the_day_ends_at_midnight_of_the_account() -> None:
    async with noon("free,daily=3") as world:
        assert [reply.status for reply in await get(world, 3)] == [200] * 3
        refused = (await get(world))[0]
        assert refused.status == 429
        assert refused.json == {
            "status": "error",
            "message": "You have reached your daily limit.",
            "errorType": "RATE_LIMIT",
            "correlationId": refused.headers["x-hubspot-correlation-id"],
            "policyName": "DAILY",
            "requestId": refused.json["requestId"],
        }
        assert refused.headers["retry-after"] == str(12 * 3600)
        assert shown(refused)["daily-remaining"] == "0"
        assert shown(refused)["remaining"] == "97"  # it cost nothing of the burst
        assert (await world.post(SEARCH, {})).json["policyName"] == "DAILY"
        at(12 * 3_600_000 - 1)
        assert (await get(world))[0].status == 429
        at(12 * 3_600_000)
        assert shown((await get(world))[0])["daily-remaining"] == "2"


async def test_the_burst_is_each_apps_and_the_day_the_accounts() -> None:
    async with noon("free,burst=2,daily=4") as world:
        other = await world.token("pat-na1-another-app", ("crm.objects.contacts.read",))
        assert [reply.status for reply in await get(world, 3)] == [200, 200, 429]
        theirs = await get(world, 2, token=other)
        assert [shown(reply)["remaining"] for reply in theirs] == ["1", "0"]
        assert [shown(reply)["daily-remaining"] for reply in theirs] == ["1", "0"]
        assert (await get(world, token=other))[0].json["policyName"] == "DAILY"


async def test_the_guides_profiles_count_the_burst_by_account() -> None:
    async with noon("professional-guide,burst=2") as world:
        other = await world.token("pat-na1-another-app", ("crm.objects.contacts.read",))
        assert [shown(reply)["remaining"] for reply in [*await get(world), *await get(world, token=other)]] == [
            "1",
            "0",
        ]
        assert (await get(world))[0].status == 429


async def test_answers_that_are_errors_count_and_carry_the_headers() -> None:
    async with noon("free") as world:
        token = await world.token("pat-na1-few-scopes", ("crm.objects.contacts.read",))
        failing = [
            await world.get(f"{CONTACTS}/996174569112"),
            await world.post(CONTACTS, {"properties": {"nonsense": "x"}}),
            await world.get("/crm/v3/objects/companies", token=token),
        ]
        assert [reply.status for reply in failing] == [404, 400, 403]
        assert [shown(reply)["remaining"] for reply in failing] == ["99", "98", "99"]


async def test_who_has_no_credentials_is_not_counted() -> None:
    async with noon("free") as world:
        assert shown(await world.get(CONTACTS, token=None)) == {}
        assert shown(await world.get("/openapi.json", token=None)) == {}


async def test_associations_share_the_burst_and_have_a_narrower_one_of_their_own() -> None:
    """Recorded 2022: associations count down the app's Remaining. Documented: 150 of them for Professional."""
    path = "/crm/v4/objects/contacts/1/associations/companies"
    async with noon("professional") as world:
        replies = await get(world, 150, path)
        assert 429 not in {reply.status for reply in replies}
        assert shown(replies[-1])["remaining"] == "40"
        assert (await get(world, 1, path))[0].status == 429
        assert [reply.status for reply in await get(world, 41)] == [200] * 40 + [429]
    async with noon("professional,associations_daily=2") as world:
        assert [reply.status == 429 for reply in await get(world, 3, path)] == [False, False, True]
        assert (await get(world))[0].status == 200


async def test_an_unknown_profile_is_refused_at_the_start() -> None:
    for text in (
        "platinum",
        "free,bursts=1",
        "free,burst=0",
        "free,burst=x",
        "free,interval=3600001",
        "off,burst=1",
        "free,burst=none",
    ):
        with pytest.raises(Invalid):
            World(limits=text)


async def test_journals_are_limited_by_the_second_and_by_nothing_else() -> None:
    """Documented: 100 requests a second to the journal, 50 to subscriptions, 10 to snapshots, outside all others."""
    async with noon("free,burst=1") as world:
        for path, most in (("journal/2026-03/earliest", 100), ("subscriptions/2026-03", 50)):
            replies = await get(world, most + 1, f"/webhooks-journal/{path}")
            assert 429 not in {reply.status for reply in replies[:-1]}, path
            assert (replies[-1].status, replies[-1].headers["retry-after"]) == (429, "1")
            assert shown(replies[0]) == {}
        asked = [
            await world.post("/webhooks-journal/snapshots/2026-03/crm", {"snapshotRequests": []}) for _ in range(11)
        ]
        assert [reply.status for reply in asked] == [400] * 10 + [429]
        at(1_000)
        [reply] = await get(world, 1, "/webhooks-journal/journal/2026-03/earliest")
        assert reply.status == 204
        assert (await get(world))[0].status == 200  # the burst of one is still there
