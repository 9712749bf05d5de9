"""The search columns are derived: whatever happens to their file, the next start builds them anew and says so."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.client.process import ServerProcess
from tests.faults.conftest import Start
from tests.faults.wire import Wire

CONTACTS = "/crm/v3/objects/contacts"
COLUMNS = "columns.duckdb"
COUNT = 60


def deleted(file: Path) -> None:
    file.unlink()


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def overwritten(file: Path) -> None:
    file.write_bytes(b"no columns here\n" * 4_000)


def torn(file: Path) -> None:
    """Its second half never reached the disk."""
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])


def scribbled_over(file: Path) -> None:
    """The head is right, the blocks are not."""
    content = file.read_bytes()
    file.write_bytes(content[:12_288] + b"\xa5" * (len(content) - 12_288))


Damage = Callable[[Path], None]
DAMAGES: tuple[Damage, ...] = (deleted, emptied, overwritten, torn)


@pytest.mark.parametrize("damage", [*DAMAGES, scribbled_over])
def test_a_damaged_file_is_built_anew(start: Start, tmp_path: Path, damage: Damage) -> None:
    server = start()
    ids = filled(server)
    server.stop()
    damage(tmp_path / "data" / COLUMNS)
    everything_is_found(start(), ids)
    log = (tmp_path / "log").read_text()
    assert f"The search columns were built from {COUNT + 1} records and visits." in log  # one is the first user
    assert ("cannot be read and are built anew" in log) is (damage is not deleted)


@pytest.mark.parametrize("name", [COLUMNS, f"{COLUMNS}.wal"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_after_kill_9_is_mended_too(start: Start, tmp_path: Path, name: str, damage: Damage) -> None:
    """The newest changes are in a log beside the file then."""
    server = start()
    ids = filled(server)
    server.kill()
    damage(tmp_path / "data" / name)
    everything_is_found(start(), ids)


def filled(server: ServerProcess) -> set[str]:
    """The ids of contacts that were written and searched for."""
    with Wire(server.url) as wire:
        ids = write(wire)
        assert wire.found("city", "Turin") == ids
    return ids


def everything_is_found(server: ServerProcess, ids: set[str]) -> None:
    """Also with more of it written now."""
    with Wire(server.url) as wire:
        assert wire.found("city", "Turin") == ids
        more = write(wire)
        assert wire.found("city", "Turin") == ids | more


def write(wire: Wire) -> set[str]:
    inputs = [{"properties": {"city": "Turin", "jobtitle": f"Clerk {number}"}} for number in range(COUNT)]
    return {made["id"] for made in wire.post(f"{CONTACTS}/batch/create", {"inputs": inputs})["results"]}
