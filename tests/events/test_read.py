"""Reading events: every parameter, and pages in both directions."""

import msgspec
import pytest
import pytest_asyncio

from tests.events.shop import BOUGHT, DEFINITIONS, EVENTS, SEND, Shop, definition, shop
from tests.marketing.submissions.site import site
from tests.world import PORTAL, World

READ = f"pe{PORTAL}_read_book"


async def library(world: World) -> tuple[Shop, str, str]:
    """Ada buys A, C and E, Grace B and D, at seconds 1 to 5; Grace reads F at second 6."""
    ours = await shop(world)
    await world.post(DEFINITIONS, definition(name="read_book"))
    ada = await world.create("contacts", email="ada@example.com", city="London")
    grace = await world.create("contacts", email="grace@example.com", city="New York")
    for second, title in enumerate("ABCDE", 1):
        sent = await ours.buy(title, objectId=grace if title in "BD" else ada, second=second, uuid=f"id-{title}")
        assert sent.status == 204
    await ours.buy("F", eventName=READ, objectId=grace, second=6)
    return ours, ada, grace


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def books(shared_world: World) -> tuple[Shop, str, str]:
    return await library(shared_world)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", "ABCDEF"),
        ("sort=occurredAt", "ABCDEF"),
        ("sort=-occurredAt", "FEDCBA"),
        ("sort=DESCENDING", "FEDCBA"),
        ("limit=2", "AB"),
        ("objectType=contact", "ABCDEF"),
        ("objectType=company", ""),
        ("objectType=contact&objectId={ada}", "ACE"),
        ("objectType=0-1&objectProperty.email=Grace@example.com", "BDF"),
        ("objectType=contact&objectProperty.email=nobody@example.com", ""),
        ("objectType=contact&objectProperty.city=London", "ACE"),
        ("objectType=contact&objectProperty.city=London&objectProperty.email=grace@example.com", ""),
        (f"eventType={BOUGHT}", "ABCDE"),
        (f"eventType={READ}", "F"),
        ("eventType=e_visited_page", ""),
        (f"eventType={BOUGHT}&id=id-B&id=id-D,id-E", "BDE"),
        (f"eventType={BOUGHT}&id=id-B,id-C&objectType=contact&objectId={{ada}}", "C"),
        (f"eventType={BOUGHT}&property.title=A&property.title=B", "AB"),
        (f"eventType={BOUGHT}&property.title=A&property.form=audio", ""),
        ("occurredAfter=2026-01-01T00:00:03Z&occurredBefore=2026-01-01T00:00:05Z", "CD"),
        ("occurredAfter=1767225605500", "EF"),
        (f"eventType={BOUGHT}&objectType=contact&objectId={{grace}}&sort=-occurredAt&limit=1", "D"),
    ],
)
async def test_parameters(books: tuple[Shop, str, str], query: str, titles: str) -> None:
    """1767225605500 is 2026-01-01T00:00:05.500Z; moments count themselves."""
    ours, ada, grace = books
    asked = query.format(ada=ada, grace=grace)
    assert await ours.titles(asked) == list(titles)
    assert await ours.titles(asked, "/events/event-occurrences/2026-03") == list(titles)


@pytest.mark.parametrize("sort", ["occurredAt", "-occurredAt"])
@pytest.mark.parametrize("more", ["", "&objectType=contact&objectProperty.city=London"])
async def test_pages_lead_there_and_back(books: tuple[Shop, str, str], sort: str, more: str) -> None:
    ours, _, _ = books
    world = ours.world
    whole = await ours.titles(f"sort={sort}{more}")
    there: list[str] = []
    back: list[str] = []
    url = f"{EVENTS}?limit=2&sort={sort}{more}"
    while True:
        page = (await world.get(url)).json
        there += [event["properties"]["title"] for event in page["results"]]
        if "next" not in page.get("paging", {}):
            break
        url = page["paging"]["next"]["link"].removeprefix("http://hubstead.test")
    assert there == whole
    while "prev" in page.get("paging", {}):
        url = page["paging"]["prev"]["link"].removeprefix("http://hubstead.test")
        page = (await world.get(url)).json
        back = [event["properties"]["title"] for event in page["results"]] + back
    assert back + there[len(back) :] == whole
    assert len(back) == len(whole) - (len(whole) % 2 or 2)


@pytest.mark.parametrize(
    ("sort", "first", "rest"),
    [
        ("occurredAt", ["A", "B"], ["later", "C", "D", "E"]),
        ("-occurredAt", ["E", "D"], ["C", "later", "B", "A", "past"]),
    ],
)
async def test_pages_go_on_where_they_were_while_events_come_in(
    world: World, sort: str, first: list[str], rest: list[str]
) -> None:
    ours = await shop(world)
    ada = await world.create("contacts", email="ada@example.com")
    for second, title in ((10, "A"), (20, "B"), (30, "C"), (40, "D"), (50, "E")):
        await ours.buy(title, objectId=ada, second=second)
    page = (await world.get(f"{EVENTS}?limit=2&sort={sort}")).json
    assert [event["properties"]["title"] for event in page["results"]] == first
    for second, title in ((5, "past"), (25, "later")):
        await ours.buy(title, objectId=ada, second=second)
    assert await ours.titles(f"limit=10&sort={sort}&after={page['paging']['next']['after']}") == rest


