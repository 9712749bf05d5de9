"""Which plan a report comes with (the documented table), and whom a role lets read it."""

import pytest

from hubstead.store import portal
from hubstead.store.access import Access, Levels
from tests.account.desk import in_portal
from tests.analytics.golden import REPORTS
from tests.world import World

SPAN = "start=20260101&end=20260131"
PROFESSIONAL_OR_CMS = (
    "totals",
    "sessions",
    "utm-campaigns",
    "utm-contents",
    "utm-mediums",
    "utm-sources",
    "utm-terms",
    "landing-pages",
    "standard-pages",
    "blog-posts",
    "listing-pages",
    "knowledge-articles",
)
NEEDED = {
    **dict.fromkeys(PROFESSIONAL_OR_CMS, ("professional", True)),
    "sources": ("starter", True),
    "geolocation": ("starter", True),
    "event-completions": ("enterprise", False),
    "pages": ("professional", False),
    "social-assists": ("professional", False),
    "forms": ("free", False),
}
TIERS = ("free", "starter", "professional", "enterprise")


async def have(world: World, marketing: str, cms: str) -> None:
    tiers = {"marketing": marketing, "cms": cms}
    await in_portal(world, lambda unit: portal.change(unit, "portal.tier_changed", {}, tiers=tiers))


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("cms", ["free", "starter"])
async def test_a_report_comes_with_its_plan(world: World, tier: str, cms: str) -> None:
    await have(world, tier, cms)
    for name, (least, with_cms) in NEEDED.items():
        may = TIERS.index(tier) >= TIERS.index(least) or (with_cms and cms != "free")
        for path in (f"{name}/total?{SPAN}", f"{name}/summarize/daily?{SPAN}", f"{name}/exists"):
            reply = await world.get(f"{REPORTS}/{path}")
            assert reply.status == (200 if may else 403), (name, tier, cms)
            if not may:
                assert reply.json["category"] == "MISSING_SCOPES"


async def test_starter_plans_do_not_drill_down(world: World) -> None:
    await have(world, "starter", "free")
    for name in ("sources", "geolocation"):
        assert (await world.get(f"{REPORTS}/{name}/total?{SPAN}&d1=direct")).status == 403
    await have(world, "professional", "free")
    assert (await world.get(f"{REPORTS}/sources/total?{SPAN}&d1=direct")).status == 200


async def test_views_are_for_professionals(world: World) -> None:
    id = (await world.post("/analytics/hubstead/views", {"title": "All"})).json["id"]
    for tier, status in (("professional", 200), ("starter", 403)):
        await have(world, tier, "starter")
        assert (await world.get("/analytics/v2/views")).status == status
        assert (await world.get(f"{REPORTS}/sources/total?{SPAN}&filterId={id}")).status == status


async def test_sql_comes_with_the_plan_of_reports_and_records_with_any(world: World) -> None:
    await world.create("contacts", email="ada@example.com")
    ours = "/analytics/hubstead"
    for marketing, status in (("free", 403), ("professional", 200)):
        await have(world, marketing, "free")
        replies = [
            await world.post(f"{ours}/sql", {"sql": "select 1"}),
            await world.get(f"{ours}/sql/tables"),
            await world.get(f"{ours}/export/events"),
        ]
        assert [reply.status for reply in replies] == [status] * 3, marketing
        assert (await world.get(f"{ours}/export/contacts")).status == 200


async def test_a_role_must_allow_reports(world: World) -> None:
    for tools, status in ((frozenset[str](), 403), (frozenset({"reports"}), 200)):
        user = world.user(Access(1, "", frozenset(), {}, Levels(), tools=tools), f"user-{status}")
        for path in (f"{REPORTS}/sources/total?{SPAN}", "/analytics/v2/views"):
            reply = await world.get(path, token=user)
            assert reply.status == status, path
            if status == 403:
                assert reply.json["category"] == "USER_DOES_NOT_HAVE_PERMISSIONS"
        assert (await world.post("/analytics/hubstead/views", {"title": "x"}, token=user)).status == 403


async def test_the_scope_is_business_intelligence(world: World) -> None:
    other = await world.token("pat-na1-other", ("crm.objects.contacts.read",))
    assert (await world.get(f"{REPORTS}/sources/total?{SPAN}", token=other)).status == 403
    bi = await world.token("pat-na1-reports-only", ("business-intelligence",))
    assert (await world.get(f"{REPORTS}/sources/total?{SPAN}", token=bi)).status == 200
