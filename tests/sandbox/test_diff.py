"""What differs between two states: created, changed and deleted, property by property."""

from typing import Any

import pytest

from tests.sandbox.conftest import Sandboxed

CONTACTS = "/crm/v3/objects/contacts"
SHOE = {"name": "shoe", "label": "Shoe", "type": "string", "fieldType": "text", "groupName": "contactinformation"}
NOON = "2026-06-01T12:00:00Z"


async def diff(world: Sandboxed, before: Any, after: Any, limit: int = 100) -> list[dict[str, Any]]:
    """All pages."""
    found: list[dict[str, Any]] = []
    following = ""
    while True:
        reply = await world.ask("GET", f"/diff?from={before}&to={after}&limit={limit}{following}")
        assert reply.status == 200, reply.body
        found += reply.json["results"]
        assert len(reply.json["results"]) <= limit
        if "paging" not in reply.json:
            return found
        following = f"&after={reply.json['paging']['next']['after']}"


async def make(world: Sandboxed, token: str, type: str = "contacts", **properties: str) -> str:
    reply = await world.post(f"/crm/v3/objects/{type}", {"properties": properties}, token=token)
    return str(reply.json["id"])


async def test_records_are_compared_by_property(sandboxed: Sandboxed) -> None:
    made = await sandboxed.portal(clock={"at": NOON})
    id, token = made["portalId"], made["token"]
    kept, changed, gone = [await make(sandboxed, token, firstname=name) for name in ("Ada", "Bob", "Cyd")]
    await sandboxed.ask("POST", f"/portals/{id}/snapshots", {"name": "before"})
    assert await diff(sandboxed, "before", id) == []
    await sandboxed.patch(f"{CONTACTS}/{changed}", {"properties": {"firstname": "Rob", "city": "Rome"}}, token=token)
    await sandboxed.delete(f"{CONTACTS}/{gone}", token=token)
    new = await make(sandboxed, token, "companies", name="X")
    found = {(each["objectType"], each["id"]): each for each in await diff(sandboxed, "before", id)}
    assert set(found) == {("0-1", changed), ("0-1", gone), ("0-2", new)}
    properties = found["0-1", changed].pop("properties")
    assert found["0-1", changed] == {"kind": "record", "change": "changed", "objectType": "0-1", "id": changed}
    given = {"firstname": {"before": "Bob", "after": "Rob"}, "city": {"before": None, "after": "Rome"}}
    assert given.items() <= properties.items()
    assert set(properties) - set(given) == {"hs_full_name_or_email", "hs_updated_by_user_id"}  # follow from them
    assert found["0-1", gone]["change"] == "deleted"
    assert found["0-1", gone]["properties"]["firstname"] == {"before": "Cyd", "after": None}
    assert found["0-2", new]["change"] == "created"
    assert found["0-2", new]["properties"]["name"] == {"before": None, "after": "X"}
    back = {(each["objectType"], each["id"]): each["change"] for each in await diff(sandboxed, id, "before")}
    assert back == {("0-1", changed): "changed", ("0-1", gone): "created", ("0-2", new): "deleted"}
    assert kept not in {each for _, each in found}


async def test_associations_and_definitions_are_compared(sandboxed: Sandboxed) -> None:
    made = await sandboxed.portal()
    id, token = made["portalId"], made["token"]
    contact, company = (
        await make(sandboxed, token, firstname="Ada"),
        await make(sandboxed, token, "companies", name="X"),
    )
    await sandboxed.ask("POST", f"/portals/{id}/snapshots", {"name": "before"})
    linked = f"/crm/v4/objects/contacts/{contact}/associations/default/companies/{company}"
    await sandboxed.put(linked, token=token)
    await sandboxed.post("/crm/v3/properties/contacts", SHOE, token=token)
    await sandboxed.ask("POST", f"/portals/{id}/snapshots", {"name": "after"})
    found = await diff(sandboxed, "before", "after")
    [definition] = [each for each in found if each["kind"] == "definition"]
    assert (definition["change"], definition["definition"], definition["objectType"], definition["name"]) == (
        "created",
        "property",
        "0-1",
        "shoe",
    )
    assert definition["after"]["label"] == "Shoe"
    associations = [each for each in found if each["kind"] == "association"]
    assert {(each["objectType"], each["id"], each["toObjectType"], each["toId"]) for each in associations} == {
        ("0-1", contact, "0-2", company),
        ("0-2", company, "0-1", contact),
    }
    assert {each["change"] for each in associations} == {"created"}
    assert {each["associationCategory"] for each in associations} == {"HUBSPOT_DEFINED"}


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
async def test_pages_hold_each_difference_once(sandboxed: Sandboxed, limit: int) -> None:
    made = await sandboxed.portal(template="demo")
    id, token = made["portalId"], made["token"]
    await sandboxed.ask("POST", f"/portals/{id}/snapshots", {"name": "before"})
    await sandboxed.post("/crm/v3/properties/contacts", SHOE, token=token)
    for number in range(5):
        contact = await make(sandboxed, token, firstname=str(number))
        company = await make(sandboxed, token, "companies", name=str(number))
        await sandboxed.put(f"/crm/v4/objects/contacts/{contact}/associations/default/companies/{company}", token=token)
    whole = await diff(sandboxed, "before", id, 1000)
    assert len(whole) > 20
    assert await diff(sandboxed, "before", id, limit) == whole


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("?from=10000001", 400),
        ("?from=10000001&to=nowhere", 404),
        ("?from=5&to=10000001", 404),
        ("?from=10000001&to=10000001&limit=0", 400),
        ("?from=10000001&to=10000001&after=x", 400),
        ("?from=10000001&to=10000001&after=WzksW11d", 400),
        ("?from=10000001&to=10000001&after=WzEsWzEsMl1d", 400),
        ("?from=10000001&to=10000001&after=%FF", 400),
        ("?from=10000001&to=10000001&after=%C3%A9", 400),
    ],
)
async def test_what_cannot_be_compared_is_refused(sandboxed: Sandboxed, query: str, status: int) -> None:
    assert (await sandboxed.ask("GET", f"/diff{query}")).status == status