async def test_a_value_may_have_commas_and_may_be_missing(world: World) -> None:
    ours = await shop(world)
    ada = await world.create("contacts", email="ada@example.com", city="London, Ontario")
    other = await world.create("contacts", city="Paris")
    await ours.buy("Notes, annotated", objectId=ada, second=1)
    await ours.buy("Sketch", objectId=other, second=2)
    bought, of = f"eventType={BOUGHT}&property.title=", "objectType=contact&objectProperty."
    assert await ours.titles(f"{bought}Notes%2C%20annotated") == ["Notes, annotated"]
    assert await ours.titles(f"{bought}Sketch,Other") == ["Sketch"]
    assert await ours.titles(f"{bought}Notes") == []
    assert await ours.titles(f"{of}city=London%2C%20Ontario") == ["Notes, annotated"]
    assert await ours.titles(f"{of}email=") == ["Sketch"]
    assert await ours.titles(f"{of}email=&objectProperty.email=ada@example.com") == ["Notes, annotated", "Sketch"]


async def test_a_page_of_many_at_one_moment_loses_none(world: World) -> None:
    ours = await shop(world)
    inputs = [
        {"eventName": BOUGHT, "email": "a@b.com", "occurredAt": 1_767_225_600_000, "properties": {"title": str(number)}}
        for number in range(25)
    ]
    assert (await world.post(f"{SEND}/batch", {"inputs": inputs})).status == 204
    first = (await world.get(EVENTS)).json
    assert len(first["results"]) == 20  # the documented default
    rest = await ours.titles(f"after={first['paging']['next']['after']}")
    assert len({event["properties"]["title"] for event in first["results"]} | set(rest)) == 25


@pytest.mark.parametrize(
    "query",
    ["objectId=1", "objectProperty.email=a@b.com", "id=1", "property.title=A", "sort=price", "limit=0", "limit=1001",
     "eventType=%00", "after=OTk5OTk5OTk5OTk5OTk5OTk5OXx4", "after=wrJ8eA==", "after=MXwA",
     "after=nonsense", "before=nonsense", "occurredAfter=soon", "objectType=spaceship",
     "objectType=contact&objectId=abc"],
)  # fmt: skip
async def test_what_is_no_question(shared_world: World, query: str) -> None:
    assert (await shared_world.get(f"{EVENTS}?{query}")).status == 400


async def test_properties_choose_what_is_shown(world: World) -> None:
    ours = await shop(world)
    await ours.buy("", properties={"title": "A", "price": 3}, email="a@b.com")
    [event] = (await world.get(f"{EVENTS}?properties=price")).json["results"]
    assert event["properties"] == {"price": "3"}


async def test_the_types_are_those_of_all_accounts_and_our_own(world: World) -> None:
    await shop(world)
    for url in (f"{EVENTS}/event-types", "/events/event-occurrences/2026-03/event-types"):
        types = (await world.get(url)).json["eventTypes"]
        assert {"e_visited_page", "e_submitted_form", BOUGHT} <= set(types)


async def test_events_follow_a_merge(world: World) -> None:
    ours, ada, grace = await library(world)
    merge = {"primaryObjectId": ada, "objectIdToMerge": grace}
    merged = (await world.post("/crm/v3/objects/contacts/merge", merge)).json["id"]
    for id in (merged, ada):
        assert await ours.titles(f"objectType=contact&objectId={id}") == list("ABCDEF")
    assert {event["objectId"] for event in (await world.get(EVENTS)).json["results"]} == {merged}


async def test_a_form_that_is_sent_is_an_event(world: World) -> None:
    ours = await site(world)
    context = {"pageUri": "https://acme.de/contact", "pageName": "Contact"}
    await ours.send(email="ada@example.com", context=context, submittedAt=await _now(world))
    [event] = (await world.get(f"{EVENTS}?eventType=e_submitted_form")).json["results"]
    [kept] = (await ours.submissions())["results"]
    assert event["objectId"] == (await ours.contact("ada@example.com"))["id"]
    assert event["properties"] == {
        "hs_form_id": ours.id,
        "hs_form_type": "HUBSPOT",
        "hs_form_correlation_id": kept["conversionId"],
        "hs_page_url": "https://acme.de/contact",
        "hs_page_title": "Contact",
    }


async def _now(world: World) -> int:
    [(body,)] = await world.server.store.rows("SELECT max(at) FROM fact")
    return msgspec.convert(body, int)


async def test_the_shape_of_the_specification(books: tuple[Shop, str, str]) -> None:
    """The fields that the published specification requires of an event."""
    found = (await books[0].world.get(EVENTS)).json["results"]
    assert len(found) == 6
    for event in found:
        assert set(event) == {"eventType", "id", "objectId", "objectType", "occurredAt", "properties"}
        assert {type(value) for value in event["properties"].values()} == {str}
        assert isinstance(event["objectId"], str)
