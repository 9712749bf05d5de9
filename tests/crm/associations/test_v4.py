"""Associations as v4 and the dated versions speak of them."""

from typing import Any

import msgspec
import pytest

from tests.world import PORTAL, World

V4 = "/crm/v4/associations"


def spec(type_id: int, category: str = "HUBSPOT_DEFINED") -> dict[str, Any]:
    return {"associationCategory": category, "associationTypeId": type_id}


def pair(first: str, second: str, *type_ids: int) -> dict[str, Any]:
    return {"from": {"id": first}, "to": {"id": second}, "types": [spec(id) for id in type_ids]}


async def linked(world: World, ends: str, *pairs: dict[str, Any]) -> Any:
    reply = await world.post(f"{V4}/{ends}/batch/create", {"inputs": pairs})
    assert reply.status == 201, reply.body
    return reply.json["results"]


async def types_between(world: World, type: str, id: str, other: str) -> dict[int, list[int]]:
    """Per associated record the ids of the association types."""
    results = (await world.get(f"/crm/v4/objects/{type}/{id}/associations/{other}")).json["results"]
    return {found["toObjectId"]: [one["typeId"] for one in found["associationTypes"]] for found in results}


async def value(world: World, type: str, id: str, name: str) -> str | None:
    found = (await world.get(f"/crm/v3/objects/{type}/{id}?properties={name}")).json["properties"][name]
    return None if found is None else str(found)


async def test_a_primary_company_brings_the_plain_link_in_both_directions(world: World) -> None:
    contact, company = await world.create("contacts", email="a@x.com"), await world.create("companies", name="A")
    made = await linked(world, "contacts/companies", pair(contact, company, 1))
    assert made == [
        {
            "fromObjectTypeId": "0-1",
            "fromObjectId": int(contact),
            "toObjectTypeId": "0-2",
            "toObjectId": int(company),
            "labels": ["Primary"],
        }
    ]
    read = (await world.get(f"/crm/v4/objects/contacts/{contact}/associations/companies")).json
    assert read == {
        "results": [
            {
                "toObjectId": int(company),
                "associationTypes": [
                    {"category": "HUBSPOT_DEFINED", "typeId": 1, "label": "Primary"},
                    {"category": "HUBSPOT_DEFINED", "typeId": 279, "label": None},
                ],
            }
        ]
    }
    assert await types_between(world, "companies", company, "contacts") == {int(contact): [2, 280]}
    assert await value(world, "contacts", contact, "associatedcompanyid") == company
    assert await value(world, "companies", company, "num_associated_contacts") == "1"


async def test_there_is_one_primary_company(world: World) -> None:
    deal = await world.create("deals", dealname="D")
    first, second = await world.create("companies", name="A"), await world.create("companies", name="B")
    await linked(world, "deals/companies", pair(deal, first, 5))
    await linked(world, "companies/deals", pair(second, deal, 6))
    assert await types_between(world, "deals", deal, "companies") == {int(first): [341], int(second): [5, 341]}
    assert await types_between(world, "companies", first, "deals") == {int(deal): [342]}
    assert await value(world, "deals", deal, "hs_primary_associated_company") == second


async def test_setting_labels_replaces_those_that_are_not_repeated(world: World) -> None:
    contact, company = await world.create("contacts", email="a@x.com"), await world.create("companies", name="A")
    path = f"/crm/v4/objects/contacts/{contact}/associations/companies/{company}"
    assert (await world.put(path, [spec(1), spec(931)])).json["labels"] == ["Primary", "Billing Contact"]
    reply = await world.put(path, [spec(931)])
    assert (reply.status, reply.json["labels"]) == (201, ["Billing Contact"])
    assert await types_between(world, "contacts", contact, "companies") == {int(company): [279, 931]}
    assert not await value(world, "contacts", contact, "associatedcompanyid")


