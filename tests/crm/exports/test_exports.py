"""Exports: which records, which columns, how values read, and who may fetch the file for how long."""

import csv
import io
import zipfile
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from hubstead.crm.exports import start, writers
from hubstead.kit import clock
from hubstead.kit.clock import Clock
from hubstead.store.access import Access, Levels
from tests.crm.lists.asking import LISTS, either, made, text
from tests.world import PORTAL, TOKEN, Reply, World

EXPORT = "/crm/v3/exports/export"
HOST = "http://hubstead.test"


def view(*properties: str, **more: Any) -> dict[str, Any]:
    return {
        "exportType": "VIEW",
        "format": "csv",
        "exportName": "All contacts",
        "language": "EN",
        "objectType": "CONTACT",
        "objectProperties": list(properties),
        "exportInternalValuesOptions": [],
        "overrideAssociatedObjectsPerDefinitionPerRowLimit": False,
        **more,
    }


class Desk:
    """Asks for exports and fetches their files."""

    def __init__(self, world: World, token: str = TOKEN) -> None:
        self.world = world
        self.token = token

    async def ask(self, body: Any) -> Reply:
        return await self.world.post(f"{EXPORT}/async", body, token=self.token)

    async def done(self, body: Any) -> Any:
        """The state of the task when it has ended."""
        reply = await self.ask(body)
        assert reply.status == 202, reply.body
        assert reply.json["links"]["status"] == f"{HOST}{EXPORT}/async/tasks/{reply.json['id']}/status"
        await self.world.server.jobs.settled()
        return (await self.status(reply.json["id"])).json | {"id": reply.json["id"]}

    async def status(self, id: str) -> Reply:
        return await self.world.get(f"{EXPORT}/async/tasks/{id}/status", token=self.token)

    async def file(self, body: Any) -> Reply:
        done = await self.done(body)
        assert done["status"] == "COMPLETE", done
        reply = await self.world.get(done["result"].removeprefix(HOST), token=None)
        assert reply.status == 200, reply.body
        return reply

    async def rows(self, body: Any) -> list[list[str]]:
        reply = await self.file(body)
        return list(csv.reader(io.StringIO(reply.body.decode("utf-8-sig"), newline="")))


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


async def test_columns_have_labels_and_values_read_as_people_write_them(world: World, desk: Desk) -> None:
    owner = (await world.get("/crm/v3/owners")).json["results"][0]
    deal = await world.create(
        "deals",
        dealname='Engine, "new"\nline',
        dealstage="contractsent",
        pipeline="default",
        amount="-5.50",
        closedate="2026-03-04T05:06:07Z",
        hubspot_owner_id=owner["id"],
        dealtype="newbusiness",
    )
    names = ("dealname", "dealstage", "pipeline", "amount", "closedate", "hubspot_owner_id", "dealtype", "description")
    shown = await desk.rows(view(*names, objectType="0-3"))
    assert shown == [
        [
            "Record ID",
            "Deal Name",
            "Deal Stage",
            "Pipeline",
            "Amount",
            "Close Date",
            "Deal owner",
            "Deal Type",
            "Deal Description",
        ],
        [
            deal,
            'Engine, "new"\nline',
            "Contract Sent",
            "Sales Pipeline",
            "-5.50",
            "2026-03-04 05:06",
            f"{owner['firstName']} {owner['lastName']}".strip() or owner["email"],
            "New Business",
            "",
        ],
    ]
    inner = await desk.rows(view(*names, objectType="deal", exportInternalValuesOptions=["NAMES", "VALUES"]))
    assert inner[0] == ["hs_object_id", *names]
    assert inner[1][2:8] == ["contractsent", "default", "-5.50", "2026-03-04T05:06:07Z", owner["id"], "newbusiness"]


async def test_filters_and_sorts_choose_the_records(world: World, desk: Desk) -> None:
    for name, city in (("Ada", "London"), ("Grace", "New York"), ("Alan", "London")):
        await world.create("contacts", firstname=name, city=city)
    search = {
        "filterGroups": [{"filters": [{"property": "city", "operator": "EQ", "value": "London"}]}],
        "sorts": [{"propertyName": "firstname", "order": "DESC"}],
    }
    rows = await desk.rows(view("firstname", publicCrmSearchRequest=search))
    assert [row[1] for row in rows] == ["First Name", "Alan", "Ada"]
    older = {"filters": [{"propertyName": "city", "operator": "NEQ", "value": "London"}], "sorts": ["firstname"]}
    rows = await desk.rows(view("firstname", publicCrmSearchRequest={"query": "", **older}))
    assert [row[1] for row in rows[1:]] == ["Grace"]
    assert len(await desk.rows(view("firstname"))) == 4


