"""The example site in a real browser, with the tracking code as it comes: pages, cookies, identity, the contact."""

import re

from tests.browser.visitor import Visitor

HSTC = re.compile(r"(\d+)\.([0-9a-f]{32})\.(\d{13})\.(\d{13})\.(\d{13})\.(\d+)")


async def test_a_page_is_seen_and_the_cookies_are_written(visitor: Visitor) -> None:
    await visitor.open()
    view = await visitor.beacon(k="1")
    assert (view["pu"], view["t"], view["nc"]) == (f"{visitor.site.shop}/", "Tern & Tide", "true")
    cookies = await visitor.cookies()
    found = HSTC.fullmatch(cookies["__hstc"]["value"])
    assert found
    domain, utk, first, previous, current, count = found.groups()
    assert (utk, first, count) == (view["vi"], previous, "1")
    assert cookies["hubspotutk"]["value"] == utk
    assert cookies["__hssc"]["value"] == f"{domain}.1.{current}"
    assert cookies["__hssrc"]["value"] == "1"
    assert {cookie["domain"] for cookie in cookies.values()} == {".shop.localhost"}
    assert {(cookie["path"], cookie["sameSite"], cookie["secure"]) for cookie in cookies.values()} == {
        ("/", "Lax", False)
    }
    assert cookies["__hssrc"]["expires"] == -1
    await visitor.outcomes(KEPT=1)


async def test_an_event_and_an_identity_become_a_contact_with_its_source(visitor: Visitor) -> None:
    await visitor.open("/?utm_source=letter&utm_medium=email", referer="https://mail.example/")
    await visitor.page.click("text=See the boots")
    await visitor.page.click("#buy")
    event = await visitor.beacon(path="/__ptbe.gif")
    assert (event["n"], event["_product"]) == (f"pe{visitor.portal.id}_bought", "Curlew")
    await visitor.push("identify", {"email": "ada@tern.example", "firstname": "Ada"})
    await visitor.push("trackPageView")
    contact = await visitor.contact(
        "ada@tern.example",
        firstname="Ada",
        hs_analytics_source="EMAIL_MARKETING",
        hs_analytics_num_page_views="3",
        hs_analytics_first_url=f"{visitor.site.shop}/?utm_source=letter&utm_medium=email",
    )
    visits = visitor.ask("GET", f"/hubstead/tracking/contacts/{contact['id']}/visits")["results"]
    assert [(visit["pageViews"], visit["events"]) for visit in visits] == [(3, 1)]
