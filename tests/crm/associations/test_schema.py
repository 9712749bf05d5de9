"""Labels, limits and the reports on them."""

from typing import Any

import msgspec
import pytest

from tests.world import PORTAL, World

LABELS = "/crm/v4/associations/contacts/companies/labels"
LIMITS = "/crm/v4/associations/definitions/configurations"


def user_type(type_id: int) -> dict[str, Any]:
    return {"associationCategory": "USER_DEFINED", "associationTypeId": type_id}


async def defined(world: World, path: str = LABELS, **given: str) -> list[int]:
    reply = await world.post(path, given)
    assert reply.status == 200, reply.body
    assert all(found["category"] == "USER_DEFINED" for found in reply.json["results"])
    return [found["typeId"] for found in reply.json["results"]]


async def labels(world: World, path: str = LABELS) -> list[tuple[int, str | None]]:
    found = (await world.get(path)).json["results"]
    return [(one["typeId"], one["label"]) for one in found if one["category"] == "USER_DEFINED"]


async def test_a_single_label_has_an_id_in_each_direction_from_one_on(world: World) -> None:
    assert await defined(world, name="partner", label="Partner") == [1, 2]
    assert await labels(world) == [(1, "Partner")]
    assert await labels(world, "/crm/v4/associations/companies/contacts/labels") == [(2, "Partner")]
    assert {"category": "HUBSPOT_DEFINED", "typeId": 279, "label": None} in (await world.get(LABELS)).json["results"]


async def test_a_paired_label_reads_differently_from_each_side(world: World) -> None:
    path = "/crm/v4/associations/contacts/contacts/labels"
    manager, employee = await defined(world, path, name="boss", label="Manager", inverseLabel="Employee")
    assert await labels(world, path) == [(manager, "Manager"), (employee, "Employee")]
    first, second = await world.create("contacts", email="a@x.com"), await world.create("contacts", email="b@x.com")
    link = f"/crm/v4/objects/contacts/{first}/associations/contacts/{second}"
    assert (await world.put(link, [user_type(manager)])).json["labels"] == ["Manager"]
    read = (await world.get(f"/crm/v4/objects/contacts/{second}/associations/contacts")).json["results"]
    assert [one["label"] for one in read[0]["associationTypes"]] == [None, "Employee"]


async def test_a_label_between_records_of_one_type_that_reads_the_same_has_one_id(world: World) -> None:
    path = "/crm/v4/associations/contacts/contacts/labels"
    assert await defined(world, path, name="sibling", label="Sibling") == [1]
    first, second = await world.create("contacts", email="a@x.com"), await world.create("contacts", email="b@x.com")
    await world.put(f"/crm/v4/objects/contacts/{first}/associations/contacts/{second}", [user_type(1)])
    for one, other in ((first, second), (second, first)):
        read = (await world.get(f"/crm/v4/objects/contacts/{one}/associations/contacts")).json["results"]
        assert [found["toObjectId"] for found in read] == [int(other)]
        assert [found["label"] for found in read[0]["associationTypes"]] == [None, "Sibling"]


async def test_labels_are_renamed_on_both_sides(world: World) -> None:
    partner, client = await defined(world, name="partner", label="Partner", inverseLabel="Client")
    change = {"associationTypeId": partner, "label": "Ally"}
    assert (await world.put(LABELS, change)).status == 204
    assert (await world.put(LABELS, {**change, "inverseLabel": "Customer"})).status == 204
    assert await labels(world) == [(partner, "Ally")]
    assert await labels(world, "/crm/v4/associations/companies/contacts/labels") == [(client, "Customer")]
    assert (await world.put(LABELS, {"associationTypeId": 279, "label": "X"})).status == 404


