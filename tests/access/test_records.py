"""What a user's session reads and writes among records that others own. The levels are those of HubSpot's users:
view, edit and delete, each for none, own, team or all records of a type."""

import json
import re

import pytest

from hubstead.store.access import Access, Levels
from tests.access.conftest import NONE, OWN, TEAM, Team

CONTACTS = "/crm/v3/objects/contacts"


async def _contacts(team: Team) -> dict[str, str]:
    """One contact for each person and one for nobody, by the name of the owner."""
    owners = {"ann": team.ann, "ben": team.ben, "cleo": team.cleo, "nobody": ""}
    return {
        name: await team.world.create("contacts", email=f"of-{name}@example.com", hubspot_owner_id=owner)
        for name, owner in owners.items()
    }


@pytest.mark.parametrize(
    ("levels", "unassigned", "seen"),
    [
        (Levels(), False, {"ann", "ben", "cleo", "nobody"}),
        (TEAM, False, {"ann", "ben"}),
        (TEAM, True, {"ann", "ben", "nobody"}),
        (OWN, False, {"ann"}),
        (OWN, True, {"ann", "nobody"}),
        (NONE, True, set()),
    ],
)
async def test_reads_show_what_is_in_reach_and_nothing_else(
    team: Team, levels: Levels, unassigned: bool, seen: set[str]
) -> None:
    ids = await _contacts(team)
    session = team.as_ann(unassigned=unassigned, t0_1=levels)
    for name, id in ids.items():
        by_id = await team.world.get(f"{CONTACTS}/{id}", token=session)
        by_email = await team.world.get(f"{CONTACTS}/of-{name}@example.com?idProperty=email", token=session)
        assert (by_id.status, by_email.status) == ((200, 200) if name in seen else (404, 404)), name
    page = await team.world.get(CONTACTS, token=session)
    assert [found["id"] for found in page.json["results"]] == [id for name, id in ids.items() if name in seen]
    read = await team.world.post(
        f"{CONTACTS}/batch/read", {"inputs": [{"id": id} for id in ids.values()]}, token=session
    )
    assert {found["id"] for found in read.json["results"]} == {ids[name] for name in seen}
    missing = [id for name, id in ids.items() if name not in seen]
    assert [error["context"]["ids"] for error in read.json.get("errors", [])] == ([missing] if missing else [])


async def test_what_is_not_seen_answers_as_what_does_not_exist(team: Team) -> None:
    ids = await _contacts(team)
    session = team.as_ann(t0_1=OWN)
    change = {"properties": {"firstname": "X"}}
    for method, path, body in [
        ("GET", "{}", None),
        ("PATCH", "{}", change),
        ("DELETE", "{}", None),
        ("POST", "gdpr-delete", {"objectId": "{}"}),
        ("POST", "merge", {"primaryObjectId": "{}", "objectIdToMerge": ids["ann"]}),
        ("POST", "merge", {"primaryObjectId": ids["ann"], "objectIdToMerge": "{}"}),
        ("POST", "batch/read", {"inputs": [{"id": "{}"}]}),
        ("POST", "batch/update", {"inputs": [{"id": "{}", **change}]}),
        ("POST", "batch/update", {"inputs": [{"id": "{}", "objectWriteTraceId": "t", **change}]}),
        ("POST", "batch/upsert", {"inputs": [{"id": "{}", **change}]}),
        ("POST", "batch/archive", {"inputs": [{"id": "{}"}]}),
    ]:
        answers = []
        for id in (ids["cleo"], "987654321"):
            sent = None if body is None else json.dumps(body).replace("{}", id).encode()
            reply = await team.world.call(method, f"{CONTACTS}/{path.format(id)}", sent, token=session)
            shown = re.sub(r'"(correlationId|startedAt|completedAt)":"[^"]*"', "", reply.body.decode())
            answers.append((reply.status, shown.replace(id, "ID")))
        assert answers[0] == answers[1], (method, path)
    kept = await team.world.get(f"{CONTACTS}/{ids['cleo']}")
    assert kept.json["properties"]["firstname"] is None


