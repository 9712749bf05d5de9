"""What makes a portal's runs alike, and what can be switched while it lives."""

from typing import Any

import pytest

from tests.sandbox.conftest import Sandboxed

CONTACTS = "/crm/v3/objects/contacts"


async def _story(world: Sandboxed, token: str) -> list[Any]:
    """What a client sees of a few calls."""
    first = await world.post(CONTACTS, {"properties": {"email": "ada@example.com"}}, token=token)
    quote = await world.post(
        "/crm/v3/objects/quotes", {"properties": {"hs_title": "Q", "hs_expiration_date": "2026-12-31"}}, token=token
    )
    id = quote.json["id"]
    shown = f"/crm/v3/objects/quotes/{id}?properties=hs_public_url_key&propertiesWithHistory=hs_title"
    await world.patch(f"/crm/v3/objects/quotes/{id}", {"properties": {"hs_title": "R"}}, token=token)
    return [first.json, (await world.get(shown, token=token)).json]


async def test_a_seed_gives_the_same_ids_tokens_and_moments_on_every_server() -> None:
    told = []
    for others in (0, 2):  # what else happens on the server makes no difference
        world = Sandboxed()
        async with world:
            for _ in range(others):
                await world.portal()
            made = await world.portal(seed="autumn", portalId=4711)
            told.append([made["token"], made["createdAt"], *await _story(world, made["token"])])
    assert told[0] == told[1]
    assert told[0][1] == "2026-01-01T00:00:00.000Z"


async def test_a_reset_begins_the_same_story_again(sandboxed: Sandboxed) -> None:
    made = await sandboxed.portal(seed="autumn")
    first = await _story(sandboxed, made["token"])
    await sandboxed.ask("POST", f"/portals/{made['portalId']}/reset")
    assert await _story(sandboxed, made["token"]) == first


async def test_another_seed_gives_other_tokens(sandboxed: Sandboxed) -> None:
    one, two = await sandboxed.portal(seed="one"), await sandboxed.portal(seed="two")
    assert one["token"] != two["token"]


async def test_a_seed_or_token_that_a_living_portal_has_is_refused(sandboxed: Sandboxed) -> None:
    made = await sandboxed.portal(seed="one")
    assert (await sandboxed.ask("POST", "/portals", {"seed": "one"})).status == 409
    stolen = {"tokens": [{"token": "pat-na1-00000000-test-token"}]}
    assert (await sandboxed.ask("POST", "/portals", stolen)).status == 409
    assert (await sandboxed.get(CONTACTS)).status == 200
    await sandboxed.ask("DELETE", f"/portals/{made['portalId']}")
    assert (await sandboxed.portal(seed="one"))["token"] == made["token"]


async def test_switches_are_turned_while_the_portal_lives(sandboxed: Sandboxed) -> None:
    made = await sandboxed.portal()
    path = f"/portals/{made['portalId']}"
    turned = {"limits": "free,burst=1", "name": "Other", "tiers": {"sales": "free"}, "currency": "JPY"}
    shown = (await sandboxed.ask("PATCH", path, turned)).json
    assert turned.items() <= shown.items()
    assert shown["timeZone"] == "UTC"
    statuses = [(await sandboxed.get(CONTACTS, token=made["token"])).status for _ in range(2)]
    assert statuses == [200, 429]
    await sandboxed.ask("PATCH", path, {"limits": "off"})
    assert (await sandboxed.get(CONTACTS, token=made["token"])).status == 200
    assert (await sandboxed.ask("PATCH", "/portals/5", {})).status == 404


@pytest.mark.parametrize("settings", [{}, {"search_delay": 3_600_000}])
async def test_the_search_index_lags_as_long_as_the_portal_says(settings: dict[str, Any]) -> None:
    """By the portal's clock: nothing is seen while that stands still."""
    sandboxed = Sandboxed(**settings)
    async with sandboxed:
        made = await sandboxed.portal(clock={"at": "2026-06-01T12:00:00Z"}, searchDelay=5000)
        other = await sandboxed.portal(searchDelay=0)
        path = f"/portals/{made['portalId']}"

        async def total(token: str) -> int:
            return int((await sandboxed.post(f"{CONTACTS}/search", {"limit": 1}, token=token)).json["total"])

        for token in (made["token"], other["token"]):
            await sandboxed.post(CONTACTS, {"properties": {"firstname": "Ada"}}, token=token)
        assert (await total(made["token"]), await total(other["token"])) == (0, 1)
        await sandboxed.ask("POST", f"{path}/clock/advance", {"milliseconds": 4999})
        await sandboxed.post(CONTACTS, {"properties": {"firstname": "Bob"}}, token=made["token"])
        assert await total(made["token"]) == 0
        await sandboxed.ask("POST", f"{path}/clock/advance", {"milliseconds": 1})
        assert await total(made["token"]) == 1
        await sandboxed.ask("PATCH", path, {"searchDelay": 0})
        assert await total(made["token"]) == 2


async def test_a_lag_ends_with_what_the_portal_held(sandboxed: Sandboxed) -> None:
    made = await sandboxed.portal(clock={"at": "2026-06-01T12:00:00Z"}, searchDelay=5000)
    token, path = made["token"], f"/portals/{made['portalId']}"
    search = {"limit": 1}
    await sandboxed.post(CONTACTS, {"properties": {"firstname": "Ada"}}, token=token)
    assert (await sandboxed.post(f"{CONTACTS}/search", search, token=token)).json["total"] == 0
    await sandboxed.ask("POST", f"{path}/reset")
    await sandboxed.ask("PATCH", path, {"searchDelay": 0})
    assert (await sandboxed.post(f"{CONTACTS}/search", search, token=token)).json["total"] == 0


async def test_what_was_held_back_is_searched_after_a_restart(tmp_path: Any) -> None:
    world = Sandboxed(data=str(tmp_path))
    async with world:
        made = await world.portal(clock={"at": "2026-06-01T12:00:00Z"}, searchDelay=5000)
        await world.post(CONTACTS, {"properties": {"firstname": "Ada"}}, token=made["token"])
        assert (await world.post(f"{CONTACTS}/search", {}, token=made["token"])).json["total"] == 0
    world = Sandboxed(data=str(tmp_path))
    async with world:
        assert (await world.post(f"{CONTACTS}/search", {}, token=made["token"])).json["total"] == 0
        await world.ask("PATCH", f"/portals/{made['portalId']}", {"searchDelay": 0})
        assert (await world.post(f"{CONTACTS}/search", {}, token=made["token"])).json["total"] == 1