async def test_a_deleted_label_leaves_the_records_linked_and_its_id_unused(world: World) -> None:
    contact, company = await world.create("contacts", email="a@x.com"), await world.create("companies", name="A")
    partner, _ = await defined(world, name="partner", label="Partner")
    link = f"/crm/v4/objects/contacts/{contact}/associations/companies"
    await world.put(f"{link}/{company}", [user_type(partner)])
    assert (await world.delete(f"{LABELS}/{partner}")).status == 204
    read = (await world.get(link)).json["results"]
    assert [one["typeId"] for one in read[0]["associationTypes"]] == [279]
    assert await labels(world) == []
    assert await defined(world, name="partner", label="Partner") == [3, 4]
    assert (await world.delete(f"{LABELS}/{partner}")).status == 404


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"name": "partner", "label": "Again"}, 409),
        ({"name": "contact_to_company", "label": "Again"}, 409),
        ({"name": "empty", "label": " "}, 400),
        ({"name": "partial"}, 400),
    ],
)
async def test_labels_that_cannot_be(world: World, given: dict[str, str], status: int) -> None:
    await defined(world, name="partner", label="Partner")
    assert (await world.post(LABELS, given)).status == status


async def test_no_more_than_fifty_labels_between_two_types(world: World) -> None:
    for number in range(50):
        await defined(world, name=f"label_{number}", label=f"Label {number}")
    assert (await world.post(LABELS, {"name": "one_more", "label": "One more"})).status == 400
    found = (await world.get("/crm/limits/2026-03/associations/labels?fromObjectTypeId=0-1&toObjectTypeId=0-2")).json
    assert found["results"][0]["percentage"] == 100.0
    assert found["results"][0]["fromObjectType"] == {
        "objectTypeId": "0-1",
        "singularLabel": "Contact",
        "pluralLabel": "Contacts",
    }


async def test_a_label_can_be_named_in_v3(world: World) -> None:
    contact, company = await world.create("contacts", email="a@x.com"), await world.create("companies", name="A")
    await defined(world, name="partner", label="Partner")
    path = f"/crm/v3/objects/contacts/{contact}/associations/companies/{company}/partner"
    results = (await world.put(path)).json["associations"]["companies"]["results"]
    assert [found["type"] for found in results] == ["contact_to_company_unlabeled", "partner"]
    assert (await world.delete(path)).status == 204
    left = (await world.get(f"/crm/v3/objects/contacts/{contact}/associations/companies")).json["results"]
    assert [found["type"] for found in left] == ["contact_to_company_unlabeled"]


def limit(largest: int, type_id: int = 3) -> dict[str, Any]:
    return {"inputs": [{"category": "HUBSPOT_DEFINED", "typeId": type_id, "maxToObjectIds": largest}]}


async def test_a_limit_is_kept_from_both_sides_until_it_is_lifted(world: World) -> None:
    deal = await world.create("deals", dealname="D")
    contacts = [await world.create("contacts", email=f"{n}@x.com") for n in range(4)]
    made = await world.post(f"{LIMITS}/deals/contacts/batch/create", limit(2))
    assert made.status == 201
    shown = {"category": "HUBSPOT_DEFINED", "typeId": 3, "userEnforcedMaxToObjectIds": 2, "label": None}
    assert made.json["results"] == [shown]
    assert (await world.get(f"{LIMITS}/all")).json == {"results": [shown]}
    assert (await world.get(f"{LIMITS}/deals/contacts")).json == {"results": [shown]}
    assert (await world.get(f"{LIMITS}/contacts/deals")).json == {"results": []}
    inputs = [{"from": {"id": deal}, "to": {"id": contact}} for contact in contacts[:3]]
    reply = await world.post("/crm/v4/associations/deals/contacts/batch/associate/default", {"inputs": inputs})
    assert reply.status == 207
    assert reply.json["errors"][0]["context"] == {"limit": ["2"], "fromObjectId": [deal]}
    path = f"/crm/v4/objects/contacts/{contacts[3]}/associations/default/deals/{deal}"
    refused = await world.put(path)
    assert refused.status == 400
    assert "cannot have more than 2" in refused.json["message"]
    again = await world.put(f"/crm/v4/objects/contacts/{contacts[0]}/associations/default/deals/{deal}")
    assert again.status == 200
    assert (await world.post(f"{LIMITS}/deals/contacts/batch/update", limit(3))).json["results"] == [
        {"category": "HUBSPOT_DEFINED", "typeId": 3, "userEnforcedMaxToObjectIds": 3}
    ]
    assert (await world.put(path)).status == 200
    lifted = {"inputs": [{"category": "HUBSPOT_DEFINED", "typeId": 3}]}
    assert (await world.post(f"{LIMITS}/deals/contacts/batch/purge", lifted)).status == 204
    assert (await world.get(f"{LIMITS}/all")).json == {"results": []}
    last = f"/crm/v4/objects/contacts/{contacts[2]}/associations/default/deals/{deal}"
    assert (await world.put(last)).status == 200


