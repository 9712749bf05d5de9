"""Visitors, sessions and events in the column store, and their daily sums."""

from collections.abc import Iterator

import pytest

from hubstead.columns.engine import ColumnStore
from hubstead.columns.engines import duckdb_traffic
from hubstead.columns.open import open_columns
from hubstead.columns.traffic import TABLES, EventRow, SessionRow, Traffic, VisitorRow

PORTAL = 5
NOON = 1_700_049_600_000
"""2023-11-15, 12:00 UTC; in Auckland it is past midnight of the 16th."""
MINUTE = 60_000


@pytest.fixture
def columns() -> Iterator[ColumnStore]:
    store = open_columns(None, lambda *_: {})
    yield store
    store.close()


def visitor(number: int, first: int, *, person: int = 0) -> VisitorRow:
    return VisitorRow(f"{number:032x}", number, 0, person or number, first)


def session(
    number: int, started: int, *pages: str, source: str = "DIRECT_TRAFFIC"
) -> tuple[SessionRow, list[EventRow]]:
    """A session of one page a minute."""
    last = len(pages) - 1
    row = SessionRow(
        visitor=number,
        started=started,
        ended=started + last * MINUTE,
        source=source,
        page_views=len(pages),
        seconds=last * 60,
        bounce=last == 0,
    )
    views = [
        EventRow(
            moment=started + place * MINUTE,
            kind="page_view",
            hit=started + place,
            visitor=number,
            session=started,
            page=page,
            entrance=place == 0,
            leave=place == last,
            seconds=60 if place < last else 0,
            bounce=last == 0,
        )
        for place, page in enumerate(pages)
    ]
    return row, views


def traffic(*visitors: VisitorRow, sessions: list[tuple[SessionRow, list[EventRow]]], zone: str = "UTC") -> Traffic:
    return Traffic(
        PORTAL, zone, visitors, [row for row, _ in sessions], [view for _, views in sessions for view in views]
    )


def sums(columns: ColumnStore) -> list[tuple[object, ...]]:
    """Source, visits, visitors, views, bounces, seconds."""
    names = "sum(visits), sum(visitors), sum(raw_views), sum(bounces), sum(seconds)"
    sql = f"SELECT source, {names} FROM {{daily_sources}} GROUP BY 1 HAVING sum(visits) > 0 ORDER BY 1"
    return columns.ask(PORTAL, sql)


def test_a_portal_without_traffic_has_empty_tables(columns: ColumnStore) -> None:
    assert {name: columns.ask(PORTAL, f"SELECT * FROM {{{name}}}") for name in TABLES} == {name: [] for name in TABLES}


def test_a_session_that_grows_replaces_what_it_was(columns: ColumnStore) -> None:
    columns.apply([], 1, [traffic(visitor(1, NOON), sessions=[session(1, NOON, "/a")])])
    assert sums(columns) == [("DIRECT_TRAFFIC", 1, 1, 1, 1, 0)]
    for cursor in (2, 3):  # doing it again changes nothing
        columns.apply([], cursor, [traffic(visitor(1, NOON), sessions=[session(1, NOON, "/a", "/b", "/a")])])
        assert sums(columns) == [("DIRECT_TRAFFIC", 1, 1, 3, 0, 120)]
        pages = "SELECT page, sum(raw_views), sum(entrances), sum(exits), sum(seconds), sum(page_bounces)"
        assert columns.ask(PORTAL, f"{pages} FROM {{daily_pages}} GROUP BY 1 ORDER BY 1") == [
            ("/a", 2, 1, 1, 60, 0),
            ("/b", 1, 0, 0, 60, 0),
        ]


def test_a_session_moves_to_its_new_source(columns: ColumnStore) -> None:
    columns.apply([], 1, [traffic(visitor(1, NOON), sessions=[session(1, NOON, "/a")])])
    columns.apply([], 2, [traffic(visitor(1, NOON), sessions=[session(1, NOON, "/a", source="REFERRALS")])])
    assert sums(columns) == [("REFERRALS", 1, 1, 1, 1, 0)]


