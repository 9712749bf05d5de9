"""Dynamic lists follow records, what they are associated with and other lists; records that go leave all lists."""

from typing import Any

from tests.crm.lists.asking import LISTS, either, linked, made, members, on, settled, shown, text
from tests.marketing.forms.sample import form
from tests.world import World

TO_COMPANY, TO_DEAL, DEAL_TO_CONTACT = 279, 4, 3


async def link(world: World, one: str, other: str, types: str = "contacts", to: str = "companies") -> None:
    assert (await world.put(f"/crm/v4/objects/{types}/{one}/associations/default/{to}/{other}")).status == 200


async def change(world: World, id: str, type: str = "contacts", **properties: str) -> None:
    assert (await world.patch(f"/crm/v3/objects/{type}/{id}", {"properties": properties})).status == 200


async def test_records_join_and_leave_as_they_change(world: World) -> None:
    ada = await world.create("contacts", firstname="Ada")
    bob = await world.create("contacts", firstname="Bob")
    one = await made(world, "Adas", either(text("firstname", "ada"), text("firstname", "eve")))
    assert await members(world, one) == [ada]
    eve = await world.create("contacts", firstname="EVE")
    await change(world, ada, firstname="Zoe")
    await change(world, bob, firstname="Ada")
    assert await members(world, one) == [bob, eve]
    assert (await shown(world, one))["size"] == 2
    assert (await world.delete(f"/crm/v3/objects/contacts/{eve}")).status == 204
    assert await members(world, one) == [bob]


async def test_the_moment_of_joining_stays(world: World) -> None:
    ada = await world.create("contacts", firstname="Ada")
    one = await made(world, "Adas", either(text("firstname", "ada")))
    first = (await world.get(f"{LISTS}/{one}/memberships")).json["results"][0]
    await change(world, ada, lastname="Lovelace", firstname="ADA")
    await settled(world)
    assert (await world.get(f"{LISTS}/{one}/memberships")).json["results"] == [first]


async def test_joining_and_leaving_are_facts(world: World) -> None:
    ada = await world.create("contacts", firstname="Ada")
    one = await made(world, "Adas", either(text("firstname", "ada")))
    await change(world, ada, firstname="Bob")
    await settled(world)
    told = await world.server.store.rows(
        "SELECT kind, type, body FROM fact WHERE id = ?1 AND kind IN ('list.joined', 'list.left') ORDER BY seq",
        int(one),
    )
    body = f'{{"ids":[{ada}]}}'
    assert told == [("list.joined", "0-1", body), ("list.left", "0-1", body)]


async def test_other_filters_are_evaluated_anew(world: World) -> None:
    ada, bob = await world.create("contacts", firstname="Ada"), await world.create("contacts", firstname="Bob")
    one = await made(world, "People", either(text("firstname", "ada")))
    reply = await world.put(f"{LISTS}/{one}/update-list-filters", {"filterBranch": either(text("firstname", "bob"))})
    assert reply.json["updatedList"]["listVersion"] == 2
    assert reply.json["updatedList"]["processingStatus"] == "PROCESSING"
    assert await members(world, one) == [bob]
    assert (await shown(world, one))["processingStatus"] == "COMPLETE"
    assert ada not in await members(world, one)


async def test_a_snapshot_is_evaluated_once(world: World) -> None:
    ada = await world.create("contacts", firstname="Ada")
    one = await made(world, "Adas", either(text("firstname", "ada")), "SNAPSHOT")
    later = await world.create("contacts", firstname="Ada")
    await change(world, ada, firstname="Bob")
    assert await members(world, one) == [ada]
    assert (await world.put(f"{LISTS}/{one}/memberships/add", [later])).json == {"recordsIdsAdded": [later]}


