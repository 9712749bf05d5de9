"""Associations as v3 speaks of them: types by name, and inside records."""

from typing import Any

import pytest

from tests.world import World

V3 = "/crm/v3/associations"


def pair(first: str, second: str, type: str | int) -> dict[str, Any]:
    return {"from": {"id": first}, "to": {"id": second}, "type": type}


@pytest.mark.parametrize("type", ["contact_to_company", "CONTACT_TO_COMPANY", "1"])
async def test_a_type_in_the_path_links_and_answers_the_record(world: World, type: str) -> None:
    contact = await world.create("contacts", email="a@x.com")
    company = await world.create("companies", name="A")
    path = f"/crm/v3/objects/contacts/{contact}/associations/company/{company}/{type}"
    reply = await world.put(path)
    assert reply.status == 200
    assert list(reply.json) == ["id", "properties", "createdAt", "updatedAt", "archived", "associations"]
    assert reply.json["properties"]["email"] == "a@x.com"
    assert reply.json["associations"] == {
        "companies": {
            "results": [
                {"id": company, "type": "contact_to_company"},
                {"id": company, "type": "contact_to_company_unlabeled"},
            ]
        }
    }
    read = await world.get(f"/crm/v3/objects/contacts/{contact}/associations/companies")
    assert read.json == reply.json["associations"]["companies"]
    assert (await world.delete(path)).status == 204
    assert (await world.get(f"/crm/v3/objects/contacts/{contact}/associations/companies")).json == {"results": []}


async def test_an_unknown_type_is_answered_with_the_right_ones(world: World) -> None:
    contact, deal = await world.create("contacts", email="a@x.com"), await world.create("deals", dealname="D")
    reply = await world.put(f"/crm/v3/objects/contacts/{contact}/associations/deals/{deal}/deal_to_contact")
    assert reply.status == 400
    assert "contact_to_deal" in reply.json["message"]
    reply = await world.put(f"/crm/v3/objects/contacts/{contact}/associations/deals/77/contact_to_deal")
    assert (reply.status, reply.json["message"]) == (400, "DEAL=77 is not valid")


async def test_batches_speak_of_types_by_name(world: World) -> None:
    deal, contact = await world.create("deals", dealname="D"), await world.create("contacts", email="a@x.com")
    inputs = [pair(deal, contact, "deal_to_contact"), pair(deal, "77", "deal_to_contact")]
    reply = await world.post(f"{V3}/deals/contacts/batch/create", {"inputs": inputs})
    assert reply.status == 207
    assert reply.json["results"] == [pair(deal, contact, "deal_to_contact")]
    assert [error["message"] for error in reply.json["errors"]] == ["CONTACT=77 is not valid"]
    read = await world.post(f"{V3}/deals/contacts/batch/read", {"inputs": [{"id": deal}]})
    assert (read.status, read.json["results"]) == (
        200,
        [{"from": {"id": deal}, "to": [{"id": contact, "type": "deal_to_contact"}]}],
    )
    gone = await world.post(f"{V3}/deals/contacts/batch/archive", {"inputs": inputs})
    assert gone.status == 204
    read = await world.post(f"{V3}/deals/contacts/batch/read", {"inputs": [{"id": deal}]})
    assert (read.status, read.json["results"]) == (207, [])


async def test_types_are_listed_by_name(world: World) -> None:
    found = (await world.get(f"{V3}/contacts/companies/types")).json["results"]
    assert {"id": "1", "name": "contact_to_company"} in found
    assert {"id": "279", "name": "contact_to_company_unlabeled"} in found


async def test_records_show_their_associations(world: World) -> None:
    deal = await world.create("deals", dealname="D")
    contact, item = await world.create("contacts", email="a@x.com"), await world.create("line_items", name="L")
    await world.put(f"/crm/v4/objects/deals/{deal}/associations/default/contacts/{contact}")
    await world.put(f"/crm/v4/objects/deals/{deal}/associations/default/line_items/{item}")
    found = (await world.get(f"/crm/v3/objects/deals/{deal}?associations=contacts,line_items,tickets")).json
    assert found["associations"] == {
        "contacts": {"results": [{"id": contact, "type": "deal_to_contact"}]},
        "line items": {"results": [{"id": item, "type": "deal_to_line_item"}]},
    }
    listed = (await world.get("/crm/v3/objects/deals?associations=contact")).json["results"][0]
    assert listed["associations"] == {"contacts": {"results": [{"id": contact, "type": "deal_to_contact"}]}}
    assert "associations" not in (await world.get(f"/crm/v3/objects/contacts/{contact}?associations=companies")).json
    assert (await world.get(f"/crm/v3/objects/deals/{deal}?associations=nonsense")).status == 400


async def test_a_record_shows_a_hundred_and_a_link_to_the_others(world: World) -> None:
    company = await world.create("companies", name="A")
    contacts: list[str] = []
    for start in (0, 100):
        inputs = [
            {
                "properties": {"email": f"{start + n}@x.com"},
                "associations": [
                    {
                        "to": {"id": company},
                        "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 1}],
                    }
                ],
            }
            for n in range(100 if start == 0 else 3)
        ]
        made = await world.post("/crm/v3/objects/contacts/batch/create", {"inputs": inputs})
        contacts += [found["id"] for found in made.json["results"]]
    path = f"/crm/v3/objects/companies/{company}?associations=contacts&properties=num_associated_contacts"
    read = (await world.get(path)).json
    assert read["properties"]["num_associated_contacts"] == "103"
    shown = read["associations"]["contacts"]
    assert [found["id"] for found in shown["results"]] == [id for id in contacts[:100] for _ in range(2)]
    link = shown["paging"]["next"]["link"].removeprefix("http://hubstead.test")
    rest = (await world.get(link)).json
    assert {found["id"] for found in rest["results"]} == set(contacts[100:])
    assert "paging" not in rest


async def test_inline_associations_that_cannot_be_leave_nothing(world: World) -> None:
    types = [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 279}]
    for id in ("77", "nonsense"):
        body = {"properties": {"email": "a@x.com"}, "associations": [{"to": {"id": id}, "types": types}]}
        reply = await world.post("/crm/v3/objects/contacts", body)
        assert (reply.status, reply.json["message"]) == (400, f"COMPANY={id} is not valid")
    assert (await world.get("/crm/v3/objects/contacts")).json["results"] == []


async def test_archived_and_erased_records_leave_no_associations(world: World) -> None:
    deal = await world.create("deals", dealname="D")
    for path, body in (("", None), ("gdpr-delete", "erase")):
        contact = await world.create("contacts", email="a@x.com")
        await world.put(f"/crm/v4/objects/contacts/{contact}/associations/default/deals/{deal}")
        if body is None:
            assert (await world.delete(f"/crm/v3/objects/contacts/{contact}")).status == 204
        else:
            reply = await world.post(f"/crm/v3/objects/contacts/{path}", {"objectId": contact})
            assert reply.status == 204
        assert (await world.get(f"/crm/v3/objects/deals/{deal}/associations/contacts")).json == {"results": []}
        found = (await world.get(f"/crm/v3/objects/deals/{deal}?properties=num_associated_contacts")).json
        assert found["properties"]["num_associated_contacts"] == "0"
