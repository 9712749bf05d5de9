"""What a client sees of a rule: statuses, bodies, headers, delays, cut and slow bodies."""

import re
import time

import msgspec
import pytest

from hubstead.kit.clock import Clock, turn
from hubstead.sandbox.fault import Fault, Slow
from hubstead.sandbox.faults import EVERYWHERE
from tests.sandbox.watched import events, watch
from tests.world import PORTAL, TOKEN, World

CONTACTS = "/crm/v3/objects/contacts"
UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


@pytest.mark.parametrize(
    ("status", "category"),
    [
        (400, "VALIDATION_ERROR"),
        (401, "INVALID_AUTHENTICATION"),
        (403, "MISSING_SCOPES"),
        (409, "CONFLICT"),
        (414, "VALIDATION_ERROR"),
        (423, "LOCKED"),
        (477, "MIGRATION_IN_PROGRESS"),
        (500, "INTERNAL_ERROR"),
        (503, "SERVICE_UNAVAILABLE"),
        (418, None),
    ],
)
async def test_a_status_alone_gets_hubspots_error_body(world: World, status: int, category: str | None) -> None:
    watch(world).faults.add(PORTAL, Fault(status=status))
    reply = await world.get(CONTACTS)
    assert reply.status == status
    assert reply.json["status"] == "error"
    assert reply.json["message"]
    assert reply.json.get("category") == category
    assert UUID7.fullmatch(reply.json["correlationId"])
    assert reply.headers["x-hubspot-correlation-id"] == reply.json["correlationId"]
    assert reply.headers["content-type"] == "application/json;charset=utf-8"
    assert reply.headers["content-length"] == str(len(reply.body))


async def test_the_missing_record_is_a_page_and_by_name_a_json(world: World) -> None:
    faults = watch(world).faults
    faults.add(PORTAL, Fault(status=404, times=1))
    faults.add(PORTAL, Fault(error="OBJECT_NOT_FOUND"))
    page = await world.get(CONTACTS)
    assert (page.status, page.headers["content-type"]) == (404, "text/html;charset=iso-8859-1")
    json = await world.get(CONTACTS)
    assert (json.status, json.json["category"]) == (404, "OBJECT_NOT_FOUND")


async def test_expired_tokens_and_missing_scopes_say_what_clients_read(world: World) -> None:
    faults = watch(world).faults
    faults.add(PORTAL, Fault(error="EXPIRED_AUTHENTICATION", times=1))
    faults.add(PORTAL, Fault(status=403))
    turn(PORTAL, Clock(frozen=1_655_808_127_040))
    try:
        expired = await world.get(CONTACTS)
    finally:
        turn(PORTAL, None)
    assert (expired.status, expired.json["category"]) == (401, "EXPIRED_AUTHENTICATION")
    # 75 seconds before 2022-06-21T10:42:07.040Z
    assert expired.json["context"] == {"expire time": ["2022-06-21T10:40:52.040Z"]}
    missing = await world.get(CONTACTS)
    assert missing.json["errors"][0]["context"]["requiredGranularScopes"]
    assert missing.json["links"] == {"scopes": "https://developers.hubspot.com/scopes"}


@pytest.mark.parametrize("status", [502, 504, 521])
async def test_proxies_answer_pages(world: World, status: int) -> None:
    watch(world).faults.add(PORTAL, Fault(status=status))
    reply = await world.get(CONTACTS)
    assert reply.status == status
    assert reply.headers["content-type"] == "text/html"