async def test_contacts_with_a_won_deal(world: World) -> None:
    """The documented example: contacts named John with a closed-won deal."""
    john, other = await world.create("contacts", firstname="John"), await world.create("contacts", firstname="John")
    won = await world.create("deals", dealname="a", pipeline="default", dealstage="closedwon")
    lost = await world.create("deals", dealname="b", pipeline="default", dealstage="closedlost")
    await link(world, john, won, to="deals")
    await link(world, other, lost, to="deals")
    is_won = on("hs_is_closed_won", operationType="BOOL", operator="IS_EQUAL_TO", value=True)
    named = on("firstname", operationType="MULTISTRING", operator="IS_EQUAL_TO", values=["John"])
    one = await made(world, "Buyers", either([named, linked("0-3", TO_DEAL, is_won)]))
    none = await made(world, "Others", either([named, linked("0-3", TO_DEAL, is_won, operator="NOT_IN_LIST")]))
    assert (await members(world, one), await members(world, none)) == ([john], [other])
    await change(world, lost, "deals", dealstage="closedwon")
    assert (await members(world, one), await members(world, none)) == ([john, other], [])
    assert (await world.delete(f"/crm/v4/objects/contacts/{john}/associations/deals/{won}")).status == 204
    assert await members(world, one) == [other]


async def test_numbers_of_associations(world: World) -> None:
    ada, bob = await world.create("contacts", firstname="Ada"), await world.create("contacts", firstname="Bob")
    company = await world.create("companies", name="Engines")
    counted: dict[str, Any] = {
        "filterType": "NUM_ASSOCIATIONS", "associationTypeId": TO_COMPANY, "associationCategory": "HUBSPOT_DEFINED",
    }  # fmt: skip
    some = {**counted, "coalescingRefineBy": {"type": "NUM_OCCURRENCES", "minOccurrences": 1}}
    none = {**counted, "coalescingRefineBy": {"type": "NUM_OCCURRENCES", "maxOccurrences": 0}}
    with_one, without = await made(world, "With", either(some)), await made(world, "Without", either(none))
    assert (await members(world, with_one), await members(world, without)) == ([], [ada, bob])
    await link(world, ada, company)
    assert (await members(world, with_one), await members(world, without)) == ([ada], [bob])


def in_list(id: str, operator: str = "IN_LIST") -> dict[str, Any]:
    return {"filterType": "IN_LIST", "operator": operator, "listId": id}


async def test_lists_see_other_lists(world: World) -> None:
    ada, bob = await world.create("contacts", firstname="Ada"), await world.create("contacts", firstname="Bob")
    hand = await made(world, "By hand")
    adas = await made(world, "Adas", either(text("firstname", "ada")))
    both = await made(world, "Both", either([in_list(hand), in_list(adas)]))
    rest = await made(world, "Rest", either(in_list(both, "NOT_IN_LIST")))
    assert (await members(world, both), await members(world, rest)) == ([], [ada, bob])
    await world.put(f"{LISTS}/{hand}/memberships/add", [ada, bob])
    assert (await members(world, both), await members(world, rest)) == ([ada], [bob])
    await change(world, bob, firstname="Ada")
    assert (await members(world, both), await members(world, rest)) == ([ada, bob], [])
    await world.put(f"{LISTS}/{hand}/memberships/remove", [ada])
    assert (await members(world, both), await members(world, rest)) == ([bob], [ada])


async def test_circles_are_refused(world: World) -> None:
    one = await made(world, "One", either(text("firstname", "ada")))
    two = await made(world, "Two", either(in_list(one)))
    for tree in (either(in_list(two)), either(in_list(one))):
        reply = await world.put(f"{LISTS}/{one}/update-list-filters", {"filterBranch": tree})
        assert (reply.status, reply.json["category"]) == (400, "VALIDATION_ERROR")
        assert "circle" in reply.json["message"]


