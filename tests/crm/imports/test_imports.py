"""Imports of one file: what becomes of rows, counters, states, errors, cancel and undo."""

from typing import Any

import pytest

from tests.crm.imports.desk import IMPORTS, Desk, column, request
from tests.crm.lists.asking import LISTS, members
from tests.world import World

PEOPLE = [column("First Name", "firstname"), column("Email", "email", columnType="HUBSPOT_ALTERNATE_ID")]
FILE = "First Name,Email\r\nAda,ada@example.com\r\nGrace,grace@example.com\r\n"


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


async def test_rows_become_contacts_and_change_those_that_are_there(world: World, desk: Desk) -> None:
    grace = await world.create("contacts", email="grace@example.com", firstname="G", city="Arlington")
    asked = request(("people.csv", PEOPLE), importOperations={"0-1": "UPSERT"}, dateFormat="DAY_MONTH_YEAR")
    reply = await desk.send(asked, people=FILE)
    assert reply.status == 200, reply.body
    started = reply.json
    assert started["state"] in ("STARTED", "PROCESSING", "DONE")
    assert started["importRequestJson"] == asked
    assert (started["importName"], started["importSource"], started["optOutImport"]) == ("Import", "API", False)
    assert started["mappedObjectTypeIds"] == ["0-1"]
    await world.server.jobs.settled()
    done = (await desk.read(started["id"])).json
    assert done["state"] == "DONE"
    assert done["metadata"]["counters"] == {
        "MAPPED_COLUMNS": 2,
        "TOTAL_ROWS": 2,
        "CREATED_OBJECTS": 1,
        "UPDATED_OBJECTS": 1,
        "UNIQUE_OBJECTS_WRITTEN": 2,
        "PROPERTY_VALUES_EMITTED": 4,
    }
    assert len(done["metadata"]["fileIds"]) == 1
    assert done["metadata"]["objectLists"] == []
    assert await desk.records("contacts", "firstname", "email", "city") == [
        {"firstname": "Grace", "email": "grace@example.com", "city": "Arlington"},
        {"firstname": "Ada", "email": "ada@example.com", "city": None},
    ]
    history = await world.get(f"/crm/v3/objects/contacts/{grace}?propertiesWithHistory=firstname")
    newest = history.json["propertiesWithHistory"]["firstname"][0]
    assert (newest["value"], newest["sourceType"], newest["sourceId"]) == ("Grace", "IMPORT", done["id"])
    assert list(world.server.uploads.folder.iterdir()) == []


async def test_operations_leave_out_what_is_there_or_is_not(world: World, desk: Desk) -> None:
    await world.create("contacts", email="grace@example.com", firstname="G")
    made = await desk.run(
        request(("a.csv", PEOPLE), importOperations={"CONTACT": "CREATE"}), a=FILE + "A,ada@example.com\r\n"
    )
    assert await desk.told(made["id"]) == [
        (3, "CREATE_ONLY_IMPORT", 1, "grace@example.com"),
        (4, "DUPLICATE_ALTERNATE_ID", 1, "ada@example.com"),
    ]
    assert made["metadata"]["counters"]["ERRORS"] == 2
    only = await desk.run(
        request(("a.csv", PEOPLE), importOperations={"contacts": "UPDATE"}), a=FILE + "X,x@example.com"
    )
    assert await desk.told(only["id"]) == [(4, "UPDATE_ONLY_IMPORT", 1, "x@example.com")]
    assert await desk.records("contacts", "firstname") == [{"firstname": "Grace"}, {"firstname": "Ada"}]


async def test_records_are_found_by_their_id(world: World, desk: Desk) -> None:
    ada = await world.create("contacts", firstname="A")
    columns = [column("ID", None, columnType="HUBSPOT_OBJECT_ID"), column("Name", "firstname")]
    columns[0]["propertyName"] = "hs_object_id"
    done = await desk.run(request(("a.csv", columns)), a=f"ID,Name\n{ada},Ada\n999999,Nobody\nx,Wrong\n,New\n")
    assert await desk.records("contacts", "firstname") == [{"firstname": "Ada"}, {"firstname": "New"}]
    assert sorted(await desk.told(done["id"]), key=str) == [
        (3, "INVALID_OBJECT_ID", 0, "999999"),
        (4, "INVALID_OBJECT_ID", 0, "x"),
    ]


