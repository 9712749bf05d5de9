"""The tracking code on the example site: two domains, single-page part, clicks, forms, identity, refused cookies."""

import asyncio
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.async_api import BrowserContext, Page, Request, Route, expect

from hubstead.testing.portal import Portal
from hubstead.testing.server import ServerThread
from tests.browser.visitor import Visitor, eventually

DOMAINS = ["shop.localhost", "help.localhost"]
CONTACT = {"first_name": "Ada", "last_name": "Lovelace", "phone": "+44 20 7946 0999", "message": "Size 42?"}


async def identified(visitor: Visitor) -> dict[str, Any]:
    """The contact, once a page view has said who this is."""
    await visitor.push("identify", {"email": "ada@tern.example"})
    await visitor.push("trackPageView")
    return await visitor.contact("ada@tern.example")


async def visits_of(visitor: Visitor, contact: dict[str, Any]) -> list[dict[str, Any]]:
    visits: list[dict[str, Any]] = visitor.ask("GET", f"/hubstead/tracking/contacts/{contact['id']}/visits")["results"]
    return visits


async def test_a_link_to_the_second_domain_takes_the_visitor_along(visitor: Visitor) -> None:
    visitor.set_up(cookieDomains=DOMAINS)
    await visitor.open()
    first = await visitor.beacon(k="1")
    await visitor.page.click("#help")
    second = await visitor.beacon(1, k="1")
    arrived = parse_qs(urlsplit(visitor.page.url).query)
    assert visitor.page.url.startswith(visitor.site.help)
    assert arrived["__hstc"] == [first["u"]]
    assert arrived["__hssc"] == [first["b"]]
    assert arrived["__hsfp"] == [first["bfp"]]
    assert second["vi"] == first["vi"]
    by_domain = {(each["domain"], each["name"]): each["value"] for each in await visitor.page.context.cookies()}
    assert by_domain[".help.localhost", "hubspotutk"] == by_domain[".shop.localhost", "hubspotutk"]


async def test_a_visitor_with_two_identities_becomes_one(visitor: Visitor) -> None:
    visitor.set_up(cookieDomains=DOMAINS)
    await visitor.open(visitor.site.help + "/")
    helped = await visitor.beacon(k="1")
    await visitor.open()
    await visitor.page.click("#help")
    merged = await visitor.beacon(2, k="1")
    shopped = await visitor.beacon(1, k="1")
    assert (merged["vi"], merged["i"]) == (helped["vi"], f"visitor={shopped['vi']}")
    await identified(visitor)
    await visitor.contact("ada@tern.example", hs_analytics_num_page_views="4")


async def test_a_stranger_cannot_use_the_link(visitor: Visitor, profile: Callable[..., Any]) -> None:
    visitor.set_up(cookieDomains=DOMAINS)
    await visitor.open()
    await visitor.page.click("#help")
    mine = await visitor.beacon(1, k="1")
    context: BrowserContext = await profile(locale="pl-PL")
    stranger = Visitor(await context.new_page(), visitor.site, visitor.portal)
    await stranger.open(visitor.page.url)
    assert (await stranger.beacon(k="1"))["vi"] != mine["vi"]


async def test_the_single_page_part_by_itself(visitor: Visitor) -> None:
    visitor.set_up(trackHistory=True)
    await visitor.open("/app/")
    await visitor.beacon(k="1")
    await visitor.page.click("text=Size")
    size = await visitor.beacon(1, k="1")
    assert (size["po"], size["rpo"], size["t"]) == ("/app/size", "/app/", "size - Fitting room - Tern & Tide")
    await visitor.page.click("text=Order")
    assert [(await visitor.beacon(2, k="1"))[name] for name in ("po", "rpo")] == ["/app/order", "/app/size"]
    await visitor.page.go_back()
    back = await visitor.beacon(3, k="1")
    assert (back["po"], back["b"]) == ("/app/size", size["b"])
    contact = await identified(visitor)
    (visit,) = await visits_of(visitor, contact)
    assert visit["pageViews"] == 5