async def test_the_default_association_answers_both_directions(world: World) -> None:
    contact, deal = await world.create("contacts", email="a@x.com"), await world.create("deals", dealname="D")
    reply = await world.put(f"/crm/v4/objects/contact/{contact}/associations/default/deal/{deal}")
    assert reply.status == 200
    assert reply.json["status"] == "COMPLETE"
    assert reply.json["results"] == [
        {"from": {"id": contact}, "to": {"id": deal}, "associationSpec": spec(4)},
        {"from": {"id": deal}, "to": {"id": contact}, "associationSpec": spec(3)},
    ]
    body = {"inputs": [{"from": {"id": contact}, "to": {"id": id}} for id in (deal, "77")]}
    reply = await world.post(f"{V4}/contacts/deals/batch/associate/default", body)
    assert reply.status == 207
    assert len(reply.json["results"]) == 2
    assert [error["message"] for error in reply.json["errors"]] == ["DEAL=77 is not valid"]


async def test_deleting_removes_every_type(world: World) -> None:
    contact, company = await world.create("contacts", email="a@x.com"), await world.create("companies", name="A")
    await linked(world, "contacts/companies", pair(contact, company, 1, 931))
    path = f"/crm/v4/objects/companies/{company}/associations/contacts/{contact}"
    assert (await world.delete(path)).status == 204
    assert await types_between(world, "contacts", contact, "companies") == {}
    assert await value(world, "companies", company, "num_associated_contacts") == "0"
    assert (await world.delete(path)).status == 204


@pytest.mark.parametrize(("type_id", "left"), [(1, [279]), (279, None)])
async def test_archiving_labels_keeps_the_link_but_the_plain_one_takes_all(
    world: World, type_id: int, left: list[int] | None
) -> None:
    contact, company = await world.create("contacts", email="a@x.com"), await world.create("companies", name="A")
    await linked(world, "contacts/companies", pair(contact, company, 1))
    body = {"inputs": [pair(contact, company, type_id)]}
    assert (await world.post(f"{V4}/contacts/companies/batch/labels/archive", body)).status == 204
    expected = {} if left is None else {int(company): left}
    assert await types_between(world, "contacts", contact, "companies") == expected


async def test_batch_read_names_records_without_associations(world: World) -> None:
    contact, deal = await world.create("contacts", email="a@x.com"), await world.create("deals", dealname="D")
    await linked(world, "contacts/deals", pair(contact, deal, 4))
    inputs = [{"id": int(contact)}, {"id": "77"}, {"id": "x"}]
    reply = await world.post(f"{V4}/contacts/deals/batch/read", {"inputs": inputs})
    assert reply.status == 207
    plain = {"category": "HUBSPOT_DEFINED", "typeId": 4, "label": None}
    assert reply.json["results"] == [
        {"from": {"id": contact}, "to": [{"toObjectId": int(deal), "associationTypes": [plain]}]}
    ]
    assert reply.json["numErrors"] == 2
    assert reply.json["errors"][0] == {
        "status": "error",
        "category": "OBJECT_NOT_FOUND",
        "subCategory": "crm.associations.NO_ASSOCIATIONS_FOUND",
        "message": "No deal is associated with contact 77.",
        "context": {"fromObjectId": ["77"], "fromObjectType": ["contact"], "toObjectType": ["deal"]},
    }
    assert reply.json["errors"][1]["context"]["fromObjectId"] == ["x"]


async def test_pages_can_be_followed_by_their_links(world: World) -> None:
    company = await world.create("companies", name="A")
    contacts = [await world.create("contacts", email=f"{n}@x.com") for n in range(5)]
    await linked(world, "companies/contacts", *(pair(company, contact, 2) for contact in contacts))
    url: str | None = f"/crm/objects/2026-03/companies/{company}/associations/contacts?limit=2"
    seen: list[int] = []
    sizes: list[int] = []
    while url:
        page = (await world.get(url)).json
        seen += [found["toObjectId"] for found in page["results"]]
        sizes.append(len(page["results"]))
        url = page["paging"]["next"]["link"].removeprefix("http://hubstead.test") if "paging" in page else None
    assert seen == [int(contact) for contact in contacts]
    assert sizes == [2, 2, 1]


async def test_batch_read_goes_on_where_each_record_asks(world: World) -> None:
    company = await world.create("companies", name="A")
    contacts = [await world.create("contacts", email=f"{n}@x.com") for n in range(501)]
    await linked(world, "companies/contacts", *(pair(company, contact, 280) for contact in contacts))
    first = (await world.post(f"{V4}/companies/contacts/batch/read", {"inputs": [{"id": company}]})).json["results"][0]
    assert len(first["to"]) == 500
    after = first["paging"]["next"]["after"]
    inputs = [{"id": company, "after": after}]
    rest = (await world.post(f"{V4}/companies/contacts/batch/read", {"inputs": inputs})).json["results"][0]
    assert [found["toObjectId"] for found in rest["to"]] == [int(contacts[-1])]
    assert "paging" not in rest


