"""The log as an HTTP Archive that browsers load."""

from typing import Any

import jsonschema

from hubstead.calls.paths import place_of
from hubstead.sandbox.exchange import Request, Response
from hubstead.sandbox.fault import Fault
from hubstead.sandbox.har import archive
from hubstead.sandbox.request_log import RequestLog, Wanted
from tests.sandbox.har_schema import HAR
from tests.sandbox.watched import watch
from tests.world import PORTAL, TOKEN, World


def entries(log: RequestLog) -> list[Any]:
    made = archive(log.oldest_first(Wanted()))
    jsonschema.validate(made, HAR)
    found: list[Any] = made["log"]["entries"]
    return found


async def test_the_archive_is_valid_and_says_what_was_sent(world: World) -> None:
    watching = watch(world)
    rule = watching.faults.add(PORTAL, Fault(status=502, times=1))
    await world.get("/crm/v3/objects/contacts?limit=1&properties=a%20b&email=")
    await world.post("/crm/v3/objects/contacts", {"properties": {"firstname": "Zoë"}})
    await world.get("/crm/v3/objects/tickets/1")
    await world.call("OPTIONS", "/crm/v3/objects/contacts", token=None)
    hit, created, missing, preflight = entries(watching.requests)
    assert hit["request"]["url"] == "http://hubstead.test/crm/v3/objects/contacts?limit=1&properties=a%20b&email="
    assert hit["request"]["queryString"] == [
        {"name": "limit", "value": "1"},
        {"name": "properties", "value": "a b"},
        {"name": "email", "value": ""},
    ]
    assert (hit["response"]["status"], hit["response"]["statusText"], hit["_fault"]) == (502, "Bad Gateway", rule.id)
    assert created["request"]["postData"]["text"] == '{"properties":{"firstname":"Zoë"}}'
    assert created["response"]["content"]["mimeType"] == "application/json;charset=utf-8"
    assert missing["response"]["content"]["mimeType"] == "text/html;charset=iso-8859-1"
    assert preflight["response"]["content"]["text"] == ""
    assert TOKEN not in repr((hit, created, missing, preflight))


def test_what_is_no_text_and_what_got_no_answer_is_written_too() -> None:
    log = RequestLog()
    path = "/files/v3/files"
    request = Request("POST", path, b"%ff=1", [(b"host", b"a:1")], b"\xff\x00", place_of(path), 1, 2)
    binary, nothing = Response(), Response()
    binary.take({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"image/png")]})
    binary.take({"type": "http.response.body", "body": b"\x89PNG\xff"})
    log.add(request, binary, 1_780_000_000_000, 1.5, None)
    log.add(request, nothing, 1_780_000_000_001, 0.0, 4)
    with_content, without = entries(log)
    assert with_content["startedDateTime"] == "2026-05-28T20:26:40.000Z"
    assert with_content["response"]["content"]["encoding"] == "base64"
    assert with_content["response"]["content"]["text"] == "iVBOR/8="
    assert (without["response"]["status"], without["response"]["content"]["mimeType"]) == (0, "x-unknown")
