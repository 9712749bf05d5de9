"""Lists themselves: made, read, renamed, found, deleted; what is refused, in the service's words."""

import base64
import json
from typing import Any

import pytest

from tests.crm.lists.asking import LISTS, either, linked, made, on, shown, text
from tests.world import World

RECORDED = {
    "filterBranchType": "OR", "filters": [], "filterBranches": [
        {"filterBranchType": "AND", "filterBranches": [], "filters": [
            {"filterType": "PROPERTY", "property": "twitterhandle", "operation":
                {"operationType": "STRING", "operator": "IS_EQUAL_TO", "value": "@hubspot"}}]}],
}  # fmt: skip


async def test_a_dynamic_list_is_made_as_recorded(world: World) -> None:
    """Recorded 2026-04."""
    body = {"name": "x", "objectTypeId": "0-1", "processingType": "DYNAMIC", "filterBranch": RECORDED}
    reply = await world.post(f"{LISTS}/", body)
    assert reply.status == 200
    answer = reply.json["list"]
    at = answer["createdAt"]
    who = answer["createdById"]
    assert answer == {
        "listId": answer["listId"], "listVersion": 1, "createdAt": at, "updatedAt": at, "filtersUpdatedAt": at,
        "processingStatus": "PROCESSING", "createdById": who, "updatedById": who, "processingType": "DYNAMIC",
        "objectTypeId": "0-1", "name": "x",
        "filterBranch": {"filterBranches": [{"filterBranches": [], "filters": [{"property": "twitterhandle",
            "operation":
            {"operator": "IS_EQUAL_TO", "includeObjectsWithNoValueSet": False, "value": "@hubspot",
             "operationType": "STRING"}, "filterType": "PROPERTY"}],
            "filterBranchType": "AND", "filterBranchOperator": "AND"}], "filters": [],
            "filterBranchType": "OR", "filterBranchOperator": "OR"},
        "listPermissions": {"teamsWithEditAccess": [], "usersWithEditAccess": []},
        "membershipSettings": {"membershipTeamId": None, "includeUnassigned": None},
    }  # fmt: skip


async def test_a_manual_list_is_born_complete(world: World) -> None:
    reply = await world.post(LISTS, {"name": "m", "objectTypeId": "contacts", "processingType": "MANUAL"})
    answer = reply.json["list"]
    assert (answer["processingStatus"], answer["objectTypeId"]) == ("COMPLETE", "0-1")
    assert "size" not in answer
    read = (await world.get(f"{LISTS}/{answer['listId']}")).json["list"]
    assert read["size"] == 0
    assert "filterBranch" not in read


async def test_unknown_lists(world: World) -> None:
    """Recorded 2026."""
    reply = await world.get(f"{LISTS}/-1")
    assert reply.status == 404
    assert {**reply.json, "correlationId": ""} == {
        "status": "error",
        "message": "List does not exist with ID -1.",
        "correlationId": "",
        "context": {"listId": ["-1"]},
        "category": "OBJECT_NOT_FOUND",
        "subCategory": "ListError.LIST_ID_DOES_NOT_EXIST",
    }
    assert (await world.get(f"{LISTS}?listIds=1&listIds=99")).json == {"lists": []}


async def test_required_fields_and_no_body(world: World) -> None:
    """Recorded 2026."""
    reply = await world.post(LISTS, {"objectTypeId": "0-1", "processingType": "MANUAL"})
    assert (reply.status, reply.json["category"]) == (400, "VALIDATION_ERROR")
    assert "Some required fields were not set: [name]" in reply.json["message"]
    reply = await world.post(f"{LISTS}/search")
    assert (reply.status, reply.json["errors"]) == (400, ["The request body may not be null"])


async def test_names_are_unique_whatever_their_case(world: World) -> None:
    one = await made(world, "Newsletter")
    for url, method in (
        (LISTS, "POST"),
        (f"{LISTS}/{await made(world, 'Other')}/update-list-name?listName=NEWSLETTER", "PUT"),
    ):
        body = {"name": "newsletter", "objectTypeId": "0-1", "processingType": "MANUAL"}
        reply = await world.call(method, url, body)
        assert (reply.status, reply.json["subCategory"]) == (400, "ILS.DUPLICATE_LIST_NAMES")
    found = await world.get(f"{LISTS}/object-type-id/0-1/name/NEWSletter")
    assert found.json["list"]["listId"] == one
    assert (await world.get(f"{LISTS}/object-type-id/0-2/name/newsletter")).status == 404
    await world.delete(f"{LISTS}/{one}")
    assert await made(world, "Newsletter") != one
    assert (await world.put(f"{LISTS}/{one}/restore")).status == 400


async def test_a_rename_leaves_version_and_times(world: World) -> None:
    """Recorded 2026."""
    one = await made(world, "Old", either(text("firstname", "ada")))
    before = await shown(world, one)
    reply = await world.put(f"{LISTS}/{one}/update-list-name?listName=New+name&includeFilters=true")
    assert reply.json["updatedList"] == {**before, "name": "New name"}


