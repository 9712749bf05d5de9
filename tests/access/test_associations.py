"""Associations of a user's session: both ends must be seen to be read; linking takes the right to edit the first."""

import re
from typing import Any, NamedTuple

import pytest
import pytest_asyncio

from hubstead.store.access import Levels
from tests.access.conftest import NONE, OWN, Team
from tests.world import Reply, World

PLAIN = [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 1}]
V4 = "/crm/v4/objects"
BATCH = "/crm/v4/associations/contacts/companies/batch"


class Linked(NamedTuple):
    """A contact and a company for each owner; Ann's and Cleo's contacts are associated with all companies."""

    team: Team
    contacts: dict[str, str]
    companies: dict[str, str]


@pytest_asyncio.fixture
async def linked(team: Team) -> Linked:
    owners = {"ann": team.ann, "ben": team.ben, "cleo": team.cleo}
    contacts = {
        name: await team.world.create("contacts", firstname=name, hubspot_owner_id=id) for name, id in owners.items()
    }
    companies = {
        name: await team.world.create("companies", name=name, hubspot_owner_id=id) for name, id in owners.items()
    }
    for contact in (contacts["ann"], contacts["cleo"]):
        for company in companies.values():
            path = f"{V4}/contacts/{contact}/associations/default/companies/{company}"
            assert (await team.world.put(path)).status == 200
    return Linked(team, contacts, companies)


async def test_only_visible_other_ends_are_shown(linked: Linked) -> None:
    world, mine, seen = linked.team.world, linked.contacts["ann"], linked.companies["ann"]
    session = linked.team.as_ann(t0_1=OWN, t0_2=OWN)
    page = await world.get(f"{V4}/contacts/{mine}/associations/companies", token=session)
    assert [found["toObjectId"] for found in page.json["results"]] == [int(seen)]
    inputs = {"inputs": [{"id": mine}, {"id": linked.contacts["cleo"]}]}
    many = await world.post(f"{BATCH}/read", inputs, token=session)
    assert many.status == 207
    assert [found["from"]["id"] for found in many.json["results"]] == [mine]
    assert [found["toObjectId"] for found in many.json["results"][0]["to"]] == [int(seen)]
    for url in (
        f"/crm/v3/objects/contacts/{mine}?associations=companies",
        "/crm/v3/objects/contacts?associations=company",
    ):
        answer = (await world.get(url, token=session)).json
        associations = answer.get("associations") or answer["results"][0]["associations"]
        assert [found["id"] for found in associations["companies"]["results"]] == [seen]
    for end in ("cleo", "ben"):
        path = f"{V4}/contacts/{linked.contacts[end]}/associations/companies"
        assert (await world.get(path, token=session)).status == 404


async def test_pages_of_associations_are_full(linked: Linked) -> None:
    world, mine = linked.team.world, linked.contacts["ann"]
    own = [int(linked.companies["ann"])]
    for number in range(40):
        owner = linked.team.ann if number % 5 == 2 else linked.team.ben
        company = await world.create("companies", hubspot_owner_id=owner)
        await world.put(f"{V4}/contacts/{mine}/associations/default/companies/{company}")
        own += [int(company)] if owner == linked.team.ann else []
    session = linked.team.as_ann(t0_2=OWN)
    pages, url = [], f"{V4}/contacts/{mine}/associations/companies?limit=3"
    while url:
        page = (await world.get(url, token=session)).json
        pages.append([found["toObjectId"] for found in page["results"]])
        url = page["paging"]["next"]["link"].removeprefix("http://hubstead.test") if "paging" in page else ""
    assert pages == [own[:3], own[3:6], own[6:]]


