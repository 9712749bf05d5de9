"""Daily sums against the raw rows, and both against the truth store, after whatever visitors, users and the net do."""

import asyncio
from random import Random
from typing import Any
from urllib.parse import urlencode

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hubstead.kit import clock
from hubstead.tracking.hit import Door, Hit
from tests.tracking.browser import CHROME, MINUTE, NOON, at, contact_of, processed
from tests.world import PORTAL, World

UTKS = [letter * 32 for letter in "abcd"]
PEOPLE = ["ada@example.com", "grace@example.com"]
REFERRERS = ["", "https://www.google.com/", "https://www.linkedin.com/", "https://shop.example/"]
SESSIONS = (
    "count(*), count(*) FILTER (WHERE fresh), sum(page_views), count(*) FILTER (WHERE page_views = 1), "
    "sum((ended - started) // 1000), sum(events), sum(submissions)"
)
SUMS = "sum(visits), sum(visitors), sum(raw_views), sum(bounces), sum(seconds), sum(events), sum(submissions)"
VIEWS = (
    "count(*), count(*) FILTER (WHERE fresh), count(*) FILTER (WHERE entrance), count(*) FILTER (WHERE leave), "
    "sum(seconds)"
)
PAGES = "sum(raw_views), sum(fresh_views), sum(entrances), sum(exits), sum(seconds)"
RAW_AND_DAILY = [
    ("source, detail_1, detail_2, day", SESSIONS, "{sessions}", SUMS, "{daily_sources}"),
    ("country, day", SESSIONS, "{sessions}", SUMS, "{daily_countries}"),
    ("device, source, day", SESSIONS, "{sessions}", SUMS, "{daily_devices}"),
    ("page, day", VIEWS, "{events} WHERE kind = 'page_view'", PAGES, "{daily_pages}"),
    (
        "source, page, day",
        VIEWS,
        "(SELECT e.*, s.source FROM {events} AS e JOIN {sessions} AS s ON s.visitor = e.visitor "
        "AND s.started = e.session WHERE kind = 'page_view')",
        PAGES,
        "{daily_page_sources}",
    ),
    (
        "device, source, page_id, day",
        "count(DISTINCT (visitor, session))",
        "(SELECT s.device, s.source, s.day, e.page_id, e.visitor, e.session FROM {events} AS e JOIN {sessions} AS s "
        "ON s.visitor = e.visitor AND s.started = e.session WHERE kind = 'page_view' AND page_id <> '')",
        "sum(visits)",
        "{daily_page_devices}",
    ),
    ("definition, day", "count(*), sum(value)", "{events} WHERE definition > 0", "sum(completions), sum(value)",
     "{daily_events}"),
    ("form, day", "count(*) FILTER (WHERE kind = 'form_view')", "{events} WHERE form <> ''", "sum(form_views)",
     "{daily_forms}"),
]  # fmt: skip
WHOLE = ("sessions", "events", "visitors")

views = st.tuples(
    st.sampled_from(["1", "3", "15"]), st.sampled_from(UTKS), st.integers(0, 300), st.sampled_from(REFERRERS),
    st.integers(0, 3),
)  # fmt: skip
steps = st.one_of(
    st.tuples(st.just("hits"), st.lists(views, min_size=1, max_size=8)),
    st.tuples(st.just("identify"), st.sampled_from(UTKS), st.sampled_from(PEOPLE)),
    st.tuples(st.just("alias"), st.sampled_from(UTKS), st.sampled_from(UTKS)),
    st.tuples(st.just("erase"), st.sampled_from(PEOPLE)),
    st.tuples(st.just("merge"),),
)  # fmt: skip