async def test_associated_records_are_columns(world: World, desk: Desk) -> None:
    ada = await world.create("contacts", email="ada@example.com")
    companies = [await world.create("companies", name=name) for name in ("One", "Two")]
    for company in companies:
        await world.put(f"/crm/v4/objects/contacts/{ada}/associations/default/companies/{company}")
    rows = await desk.rows(view("email", associatedObjectType="COMPANY"))
    assert rows == [
        ["Record ID", "Email", "Associated Company IDs", "Associated Company"],
        [ada, "ada@example.com", ";".join(companies), "One;Two"],
    ]
    several = view("email", associatedObjectType=["COMPANY", "DEAL"], includeLabeledAssociations=True)
    rows = await desk.rows(several)
    assert rows[0][2:] == [
        "Associated Company IDs",
        "Associated Company labels",
        "Associated Deal IDs",
        "Associated Deal labels",
    ]
    assert rows[1][4:] == ["", ""]


async def test_no_cell_is_a_formula(world: World, desk: Desk) -> None:
    attack = '=HYPERLINK("https://evil.example","x")'
    await world.create("contacts", firstname=attack, lastname="+49 30 1", city="-1,5", phone="@SUM(A1)")
    names = ("firstname", "lastname", "city", "phone")
    [_, row] = await desk.rows(view(*names))
    assert row[1:] == [f"'{attack}", "'+49 30 1", "-1,5", "'@SUM(A1)"]
    for ending in ("XLSX", "XLS"):
        reply = await desk.file(view(*names, format=ending))
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(reply.body)).get_sheet_by_index(0)
        assert sheet.to_python()[1][1:] == [attack, "+49 30 1", "-1,5", "@SUM(A1)"]
        assert reply.headers["content-disposition"] == f"attachment; filename*=UTF-8''All%20contacts.{ending.lower()}"


async def test_many_rows_become_several_files(world: World, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(writers.MOST_ROWS, "XLS", 2)
    for number in range(5):
        await world.create("contacts", firstname=f"N{number}")
    reply = await desk.file(view("firstname", format="XLS"))
    assert reply.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(reply.body)) as bundle:
        sheets = [
            CalamineWorkbook.from_filelike(bundle.open(name)).get_sheet_by_index(0).to_python()
            for name in bundle.namelist()
        ]
        assert bundle.namelist() == [f"All contacts-{number}.xls" for number in (1, 2, 3)]
    assert [row[1] for sheet in sheets for row in sheet[1:]] == [f"N{number}" for number in range(5)]
    assert [len(sheet) for sheet in sheets] == [3, 3, 2]
    monkeypatch.setattr(writers, "LARGEST_PLAIN", 10)
    zipped = await desk.file(view("firstname"))
    assert zipfile.ZipFile(io.BytesIO(zipped.body)).namelist() == ["All contacts.csv"]
    assert [path.suffix for path in world.server.exported.folder.iterdir()] == ["", ""]


async def test_the_link_is_good_for_five_minutes_and_for_this_file_only(world: World, desk: Desk) -> None:
    done = await desk.done(view("email"))
    assert done["completedAt"] >= done["startedAt"] >= done["requestedAt"]
    link = done["result"].removeprefix(HOST)
    assert (await world.get(link, token=None)).status == 200
    other = (await desk.done(view("email")))["result"].removeprefix(HOST)
    mixed = link.partition("?")[0] + "?" + other.partition("?")[2]
    assert (await world.get(mixed, token=None)).status == 403
    assert (await world.get(link.partition("?")[0], token=None)).status == 403
    assert (await world.get(link.replace("expires=1", "expires=9"), token=None)).status == 403
    assert (await world.get("/hubstead/exports/1/1/x.csv", token=None)).status == 404
    clock.turn(PORTAL, Clock(ahead=301_000))
    try:
        assert (await world.get(link, token=None)).status == 403
        renewed = (await desk.status(done["id"])).json["result"].removeprefix(HOST)
        assert (await world.get(renewed, token=None)).status == 200
        clock.turn(PORTAL, Clock(ahead=8 * 86_400_000))
        await world.create("contacts")
        await world.server.jobs.settled()
        assert (await world.get(f"{EXPORT}/{done['id']}")).json["exportState"] == "DELETED"
        assert "result" not in (await desk.status(done["id"])).json
    finally:
        clock.turn(PORTAL, Clock())
    assert list(world.server.exported.folder.iterdir()) == []


