"""SQL and exports over HTTP: what comes back, who may, and that other portals stay out of sight."""

import csv
import io
from pathlib import Path
from typing import Any

import duckdb
import pytest

from hubstead.store.access import Access, Levels
from tests.analytics.site import open_site
from tests.crm.schemas.sample import CAR
from tests.world import Reply, World

SQL = "/analytics/hubstead/sql"
EXPORT = "/analytics/hubstead/export"


async def run(world: World, sql: str, **more: Any) -> Any:
    reply = await world.post(SQL, {"sql": sql, **more})
    assert reply.status == 200, reply.body
    return reply.json


async def test_traffic_and_records_meet_in_one_query(world: World) -> None:
    ada = await open_site(world)
    answer = await run(
        world,
        "select c.id, c.lifecyclestage, count(*) as visits, sum(s.page_views) as views, min(s.day) as first "
        "from contacts c join visitors v on v.contact = c.id join sessions s using (visitor) group by all",
    )
    assert answer == {
        "columns": [
            {"name": "id", "type": "BIGINT"},
            {"name": "lifecyclestage", "type": "VARCHAR"},
            {"name": "visits", "type": "BIGINT"},
            {"name": "views", "type": "HUGEINT"},
            {"name": "first", "type": "DATE"},
        ],
        "rows": [[ada, "lead", 2, 3, "2026-02-03"]],
        "more": False,
    }


async def test_what_was_just_written_is_there(world: World) -> None:
    id = await world.create("companies", name="Acme", annualrevenue="1000")
    assert (await run(world, "select id, annualrevenue from companies"))["rows"] == [[int(id), 1000.0]]


async def test_values_are_those_of_json(world: World) -> None:
    answer = await run(
        world,
        "select 9223372036854775808::hugeint, 1.5::decimal(5,2), 'nan'::double, [1, null], {'a': 1}, "
        "make_timestamp(0), 'x'::blob, map(['k'], [1]), true, null, 1 as a, 2 as a",
    )
    assert answer["rows"] == [
        ["9223372036854775808", 1.5, None, [1, None], {"a": 1}, "1970-01-01T00:00:00", "78", {"k": 1}, True, None, 1, 2]
    ]


async def test_numbers_are_shown_as_they_are_kept(world: World, tmp_path: Path) -> None:
    for value in ("12", "12.50", "-3", "9007199254740993", ""):
        await world.create("companies", annualrevenue=value)
    whole = await world.create("companies", name="Whole", numberofemployees="7")
    sql = "select annualrevenue, numberofemployees, annualrevenue / 8 as a, 1 as a from companies order by id"
    reply = await world.post(SQL, {"sql": sql})
    assert b"[[12,null,1.5,1],[12.5,null,1.5625,1],[-3,null,-0.375,1]," in reply.body  # not 12.0, in no client
    reply = await world.post(SQL, {"sql": sql, "format": "csv"})
    assert reply.body.decode().splitlines()[1:4] == ["12,,1.5,1", "12.5,,1.5625,1", "-3,,-0.375,1"]
    assert reply.body.decode().splitlines()[6] == ",7,,1"

    reply = await world.get(f"{EXPORT}/companies")
    rows = list(csv.DictReader(io.StringIO(reply.body.decode())))
    kept = [(row["annualrevenue"], row["numberofemployees"]) for row in rows]
    assert kept == [("12", ""), ("12.50", ""), ("-3", ""), ("9007199254740993", ""), ("", ""), ("", "7")]
    assert rows[-1]["createdate"] == (await world.get(f"/crm/v3/objects/companies/{whole}")).json["createdAt"]
    reply = await world.get(f"{EXPORT}/companies?format=parquet")
    asked = "select typeof(annualrevenue), typeof(hs_object_id), annualrevenue from file limit 2"
    assert _parquet(reply, tmp_path, asked) == [("DOUBLE", "BIGINT", 12.0), ("DOUBLE", "BIGINT", 12.5)]


async def test_names_that_are_taken_have_an_ending(world: World) -> None:
    for name in ("id", "id_property", "order"):
        given = {"name": name, "label": name, "type": "string", "fieldType": "text", "groupName": "contactinformation"}
        assert (await world.post("/crm/v3/properties/contacts", given)).status == 201
    record = await world.create("contacts", id="Mine", id_property="Other", order="Last")
    sql = 'select id, ID_PROPERTY_PROPERTY, id_property, "order" from Contacts'
    assert (await run(world, sql))["rows"] == [[int(record), "mine", "other", "last"]]
    await open_site(world)
    for name in ("events", "Visits_", "visits"):
        labels = {"singular": name, "plural": name}
        made = await world.post("/crm/v3/schemas", {**CAR, "name": name, "labels": labels})
        assert made.status == 201, made.body
        await world.create(made.json["objectTypeId"], plate=name)
    tables = "(select plate from events_records), (select plate from visits), (select plate from visits_records)"
    assert (await run(world, f"select {tables}"))["rows"] == [["events", "visits_", "visits"]]
    assert (await run(world, "select count(*) from events where kind = 'page_view'"))["rows"] == [[6]]


async def test_rows_are_bounded(world: World) -> None:
    answer = await run(world, "select range from range(2000)")
    assert (len(answer["rows"]), answer["more"]) == (1000, True)
    answer = await run(world, "select range from range(5)", limit=5)
    assert (len(answer["rows"]), answer["more"]) == (5, False)
    assert (await world.post(SQL, {"sql": "select 1", "limit": 50_001})).status == 400


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"sql": ""},
        {"sql": "select * from nothing"},
        {"sql": "delete from contacts"},
        {"sql": "select * from read_csv('/etc/passwd')"},
        {"sql": "select 1", "format": "xml"},
        {"sql": "select 1", "more": 1},
        {"sql": "x" * 100_001},
        {"sql": "select '\ud83e'"},
    ],
)
async def test_what_may_not_run_is_a_400(world: World, body: dict[str, Any]) -> None:
    try:
        reply = await world.post(SQL, body)
    except UnicodeEncodeError:
        reply = await world.post(SQL, b'{"sql": "select \'\\ud83e\'"}')
    assert reply.status == 400, reply.body