class Site:
    """Sends hits of any moment of five hours from noon on."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._number = 0

    async def hit(self, utk: str, minute: int, **given: str) -> None:
        self._number += 1
        query = {"a": str(PORTAL), "vi": utk, "u": "1", "n": "signed_up", "m": "0.1", "fi": "f", **given}
        query["number"] = str(self._number)
        moment = NOON + minute * MINUTE + self._number
        await self.world.server.journal.append(Hit(Door.PAGE, moment, "", CHROME, False, urlencode(query)))

    async def take(self, step: tuple[Any, ...]) -> None:
        match step:
            case ("hits", hits):
                for kind, utk, minute, referrer, page in hits:
                    await self.hit(utk, minute, k=kind, r=referrer, pu=f"https://shop.example/{page}", pi=str(page))
            case ("identify", utk, email):
                await self.hit(utk, 10, k="1", pu="https://shop.example/", i=urlencode({"email": email}))
            case ("alias", utk, other):
                await self.hit(utk, 20, k="1", pu="https://shop.example/", i=f"visitor={other}")
            case ("erase", email):
                await self._erase(email)
            case _:
                await self._merge()
        await processed(self.world)

    async def _id(self, email: str) -> str | None:
        reply = await self.world.get(f"/crm/v3/objects/contacts/{email}?idProperty=email")
        return reply.json["id"] if reply.status == 200 else None

    async def _erase(self, email: str) -> None:
        id = await self._id(email)
        if id:
            reply = await self.world.post("/crm/v3/objects/contacts/gdpr-delete", {"objectId": id})
            assert reply.status == 204

    async def _merge(self) -> None:
        one, two = [await self._id(email) for email in PEOPLE]
        if one and two and one != two:
            body = {"primaryObjectId": one, "objectIdToMerge": two}
            assert (await self.world.post("/crm/v3/objects/contacts/merge", body)).status == 200

    async def ask(self, sql: str) -> list[tuple[Any, ...]]:
        feed = self.world.server.feed
        assert feed
        await feed.caught_up(PORTAL, 60)
        return await asyncio.to_thread(feed.columns.ask, PORTAL, sql)


def grouped(keys: str, measures: str, source: str) -> str:
    return f"SELECT {keys}, {measures} FROM {source} GROUP BY {keys} ORDER BY ALL"


def something(rows: list[tuple[Any, ...]], keys: str) -> list[tuple[Any, ...]]:
    count = len(keys.split(", "))
    return [row for row in rows if any(row[count:])]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(steps, min_size=1, max_size=10))
def test_totals_never_drift(history: list[tuple[Any, ...]]) -> None:
    async def run() -> None:
        async with World() as world:
            at(NOON + 300 * MINUTE)
            site = Site(world)
            for step in history:
                await site.take(step)
            for keys, raw, facts, sums, daily in RAW_AND_DAILY:
                expected = something(await site.ask(grouped(keys, raw, facts)), keys)
                assert something(await site.ask(grouped(keys, sums, daily)), keys) == expected, daily
            await _is_what_the_truth_has(site)

    try:
        asyncio.run(run())
    finally:
        clock.turn(PORTAL, None)


async def _is_what_the_truth_has(site: Site) -> None:
    """Sums of visitors, and everything after the columns were made anew."""
    store, feed = site.world.server.store, site.world.server.feed
    assert feed
    before = {name: await site.ask(f"SELECT * FROM {{{name}}} ORDER BY ALL") for name in WHOLE}
    await feed.refill()
    after = {name: await site.ask(f"SELECT * FROM {{{name}}} ORDER BY ALL") for name in WHOLE}
    assert before == after
    [(visits, views)] = await store.rows(
        "SELECT coalesce(sum(CAST(document ->> 'visits' AS BIGINT)), 0), "
        "coalesce(sum(CAST(document ->> 'page_views' AS BIGINT)), 0) FROM visitor WHERE portal = ?1",
        PORTAL,
    )
    assert await site.ask("SELECT count(*), coalesce(sum(page_views), 0) FROM {sessions}") == [(visits, views)]


async def test_visits_do_not_depend_on_the_order_in_which_hits_arrive(world: World) -> None:
    """Each history once in order and in one run of the processor, once in another order and hit by hit."""
    random = Random(7)
    site = Site(world)
    at(NOON + 300 * MINUTE)
    for number in range(20):
        hits = [(minute, random.choice(REFERRERS)) for minute in random.sample(range(200), random.randint(2, 9))]
        for utk in (f"{2 * number:032x}", f"{2 * number + 1:032x}"):
            late = int(utk, 16) % 2 == 1
            for minute, referrer in hits if late else sorted(hits):
                query = {"k": "1", "a": PORTAL, "vi": utk, "u": "1", "pu": "https://shop.example/", "r": referrer}
                moment = NOON + minute * MINUTE
                await world.server.journal.append(Hit(Door.PAGE, moment, "", CHROME, False, urlencode(query)))
                if late:
                    await processed(world)
            await processed(world)
    names = "utk, started, ended, source, page_views, fresh, first_url"
    sql = f"SELECT {names} FROM {{sessions}} JOIN {{visitors}} USING (visitor)"
    found: dict[str, list[tuple[Any, ...]]] = {}
    for utk, *visit in sorted(await site.ask(sql)):
        found.setdefault(utk, []).append(tuple(visit))
    assert len(found) == 40
    for number in range(20):
        assert found[f"{2 * number:032x}"] == found[f"{2 * number + 1:032x}"], number
    clock.turn(PORTAL, None)


async def test_what_waits_when_a_contact_is_erased_does_not_come_back(world: World) -> None:
    site = Site(world)
    at(NOON)
    await site.take(("identify", UTKS[0], PEOPLE[0]))
    id = (await contact_of(world, PEOPLE[0]))["id"]
    assert world.server.processor
    await world.server.processor.stop()
    await site.hit(UTKS[0], 30, k="1", pu="https://shop.example/", i=urlencode({"email": PEOPLE[0]}))
    await site.hit(UTKS[1], 30, k="1", pu="https://shop.example/")
    assert (await world.post("/crm/v3/objects/contacts/gdpr-delete", {"objectId": id})).status == 204
    await world.server.processor._facts()  # the fact is followed before the hits are processed
    await processed(world)
    counts = (await world.get("/hubstead/tracking/hits")).json["results"]
    assert [day["outcomes"] for day in counts] == [{"ERASED": 1, "KEPT": 2}]
    assert await world.server.store.rows("SELECT utk FROM visitor") == [(UTKS[1],)]
    assert await site.ask("SELECT DISTINCT utk FROM {visitors}") == [(UTKS[1],)]
    assert await site.ask("SELECT count(*) FROM {events}") == [(1,)]
    assert (await world.get(f"/crm/v3/objects/contacts/{PEOPLE[0]}?idProperty=email")).status == 404
    clock.turn(PORTAL, None)
