"""What the documentation tells people to paste works when it is pasted."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.docs.snippets import blocks, run, serving


@pytest.mark.parametrize(
    ("page", "count"),
    [("README.md", 1), ("docs/getting-started.md", 7), ("docs/connect.md", 2)],
)
def test_the_snippets_of_a_page_work_one_after_the_other(page: str, count: int, tmp_path: Path) -> None:
    found = blocks(page, "python", "bash")
    assert len(found) == count
    with serving() as url:
        for language, code in found:
            done = run(language, code, url, tmp_path)
            assert done.returncode == 0, f"{code}\n{done.stdout}\n{done.stderr}"


def test_getting_started_shows_what_it_says(tmp_path: Path) -> None:
    with serving() as url:
        python = blocks("docs/getting-started.md", "python")
        said = [run(language, code, url, tmp_path).stdout for language, code in python]
    created, listed, upserted, refused, dated = said
    assert created == "1 Lovelace\n"
    assert listed.endswith("ada@example.com\n")
    assert upserted == "100 contacts, 100 of them new\n"
    assert refused.startswith("409 ")
    assert "Contact already exists. Existing ID: " in refused
    assert "grace@example.com" in dated


def _said(page: str, folder: Path) -> list[str]:
    """What the blocks of a page print, one after the other."""
    with serving() as url:
        done = [run(language, code, url, folder) for language, code in blocks(page, "python")]
    assert [one.returncode for one in done] == [0] * len(done), done
    return [one.stdout for one in done]


def test_forms_are_sent_as_the_page_says(tmp_path: Path) -> None:
    sent, refused = _said("docs/forms.md", tmp_path)
    assert sent.splitlines() == [
        "<p>Thanks</p>",
        "Ada by Contact: Contact us",
        "https://acme.de/contact {'email': 'ada@example.com', 'firstname': 'Ada'}",
    ]
    assert [line.split(" - ")[0] for line in refused.splitlines()] == [
        "400 INVALID_EMAIL",
        "400 FIELD_NOT_IN_FORM_DEFINITION",
    ]


def test_events_are_sent_as_the_page_says(tmp_path: Path) -> None:
    first, second = _said("docs/events.md", tmp_path)
    assert first == "CONTACT Notes by the translator\n"
    assert second == "2 events, last Sketch of the engine\n"


def test_faults_happen_as_the_page_says(tmp_path: Path) -> None:
    said = []
    with serving("--sandbox", sandbox_key="my-sandbox-key") as url:
        for language, code in blocks("docs/faults.md", "python", "bash"):
            done = run(language, code, url, tmp_path)
            assert done.returncode == 0, f"{code}\n{done.stdout}\n{done.stderr}"
            said.append(done.stdout)
    _, read, logged, lost, waited, _, ended = said
    path = "GET /crm/v3/objects/contacts"
    assert read == "0 contacts after two 503\n"
    assert logged == f"{path} 503 fault 1\n{path} 503 fault 1\n{path} 200 fault None\n"
    assert lost.startswith("lost: Server disconnected")
    assert "again: Contact already exists. Existing ID: " in lost
    assert waited == "GET /crm/v3/objects/deals 200\n"
    assert (tmp_path / "hubstead.har").stat().st_size > 1_000
    assert "v3 has ended" in ended
    assert "ada@example.com" in ended


def test_the_backup_of_the_documentation_copies_a_database(tmp_path: Path) -> None:
    source, target = tmp_path / "hubstead.db", tmp_path / "copy.db"
    with closing(sqlite3.connect(source)) as connection:
        connection.execute("CREATE TABLE record (id)")
        connection.execute("INSERT INTO record VALUES (7)")
        connection.commit()
    [(_, code)] = blocks("docs/operations.md", "python")
    subprocess.run([sys.executable, "-c", code, source, target], check=True)
    with closing(sqlite3.connect(target)) as copy:
        assert copy.execute("SELECT id FROM record").fetchall() == [(7,)]