async def test_companies_are_found_by_their_domain(world: World, desk: Desk) -> None:
    old = await world.create("companies", name="Old", domain="example.com")
    for _ in range(2):
        await world.create("companies", name="Twin", domain="twin.com")
    columns = [column("Domain", "domain", "0-2"), column("Name", "name", "0-2")]
    rows = "https://www.example.com/x,No\nexample.com,New\nfresh.com,One\nfresh.com,Two\ntwin.com,Any\nnodomain,Bad\n"
    done = await desk.run(request(("a.csv", columns)), a="Domain,Name\n" + rows)
    found = await desk.records("companies", "name", "domain")
    assert found[0] == {"name": "New", "domain": "example.com"}
    assert {"name": "Two", "domain": "fresh.com"} in found
    assert (len(found), old) == (5, old)
    assert await desk.told(done["id"]) == [
        (7, "INVALID_DOMAIN", 0, "nodomain"),
        (6, "MULTIPLE_COMPANIES_WITH_THIS_DOMAIN", 0, "twin.com"),
    ]


async def test_cells_are_read_as_people_write_them(world: World, desk: Desk) -> None:
    owner = (await world.get("/crm/v3/owners")).json["results"][0]
    columns = [
        column("Name", "dealname", "0-3"),
        column("Stage", "dealstage", "0-3"),
        column("Amount", "amount", "0-3"),
        column("Close", "closedate", "0-3"),
        column("Owner", "hubspot_owner_id", "0-3"),
        column("Type", "dealtype", "0-3"),
    ]
    rows = [
        f'One,contractsent,"1,234.50",31/12/2025,{owner["email"]},New Business',
        'Two,contractsent,"-1,000",2025-12-31 14:30,,existingbusiness',
        "Three,contractsent,many,31.02.2025,nobody@example.com,Other Business",
    ]
    asked = request(("a.csv", columns), dateFormat="DAY_MONTH_YEAR", timeZone="Europe/Berlin")
    done = await desk.run(asked, a="Name,Stage,Amount,Close,Owner,Type\n" + "\n".join(rows))
    assert await desk.records("deals", "dealname", "amount", "closedate", "hubspot_owner_id", "dealtype") == [
        {
            "dealname": "One",
            "amount": "1234.50",
            "closedate": "2025-12-30T23:00:00Z",
            "hubspot_owner_id": owner["id"],
            "dealtype": "newbusiness",
        },
        {
            "dealname": "Two",
            "amount": "-1000",
            "closedate": "2025-12-31T13:30:00Z",
            "hubspot_owner_id": None,
            "dealtype": "existingbusiness",
        },
        {"dealname": "Three", "amount": None, "closedate": None, "hubspot_owner_id": None, "dealtype": None},
    ]
    assert await desk.told(done["id"]) == [
        (4, "COULD_NOT_PARSE_NUMBER", 2, "many"),
        (4, "COULD_NOT_PARSE_DATE", 3, "31.02.2025"),
        (4, "COULD_NOT_FIND_OWNER", 4, "nobody@example.com"),
        (4, "INVALID_ENUMERATION_OPTION", 5, "Other Business"),
    ]


async def test_errors_are_paged_and_say_as_much_as_is_asked(desk: Desk) -> None:
    rows = "".join(f"N{number},not an address {number}\n" for number in range(5))
    done = await desk.run(request(("a.csv", PEOPLE)), a="First Name,Email\n" + rows)
    assert done["metadata"]["counters"]["ERRORS"] == 5
    assert "CREATED_OBJECTS" not in done["metadata"]["counters"]
    [first] = await desk.errors(done["id"], "limit=1")
    assert "errorMessage" not in first
    assert first["sourceData"]["rowData"] == []
    assert (first["objectType"], first["objectTypeId"]) == ("CONTACT", "0-1")
    url, seen = f"{IMPORTS}/{done['id']}/errors?limit=2&includeRowData=true&includeErrorMessage=true", []
    while url:
        page = (await desk.world.get(url)).json
        seen += page["results"]
        url = page.get("paging", {}).get("next", {}).get("link", "").removeprefix("http://hubstead.test")
    assert [error["sourceData"]["rowData"] for error in seen] == [[f"N{n}", f"not an address {n}"] for n in range(5)]
    assert seen[0]["errorMessage"] == "Email address not an address 0 is invalid"


