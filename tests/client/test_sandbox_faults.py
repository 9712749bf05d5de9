"""Faults as real clients meet them: over a socket, with httpx and both SDKs."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import httpx
import hubspot_sdk
import pytest
from hubspot import HubSpot
from hubspot.crm.contacts import ApiException, SimplePublicObjectInputForCreate
from urllib3.exceptions import HTTPError
from urllib3.util.retry import Retry

from tests.client.process import ServerProcess

KEY = "sandbox-key-of-the-client-tests"
CONTACTS = "/crm/v3/objects/contacts"
ADA = SimplePublicObjectInputForCreate(properties={"email": "ada@example.com"})


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """The sandbox of a server of its own."""
    log = tmp_path_factory.mktemp("sandbox") / "log"
    with (
        ServerProcess("--memory", "--sandbox", log=log, sandbox_key=KEY) as server,
        httpx.Client(
            base_url=f"{server.url}/sandbox/v1", headers={"Authorization": f"Bearer {KEY}"}, timeout=60
        ) as client,
    ):
        yield client


class Bench(NamedTuple):
    """A fresh portal, and the sandbox around it."""

    sandbox: httpx.Client
    id: int
    url: str
    token: str

    def fault(self, **rule: Any) -> str:
        """The id of a new rule of the portal."""
        made = self.sandbox.post(f"/portals/{self.id}/faults", json=rule)
        assert made.status_code == 201, made.text
        return str(made.json()["id"])

    def hits(self, fault: str) -> int:
        return int(self.sandbox.get(f"/portals/{self.id}/faults/{fault}").json()["hits"])

    def get(self, path: str = CONTACTS, **options: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}"}
        return httpx.get(self.url + path, headers=headers, **{"timeout": 20, **options})

    def hubspot(self, retry: Retry | None = None) -> HubSpot:
        return HubSpot(access_token=self.token, host=self.url, **({"retry": retry} if retry else {}))

    def sdk(self, retries: int) -> hubspot_sdk.HubSpot:
        return hubspot_sdk.HubSpot(access_token=self.token, base_url=self.url, max_retries=retries)

    def emails(self) -> list[str]:
        return [found["properties"]["email"] for found in self.get().json()["results"]]


@pytest.fixture
def bench(sandbox: httpx.Client) -> Bench:
    made = sandbox.post("/portals", json={}).json()
    return Bench(sandbox, made["portalId"], made["baseUrl"], made["token"])


def test_a_retrying_client_survives_two_503(bench: Bench) -> None:
    fault = bench.fault(method="GET", path="/crm/objects/contacts*", status=503, retryAfter=0, times=2)
    client = bench.hubspot(Retry(total=5, status_forcelist=(503,), backoff_factor=0))
    assert client.crm.contacts.basic_api.get_page().results == []
    assert bench.hits(fault) == 2


def test_the_new_sdk_survives_them_too(bench: Bench) -> None:
    fault = bench.fault(path="/crm/objects/contacts*", status=503, retryAfter=0, times=2)
    with bench.sdk(retries=2) as client:
        assert client.crm.objects.contacts.list().results == []
    assert bench.hits(fault) == 2


def test_a_client_that_does_not_retry_sees_hubspots_error(bench: Bench) -> None:
    bench.fault(error="TEN_SECONDLY_ROLLING")
    with pytest.raises(ApiException) as raised:
        bench.hubspot(Retry(total=0)).crm.contacts.basic_api.get_page()
    assert raised.value.status == 429
    assert raised.value.headers["retry-after"] == "10"
    assert "TEN_SECONDLY_ROLLING" in raised.value.body
    with bench.sdk(retries=0) as client, pytest.raises(hubspot_sdk.RateLimitError):
        client.crm.objects.contacts.list()


def test_retry_after_is_waited_out(bench: Bench) -> None:
    bench.fault(error="SECONDLY", times=1)
    begun = time.monotonic()
    with bench.sdk(retries=1) as client:
        client.crm.objects.contacts.list()
    assert time.monotonic() - begun >= 1


def test_a_connection_dropped_after_the_write_leaves_exactly_one_record(bench: Bench) -> None:
    bench.fault(method="POST", drop=True, carryOut=True, times=1)
    with pytest.raises(HTTPError):
        bench.hubspot(Retry(total=0)).crm.contacts.basic_api.create(ADA)
    assert bench.emails() == ["ada@example.com"]
    with pytest.raises(ApiException) as raised:
        bench.hubspot().crm.contacts.basic_api.create(ADA)
    assert raised.value.status == 409
    assert bench.emails() == ["ada@example.com"]


def test_a_connection_dropped_before_the_write_leaves_none(bench: Bench) -> None:
    bench.fault(method="POST", drop=True, times=1)
    with pytest.raises(HTTPError):
        bench.hubspot(Retry(total=0)).crm.contacts.basic_api.create(ADA)
    assert bench.emails() == []


def test_the_new_sdk_retries_a_dropped_write_into_a_conflict(bench: Bench) -> None:
    fault = bench.fault(method="POST", path="/crm/objects/contacts", drop=True, carryOut=True, times=1)
    with bench.sdk(retries=1) as client, pytest.raises(hubspot_sdk.ConflictError):
        client.crm.objects.contacts.create(properties={"email": "ada@example.com"}, associations=[])
    assert bench.hits(fault) == 1
    assert bench.emails() == ["ada@example.com"]


def test_a_dropped_connection_harms_no_other(bench: Bench) -> None:
    headers = {"Authorization": f"Bearer {bench.token}"}
    with (
        httpx.Client(base_url=bench.url, headers=headers, timeout=60) as kept,
        httpx.Client(base_url=bench.url, timeout=60) as dropped,
    ):
        kept.get(CONTACTS)
        bench.fault(queryContains="limit=7", drop=True)
        for _ in range(5):
            with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
                dropped.get(f"{CONTACTS}?limit=7", headers=headers)
            assert kept.get(CONTACTS).status_code == 200


@pytest.mark.parametrize("kept", [0, 5, 10_000])
def test_a_truncated_body_raises(bench: Bench, kept: int) -> None:
    bench.fault(truncate=kept)
    with pytest.raises(httpx.RemoteProtocolError, match=r"incomplete|without sending complete"):
        bench.get()
    with pytest.raises(HTTPError):
        bench.hubspot(Retry(total=0)).crm.contacts.basic_api.get_page()


def test_latency_is_honoured_and_the_write_of_who_gave_up_is_there(bench: Bench) -> None:
    bench.fault(method="GET", latency=300, times=1)
    begun = time.monotonic()
    assert bench.get().status_code == 200
    assert time.monotonic() - begun >= 0.3
    bench.fault(method="POST", latency=1_500)
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(
            bench.url + CONTACTS,
            headers={"Authorization": f"Bearer {bench.token}"},
            json={"properties": {"email": "ada@example.com"}},
            timeout=0.5,
        )
    assert bench.emails() == ["ada@example.com"]


def test_a_slow_body_arrives_whole(bench: Bench) -> None:
    bench.fault(slow={"bytes": 5, "pause": 100}, status=200, body="0123456789abcdef")
    begun = time.monotonic()
    assert bench.get().text == "0123456789abcdef"
    assert time.monotonic() - begun >= 0.3


@pytest.mark.parametrize("path", ["/openapi.json", "/sandbox/v1/requests?method=PUT&wait=30"])
def test_a_server_stops_although_somebody_waits(tmp_path: Path, path: str) -> None:
    with ServerProcess("--memory", "--sandbox", log=tmp_path / "log", sandbox_key=KEY) as server:
        key = {"Authorization": f"Bearer {KEY}"}
        httpx.post(f"{server.url}/sandbox/v1/faults", headers=key, json={"latency": 60_000})
        with socket.create_connection((urlsplit(server.url).hostname, urlsplit(server.url).port)) as waiting:
            waiting.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {KEY}\r\n\r\n".encode())
            time.sleep(0.5)
            begun = time.monotonic()
            server.stop()
            assert time.monotonic() - begun < 10
            assert waiting.recv(1_000).startswith(b"HTTP/1.1 200")


def test_rules_may_change_while_requests_run(bench: Bench) -> None:
    failures: list[str] = []

    def ask() -> None:
        with httpx.Client(base_url=bench.url, headers={"Authorization": f"Bearer {bench.token}"}, timeout=60) as client:
            for _ in range(60):
                status = client.get(CONTACTS).status_code
                if status not in (200, 503):
                    failures.append(str(status))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(40):
        fault = bench.fault(status=503)
        bench.sandbox.delete(f"/portals/{bench.id}/faults/{fault}")
    for thread in threads:
        thread.join()
    assert failures == []


def test_the_log_shows_what_the_client_met_and_no_token(bench: Bench) -> None:
    fault = bench.fault(method="POST", drop=True, carryOut=True, times=1)
    with pytest.raises(HTTPError):
        bench.hubspot(Retry(total=0)).crm.contacts.basic_api.create(ADA)
    bench.hubspot().crm.contacts.basic_api.get_page()
    page = bench.sandbox.get(f"/requests?portalId={bench.id}&sort=oldest&wait=5")
    dropped, read = page.json()["results"]
    assert (dropped["status"], dropped["fault"], dropped["request"]["body"]) == (
        None,
        fault,
        '{"properties": {"email": "ada@example.com"}}',
    )
    assert (read["status"], read["fault"]) == (200, None)
    assert read["request"]["headers"]["user-agent"] == "hubspot-api-client-python; 12.0.0"
    archive = bench.sandbox.get(f"/requests.har?portalId={bench.id}")
    assert [entry["response"]["status"] for entry in archive.json()["log"]["entries"]] == [0, 200]
    assert bench.token not in page.text + archive.text


def test_both_sdks_in_a_portal_where_v3_has_ended(bench: Bench) -> None:
    bench.sandbox.put(f"/portals/{bench.id}/strict", json={"at": "2027-10-01"})
    with pytest.raises(ApiException) as raised:
        bench.hubspot().crm.contacts.basic_api.get_page()
    assert raised.value.status == 410
    with bench.sdk(retries=0) as client:
        assert client.crm.objects.contacts.list().results == []
    [use] = bench.sandbox.get(f"/portals/{bench.id}/versions").json()["results"]
    assert (use["version"], use["count"], use["successor"]) == ("v3", 1, "/crm/objects/2026-03/{objectType}")
