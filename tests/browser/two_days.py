"""Two days on the example site, as real browsers live through them: who came from where, saw what, and became whom.

All are asked for consent first, and on each of the two domains: the page view before the answer is anonymous, and sent
again when they accept. It is UTC. Monday, 2030-03-04:

| time  | Ada (Germany)                   | Bob (Sweden)    | Cleo (Great Britain)        | Dan      |
|-------|---------------------------------|-----------------|-----------------------------|----------|
| 10:00 | / from a Google search          |                 |                             |          |
| 10:01 | /boots.html                     |                 |                             |          |
| 10:02 | buys: an event                  |                 |                             |          |
| 10:03 | /news.html                      |                 |                             |          |
| 10:05 | sends the account's form there  |                 |                             |          |
| 11:00 |                                 | /boots.html, by |                             |          |
|       |                                 | a letter's link |                             |          |
| 12:00 |                                 |                 | /journal.html from Facebook |          |
| 12:01 |                                 |                 | /journal/salt.html          |          |
| 12:03 |                                 |                 | / of the help pages         |          |
| 13:00 |                                 |                 |                             | declines |

Tuesday:

| time  | Ada                             | Cleo                           | Eve (Great Britain)            |
|-------|---------------------------------|--------------------------------|--------------------------------|
| 09:00 | /journal/salt.html from ChatGPT |                                |                                |
| 09:10 | a deal of 300 with her is won   |                                |                                |
| 12:00 |                                 | /contact.html, address typed   |                                |
| 12:02 |                                 | sends the site's own form,     |                                |
|       |                                 | comes to /thanks.html          |                                |
| 13:00 |                                 |                                | /app/, address typed           |
| 13:01 |                                 |                                | /app/size, no page is loaded   |
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from playwright.async_api import BrowserContext, Page, Route

from hubstead.testing.portal import Portal
from tests.browser.visitor import Visitor, eventually
from tests.marketing.forms.sample import form

MONDAY, TUESDAY = "2030-03-04", "2030-03-05"
GERMANY, SWEDEN, GREAT_BRITAIN = "2.160.1.1", "90.224.1.1", "81.2.69.142"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)
LETTER = "/boots.html?utm_source=letter&utm_medium=email&utm_campaign=spring&utm_term=storm&utm_content=top"


class Person(Visitor):
    """Somebody with a browser; `views` counts the page views that were sent."""

    views = 0

    async def viewed(self) -> None:
        """Wait until one more page view is sent."""
        await self.beacon(self.views, k="1")
        self.views += 1

    async def sees(self, path: str, **options: Any) -> None:
        """Open a page."""
        await self.open(path, **options)
        await self.viewed()

    async def follows(self, link: str) -> None:
        """Click on a link."""
        await self.page.click(link)
        await self.viewed()

    async def consents(self) -> None:
        """Accept: the page view before it was nobody's, and is sent again."""
        async with self.page.expect_request("**/__ptq.gif?k=28&*"):
            await self._press("Accept")
        await self.viewed()

    async def declines(self) -> None:
        """Decline."""
        async with self.page.expect_request("**/__ptq.gif?k=29&*"):
            await self._press("Decline")

    async def _press(self, button: str) -> None:
        await self.page.get_by_role("dialog").get_by_role("button", name=button, exact=True).click()