@pytest.mark.parametrize("limit", ["0", "501", "-1"])
async def test_a_page_has_one_to_five_hundred_records(world: World, limit: str) -> None:
    contact = await world.create("contacts", email="a@x.com")
    reply = await world.get(f"/crm/v4/objects/contacts/{contact}/associations/deals?limit={limit}")
    assert reply.status == 400


@pytest.mark.parametrize("id", ["77", "x", "1e9", "-1", "99999999999999999999"])
async def test_an_unknown_record_has_no_associations(world: World, id: str) -> None:
    assert (await world.get(f"/crm/v4/objects/contacts/{id}/associations/deals")).status == 404


async def test_a_wrong_type_id_is_answered_with_the_right_ones(world: World) -> None:
    contact, deal = await world.create("contacts", email="a@x.com"), await world.create("deals", dealname="D")
    reply = await world.post(f"{V4}/contacts/deals/batch/create", {"inputs": [pair(contact, deal, 3)]})
    assert reply.status == 400
    assert reply.json["category"] == "VALIDATION_ERROR"
    assert "goes from DEAL to CONTACT" in reply.json["message"]
    assert "4 (HUBSPOT_DEFINED, contact_to_deal)" in reply.json["message"]
    reply = await world.put(f"/crm/v4/objects/contacts/{contact}/associations/deals/{deal}", [spec(279)])
    assert "goes from CONTACT to COMPANY, not to DEAL" in reply.json["message"]
    reply = await world.put(f"/crm/v4/objects/contacts/{contact}/associations/deals/{deal}", [spec(99999)])
    assert "99999 (HUBSPOT_DEFINED) does not exist" in reply.json["message"]
    inline = {"properties": {"email": "b@x.com"}, "associations": [{"to": {"id": deal}, "types": [spec(3)]}]}
    reply = await world.post("/crm/v3/objects/contacts", inline)
    assert reply.status == 400
    assert "4 (HUBSPOT_DEFINED, contact_to_deal)" in reply.json["message"]
    assert (await world.get("/crm/v3/objects/contacts/b@x.com?idProperty=email")).status == 404


@pytest.mark.parametrize("id", ["x", "", "1.5", "-3", "9" * 40, 10**30, "\x00"])
async def test_ids_that_are_none_fail_alone(world: World, id: Any) -> None:
    contact, deal = await world.create("contacts", email="a@x.com"), await world.create("deals", dealname="D")
    inputs = [pair(contact, id, 4), pair(contact, deal, 4)]
    reply = await world.post(f"{V4}/contacts/deals/batch/create", {"inputs": inputs})
    assert reply.status == 207, reply.body
    assert [error["message"] for error in reply.json["errors"]] == [f"DEAL={id} is not valid"]
    assert [found["toObjectId"] for found in reply.json["results"]] == [int(deal)]
    archive = {"inputs": [{"from": {"id": contact}, "to": [{"id": id}]}]}
    assert (await world.post(f"{V4}/contacts/deals/batch/archive", archive)).status == 204


@pytest.mark.parametrize(("path", "size"), [("read", 1001), ("create", 2001), ("archive", 2001)])
async def test_batches_have_a_largest_size(world: World, path: str, size: int) -> None:
    one = {"read": {"id": "1"}, "create": pair("1", "2", 4), "archive": {"from": {"id": "1"}, "to": []}}[path]
    reply = await world.post(f"{V4}/contacts/deals/batch/{path}", {"inputs": [one] * size})
    assert reply.status == 400
    assert reply.json["context"] == {"inputs": [str(size)]}


async def test_a_record_cannot_be_associated_with_itself(world: World) -> None:
    company = await world.create("companies", name="A")
    reply = await world.post(f"{V4}/companies/companies/batch/create", {"inputs": [pair(company, company, 450)]})
    assert reply.status == 207
    assert reply.json["results"] == []