async def test_a_page_that_tells_of_its_views_is_not_counted_twice(visitor: Visitor) -> None:
    visitor.set_up(trackHistory=True)
    await visitor.open("/app/")
    await visitor.beacon(k="1")
    await visitor.page.evaluate(
        "history.pushState({}, '', '/app/width'); _hsq.push(['setPath', '/width']); _hsq.push(['trackPageView']);"
    )
    assert (await visitor.beacon(1, k="1"))["po"] == "/width"
    await visitor.page.evaluate("new Promise((done) => setTimeout(done, 60))")  # behind the timer that would tell of it
    await visitor.push("trackPageView")
    await visitor.beacon(2, k="1")
    assert len(visitor.beacons) == 3


async def test_clicks_by_themselves(visitor: Visitor) -> None:
    visitor.set_up(trackClicks=True)
    await visitor.open("/boots.html")
    await visitor.beacon(k="1")
    await visitor.page.click("#buy")
    click = await visitor.beacon(path="/__ptc.gif")
    assert (click["_hs_tag_name"], click["_hs_element_id"]) == ("BUTTON", "buy")
    assert (click["_hs_element_text"], click["_hs_selector"]) == ("Buy for 189.50", "#buy")
    assert click["_hs_is_navigation"] == "false"
    assert int(click["_hs_mouse_x_coordinate"]) > 0
    await visitor.page.click("nav >> text=Contact")
    link = await visitor.beacon(1, path="/__ptc.gif")
    assert (link["_hs_tag_name"], link["_hs_link_href"]) == ("A", f"{visitor.site.shop}/contact.html")
    assert link["_hs_is_navigation"] == "true"
    await visitor.outcomes(KEPT=5)  # two views, two clicks, and the event that the site sends of the first


async def listening(visitor: Visitor) -> None:
    """Wait for what collects forms."""
    await visitor.page.wait_for_function(
        "performance.getEntriesByName(document.querySelector('script[id^=CollectedForms]').src)[0]?.responseEnd"
    )


async def filled(page: Page) -> None:
    for name, value in CONTACT.items():
        await page.fill(f"[name={name}]", value)
    await page.fill("[name=mail]", "ada@tern.example")
    await page.fill("[name=secret]", "hunter2")
    await page.select_option("[name=size]", "42")
    await page.check("[name=news]")


async def test_a_form_of_the_site_becomes_a_contact(visitor: Visitor) -> None:
    visitor.set_up(collectForms=True)
    await visitor.open("/?utm_medium=email&utm_source=letter")
    await visitor.page.click("nav >> text=Contact")
    await visitor.beacon(1, k="1")
    await listening(visitor)
    await filled(visitor.page)
    async with visitor.page.expect_request("**/collected-forms/submit/form") as sending:
        await visitor.page.click("text=Send >> nth=-1")
    sent: Any = (await sending.value).post_data_json
    assert visitor.site.posted
    await visitor.beacon(2, k="1")
    await visitor.contact(
        "ada@tern.example",
        firstname="Ada",
        lastname="Lovelace",
        phone="+44 20 7946 0999",
        hs_analytics_source="EMAIL_MARKETING",
        num_conversion_events="1",
    )
    assert sent["contactFields"] == {
        "email": "ada@tern.example",
        "firstName": "Ada",
        "lastName": "Lovelace",
        "phone": "+44 20 7946 0999",
    }
    assert sent["formValues"] == {
        "First name": "Ada",
        "Last name": "Lovelace",
        "E-mail": "ada@tern.example",
        "Phone": "+44 20 7946 0999",
        "Your size": "Forty-two",
        "Message": "Size 42?",
        "Send me news": "Checked",
    }
    assert (sent["formSelectorId"], sent["formSelectorClasses"]) == ("#contact", ".letter, .plain")
    assert (sent["type"], sent["utk"]) == ("SCRAPED", (await visitor.cookies())["hubspotutk"]["value"])


