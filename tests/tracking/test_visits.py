"""From hits to visits on a contact, in process, through the public API."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from hubstead.columns.traffic import number_of
from hubstead.kit import clock
from hubstead.tracking.hit import Door, Hit
from tests.marketing.submissions.site import site
from tests.tracking.browser import CHROME, MINUTE, NOON, Browser, at, contact_of, outcomes, processed
from tests.world import PORTAL, World

ADA = "ada@example.com"
GOOGLE = "https://www.google.com/"
SHOP = "https://shop.example/"
SEEN = [
    "hs_analytics_normalized_page_url",
    "hs_base_url",
    "hs_browser",
    "hs_browser_type",
    "hs_browser_version_major",
    "hs_canonical_url",
    "hs_cf_bot_score",
    "hs_country",
    "hs_device_type",
    "hs_hash_id",
    "hs_is_amp",
    "hs_is_contact",
    "hs_is_external",
    "hs_is_in_chat_view",
    "hs_is_new_cookie",
    "hs_is_virtual_referrer",
    "hs_is_virtual_url",
    "hs_leviathan_linked_vids",
    "hs_log_line_timestamp",
    "hs_operating_system",
    "hs_original_canonical_url",
    "hs_page_id",
    "hs_page_title",
    "hs_processed_timestamp",
    "hs_qualified_region",
    "hs_query_params",
    "hs_region",
    "hs_targeted_content_aggregation",
    "hs_title",
    "hs_tracking_privacy_data",
    "hs_url",
    "hs_url_domain",
    "hs_url_path",
    "hs_user_agent",
    "hs_utm_campaign",
    "hs_visit_source",
    "hs_visit_source_details_1",
    "hs_visit_source_details_2",
]
"""The properties of `e_visited_page` in an answer of the service, May 2026."""


@pytest.fixture(autouse=True)
def noon(world: World) -> Iterator[None]:
    """The world has started with the true time; from then on it is noon."""
    assert world.server.processor
    at(NOON)
    yield
    clock.turn(PORTAL, None)


async def visits(world: World, email: str = ADA) -> list[dict[str, Any]]:
    id = (await contact_of(world, email))["id"]
    reply = await world.get(f"/hubstead/tracking/contacts/{id}/visits")
    assert reply.status == 200, reply.body
    return reply.json["results"]


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


async def test_events_and_clicks_are_part_of_the_visit(world: World) -> None:
    browser = Browser(world)
    await browser.identify(ADA)
    await browser.send("/__ptbe.gif", n="pe10000001_bought", _colour="red")
    await browser.send(k="3", n="000000001625", m="12.5")
    await browser.send("/__ptc.gif", _hs_tag_name="A")
    (visit,) = await visits(world)
    told = {each["kind"]: each for each in visit["activities"]}
    assert (visit["events"], told["click"]["properties"]) == (2, {"hs_tag_name": "A"})
    events = [(each["event"], each.get("properties")) for each in visit["activities"] if each["kind"] == "event"]
    assert sorted(events) == [("000000001625", None), ("pe10000001_bought", {"colour": "red"})]
    found = await contact_of(world, ADA, "hs_analytics_num_event_completions", "hs_analytics_revenue")
    assert (found["hs_analytics_num_event_completions"], found["hs_analytics_revenue"]) == ("2", "12.5")


async def test_an_event_of_a_server_makes_the_contact_and_counts_for_it(world: World) -> None:
    for _ in range(2):
        reply = await world.get(
            f"/v1/event?_a={PORTAL}&_n=signed&_m=3&email=Ada%40Example.com&firstname=Ada", token=None
        )
        assert reply.status == 200
        at(NOON + 1)
    found = await contact_of(
        world, ADA, "firstname", "hs_analytics_num_event_completions", "hs_analytics_revenue", "hs_analytics_num_visits"
    )
    assert (found["firstname"], found["hs_analytics_num_event_completions"]) == ("Ada", "2")
    assert (found["hs_analytics_revenue"], found["hs_analytics_num_visits"]) == ("6", "0")


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


async def test_a_server_may_send_the_same_event_many_times_a_moment(world: World) -> None:
    for _ in range(5):
        await world.get(f"/v1/event?_a={PORTAL}&_n=bought&_m=10&email={ADA}", token=None)
    found = await contact_of(world, ADA, "hs_analytics_num_event_completions", "hs_analytics_source")
    assert (found["hs_analytics_num_event_completions"], found["hs_analytics_source"]) == ("5", "OFFLINE")
    events = await world.get(f"/events/v3/events?objectType=contact&objectId={found['id']}")
    assert len({event["id"] for event in events.json["results"]}) == 5


async def test_an_event_of_a_server_whose_name_was_deleted_counts_nowhere(world: World) -> None:
    made = await world.post("/events/v3/event-definitions", {"label": "Gone", "primaryObject": "CONTACT"})
    assert made.status == 201, made.body
    assert (await world.call("DELETE", f"/events/v3/event-definitions/{made.json['name']}")).status == 204
    await world.get(f"/v1/event?_a={PORTAL}&_n=Gone&_m=9&email={ADA}", token=None)
    found = await contact_of(world, ADA, "hs_analytics_num_event_completions", "hs_analytics_revenue")
    assert (found["hs_analytics_num_event_completions"], found["hs_analytics_revenue"]) == ("0", "0")
    assert await outcomes(world) == {"KEPT": 1, "EVENT_UNKNOWN": 1}


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
    heir = await contact_of(world, "grace@example.com", *counts, "hs_analytics_source")
    assert [heir[name] for name in counts] == ["1", "3", "3"]
    assert heir["hs_analytics_source"] == "ORGANIC_SEARCH"


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


async def test_nothing_is_kept_of_a_visitor_without_consent_or_cookie(world: World) -> None:
    await Browser(world).view(u="")
    await Browser(world).view(ce="false", i="email=ada%40example.com")
    assert await outcomes(world) == {"ANONYMOUS": 2}
    for table in ("visitor", "visit"):
        assert await world.server.store.rows(f"SELECT * FROM {table}") == []
    assert (await world.get(f"/crm/v3/objects/contacts/{ADA}?idProperty=email")).status == 404


async def test_page_views_are_events_of_the_contact(world: World) -> None:
    browser = Browser(world)
    await browser.view(f"{SHOP}shoes?size=42", GOOGLE, t="Shoes")
    await processed(world)
    await browser.identify(ADA)
    id = (await contact_of(world, ADA))["id"]
    url = f"/events/v3/events?objectType=contact&objectId={id}&eventType=e_visited_page"
    found = (await world.get(url)).json["results"]
    shoes = next(event for event in found if event["properties"]["hs_url"] == f"{SHOP}shoes?size=42")
    assert len(found) == 2
    assert (shoes["objectType"], shoes["objectId"], shoes["occurredAt"]) == ("CONTACT", id, "2026-01-01T12:00:00.000Z")
    assert re.fullmatch(r"leviathan-[0-9a-f-]{36}-1767268800000", shoes["id"])
    told = shoes["properties"]
    assert {
        name: told[name] for name in ("hs_title", "hs_referrer", "hs_url_path", "hs_visit_source", "hs_browser")
    } == {
        "hs_title": "Shoes",
        "hs_referrer": GOOGLE,
        "hs_url_path": "/shoes",
        "hs_visit_source": "ORGANIC_SEARCH",
        "hs_browser": "Chrome",
    }
    assert (told["hs_session_id"], told["hs_base_url"]) == (f"{number_of(browser.utk)}-1767268800000", f"{SHOP}shoes")
    assert (told["hs_analytics_normalized_page_url"], told["hs_query_params"]) == (f"{SHOP}shoes", "size=42")
    assert (told["hs_is_virtual_url"], told["hs_is_virtual_referrer"]) == ("false", "false")
    assert set(SEEN) <= told.keys()
    assert {name for name in SEEN if told[name] == ""} == {
        *("hs_browser_type", "hs_canonical_url", "hs_cf_bot_score", "hs_country", "hs_hash_id", "hs_is_amp"),
        *("hs_is_contact", "hs_is_external", "hs_is_in_chat_view", "hs_leviathan_linked_vids"),
        *("hs_original_canonical_url", "hs_page_id", "hs_processed_timestamp", "hs_qualified_region", "hs_region"),
        *("hs_targeted_content_aggregation", "hs_tracking_privacy_data", "hs_user_agent", "hs_utm_campaign"),
    }
    at(NOON + MINUTE)
    await browser.view(f"{SHOP}app", po="/app/size", rpo="/app", tc="1-2-3", ccu=f"{SHOP}app")
    await processed(world)
    size = (await world.get(f"{url}&sort=-occurredAt&limit=1")).json["results"][0]["properties"]
    assert (size["hs_is_virtual_url"], size["hs_is_virtual_referrer"]) == ("true", "true")
    assert (size["hs_targeted_content_aggregation"], size["hs_canonical_url"]) == ("1-2-3", f"{SHOP}app")
    few = (await world.get(f"{url}&properties=hs_url_path,hs_cf_bot_score")).json["results"]
    assert {"hs_url_path": "/shoes", "hs_cf_bot_score": ""} in [event["properties"] for event in few]


async def test_a_defined_event_of_a_page_is_an_event_of_the_contact(world: World) -> None:
    size = {"name": "size", "label": "Size", "type": "number"}
    made = await world.post(
        "/events/v3/event-definitions", {"label": "Bought", "name": "bought", "propertyDefinitions": [size]}
    )
    assert made.status == 201, made.body
    browser = Browser(world)
    await browser.identify(ADA)
    await browser.send("/__ptbe.gif", n=f"pe{PORTAL}_bought", pu=SHOP, _Size="42", _unknown="1")
    await browser.send("/__ptbe.gif", n=f"pe{PORTAL}_bought", pu=SHOP, _size="large")
    await browser.send("/__ptbe.gif", n=f"pe{PORTAL}_never_defined")
    id = (await contact_of(world, ADA))["id"]
    reply = await world.get(f"/events/v3/events?objectType=contact&objectId={id}&eventType=pe{PORTAL}_bought")
    told = [event["properties"] for event in reply.json["results"]]
    assert sorted(each.get("size", "") for each in told) == ["", "42"]
    assert {each["hs_page_url"] for each in told} == {SHOP}
    assert all("unknown" not in each for each in told)


async def test_a_legacy_event_has_its_properties_between_the_parameters_of_the_protocol(world: World) -> None:
    names = ("colour", "size", "k", "pu", "value")
    properties = [{"name": name, "label": name, "type": "string"} for name in names]
    made = await world.post(
        "/events/v3/event-definitions", {"label": "Bought", "name": "bought", "propertyDefinitions": properties}
    )
    assert made.status == 201, made.body
    browser = Browser(world)
    await browser.identify(ADA)
    await browser.send(k="3", n=f"pe{PORTAL}_bought", m="12.5", pu=SHOP, colour="deep red", _size="42")
    await browser.send(k="3", n="1625", colour="red")
    found = await contact_of(world, ADA, "hs_analytics_revenue")
    url = f"/events/v3/events?objectType=contact&objectId={found['id']}&eventType=pe{PORTAL}_bought"
    (event,) = (await world.get(url)).json["results"]
    told = {name: value for name, value in event["properties"].items() if name in names}
    assert (told, found["hs_analytics_revenue"]) == ({"colour": "deep red", "size": "42"}, "12.5")
    (visit,) = await visits(world)
    unbound = [seen.get("properties") for seen in visit["activities"] if seen.get("event") == "1625"]
    assert unbound == [{"colour": "red"}]


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


async def test_legacy_events_servers_and_widgets_are_readable_events(world: World) -> None:
    browser = Browser(world)
    await browser.identify(ADA)
    await browser.send(k="3", n="Signed up", m="12.5", pu=SHOP)
    await browser.send("/__ptc.gif", _hs_tag_name="A", pu=SHOP)
    await browser.send(k="15", fi="f-1", pu=SHOP)
    await processed(world)
    assert (await world.get(f"/v1/event?_a={PORTAL}&_n=Signed%20up&_m=3&email={ADA}", token=None)).status == 200
    id = (await contact_of(world, ADA))["id"]
    known = (await world.get("/events/v3/event-definitions")).json["results"]
    assert [event["fullyQualifiedName"] for event in known] == [f"pe{PORTAL}_signed_up"]
    found = (await world.get(f"/events/v3/events?objectType=contact&objectId={id}&limit=100")).json["results"]
    assert sorted(event["eventType"] for event in found) == [
        "e_clicked_element", "e_form_view", "e_visited_page", f"pe{PORTAL}_signed_up", f"pe{PORTAL}_signed_up",
    ]  # fmt: skip
    told = {event["eventType"]: event["properties"] for event in found}
    assert (told["e_clicked_element"]["hs_tag_name"], told["e_form_view"]["hs_form_id"]) == ("A", "f-1")
    for event in found:
        url = f"/events/v3/events?eventType={event['eventType']}&id={event['id']}"
        assert (await world.get(url)).json["results"] == [event]


async def test_a_deleted_name_never_comes_back(world: World) -> None:
    for _ in range(2):
        await Browser(world).send(k="3", n="signed_up", pu=SHOP)
        await processed(world)
        await world.delete("/events/v3/event-definitions/signed_up")
        at(NOON + MINUTE)
    assert (await world.get("/events/v3/event-definitions")).json["results"] == []
    assert await outcomes(world) == {"KEPT": 1, "EVENT_UNKNOWN": 1}


async def test_an_event_of_a_page_whose_name_was_deleted_is_no_completion(world: World) -> None:
    names = ("hs_analytics_num_event_completions", "hs_analytics_revenue")
    made = await world.post("/events/v3/event-definitions", {"label": "Gone", "includeDefaultProperties": False})
    name, number = made.json["fullyQualifiedName"], made.json["id"].zfill(12)
    browser = Browser(world)
    await browser.identify(ADA)
    await browser.send("/__ptbe.gif", n=name, pu=SHOP)
    assert list((await contact_of(world, ADA, *names)).values())[1:] == ["1", "0"]
    assert (await world.delete(f"/events/v3/event-definitions/{made.json['name']}")).status == 204
    at(NOON + MINUTE)
    await browser.send("/__ptbe.gif", n=name, pu=SHOP)
    for spelling in ("Gone", "gone", number, name):
        await browser.send(k="3", n=spelling, m="5", pu=SHOP, i="jobtitle=Countess&email=ada%40example.com")
    found = await contact_of(world, ADA, *names, "jobtitle")
    assert list(found.values())[1:] == ["1", "0", "Countess"]  # who it was is known all the same
    assert await outcomes(world) == {"KEPT": 2, "EVENT_UNKNOWN": 5}
    assert [visit["events"] for visit in await visits(world)] == [1]


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
