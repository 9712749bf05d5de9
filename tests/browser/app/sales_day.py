"""A sales person's day, as it is lived in a browser, with what it leaves in the CRM counted by hand.

| time  | what                                                                                              |
|-------|---------------------------------------------------------------------------------------------------|
| 09:00 | signs in; finds Grace by the palette, rings her up: the call and a task for tomorrow are kept     |
| 09:30 | the deal with her moves on to the next stage                                                      |
| 10:00 | searches the four contacts of the fair, corrects a number, gives all four to a colleague          |
| 10:30 | keeps what is seen as a view for the team, and comes back to it by its name                       |
| 11:00 | two of the four are one person: merged                                                            |
| 13:00 | three visiting cards, typed into a file, are imported                                             |
| 14:00 | the task of the morning stands in the calendar, and is done from the list of tasks                |
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import perf_counter
from typing import Any

from playwright.async_api import Page, expect

from tests.browser.office import OWNER, PASSWORD, Office, saving

FAIR = (("Ada", "+1 555 0101"), ("Bert", "+1 555 0102"), ("Cora", "+1 555 0103"), ("Cora", ""))
CARDS = (("Dora", "Date"), ("Emil", "Eder"), ("Fina", "Frost"))


class Day:
    """One day in one page. `took` has the seconds of each step, for who measures."""

    def __init__(self, page: Page, place: Office) -> None:
        self.page = page
        self.place = place
        self.took: dict[str, float] = {}

    @asynccontextmanager
    async def step(self, name: str) -> AsyncIterator[None]:
        """Something that the person does, until its result is seen."""
        began = perf_counter()
        yield
        self.took[name] = perf_counter() - began

    def make(self, type: str, **properties: str) -> str:
        """A record that was there before the day."""
        return str(self.place.ask("POST", f"/crm/v3/objects/{type}", {"properties": properties})["id"])

    def read(self, type: str, id: str, *names: str) -> dict[str, Any]:
        """Properties of a record, as the API has them."""
        found = self.place.ask("GET", f"/crm/v3/objects/{type}/{id}?properties={','.join(names)}")
        return {name: found["properties"][name] for name in names}


class SalesDay(Day):
    """What was there the evening before: Grace with a deal, and who was met at the fair."""

    def begin(self) -> None:
        self.make("companies", name="Hopwood Ltd")
        self.grace = self.make("contacts", firstname="Grace", lastname="Hopwood", email="grace@hopwood.example")
        stage = {"pipeline": "default", "dealstage": "appointmentscheduled"}
        self.deal = self.make("deals", dealname="Compilers for Hopwood", amount="700", **stage)
        self.fair = [
            self.make(
                "contacts", firstname=name, lastname="Fairweather", email=f"fair{place}@fair.example", phone=phone
            )
            for place, (name, phone) in enumerate(FAIR)
        ]
        owners = self.place.ask("GET", "/crm/v3/owners")["results"]
        self.colleague = next(each for each in owners if each["email"] != OWNER)
        self.me = next(each for each in owners if each["email"] == OWNER)

    async def live(self) -> None:
        """The whole day."""
        self.begin()
        await self._sign_in()
        await self._ring_grace_up()
        await self._move_the_deal()
        await self._look_after_the_fair()
        await self._keep_a_view()
        await self._merge_cora()
        await self._import_cards()
        await self._finish_the_task()

    async def _sign_in(self) -> None:
        page = self.page
        async with self.step("sign in, to the page that was asked for"):
            await page.goto(f"{self.place.url}/app/records/companies")
            await page.get_by_label("E-mail address").fill(OWNER)
            await page.locator("input[type=password]").fill(PASSWORD)
            await page.get_by_role("button", name="Sign in").click()
            await expect(page.get_by_role("heading", name="Companies", level=1)).to_be_visible()
            await expect(page.get_by_role("row").nth(1)).to_be_visible()

    async def _ring_grace_up(self) -> None:
        page = self.page
        async with self.step("find a contact by the palette"):
            await page.keyboard.press("Control+k")
            await expect(page.get_by_placeholder("Search records")).to_be_focused()
            await page.keyboard.type("hopwood")
            await expect(page.get_by_role("dialog").get_by_text("Grace Hopwood")).to_be_visible()
            await page.keyboard.press("ArrowDown")
            await page.keyboard.press("Enter")
            await expect(page.get_by_role("heading", name="Grace Hopwood", level=1)).to_be_visible()
        history = page.get_by_role("region", name="History")
        async with self.step("log a call"):
            await history.get_by_text("Call", exact=True).first.click()
            await history.get_by_label("What the call is about").fill("Wants <two> of them")
            await history.get_by_label("Minutes").fill("12")
            await history.get_by_role("button", name="Save call").click()
            await expect(history.get_by_role("article").filter(has_text="Wants <two> of them")).to_be_visible()
        async with self.step("plan a task"):
            await history.get_by_text("Task", exact=True).first.click()
            await history.get_by_label("What is to be done").fill("Send the offer to Grace")
            await history.get_by_role("button", name="Save task").click()
            await expect(history.get_by_label("Task: Send the offer to Grace is done")).to_be_visible()
        path = f"/crm/v4/objects/contacts/{self.grace}/associations"
        call, task = (self.place.ask("GET", f"{path}/{type}")["results"][0] for type in ("calls", "tasks"))
        assert self.read("calls", call["toObjectId"], "hs_call_title", "hs_call_duration") == {
            "hs_call_title": "Wants <two> of them", "hs_call_duration": "720000",
        }  # fmt: skip
        self.task = str(task["toObjectId"])

    async def _move_the_deal(self) -> None:
        page = self.page
        async with self.step("open the board"):
            await page.get_by_role("link", name="Board of deals").click()
            card = page.get_by_role("article").filter(has_text="Compilers for Hopwood").first
            await expect(card).to_be_visible()
        await page.wait_for_load_state("networkidle")
        await card.scroll_into_view_if_needed()
        goal = page.get_by_role("region", name="Qualified To Buy")
        start, end = await card.bounding_box(), await goal.bounding_box()
        assert start
        assert end
        await page.mouse.move(start["x"] + 40, start["y"] + start["height"] - 8)
        await page.mouse.down()
        await page.mouse.move(end["x"] + 100, end["y"] + 120, steps=8)
        await expect(goal).to_have_attribute("data-over", "true")
        async with saving(page), self.step("let a card go in another stage"):
            await page.mouse.up()
            await expect(goal.get_by_role("article").filter(has_text="Compilers for Hopwood")).to_be_visible()
        assert self.read("deals", self.deal, "dealstage") == {"dealstage": "qualifiedtobuy"}

    async def _look_after_the_fair(self) -> None:
        page = self.page
        rows = page.get_by_role("row").filter(has_text="Fairweather")
        async with self.step("go to the contacts"):
            await page.get_by_role("navigation", name="Main").get_by_text("Contacts").click()
            await expect(page.get_by_role("row").nth(1)).to_be_visible()
        async with self.step("search four of them"):
            await page.get_by_label("Search contacts").fill("fairweather")
            await expect(rows).to_have_count(4)
            await expect(page.get_by_role("row")).to_have_count(5)
        bert = rows.filter(has_text="Bert")
        async with saving(page), self.step("change a value where it stands"):
            await bert.get_by_role("button", name="Phone Number").click()
            await page.get_by_role("textbox", name="Phone Number").fill("+44 20 7946 0000")
            await page.keyboard.press("Enter")
            await expect(bert).to_contain_text("+44 20 7946 0000")
        assert self.read("contacts", self.fair[1], "phone") == {"phone": "+44 20 7946 0000"}
        async with saving(page), self.step("choose an option where it stands"):
            await bert.get_by_role("button", name="Lifecycle Stage").click()
            await page.get_by_role("combobox", name="Lifecycle Stage").click()
            await page.get_by_role("option", name="Opportunity", exact=True).click()
            await page.get_by_role("dialog").get_by_role("button", name="Save").click()
            await expect(bert).to_contain_text("Opportunity")
        assert self.read("contacts", self.fair[1], "lifecyclestage") == {"lifecyclestage": "opportunity"}
        async with self.step("give four contacts to a colleague"):
            await page.get_by_label("Select all rows").check()
            await page.get_by_role("button", name="Change a property").click()
            form = page.get_by_role("dialog")
            await form.get_by_role("combobox", name="Property").fill("Contact owner")
            await page.get_by_role("option", name="Contact owner", exact=True).click()
            await form.get_by_role("combobox", name="Contact owner").click()
            name = f"{self.colleague['firstName']} {self.colleague['lastName']}"
            await page.get_by_role("option", name=name).click()
            await form.get_by_role("button", name="Set for all selected").click()
            await expect(page.get_by_text("4 contacts changed")).to_be_visible()
        owners = {self.read("contacts", id, "hubspot_owner_id")["hubspot_owner_id"] for id in self.fair}
        assert owners == {self.colleague["id"]}

    async def _keep_a_view(self) -> None:
        page = self.page
        async with self.step("filter and keep it as a view"):
            await page.get_by_label("Search contacts").fill("")
            await page.get_by_role("button", name="Filter").click()
            await page.get_by_role("combobox", name="Filter by a property").fill("Last Name")
            await page.get_by_role("option", name="Last Name", exact=True).click()
            await page.get_by_role("dialog").get_by_role("textbox").last.fill("Fairweather")
            await expect(page.get_by_role("row")).to_have_count(5)
            await page.keyboard.press("Escape")
            await page.get_by_role("button", name="All contacts").click()
            await page.get_by_role("button", name="Save as a new view").click()
            await page.get_by_role("textbox", name="Name").fill("The fair")
            await page.get_by_role("button", name="Save", exact=True).click()
            await expect(page.get_by_role("button", name="The fair", exact=True).first).to_be_visible()
        async with self.step("open the view by its address"):
            await page.reload()
            await expect(page.get_by_role("row")).to_have_count(5)

    async def _merge_cora(self) -> None:
        page = self.page
        async with self.step("open a contact from the table"):
            row = page.get_by_role("row").filter(has_text="fair2@fair.example")
            await row.get_by_role("link", name="Cora Fairweather").click()
            await expect(page.get_by_role("heading", name="Cora Fairweather", level=1)).to_be_visible()
        async with self.step("merge two contacts"):
            await page.get_by_role("button", name="More", exact=True).click()
            await page.get_by_role("menuitem", name="Merge with another").click()
            dialog = page.get_by_role("dialog")
            await dialog.get_by_label("Find a contact").fill("fair3@fair.example")
            await dialog.get_by_role("button", name="Cora Fairweather").click()
            await dialog.get_by_role("button", name="Merge", exact=True).click()
            await expect(dialog).to_be_hidden()
        assert self.read("contacts", self.fair[3], "email", "phone") == {
            "email": "fair2@fair.example", "phone": "+1 555 0103",
        }  # fmt: skip

    async def _import_cards(self) -> None:
        page = self.page
        lines = "\n".join(f"{first}@cards.example,{first},{last}" for first, last in CARDS)
        file: Any = {"name": "cards.csv", "mimeType": "text/csv", "buffer": f"E-mail,First,Last\n{lines}\n".encode()}
        async with self.step("import a file of three rows"):
            await page.goto(f"{self.place.url}/app/imports/new")
            await page.get_by_label("File to import").set_input_files(file)
            await expect(page.get_by_role("combobox", name="What E-mail becomes")).to_have_value("Email")
            await page.get_by_role("button", name="Import 3 rows").click()
            await expect(page.get_by_role("status").first).to_have_text("Done")
        found = {"filters": [{"propertyName": "email", "operator": "CONTAINS_TOKEN", "value": "cards.example"}]}
        people = self.place.ask("POST", "/crm/v3/objects/contacts/search", {**found, "properties": ["lastname"]})
        assert {each["properties"]["lastname"] for each in people["results"]} == {last for _, last in CARDS}, (
            json.dumps(people)
        )

    async def _finish_the_task(self) -> None:
        page = self.page
        async with self.step("see the calendar"):
            await page.get_by_role("navigation", name="Main").get_by_text("Calendar").click()
            await expect(page.get_by_role("link", name="Send the offer to Grace")).to_be_visible()
        async with saving(page), self.step("finish a task"):
            await page.get_by_role("navigation", name="Main").get_by_text("My tasks").click()
            await page.get_by_label("Send the offer to Grace is done").click()
            await expect(page.get_by_role("article").filter(has_text="Send the offer to Grace")).to_have_count(0)
        async with self.step("sign out"):
            await page.get_by_role("button", name="Account").click()
            await page.get_by_role("menuitem", name="Sign out").click()
            await expect(page.get_by_role("heading", name="Sign in to Hubstead")).to_be_visible()
        assert self.read("tasks", self.task, "hs_task_status") == {"hs_task_status": "COMPLETED"}