async def test_searches(world: World) -> None:
    ids = [await made(world, f"contacts list {number}") for number in range(3)]
    active = await made(world, "Active contacts", either(text("firstname", "x")))
    using = await made(world, "Users", either({"filterType": "IN_LIST", "operator": "IN_LIST", "listId": ids[0]}))
    search = f"{LISTS}/search"
    first = (await world.post(search, {"count": 2})).json
    assert [one["listId"] for one in first["lists"]] == ids[:2]
    assert (first["offset"], first["hasMore"], first["total"]) == (2, True, 5)
    rest = (await world.post(search, {"offset": 2, "count": 9})).json
    assert [one["listId"] for one in rest["lists"]] == [ids[2], active, using]
    assert (rest["offset"], rest["hasMore"]) == (5, False)
    found = (await world.post(search, {"query": "LIST contacts 1"})).json["lists"]
    assert [one["listId"] for one in found] == [ids[1]]
    assert "listPermissions" not in found[0]
    assert found[0]["additionalProperties"] == {"hs_list_size": "0", "hs_list_reference_count": "0"}
    asked = {"listIds": [ids[0]], "additionalProperties": ["hs_createdate"]}
    (one,) = (await world.post(search, asked)).json["lists"]
    assert one["additionalProperties"]["hs_list_reference_count"] == "1"
    assert one["additionalProperties"]["hs_createdate"].isdigit()
    dynamic = (await world.post(search, {"processingTypes": ["DYNAMIC"], "sort": "-HS_UPDATED_AT"})).json["lists"]
    assert [one["listId"] for one in dynamic] == [using, active]
    for body in ({"count": 501}, {"offset": -1}, {"sort": "x"}, {"processingTypes": ["x"]}):
        assert (await world.post(search, body)).status == 400


async def test_all_lists_page_by_page(world: World) -> None:
    ids = [await made(world, f"list {number}") for number in range(3)]
    page = (await world.post("/crm/lists/2026-09/all", {"count": 2, "objectTypeId": "0-1"})).json
    assert [one["listId"] for one in page["results"]] == ids[:2]
    after = page["paging"]["next"]["after"]
    assert json.loads(base64.b64decode(after)) == {"listId": ids[1], "objectTypeId": "0-1"}
    page = (await world.post("/crm/lists/2026-09/all", {"count": 2, "after": after})).json
    assert [one["listId"] for one in page["results"]] == ids[2:]
    assert "paging" not in page
    assert (await world.post("/crm/lists/2026-09/all", {"after": "bm8="})).status == 400


async def test_ids_of_the_older_api(world: World) -> None:
    one = await made(world, "One")
    assert (await world.get(f"{LISTS}/idmapping?legacyListId={one}")).json == {"listId": one, "legacyListId": one}
    assert (await world.post(f"{LISTS}/idmapping", [one, "7"])).json == {
        "legacyListIdsToIdsMapping": [{"listId": one, "legacyListId": one}],
        "missingLegacyListIds": ["7"],
    }
    reply = await world.get(f"{LISTS}/idmapping?legacyListId=seven")
    assert (reply.status, "can't be converted to java.lang.Integer" in reply.json["message"]) == (400, True)


async def test_folders(world: World) -> None:
    outer = (await world.post(f"{LISTS}/folders", {"name": "Outer"})).json["folder"]
    inner = (await world.post(f"{LISTS}/folders", {"name": "Inner", "parentFolderId": str(outer["id"])})).json["folder"]
    assert (outer["parentFolderId"], inner["parentFolderId"]) == (0, outer["id"])
    one = await made(world, "One")
    move = {"listId": one, "newFolderId": str(inner["id"])}
    assert (await world.put(f"{LISTS}/folders/move-list", move)).status == 204
    tree = (await world.get(f"{LISTS}/folders?folderId=0")).json["folder"]
    assert [node["name"] for node in tree["childNodes"]] == ["Outer"]
    assert tree["childNodes"][0]["childNodes"][0]["childLists"] == []
    assert (await world.get(f"{LISTS}/folders?folderId={inner['id']}")).json["folder"]["childLists"] == [int(one)]
    dated = (await world.get(f"/crm/lists/2026-03/folders?folderId={inner['id']}")).json["folder"]
    assert (dated["id"], dated["childLists"]) == (str(inner["id"]), [int(one)])
    found = (await world.post(f"{LISTS}/search", {})).json["lists"][0]
    assert found["additionalProperties"]["hs_folder_name"] == "Inner"
    assert (await world.put(f"{LISTS}/folders/{outer['id']}/move/{inner['id']}")).status == 400
    assert (await world.delete(f"{LISTS}/folders/{inner['id']}")).status == 400
    renamed = await world.put(f"{LISTS}/folders/{inner['id']}/rename?newFolderName=Deep")
    assert renamed.json["folder"]["name"] == "Deep"
    assert (await world.put(f"{LISTS}/folders/{inner['id']}/move/0")).json["folder"]["parentFolderId"] == 0
    await world.put(f"{LISTS}/folders/move-list", {"listId": one, "newFolderId": "0"})
    assert (await world.delete(f"{LISTS}/folders/{inner['id']}")).status == 204
    assert (await world.get(f"{LISTS}/folders?folderId={inner['id']}")).status == 404