@pytest.mark.parametrize(
    ("content", "state", "told"),
    [
        ("First Name\nAda\n", "FAILED", [(0, "INCORRECT_NUMBER_OF_COLUMNS")]),
        ("", "FAILED", [(0, "INVALID_FILE_TYPE")]),
        ("First Name,Email\nAda,a@b.com,more\nBo,b@b.com", "DONE", [(2, "COULD_NOT_PARSE_ROW")]),
        ('First Name,Email\n"Ada\x00,a@b.com\n', "DONE", [(2, "COULD_NOT_PARSE_ROW")]),
        ("First Name,Email\n" + "x" * 70_000 + ",a@b.com\n", "DONE", [(2, "COLUMN_TOO_LARGE")]),
        ("First Name,Email\n" + "x" * 10_000_001 + ",a@b.com\n", "DONE", [(2, "COULD_NOT_PARSE_ROW")]),
        ("First Name,Email\nAda\n", "DONE", []),
        ("Email,First Name\na@b.com,Ada\n", "DONE", []),
        ("Vorname;E-Mail\nÄda;a@b.com\n".encode("cp1252"), "DONE", []),
        ("First Name\tEmail\nÄda\ta@b.com\n".encode("utf-16"), "DONE", []),
        (b"PK\x03\x04 no workbook", "FAILED", [(0, "INVALID_SPREADSHEET")]),
    ],
)
async def test_files_as_they_come(desk: Desk, content: str | bytes, state: str, told: list[Any]) -> None:
    done = await desk.run(request(("a.csv", PEOPLE)), a=content)
    assert done["state"] == state
    assert [line[:2] for line in await desk.told(done["id"])] == told


async def test_columns_in_another_order_are_found_by_their_names(desk: Desk) -> None:
    await desk.run(request(("a.csv", PEOPLE)), a="Email,First Name\na@b.com,Ada\n")
    assert await desk.records("contacts", "firstname", "email") == [{"firstname": "Ada", "email": "a@b.com"}]


@pytest.mark.parametrize(
    "wrong",
    [
        "no json",
        "{}",
        b"\xff",
        {"name": "x", "files": []},
        request(("other.csv", PEOPLE)),
        request(("a", PEOPLE)),
        request(("a.csv", [])),
        request(("a.csv", PEOPLE), ("a.csv", PEOPLE)),
        request(("a.csv", [column("x", "no_such_property")])),
        request(("a.csv", [column("x", "createdate")])),
        request(("a.csv", [column("x", "firstname", "no_such_type")])),
        request(("a.csv", [column("x", "firstname", "")])),
        request(("a.csv", [column("x", "firstname"), column("y", "firstname")])),
        request(("a.csv", [column("x", "firstname", columnType="HUBSPOT_ALTERNATE_ID")])),
        request(("a.csv", [column("x", "firstname", columnType="SOMETHING")])),
        request(("a.csv", [column("x", "firstname", columnType="EVENT_TIMESTAMP")])),
        request(("a.csv", [column("x", "firstname", ignored=True)])),
        request(("a.csv", [column("x", "firstname")] * 1001)),
        request(("a.csv", [column("x", "firstname")]), importOperations={"0-1": "UPDATE"}),
        request(("a.csv", PEOPLE), importOperations={"0-1": "MERGE"}),
        request(("a.csv", PEOPLE), timeZone="Mars/Olympus"),
        request(("a.csv", PEOPLE), timeZone="../../etc/passwd"),
        request(("a.csv", PEOPLE), dateFormat="WHENEVER"),
        request(("a.csv", PEOPLE), name="nul \0"),
    ],
)
async def test_a_request_that_is_not_right_is_refused_and_leaves_nothing(desk: Desk, wrong: Any) -> None:
    reply = await desk.send(wrong, a=FILE)
    assert reply.status == 400, reply.body
    assert (await desk.world.get(IMPORTS)).json == {"results": []}
    assert list(desk.world.server.uploads.folder.iterdir()) == []


async def test_ids_that_are_none(desk: Desk) -> None:
    reply = await desk.read("0")
    assert (reply.status, reply.json["message"]) == (400, "importId must be positive.")
    assert reply.json["context"] == {"importId": ["0"]}
    assert (await desk.read("12345")).status == 404
    assert (await desk.read("x")).status == 400


async def test_imports_are_listed_newest_first_and_are_the_app_s_own(world: World, desk: Desk) -> None:
    ids = [(await desk.run(request(("a.csv", PEOPLE)), a=FILE))["id"] for _ in range(3)]
    page = (await world.get(f"{IMPORTS}?limit=2")).json
    assert [run["id"] for run in page["results"]] == ids[:0:-1]
    following = (await world.get(page["paging"]["next"]["link"].removeprefix("http://hubstead.test"))).json
    assert [run["id"] for run in following["results"]] == ids[:1]
    before = following["paging"]["prev"]["before"]
    back = (await world.get(f"{IMPORTS}?limit=2&before={before}")).json
    assert [run["id"] for run in back["results"]] == ids[:0:-1]
    other = Desk(world, await world.token("pat-na1-other-app", None))
    assert (await world.get(IMPORTS, token=other.token)).json["results"] == []
    assert (await other.read(ids[0])).status == 404
    assert (await world.post(f"{IMPORTS}/{ids[0]}/cancel", token=other.token)).status == 404