async def test_an_export_is_told_to_who_asked_for_it(world: World, desk: Desk) -> None:
    await world.create("contacts")
    done = await desk.done(view("email"))
    shown = (await world.get(f"{EXPORT}/{done['id']}")).json
    created, updated = shown.pop("createdAt"), shown.pop("updatedAt")
    assert updated >= created
    assert shown == {
        "id": done["id"],
        "exportName": "All contacts",
        "exportType": "VIEW",
        "exportState": "DONE",
        "objectType": "0-1",
        "objectProperties": ["email"],
        "recordCount": 1,
    }
    other = await world.token("pat-na1-other-app", None)
    for url in (f"{EXPORT}/{done['id']}", f"{EXPORT}/async/tasks/{done['id']}/status"):
        refused = await world.get(url, token=other)
        said = f"Permission to get export file cannot be granted for exportId {done['id']} and portalId {PORTAL}"
        assert (refused.status, refused.json["message"]) == (403, said)
    assert (await world.get(f"{EXPORT}/0")).status == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"exportType": "ALL"},
        {"format": "PDF"},
        {"exportName": " "},
        {"exportName": "x\0"},
        {"objectType": "nothing"},
        {"objectProperties": ["no_such_property"]},
        {"objectProperties": ["email"] * 1001},
        {"exportInternalValuesOptions": ["IDS"]},
        {"associatedObjectType": ["0-2", "0-3", "0-5", "0-7", "0-8"]},
        {"exportType": "LIST"},
        {"exportType": "LIST", "listId": "999999"},
        {"publicCrmSearchRequest": {"filters": [{"propertyName": "no_such", "operator": "EQ", "value": "x"}]}},
        {"publicCrmSearchRequest": {"filters": [{"propertyName": "email", "operator": "LIKE", "value": "x"}]}},
    ],
)
async def test_an_export_that_is_not_right_is_refused(desk: Desk, wrong: dict[str, Any]) -> None:
    reply = await desk.ask(view("email", **wrong))
    assert reply.status == 400, reply.body


async def test_members_of_lists(world: World, desk: Desk) -> None:
    ada, bob = [await world.create("contacts", firstname=name) for name in ("Ada", "Bob")]
    hand = await made(world, "By hand")
    assert (await world.put(f"{LISTS}/{hand}/memberships/add", [bob])).status == 200
    asked = {"exportType": "LIST", "listId": int(hand), "exportInternalValuesOptions": ["NAMES"]}
    assert await desk.rows(view("firstname", **asked)) == [["hs_object_id", "firstname"], [bob, "Bob"]]
    adas = {
        "name": "Adas",
        "objectTypeId": "0-1",
        "processingType": "DYNAMIC",
        "filterBranch": either(text("firstname", "ada")),
    }
    dynamic = (await world.post(LISTS, adas)).json["list"]
    assert dynamic["processingStatus"] == "PROCESSING"
    rows = await desk.rows(view("firstname", **asked | {"listId": dynamic["listId"], "format": "csv"}))
    assert rows[1:] == [[ada, "Ada"]]
    assert (await desk.ask(view("name", **asked, objectType="COMPANY"))).status == 400


async def test_thirty_exports_a_day(world: World, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "MOST_A_DAY", 2)
    await desk.done(view("email"))
    await desk.done(view("email"))
    assert (await desk.ask(view("email"))).status == 429
    clock.turn(PORTAL, Clock(ahead=86_400_001))
    try:
        assert (await desk.ask(view("email"))).status == 202
        await world.server.jobs.settled()
    finally:
        clock.turn(PORTAL, Clock())


async def test_users_export_what_they_see_and_with_the_permission_only(world: World) -> None:
    access = Access(5, "4", frozenset(), {}, Levels())
    assert (await Desk(world, world.user(access, "bound")).ask(view("email"))).status == 403
