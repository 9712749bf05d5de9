"""The log of hits: what was appended is there, whatever ended the process, until it is forgotten."""

import errno
import os
from pathlib import Path

import pytest

from hubstead.tracking import log
from hubstead.tracking.log import Log

HEAD = 12
"""Bytes before the first entry."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "hits.log"


def opened(path: Path, moved: int = 0) -> tuple[Log, list[bytes]]:
    made = Log(path)
    return made, made.open(moved)


def test_entries_are_there_behind_the_position_that_was_moved(path: Path) -> None:
    first, found = opened(path)
    assert (found, first.base, first.end) == ([], 0, 0)
    assert first.append(b"one") == 8 + 3
    assert first.append(b"twelve") == 11 + 8 + 6
    assert opened(path)[1] == [b"one", b"twelve"]
    second, found = opened(path, 11)
    assert (found, second.base, second.end) == ([b"twelve"], 11, 25)
    assert second.append(b"x") == 25 + 9


def test_what_was_moved_is_not_in_the_file(path: Path) -> None:
    kept, _ = opened(path)
    moved = kept.append(b"203.0.113.7")
    kept.append(b"later")
    kept.forget(moved)
    assert b"203.0.113.7" not in path.read_bytes()
    assert (kept.base, kept.end) == (moved, moved + 8 + 5)
    kept.append(b"last")
    assert opened(path, moved)[1] == [b"later", b"last"]


def test_positions_go_on_where_the_file_is_gone(path: Path) -> None:
    kept, _ = opened(path, 1_000)
    assert kept.append(b"one") == 1_011
    assert opened(path, 1_000)[1] == [b"one"]


@pytest.mark.parametrize("torn", [1, 7, 8, 10])
def test_an_entry_that_is_torn_is_left_out_and_written_over(path: Path, torn: int) -> None:
    kept, _ = opened(path)
    end = kept.append(b"whole")
    kept.append(b"torn")
    os.truncate(path, HEAD + end + torn)
    again, found = opened(path)
    assert (found, again.end) == ([b"whole"], end)
    again.append(b"next")
    assert opened(path)[1] == [b"whole", b"next"]


def test_an_entry_that_was_damaged_ends_what_is_read(path: Path) -> None:
    kept, _ = opened(path)
    kept.append(b"whole")
    kept.append(b"damaged")
    data = path.read_bytes()
    path.write_bytes(data[:-1] + b"?")
    assert opened(path)[1] == [b"whole"]


def test_what_does_not_reach_the_disk_is_not_in_the_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, _ = opened(path)
    end = kept.append(b"one")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(log, "_sync", full)
        with pytest.raises(OSError, match="No space"):
            kept.append(b"a long one that is refused")
    assert kept.end == end
    kept.append(b"two")
    assert opened(path)[1] == [b"one", b"two"]


def test_another_file_under_its_name_is_left_alone(path: Path) -> None:
    path.write_bytes(b"127.0.0.1 - - GET /")
    with pytest.raises(OSError, match="not a log of hits"):
        opened(path)
    assert path.read_bytes() == b"127.0.0.1 - - GET /"