def _writes(contact: str, company: str) -> list[tuple[str, str, Any]]:
    """Every way to link or unlink a contact and a company."""
    pair = {"from": {"id": contact}, "to": {"id": company}}
    here = f"contacts/{contact}/associations"
    return [
        ("PUT", f"{V4}/{here}/companies/{company}", PLAIN),
        ("PUT", f"{V4}/{here}/default/companies/{company}", None),
        ("PUT", f"/crm/v3/objects/{here}/companies/{company}/contact_to_company", None),
        ("POST", f"{BATCH}/create", {"inputs": [{**pair, "types": PLAIN}]}),
        ("POST", f"{BATCH}/associate/default", {"inputs": [pair]}),
        ("POST", "/crm/v3/associations/contacts/companies/batch/create", {"inputs": [{**pair, "type": "1"}]}),
        ("POST", f"{BATCH}/labels/archive", {"inputs": [{**pair, "types": PLAIN}]}),
        ("POST", f"{BATCH}/archive", {"inputs": [{"from": {"id": contact}, "to": [{"id": company}]}]}),
        ("POST", "/crm/v3/associations/contacts/companies/batch/archive", {"inputs": [{**pair, "type": "279"}]}),
        ("DELETE", f"{V4}/{here}/companies/{company}", None),
        ("DELETE", f"/crm/v3/objects/{here}/companies/{company}/contact_to_company", None),
    ]


def _said(reply: Reply) -> str:
    return re.sub(r'"correlationId":"[^"]*"', "", reply.body.decode())


async def _links(world: World, contact: str) -> Any:
    return (await world.get(f"{V4}/contacts/{contact}/associations/companies")).json["results"]


@pytest.mark.parametrize(("contact", "company"), [("cleo", "ann"), ("ann", "cleo"), ("cleo", "cleo")])
async def test_an_unseen_end_is_not_there(linked: Linked, contact: str, company: str) -> None:
    world, one, other = linked.team.world, linked.contacts[contact], linked.companies[company]
    before = await _links(world, one)
    session = linked.team.as_ann(t0_1=OWN, t0_2=OWN)
    unknown = {linked.contacts["cleo"]: "98765", linked.companies["cleo"]: "98764"}
    asked = _writes(one, other)
    for sent, absent in zip(asked, _writes(unknown.get(one, one), unknown.get(other, other)), strict=True):
        reply = await world.call(*sent, token=session)
        expected = await world.call(*absent, token=session)
        assert reply.status == expected.status, sent
        for id, fake in unknown.items():
            assert (fake in _said(expected)) == (id in _said(reply)), sent
    assert await _links(world, one) == before


async def test_linking_takes_edit_of_the_first_and_view_of_the_other(linked: Linked) -> None:
    world, one, other = linked.team.world, linked.contacts["ann"], linked.companies["cleo"]
    before = await _links(world, one)
    session = linked.team.as_ann(t0_1=Levels("all", "none", "none"), t0_2=Levels())
    for sent in _writes(one, other):
        reply = await world.call(*sent, token=session)
        failure = reply.json["errors"][0] if reply.status == 207 else reply.json
        assert reply.status in (403, 207), sent
        assert failure["category"] == "USER_DOES_NOT_HAVE_PERMISSIONS", sent
    assert await _links(world, one) == before
    session = linked.team.as_ann(t0_1=OWN, t0_2=Levels("all", "none", "none"))
    for sent in _writes(one, other):
        reply = await world.call(*sent, token=session)
        assert reply.status in (200, 201, 204), (sent, reply.body)
    assert str(other) not in str(await _links(world, one))


async def test_a_new_record_is_linked_to_what_its_maker_sees(linked: Linked) -> None:
    world = linked.team.world
    session = linked.team.as_ann(t0_1=OWN, t0_2=OWN)
    for company, status in [("ann", 201), ("cleo", 400)]:
        to = {"to": {"id": linked.companies[company]}, "types": PLAIN}
        body = {"properties": {}, "associations": [to]}
        reply = await world.post("/crm/v3/objects/contacts", body, token=session)
        assert reply.status == status
    assert reply.json["message"] == f"COMPANY={linked.companies['cleo']} is not valid"


async def test_what_follows_reaches_unseen_records(linked: Linked) -> None:
    """Archiving a contact takes its links off companies that the user does not see, and their counts follow."""
    world, company = linked.team.world, linked.companies["cleo"]
    session = linked.team.as_ann(t0_1=OWN, t0_2=NONE)
    assert (await world.delete(f"/crm/v3/objects/contacts/{linked.contacts['ann']}", token=session)).status == 204
    found = await world.get(f"/crm/v3/objects/companies/{company}?properties=num_associated_contacts")
    assert found.json["properties"]["num_associated_contacts"] == "1"


