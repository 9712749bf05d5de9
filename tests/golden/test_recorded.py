"""Real exchanges of 2021 to 2026, answered as the service answered them.

`exchanges.json` holds each one by name (ids and people replaced). A test arranges the records that the exchange speaks
of, sends the recorded request with the ids of this server, and compares status, headers, shape and values.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.golden.comparison import differences
from tests.world import Reply, World

EXCHANGES: dict[str, Any] = json.loads((Path(__file__).parent / "exchanges.json").read_text("utf-8"))
BASE = "http://hubstead.test"


def swapped(value: Any, ids: dict[str, str]) -> Any:
    """A recorded request with this server's ids, as text or number like the recorded ones."""
    if isinstance(value, dict):
        return {name: swapped(each, ids) for name, each in value.items()}
    if isinstance(value, list):
        return [swapped(each, ids) for each in value]
    if isinstance(value, int) and not isinstance(value, bool) and str(value) in ids:
        return int(ids[str(value)])
    return ids.get(value, value) if isinstance(value, str) else value


async def replayed(world: World, name: str, ids: dict[str, str] | None = None) -> Reply:
    """Send a recorded request and compare the answer with the recorded one."""
    exchange = EXCHANGES[name]
    path = exchange["path"]
    for old, new in (ids or {}).items():
        path = path.replace(old, new)
    reply = await world.call(exchange["method"], path, swapped(exchange["request"], ids or {}))
    assert reply.status == exchange["status"], reply.body
    for header, value in exchange["headers"].items():
        if header != "vary":  # changed its spelling between the recordings
            ours = reply.headers[header].replace(BASE, "{base}")
            assert differences(value, ours) == [], header
    if isinstance(exchange["body"], str):
        assert reply.body.decode() == exchange["body"]
    elif exchange["body"] is not None:
        recorded, ours = exchange["body"], json.loads(reply.body.decode().replace(BASE, "{base}"))
        if "/batch/" in path or name == "companies found by domain":  # the service answers batches in no order
            recorded, ours = in_order(recorded), in_order(ours)
        assert differences(recorded, ours) == []
    return reply


def in_order(body: Any) -> Any:
    """An answer with its results by name."""
    return {**body, "results": sorted(body["results"], key=by_name)}


def by_name(result: dict[str, Any]) -> str:
    properties = result.get("properties", {})
    return str(properties.get("name") or properties.get("domain"))


async def linked(world: World, pair: str, first: str, second: str, type_id: int) -> None:
    """Associate two records."""
    body = {
        "inputs": [
            {
                "from": {"id": first},
                "to": {"id": second},
                "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": type_id}],
            }
        ]
    }
    reply = await world.post(f"/crm/v4/associations/{pair}/batch/create", body)
    assert reply.status == 201, reply.body


async def an_owner(world: World) -> str:
    return str((await world.get("/crm/v3/owners")).json["results"][0]["id"])


async def test_contacts_in_pages(world: World) -> None:
    await world.create("contacts", email="brian@example.com", firstname="Brian", lastname="Sample")
    await world.create("contacts", email="p@example.com", firstname="y", lastname="x")
    await replayed(world, "contacts first page")


async def test_a_ticket_is_created_read_and_updated(world: World) -> None:
    ids = {
        "75761595194": await world.create("contacts", email="a@example.com"),
        "25571271600": await world.create("companies", name="A"),
        "28806796888": await world.create("deals", dealname="D"),
    }
    ticket = (await replayed(world, "ticket created", ids)).json["id"]
    ids = {"16174569112": ticket}
    await replayed(world, "ticket updated", ids)
    reply = await replayed(world, "ticket missing")
    assert reply.headers["x-hubspot-notfound"] == "true"


async def test_a_ticket_is_read_with_null_for_unset(world: World) -> None:
    ticket = await world.create("tickets", subject="test ticket", hs_ticket_priority="HIGH")
    await replayed(world, "ticket read", {"16174569112": ticket})