async def test_merged_ids_and_archived_records_are_bounded_too(team: Team) -> None:
    one, two = [await team.world.create("contacts", hubspot_owner_id=team.cleo) for _ in range(2)]
    merged = await team.world.post(f"{CONTACTS}/merge", {"primaryObjectId": one, "objectIdToMerge": two})
    gone = await team.world.create("contacts", hubspot_owner_id=team.cleo)
    mine = await team.world.create("contacts", hubspot_owner_id=team.ann)
    for id in (gone, mine):
        await team.world.delete(f"{CONTACTS}/{id}")
    session = team.as_ann(t0_1=OWN)
    for id in (one, two, merged.json["id"], f"{gone}?archived=true"):
        assert (await team.world.get(f"{CONTACTS}/{id}", token=session)).status == 404
    archived = await team.world.get(f"{CONTACTS}?archived=true", token=session)
    assert [found["id"] for found in archived.json["results"]] == [mine]


async def test_pages_are_full_and_can_be_followed(team: Team) -> None:
    mine = []
    for number in range(90):
        owner = team.ann if number % 9 == 4 else team.cleo
        id = await team.world.create("contacts", hubspot_owner_id=owner)
        mine += [id] if owner == team.ann else []
    session = team.as_ann(t0_1=OWN)
    pages, url = [], f"{CONTACTS}?limit=4"
    while url:
        page = (await team.world.get(url, token=session)).json
        pages.append([found["id"] for found in page["results"]])
        url = page["paging"]["next"]["link"].removeprefix("http://hubstead.test") if "paging" in page else ""
    assert pages == [mine[:4], mine[4:8], mine[8:]]
    last = await team.world.get(f"{CONTACTS}?limit=10", token=session)
    assert [found["id"] for found in last.json["results"]] == mine
    assert "paging" not in last.json


SEE_ALL_EDIT_OWN = Levels("all", "own", "none")


async def test_seen_and_not_editable_is_forbidden_with_what_to_do(team: Team) -> None:
    ids = await _contacts(team)
    session = team.as_ann(t0_1=SEE_ALL_EDIT_OWN)
    change = {"properties": {"firstname": "X"}}
    refused = await team.world.patch(f"{CONTACTS}/{ids['cleo']}", change, token=session)
    assert refused.status == 403
    assert refused.json["message"] == (
        f"This user does not have permission to edit contact {ids['cleo']}. "
        "A super admin can extend the user's permissions."
    )
    assert refused.json["context"] == {"objectType": ["CONTACT"], "permission": ["edit"]}
    assert refused.json["category"] == "USER_DOES_NOT_HAVE_PERMISSIONS"
    assert (await team.world.patch(f"{CONTACTS}/{ids['ann']}", change, token=session)).status == 200
    for method, path, body in [
        ("DELETE", ids["ann"], None),
        ("POST", "batch/archive", {"inputs": [{"id": ids["ann"]}]}),
        ("POST", "gdpr-delete", {"objectId": ids["ann"]}),
        ("POST", "merge", {"primaryObjectId": ids["ann"], "objectIdToMerge": ids["ben"]}),
        ("POST", "merge", {"primaryObjectId": ids["ben"], "objectIdToMerge": ids["ann"]}),
        ("POST", "batch/update", {"inputs": [{"id": ids["ann"], **change}, {"id": ids["ben"], **change}]}),
        ("POST", "batch/upsert", {"inputs": [{"id": "of-ben@example.com", "idProperty": "email", **change}]}),
    ]:
        reply = await team.world.call(method, f"{CONTACTS}/{path}", body, token=session)
        assert reply.status == 403, (method, path, reply.body)
    shown = (await team.world.post(f"{CONTACTS}/batch/read", {"inputs": [{"id": id} for id in ids.values()]})).json
    assert [found["properties"]["firstname"] for found in shown["results"]] == ["X", None, None, None]


async def test_inputs_with_trace_ids_are_refused_alone(team: Team) -> None:
    ids = await _contacts(team)
    session = team.as_ann(t0_1=Levels("team", "own", "own"))
    inputs = [{"id": id, "objectWriteTraceId": name, "properties": {"city": "Paris"}} for name, id in ids.items()]
    reply = await team.world.post(f"{CONTACTS}/batch/update", {"inputs": inputs}, token=session)
    assert reply.status == 207
    assert [found["id"] for found in reply.json["results"]] == [ids["ann"]]
    assert [(error["category"], error["context"]["objectWriteTraceId"]) for error in reply.json["errors"]] == [
        ("USER_DOES_NOT_HAVE_PERMISSIONS", ["ben"]),
        ("OBJECT_NOT_FOUND", ["cleo"]),
        ("OBJECT_NOT_FOUND", ["nobody"]),
    ]