@pytest.mark.parametrize("late", [r"/analytics/forms/", r"/analytics/[0-9a-f]{16}/"])
async def test_a_form_that_did_not_arrive_is_handed_over_by_the_next_page_once(visitor: Visitor, late: str) -> None:
    """Whichever file of the code comes last."""
    visitor.set_up(collectForms=True)
    await others_first(visitor.page, re.compile(late))
    await visitor.open("/contact.html")
    await visitor.beacon(k="1")
    await listening(visitor)
    taken: list[int] = []

    async def swallow(route: Route) -> None:
        """It arrives, but the page does not hear of it; what comes next goes its way."""
        if taken:
            await route.continue_()
            return
        taken.append(0)
        taken[0] = (await route.fetch()).status

    await visitor.page.context.route("**/collected-forms/submit/form", swallow)
    await visitor.page.fill("[name=mail]", "ada@tern.example")
    async with visitor.page.expect_response("**/collected-forms/submit/form") as answered:
        await visitor.page.click("text=Send >> nth=-1")
        await visitor.page.wait_for_url("**/thanks.html")
    assert (await answered.value).status == 204
    await eventually(lambda: taken == [204] or None, lambda: f"the first answer was {taken}")
    await visitor.contact("ada@tern.example", num_conversion_events="1")
    await expect(visitor.page.get_by_role("heading", name="Thank you")).to_be_visible()
    await visitor.page.wait_for_function("!document.cookie.includes('li_formsub')")


async def others_first(page: Page, late: re.Pattern[str]) -> None:
    """Let a page have one file of the tracking code after all others."""
    others = asyncio.Event()

    async def hold(route: Route) -> None:
        await others.wait()
        await route.continue_()

    def finished(request: Request) -> None:
        if "/analytics/" in request.url:
            others.set()

    page.on("requestfinished", finished)
    page.on("framenavigated", lambda _: others.clear())
    await page.route(late, hold)


async def test_forms_of_who_did_not_consent_are_not_read(visitor: Visitor) -> None:
    visitor.set_up(collectForms=True)
    visitor.ask("PUT", "/hubstead/tracking/consent/policies", {"results": [{"name": "x", "mode": "OPT_IN"}]})
    await visitor.open("/contact.html")
    await visitor.beacon(k="1")
    await listening(visitor)
    asked: list[str] = []
    visitor.page.on("request", lambda sent: asked.append(sent.url))
    await filled(visitor.page)
    await visitor.page.locator("#contact button").dispatch_event("click")
    await visitor.page.wait_for_url("**/thanks.html")
    await visitor.beacon(1, k="1")
    assert not [url for url in asked if "collected-forms" in url]
    assert "li_formsub" not in await visitor.cookies()


async def test_identify_before_the_code_is_there(visitor: Visitor) -> None:
    await visitor.page.add_init_script("window._hsq = [['identify', {email: 'ada@tern.example', city: 'São Paulo'}]]")
    await visitor.open()
    view = await visitor.beacon(k="1")
    assert view["i"] == "email=ada%40tern.example&city=S%C3%A3o+Paulo"
    await visitor.contact("ada@tern.example", city="São Paulo", hs_analytics_num_page_views="1")


async def test_what_was_seen_before_is_the_contacts_history(visitor: Visitor) -> None:
    await visitor.open("/", referer="https://www.google.com/")
    for number, path in enumerate(("/boots.html", "/contact.html"), 1):
        await visitor.open(path)
        await visitor.beacon(number, k="1")
    contact = await identified(visitor)
    await visitor.contact(
        "ada@tern.example",
        hs_analytics_source="ORGANIC_SEARCH",
        hs_analytics_num_page_views="4",
        hs_analytics_num_visits="1",
        hs_analytics_first_url=f"{visitor.site.shop}/",
        hs_analytics_last_url=f"{visitor.site.shop}/contact.html",
    )
    (visit,) = await visits_of(visitor, contact)
    assert visit["source"]["name"] == "ORGANIC_SEARCH"


async def test_a_browser_that_refuses_cookies_is_seen_and_not_known(visitor: Visitor) -> None:
    await visitor.page.add_init_script(
        "Object.defineProperty(Document.prototype, 'cookie', {get: () => '', set: () => undefined})"
    )
    await visitor.open()
    view = await visitor.beacon(k="1")
    assert (view["nc"], len(view["vi"])) == ("true", 32)
    assert not {"u", "b"} & set(view)
    await visitor.outcomes(ANONYMOUS=1)
    assert await visitor.cookies() == {}


