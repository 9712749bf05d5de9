"""Calls of lists, the older ones too."""

from typing import Any

from tests.world import World

PROPERTY = {
    "name": "shoe",
    "label": "Shoe",
    "type": "enumeration",
    "fieldType": "select",
    "groupName": "contactinformation",
    "options": [{"label": "Left", "value": "left", "displayOrder": 0, "hidden": False}],
}
AMOUNT = {"operationType": "ALL_PROPERTY", "operator": "IS_KNOWN"}
KNOWN_AMOUNT = {
    "filterBranchType": "OR",
    "filterBranches": [
        {"filterBranchType": "AND", "filters": [{"filterType": "PROPERTY", "property": "amount", "operation": AMOUNT}]}
    ],
}
DAY = {"year": 2999, "month": 12, "day": 31}


async def of_lists(world: World, deal: str) -> list[tuple[str, str, Any]]:
    lists = "/crm/v3/lists"
    known = {"objectTypeId": "0-3", "processingType": "DYNAMIC", "filterBranch": KNOWN_AMOUNT}
    active = (await world.post(lists, {"name": "Active", **known})).json["list"]["listId"]
    made = {"name": "Made", "objectTypeId": "0-3", "processingType": "MANUAL"}
    one = (await world.post(lists, made)).json["list"]["listId"]
    mapped = (await world.post(lists, {**made, "name": "People", "objectTypeId": "0-1"})).json["list"]["listId"]
    folder = (await world.post(f"{lists}/folders", {"name": "Folder"})).json["folder"]["id"]
    gone = (await world.post(lists, {**made, "name": "Gone"})).json["list"]["listId"]
    await world.delete(f"{lists}/{gone}")
    return [
        ("POST", lists, {"name": "Another", **known}),
        ("GET", f"{lists}?listIds={one}&listIds={active}&includeFilters=true", None),
        ("GET", f"{lists}/{active}?includeFilters=true", None),
        ("GET", f"{lists}/object-type-id/0-3/name/made", None),
        ("POST", "/hubstead/lists/count", {"objectTypeId": "0-3", "filterBranch": KNOWN_AMOUNT}),
        ("PUT", f"{lists}/{one}/update-list-name?listName=Renamed", None),
        ("PUT", f"{lists}/{active}/update-list-filters", {"filterBranch": KNOWN_AMOUNT}),
        ("POST", f"{lists}/search", {"query": "e", "additionalProperties": ["hs_createdate"]}),
        ("POST", "/crm/lists/2026-09/all", {"count": 1}),
        ("GET", f"{lists}/idmapping?legacyListId={mapped}", None),
        ("POST", f"{lists}/idmapping", [mapped, "1"]),
        ("PUT", f"{lists}/{one}/memberships/add", [deal, "1"]),
        ("GET", f"{lists}/{one}/memberships?limit=1", None),
        ("GET", f"{lists}/{one}/memberships/join-order", None),
        ("GET", f"{lists}/records/0-3/{deal}/memberships", None),
        ("POST", f"{lists}/records/memberships/batch/read", {"inputs": [{"objectTypeId": "0-3", "recordId": deal}]}),
        ("PUT", f"{lists}/{one}/memberships/add-and-remove", {"recordIdsToAdd": [], "recordIdsToRemove": [deal]}),
        ("PUT", f"{lists}/{one}/memberships/remove", ["1"]),
        ("GET", f"/crm/lists/2026-03/{one}/size-and-edits-history/between", None),
        ("PUT", f"{lists}/{active}/schedule-conversion", {"conversionType": "CONVERSION_DATE", **DAY}),
        ("GET", f"{lists}/{active}/schedule-conversion", None),
        ("GET", f"{lists}/folders?folderId=0", None),
        ("POST", f"{lists}/folders", {"name": "Inner", "parentFolderId": str(folder)}),
        ("PUT", f"{lists}/folders/{folder}/rename?newFolderName=Other", None),
        ("PUT", f"{lists}/folders/{folder}/move/0", None),
        *await of_older_lists(world),
        ("GET", "/hubstead/lists/deleted", None),
    ]


async def of_older_lists(world: World) -> list[tuple[str, str, Any]]:
    old = "/contacts/v1/lists"
    id = (await world.post(old, {"name": "Older"})).json["listId"]
    assert (await world.post(f"{old}/{id}/add", {"emails": ["ada@example.com"]})).status == 200
    return [
        ("GET", old, None),
        ("POST", old, {"name": "Oldest"}),
        ("GET", f"{old}/static", None),
        ("GET", f"{old}/dynamic", None),
        ("GET", f"{old}/batch?listId={id}", None),
        ("GET", f"{old}/{id}", None),
        ("POST", f"{old}/{id}", {"name": "Very old"}),
        ("GET", f"{old}/{id}/contacts/all", None),
        ("POST", f"{old}/{id}/add", {"vids": [1]}),
        ("POST", f"{old}/{id}/remove", {"vids": [1]}),
        ("GET", f"{old}/{id}/contacts/recent", None),
    ]