async def test_associated_records_in_a_list(world: World) -> None:
    ada, company = await world.create("contacts", firstname="Ada"), await world.create("companies", name="Engines")
    await link(world, ada, company)
    companies = await made(world, "Companies", type="0-2")
    asked = {
        "filterType": "ASSOCIATION", "operator": "IN_LIST", "listId": companies, "associationTypeId": TO_COMPANY,
        "associationCategory": "HUBSPOT_DEFINED",
    }  # fmt: skip
    one = await made(world, "People of companies", either(asked))
    assert await members(world, one) == []
    await world.put(f"{LISTS}/{companies}/memberships/add", [company])
    assert await members(world, one) == [ada]


async def test_what_a_property_ever_was(world: World) -> None:
    ada, bob = await world.create("contacts", firstname="Ada"), await world.create("contacts", firstname="Bob")
    await change(world, ada, firstname="Countess")
    ever = await made(world, "Ever", either(text("firstname", "ada", "HAS_EVER_BEEN_EQUAL_TO")))
    never = await made(world, "Never", either(text("firstname", "ada", "HAS_NEVER_BEEN_EQUAL_TO")))
    assert (await members(world, ever), await members(world, never)) == ([ada], [bob])
    await change(world, bob, firstname="Ada")
    await change(world, bob, firstname="Bob")
    assert (await members(world, ever), await members(world, never)) == ([ada, bob], [])
    heir = (await world.post("/crm/v3/objects/contacts/merge", {"primaryObjectId": bob, "objectIdToMerge": ada})).json
    assert await members(world, ever) == [heir["id"]]


async def test_forms_that_were_sent(world: World) -> None:
    id = (await world.post("/marketing/v3/forms", form())).json["id"]
    sent: dict[str, Any] = {"filterType": "FORM_SUBMISSION", "operator": "FILLED_OUT", "formId": id}
    twice = {**sent, "coalescingRefineBy": {"type": "NUM_OCCURRENCES", "minOccurrences": 2}}
    once_list, twice_list = await made(world, "Sent", either(sent)), await made(world, "Twice", either(twice))
    path = f"/submissions/v3/integration/submit/10000001/{id}"
    body = {"fields": [{"objectTypeId": "0-1", "name": "email", "value": "ada@example.com"}]}
    assert (await world.post(path, body, token=None)).status == 200
    (ada,) = await members(world, once_list)
    assert await members(world, twice_list) == []
    assert (await world.post(path, body, token=None)).status == 200
    assert await members(world, twice_list) == [ada]


async def test_merged_records_keep_their_place_in_lists_made_by_hand(world: World) -> None:
    ada, bob = await world.create("contacts", firstname="Ada"), await world.create("contacts", firstname="Bob")
    hand = await made(world, "By hand")
    await world.put(f"{LISTS}/{hand}/memberships/add", [bob])
    heir = (await world.post("/crm/v3/objects/contacts/merge", {"primaryObjectId": ada, "objectIdToMerge": bob})).json
    assert await members(world, hand) == [heir["id"]]
    assert (await shown(world, hand))["size"] == 1


async def test_erased_records_leave(world: World) -> None:
    ada = await world.create("contacts", firstname="Ada")
    hand = await made(world, "By hand")
    await world.put(f"{LISTS}/{hand}/memberships/add", [ada])
    assert (await world.post("/crm/v3/objects/contacts/gdpr-delete", {"objectId": ada})).status == 204
    assert await members(world, hand) == []
    assert (await world.server.store.rows("SELECT count(*) FROM list_member"))[0][0] == 0


async def test_a_property_that_is_gone_lets_nobody_in(world: World) -> None:
    property = {
        "name": "shoe",
        "label": "Shoe",
        "type": "string",
        "fieldType": "text",
        "groupName": "contactinformation",
    }
    assert (await world.post("/crm/v3/properties/contacts", property)).status == 201
    ada = await world.create("contacts", shoe="left")
    one = await made(world, "Shoes", either(text("shoe", "left")))
    assert await members(world, one) == [ada]
    assert (await world.delete("/crm/v3/properties/contacts/shoe")).status == 204
    assert await members(world, one) == []