async def test_limits_that_cannot_be(world: World) -> None:
    path = f"{LIMITS}/deals/contacts/batch"
    assert (await world.post(f"{path}/update", limit(2))).json["errors"][0]["category"] == "OBJECT_NOT_FOUND"
    assert (await world.post(f"{path}/create", limit(0))).status == 207
    await world.post(f"{path}/create", limit(2))
    again = await world.post(f"{path}/create", limit(2))
    assert (again.status, again.json["errors"][0]["category"]) == (207, "CONFLICT")
    assert (await world.post(f"{path}/create", limit(2, 4))).status == 400


async def test_records_near_and_at_a_limit_are_reported(world: World) -> None:
    deals = [await world.create("deals", dealname=name) for name in ("full", "near", "far")]
    contacts = [await world.create("contacts", email=f"{n}@x.com") for n in range(5)]
    await world.post(f"{LIMITS}/deals/contacts/batch/create", limit(5))
    inputs = [
        {"from": {"id": deal}, "to": {"id": contact}}
        for deal, count in zip(deals, (5, 4, 3), strict=True)
        for contact in contacts[:count]
    ]
    await world.post("/crm/v4/associations/deals/contacts/batch/associate/default", {"inputs": inputs})
    found = (await world.get("/crm/limits/2026-03/associations/records/0-3/0-1")).json
    assert found == {
        "limit": 5,
        "totalRecordsAtLimit": 1,
        "totalRecordsNearLimit": 1,
        "atLimitFromRecordSamples": [{"label": "full", "objectId": int(deals[0])}],
        "nearLimitFromRecordSamples": [{"label": "near", "objectId": int(deals[1]), "percentage": 80.0, "usage": 4}],
    }
    summary = {"singularLabel": "Deal", "pluralLabel": "Deals", "hasRecordsAtLimit": True, "hasRecordsNearLimit": True}
    assert (await world.get("/crm/limits/2026-03/associations/records/from")).json == {
        "results": [{"objectTypeId": "0-3", **summary}]
    }
    towards = (await world.get("/crm/limits/2026-03/associations/records/0-3/to")).json["results"]
    assert [one["objectTypeId"] for one in towards] == ["0-1"]


async def test_the_high_usage_report_is_made_for_a_user(world: World) -> None:
    deal, contact = await world.create("deals", dealname="D"), await world.create("contacts", email="a@x.com")
    await world.post(f"{LIMITS}/deals/contacts/batch/create", limit(1))
    await world.put(f"/crm/v4/objects/deals/{deal}/associations/default/contacts/{contact}")
    owner = (await world.get("/crm/v3/owners")).json["results"][0]
    reply = await world.post(f"/crm/v4/associations/usage/high-usage-report/{owner['userId']}")
    assert reply.status == 200
    assert (reply.json["userId"], reply.json["userEmail"]) == (owner["userId"], owner["email"])
    assert reply.json["enqueueTime"].endswith("Z")
    dated = await world.post(f"/crm/associations/2026-03/usage/high-usage-report/{owner['userId']}")
    assert dated.json["enqueueTime"].keys() == {"dateOnly", "timeZoneShift", "value"}
    sql = "SELECT id, body FROM fact WHERE portal = ?1 AND kind = 'association.high_usage_reported'"
    user_id, body = (await world.server.store.rows(sql, PORTAL))[0]
    assert user_id == owner["userId"]
    assert msgspec.json.decode(body) == [
        {
            "fromObjectTypeId": "0-3",
            "fromObjectId": int(deal),
            "toObjectTypeId": "0-1",
            "associationCategory": "HUBSPOT_DEFINED",
            "associationTypeId": 3,
            "label": None,
            "usage": 1,
            "limit": 1,
            "percentage": 100.0,
        }
    ]
    assert (await world.post("/crm/v4/associations/usage/high-usage-report/77")).status == 404
