"""What a person prefers is kept for the person, not for a browser."""

from typing import Any

import pytest

from hubstead.first_start import new_portal
from tests.account.test_own_password import JSON, open_world, session
from tests.world import PORTAL, Reply, World

__all__ = ["open_world"]
PATH = "/login/preferences"


async def prefer(world: World, browser: dict[str, str], **given: Any) -> Reply:
    return await world.call("PATCH", PATH, given, token=None, headers={**JSON, **browser})


async def shown(world: World, browser: dict[str, str]) -> Any:
    return (await world.get("/login/session", token=None, headers=browser)).json["preferences"]


async def test_preferences_are_there_in_another_browser(open_world: World) -> None:
    here, there = await session(open_world), await session(open_world)
    assert await shown(open_world, there) == {"language": "", "firstViews": {}}
    assert (await prefer(open_world, here, language="de", firstViews={"0-1": "12", "0-3": "7"})).status == 204
    assert (await prefer(open_world, here, firstViews={"0-3": ""})).status == 204
    assert await shown(open_world, there) == {"language": "de", "firstViews": {"0-1": "12"}}
    assert (await prefer(open_world, there, language="")).status == 204
    assert await shown(open_world, here) == {"language": "", "firstViews": {"0-1": "12"}}


async def test_the_language_holds_in_all_accounts_and_views_in_one(open_world: World) -> None:
    other, _ = await new_portal(open_world.server.store, open_world.server.definitions, "Second")
    here = await session(open_world, portalId=PORTAL)
    await prefer(open_world, here, language="de", firstViews={"0-1": "12"})
    there = await session(open_world, portalId=other.id)
    assert await shown(open_world, there) == {"language": "de", "firstViews": {}}


@pytest.mark.parametrize(
    "given",
    [
        {"language": "x" * 36},
        {"language": "<b>"},
        {"firstViews": {"0-1": "x"}},
        {"firstViews": {"a": "1"}},
        {"more": 1},
    ],
)
async def test_what_is_no_preference_is_refused(open_world: World, given: dict[str, Any]) -> None:
    assert (await prefer(open_world, await session(open_world), **given)).status == 400


async def test_only_a_session_with_its_token_against_forgery_changes_them(open_world: World) -> None:
    browser = await session(open_world)
    assert (await open_world.call("PATCH", PATH, {}, headers=JSON)).status == 401
    del browser["x-csrf-token"]
    assert (await prefer(open_world, browser, language="de")).status == 403
