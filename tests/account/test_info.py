"""What an account is and what it used."""

import msgspec
import pytest

from hubstead.kit import clock
from hubstead.kit.clock import Clock
from hubstead.store import portal
from tests.account.desk import in_portal
from tests.world import PORTAL, World

SUMMER = 1_783_000_000_000  # 2026-07-02T13:46:40Z
WINTER = 1_800_000_000_000  # 2027-01-15T08:00:00Z


@pytest.mark.parametrize(
    ("zone", "moment", "text", "milliseconds"),
    [
        ("UTC", SUMMER, "+00:00", 0),
        ("US/Eastern", SUMMER, "-04:00", -14_400_000),
        ("US/Eastern", WINTER, "-05:00", -18_000_000),
        ("Asia/Kolkata", WINTER, "+05:30", 19_800_000),
        ("America/St_Johns", SUMMER, "-02:30", -9_000_000),
    ],
)
async def test_details_show_the_account(world: World, zone: str, moment: int, text: str, milliseconds: int) -> None:
    fields = {"time_zone": zone, "currency": "EUR", "additional_currencies": ("USD", "NZD")}
    await in_portal(world, lambda unit: portal.change(unit, "portal.changed", {}, **fields))
    clock.turn(PORTAL, Clock(frozen=moment))
    try:
        reply = await world.get("/account-info/v3/details")
        assert reply.json == {
            "portalId": PORTAL,
            "accountType": "STANDARD",
            "timeZone": zone,
            "companyCurrency": "EUR",
            "additionalCurrencies": ["USD", "NZD"],
            "utcOffset": text,
            "utcOffsetMilliseconds": milliseconds,
            "uiDomain": "hubstead.test",
            "dataHostingLocation": "na1",
        }
        assert (await world.get("/account-info/2026-03/details")).json == reply.json
        assert (await world.get("/integrations/v1/me")).json == {
            "portalId": PORTAL,
            "timeZone": zone,
            "accountType": "STANDARD",
            "currency": "EUR",
            "utcOffset": text,
            "utcOffsetMilliseconds": milliseconds,
        }
    finally:
        clock.turn(PORTAL, None)


async def test_usage_counts_what_was_called(world: World) -> None:
    clock.turn(PORTAL, Clock(frozen=WINTER))
    try:
        for _ in range(3):
            await world.get("/crm/v3/owners")
        (row,) = (await world.get("/account-info/v3/api-usage/daily/private-apps")).json["results"]
        assert row["name"] == "private-apps-api-calls-daily"
        assert row["currentUsage"] == 4
        assert row["fetchStatus"] == "SUCCESS"
        assert row["collectedAt"] == "2027-01-15T08:00:00.000Z"
        assert row["resetsAt"] == "2027-01-16T00:00:00.000Z"
    finally:
        clock.turn(PORTAL, None)


async def test_the_limit_is_that_of_the_profile(world: World) -> None:
    await in_portal(world, lambda unit: portal.change(unit, "portal.limits_changed", {}, limits="professional"))
    (row,) = (await world.get("/account-info/v3/api-usage/daily/private-apps")).json["results"]
    assert row["usageLimit"] == 625_000


@pytest.mark.parametrize("path", ["account-info/v3/details", "integrations/v1/me"])
async def test_no_token_no_answer(world: World, path: str) -> None:
    reply = await world.get(f"/{path}", token=None)
    assert reply.status == 401
    assert msgspec.json.decode(reply.body)["category"] == "INVALID_AUTHENTICATION"
