"""From hits to visits, in process, through the public API."""

from urllib.parse import urlencode

import pytest

from hubstead.kit import clock
from hubstead.tracking.hit import Door, Hit
from tests.marketing.submissions.site import site
from tests.tracking.browser import (
    ADA,
    CHROME,
    GOOGLE,
    MINUTE,
    NOON,
    SHOP,
    Browser,
    at,
    contact_of,
    outcomes,
    processed,
    visits,
)
from tests.world import PORTAL, World

pytestmark = pytest.mark.usefixtures("noon")


async def test_an_anonymous_visit_belongs_to_the_contact_once_it_is_identified(world: World) -> None:
    browser = Browser(world)
    await browser.view(SHOP, GOOGLE, t="Home")
    at(NOON + MINUTE)
    await browser.view(f"{SHOP}shoes", SHOP, t="Shoes")
    await processed(world)
    at(NOON + 2 * MINUTE)
    await browser.identify(ADA, firstname="Ada")
    (visit,) = await visits(world)
    assert (visit["visitor"], visit["started"], visit["ended"]) == (browser.utk, NOON, NOON + 2 * MINUTE)
    assert visit["source"] == {"name": "ORGANIC_SEARCH", "detail1": "Unknown keywords (SSL)", "detail2": "Google"}
    assert (visit["pageViews"], visit["device"]["browser"], visit["device"]["type"]) == (3, "Chrome", "DESKTOP")
    assert [(seen["kind"], seen["at"], seen["url"]) for seen in visit["activities"]] == [
        ("page_view", NOON, SHOP),
        ("page_view", NOON + MINUTE, f"{SHOP}shoes"),
        ("page_view", NOON + 2 * MINUTE, SHOP),
    ]
    assert (await contact_of(world, ADA, "firstname"))["firstname"] == "Ada"


async def test_a_visit_ends_after_thirty_minutes(world: World) -> None:
    browser = Browser(world)
    await browser.identify(ADA)
    at(NOON + 30 * MINUTE)
    await browser.view()
    at(NOON + 60 * MINUTE + 1)
    await browser.view()
    assert [(visit["started"], visit["pageViews"]) for visit in await visits(world)] == [
        (NOON + 60 * MINUTE + 1, 1),
        (NOON, 2),
    ]


async def test_a_visit_ends_when_the_visitor_comes_from_another_source(world: World) -> None:
    browser = Browser(world)
    await browser.view(SHOP, GOOGLE)
    at(NOON + MINUTE)
    await browser.view(f"{SHOP}a", SHOP)
    at(NOON + 2 * MINUTE)
    await browser.view(f"{SHOP}b", "")
    at(NOON + 3 * MINUTE)
    await browser.view(SHOP, GOOGLE)
    at(NOON + 4 * MINUTE)
    await browser.view(SHOP, "https://www.linkedin.com/feed")
    await browser.identify(ADA)
    assert [(visit["source"]["name"], visit["pageViews"]) for visit in await visits(world)] == [
        ("SOCIAL_MEDIA", 2),
        ("ORGANIC_SEARCH", 4),
    ]


async def test_a_virtual_page_continues_the_visit_though_the_document_has_its_old_referrer(world: World) -> None:
    browser = Browser(world)
    await browser.view(f"{SHOP}?utm_medium=cpc&utm_source=google", GOOGLE)
    await browser.view(f"{SHOP}about", GOOGLE, po="/about", rpo="/")
    await browser.identify(ADA)
    (visit,) = await visits(world)
    assert (visit["source"]["name"], visit["pageViews"]) == ("PAID_SEARCH", 3)


async def test_a_link_to_another_site_of_the_portal_goes_on_with_the_visit(world: World) -> None:
    assert (
        await world.put("/hubstead/tracking/settings", {"cookieDomains": ["shop.example", "help.example"]})
    ).status == 200
    browser = Browser(world)
    await browser.view("https://www.shop.example/", GOOGLE, i=f"email={ADA}")
    at(NOON + MINUTE)
    await browser.view("https://help.example/a", "https://www.shop.example/")
    (visit,) = await visits(world)
    assert (visit["source"]["name"], visit["pageViews"]) == ("ORGANIC_SEARCH", 2)


