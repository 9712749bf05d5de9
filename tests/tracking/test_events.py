"""What pages tell besides page views, as events."""

import re

import pytest

from hubstead.columns.traffic import number_of
from tests.tracking.browser import (
    ADA,
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
