"""Which visits are whose, and what the properties of a contact say of them."""

import pytest

from tests.marketing.submissions.site import site
from tests.tracking.browser import ADA, GOOGLE, MINUTE, NOON, SHOP, Browser, at, contact_of, processed, visits
from tests.world import PORTAL, World

pytestmark = pytest.mark.usefixtures("noon")


async def test_the_contacts_properties_follow_its_visits(world: World) -> None:
    browser = Browser(world)
    await browser.view(SHOP, GOOGLE)
    await browser.identify(ADA)
    names = (
        "hs_analytics_source",
        "hs_analytics_source_data_1",
        "hs_analytics_source_data_2",
        "hs_analytics_first_url",
        "hs_analytics_first_referrer",
        "hs_analytics_first_timestamp",
        "hs_analytics_first_visit_timestamp",
        "hs_latest_source",
        "hs_analytics_num_visits",
        "hs_analytics_num_page_views",
        "hs_analytics_average_page_views",
    )
    first = await contact_of(world, ADA, *names)
    first.pop("id")
    assert first == {
        "hs_analytics_source": "ORGANIC_SEARCH",
        "hs_analytics_source_data_1": "Unknown keywords (SSL)",
        "hs_analytics_source_data_2": "Google",
        "hs_analytics_first_url": SHOP,
        "hs_analytics_first_referrer": GOOGLE,
        "hs_analytics_first_timestamp": "2026-01-01T12:00:00Z",
        "hs_analytics_first_visit_timestamp": "2026-01-01T12:00:00Z",
        "hs_latest_source": "ORGANIC_SEARCH",
        "hs_analytics_num_visits": "1",
        "hs_analytics_num_page_views": "2",
        "hs_analytics_average_page_views": "2",
    }
    at(NOON + 60 * MINUTE)
    await browser.view(f"{SHOP}sale?utm_medium=email&utm_campaign=spring", "")
    second = await contact_of(
        world, ADA, *names, "hs_latest_source_data_1", "hs_analytics_last_url", "hs_analytics_last_visit_timestamp"
    )
    assert second["hs_analytics_source"] == "ORGANIC_SEARCH"
    assert (second["hs_latest_source"], second["hs_latest_source_data_1"]) == ("EMAIL_MARKETING", "spring")
    assert second["hs_analytics_last_url"] == f"{SHOP}sale?utm_medium=email&utm_campaign=spring"
    assert second["hs_analytics_last_visit_timestamp"] == "2026-01-01T13:00:00Z"
    assert (second["hs_analytics_num_visits"], second["hs_analytics_average_page_views"]) == ("2", "1.5")


async def test_the_history_names_analytics_as_the_source(world: World) -> None:
    browser = Browser(world)
    await browser.identify(ADA)
    await processed(world)
    at(NOON + 60 * MINUTE)
    await browser.view()
    await processed(world)
    reply = await world.get(
        f"/crm/v3/objects/contacts/{ADA}?idProperty=email&propertiesWithHistory=hs_analytics_num_visits"
    )
    versions = reply.json["propertiesWithHistory"]["hs_analytics_num_visits"]
    assert [(each["value"], each["sourceType"]) for each in versions] == [("2", "ANALYTICS"), ("1", "ANALYTICS")]


async def test_an_identified_visitor_stays_the_contact_without_saying_so_again(world: World) -> None:
    browser = Browser(world)
    await browser.identify(ADA)
    await processed(world)
    await browser.view(t="later")
    assert (await contact_of(world, ADA, "hs_analytics_num_page_views"))["hs_analytics_num_page_views"] == "2"


async def test_two_browsers_of_one_person_add_up(world: World) -> None:
    await Browser(world).identify(ADA)
    at(NOON + MINUTE)
    await Browser(world, "f" * 32).identify(ADA)
    assert [visit["visitor"][0] for visit in await visits(world)] == ["f", "0"]
    assert (await contact_of(world, ADA, "hs_analytics_num_visits"))["hs_analytics_num_visits"] == "2"


async def test_an_alias_makes_two_anonymous_visitors_one_person(world: World) -> None:
    one, two = Browser(world), Browser(world, "f" * 32)
    await two.view()
    await one.view(i=f"visitor={two.utk}")
    await processed(world)
    await one.identify(ADA)
    assert {visit["visitor"] for visit in await visits(world)} == {one.utk, two.utk}


async def test_contacts_whose_visitors_are_one_person_stay_two(world: World) -> None:
    one, two = Browser(world), Browser(world, "f" * 32)
    await one.identify(ADA)
    await two.identify("grace@example.com")
    await processed(world)
    await one.view(i=f"visitor={two.utk}")
    await processed(world)
    await one.identify(ADA)
    assert {visit["visitor"] for visit in await visits(world)} == {one.utk}
    assert {visit["visitor"] for visit in await visits(world, "grace@example.com")} == {two.utk}


async def test_a_merged_contact_keeps_the_visits_of_both(world: World) -> None:
    await Browser(world).view(SHOP, GOOGLE)
    await Browser(world).identify(ADA)
    at(NOON + MINUTE)
    await Browser(world, "f" * 32).identify("grace@example.com")
    ada, grace = await contact_of(world, ADA), await contact_of(world, "grace@example.com")
    merge = {"primaryObjectId": grace["id"], "objectIdToMerge": ada["id"]}
    assert (await world.post("/crm/v3/objects/contacts/merge", merge)).status == 200
    found = await contact_of(world, "grace@example.com", "hs_analytics_num_visits", "hs_analytics_source")
    assert (found["hs_analytics_num_visits"], found["hs_analytics_source"]) == ("2", "ORGANIC_SEARCH")
    assert len(await visits(world, "grace@example.com")) == 2


