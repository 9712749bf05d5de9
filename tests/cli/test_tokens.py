"""`hubstead token` and `hubstead portal`, beside a running server."""

import json
from pathlib import Path

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