async def test_a_form_with_the_cookie_makes_the_visitor_the_contact_that_sent_it(world: World) -> None:
    browser = Browser(world)
    await browser.view(SHOP, GOOGLE)
    form = await site(world)
    assert (await form.send(email=ADA, context={"hutk": browser.utk})).status == 200
    found = await contact_of(world, ADA, "hs_analytics_source", "hs_analytics_num_page_views")
    assert (found["hs_analytics_source"], found["hs_analytics_num_page_views"]) == ("ORGANIC_SEARCH", "1")
    assert [visit["visitor"] for visit in await visits(world)] == [browser.utk]


async def test_a_form_from_an_excluded_address_is_kept_and_part_of_no_visit(world: World) -> None:
    browser, other = Browser(world), Browser(world, "f" * 32)
    await browser.view(SHOP, GOOGLE)
    await other.view(SHOP, GOOGLE)
    await processed(world)
    form = await site(world)
    excluded = {"excludedAddresses": ["192.0.2.0/24", "203.0.113.7"]}
    assert (await world.put("/hubstead/tracking/settings", excluded)).status == 200
    cookie = {"hutk": browser.utk}
    for sent in (
        await form.send(email=ADA, context=cookie),
        await form.send_secure(email="grace@example.com", context={"hutk": other.utk, "ipAddress": "192.0.2.7"}),
    ):
        assert sent.status == 200, sent.body
    for email in (ADA, "grace@example.com"):
        found = await contact_of(world, email, "hs_analytics_source", "num_conversion_events")
        assert (found["hs_analytics_source"], found["num_conversion_events"]) == ("OFFLINE", "1")
        assert await visits(world, email) == []
    assert len((await form.submissions())["results"]) == 2
    for send, context in ((form.send, {**cookie, "ipAddress": "198.51.100.1"}), (form.send_secure, cookie)):
        assert (await send(email=ADA, context=context)).status == 200
    assert (await contact_of(world, ADA, "hs_analytics_source"))["hs_analytics_source"] == "ORGANIC_SEARCH"
    (visit,) = await visits(world)
    assert [seen["kind"] for seen in visit["activities"]] == ["page_view", "form_submission", "form_submission"]


async def test_nothing_is_kept_of_a_visitor_without_consent_or_cookie(world: World) -> None:
    await Browser(world).view(u="")
    await Browser(world).view(ce="false", i="email=ada%40example.com")
    assert await outcomes(world) == {"ANONYMOUS": 2}
    for table in ("visitor", "visit"):
        assert await world.server.store.rows(f"SELECT * FROM {table}") == []
    assert (await world.get(f"/crm/v3/objects/contacts/{ADA}?idProperty=email")).status == 404


async def test_a_hit_that_comes_late_counts_at_its_moment(world: World) -> None:
    """The clock of the browser is five minutes slow; the second hit was on its way for ten minutes."""
    utk = "0123456789abcdef0123456789abcdef"
    true, slow = clock.true_now(), 5 * MINUTE
    for received, sent in ((0, 0), (40, 30), (31, 31)):
        query = urlencode({"k": "1", "a": PORTAL, "vi": utk, "u": "1", "pu": f"{SHOP}{sent}",
                           "cts": true + sent * MINUTE - slow})  # fmt: skip
        hit = Hit(Door.PAGE, NOON + received * MINUTE, "", CHROME, False, query, true + received * MINUTE)
        await world.server.journal.append(hit)
        await processed(world)
    at(NOON + 41 * MINUTE)
    await Browser(world).identify(ADA)
    found = [(visit["started"] - NOON, [seen["url"] for seen in visit["activities"]]) for visit in await visits(world)]
    assert found == [(0, [SHOP + "0", SHOP + "30", SHOP + "31", SHOP])]
