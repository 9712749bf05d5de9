"""Searches of a user's session: the bound is part of the question, so totals and pages are exact."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubstead.crm.object_types.reach import Bound
from hubstead.store.access import Levels
from tests.access.conftest import NONE, OWN, TEAM, Team

SEARCH = "/crm/v3/objects/contacts/search"


async def _search(team: Team, session: str, **body: Any) -> Any:
    reply = await team.world.post(SEARCH, body, token=session)
    assert reply.status == 200, reply.body
    return reply.json


@pytest.mark.parametrize(
    ("levels", "unassigned", "seen"),
    [
        (Levels(), False, ["ann", "ben", "cleo", "nobody", "cleared"]),
        (TEAM, False, ["ann", "ben"]),
        (TEAM, True, ["ann", "ben", "nobody", "cleared"]),
        (OWN, False, ["ann"]),
        (OWN, True, ["ann", "nobody", "cleared"]),
        (NONE, True, []),
    ],
)
async def test_the_total_counts_what_is_in_reach(team: Team, levels: Levels, unassigned: bool, seen: list[str]) -> None:
    world = team.world
    owners = {"ann": team.ann, "ben": team.ben, "cleo": team.cleo, "nobody": "", "cleared": team.cleo}
    ids = {
        name: await world.create("contacts", email=f"{name}@example.com", city="Paris", hubspot_owner_id=owner)
        for name, owner in owners.items()
    }
    cleared = {"properties": {"hubspot_owner_id": ""}}
    assert (await world.patch(f"/crm/v3/objects/contacts/{ids['cleared']}", cleared)).status == 200
    session = team.as_ann(unassigned=unassigned, t0_1=levels)
    city = [{"propertyName": "city", "operator": "EQ", "value": "paris"}]
    other_city = [{"propertyName": "city", "operator": "EQ", "value": "rome"}]
    for body in ({}, {"filters": city}, {"query": "example"}):
        found = await _search(team, session, **body)
        assert found["total"] == len(seen)
        assert [one["id"] for one in found["results"]] == [ids[name] for name in seen]
    either = [{"filters": other_city}, {"filters": city}]
    assert (await _search(team, session, filterGroups=either))["total"] == len(seen)
    for name, id in ids.items():
        for property, value in (("email", f"{name}@example.com"), ("hs_object_id", id)):
            equal = [{"propertyName": property, "operator": "EQ", "value": value}]
            for filters in (equal, [*equal, *city]):  # by unique value, and by columns
                found = await _search(team, session, filters=filters)
                assert (found["total"], len(found["results"])) == ((1, 1) if name in seen else (0, 0)), (name, filters)


async def test_pages_of_a_search_are_full(team: Team) -> None:
    mine = []
    for number in range(25):
        owner = team.ann if number % 3 == 0 else team.cleo
        id = await team.world.create("contacts", hubspot_owner_id=owner)
        mine += [id] if owner == team.ann else []
    session = team.as_ann(t0_1=OWN)
    first = await _search(team, session, limit=5)
    assert (first["total"], [one["id"] for one in first["results"]]) == (9, mine[:5])
    second = await _search(team, session, limit=5, after=first["paging"]["next"]["after"])
    assert [one["id"] for one in second["results"]] == mine[5:]
    assert "paging" not in second


async def test_an_unseen_record_is_associated_with_nothing(team: Team) -> None:
    world = team.world
    contact = await world.create("contacts", hubspot_owner_id=team.ann)
    for owner, total in ((team.ann, 1), (team.cleo, 0)):
        company = await world.create("companies", hubspot_owner_id=owner)
        await world.put(f"/crm/v4/objects/contacts/{contact}/associations/default/companies/{company}")
        filters = [{"propertyName": "associations.company", "operator": "EQ", "value": company}]
        found = await _search(team, team.as_ann(t0_1=OWN, t0_2=OWN), filters=filters)
        assert found["total"] == total


def test_a_bound_in_python_is_the_rule() -> None:
    owned = Bound("hubspot_owner_id", frozenset(("7",)), unowned=False)
    open_too = owned._replace(unowned=True)
    values: list[dict[str, str]] = [{"hubspot_owner_id": "7"}, {"hubspot_owner_id": "8"}, {"hubspot_owner_id": ""}, {}]
    assert [owned.holds(each) for each in values] == [True, False, False, False]
    assert [open_too.holds(each) for each in values] == [True, False, True, True]


@given(
    st.dictionaries(st.sampled_from(("a", "hubspot_owner_id", "hubspot_owner_id2", "z")), st.text() | st.just("7")),
    st.booleans(),
)
def test_a_document_is_judged_as_its_values_are(values: dict[str, str], unowned: bool) -> None:
    bound = Bound("hubspot_owner_id", frozenset(("7",)), unowned)
    assert bound.holds_document(msgspec.json.encode(values).decode()) == bound.holds(values)


def test_a_value_that_looks_like_an_owner_is_none() -> None:
    bound = Bound("hubspot_owner_id", frozenset(("7",)))
    sly = {"firstname": '","hubspot_owner_id":"7","x":"', "hubspot_owner_id": "8"}
    assert not bound.holds_document(msgspec.json.encode(sly).decode())
