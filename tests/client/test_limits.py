"""Limits over a socket: what the Python SDKs do at them, and what many connections at once are let through."""

import http.client
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import hubspot_sdk
import pytest
from hubspot import HubSpot
from hubspot.crm.contacts import ApiException, PublicObjectSearchRequest
from urllib3.util.retry import Retry

from tests.cli.command import hubstead
from tests.client.conftest import Served
from tests.client.portal import Portal, limited_portal
from tests.client.process import TOKEN, ServerProcess
from tests.postgres import database

CONTACTS = "/crm/v3/objects/contacts"
PREFIX = "x-hubspot-ratelimit-"


@pytest.fixture
def limited(served: Served) -> Callable[[str], Portal]:
    """Makes portals with limits."""
    return lambda profile: limited_portal(served.url, served.settings, profile)


def test_the_python_sdk_waits_out_a_burst(limited: Callable[[str], Portal]) -> None:
    portal = limited("free,burst=3,interval=1000")
    retry = Retry(total=3, status_forcelist=(429,), allowed_methods=None)
    client = HubSpot(access_token=portal.token, host=portal.url, retry=retry)
    began = time.monotonic()
    for _ in range(4):
        client.crm.contacts.basic_api.get_page(limit=1)
    assert time.monotonic() - began >= 1


def test_the_python_sdk_shows_what_was_refused(limited: Callable[[str], Portal]) -> None:
    portal = limited("free,search=1")
    client = HubSpot(access_token=portal.token, host=portal.url, retry=Retry(0))
    client.crm.contacts.search_api.do_search(PublicObjectSearchRequest(limit=1))
    with pytest.raises(ApiException) as caught:
        client.crm.contacts.search_api.do_search(PublicObjectSearchRequest(limit=1))
    assert caught.value.status == 429
    assert json.loads(caught.value.body)["message"] == "You have reached your secondly limit."
    assert caught.value.headers["Retry-After"] == "1"
    assert caught.value.headers["X-HubSpot-RateLimit-Daily-Remaining"] == "249998"


def test_the_dated_sdk_waits_out_a_burst(limited: Callable[[str], Portal]) -> None:
    portal = limited("professional,burst=3,interval=1000")
    with hubspot_sdk.HubSpot(access_token=portal.token, base_url=portal.url, max_retries=2) as client:
        for _ in range(4):
            assert client.crm.objects.contacts.list(limit=1).results is not None


class Answered:
    """One answer: status, headers about limits."""

    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self.status = answer.status
        self.body = answer.read()
        self.limits = {
            name.lower().removeprefix(PREFIX): value
            for name, value in answer.getheaders()
            if name.lower().startswith(PREFIX)
        }


def storm(url: str, token: str, connections: int, each: int) -> list[Answered]:
    """All connections at once, each with so many requests."""

    def client(_: int) -> list[Answered]:
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
        answers = []
        for _ in range(each):
            connection.request("GET", f"{CONTACTS}?limit=1", headers={"authorization": f"Bearer {token}"})
            answers.append(Answered(connection.getresponse()))
        connection.close()
        return answers

    with ThreadPoolExecutor(connections) as clients:
        return [answer for answers in clients.map(client, range(connections)) for answer in answers]


def check(answers: list[Answered], granted: int) -> None:
    """Exactly so many were let in, and no two of them were told the same rest."""
    assert Counter(answer.status for answer in answers) == {200: granted, 429: len(answers) - granted}
    rests = sorted(int(answer.limits["remaining"]) for answer in answers if answer.status == 200)
    assert rests == list(range(100 - granted, 100))
    refused = [json.loads(answer.body) for answer in answers if answer.status == 429]
    assert {body["policyName"] for body in refused} == {"TEN_SECONDLY_ROLLING"}


def test_64_connections_get_exactly_what_the_window_holds(limited: Callable[[str], Portal]) -> None:
    portal = limited("free,interval=60000")
    check(storm(portal.url, portal.token, 64, 5), 100)


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[ServerProcess]:
    """Two API processes over PostgreSQL, and the one that keeps the columns."""
    options = ["--memory", "--workers", "2", "--limits", "free,interval=60000,search=3"]
    with database() as url, ServerProcess(*options, "--database", url, log=tmp_path / "log") as server:
        yield server


def test_two_workers_share_a_window(workers: ServerProcess) -> None:
    check(storm(workers.url, TOKEN, 64, 5), 100)


def test_the_command_shows_and_changes_a_portals_limits(served: Served) -> None:
    portal = limited_portal(served.url, served.settings, "professional")
    words = ("--portal", str(portal.id), "--data", served.settings.data)
    assert hubstead("portal", "limits", *words).out == "professional\n"
    assert storm(portal.url, portal.token, 1, 1)[0].limits["max"] == "190"
    assert hubstead("portal", "limits", "off", *words).out == "off\n"
    time.sleep(0.1)
    assert storm(portal.url, portal.token, 1, 1)[0].limits == {}
    assert hubstead("portal", "limits", "server", *words).out == "server\n"
    assert hubstead("portal", "limits", "", *words).code == 2
    refused = hubstead("portal", "limits", "platinum", *words)
    assert refused.code == 2
    assert "free, starter, professional, enterprise" in refused.err


def test_a_server_does_not_start_with_a_profile_that_there_is_not() -> None:
    refused = hubstead("serve", "--memory", "--limits", "free,burst=fast")
    assert refused.code == 2
    assert refused.err == "hubstead: The limit burst must be a number from 1 to 1000000000, not 'fast'.\n"