async def test_limits_name_records_in_reach(linked: Linked) -> None:
    world = linked.team.world
    limit = {"category": "HUBSPOT_DEFINED", "typeId": 279, "maxToObjectIds": 3}
    path = "/crm/v4/associations/definitions/configurations/contacts/companies/batch/create"
    assert (await world.post(path, {"inputs": [limit]})).status == 201
    report = "/crm/v4/limits/associations/records/contacts/companies"
    assert (await world.get(report)).json["totalRecordsAtLimit"] == 2
    seen = (await world.get(report, token=linked.team.as_ann(t0_1=OWN))).json
    assert seen["totalRecordsAtLimit"] == 1
    assert linked.contacts["cleo"] not in str(seen)


async def test_splits_go_with_their_deal(team: Team) -> None:
    world = team.world
    deals = {
        name: await world.create("deals", dealname=name, dealstage="contractsent", hubspot_owner_id=owner)
        for name, owner in (("ann", team.ann), ("ben", team.ben), ("cleo", team.cleo))
    }
    path = "/crm/v3/objects/deals/splits/batch"
    halves = [{"ownerId": owner, "percentage": 0.5} for owner in (team.ann, team.cleo)]
    inputs = [{"id": deal, "splits": halves} for deal in deals.values()]
    assert (await world.post(f"{path}/upsert", {"inputs": inputs})).status == 200
    session = team.as_ann(rest=OWN, t0_3=Levels("team", "own", "own"))
    read = await world.post(f"{path}/read", {"inputs": [{"id": deal} for deal in deals.values()]}, token=session)
    assert read.status == 207
    assert [(found["id"], len(found["splits"])) for found in read.json["results"]] == [
        (deals["ann"], 2),
        (deals["ben"], 2),
    ]
    assert read.json["errors"][0]["message"] == f"Deal {deals['cleo']} does not exist"
    whole = [{"id": deal, "splits": [{"ownerId": team.ben, "percentage": 1}]} for deal in deals.values()]
    written = await world.post(f"{path}/upsert", {"inputs": whole}, token=session)
    assert [found["id"] for found in written.json["results"]] == [deals["ann"]]
    assert [len(found["splits"]) for found in written.json["results"]] == [1]
    assert [error["category"] for error in written.json["errors"]] == [
        "USER_DOES_NOT_HAVE_PERMISSIONS",
        "OBJECT_NOT_FOUND",
    ]


async def test_a_stage_in_use_names_records_in_reach(team: Team) -> None:
    world = team.world
    made = await world.post(
        "/crm/v3/pipelines/deals/default/stages", {"label": "X", "displayOrder": 9, "metadata": {"probability": "0.5"}}
    )
    stage = made.json["id"]
    deals = [
        await world.create("deals", dealname="x", pipeline="default", dealstage=stage, hubspot_owner_id=owner)
        for owner in (team.ann, team.cleo)
    ]
    path = f"/crm/v3/pipelines/deals/default/stages/{stage}?validateReferencesBeforeDelete=true"
    refused = await world.delete(path, token=team.as_ann(t0_3=OWN))
    assert refused.status == 400
    assert refused.json["context"]["objectIds"] == [f"[{deals[0]}]"]


async def test_associations_ask_for_the_scopes_of_the_other_type(linked: Linked) -> None:
    world, contact = linked.team.world, linked.contacts["ann"]
    token = await world.token("pat-na1-contacts", ("crm.objects.contacts.read",))
    company = linked.companies["ann"]
    by_company = {"filters": [{"propertyName": "associations.company", "operator": "EQ", "value": company}]}
    for method, path, body in [
        ("GET", f"/crm/v3/objects/contacts/{contact}?associations=companies", None),
        ("GET", "/crm/v3/objects/contacts?associations=companies", None),
        ("POST", "/crm/v3/objects/contacts/search", by_company),
    ]:
        reply = await world.call(method, path, body, token=token)
        assert reply.status == 403, path
        scopes = reply.json["errors"][0]["context"]["requiredGranularScopes"]
        assert scopes == ["crm.objects.companies.read"]
    assert (await world.get(f"/crm/v3/objects/contacts/{contact}?associations=notes", token=token)).status == 200
