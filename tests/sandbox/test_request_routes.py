"""The request log over HTTP."""

import asyncio
import time

import jsonschema
import pytest

from tests.sandbox.conftest import KEY, Sandboxed
from tests.sandbox.har_schema import HAR
from tests.world import PORTAL, TOKEN

CONTACTS = "/crm/v3/objects/contacts"


async def test_a_request_is_shown_with_both_directions(sandboxed: Sandboxed) -> None:
    reply = await sandboxed.post(f"{CONTACTS}?hapikey=s3cret", {"properties": {"email": "ada@example.com"}})
    [shown] = (await sandboxed.ask("GET", "/requests")).json["results"]
    assert (
        shown.items()
        >= {
            "portalId": PORTAL,
            "method": "POST",
            "path": CONTACTS,
            "query": "hapikey=redacted",
            "status": 201,
            "correlationId": reply.headers["x-hubspot-correlation-id"],
            "fault": None,
        }.items()
    )
    assert shown["request"]["body"] == '{"properties":{"email":"ada@example.com"}}'
    assert shown["request"]["headers"]["authorization"] == "Bearer redacted"
    assert shown["response"]["headers"]["location"] == reply.headers["location"]
    assert shown["response"]["bodySize"] == len(reply.body)
    assert not shown["response"]["bodyCut"]
    assert (await sandboxed.ask("GET", f"/requests/{shown['id']}")).json == shown


async def test_nobodys_requests_have_neither_portal_nor_app(sandboxed: Sandboxed) -> None:
    await sandboxed.get(CONTACTS, token="pat-na1-nobody-knows-this-one")
    [shown] = (await sandboxed.ask("GET", "/requests?status=401")).json["results"]
    assert (shown["portalId"], shown["appId"]) == (None, None)
    assert "nobody" not in str(shown)


async def test_pages_lead_to_all_in_both_orders(sandboxed: Sandboxed) -> None:
    for place in range(5):
        await sandboxed.get(f"{CONTACTS}?limit={place + 1}")
    for sort, order in (("newest", [5, 4, 3, 2, 1]), ("oldest", [1, 2, 3, 4, 5])):
        seen, after = [], ""
        while True:
            page = (await sandboxed.ask("GET", f"/requests?sort={sort}&limit=2{after}")).json
            seen += [int(shown["query"].removeprefix("limit=")) for shown in page["results"]]
            if "paging" not in page:
                break
            after = f"&after={page['paging']['next']['after']}"
        assert seen == order


async def test_filters_of_the_query(sandboxed: Sandboxed) -> None:
    await sandboxed.get(CONTACTS)
    await sandboxed.get("/crm/v3/objects/deals/1")
    await sandboxed.post("/crm/v3/objects/0-3", {"properties": {}})

    async def paths(query: str) -> list[str]:
        return [shown["path"] for shown in (await sandboxed.ask("GET", f"/requests?{query}")).json["results"]]

    assert await paths("path=/crm/objects/deals*&sort=oldest") == ["/crm/v3/objects/deals/1", "/crm/v3/objects/0-3"]
    assert await paths("method=post") == ["/crm/v3/objects/0-3"]
    assert await paths("status=4xx&method=GET") == ["/crm/v3/objects/deals/1"]
    assert await paths(f"portalId={PORTAL + 1}") == []
    assert await paths("since=2099-01-01T00:00:00Z") == []
    assert len(await paths("since=2020-01-01")) == 3
    assert (await sandboxed.ask("DELETE", "/requests?method=POST")).status == 204
    assert len(await paths("")) == 2
    assert (await sandboxed.ask("DELETE", "/requests")).status == 204
    assert await paths("") == []


async def test_the_log_waits_for_a_request_that_fits(sandboxed: Sandboxed) -> None:
    begun = time.perf_counter()
    waiting = asyncio.create_task(sandboxed.ask("GET", "/requests?method=POST&wait=10"))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    await sandboxed.post(CONTACTS, {"properties": {}})
    [shown] = (await waiting).json["results"]
    assert shown["method"] == "POST"
    again = await sandboxed.ask("GET", f"/requests?sort=oldest&after={shown['id']}&wait=0.05")
    assert again.json == {"results": []}
    assert time.perf_counter() - begun < 10


async def test_the_export_is_an_archive_without_secrets(sandboxed: Sandboxed) -> None:
    await sandboxed.get(CONTACTS)
    await sandboxed.call("POST", "/oauth/v1/token", b"grant_type=refresh_token&refresh_token=s3cret", token=None)
    reply = await sandboxed.ask("GET", "/requests.har")
    assert reply.headers["content-type"] == "application/json"
    assert "hubstead.har" in reply.headers["content-disposition"]
    jsonschema.validate(reply.json, HAR)
    assert len(reply.json["log"]["entries"]) == 2
    for secret in (TOKEN, KEY, "s3cret"):
        assert secret not in reply.body.decode()


async def test_how_much_is_kept_can_be_set(sandboxed: Sandboxed) -> None:
    assert (await sandboxed.ask("GET", "/requests/limits")).json == {"requests": 1000, "bodyBytes": 65536}
    set_to = {"requests": 1, "bodyBytes": 4}
    assert (await sandboxed.ask("PUT", "/requests/limits", set_to)).json == set_to
    await sandboxed.get(CONTACTS)
    await sandboxed.get(CONTACTS)
    [shown] = (await sandboxed.ask("GET", "/requests")).json["results"]
    assert (shown["response"]["body"], shown["response"]["bodyCut"]) == ('{"re', True)
    for wrong in ({"requests": -1}, {"requests": 10**9}, {"bodyBytes": -1}, {"x": 1}):
        assert (await sandboxed.ask("PUT", "/requests/limits", wrong)).status == 400


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=1001", "wait=31", "wait=-1", "wait=nan", "wait=x", "sort=x", "since=x", "portalId=x", "after=x"],
)
async def test_questions_that_make_no_sense_are_refused(sandboxed: Sandboxed, query: str) -> None:
    assert (await sandboxed.ask("GET", f"/requests?{query}")).status == 400
