"""Webhooks through the official SDKs over a socket: their settings and subscriptions, and their signature helpers."""

import json
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from hubspot import HubSpot
from hubspot.webhooks import (
    BatchInputSubscriptionBatchUpdateRequest,
    SettingsChangeRequest,
    SubscriptionBatchUpdateRequest,
    SubscriptionCreateRequest,
    SubscriptionPatchRequest,
    ThrottlingSettings,
)
from hubspot_sdk import HubSpot as NewHubSpot

from tests.cli.command import ask, hubstead
from tests.client.process import TOKEN, ServerProcess

NODE = Path(__file__).with_name("node")
VERIFIER = """
import { Client, Signature } from '@hubspot/api-client';
const asked = JSON.parse(process.argv[1]);
const valid = (signatureVersion, signature) => Signature.isValid({ signatureVersion, signature, ...asked });
console.log(JSON.stringify([valid('v1', asked.old), valid('v3', asked.new)]));
"""


class App:
    """A server with a public app."""

    def __init__(self, server: ServerProcess, data: Path) -> None:
        self.url = server.url
        made = json.loads(hubstead("app", "create", "--name", "Hooks", "--data", data, "--json").out)
        self.id = int(made["appId"])
        self.key = str(made["developerApiKey"])


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    data = tmp_path / "data"
    with ServerProcess("--data", str(data), log=tmp_path / "log") as server:
        yield App(server, data)


def test_the_old_python_sdk_sets_webhooks_up(app: App) -> None:
    client = HubSpot(api_key=app.key, host=app.url)
    settings, subscriptions = client.webhooks.settings_api, client.webhooks.subscriptions_api
    wanted = SettingsChangeRequest(
        target_url="https://example.com/hook", throttling=ThrottlingSettings(max_concurrent_requests=12)
    )
    assert settings.configure(app.id, wanted).throttling.max_concurrent_requests == 12
    assert settings.get_all(app.id).target_url == "https://example.com/hook"
    made = subscriptions.create(app.id, SubscriptionCreateRequest(event_type="contact.creation"))
    assert made.active is False
    assert subscriptions.update(int(made.id), app.id, SubscriptionPatchRequest(active=True)).active is True
    update = SubscriptionBatchUpdateRequest(id=int(made.id), active=False)
    batch = subscriptions.update_batch(app.id, BatchInputSubscriptionBatchUpdateRequest(inputs=[update]))
    assert [one.active for one in batch.results] == [False]
    assert [one.id for one in subscriptions.get_all(app.id).results] == [made.id]
    assert subscriptions.get_by_id(int(made.id), app.id).event_type == "contact.creation"
    subscriptions.archive(int(made.id), app.id)
    settings.clear(app.id)
    assert subscriptions.get_all(app.id).results == []


def test_the_new_python_sdk_sets_webhooks_up(app: App) -> None:
    client = NewHubSpot(developer_api_key=app.key, base_url=app.url)
    webhooks = client.webhooks
    shown = webhooks.update_settings(
        app_id=app.id, target_url="https://example.com/hook", throttling={"max_concurrent_requests": 12}
    )
    assert shown.throttling.max_concurrent_requests == 12
    made = webhooks.create_event_subscription(app_id=app.id, event_type="contact.creation", active=True)
    assert webhooks.list_event_subscriptions(app_id=app.id).results[0].id == made.id
    webhooks.delete_event_subscription(subscription_id=int(made.id), app_id=app.id)
    webhooks.delete_settings(app_id=app.id)


