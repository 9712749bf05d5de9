"""The end of versions over HTTP."""

import pytest

from tests.sandbox.conftest import Sandboxed

CONTACTS = "/crm/v3/objects/contacts"


async def test_the_report_says_who_calls_what_until_when_and_what_instead(sandboxed: Sandboxed) -> None:
    portal = await sandboxed.portal(portalId=4711)
    await sandboxed.get(f"{CONTACTS}/1", token=portal["token"])
    await sandboxed.get(f"{CONTACTS}/2", token=portal["token"])
    await sandboxed.get("/crm/v4/associations/contacts/deals/labels", token=portal["token"])
    v4, v3 = (await sandboxed.ask("GET", "/portals/4711/versions")).json["results"]
    assert (
        v3.items()
        >= {
            "version": "v3",
            "method": "GET",
            "operation": "/crm/v3/objects/{objectType}/{objectId}",
            "successor": "/crm/objects/2026-03/{objectType}/{objectId}",
            "supportedUntil": "2027-09-01",
            "ended": False,
            "count": 2,
        }.items()
    )
    assert (v4["version"], v4["supportedUntil"]) == ("v4", "2027-03-30")
    assert v3["appId"] == v4["appId"] > 0
    assert v3["firstSeen"] <= v3["lastSeen"]


async def test_a_portal_is_made_strict_and_lenient(sandboxed: Sandboxed) -> None:
    portal = await sandboxed.portal(portalId=4711)
    strict = await sandboxed.ask("PUT", "/portals/4711/strict", {"at": "2027-10-01T00:00:00Z"})
    assert strict.json == {"strict": True, "judgedAt": "2027-10-01T00:00:00.000Z"}
    assert (await sandboxed.ask("GET", "/portals/4711/strict")).json == strict.json
    reply = await sandboxed.get(CONTACTS, token=portal["token"])
    assert reply.status == 410
    assert "/crm/objects/2026-03/contacts" in reply.json["message"]
    assert (await sandboxed.get("/crm/objects/2026-03/contacts", token=portal["token"])).status == 200
    assert (await sandboxed.get(CONTACTS)).status == 200
    [use] = (await sandboxed.ask("GET", "/portals/4711/versions")).json["results"]
    assert use["ended"]
    assert (await sandboxed.ask("DELETE", "/portals/4711/strict")).status == 204
    assert (await sandboxed.get(CONTACTS, token=portal["token"])).status == 200


@pytest.mark.parametrize("body", [b"", b"[]", {"at": "soon"}, {"at": 5}, {"at": "99999-01-01"}, {"on": True}])
async def test_moments_that_are_none_are_refused(sandboxed: Sandboxed, body: object) -> None:
    assert (await sandboxed.ask("PUT", "/portals/10000001/strict", body)).status == 400
    assert not (await sandboxed.ask("GET", "/portals/10000001/strict")).json["strict"]
