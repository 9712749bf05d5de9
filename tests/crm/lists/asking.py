"""Lists as tests ask for them."""

from typing import Any

from tests.world import World

LISTS = "/crm/v3/lists"


def text(property: str, value: str, operator: str = "IS_EQUAL_TO", **more: Any) -> dict[str, Any]:
    """A filter on a text property."""
    return on(property, operationType="STRING", operator=operator, value=value, **more)


def on(property: str, **operation: Any) -> dict[str, Any]:
    """A filter on a property."""
    return {"filterType": "PROPERTY", "property": property, "operation": operation}


def either(*groups: Any) -> dict[str, Any]:
    """A tree of these AND branches: each a filter, or a list of filters and branches."""
    return {"filterBranchType": "OR", "filterBranches": [_all(group) for group in groups]}


def _all(group: Any) -> dict[str, Any]:
    parts = group if isinstance(group, list) else [group]
    return {
        "filterBranchType": "AND",
        "filters": [part for part in parts if "filterType" in part],
        "filterBranches": [part for part in parts if "filterBranchType" in part],
    }


def linked(object_type: str, type_id: int, *filters: Any, operator: str = "IN_LIST") -> dict[str, Any]:
    """A branch about associated records."""
    return {
        "filterBranchType": "ASSOCIATION", "objectTypeId": object_type, "operator": operator,
        "associationTypeId": type_id, "associationCategory": "HUBSPOT_DEFINED", "filters": list(filters),
    }  # fmt: skip


async def made(world: World, name: str, tree: Any = None, processing: str = "", type: str = "0-1") -> str:
    """A new list: dynamic with a tree, else manual. Answers its id once it was evaluated."""
    body = {"name": name, "objectTypeId": type, "processingType": processing or ("DYNAMIC" if tree else "MANUAL")}
    reply = await world.post(LISTS, body | ({"filterBranch": tree} if tree else {}))
    assert reply.status == 200, reply.body
    await settled(world)
    return str(reply.json["list"]["listId"])


async def settled(world: World) -> None:
    """Wait until lists follow all that was written."""
    assert world.server.lists is not None
    await world.server.jobs.settled()
    await world.server.lists.settled()


async def members(world: World, list_id: str, **options: Any) -> list[str]:
    """Who is in a list, by id."""
    await settled(world)
    reply = await world.get(f"{LISTS}/{list_id}/memberships", **options)
    assert reply.status == 200, reply.body
    return [each["recordId"] for each in reply.json["results"]]


async def shown(world: World, list_id: str) -> Any:
    """A list as it is answered."""
    return (await world.get(f"{LISTS}/{list_id}?includeFilters=true")).json["list"]
