"""Consent in a real browser: every mode of the banner, given, refused, withdrawn, remembered; the browser's signals."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import BrowserContext, Page, expect

from hubstead.testing.portal import Portal
from tests.browser.visitor import Visitor

AXE = Path(__file__).parents[1] / "client" / "node" / "node_modules" / "axe-core" / "axe.min.js"
TRACKING = {"__hstc", "hubspotutk", "__hssc", "__hssrc"}
DAY = 86_400


def ask(visitor: Visitor, mode: str, **more: Any) -> None:
    visitor.ask("PUT", "/hubstead/tracking/consent/policies", {"results": [{"name": mode, "mode": mode, **more}]})


async def click(visitor: Visitor, name: str) -> None:
    await visitor.page.get_by_role("dialog").get_by_role("button", name=name, exact=True).click()


async def gone(page: Page) -> None:
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def unasked(page: Page) -> None:
    """After a page view: the banner is called for before that, if it is."""
    await expect(page.locator("script[src*='/banner/']")).to_have_count(0)


async def values(visitor: Visitor) -> dict[str, str]:
    return {name: cookie["value"] for name, cookie in (await visitor.cookies()).items()}


async def lives(visitor: Visitor, name: str) -> float:
    """Days until a cookie ends."""
    now: float = await visitor.page.evaluate("Date.now() / 1000")
    return ((await visitor.cookies())[name]["expires"] - now) / DAY


async def test_opt_in_given(visitor: Visitor) -> None:
    ask(visitor, "OPT_IN")
    await visitor.open()
    anonymous = await visitor.beacon(k="1")
    assert (anonymous["ce"], anonymous["pt"], anonymous["cc"], anonymous["nc"]) == ("false", "1", "1", "true")
    assert "u" not in anonymous
    assert await values(visitor) == {}
    await click(visitor, "Accept")
    await gone(visitor.page)
    view = await visitor.beacon(1, k="1")
    accepted = await visitor.beacon(k="28")
    found = await values(visitor)
    assert set(found) == TRACKING | {"__hs_opt_out", "__hs_initial_opt_in"}
    assert (found["__hs_opt_out"], found["__hs_initial_opt_in"]) == ("no", "yes")
    assert (view["vi"], view["u"], view["cc"]) == (found["hubspotutk"], found["__hstc"], "15")
    assert accepted["vi"] == found["hubspotutk"]
    assert await lives(visitor, "__hs_opt_out") == pytest.approx(180, abs=0.1)
    assert await lives(visitor, "__hs_initial_opt_in") == pytest.approx(7, abs=0.1)
    assert await lives(visitor, "hubspotutk") == pytest.approx(180, abs=0.1)
    await visitor.open("/boots.html")
    await visitor.beacon(2, k="1")
    await unasked(visitor.page)


async def test_who_a_visitor_is_goes_out_with_consent_only(visitor: Visitor) -> None:
    ask(visitor, "OPT_IN")
    await visitor.open()
    await visitor.beacon(k="1")
    await visitor.page.evaluate("_hsq.push(['identify', {email: 'ada@example.com'}]); _hsq.push(['trackPageView'])")
    assert "i" not in await visitor.beacon(1, k="1")
    await click(visitor, "Accept")
    told = [(await visitor.beacon(2, k="1")).get("i"), (await visitor.beacon(k="28")).get("i")]
    assert [said for said in told if said] == ["email=ada%40example.com"]


async def test_opt_in_refused(visitor: Visitor) -> None:
    ask(visitor, "OPT_IN")
    await visitor.open()
    await click(visitor, "Decline")
    await visitor.beacon(k="29")
    assert await values(visitor) == {"__hs_opt_out": "yes", "__hs_initial_opt_in": "no"}
    await visitor.open("/boots.html")
    view = await visitor.beacon(1, k="1")
    assert (view["ce"], view["cc"]) == ("false", "1")
    await unasked(visitor.page)
    assert set(await values(visitor)) == {"__hs_opt_out", "__hs_initial_opt_in"}


async def test_without_a_way_to_decline(visitor: Visitor) -> None:
    ask(visitor, "OPT_IN", showDecline=False)
    await visitor.open()
    buttons = visitor.page.get_by_role("dialog").get_by_role("button")
    await expect(buttons).to_have_text(["Accept"])
    assert (await visitor.beacon(k="1"))["pt"] == "0"


async def test_consent_withdrawn_through_the_sites_own_link(visitor: Visitor) -> None:
    ask(visitor, "OPT_IN")
    await visitor.open()
    await click(visitor, "Accept")
    await visitor.beacon(k="28")
    await visitor.page.click("#privacy")
    await click(visitor, "Decline")
    await visitor.beacon(k="29")
    assert await values(visitor) == {"__hs_opt_out": "yes", "__hs_initial_opt_in": "no"}


async def test_consent_revoked_is_asked_for_again(visitor: Visitor) -> None:
    ask(visitor, "OPT_IN")
    await visitor.open()
    await click(visitor, "Accept")
    await visitor.beacon(k="28")
    await visitor.push("revokeCookieConsent", queue="_hsp")
    await visitor.beacon(k="30")
    assert await visitor.page.evaluate("document.cookie") == ""  # the browser's own list follows a little later
    await visitor.open("/boots.html")
    await expect(visitor.page.get_by_role("dialog")).to_be_visible()


async def test_by_category(visitor: Visitor) -> None:
    ask(visitor, "CATEGORIES")
    await visitor.open()
    await visitor.page.evaluate(
        "_hsp.push(['addPrivacyConsentListener', given => (window.heard = window.heard || []).push(given)])"
    )
    assert await visitor.page.evaluate("window.heard") is None
    await click(visitor, "Choose")
    switches = visitor.page.get_by_role("switch")
    assert [await switch.is_checked() for switch in await switches.all()] == [True, False, False, False]
    await expect(switches.nth(0)).to_be_disabled()
    await visitor.page.get_by_role("switch", name="Analytics").check()
    await visitor.page.get_by_role("switch", name="Functionality").check()
    await click(visitor, "Save choice")
    view = await visitor.beacon(1, k="1")
    assert (view["pt"], view["cc"]) == ("3", "11")
    raw = await visitor.page.evaluate("document.cookie")
    assert "__hs_cookie_cat_pref=1:true,2:false,3:true" in raw.split("; ")
    assert await lives(visitor, "__hs_cookie_cat_pref") == pytest.approx(180, abs=0.1)
    (heard,) = await visitor.page.evaluate("window.heard")
    assert heard == {
        "allowed": True,
        "categories": {"necessary": True, "analytics": True, "advertisement": False, "functionality": True},
        "previousCategories": {"necessary": True, "analytics": False, "advertisement": False, "functionality": False},
    }
    await visitor.page.click("#privacy")
    assert [await switch.is_checked() for switch in await switches.all()] == [True, True, False, True]
    await visitor.page.get_by_role("switch", name="Analytics").uncheck()
    await click(visitor, "Save choice")
    assert not TRACKING & set(await values(visitor))
    assert (await values(visitor))["__hs_cookie_cat_pref"] == "1:false,2:false,3:true"


async def test_opt_out(visitor: Visitor) -> None:
    ask(visitor, "OPT_OUT")
    await visitor.open()
    view = await visitor.beacon(k="1")
    assert (view["cc"], view["u"].split(".")[1]) == ("15", view["vi"])
    assert "pt" not in view
    assert "ce" not in view
    await click(visitor, "Opt out")
    await visitor.beacon(k="29")
    assert await values(visitor) == {"__hs_opt_out": "yes"}
    await visitor.open("/boots.html")
    assert (await visitor.beacon(1, k="1"))["ce"] == "false"
    await visitor.push("revokeCookieConsent")
    await visitor.open()
    assert (await visitor.beacon(2, k="1"))["ce"] == "false"


async def test_notify_only(visitor: Visitor) -> None:
    ask(visitor, "NOTIFY")
    await visitor.open()
    assert "u" in await visitor.beacon(k="1")
    await click(visitor, "OK")
    found = await values(visitor)
    assert (found["__hs_notify_banner_dismiss"], set(found) & {"__hs_opt_out"}) == ("true", set())
    assert await lives(visitor, "__hs_notify_banner_dismiss") == pytest.approx(180, abs=0.1)
    await visitor.open("/boots.html")
    await visitor.beacon(1, k="1")
    await unasked(visitor.page)


@pytest.mark.parametrize("mode", ["OPT_OUT", "NOTIFY"])
async def test_a_notice_that_was_read_is_no_consent(visitor: Visitor, mode: str) -> None:
    policies = [{"name": "tells", "mode": mode, "paths": ["/"]}, {"name": "asks", "mode": "OPT_IN"}]
    visitor.ask("PUT", "/hubstead/tracking/consent/policies", {"results": policies})
    await visitor.open()
    await click(visitor, "OK")
    await gone(visitor.page)
    await visitor.open("/boots.html")
    assert (await visitor.beacon(1, k="1"))["ce"] == "false"
    await expect(visitor.page.get_by_role("button", name="Accept")).to_be_visible()


async def test_who_objected_may_think_again(visitor: Visitor) -> None:
    ask(visitor, "OPT_OUT")
    await visitor.open()
    await click(visitor, "Opt out")
    await visitor.page.click("#privacy")
    await click(visitor, "Accept")
    await visitor.beacon(k="28")
    assert (await values(visitor))["__hs_opt_out"] == "no"
    assert set(await values(visitor)) >= TRACKING


@pytest.mark.parametrize("mode", ["OPT_IN", "OPT_OUT", "CATEGORIES"])
async def test_global_privacy_control(visitor: Visitor, mode: str) -> None:
    ask(visitor, mode)
    await visitor.page.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', {value: true})")
    await visitor.open()
    view = await visitor.beacon(k="1")
    assert (view["ce"], view["cc"]) == ("false", "1")
    await expect(visitor.page.get_by_role("dialog")).to_contain_text("you do not want to be tracked")
    await click(visitor, "OK")
    assert await values(visitor) == {"__hs_gpc_banner_dismiss": "yes"}
    assert await lives(visitor, "__hs_gpc_banner_dismiss") == pytest.approx(180, abs=0.1)
    await visitor.open("/boots.html")
    await visitor.beacon(1, k="1")
    await unasked(visitor.page)


@pytest.mark.parametrize("signal", ["doNotTrack", "globalPrivacyControl"])
async def test_nothing_is_sent_for_who_asks_not_to_be_tracked(visitor: Visitor, signal: str) -> None:
    visitor.set_up(respectDoNotTrack=True)
    value = "'1'" if signal == "doNotTrack" else "true"
    await visitor.page.add_init_script(f"Object.defineProperty(navigator, '{signal}', {{value: {value}}})")
    await visitor.open(wait_until="load")
    await visitor.push("trackPageView")
    await visitor.push("trackEvent", {"id": "7"})
    assert await visitor.page.evaluate("window._hstc_ran")
    assert (visitor.beacons, await values(visitor)) == ([], {})


async def test_a_page_may_keep_the_banner_away_and_decide_itself(visitor: Visitor) -> None:
    ask(visitor, "OPT_IN")
    await visitor.page.add_init_script("window.disableHubSpotCookieBanner = true")
    await visitor.open()
    await visitor.beacon(k="1", ce="false")
    await unasked(visitor.page)
    given = {"analytics": True, "advertisement": False, "functionality": False}
    await visitor.push("setHubSpotConsent", given, queue="_hsp")
    assert (await visitor.beacon(1, k="1"))["cc"] == "3"
    assert set(await values(visitor)) == TRACKING
    await visitor.open("/boots.html")
    assert (await visitor.beacon(2, k="1"))["ce"] == "false"


async def test_the_first_policy_that_fits_the_page_counts(visitor: Visitor) -> None:
    policies = [
        {"name": "app", "mode": "OPT_OUT", "paths": ["/app/*"]},
        {"name": "elsewhere", "mode": "OPT_IN", "countries": ["DE"]},
        {"name": "letters", "mode": "NOTIFY", "paths": ["/contact.html"]},
    ]
    visitor.ask("PUT", "/hubstead/tracking/consent/policies", {"results": policies})
    await visitor.open("/app/size")
    await expect(visitor.page.get_by_role("button", name="Opt out")).to_be_visible()
    await visitor.open("/contact.html")
    await expect(visitor.page.get_by_role("dialog").get_by_role("button")).to_have_text(["OK"])
    await visitor.open("/boots.html")
    await visitor.beacon(2, k="1")
    await unasked(visitor.page)


async def test_the_banner_speaks_the_language_of_the_page(
    profile: Callable[..., Any], site: Any, hubstead_portal: Portal
) -> None:
    context: BrowserContext = await profile(locale="fr-FR")
    visitor = Visitor(await context.new_page(), site, hubstead_portal)
    ask(visitor, "OPT_IN", texts={"pl": {"title": "Ciasteczka"}})
    titles = []
    for language in ("de-AT", "pl", "xx", ""):
        await visitor.page.add_init_script(
            f"new MutationObserver(() => document.documentElement && (document.documentElement.lang = '{language}'))"
            ".observe(document, {childList: true})"
        )
        await visitor.open()
        titles.append(await visitor.page.get_by_role("dialog").get_by_role("heading").inner_text())
    assert titles == ["Ihre Privatsphäre", "Ciasteczka", "Your privacy", "Votre vie privée"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("mode", ["OPT_IN", "OPT_OUT", "CATEGORIES", "NOTIFY"])
async def test_everybody_can_read_and_use_it(
    profile: Callable[..., Any], site: Any, hubstead_portal: Portal, mode: str, scheme: str
) -> None:
    if not AXE.exists():
        pytest.fail("axe is not installed. Run scripts/test, or `npm ci` in tests/client/node.")
    context: BrowserContext = await profile(color_scheme=scheme, reduced_motion="reduce", bypass_csp=True)
    visitor = Visitor(await context.new_page(), site, hubstead_portal)
    ask(visitor, mode, privacyUrl="/privacy.html")
    await visitor.open()
    await expect(visitor.page.get_by_role("dialog")).to_be_visible()
    if mode == "CATEGORIES":
        await click(visitor, "Choose")
    await visitor.page.add_script_tag(path=AXE)
    found = await visitor.page.evaluate("axe.run('#hs-eu-cookie-confirmation')")
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found["violations"]] == []
    assert {"color-contrast", "aria-dialog-name"} <= {rule["id"] for rule in found["passes"]}


async def test_by_keyboard(visitor: Visitor) -> None:
    ask(visitor, "CATEGORIES", position="CENTER", privacyUrl="/privacy.html")
    page = visitor.page
    await visitor.open()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_be_focused()
    assert await dialog.get_attribute("aria-modal") == "true"
    seen = []
    for _ in range(5):
        await page.keyboard.press("Tab")
        seen.append(await focused(page))
    assert seen == ["Privacy policy", "Choose", "Decline all", "Accept all", "Privacy policy"]
    await page.keyboard.press("Shift+Tab")
    assert await focused(page) == "Accept all"
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Space")
    await expect(page.get_by_role("switch", name="Analytics")).to_be_checked()
    await click(visitor, "Save choice")
    await page.locator("#privacy").focus()
    await page.keyboard.press("Enter")
    await expect(dialog).to_be_focused()
    await page.keyboard.press("Escape")
    await gone(page)
    await expect(page.locator("#privacy")).to_be_focused()
    assert (await values(visitor))["__hs_cookie_cat_pref"] == "1:true,2:false,3:false"


async def focused(page: Page) -> str:
    text: str = await page.evaluate(
        "document.querySelector('#hs-eu-cookie-confirmation').shadowRoot.activeElement.textContent"
    )
    return text


async def test_a_preview_shows_the_banner_and_tracks_nobody(visitor: Visitor, site: Any) -> None:
    policy = {"name": "x", "mode": "OPT_IN"}
    body = {"policy": policy, "language": "nl"}
    made = visitor.ask("POST", "/hubstead/tracking/consent/preview", body)
    assert made["language"] == "nl"
    page = visitor.page
    await page.route("**/preview", lambda route: route.fulfill(content_type="text/html", body="<p>Page</p>"))
    await page.goto(site.shop + "/preview")
    await page.evaluate(f"(0, eval)({json.dumps(made['script'])})")
    await page.get_by_role("button", name="Weigeren").click()
    await gone(page)
    assert (visitor.beacons, await values(visitor)) == ([], {})
