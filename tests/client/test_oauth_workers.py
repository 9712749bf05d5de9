"""OAuth with several processes over PostgreSQL: what one of them gives or takes counts in the others at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from hubstead.settings import Settings
from tests.client.oauth_place import Place, prepared
from tests.client.process import ServerProcess
from tests.postgres import database

ASKED = 16
"""Requests on connections of their own: enough to meet both workers."""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    log = tmp_path / "log"
    with database() as url:
        settings = Settings(data=str(tmp_path / "data"), database=url)
        options = ("--data", settings.data, "--database", url, "--workers", "2")
        with ServerProcess(*options, log=log) as server, prepared(server.url, settings, log) as place:
            yield place


def statuses(place: Place, token: str) -> set[int]:
    return {place.contacts(token).status_code for _ in range(ASKED)}


def test_tokens_are_good_and_worthless_in_every_worker_at_once(place: Place) -> None:
    code = place.code()
    with ThreadPoolExecutor(6) as many:
        answers = list(many.map(lambda _: place.exchange(code).status_code, range(6)))
    assert sorted(answers) == [200, 400, 400, 400, 400, 400]

    given = place.exchange(place.code()).json()
    assert statuses(place, given["access_token"]) == {200}
    refresh = {"grant_type": "refresh_token", "refresh_token": given["refresh_token"]}
    with ThreadPoolExecutor(6) as many:
        renewed = list(many.map(lambda _: place.ask(**refresh).json()["access_token"], range(6)))
    for token in renewed:
        assert place.contacts(token).status_code == 200

    uninstall = f"{place.url}/appinstalls/2026-03/external-install"
    gone = httpx.delete(uninstall, headers={"Authorization": f"Bearer {renewed[0]}"})
    assert gone.status_code == 204
    assert statuses(place, renewed[1]) == {401}
    assert place.ask(**refresh).json()["status"] == "BAD_REFRESH_TOKEN"