async def test_a_page_in_a_box_without_cookies_and_storage(visitor: Visitor, site: Any) -> None:
    """Cookies and storage throw there."""
    box = f'<iframe sandbox="allow-scripts" src="{site.shop}/boots.html"></iframe>'
    await visitor.page.route("**/box", lambda route: route.fulfill(content_type="text/html", body=box))
    await visitor.page.goto(f"{site.help}/box")
    view = await visitor.beacon(k="1")
    assert "u" not in view
    assert not [sent for sent in visitor.beacons if sent["path"] == "/__pto.gif"]


# Both numbers come from captures of the real service.
@pytest.mark.parametrize(("host", "domain"), [("www.hubspot.com", 20629287), ("www.uniorg.de", 226818242)])
async def test_the_hash_of_a_cookies_domain(visitor: Visitor, host: str, domain: int) -> None:
    page = visitor.site.filled(
        '<title>Page</title><script id="hs-script-loader" async defer src="{{loader}}"></script>'
    )
    await visitor.page.route(f"https://{host}/", lambda route: route.fulfill(content_type="text/html", body=page))
    await visitor.page.goto(f"https://{host}/")
    assert (await visitor.beacon(k="1"))["u"].startswith(f"{domain}.")
    cookies = await visitor.cookies()
    assert cookies["__hstc"]["domain"] == host.removeprefix("www")
    assert cookies["__hstc"]["value"].startswith(f"{domain}.")


async def test_a_site_whose_policy_lets_only_images_through(visitor: Visitor, site: Any) -> None:
    page = site.filled('<title>Page</title><script id="hs-script-loader" async defer src="{{loader}}"></script>')
    policy = f"default-src 'none'; script-src {site.hubstead}; img-src {site.hubstead}"
    heard: list[str] = []
    visitor.page.on("console", lambda told: heard.append(told.text))
    await visitor.page.add_init_script("delete Request.prototype.keepalive; navigator.sendBeacon = undefined")
    await visitor.page.route(
        f"{site.shop}/strict",
        lambda route: route.fulfill(content_type="text/html", body=page, headers={"content-security-policy": policy}),
    )
    await visitor.page.goto(f"{site.shop}/strict")
    await visitor.beacon(k="1")
    await visitor.outcomes(KEPT=1)
    assert heard == []


async def test_a_browser_that_can_only_send_beacons(visitor: Visitor) -> None:
    await visitor.page.add_init_script("delete Request.prototype.keepalive")
    async with visitor.page.expect_request("**/__ptq.gif*") as sending:
        await visitor.open()
    sent = await sending.value
    assert (sent.method, sent.resource_type) == ("POST", "ping")
    await visitor.outcomes(KEPT=1)


async def test_under_names_of_the_sites_own(serving: Any, profile: Callable[..., Any]) -> None:
    """Nothing in an address is HubSpot's, and everything arrives."""
    with ServerThread(tracking_names="site assets/lib px") as server:
        portal: Portal = server.portal()
        site = serving.Site(portal.url, portal.id, loader=f"/site/{portal.id}.js")
        site.start()
        context: BrowserContext = await profile()
        visitor = Visitor(await context.new_page(), site, portal)
        visitor.collecting = ("/px/q", "/px/be", "/px/c", "/px/o", "/px/form")
        visitor.set_up(collectForms=True, trackClicks=True)
        visitor.ask("PUT", "/hubstead/tracking/consent/policies", {"results": [{"name": "x", "mode": "OPT_OUT"}]})
        asked: list[str] = []
        context.on("request", lambda sent: asked.append(sent.url))
        await visitor.open("/contact.html")
        await visitor.beacon(k="1")
        await visitor.page.get_by_role("button", name="OK").click()
        await listening(visitor)
        await filled(visitor.page)
        await visitor.page.click("text=Send >> nth=-1")
        await visitor.beacon(path="/px/form")
        await visitor.contact("ada@tern.example", firstname="Ada")
        ours = [url for url in asked if url.startswith(server.url)]
        assert not [url for url in ours if re.search(r"hs-|__pt|analytics|collected|hubspot", url)]
        await context.close()
        site.stop()