async def test_a_contact_whose_only_browser_becomes_anothers_counts_nothing_any_more(world: World) -> None:
    await world.create("contacts", email=ADA)
    browser = Browser(world)
    await browser.view(SHOP, GOOGLE)
    await browser.identify(ADA)
    counts = ("hs_analytics_num_visits", "hs_analytics_num_page_views", "hs_analytics_average_page_views")
    came = ("hs_analytics_source", "hs_analytics_source_data_1", "hs_analytics_first_url", "hs_latest_source")
    before = await contact_of(world, ADA, *counts, *came)
    assert [before[name] for name in counts] == ["1", "2", "2"]
    await browser.identify("grace@example.com")
    after = await contact_of(world, ADA, *counts, *came, "hs_analytics_first_visit_timestamp", "hs_analytics_last_url")
    assert [after[name] for name in counts] == ["0", "0", ""]
    assert [after[name] for name in came] == ["OFFLINE", "INTEGRATION", "", ""]
    assert (after["hs_analytics_first_visit_timestamp"], after["hs_analytics_last_url"]) == ("", "")
    await world.get(f"/v1/event?_a={PORTAL}&_n=signed&email=grace@example.com", token=None)
    heir = await contact_of(world, "grace@example.com", *counts, "hs_analytics_source")
    assert [heir[name] for name in counts] == ["1", "3", "3"]
    assert heir["hs_analytics_source"] == "ORGANIC_SEARCH"
    at(NOON + MINUTE)
    await browser.identify(ADA)
    told = await contact_of(world, "grace@example.com", *counts, "hs_analytics_source", "hs_analytics_first_url")
    assert [told[name] for name in counts] == ["0", "0", ""]  # its event of a server is no visit
    assert (told["hs_analytics_source"], told["hs_analytics_first_url"]) == ("OFFLINE", "")
    assert (await contact_of(world, ADA, "hs_analytics_source"))["hs_analytics_source"] == "ORGANIC_SEARCH"


async def test_a_contact_out_of_the_bin_has_the_counts_of_what_came_meanwhile(world: World) -> None:
    browser = Browser(world)
    await browser.identify(ADA)
    id = (await contact_of(world, ADA))["id"]
    assert (await world.delete(f"/crm/v3/objects/contacts/{id}")).status == 204
    await browser.view(t="while it is in the bin")
    await processed(world)
    restored = await world.post("/hubstead/objects/contacts/restore", {"inputs": [{"id": id}]})
    assert restored.status == 200, restored.body
    found = await contact_of(world, ADA, "hs_analytics_num_page_views")
    assert found["hs_analytics_num_page_views"] == "2"
    assert (await world.delete(f"/crm/v3/objects/contacts/{id}")).status == 204
    await browser.identify("grace@example.com")
    await processed(world)
    assert (await world.post("/hubstead/objects/contacts/restore", {"inputs": [{"id": id}]})).status == 200
    found = await contact_of(world, ADA, "hs_analytics_num_page_views")
    assert found["hs_analytics_num_page_views"] == "0"


async def test_erasing_a_contact_erases_its_visits(world: World) -> None:
    browser = Browser(world)
    await browser.identify(ADA)
    id = (await contact_of(world, ADA))["id"]
    assert (await world.post("/crm/v3/objects/contacts/gdpr-delete", {"objectId": id})).status == 204
    await processed(world)
    for table in ("visitor", "visit", "hits", "event_occurrence"):
        assert await world.server.store.rows(f"SELECT * FROM {table}") == []


async def test_what_a_user_says_of_the_source_stays_until_the_contact_comes_again(world: World) -> None:
    browser = Browser(world)
    await browser.view(SHOP, GOOGLE)
    await browser.identify(ADA)
    id = (await contact_of(world, ADA))["id"]
    await world.patch(f"/crm/v3/objects/contacts/{id}", {"properties": {"hs_analytics_source": "REFERRALS"}})
    at(NOON + MINUTE)
    await browser.view()
    found = await contact_of(world, ADA, "hs_analytics_source", "hs_analytics_num_page_views")
    assert (found["hs_analytics_source"], found["hs_analytics_num_page_views"]) == ("REFERRALS", "3")


async def test_a_contact_that_no_visit_made_comes_from_offline_until_earlier_visits_are_linked(world: World) -> None:
    """The example of the service's own help: imported in July, linked by a form to an organic visit of March."""
    names = ("hs_analytics_source", "hs_analytics_source_data_1", "hs_analytics_source_data_2")
    browser = Browser(world)
    await browser.view(SHOP, GOOGLE)
    at(NOON + 60 * MINUTE)
    await world.create("contacts", email=ADA)
    made = await contact_of(world, ADA, *names)
    assert (made["hs_analytics_source"], made["hs_analytics_source_data_1"]) == ("OFFLINE", "INTEGRATION")
    form = await site(world)
    assert (await form.send(email=ADA, context={"hutk": browser.utk})).status == 200
    linked = await contact_of(world, ADA, *names)
    assert [linked[name] for name in names] == ["ORGANIC_SEARCH", "Unknown keywords (SSL)", "Google"]


async def test_a_source_that_a_user_chooses_has_no_details(world: World) -> None:
    id = await world.create("contacts", email=ADA, hs_analytics_source="REFERRALS")
    names = ("hs_analytics_source", "hs_analytics_source_data_1")
    assert list((await contact_of(world, ADA, *names)).values())[1:] == ["REFERRALS", None]
    await world.create("contacts", email="grace@example.com")
    await world.patch(f"/crm/v3/objects/contacts/{id}", {"properties": {"hs_analytics_source": "PAID_SEARCH"}})
    assert list((await contact_of(world, ADA, *names)).values())[1:] == ["PAID_SEARCH", None]