def test_two_visitors_who_become_one_person_were_new_once(columns: ColumnStore) -> None:
    columns.apply([], 1, [traffic(visitor(1, NOON), sessions=[session(1, NOON, "/a")])])
    columns.apply([], 2, [traffic(visitor(2, NOON + 1), sessions=[session(2, NOON + 1, "/a", source="REFERRALS")])])
    assert sums(columns) == [("DIRECT_TRAFFIC", 1, 1, 1, 1, 0), ("REFERRALS", 1, 1, 1, 1, 0)]
    columns.apply([], 3, [traffic(visitor(2, NOON + 1, person=1), sessions=[])])
    assert sums(columns) == [("DIRECT_TRAFFIC", 1, 1, 1, 1, 0), ("REFERRALS", 1, 0, 1, 1, 0)]
    columns.apply([], 4, [Traffic(PORTAL, "UTC", gone=[1])])
    assert sums(columns) == [("REFERRALS", 1, 1, 1, 1, 0)]
    assert columns.ask(PORTAL, "SELECT visitor, fresh FROM {events}") == [(2, True)]


def test_days_follow_the_time_zone_of_the_account(columns: ColumnStore) -> None:
    columns.apply([], 1, [traffic(visitor(1, NOON), sessions=[session(1, NOON, "/a")])])
    days = "SELECT strftime(day, '%Y-%m-%d') FROM {daily_pages}"
    assert columns.ask(PORTAL, days) == [("2023-11-15",)]
    columns.apply([], 2, [Traffic(PORTAL, "Pacific/Auckland")])
    assert columns.ask(PORTAL, days) == [("2023-11-16",)]


def test_a_portal_sees_its_own_traffic_only(columns: ColumnStore) -> None:
    columns.apply([], 1, [traffic(visitor(1, NOON), sessions=[session(1, NOON, "/a")])])
    assert columns.ask(PORTAL + 1, "SELECT * FROM {sessions}") == []
    columns.forget(PORTAL)
    assert columns.ask(PORTAL, "SELECT * FROM {sessions}") == []


def test_changes_of_several_portals_in_one_batch_do_not_meet(columns: ColumnStore) -> None:
    columns.apply([], 1, [traffic(visitor(1, NOON), sessions=[session(1, NOON, "/a")])])
    columns.apply([], 2, [traffic(visitor(2, NOON + 1), sessions=[session(2, NOON + 1, "/a", source="REFERRALS")])])
    joined = traffic(visitor(2, NOON + 1, person=1), sessions=[])
    other = traffic(visitor(2, NOON + 1), sessions=[session(2, NOON + 1, "/b")])._replace(portal=PORTAL + 1)
    columns.apply([], 3, [joined, other])
    assert sums(columns) == [("DIRECT_TRAFFIC", 1, 1, 1, 1, 0), ("REFERRALS", 1, 0, 1, 1, 0)]
    assert columns.ask(PORTAL + 1, "SELECT visitor, fresh, page FROM {events}") == [(2, True, "/b")]


def test_sums_that_were_corrected_often_are_drawn_together(
    columns: ColumnStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duckdb_traffic, "SPARE", 20)
    for views in range(1, 31):
        pages = ["/a"] * views
        columns.apply([], views, [traffic(visitor(1, NOON), sessions=[session(1, NOON, *pages)])])
    assert sums(columns) == [("DIRECT_TRAFFIC", 1, 1, 30, 0, 29 * 60)]
    [(rows,)] = columns.ask(PORTAL, "SELECT count(*) FROM {daily_sources}")
    assert rows < 15  # of thirty corrections


def test_records_stand_beside_traffic(columns: ColumnStore) -> None:
    assert columns.ask(PORTAL, 'SELECT "#id", amount FROM {records:0-3:amount=NUMBER}') == []
    with pytest.raises(KeyError):
        columns.ask(PORTAL, "SELECT * FROM {secrets}")