# The bodies are recorded (search), seen live (burst) and documented (daily).
@pytest.mark.parametrize(
    ("error", "message", "rest", "retry_after"),
    [
        (
            "TEN_SECONDLY_ROLLING",
            "You have reached your ten_secondly_rolling limit.",
            {"errorType": "RATE_LIMIT", "policyName": "TEN_SECONDLY_ROLLING"},
            "10",
        ),
        ("SECONDLY", "You have reached your secondly limit.", {"category": "RATE_LIMITS"}, "1"),
        # 22:00 UTC: two hours until the day ends.
        (
            "DAILY",
            "You have reached your daily limit.",
            {"errorType": "RATE_LIMIT", "policyName": "DAILY"},
            "7200",
        ),
    ],
)
async def test_each_kind_of_429(world: World, error: str, message: str, rest: dict[str, str], retry_after: str) -> None:
    watch(world).faults.add(PORTAL, Fault(error=error))
    turn(PORTAL, Clock(frozen=1_780_000_000_000 // 86_400_000 * 86_400_000 + 22 * 3_600_000))
    try:
        reply = await world.get(CONTACTS)
    finally:
        turn(PORTAL, None)
    assert reply.status == 429
    assert reply.json["message"] == message
    assert rest.items() <= reply.json.items()
    assert reply.headers["retry-after"] == retry_after
    assert ("policyName" in reply.json) == (error != "SECONDLY")


async def test_given_bodies_headers_and_retry_after(world: World) -> None:
    faults = watch(world).faults
    fault = Fault(status=429, body={"a": 1}, headers={"X-Mine": "yes", "Content-Type": "text/x"}, retry_after=3)
    faults.add(PORTAL, msgspec.structs.replace(fault, times=1))
    faults.add(PORTAL, Fault(status=200, body="plain"))
    reply = await world.get(CONTACTS)
    assert (reply.status, reply.body) == (429, b'{"a":1}')
    assert (reply.headers["x-mine"], reply.headers["content-type"]) == ("yes", "text/x")
    assert reply.headers["retry-after"] == "3"
    text = await world.get(CONTACTS)
    assert (text.status, text.body, text.headers["content-type"]) == (200, b"plain", "text/plain;charset=utf-8")


async def test_a_refused_write_is_not_carried_out_unless_the_rule_says_so(world: World) -> None:
    faults = watch(world).faults
    faults.add(PORTAL, Fault(method="POST", status=504, body_contains="never@example.com"))
    faults.add(PORTAL, Fault(method="POST", status=504, carry_out=True))
    for name in ("never", "once"):
        reply = await world.post(CONTACTS, {"properties": {"email": f"{name}@example.com"}})
        assert reply.status == 504
    emails = [found["properties"]["email"] for found in (await world.get(CONTACTS)).json["results"]]
    assert emails == ["once@example.com"]


async def test_latency_comes_after_the_work(world: World) -> None:
    rule = watch(world).faults.add(PORTAL, Fault(latency=150))
    begun = time.perf_counter()
    assert (await world.get(CONTACTS)).status == 200
    assert time.perf_counter() - begun >= 0.15
    assert rule.delay() == 150


async def test_latency_within_a_range_repeats_by_seed(world: World) -> None:
    faults = watch(world).faults
    ranges = [faults.add(PORTAL, Fault(latency=(5, 500), seed=3)) for _ in range(2)]
    first, second = ([rule.delay() for _ in range(50)] for rule in ranges)
    assert first == second
    assert len(set(first)) > 20
    assert 5 <= min(first) <= max(first) <= 500


async def test_a_truncated_body_is_announced_whole_and_ends_early(world: World) -> None:
    watch(world).faults.add(PORTAL, Fault(truncate=10))
    sent = await events(world, "GET", CONTACTS, {"authorization": f"Bearer {TOKEN}"})
    announced = int(dict(sent[0]["headers"])[b"content-length"])
    assert b"".join(event["body"] for event in sent[1:]) == b'{"results"'
    assert announced > 10
    assert sent[-1]["more_body"]


async def test_a_slow_body_comes_in_pieces(world: World) -> None:
    watch(world).faults.add(PORTAL, Fault(slow=Slow(bytes=6, pause=40), status=200, body="0123456789abcdef"))
    begun = time.perf_counter()
    sent = await events(world, "GET", CONTACTS, {"authorization": f"Bearer {TOKEN}"})
    assert [event["body"] for event in sent[1:]] == [b"012345", b"6789ab", b"cdef", b""]
    assert time.perf_counter() - begun >= 0.08
    assert not sent[-1]["more_body"]


async def test_head_gets_no_body(world: World) -> None:
    watch(world).faults.add(PORTAL, Fault(status=503))
    reply = await world.call("HEAD", CONTACTS)
    assert (reply.status, reply.body) == (503, b"")
    assert int(reply.headers["content-length"]) > 0


async def test_another_portal_and_other_apps_are_not_hit(world: World) -> None:
    faults = watch(world).faults
    faults.add(PORTAL + 1, Fault(status=503))
    faults.add(PORTAL, Fault(status=503, app=7))
    assert (await world.get(CONTACTS)).status == 200
    seven = await world.token("pat-na1-of-app-seven", ("crm.objects.contacts.read",))
    assert (await world.get(CONTACTS, token=seven)).status == 503


async def test_requests_of_nobody_are_hit_by_rules_of_the_server_only(world: World) -> None:
    faults = watch(world).faults
    faults.add(PORTAL, Fault(status=503))
    assert (await world.get(CONTACTS, token="nobody-knows-this")).status == 401
    faults.add(EVERYWHERE, Fault(status=500, path="/openapi.json"))
    assert (await world.get("/openapi.json", token=None)).status == 500


async def test_the_sandbox_itself_is_never_hit(world: World) -> None:
    faults = watch(world).faults
    faults.add(EVERYWHERE, Fault(status=503))
    for path in ("/sandbox/v1/portals", "/v1/sandbox/portals", "/hubstead/columns"):
        assert (await world.get(path)).status != 503


@pytest.mark.parametrize("size", [50_000, 300_000])
async def test_large_bodies_reach_the_edge_whole_or_are_refused_by_it(size: int) -> None:
    async with World(body_limit=100_000) as world:
        watch(world)
        reply = await world.post(CONTACTS, {"properties": {"firstname": "x" * size}})
        assert reply.status == (201 if size < 65_536 else 413)


@pytest.mark.parametrize("body", [b'{"status":503,"path":"\\ud800"}', b'{"status":"x"}', b'{"statuss":503}'])
def test_rules_that_are_no_rules_are_not_read(body: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        msgspec.json.decode(body, type=Fault)