async def test_a_task_is_created_and_completed(world: World) -> None:
    owner = await an_owner(world)
    ids = {
        "16174569112": await world.create("tickets", subject="t"),
        "75761595194": await world.create("contacts", email="a@example.com"),
        "25571271600": await world.create("companies", name="A"),
        "28806796888": await world.create("deals", dealname="D"),
        "31871900": owner,
    }
    await replayed(world, "task created", ids)
    task = await world.create(
        "tasks", hs_task_subject="title", hs_timestamp="2024-11-12", hs_task_type="TODO", hubspot_owner_id=owner
    )
    await replayed(world, "task updated", {"64483143324": task})


async def test_a_meeting_is_created_linked_and_archived(world: World) -> None:
    owner = await an_owner(world)
    meeting = (await replayed(world, "meeting created", {"156644386": owner})).json["id"]
    contact = await world.create("contacts", email="a@example.com")
    await replayed(world, "meeting linked by type name", {"24384342866": meeting, "24503": contact})
    await replayed(world, "meeting archived", {"24386810544": meeting})


async def test_a_meeting_with_a_bad_time_is_refused(world: World) -> None:
    await replayed(world, "meeting refused", {"156644386": await an_owner(world)})


async def test_activities_are_found_by_what_they_are_associated_with(world: World) -> None:
    contact = await world.create("contacts", email="a@example.com")
    recorded = EXCHANGES["meetings found by contact"]["body"]["results"][0]["properties"]
    given = {name: recorded[name] for name in recorded if name.startswith("hs_meeting")}
    for _ in range(4):
        meeting = await world.create("meetings", hs_timestamp="0", **given, hubspot_owner_id="68156342")
        await linked(world, "meetings/contacts", meeting, contact, 200)
    exchange = EXCHANGES["meetings found by contact"]
    reply = await world.call("POST", exchange["path"], swapped(exchange["request"], {"1451": contact}))
    assert reply.json["total"] == 4
    assert differences(exchange["body"]["results"][0], reply.json["results"][0]) == []


async def test_companies_are_created_found_updated_cleared_and_archived(world: World) -> None:
    created = {
        found["properties"]["name"]: found["id"]
        for found in (await replayed(world, "companies created")).json["results"]
    }
    await replayed(world, "companies found by domain")
    ids = {"7945143592": created["samba"]}
    await replayed(world, "company updated", ids)
    await replayed(world, "company cleared", ids)
    await replayed(world, "companies archived", {"7945028643": created["bossa"], "7945028644": created["samba"]})


async def custom_property(world: World, type: str, name: str, kind: str = "string") -> None:
    groups = (await world.get(f"/crm/v3/properties/{type}/groups")).json["results"]
    field = {"string": "text", "number": "number", "date": "date"}[kind]
    body = {"name": name, "label": name, "type": kind, "fieldType": field, "groupName": groups[0]["name"]}
    reply = await world.post(f"/crm/v3/properties/{type}", body)
    assert reply.status == 201, reply.body


async def test_contacts_are_created_found_updated_and_cleared(world: World) -> None:
    for name, kind in (("text_field", "string"), ("number_field", "number"), ("date_field", "date")):
        await custom_property(world, "contacts", name, kind)
    contact = (await replayed(world, "contact created in a batch")).json["results"][0]["id"]
    await replayed(world, "contacts found by email")
    await replayed(world, "contact updated", {"290201": contact})
    await replayed(world, "contact cleared", {"290201": contact})


async def test_primary_companies_are_linked(world: World) -> None:
    company, contact = await world.create("companies", name="A"), await world.create("contacts", email="a@example.com")
    deal = await world.create("deals", dealname="D")
    await replayed(world, "primary contact of a company linked", {"9337669418": company, "21601": contact})
    await replayed(world, "primary company of a deal linked", {"9755376456": deal, "9338040749": company})
    await replayed(world, "unknown contact not linked", {"9337678404": company})
    await replayed(world, "unknown company not linked")