def test_the_new_python_sdk_reads_the_journal(app: App) -> None:
    client = NewHubSpot(access_token=TOKEN, base_url=app.url)
    journal, local = client.webhooks_journal.journal, client.webhooks_journal.journal_local
    subscriptions = client.webhooks_journal.subscriptions
    info = ask("POST", f"{app.url}/oauth/v2/private-apps/get/access-token-info", {"tokenKey": TOKEN})[1]
    portal = int(info["hubId"])
    made = subscriptions.create(
        actions=["CREATE", "UPDATE"],
        object_ids=[],
        object_type_id="0-1",
        portal_id=portal,
        properties=["firstname"],
        subscription_type="OBJECT",
    )
    assert (made.id, made.portal_id, made.actions) == (subscriptions.get(made.id).id, portal, ["CREATE", "UPDATE"])
    assert [one.id for one in subscriptions.list().results] == [made.id]
    condition = {"filter_type": "CRM_OBJECT_PROPERTY", "operator": "EQ", "property": "lastname", "value": "Lee"}
    filters = subscriptions.filters
    added = filters.create(subscription_id=made.id, filter={"conditions": [condition]})
    assert filters.get(added.filter_id).filter.conditions[0].value == "Lee"
    assert [one.id for one in filters.list(made.id)] == [added.filter_id]
    for last in ("Ray", "Lee"):
        properties = {"firstname": "Ann", "lastname": last}
        assert ask("POST", f"{app.url}/crm/v3/objects/contacts", {"properties": properties})[0] == 201
    deadline = time.monotonic() + 60
    while (found := journal.get_earliest()).http_response.status_code == 204 and time.monotonic() < deadline:
        time.sleep(0.02)
    entry: Any = found.json()
    [event] = httpx.get(entry["url"]).json()["journalEvents"]
    assert (event["action"], event["propertyChanges"]) == ("CREATE", {"firstname": "Ann"})
    offset = entry["currentOffset"]
    assert journal.get_next_from_offset(offset).http_response.status_code == 204
    for batch in (journal.batch.get_earliest(10), journal.batch.get_latest(10), local.batch.get_earliest(10)):
        assert [one.current_offset for one in batch.results] == [offset]
    assert journal.batch.get(inputs=[offset]).results[0].current_offset == offset
    assert journal.batch.get_from_offset(10, offset=offset).results == []
    request = {"object_id": event["objectId"], "object_type_id": "0-1", "portal_id": portal, "properties": ["lastname"]}
    taken = client.webhooks_journal.snapshots.create(snapshot_requests=[request])
    id = taken.snapshot_responses[0].snapshot_status_id
    while journal.get_status(id).status != "COMPLETED" and time.monotonic() < deadline:
        time.sleep(0.02)
    following: Any = local.get_next_from_offset(offset).json()
    [snapshot] = httpx.get(following["url"]).json()["journalEvents"]
    assert (snapshot["action"], snapshot["propertyChanges"]) == ("SNAPSHOT", {"lastname": "Lee"})
    filters.delete(added.filter_id)
    subscriptions.delete(made.id)
    subscriptions.delete_for_portal(portal)
    assert subscriptions.list().results == []


def test_the_node_helper_takes_both_signatures(tmp_path: Path) -> None:
    got: list[tuple[Any, str]] = []
    came = threading.Event()

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append((self.headers, self.rfile.read(int(self.headers["Content-Length"])).decode()))
            self.send_response(200)
            self.end_headers()
            came.set()

        def log_message(self, *_: Any) -> None: ...

    hook = HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=hook.serve_forever, daemon=True).start()
    url = f"http://localhost:{hook.server_port}/hook?one=1"
    with ServerProcess("--data", str(tmp_path / "data"), log=tmp_path / "log") as server:
        info = ask("POST", f"{server.url}/oauth/v2/private-apps/get/access-token-info", {"tokenKey": TOKEN})[1]
        base = f"{server.url}/hubstead/v1/webhooks/{info['appId']}"
        secret = ask("PUT", f"{base}/settings", {"targetUrl": url})[1]["signingSecret"]
        given = {"eventType": "contact.propertyChange", "propertyName": "firstname", "active": True}
        assert ask("POST", f"{base}/subscriptions", given)[0] == 201
        contact = {"properties": {"firstname": "Zoë ✓", "email": "zoe@example.com"}}
        assert ask("POST", f"{server.url}/crm/v3/objects/contacts", contact)[0] == 201
        assert came.wait(60)
    hook.shutdown()
    hook.server_close()
    headers, body = got[0]
    asked = {
        "clientSecret": secret,
        "requestBody": body,
        "url": url,
        "method": "POST",
        "timestamp": int(headers["X-HubSpot-Request-Timestamp"]),
        "old": headers["X-HubSpot-Signature"],
        "new": headers["X-HubSpot-Signature-v3"],
    }
    done = subprocess.run(
        [shutil.which("node") or "node", "--input-type=module", "--eval", VERIFIER, json.dumps(asked)],
        cwd=NODE,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [True, True]
