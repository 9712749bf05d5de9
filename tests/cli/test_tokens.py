"""`hubstead token`, `hubstead key` and `hubstead portal`, beside a running server."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import CONTACTS, ask, hubstead
from tests.client.process import ServerProcess


def test_a_token_works_at_once(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    with ServerProcess("--data", data, log=tmp_path / "log") as server:
        made = hubstead("token", "create", "--data", data, "--name", "CI", "--scopes", "crm.objects.contacts.read")
        assert made.code == 0
        token = made.out.removesuffix("\n")
        assert token.startswith("pat-na1-")
        assert "\n" not in token
        assert ask("GET", server.url + CONTACTS, token=token)[0] == 200
        status, answer = ask("POST", server.url + CONTACTS, {"properties": {}}, token=token)
        assert (status, answer["category"]) == (403, "MISSING_SCOPES")


REMEMBERED_FOR = 0.06
"""Seconds after which a running server counts what a command changed: 50 ms, and a little for the clock."""


@pytest.mark.parametrize("word", ["token", "key"])
def test_a_token_is_listed_rotated_and_revoked(tmp_path: Path, word: str) -> None:
    data = ("--data", str(tmp_path / "data"))
    with ServerProcess(*data, log=tmp_path / "log") as server:

        def status(token: str) -> int:
            return ask("GET", server.url + CONTACTS, token=token)[0]

        first = hubstead(word, "create", *data, "--name", "ETL", "--scopes", "crm.objects.contacts.read").out.strip()
        (before,) = [one for one in listed(word, *data) if one["name"] == "ETL"]
        assert before["lastUsedAt"] is None
        assert (before["scopes"], before["ending"]) == (["crm.objects.contacts.read"], first[-4:])
        assert status(first) == 200

        second = hubstead(word, "rotate", *data, "ETL", "--overlap", "2").out.strip()
        assert (status(first), status(second)) == (200, 200)
        old, new = [one for one in listed(word, *data) if one["name"] == "ETL"]
        assert (old["ending"], new["ending"], new["expiresAt"]) == (first[-4:], second[-4:], None)
        assert old["expiresAt"] > old["createdAt"]
        assert last_use(word, first[-4:], *data) > old["createdAt"]

        third = hubstead(word, "rotate", *data, str(new["appId"])).out.strip()
        time.sleep(REMEMBERED_FOR)
        assert [status(token) for token in (first, second, third)] == [401, 401, 200]

        revoked = hubstead(word, "revoke", *data, "ETL")
        assert revoked.out == f"Revoked: ETL (app {new['appId']})\n"
        time.sleep(REMEMBERED_FOR)
        assert status(third) == 401
        assert "ETL" not in [one["name"] for one in listed(word, *data)]
        gone = hubstead(word, "revoke", *data, "ETL")
        assert (gone.code, gone.err) == (
            1,
            f"hubstead: There is no {word} ETL in this portal. `hubstead {word} list` shows them.\n",
        )
    assert first not in (tmp_path / "log").read_text()


def listed(word: str, *options: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(hubstead(word, "list", "--json", *options).out)
    return found


def last_use(word: str, ending: str, *options: str) -> str:
    """When a token was last used, which the server writes down a moment after the use."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        (used,) = [one["lastUsedAt"] for one in listed(word, *options) if one["ending"] == ending]
        if used:
            return str(used)
    raise AssertionError("the use of the token was not written")


def test_tokens_of_the_same_name_are_told_apart_by_number(tmp_path: Path) -> None:
    data = ("--data", str(tmp_path / "data"))
    assert hubstead("portal", "create", *data).code == 0
    for _ in range(2):
        assert hubstead("token", "create", *data, "--name", "twin", "--scopes", "all").code == 0
    unclear = hubstead("token", "rotate", *data, "twin")
    assert unclear.code == 2
    first, second = [str(one["appId"]) for one in listed("token", *data) if one["name"] == "twin"]
    assert f"{first}, {second}" in unclear.err
    assert hubstead("token", "rotate", *data, first).code == 0
    assert hubstead("token", "rotate", *data, first, "--overlap", "-1").code == 2
    table = hubstead("token", "list", *data).out
    assert "twin" in table
    assert "never" in table


def test_portals_are_isolated_and_listed(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    with ServerProcess("--data", data, log=tmp_path / "log") as server:
        assert ask("POST", server.url + CONTACTS, {"properties": {"email": "one@example.com"}})[0] == 201
        made = hubstead("portal", "create", "--data", data, "--name", "Second")
        assert (made.code, made.out) == (0, "10000002\n")
        listed = json.loads(hubstead("portal", "list", "--json", "--data", data).out)
        assert [(portal["id"], portal["name"]) for portal in listed] == [(10000001, "My company"), (10000002, "Second")]
        table = hubstead("portal", "list", "--data", data).out
        assert "10000002" in table
        assert "Second" in table
        several = hubstead("token", "create", "--data", data, "--name", "x", "--scopes", "all")
        assert several.code == 2
        assert "name one with --portal" in several.err
        words = ("token", "create", "--data", data, "--name", "x", "--scopes", "all", "--portal", "10000002")
        token = hubstead(*words).out.strip()
        assert ask("GET", server.url + CONTACTS, token=token) == (200, {"results": []})


def test_unknown_scopes_are_refused_with_the_known_ones(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    assert hubstead("portal", "create", "--data", data).code == 0
    done = hubstead("token", "create", "--data", data, "--name", "x", "--scopes", "crm.objects.contacts.read,nonsense")
    assert done.code == 2
    assert "Unknown scopes: nonsense" in done.err
    assert "\n  crm.objects.contacts.read\n" in done.err
    unknown = hubstead("token", "create", "--data", data, "--name", "x", "--scopes", "all", "--portal", "7")
    assert unknown.code == 1
    assert "There is no portal 7" in unknown.err