async def test_what_a_user_makes_belongs_to_the_user(team: Team) -> None:
    session = team.as_ann(t0_1=OWN)
    for given, owner in [({}, team.ann), ({"hubspot_owner_id": team.ben}, team.ben), ({"hubspot_owner_id": ""}, None)]:
        made = await team.world.post(CONTACTS, {"properties": given}, token=session)
        assert made.status == 201
        found = await team.world.get(f"{CONTACTS}/{made.json['id']}?properties=hubspot_owner_id")
        assert found.json["properties"]["hubspot_owner_id"] == owner
    by_app = await team.world.create("contacts")
    found = await team.world.get(f"{CONTACTS}/{by_app}?properties=hubspot_owner_id")
    assert found.json["properties"]["hubspot_owner_id"] is None


async def test_who_may_edit_none_makes_none(team: Team) -> None:
    session = team.as_ann(t0_1=Levels("all", "none", "all"))
    upserted = {"id": "new@example.com", "idProperty": "email", "properties": {}}
    for path, body in [
        ("", {"properties": {}}),
        ("/batch/create", {"inputs": [{"properties": {}}]}),
        ("/batch/upsert", {"inputs": [upserted]}),
    ]:
        reply = await team.world.post(f"{CONTACTS}{path}", body, token=session)
        assert (reply.status, reply.json["category"]) == (403, "USER_DOES_NOT_HAVE_PERMISSIONS"), path
    assert (await team.world.get(CONTACTS)).json["results"] == []


async def test_a_taken_value_does_not_tell_who_has_it(team: Team) -> None:
    ids = await _contacts(team)
    session = team.as_ann(t0_1=OWN)
    upserted = {"id": "of-cleo@example.com", "idProperty": "email", "properties": {}}
    for method, path, body, status in [
        ("POST", "", {"properties": {"email": "of-cleo@example.com"}}, 409),
        ("POST", "/batch/upsert", {"inputs": [upserted]}, 409),
        ("PATCH", f"/{ids['ann']}", {"properties": {"email": "of-cleo@example.com"}}, 400),
    ]:
        reply = await team.world.call(method, f"{CONTACTS}{path}", body, token=session)
        assert reply.status == status
        assert ids["cleo"] not in reply.body.decode()
    told = await team.world.post(CONTACTS, {"properties": {"email": "of-ann@example.com"}}, token=session)
    assert told.json["message"] == f"Contact already exists. Existing ID: {ids['ann']}"


async def test_types_without_owners_are_all_or_none(team: Team) -> None:
    """Taxes have no owner: to see one's own or the team's is to see all."""
    tax = await team.world.create("taxes", hs_label="VAT", hs_value="20", hs_type="PERCENT")
    for levels, status in [(OWN, 200), (TEAM, 200), (NONE, 404)]:
        reply = await team.world.get(f"/crm/v3/objects/taxes/{tax}", token=team.as_ann(t0_86=levels))
        assert reply.status == status


async def test_who_is_no_owner_owns_nothing(team: Team) -> None:
    await _contacts(team)
    session = team.world.user(Access(1, "", frozenset(), {}, OWN))
    assert (await team.world.get(CONTACTS, token=session)).json["results"] == []
    assert (await team.world.post(f"{CONTACTS}/search", {}, token=session)).json["total"] == 0


async def test_levels_are_by_type_with_a_rest(team: Team) -> None:
    contact = await team.world.create("contacts", hubspot_owner_id=team.cleo)
    company = await team.world.create("companies", name="X", hubspot_owner_id=team.cleo)
    session = team.as_ann(rest=OWN, t0_1=Levels())
    assert (await team.world.get(f"{CONTACTS}/{contact}", token=session)).status == 200
    assert (await team.world.get(f"/crm/v3/objects/companies/{company}", token=session)).status == 404
