"""The timeline of a record: everything in one order, by pages, for those who may see it."""

from typing import Any

import pytest
import pytest_asyncio

from hubstead.kit import clock
from hubstead.kit.clock import iso
from hubstead.store.access import Access, Levels
from tests.crm.timeline.app import app_of
from tests.marketing.forms.sample import form
from tests.postgres import database
from tests.tracking.browser import MINUTE, NOON, Browser, at, processed
from tests.world import PORTAL, World

PAGE = "https://shop.example/"


class Story:
    """Ada: seen at noon, made a contact by a form a minute later, called, mailed, and married."""

    def __init__(self, world: World, contact: str, form_id: str) -> None:
        self.world = world
        self.contact = contact
        self.form = form_id

    async def read(self, query: str = "", **more: Any) -> Any:
        reply = await self.world.get(f"/hubstead/timeline/contacts/{self.contact}?{query}", **more)
        assert reply.status == 200, reply.body
        return reply.json

    async def told(self, query: str = "") -> list[tuple[str, str, str]]:
        results = (await self.read(query))["results"]
        return [(entry["kind"], entry["type"], entry["occurredAt"]) for entry in results]


async def _note(world: World, type: str, contact: str, moment: int, **properties: str) -> str:
    id = await world.create(type, hs_timestamp=str(moment), **properties)
    url = f"/crm/v4/objects/{type}/{id}/associations/default/contacts/{contact}"
    assert (await world.put(url)).status == 200
    return id


@pytest_asyncio.fixture
async def story(world: World) -> Any:
    yield await _lived(world)
    clock.turn(PORTAL, None)


async def _lived(world: World) -> Story:
    at(NOON)
    definition = (await world.post("/marketing/v3/forms", form(name="Sign up"))).json["id"]
    browser = Browser(world)
    await browser.view(PAGE)
    at(NOON + MINUTE)
    body = {
        "fields": [{"objectTypeId": "0-1", "name": "email", "value": "ada@example.com"}],
        "context": {"hutk": browser.utk, "pageUri": PAGE, "pageName": "Home"},
    }
    url = f"/submissions/v3/integration/secure/submit/{PORTAL}/{definition}"
    assert (await world.post(url, body)).status == 200
    await processed(world)
    contact = (await world.get("/crm/v3/objects/contacts?limit=1")).json["results"][0]["id"]
    at(NOON + 9 * MINUTE)
    await _note(world, "calls", contact, NOON + 2 * MINUTE, hs_call_title="Hello")
    await _note(world, "emails", contact, NOON + 3 * MINUTE, hs_email_subject="Hi", hs_email_direction="EMAIL")
    at(NOON + 4 * MINUTE)
    change = {"properties": {"lastname": "Lovelace"}}
    assert (await world.patch(f"/crm/v3/objects/contacts/{contact}", change)).status == 200
    await processed(world)
    return Story(world, contact, definition)


async def test_everything_is_told_newest_first(story: Story) -> None:
    told = await story.told()
    assert told == sorted(told, key=lambda entry: entry[2], reverse=True)
    moments = {minute: iso(NOON + minute * MINUTE) for minute in range(10)}
    for expected in (
        ("event", "e_visited_page", moments[0]),
        ("submission", story.form, moments[1]),
        ("property", "CREATED", moments[1]),
        ("activity", "CALL", moments[2]),
        ("email", "EMAIL", moments[3]),
        ("property", "CHANGED", moments[4]),
    ):
        assert told.count(expected) >= 1, (expected, told)
    assert not any(type == "e_submitted_form" for _, type, _ in told)


async def test_an_entry_says_what_happened(story: Story) -> None:
    results = (await story.read())["results"]
    by_kind = {entry["kind"]: entry for entry in reversed(results)}
    assert by_kind["event"]["properties"]["hs_url"] == PAGE
    assert by_kind["submission"]["properties"] == {"email": "ada@example.com"}
    assert by_kind["submission"]["details"] == {"pageUrl": PAGE, "pageTitle": "Home"}
    assert by_kind["activity"]["properties"]["hs_call_title"] == "Hello"
    assert by_kind["email"]["properties"]["hs_email_subject"] == "Hi"
    change = next(entry for entry in results if entry["properties"].get("lastname"))
    assert (change["kind"], change["properties"]["lastname"]) == ("property", "Lovelace")
    assert change["details"]["sourceType"] == "INTEGRATION"


@pytest.mark.parametrize("limit", [1, 3])
async def test_pages_follow_each_other_without_gaps(story: Story, limit: int) -> None:
    await _check_pages(story, limit)


@pytest.mark.timeout(180)
async def test_every_kind_is_told_on_postgresql() -> None:
    with database() as url:
        async with World(database=url) as world:
            story = await _lived(world)
            app = await app_of(world)
            assert (await app.send(await app.template(), email="ada@example.com", id="e-1")).status < 300
            await _employ(story)
            kinds = {kind for kind, _, _ in await story.told()}
            assert kinds == {"event", "submission", "property", "activity", "email", "app", "association"}
            await _check_pages(story, 2)
    clock.turn(PORTAL, None)


async def _check_pages(story: Story, limit: int) -> None:
    whole = (await story.read())["results"]
    paged: list[Any] = []
    after = ""
    while True:
        page = await story.read(f"limit={limit}{after}")
        assert len(page["results"]) <= limit
        paged += page["results"]
        if "paging" not in page:
            break
        after = f"&after={page['paging']['next']['after']}"
    assert paged == whole
    assert len(whole) > 6