async def test_deals_and_contacts_are_linked_and_read(world: World) -> None:
    deal, company = await world.create("deals", dealname="D"), await world.create("companies", name="A")
    contacts = [await world.create("contacts", email=f"{n}@example.com") for n in range(2)]
    ids = {"9755286928": deal, "21251": contacts[0], "21301": contacts[1]}
    await replayed(world, "two contacts linked to a deal", ids)
    await replayed(world, "contacts of a deal", {"9756350334": deal})
    await replayed(world, "deals of a contact", {"24351": contacts[0]})
    await replayed(world, "contact linked to a deal", {"9756302124": deal, "24251": contacts[1]})
    await linked(world, "companies/deals", company, deal, 342)
    await replayed(world, "deals of a company", {"9337408145": company})
    await replayed(world, "companies of a deal unlinked", {"9756321893": deal, "9337580885": company})


async def test_owners(world: World) -> None:
    owner = await an_owner(world)
    await replayed(world, "owner read", {"31871817": owner})
    page = (await world.get("/crm/v3/owners")).json
    assert differences(EXCHANGES["owners page"]["body"]["results"][0], page["results"][0]) == []
    assert list(page) == ["results"]


async def test_a_property_is_created(world: World) -> None:
    await replayed(world, "ticket property created")


async def a_schema(world: World) -> str:
    body = {
        "name": "green_object",
        "labels": {"singular": "Example object", "plural": "Example objects"},
        "requiredProperties": ["green_object_property"],
        "searchableProperties": ["green_object_property"],
        "primaryDisplayProperty": "green_object_property",
        "secondaryDisplayProperties": [],
        "properties": [
            {"name": name, "label": name, "type": kind, "fieldType": field}
            for name, kind, field in (
                ("green_object_property", "string", "text"),
                ("first_name", "string", "text"),
                ("last_name", "string", "text"),
                ("text_field", "string", "text"),
                ("number_field", "number", "number"),
                ("date_field", "date", "date"),
            )
        ],
        "associatedObjects": ["EMAIL"],
    }
    reply = await world.post("/crm/v3/schemas", body)
    assert reply.status == 201, reply.body
    return str(reply.json["objectTypeId"])


async def test_custom_objects_are_created_updated_and_found(world: World) -> None:
    type = await a_schema(world)
    ids = {"2-3604285": type}
    await replayed(world, "custom objects not found", ids)
    record = (await replayed(world, "custom object created", ids)).json["results"][0]["id"]
    await replayed(world, "custom object updated", {**ids, "860247707": record})


@pytest.mark.parametrize(("name", "type"), [("schema read", "own"), ("contact schema read", "contacts")])
async def test_schemas(world: World, name: str, type: str) -> None:
    """The recorded schemas, with the definitions of the properties that both have."""
    path = await a_schema(world) if type == "own" else "CONTACT"
    recorded = EXCHANGES[name]["body"]
    ours = (await world.get(f"/crm/v3/schemas/{path}")).json
    if type == "contacts":
        assert sorted(recorded.pop("searchableProperties")) == sorted(ours.pop("searchableProperties"))
    known = {found["name"]: found for found in ours["properties"]}
    for definition in recorded.pop("properties"):
        if definition["name"] in known and definition["name"] != "email":
            mine = known[definition["name"]]
            assert mine["type"] == definition["type"]
            assert mine["fieldType"] == definition["fieldType"]
            assert definition.keys() - {"createdUserId", "updatedUserId", "updatedAt", "createdAt"} <= mine.keys()
    association = recorded.pop("associations")[0]
    assert association.keys() <= ours["associations"][0].keys()
    ours = {name: value for name, value in ours.items() if name not in ("properties", "associations")}
    assert differences(recorded, ours) == []
