"""Fault rules over HTTP."""

from typing import Any

import pytest

from tests.sandbox.conftest import KEY, Sandboxed

CONTACTS = "/crm/v3/objects/contacts"


async def test_a_rule_is_made_read_counted_and_taken_away(sandboxed: Sandboxed) -> None:
    portal = await sandboxed.portal()
    faults = f"/portals/{portal['portalId']}/faults"
    made = await sandboxed.ask("POST", faults, {"path": "/crm/objects/contacts*", "status": 503, "times": 1})
    assert made.status == 201
    rule = {"id": made.json["id"], "path": "/crm/objects/contacts*", "status": 503, "times": 1}
    assert made.json == rule | {"matches": 0, "hits": 0}
    statuses = [(await sandboxed.get(CONTACTS, token=portal["token"])).status for _ in range(3)]
    assert statuses == [503, 200, 200]
    assert (await sandboxed.ask("GET", f"{faults}/{rule['id']}")).json == rule | {"matches": 3, "hits": 1}
    assert (await sandboxed.ask("GET", faults)).json == {"results": [rule | {"matches": 3, "hits": 1}]}
    assert (await sandboxed.ask("DELETE", f"{faults}/{rule['id']}")).status == 204
    assert (await sandboxed.ask("GET", f"{faults}/{rule['id']}")).status == 404
    assert (await sandboxed.ask("GET", faults)).json == {"results": []}


async def test_every_field_of_a_rule_comes_back(sandboxed: Sandboxed) -> None:
    faults = f"/portals/{(await sandboxed.portal())['portalId']}/faults"
    for rule in (
        {"method": "POST", "app": 7, "queryContains": "a=b", "bodyContains": "x", "probability": 0.5, "seed": 4}
        | {"after": 2, "status": 418, "body": {"a": [1]}, "headers": {"x-a": "b"}, "retryAfter": 7, "carryOut": True},
        {"latency": [10, 20], "truncate": 5, "slow": {"bytes": 3, "pause": 4}},
        {"latency": 10, "error": "DAILY"},
        {"drop": True},
    ):
        made = (await sandboxed.ask("POST", faults, rule)).json
        assert {name: made[name] for name in made if name not in ("id", "matches", "hits")} == rule


@pytest.mark.parametrize("action", ["reset", "delete"])
async def test_rules_and_logs_end_with_their_portals_data(sandboxed: Sandboxed, action: str) -> None:
    portal = await sandboxed.portal(portalId=4711)
    await sandboxed.ask("POST", "/portals/4711/faults", {"status": 503})
    await sandboxed.ask("PUT", "/portals/4711/strict", {})
    await sandboxed.get(CONTACTS, token=portal["token"])
    if action == "reset":
        await sandboxed.ask("POST", "/portals/4711/reset")
    else:
        await sandboxed.ask("DELETE", "/portals/4711")
        assert (await sandboxed.ask("GET", "/portals/4711/faults")).status == 404
        await sandboxed.portal(portalId=4711)
    assert (await sandboxed.ask("GET", "/portals/4711/faults")).json == {"results": []}
    assert (await sandboxed.ask("GET", "/portals/4711/versions")).json == {"results": []}
    assert not (await sandboxed.ask("GET", "/portals/4711/strict")).json["strict"]
    assert (await sandboxed.ask("GET", "/requests?portalId=4711")).json == {"results": []}


async def test_rules_of_the_server_hit_requests_of_nobody(sandboxed: Sandboxed) -> None:
    made = (await sandboxed.ask("POST", "/faults", {"path": "/oauth/token", "status": 500})).json
    reply = await sandboxed.call("POST", "/oauth/v1/token", b"grant_type=refresh_token", token=None)
    assert reply.status == 500
    assert (await sandboxed.ask("GET", f"/faults/{made['id']}")).json["hits"] == 1
    assert len((await sandboxed.ask("GET", "/faults")).json["results"]) == 1
    assert (await sandboxed.ask("DELETE", f"/faults/{made['id']}")).status == 204
    assert (await sandboxed.ask("DELETE", "/faults")).status == 204


async def test_a_rule_of_one_portal_is_not_found_in_another(sandboxed: Sandboxed) -> None:
    await sandboxed.portal(portalId=1)
    await sandboxed.portal(portalId=2)
    made = (await sandboxed.ask("POST", "/portals/1/faults", {"status": 500})).json
    for method in ("GET", "DELETE"):
        assert (await sandboxed.ask(method, f"/portals/2/faults/{made['id']}")).status == 404
        assert (await sandboxed.ask(method, f"/faults/{made['id']}")).status == 404


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b'{"status":"x"}',
        b'{"status":99}',
        b'{"status":1e3}',
        b'{"staus":503}',
        b'{"status":503,"path":"contacts"}',
        b'{"status":503,"path":"/' + b"a" * 3_000 + b'"}',
        b'{"status":503,"path":"\\ud800"}',
        b'{"status":503,"method":"G T"}',
        b'{"status":503,"probability":0}',
        b'{"status":503,"probability":2}',
        b'{"status":503,"times":0}',
        b'{"status":503,"after":-1}',
        b'{"status":503,"seed":1e400}',
        b'{"status":503,"headers":{"a b":"c"}}',
        b'{"status":503,"headers":{"a":"b\\r\\nc: d"}}',
        b'{"status":503,"headers":{"transfer-encoding":"chunked"}}',
        b'{"latency":999999999}',
        b'{"latency":[1]}',
        b'{"latency":[2,1]}',
        b'{"truncate":-1}',
        b'{"slow":{"bytes":0,"pause":1}}',
        b'{"error":"x"}',
        b'{"drop":true,"status":500}',
        b'{"status":500,"body":' + b"[" * 5_000 + b"]" * 5_000 + b"}",
    ],
)
async def test_a_body_that_is_no_rule_is_refused(sandboxed: Sandboxed, body: Any) -> None:
    for path in ("/portals/10000001/faults", "/faults"):
        reply = await sandboxed.ask("POST", path, body)
        assert reply.status == 400, reply.body
        assert reply.json["message"]
    assert (await sandboxed.ask("GET", "/faults")).json == {"results": []}


@pytest.mark.parametrize("id", ["0", "-1", "x", "1e3", "9" * 400, "%00", "%F0%9F%98%80"])
async def test_what_is_no_id_is_not_found(sandboxed: Sandboxed, id: str) -> None:
    assert (await sandboxed.ask("GET", f"/portals/10000001/faults/{id}")).status == 404
    assert (await sandboxed.ask("GET", f"/portals/{id}/faults")).status == 404
    assert (await sandboxed.ask("GET", f"/requests/{id}")).status == 404


async def test_nothing_is_open_without_the_key(sandboxed: Sandboxed) -> None:
    for method, path in (
        ("POST", "/portals/10000001/faults"),
        ("GET", "/faults"),
        ("GET", "/requests"),
        ("GET", "/requests.har"),
        ("PUT", "/portals/10000001/strict"),
        ("GET", "/portals/10000001/versions"),
    ):
        reply = await sandboxed.call(method, f"/sandbox/v1{path}", {} if method != "GET" else None)
        assert reply.status == 401
        assert KEY not in reply.body.decode()
