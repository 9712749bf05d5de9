"""Who is counted, and as what."""

import pytest

from hubstead.account import portals
from hubstead.apps import tokens
from hubstead.apps.tokens import Token
from hubstead.limits.windows import LocalWindows
from hubstead.store.portal import change
from hubstead.store.unit import Origin, write
from tests.account.test_sessions import session, with_cookie
from tests.apps.oauth import Installer
from tests.limits.test_limits import CONTACTS, SEARCH, noon, shown
from tests.world import PORTAL, World


async def test_an_oauth_app_has_a_burst_of_its_own_and_no_day() -> None:
    """Documented: 110 per 10 seconds and installing account, whatever the tier; no Daily headers; searches left out."""
    async with noon("enterprise,daily=5") as world:
        token = (await (await Installer.of(world)).install())["access_token"]
        replies = [await world.get(CONTACTS, token=token) for _ in range(111)]
        assert [reply.status for reply in replies] == [200] * 110 + [429]
        assert list(shown(replies[0]).items()) == [
            ("interval-milliseconds", "10000"),
            ("max", "110"),
            ("remaining", "109"),
            ("secondly", "11"),
            ("secondly-remaining", "10"),
        ]
        assert replies[-1].json["policyName"] == "TEN_SECONDLY_ROLLING"
        assert replies[-1].json["groupName"].startswith("publicapi:apps:")
        searched = await world.post(SEARCH, {}, token=token)
        assert (searched.status, shown(searched)) == (200, {})
        assert shown(await world.get(CONTACTS))["daily-remaining"] == "4"


async def test_two_oauth_apps_do_not_share_a_burst() -> None:
    async with noon("free,public=1") as world:
        for name in ("Wunderapp", "Other"):
            token = (await (await Installer.of(world, name)).install())["access_token"]
            assert [(await world.get(CONTACTS, token=token)).status for _ in range(2)] == [200, 429]


async def test_searches_of_all_apps_of_an_account_count_together() -> None:
    async with noon("free,search=2") as world:
        token = (await (await Installer.of(world)).install())["access_token"]
        replies = [
            await world.post(SEARCH, {}, token=token),
            await world.post(SEARCH, {}),
            await world.post(SEARCH, {}),
        ]
        assert [reply.status for reply in replies] == [200, 200, 429]


async def test_a_service_key_counts_like_a_private_app() -> None:
    async with noon("free,burst=1") as world:
        key = Token(name="key", app_id=9, scopes=("crm.objects.contacts.read",), kind="service")
        await tokens.store_token(world.server.store, PORTAL, "na1-service-key-0001", key)
        replies = [await world.get(CONTACTS, token="na1-service-key-0001") for _ in range(2)]
        assert [reply.status for reply in replies] == [200, 429]
        assert shown(replies[0])["daily-remaining"] == "249999"


async def test_people_are_not_limited() -> None:
    async with noon("free,burst=1,daily=1,search=1") as world:
        headers = with_cookie(await session(world))
        for _ in range(3):
            reply = await world.get(CONTACTS, token=None, headers=headers)
            assert (reply.status, shown(reply)) == (200, {})


async def test_apps_that_went_quiet_leave_memory() -> None:
    async with World(limits="free,interval=1") as world:
        windows = world.server.limits.windows
        assert isinstance(windows, LocalWindows)
        for number in range(20):
            token = Token(name="t", app_id=100 + number, scopes=("crm.objects.contacts.read",))
            await tokens.store_token(world.server.store, PORTAL, f"pat-na1-app-{number:04}", token)
            await world.get(CONTACTS, token=f"pat-na1-app-{number:04}")
        assert len(windows) == 20
        while len(windows):
            await windows.forget_quiet()


@pytest.mark.parametrize("own", ["free,burst=2", "off"])
async def test_a_portals_own_profile_wins(own: str) -> None:
    async with noon("professional") as world:
        actor = await portals.actor(world.server.store, PORTAL, Origin("CRM_UI"), world.server.definitions)
        await write(world.server.store, actor, lambda unit: change(unit, "portal.limits_changed", {}, limits=own))
        assert shown(await world.get(CONTACTS)).get("max") == (None if own == "off" else "2")