async def test_cancelling_stops_behind_the_rows_that_are_done(world: World, desk: Desk) -> None:
    rows = "".join(f"N{number},n{number}@example.com\n" for number in range(5_000))
    reply = await desk.send(request(("a.csv", PEOPLE)), a="First Name,Email\n" + rows)
    cancelled = await world.post(f"{IMPORTS}/{reply.json['id']}/cancel")
    assert (cancelled.status, cancelled.json["status"]) == (200, "COMPLETE")
    await world.server.jobs.settled()
    run = (await desk.read(reply.json["id"])).json
    assert run["state"] == "CANCELED"
    count = (await world.post("/crm/v3/objects/contacts/search", {})).json["total"]
    assert count == run["metadata"]["counters"].get("CREATED_OBJECTS", 0) < 5_000
    assert list(world.server.uploads.folder.iterdir()) == []
    done = await desk.run(request(("a.csv", PEOPLE)), a=FILE)
    assert (await world.post(f"{IMPORTS}/{done['id']}/cancel")).status == 200
    assert (await desk.read(done["id"])).json["state"] == "DONE"


async def test_a_list_of_the_contacts(world: World, desk: Desk) -> None:
    grace = await world.create("contacts", email="grace@example.com")
    await world.create("contacts", email="alan@example.com")
    columns = [*PEOPLE, column("Company", "name", "0-2")]
    asked = request(("a.csv", columns), createContactListFromImport=True)
    ada_of_a = "Ada,ada@example.com,A\n"
    rows = f"First Name,Email,Company\n{ada_of_a}Grace,grace@example.com,B\nX,no address,C\n{ada_of_a}"
    done = await desk.run(asked, a=rows)
    [made] = done["metadata"]["objectLists"]
    assert made["objectType"] == "CONTACT"
    shown = (await world.get(f"{LISTS}/{made['listId']}")).json["list"]
    assert (shown["name"], shown["processingType"], shown["size"]) == ("Import", "MANUAL", 2)
    ada = (await world.get("/crm/v3/objects/contacts/ada@example.com?idProperty=email")).json["id"]
    assert await members(world, made["listId"]) == [grace, ada]
    again = await desk.run(asked, a=rows)
    [other] = again["metadata"]["objectLists"]
    assert (await world.get(f"{LISTS}/{other['listId']}")).json["list"]["name"] == f"Import ({again['id']})"
    assert await members(world, other["listId"]) == [grace, ada]
    companies = request(("a.csv", [column("Company", "name", "0-2")]), createContactListFromImport=True)
    assert (await desk.run(companies, a="Company\nD\n"))["metadata"]["objectLists"] == []


async def test_undoing_takes_back_what_nobody_changed_since(world: World, desk: Desk) -> None:
    grace = await world.create("contacts", email="grace@example.com", firstname="G", city="Arlington")
    alan = await world.create("contacts", email="alan@example.com", firstname="A")
    columns = [*PEOPLE, column("City", "city")]
    rows = "Ada,ada@example.com,London\nGrace,grace@example.com,York\nAlan,alan@example.com,Wilmslow\n"
    done = await desk.run(request(("a.csv", columns)), a="First Name,Email,City\n" + rows)
    await world.patch(f"/crm/v3/objects/contacts/{grace}", {"properties": {"city": "New York"}})
    undone = await world.post(f"/hubstead/imports/{done['id']}/undo")
    assert undone.status == 202
    await world.server.jobs.settled()
    assert (await desk.read(done["id"])).json["state"] == "REVERTED"
    assert await desk.records("contacts", "firstname", "city") == [
        {"firstname": "G", "city": "New York"},
        {"firstname": "A", "city": ""},
    ]
    assert (await world.get(f"/crm/v3/objects/contacts/{alan}")).status == 200
    again = await world.post(f"/hubstead/imports/{done['id']}/undo")
    assert (again.status, again.json["category"]) == (409, "CONFLICT")
    [gone] = (await world.get("/crm/v3/objects/contacts?archived=true&properties=email")).json["results"]
    assert gone["properties"]["email"] == "ada@example.com"


async def test_users_import_within_their_bounds_and_with_the_permission_only(world: World) -> None:
    from hubstead.store.access import Access

    bound = Desk(world, world.user(Access(5, "4", frozenset(), {}), "bound"))
    assert (await bound.send(request(("a.csv", PEOPLE)), a=FILE)).status == 403