async def test_files_have_all_rows(world: World, tmp_path: Path) -> None:
    reply = await world.post(SQL, {"sql": "select range as n from range(5000)", "format": "csv", "limit": 1})
    assert reply.headers["content-type"] == "text/csv;charset=utf-8"
    assert reply.headers["content-disposition"] == 'attachment; filename="query.csv"'
    assert reply.body == b"n\n" + b"".join(b"%d\n" % n for n in range(5000))
    reply = await world.post(SQL, {"sql": "select range as n from range(5000)", "format": "parquet"})
    assert _parquet(reply, tmp_path, "select count(*), sum(n) from file") == [(5000, 12_497_500)]


def _parquet(reply: Reply, folder: Path, sql: str) -> list[tuple[Any, ...]]:
    path = folder / "file.parquet"
    path.write_bytes(reply.body)
    with duckdb.connect() as connection:
        connection.execute(f"CREATE VIEW file AS SELECT * FROM read_parquet('{path}')")
        return connection.execute(sql).fetchall()


async def test_traffic_is_exported_by_day(world: World, tmp_path: Path) -> None:
    await open_site(world)
    reply = await world.get(f"{EXPORT}/sessions")
    rows = list(csv.DictReader(io.StringIO(reply.body.decode())))
    assert [(row["source"], row["day"]) for row in rows][-1] == ("ORGANIC_SEARCH", "2026-02-10")
    assert len(rows) == 4
    reply = await world.get(f"{EXPORT}/sessions?start=20260204&end=20260228")
    assert len(reply.body.splitlines()) == 2
    reply = await world.get(f"{EXPORT}/events?format=parquet")
    assert _parquet(reply, tmp_path, "select count(*) from file where kind = 'page_view'") == [(6,)]
    for table in ("visitors", "pages", "daily_sources"):
        assert len((await world.get(f"{EXPORT}/{table}")).body.splitlines()) > 1, table


async def test_records_are_exported_as_they_are_written(world: World, tmp_path: Path) -> None:
    await world.create("contacts", email="ada@example.com", firstname="Ada", lastname='O\'Hara, "B"\nC')
    gone = await world.create("contacts", firstname="Gone")
    await world.delete(f"/crm/v3/objects/contacts/{gone}")
    reply = await world.get(f"{EXPORT}/contacts")
    (row,) = csv.DictReader(io.StringIO(reply.body.decode(), newline=""))
    assert (row["firstname"], row["lastname"], row["email"]) == ("Ada", 'O\'Hara, "B"\nC', "ada@example.com")
    assert reply.headers["content-disposition"].startswith('attachment; filename="contacts-20')
    reply = await world.get(f"{EXPORT}/contacts?format=parquet")
    assert _parquet(reply, tmp_path, "select firstname, createdate is null from file") == [("Ada", False)]


async def test_exports_that_there_are_not(world: World) -> None:
    assert (await world.get(f"{EXPORT}/nothing")).status == 404
    assert (await world.get(f"{EXPORT}/sessions?format=xml")).status == 400
    assert (await world.get(f"{EXPORT}/sessions?start=yesterday")).status == 400
    assert (await world.get(f"{EXPORT}/sessions?start=20261130&end=20261101")).status == 400


async def test_custom_objects_have_their_names(world: World) -> None:
    type = (await world.post("/crm/v3/schemas", CAR)).json["objectTypeId"]
    await world.create(type, plate="B-1")
    names = {table["name"] for table in (await world.get(f"{SQL}/tables")).json["results"]}
    assert {"car", "sessions", "events"} <= names
    assert (await run(world, "select plate from car"))["rows"] == [["b-1"]]


async def test_sql_is_for_those_who_see_everything(world: World) -> None:
    await world.create("contacts", email="ada@example.com")
    await run(world, "select 1")
    own = {"0-1": Levels("own", "own", "own")}
    for access, status in (
        (Access(1, "7", frozenset(), {}, Levels(), tools=frozenset({"reports"})), 200),
        (Access(1, "7", frozenset(), {}, Levels()), 403),
        (Access(1, "7", frozenset(), own, Levels(), tools=frozenset({"reports"})), 403),
    ):
        user = world.user(access, f"user-{status}-{len(access.levels)}")
        assert (await world.post(SQL, {"sql": "select 1"}, token=user)).status == status
        assert (await world.get(f"{EXPORT}/contacts", token=user)).status == status
        assert (await world.get(f"{EXPORT}/events", token=user)).status == status  # they say whose they are
        assert (await world.get(f"{SQL}/tables", token=user)).status == status


async def test_sql_takes_the_scopes_of_what_it_shows(world: World) -> None:
    await world.create("contacts", email="ada@example.com")
    await run(world, "select 1")
    few = await world.token("pat-na1-some-scopes", ("crm.export", "business-intelligence"))
    reply = await world.post(SQL, {"sql": "select 1"}, token=few)
    assert (reply.status, reply.json["category"]) == (403, "MISSING_SCOPES")
    assert (await world.get(f"{EXPORT}/sessions", token=few)).status == 200
    assert (await world.get(f"{EXPORT}/contacts", token=few)).status == 403
