"""`hubstead import csv`."""

import asyncio
import csv
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.command import CONTACTS, Done, ask, hubstead, search
from tests.client.process import COMMAND, ServerProcess
from tests.world import Reply, World

HEADER = ["line", "column", "value", "message"]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a portal."""
    folder = tmp_path_factory.mktemp("empty") / "data"
    assert hubstead("portal", "create", "--data", folder).code == 0
    return folder


@pytest.fixture
def data(empty: Path, tmp_path: Path) -> Path:
    """A copy of it, without a server."""
    return shutil.copytree(empty, tmp_path / "data")


def import_text(data: Path, text: str | bytes, *options: str) -> Done:
    """Import a file with this content."""
    file = data.parent / "rows.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return hubstead("import", "csv", file, "--object", "contacts", "--data", data, *options)


def contacts(data: Path, *properties: str) -> list[dict[str, str]]:
    """All contacts in the order of their ids, as a server shows them."""

    async def read() -> Reply:
        async with World(data=data) as world:
            return await world.get(f"{CONTACTS}?limit=100&properties={','.join(properties)}")

    reply = asyncio.run(read())
    assert reply.status == 200
    return [{name: found["properties"][name] for name in properties} for found in reply.json["results"]]


def refusals(data: Path) -> list[list[str]]:
    """The file of refused rows."""
    with (data.parent / "rows.csv.errors.csv").open(newline="") as file:
        return list(csv.reader(file))


def test_names_and_labels_map_by_themselves_and_the_rest_by_map(data: Path) -> None:
    text = "Email,FIRSTNAME,Last Name,Town,Internal\nADA@Example.com,Ada,Lovelace,London,x\n"
    done = import_text(data, text, "--map", "Town=city", "--map", "Internal=")
    assert (done.code, done.out) == (0, "")
    assert "1 records created, 0 rows updated records" in done.err
    shown = contacts(data, "email", "firstname", "lastname", "city")
    assert shown == [{"email": "ada@example.com", "firstname": "Ada", "lastname": "Lovelace", "city": "London"}]


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        ("email,Town\na@example.com,x\n", [], "No property of Contacts is called 'Town'"),
        ("email,citty\na@example.com,x\n", [], "Did you mean city"),
        ("email\na@example.com\n", ["--map", "Mail=email"], "the file has no column 'Mail'"),
        ("email,x\na@example.com,1\n", ["--map", "x=nope"], "have no property 'nope'"),
        ("email,x\na@example.com,1\n", ["--map", "x"], "must be Header=property"),
        ("email,x\na@example.com,1\n", ["--map", "x=email"], "are both mapped to email"),
        ("firstname\nAda\n", ["--id-property", "email"], "no column is mapped to email"),
        ("", [], "is empty"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_before_anything_is_written(
    data: Path, text: str, options: list[str], message: str
) -> None:
    done = import_text(data, text, *options)
    assert done.code in (1, 2)
    assert message in done.err
    assert contacts(data, "email") == []


def test_rows_that_are_refused_are_named_and_the_others_are_in(data: Path) -> None:
    text = (
        "email,lifecyclestage,closedate\n"
        "good@example.com,Lead,2026-01-02\n"
        "not an address,lead,\n"
        "two@example.com,nonsense,yesterday\n"
        "\n"
        "long@example.com,lead,2026-01-02,more\n"
        'quoted@example.com,"le"ad,\n'
        ",,\n"
        "last@example.com,customer,\n"
    )
    done = import_text(data, text)
    assert done.code == 1
    assert "2 records created, 0 rows updated records, 4 rows refused" in done.err
    shown = contacts(data, "email", "lifecyclestage")
    assert shown == [
        {"email": "good@example.com", "lifecyclestage": "lead"},
        {"email": "last@example.com", "lifecyclestage": "customer"},
    ]
    refused = refusals(data)
    assert refused[0] == HEADER
    assert [row[:3] for row in refused[1:]] == [
        ["3", "email", "not an address"],
        ["4", "lifecyclestage", "nonsense"],
        ["4", "closedate", "yesterday"],
        ["6", "", ""],
        ["7", "", ""],
    ]
    assert refused[4][3] == "the row has 4 cells, the header 3"


def test_the_same_address_twice_is_one_record_in_the_order_of_the_file(data: Path) -> None:
    text = "email,firstname,city\nada@example.com,Ada,Paris\nADA@example.com,,London\nbob@example.com,Bob,\n"
    done = import_text(data, text)
    assert "2 records created, 1 rows updated records" in done.err
    assert contacts(data, "email", "firstname", "city") == [
        {"email": "ada@example.com", "firstname": "Ada", "city": "London"},
        {"email": "bob@example.com", "firstname": "Bob", "city": None},
    ]
    again = import_text(data, text)
    assert "0 records created, 3 rows updated records" in again.err


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "latin-1"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_and_delimiters_are_found_out(data: Path, encoding: str, delimiter: str) -> None:
    rows = [["Email", "First Name", "city"], ["zoe@example.com", "Zoë", f'"Orléans{delimiter}\n2nd line"'], [""]]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    done = import_text(data, text.encode(encoding))
    assert "1 records created" in done.err, done
    assert contacts(data, "firstname", "city") == [{"firstname": "Zoë", "city": f"Orléans{delimiter}\n2nd line"}]


def test_a_stray_nul_does_not_make_a_file_utf_16(data: Path) -> None:
    done = import_text(data, b"email,city\none@example.com,\0\ntwo@example.com,Bonn\n")
    assert "No property" not in done.err
    assert "two@example.com" in [found["email"] for found in contacts(data, "email")]


def test_records_are_found_by_another_unique_property_or_by_id(data: Path) -> None:
    with ServerProcess("--data", str(data), log=data.parent / "log") as server:
        property = {"name": "badge", "label": "Badge", "type": "string", "fieldType": "text",
                    "groupName": "contactinformation", "hasUniqueValue": True}  # fmt: skip
        assert ask("POST", f"{server.url}/crm/v3/properties/contacts", property)[0] == 201
        first = import_text(data, "badge,city\nB-1,Paris\n", "--id-property", "badge")
        assert "1 records created" in first.err
        second = import_text(data, "badge,city\nB-1,London\nB-2,Rome\n", "--id-property", "badge")
        assert "1 records created, 1 rows updated records" in second.err
        id = ask("GET", server.url + CONTACTS)[1]["results"][0]["id"]
        third = import_text(data, f"Record ID,city\n{id},Oslo\n999999,Bergen\n", "--id-property", "hs_object_id")
        assert "0 records created, 1 rows updated records, 1 rows refused" in third.err
        assert refusals(data)[1][:3] == ["3", "", "999999"]
        assert [found["city"] for found in search(server.url, "city", "Oslo")] == ["Oslo"]
        taken = import_text(data, "email,badge\nx@example.com,B-1\n")
        assert "0 records created, 0 rows updated records, 1 rows refused" in taken.err


def test_an_import_beside_a_server_is_found_by_search_and_names_its_source(data: Path) -> None:
    with ServerProcess("--data", str(data), log=data.parent / "log") as server:
        lines = "".join(f"p{number}@example.com,Town\n" for number in range(1200))
        assert "1200 records created" in import_text(data, "email,city\n" + lines).err
        body = {"filters": [{"propertyName": "city", "operator": "EQ", "value": "Town"}], "limit": 1}
        status, answer = ask("POST", f"{server.url}{CONTACTS}/search", body)
        assert (status, answer["total"]) == (200, 1200)
        id = answer["results"][0]["id"]
        _, shown = ask("GET", f"{server.url}{CONTACTS}/{id}?propertiesWithHistory=city&properties=hs_object_source")
        assert shown["properties"]["hs_object_source"] == "IMPORT"
        assert [entry["sourceType"] for entry in shown["propertiesWithHistory"]["city"]] == ["IMPORT"]
    assert hubstead("check", "--data", data).code == 0


def test_an_import_that_is_stopped_says_where_to_go_on(data: Path) -> None:
    file = data.parent / "rows.csv"
    with file.open("w") as rows:
        rows.write("email,city\n")
        rows.writelines(f"p{number}@example.com,Town\n" for number in range(60_000))
    words = ["import", "csv", str(file), "--object", "contacts", "--data", str(data)]
    process = subprocess.Popen([COMMAND, *words], stderr=subprocess.PIPE, text=True)
    written = data / "hubstead.db-wal"
    while not (written.exists() and written.stat().st_size > 2_000_000):
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    done = int(told.rpartition("--skip ")[2])
    assert 0 < done < 60_000
    rest = hubstead(*words, "--skip", str(done))
    assert f"{60_000 - done} records created, 0 rows updated records" in rest.err