async def test_kinds_and_moments_can_be_chosen(story: Story) -> None:
    assert {kind for kind, _, _ in await story.told("kind=activity&kind=email")} == {"activity", "email"}
    assert {kind for kind, _, _ in await story.told("kind=submission,event")} == {"submission", "event"}
    before = iso(NOON + MINUTE)
    assert [entry[:2] for entry in await story.told(f"before={before}")] == [("event", "e_visited_page")]
    for wrong in ("kind=nothing", "limit=0", "limit=501", "after=x", "after=MXw5OXx4", "before=yesterday"):
        reply = await story.world.get(f"/hubstead/timeline/contacts/{story.contact}?{wrong}")
        assert reply.status == 400, wrong


async def test_associations_come_and_go_but_activities_are_told_once(story: Story) -> None:
    company = await _employ(story)
    url = f"/crm/v4/objects/contacts/{story.contact}/associations/companies/{company}"
    assert (await story.world.delete(url)).status == 204
    entries = (await story.read("kind=association"))["results"]
    assert {entry["details"]["toObjectId"] for entry in entries} == {company}
    assert {entry["details"]["toObjectTypeId"] for entry in entries} == {"0-2"}
    types = [entry["type"] for entry in entries]
    assert types == ["REMOVED"] * types.count("REMOVED") + ["ADDED"] * types.count("ADDED")
    assert {(entry["type"], entry["details"]["associationTypeId"]) for entry in entries} >= {
        ("ADDED", 279),
        ("REMOVED", 279),
    }
    one = (await story.read("kind=association&limit=1"))["results"]
    assert one == entries[:1]


async def _employ(story: Story) -> str:
    company = await story.world.create("companies", name="Acme")
    url = f"/crm/v4/objects/contacts/{story.contact}/associations/default/companies/{company}"
    assert (await story.world.put(url)).status == 200
    return company


async def test_records_of_other_types_have_one_too(story: Story) -> None:
    company = await story.world.create("companies", name="Acme")
    await story.world.patch(f"/crm/v3/objects/companies/{company}", {"properties": {"city": "Paris"}})
    reply = await story.world.get(f"/hubstead/timeline/companies/{company}")
    (changed, created) = reply.json["results"]
    assert (changed["type"], changed["properties"]["city"]) == ("CHANGED", "Paris")
    assert (created["type"], created["properties"]["name"]) == ("CREATED", "Acme")


async def test_a_merged_record_brings_its_past_along(story: Story) -> None:
    at(NOON + 5 * MINUTE)
    heir = await story.world.create("contacts", email="heir@example.com")
    merge = {"primaryObjectId": heir, "objectIdToMerge": story.contact}
    assert (await story.world.post("/crm/v3/objects/contacts/merge", merge)).status == 200
    await processed(story.world)
    of_heir = Story(story.world, heir, story.form)
    told = await of_heir.told()
    for kind in ("event", "submission", "activity", "email"):
        assert any(entry[0] == kind for entry in told), kind
    reply = await story.world.get(f"/hubstead/timeline/contacts/{story.contact}")
    assert reply.json == await of_heir.read()


async def test_apps_see_what_their_scopes_let_them(story: Story) -> None:
    few = await story.world.token("pat-na1-few-scopes", ("crm.objects.contacts.read",))
    kinds = {entry["kind"] for entry in (await story.read(token=few))["results"]}
    assert kinds == {"property", "activity"}
    url = f"/hubstead/timeline/contacts/{story.contact}"
    for kind, scope in (("event", "business-intelligence"), ("submission", "forms"), ("email", "sales-email-read")):
        assert (await story.world.get(f"{url}?kind={kind}", token=few)).status == 403
        more = await story.world.token(f"pat-na1-with-{kind}", ("crm.objects.contacts.read", scope))
        assert {entry["kind"] for entry in (await story.read(f"kind={kind}", token=more))["results"]} == {kind}
    assert (await story.world.get(url, token=await story.world.token("pat-na1-no-scopes", ("forms",)))).status == 403


async def test_users_see_the_timelines_of_what_they_see(story: Story) -> None:
    nothing = story.world.user(Access(1, "7", frozenset(), {"0-1": Levels("none", "none", "none")}), "nothing")
    url = f"/hubstead/timeline/contacts/{story.contact}"
    assert (await story.world.get(url, token=nothing)).status == 404
    no_calls = story.world.user(Access(1, "7", frozenset(), {"0-48": Levels("none", "none", "none")}), "no-calls")
    kinds = {entry["kind"] for entry in (await story.read(token=no_calls))["results"]}
    assert "activity" not in kinds
    assert "email" in kinds
    assert (await story.world.get("/hubstead/timeline/contacts/999999")).status == 404
    assert (await story.world.get("/hubstead/timeline/contacts/x")).status == 404


async def test_what_apps_put_there_is_told(story: Story) -> None:
    app = await app_of(story.world)
    template = await app.template()
    for id in ("e-1", "e-2"):
        sent = await app.send(template, email="ada@example.com", id=id, extraData={"n": 1})
        assert sent.status < 300, sent.body
    entries = (await story.read("kind=app"))["results"]
    assert [(entry["type"], entry["id"]) for entry in entries] == [(template, "e-2"), (template, "e-1")]
    assert entries[0]["properties"] == {"petName": "Art"}
    assert entries[0]["details"] == {"extraData": {"n": 1}}
    first = await story.read("kind=app&limit=1")
    assert (await story.read(f"kind=app&after={first['paging']['next']['after']}"))["results"] == entries[1:]


async def test_who_is_erased_has_none(story: Story) -> None:
    body = {"objectId": story.contact}
    assert (await story.world.post("/crm/v3/objects/contacts/gdpr-delete", body)).status == 204
    assert (await story.world.get(f"/hubstead/timeline/contacts/{story.contact}")).status == 404