async def test_types_that_cannot_be_associated_are_refused(world: World) -> None:
    call = await world.create("calls", hs_timestamp="0")
    other = await world.create("calls", hs_timestamp="0")
    reply = await world.put(f"/crm/v4/objects/calls/{call}/associations/default/calls/{other}")
    assert reply.status == 400
    assert "CALL and CALL" in reply.json["message"]


async def test_a_type_whose_inverse_has_no_id_is_read_from_both_sides(world: World) -> None:
    cart, ticket = await world.create("carts", hs_cart_name="C"), await world.create("tickets", subject="T")
    await linked(world, "carts/tickets", pair(cart, ticket, 594))
    assert await types_between(world, "tickets", ticket, "carts") == {int(cart): [594]}
    assert (await world.delete(f"/crm/v3/objects/tickets/{ticket}")).status == 204
    assert await types_between(world, "carts", cart, "tickets") == {}


async def test_old_ids_lead_to_the_merged_record(world: World) -> None:
    contact, other = await world.create("contacts", email="a@x.com"), await world.create("contacts", email="b@x.com")
    deal, company = await world.create("deals", dealname="D"), await world.create("companies", name="A")
    await linked(world, "contacts/deals", pair(other, deal, 4))
    body = {"primaryObjectId": contact, "objectIdToMerge": other}
    merged = (await world.post("/crm/v3/objects/contacts/merge", body)).json["id"]
    assert await types_between(world, "contacts", other, "deals") == {int(deal): [4]}
    read = (await world.post(f"{V4}/contacts/deals/batch/read", {"inputs": [{"id": contact}]})).json
    assert [found["from"]["id"] for found in read["results"]] == [contact]
    await linked(world, "contacts/companies", pair(other, company, 1))
    assert await types_between(world, "companies", company, "contacts") == {int(merged): [2, 280]}


async def test_every_direction_and_type_is_a_fact(world: World) -> None:
    contact, company = await world.create("contacts", email="a@x.com"), await world.create("companies", name="A")
    await linked(world, "contacts/companies", pair(contact, company, 1))
    await world.delete(f"/crm/v4/objects/contacts/{contact}/associations/companies/{company}")
    sql = "SELECT type, id, body FROM fact WHERE portal = ?1 AND kind = 'association.changed' ORDER BY seq"
    facts = [(row[0], row[1], msgspec.json.decode(row[2])) for row in await world.server.store.rows(sql, PORTAL)]
    seen = {(type, id, body["associationTypeId"], body["removed"], body["primary"]) for type, id, body in facts}
    assert seen == {
        (type, int(id), type_id, removed, type_id in (1, 2))
        for type, id, type_id in (
            ("0-1", contact, 1),
            ("0-1", contact, 279),
            ("0-2", company, 2),
            ("0-2", company, 280),
        )
        for removed in (False, True)
    }
    assert facts[0][2].keys() == {
        "fromObjectTypeId",
        "fromObjectId",
        "toObjectTypeId",
        "toObjectId",
        "associationCategory",
        "associationTypeId",
        "removed",
        "primary",
    }


async def test_scopes_of_both_types_are_needed(world: World) -> None:
    token = await world.token("contacts-only", ("crm.objects.contacts.read", "crm.objects.contacts.write"))
    contact = await world.create("contacts", email="a@x.com")
    reply = await world.get(f"/crm/v4/objects/contacts/{contact}/associations/deals", token=token)
    assert reply.status == 403
    assert reply.json["errors"][0]["context"]["requiredGranularScopes"]


async def test_two_thousand_pairs_in_one_batch(world: World) -> None:
    """The largest batch, with every count right afterwards."""
    companies = [await world.create("companies", name="A") for _ in range(2)]
    contacts: list[str] = []
    for start in range(0, 1000, 100):
        inputs = [{"properties": {"email": f"{start + n}@x.com"}} for n in range(100)]
        made = await world.post("/crm/v3/objects/contacts/batch/create", {"inputs": inputs})
        contacts += [found["id"] for found in made.json["results"]]
    pairs = [pair(contact, company, 279) for contact in contacts for company in companies]
    assert len(await linked(world, "contacts/companies", *pairs)) == 2000
    for company in companies:
        assert await value(world, "companies", company, "num_associated_contacts") == "1000"
