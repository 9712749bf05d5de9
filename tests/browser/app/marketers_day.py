"""A marketer's day: from the line that is copied into a site to reports, with a visitor of the example site in between.

| time  | the marketer                                                     | Vera, a visitor                           |
|-------|------------------------------------------------------------------|-------------------------------------------|
| 09:00 | copies the tracking code; opens the shop and waits for its visit |                                           |
| 09:10 | has visitors asked for consent, and forms of the site taken      |                                           |
| 09:30 |                                                                  | / from a Google search, and she accepts   |
| 09:31 |                                                                  | /boots.html, /contact.html                |
| 09:35 |                                                                  | sends the form, then /thanks.html         |
| 10:00 | finds her among the contacts, with what she did                  |                                           |
| 10:30 | makes a list of those whom a search brought, sees it counted     |                                           |
| 11:00 | looks where visits came from, down to the search engine          |                                           |
| 11:30 | asks how many went from the boots to a form                      |                                           |
| 12:00 | takes the numbers of pages away as a file                        |                                           |

So there are two sessions: the marketer's own (direct, one view) and Vera's (organic, four views: the first, anonymous
until she accepted, is sent again then and counts once).
"""

from pathlib import Path
from typing import Any, NamedTuple

from playwright.async_api import Page, expect

from tests.browser.app.sales_day import Day
from tests.browser.office import Office, sign_in
from tests.browser.two_days import Person
from tests.browser.visitor import eventually

POLICY = "/hubstead/v1/tracking/consent/policies"


class Account(NamedTuple):
    """What a visitor's browser needs to know of the server."""

    url: str
    id: int
    token: str


