"""`hubstead app`, beside a running server."""

import json
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from hubstead.commands.apps import create as made_by_command
from tests.cli.command import hubstead
from tests.cli.test_tokens import REMEMBERED_FOR
from tests.client.process import ServerProcess

REDIRECT = "http://localhost:3000/callback"


def exchange(url: str, client_id: str, secret: str) -> str:
    """HubSpot's word for what a token endpoint says to these credentials; nothing for tokens."""
    form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
    try:
        with urllib.request.urlopen(f"{url}/oauth/v1/token", urlencode(form).encode(), timeout=30) as answer:
            return str(json.loads(answer.read()).get("status", ""))
    except urllib.error.HTTPError as error:
        with error:
            return str(json.loads(error.read())["status"])


def test_an_app_is_created_listed_rotated_and_deleted(tmp_path: Path) -> None:
    data = ("--data", str(tmp_path / "data"))
    with ServerProcess(*data, log=tmp_path / "log") as server:
        words = (
            "--redirect-uri",
            REDIRECT,
            "--scopes",
            "crm.objects.contacts.read,tickets",
            "--optional-scopes",
            "forms",
        )
        made = json.loads(hubstead("app", "create", *data, "--name", "Wunderapp", *words, "--json").out)
        assert list(made) == ["appId", "clientId", "clientSecret", "developerApiKey"]
        client, secret = made["clientId"], made["clientSecret"]
        assert exchange(server.url, client, secret) == ""

        (shown,) = json.loads(hubstead("app", "list", "--json", *data).out)
        assert (shown["appId"], shown["clientId"], shown["installs"]) == (made["appId"], client, [])
        assert shown["redirectUris"] == [REDIRECT]
        assert shown["scopes"] == ["oauth", "crm.objects.contacts.read", "tickets"]
        assert shown["optionalScopes"] == ["forms"]
        table = hubstead("app", "list", *data).out
        assert "Wunderapp" in table
        for hidden in secret, made["developerApiKey"]:
            assert hidden not in table + json.dumps(shown)

        fresh = hubstead("app", "rotate", *data, "Wunderapp", "--overlap", "1").out.strip()
        assert [exchange(server.url, client, one) for one in (secret, fresh)] == ["", ""]
        newest = hubstead("app", "rotate", *data, str(made["appId"])).out.strip()
        time.sleep(REMEMBERED_FOR)
        answers = [exchange(server.url, client, one) for one in (secret, fresh, newest)]
        assert answers == ["BAD_CLIENT_SECRET", "BAD_CLIENT_SECRET", ""]
        key = hubstead("app", "rotate", *data, client, "--developer-key").out.strip()
        assert key != made["developerApiKey"]
        assert exchange(server.url, client, newest) == ""

        deleted = hubstead("app", "delete", *data, "Wunderapp")
        assert deleted.out == f"Deleted: Wunderapp (app {made['appId']}), uninstalled from 0 portals\n"
        assert exchange(server.url, client, newest) == "BAD_CLIENT_ID"
    log = (tmp_path / "log").read_text()
    for hidden in secret, fresh, newest, key:
        assert hidden not in log


def test_what_an_app_cannot_be_is_refused(tmp_path: Path) -> None:
    data = ("--data", str(tmp_path / "data"))
    assert hubstead("portal", "create", *data).code == 0
    refused: dict[tuple[str, ...], str] = {
        ("--redirect-uri", "http://example.com/callback"): "must begin with https://",
        ("--redirect-uri", "localhost:3000"): "is not a redirect URI",
        ("--redirect-uri", f"{REDIRECT}#part"): "is not a redirect URI",
        ("--scopes", "crm.objects.contact.read"): "Did you mean crm.objects.contacts.read",
    }
    for words, said in refused.items():
        done = hubstead("app", "create", *data, "--name", "x", *words)
        assert done.code == 1
        assert said in done.err
    assert "There is no app x" in hubstead("app", "delete", *data, "x").err


def test_people_are_told_that_secrets_are_shown_once(tmp_path: Path, capsys: Any) -> None:
    from hubstead.settings import Settings

    data = str(tmp_path / "data")
    assert hubstead("portal", "create", "--data", data).code == 0
    made_by_command(Settings(data=data), None, "Mine", (REDIRECT,), "", "", as_json=False)
    printed = capsys.readouterr().out
    assert "shown only now" in printed
    assert "Client secret " in printed
