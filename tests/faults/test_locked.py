"""Another process holds the database: writes are refused in HubSpot's form, reads go on, and then all is well again."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.faults.conftest import Start
from tests.faults.wire import Wire

CONTACTS = "/crm/v3/objects/contacts"


def test_a_locked_database_answers_503_and_recovers(start: Start, tmp_path: Path) -> None:
    with Wire(start().url) as wire:
        held = wire.post(CONTACTS, {"properties": {"email": "held@example.com"}})["id"]
        with closing(sqlite3.connect(tmp_path / "data" / "hubstead.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            status, refusal = wire.ask("POST", CONTACTS, {"properties": {"email": "refused@example.com"}})
            assert (status, refusal["status"], refusal["category"]) == (503, "error", "SERVICE_UNAVAILABLE")
            assert refusal["correlationId"]
            assert wire.get(f"{CONTACTS}/{held}")["id"] == held
            assert wire.found("email", "held@example.com") == {held}
            other.execute("ROLLBACK")

        assert wire.ask("GET", f"{CONTACTS}/refused@example.com?idProperty=email")[0] == 404
        made = wire.post(CONTACTS, {"properties": {"email": "refused@example.com", "city": "Turin"}})["id"]
        assert wire.found("city", "Turin") == {made}