class TwoDays:
    """`form` and `event` are the ids of the account's form and event, `ada` and `cleo` those of the contacts."""

    def __init__(self, portal: Portal, site: Any, profile: Callable[..., Awaitable[BrowserContext]]) -> None:
        self.portal = portal
        self.site = site
        self._profile = profile
        self._people: list[Person] = []

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """A call of the server's API."""
        return self._people[0].ask(method, path, body)

    async def at(self, day: str, time: str) -> None:
        """From now on it is this moment, for the account and in the browsers. All that was sent before is there."""
        moment = datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=UTC)
        await self.arrived()
        self.portal.clock.freeze(moment)
        for person in self._people:
            await person.page.context.clock.set_fixed_time(moment)

    async def arrived(self) -> None:
        """Wait until as many hits are processed as were sent."""
        counts: list[int] = []

        def all_processed() -> bool | None:
            days = self.ask("GET", "/hubstead/tracking/hits")["results"]
            counts[:] = [sum(sum(day["outcomes"].values()) for day in days), self._sent()]
            return counts[0] == counts[1] or None

        await eventually(all_processed, lambda: f"processed and sent: {counts}")

    def _sent(self) -> int:
        return sum(len(person.beacons) for person in self._people)

    async def pass_by(self) -> None:
        """Let the two days happen."""
        ada, bob, cleo = (
            await self._person(GERMANY),
            await self._person(SWEDEN, PHONE),
            await self._person(GREAT_BRITAIN),
        )
        dan, eve = await self._person(GREAT_BRITAIN), await self._person(GREAT_BRITAIN)
        self._set_up()
        await self._monday_of_ada(ada)
        await self.at(MONDAY, "11:00")
        await bob.sees(LETTER)
        await bob.consents()
        await self._monday_of_cleo(cleo)
        await self.at(MONDAY, "13:00")
        await dan.sees("/")
        await dan.declines()
        await dan.sees("/boots.html")

        await self.at(TUESDAY, "09:00")
        await ada.sees("/journal/salt.html", referer="https://chatgpt.com/")
        await self.at(TUESDAY, "09:10")
        self._win(300, self.ada)
        await self._tuesday_of_cleo(cleo)
        await self.at(TUESDAY, "13:00")
        await eve.sees("/app/")
        await eve.consents()
        await self.at(TUESDAY, "13:01")
        await eve.follows("text=Size")
        await self.arrived()

    async def _person(self, address: str, agent: str | None = None) -> Person:
        context = await self._profile(**({"user_agent": agent} if agent else {}))

        async def forwarded(route: Route) -> None:
            await route.continue_(headers={**route.request.headers, "x-forwarded-for": address})

        await context.route("**/__pt*", forwarded)  # as a proxy in front of the server says
        page: Page = await context.new_page()
        self._people.append(Person(page, self.site, self.portal))
        return self._people[-1]

    def _set_up(self) -> None:
        domains = ["shop.localhost", "help.localhost"]
        settings = {"cookieDomains": domains, "siteDomains": domains, "trackHistory": True, "collectForms": True}
        self.ask("PUT", "/hubstead/tracking/settings", settings)
        self.ask("PUT", "/hubstead/tracking/consent/policies", {"results": [{"name": "all", "mode": "OPT_IN"}]})
        self.form = self.site.form = self.ask("POST", "/marketing/v3/forms", form(name="Our letter"))["id"]
        event = {"label": "Bought", "name": "bought", "primaryObject": "CONTACT", "propertyDefinitions": []}
        self.ask("POST", "/events/v3/event-definitions", event)
        (listed,) = self.ask("GET", "/reports/v2/events")
        self.event = listed["id"]

    async def _monday_of_ada(self, ada: Person) -> None:
        await self.at(MONDAY, "10:00")
        await ada.sees("/", referer="https://www.google.com/")
        await ada.consents()
        await self.at(MONDAY, "10:01")
        await ada.follows("text=See the boots")
        await self.at(MONDAY, "10:02")
        await ada.page.click("#buy")
        await ada.beacon(path="/__ptbe.gif")
        await self.at(MONDAY, "10:03")
        await ada.sees("/news.html")
        await ada.beacon(k="17", fi=self.form)
        await self.at(MONDAY, "10:05")
        await ada.page.get_by_label("E-mail").fill("ada@tern.example")
        await ada.beacon(k="18", fi=self.form)
        await ada.page.get_by_role("button", name="Send").click()
        await ada.beacon(k="19", fi=self.form)
        self.ada = (await ada.contact("ada@tern.example", hs_analytics_source="ORGANIC_SEARCH"))["id"]

    async def _monday_of_cleo(self, cleo: Person) -> None:
        await self.at(MONDAY, "12:00")
        await cleo.sees("/journal.html", referer="https://www.facebook.com/")
        await cleo.consents()
        await self.at(MONDAY, "12:01")
        await cleo.follows("text=What salt does to leather")
        await self.at(MONDAY, "12:03")
        await cleo.follows("text=grease them")
        await cleo.consents()  # to the other domain

    async def _tuesday_of_cleo(self, cleo: Person) -> None:
        await self.at(TUESDAY, "12:00")
        async with cleo.page.expect_event("requestfinished", lambda sent: "/analytics/forms/" in sent.url):
            await cleo.sees("/contact.html")
        await self.at(TUESDAY, "12:02")
        await cleo.page.fill("[name=mail]", "cleo@tern.example")
        await cleo.page.fill("[name=first_name]", "Cleo")
        await cleo.follows("#contact button")
        self.cleo = (await cleo.contact("cleo@tern.example", hs_analytics_source="SOCIAL_MEDIA"))["id"]

    def _win(self, amount: int, contact: str) -> None:
        deal = {"dealname": "Boots", "amount": str(amount), "pipeline": "default", "dealstage": "closedwon"}
        id = self.ask("POST", "/crm/v3/objects/deals", {"properties": deal})["id"]
        self.ask("PUT", f"/crm/v4/objects/deals/{id}/associations/default/contacts/{contact}")