NAME = text("firstname", "ada")
VIEWED = {"filterType": "PAGE_VIEW", "pageUrl": "/", "operator": "HAS_PAGEVIEW_CONTAINS"}
SENT = {"filterType": "FORM_SUBMISSION", "operator": "FILLED_OUT"}
EVER = {"type": "ALL_HISTORY"}
WRONG: list[tuple[Any, str]] = [
    ({"filterBranchType": "AND", "filters": [NAME]}, "filterBranchType"),
    ({"filterBranchType": "OR", "filters": [NAME], "filterBranches": []}, "filters"),
    ({"filterBranchType": "OR"}, "filterBranches"),
    (either({"filterBranchType": "AND", "filters": [NAME]}), "filterBranchType"),
    (either({"filterBranchType": "OR", "filterBranches": []}), "filterBranchType"),
    (either(text("no_such_property", "x")), "property"),
    (either(on("firstname", operationType="MAGIC", operator="IS_EQUAL_TO", value="x")), "operationType"),
    (either(on("firstname", operationType="STRING", operator="IS_ANY_OF", value="x")), "operator"),
    (either(on("firstname", operationType="STRING", operator="IS_EQUAL_TO", value=7)), "value"),
    (either(on("lifecyclestage", operationType="STRING", operator="IS_NOT_EQUAL_TO", value="lead")), "operator"),
    (either(on("lifecyclestage", operationType="ENUMERATION", operator="IS_NOT_EQUAL_TO", values=["a"])), "operator"),
    (either(on("createdate", operationType="NUMBER", operator="IS_EQUAL_TO", value=1)), "operator"),
    (either(linked("0-2", 279)), "filters"),
    (either(linked("0-2", 9999, NAME)), "associationTypeId"),
    (either(linked("0-3", 279, NAME)), "objectTypeId"),
    (either({"filterType": "IN_LIST", "operator": "IN_LIST", "listId": "999"}), "listId"),
    (either({"filterType": "IN_LIST", "operator": "IN_LIST", "metadata": {"inListType": "IMPORT"}}), "id"),
    (either({"filterType": "IN_LIST", "operator": "IN_LIST", "metadata": {"inListType": "DATASET"}}), "metadata"),
    (either({"filterType": "EMAIL_SUBSCRIPTION", "subscriptionIds": ["1"]}), "filterType"),
    (either({"filterType": "CTA", "ctaName": "x", "operator": "HAS_CLICKED_CTA"}), "filterType"),
    (either({**VIEWED, "enableTracking": True}), "enableTracking"),
    (either({**SENT, "operator": "NOT_FILLED_OUT", "pruningRefineBy": EVER}), "pruningRefineBy"),
    (either({**SENT, "pruningRefineBy": EVER, "coalescingRefineBy": {"type": "x"}}), "coalescingRefineBy"),
    (either([NAME] * 251), "filters"),
    ({"filterBranchType": "OR", "filterBranches": [7]}, "filterBranch"),
]  # fmt: skip


@pytest.mark.parametrize(("tree", "place"), WRONG)
async def test_wrong_filters_are_refused(world: World, tree: Any, place: str) -> None:
    body = {"name": "x", "objectTypeId": "0-1", "processingType": "DYNAMIC", "filterBranch": tree}
    reply = await world.post(LISTS, body)
    assert (reply.status, reply.json["category"]) == (400, "VALIDATION_ERROR")
    assert reply.json["context"] == {"filterBranch": [place]}


async def test_processing_types_and_filters_go_together(world: World) -> None:
    for processing, tree in (("MANUAL", RECORDED), ("DYNAMIC", None), ("SNAPSHOT", None), ("STATIC", None)):
        body = {"name": "x", "objectTypeId": "0-1", "processingType": processing, "filterBranch": tree}
        assert (await world.post(LISTS, body)).status == 400
    one = await made(world, "m")
    assert (await world.put(f"{LISTS}/{one}/update-list-filters", {"filterBranch": RECORDED})).status == 400


async def test_newer_names_of_operations_are_taken(world: World) -> None:
    await world.create("contacts", firstname="Ada")
    one = await made(world, "x", either(on("firstname", operationType="alltypes", operator="IS_NOT_BLANK")))
    kept = (await shown(world, one))["filterBranch"]["filterBranches"][0]["filters"][0]["operation"]
    assert kept["operationType"] == "ALL_PROPERTY"
    assert (await shown(world, one))["size"] == 1
