"""Whose cookie this is, as the first API answers it: cookies of the tracking code and of forms."""

from typing import Any

import pytest

from tests.marketing.forms.sample import field
from tests.marketing.submissions.site import site
from tests.tracking.browser import Browser, processed
from tests.world import PORTAL, World

UTK, OTHER = "0123456789abcdef0123456789abcdef", "f" * 32
ADA = "ada@example.com"


async def profile(world: World, utk: str = UTK, query: str = "") -> dict[str, Any]:
    reply = await world.get(f"/contacts/v1/contact/utk/{utk}/profile{query}")
    assert reply.status == 200, reply.body
    return reply.json


async def test_a_visitor_who_identified_itself(world: World) -> None:
    await Browser(world, UTK).identify(ADA, firstname="Ada")
    await processed(world)
    id = (await world.get(f"/crm/v3/objects/contacts/{ADA}?idProperty=email")).json["id"]
    await world.patch(f"/crm/v3/objects/contacts/{id}", {"properties": {"firstname": "Augusta"}})
    found = await profile(world)
    assert (found["vid"], found["canonical-vid"], found["merged-vids"]) == (int(id), int(id), [])
    assert (found["portal-id"], found["is-contact"], found["list-memberships"]) == (PORTAL, True, [])
    name = found["properties"]["firstname"]
    assert (name["value"], [one["value"] for one in name["versions"]]) == ("Augusta", ["Augusta", "Ada"])
    newest = name["versions"][0]
    assert set(newest) == {
        "value", "source-type", "source-id", "source-label", "updated-by-user-id", "timestamp", "selected"
    }  # fmt: skip
    assert isinstance(newest["timestamp"], int)
    assert found["properties"]["createdate"]["value"].isdigit()
    [identities] = found["identity-profiles"]
    assert identities["vid"] == int(id)
    address, guid = identities["identities"]
    assert (address["type"], address["value"], address["is-primary"]) == ("EMAIL", ADA, True)
    assert (guid["type"], len(guid["value"])) == ("LEAD_GUID", 36)
    assert found["form-submissions"] == []
    assert "associated-company" not in found


async def test_a_visitor_who_sent_a_form(world: World) -> None:
    ours = await site(world, {**field("name"), "objectTypeId": "0-2"})
    context = {"hutk": UTK, "pageUri": "https://acme.de/contact", "pageName": "Contact", "pageId": "7"}
    company = {"objectTypeId": "0-2", "name": "name", "value": "Acme"}
    for _ in range(2):
        await ours.send(fields=[{"name": "email", "value": ADA}, company], context=context)
    found = await profile(world)
    assert len(found["form-submissions"]) == 2
    newest = found["form-submissions"][0]
    kept = (await ours.submissions())["results"]
    assert newest == {
        "conversion-id": kept[0]["conversionId"],
        "timestamp": kept[0]["submittedAt"],
        "form-id": ours.id,
        "portal-id": PORTAL,
        "title": "Contact us",
        "form-type": "HUBSPOT",
        "contact-associated-by": ["EMAIL"],
        "meta-data": [],
        "page-url": "https://acme.de/contact",
        "page-title": "Contact",
        "page-id": "7",
    }
    assert found["associated-company"]["properties"]["name"] == {"value": "Acme"}
    for mode, expected in (("newest", kept[:1]), ("oldest", kept[1:])):
        shown = (await profile(world, query=f"?formSubmissionMode={mode}"))["form-submissions"]
        assert [one["conversion-id"] for one in shown] == [one["conversionId"] for one in expected]
    assert "form-submissions" not in await profile(world, query="?formSubmissionMode=none")


async def test_only_what_is_asked_for(world: World) -> None:
    await Browser(world, UTK).identify(ADA, firstname="Ada")
    await processed(world)
    found = await profile(world, query="?property=firstname&property=lastname&property=email&propertyMode=value_only")
    assert found["properties"] == {"firstname": {"value": "Ada"}, "email": {"value": ADA}}
    for query in ("?propertyMode=x", "?formSubmissionMode=x"):
        assert (await world.get(f"/contacts/v1/contact/utk/{UTK}/profile{query}")).status == 400


async def test_a_merged_contact(world: World) -> None:
    await Browser(world, UTK).identify(ADA)
    await processed(world)
    old = (await world.get(f"/crm/v3/objects/contacts/{ADA}?idProperty=email")).json["id"]
    into = await world.create("contacts", email="countess@example.com")
    merged = await world.post("/crm/v3/objects/contacts/merge", {"primaryObjectId": into, "objectIdToMerge": old})
    await processed(world)
    found = await profile(world)
    id = int(merged.json["id"])
    assert (found["vid"], found["canonical-vid"]) == (id, id)
    assert {int(old), int(into), id} >= set(found["merged-vids"])
    assert int(old) in found["merged-vids"]
    secondary = [one["value"] for one in found["identity-profiles"][0]["identities"] if one.get("is-secondary")]
    assert secondary == [ADA]


@pytest.mark.parametrize("path", ["byUtk", "utks"])
async def test_several_visitors_at_once(world: World, path: str) -> None:
    for utk, email in ((UTK, ADA), (OTHER, "grace@example.com")):
        await Browser(world, utk).identify(email)
    await processed(world)
    reply = await world.get(f"/contacts/v1/contact/{path}/batch/?utk={UTK}&utk={OTHER}&utk={'0' * 32}&property=email")
    assert {utk: found["properties"]["email"]["value"] for utk, found in reply.json.items()} == {
        UTK: ADA,
        OTHER: "grace@example.com",
    }
    assert (await world.get(f"/contacts/v1/contact/{path}/batch")).json == {}
    many = "&".join(f"utk={number:032x}" for number in range(101))
    assert (await world.get(f"/contacts/v1/contact/{path}/batch?{many}")).status == 400


@pytest.mark.parametrize("utk", ["0" * 32, "x", "%00", "a" * 500])
async def test_a_cookie_that_nobody_has(world: World, utk: str) -> None:
    reply = await world.get(f"/contacts/v1/contact/utk/{utk}/profile")
    assert (reply.status, reply.json["message"]) == (404, "resource not found")