class MarketersDay(Day):
    """`visitor` is a page in a browser profile of its own; `site` the example site with this account's code."""

    def __init__(self, page: Page, place: Office, site: Any, visitor: Page) -> None:
        super().__init__(page, place)
        self.site = site
        self.vera = Person(visitor, site, Account(place.url, site.portal, place.token))

    async def live(self) -> None:
        """The whole day."""
        await self._put_the_code_in()
        await self._ask_for_consent()
        await self._visit()
        await self._find_the_contact()
        await self._list_who_searched()
        await self._look_at_sources()
        await self._ask_the_funnel()
        await self._take_pages_away()

    async def _put_the_code_in(self) -> None:
        page, code = self.page, f"{self.place.url}/{self.site.portal}.js"
        async with self.step("see that there is no traffic yet"):
            await sign_in(page, self.place, path="/app/analytics?period=7d")
            await expect(page.get_by_role("region", name="tracking code")).to_contain_text(code)
        async with self.step("open the tracking code"):
            await page.get_by_role("navigation", name="Main").get_by_text("Tracking code").click()
            await expect(page.get_by_label("Tracking code", exact=True)).to_contain_text(code)
        async with self.step("verify the tracking code with a visit"):
            await page.get_by_label("Is it there?").fill(f"{self.site.shop}/")
            async with page.context.expect_page() as opened:
                await page.get_by_role("button", name="Open it and wait").click()
            await expect(page.get_by_text("It works: a visit has arrived just now.")).to_be_visible()
            await (await opened.value).close()

    async def _ask_for_consent(self) -> None:
        page = self.page
        async with self.step("take forms, and ask for consent"):
            await page.get_by_label("Collect forms that were not made here").check()
            await page.get_by_role("region", name="What counts").get_by_role("button", name="Save").click()
            await expect(page.get_by_text("Saved. It holds")).to_be_visible()
            await page.get_by_role("button", name="Add a policy").click()
            await page.get_by_role("region", name="Consent banner").get_by_role("button", name="Save").click()
            await expect(page.get_by_text("Pages follow")).to_be_visible()
        [policy] = self.place.ask("GET", POLICY)["results"]
        assert policy["mode"] == "OPT_IN"

    async def _visit(self) -> None:
        vera = self.vera
        async with self.step("(a visitor accepts, looks around and sends a form)"):
            await vera.sees("/", referer="https://www.google.com/")
            await vera.consents()
            await vera.follows("text=See the boots")
            async with vera.page.expect_event("requestfinished", lambda sent: "/analytics/forms/" in sent.url):
                await vera.sees("/contact.html")
            await vera.page.fill("[name=mail]", "vera@sea.example")
            await vera.page.fill("[name=first_name]", "Vera")
            await vera.follows("#contact button")
        async with self.step("(the visits are processed)"):
            totals: dict[str, int] = {}

            def counted() -> bool | None:
                totals.update(self.place.ask("GET", "/analytics/v2/reports/totals/total?start=20200101")["totals"])
                return (totals.get("visits"), totals.get("rawViews")) == (2, 5) or None

            await eventually(counted, lambda: f"counted {totals}")

    async def _find_the_contact(self) -> None:
        page = self.page
        async with self.step("find the contact by its address"):
            await page.get_by_role("navigation", name="Main").get_by_text("Contacts").click()
            await page.get_by_label("Search contacts").fill("vera@sea.example")
            await expect(page.get_by_role("row")).to_have_count(2)
            await page.get_by_role("row").last.get_by_role("link", name="Vera").click()
            await expect(page.get_by_role("heading", name="Vera", level=1)).to_be_visible()
        async with self.step("see where the contact came from, and what it did"):
            await page.get_by_label("Find a property").fill("Original Source")
            await expect(page.get_by_role("button", name="Original Source Organic Search")).to_be_visible()
            history = page.get_by_role("region", name="History")
            await history.get_by_role("button", name="Page views and events").click()
            await expect(history.get_by_role("article").filter(has_text="Viewed ")).to_have_count(4)
            await history.get_by_role("button", name="Forms").click()
            await expect(history.get_by_role("article").filter(has_text="Sent a form on Contact")).to_have_count(1)

    async def _list_who_searched(self) -> None:
        page = self.page
        async with self.step("begin a list"):
            await page.goto(f"{self.place.url}/app/lists/new")
            await page.get_by_role("textbox", name="Name").fill("Came by a search")
        async with self.step("see a condition counted"):
            box = page.get_by_role("combobox", name="Add a condition on a property of contacts")
            await box.fill("Original Source")
            await page.get_by_role("option", name="Original Source", exact=True).click()
            await page.get_by_role("combobox", name="Original Source: values").fill("Organic Search")
            await page.get_by_role("option", name="Organic Search", exact=True).click()
            await expect(page.get_by_role("status").filter(has_text="now")).to_contain_text("1 contact fits now")
        async with self.step("make the list"):
            await page.get_by_role("button", name="Create list").click()
            await expect(page.get_by_role("region", name="Members").get_by_role("link")).to_have_text(["Vera"])

    async def _look_at_sources(self) -> None:
        page = self.page
        async with self.step("see the traffic"):
            await page.goto(f"{self.place.url}/app/analytics?period=7d")
            traffic = page.get_by_role("region", name="Traffic")
            await expect(traffic.get_by_role("button", name="Sessions")).to_contain_text("2")
            await expect(traffic.get_by_role("button", name="Page views")).to_contain_text("5")
        async with self.step("go down to the search engine"):
            sources = page.get_by_role("region", name="Sources")
            await expect(sources.get_by_role("button", name="Direct traffic 1")).to_be_visible()
            await sources.get_by_role("button", name="Organic search 1").click()
            await sources.get_by_role("button", name="Unknown").click()
            await expect(sources).to_contain_text("Google")

    async def _ask_the_funnel(self) -> None:
        page = self.page
        async with self.step("open the funnel"):
            await page.get_by_role("link", name="Funnel").click()
            await expect(page.get_by_role("region", name="Funnel").get_by_role("row")).to_have_count(4)
        async with self.step("ask who went from the boots to a form"):
            await self._choose_step(2, "Viewed a page")
            await page.get_by_label("What of step 2").fill("/boots.html")
            await self._choose_step(3, "Sent a form")
            await page.get_by_role("button", name="Show funnel").click()
            rows = page.get_by_role("region", name="Funnel").get_by_role("row")
            await expect(rows.nth(1)).to_contain_text("2100%100%")
            await expect(rows.nth(2)).to_contain_text("150%50%")
            await expect(rows.nth(3)).to_contain_text("1100%50%")

    async def _choose_step(self, number: int, kind: str) -> None:
        await self.page.get_by_role("combobox", name=f"Step {number}", exact=True).click()
        await self.page.get_by_role("option", name=kind).click()

    async def _take_pages_away(self) -> None:
        page = self.page
        async with self.step("take a report away as a file"):
            await page.get_by_role("link", name="Reports").click()
            await page.get_by_role("combobox", name="Report").click()
            await page.get_by_role("option", name="All pages").click()
            await expect(page.get_by_role("region", name="All pages")).to_contain_text("/boots.html")
            async with page.expect_download() as download:
                await page.get_by_role("link", name="CSV").click()
        lines = Path(await (await download.value).path()).read_text().splitlines()
        pages = {line.split(",")[0].partition("/")[2] for line in lines[1:]}
        assert pages == {"", "boots.html", "contact.html", "thanks.html"}
