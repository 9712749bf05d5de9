"""How often forms may be sent: the documented numbers."""

from hubstead.account import portals
from hubstead.store.portal import change
from hubstead.store.unit import Origin, write
from tests.marketing.submissions.site import Site, site
from tests.world import PORTAL, World


async def _send(ours: Site, count: int, **headers: str) -> list[int]:
    return [(await ours.send(email="a@b.com", headers=headers)).status for _ in range(count)]


async def test_fifty_in_ten_seconds_by_form(world: World) -> None:
    assert await _send(await site(world), 60) == [200] * 60  # the profile of the world has no limits
    async with World(limits="free", proxies=1) as limited:
        ours = await site(limited)
        sent = [await _send(ours, 1, **{"x-forwarded-for": f"203.0.113.{number}"}) for number in range(51)]
        assert sent == [[200]] * 50 + [[429]]


async def test_fifty_in_ten_seconds_by_address_over_all_forms() -> None:
    async with World(limits="free") as limited:
        first, second = await site(limited), await site(limited)
        assert await _send(first, 30) == [200] * 30
        assert await _send(second, 21) == [200] * 20 + [429]
        refused = await second.send(email="a@b.com")
        assert 1 <= int(refused.headers["retry-after"]) <= 10
        assert refused.json["message"] == "You have reached your ten_secondly_rolling limit."
        assert refused.json["policyName"] == "TEN_SECONDLY_ROLLING"


async def test_an_address_that_does_not_stop_is_shut_out_for_a_minute() -> None:
    async with World(limits="free") as limited:
        ours, other = await site(limited), await site(limited)
        assert await _send(ours, 60) == [200] * 50 + [429] * 10
        blocked = await other.send(email="a@b.com")
        assert blocked.status == 429
        assert 50 <= int(blocked.headers["retry-after"]) <= 60


async def test_with_a_token_the_plan_decides() -> None:
    """Free: 100."""
    async with World(limits="enterprise") as limited:
        server = limited.server
        actor = await portals.actor(server.store, PORTAL, Origin("CRM_UI"), server.definitions)
        await write(server.store, actor, lambda unit: change(unit, "portal.changed", {}, tiers={"marketing": "free"}))
        ours = await site(limited)
        sent = [(await ours.send_secure(email="a@b.com")).status for _ in range(101)]
        assert sent == [200] * 100 + [429]
