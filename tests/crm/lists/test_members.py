"""Members by hand and page by page, and what users with bounds see of them."""

import pytest

from hubstead.crm.lists.wire import cursor, id_in
from hubstead.kit.clock import Clock, turn
from hubstead.store.access import Access, Levels
from tests.crm.lists.asking import LISTS, either, made, members, settled, text
from tests.world import PORTAL, World


async def test_adding_and_removing(world: World) -> None:
    ada, bob = await world.create("contacts", firstname="Ada"), await world.create("contacts", firstname="Bob")
    one = f"{LISTS}/{await made(world, 'By hand')}/memberships"
    assert (await world.put(f"{one}/add", [int(ada), bob])).json == {"recordsIdsAdded": [ada, bob]}
    assert (await world.put(f"{one}/add", [ada, bob])).json == {}  # recorded
    assert (await world.put(f"{one}/remove", [42])).json == {"recordIdsMissing": ["42"]}  # recorded
    both = {"recordIdsToAdd": ["999", "x"], "recordIdsToRemove": [ada]}
    reply = await world.put(f"{one}/add-and-remove", both)
    assert reply.json == {"recordIdsRemoved": [ada], "recordIdsMissing": ["x", "999"]}
    results = (await world.get(one)).json
    assert ([each["recordId"] for each in results["results"]], results["total"]) == ([bob], 1)
    assert (await world.delete(one)).status == 204
    assert (await world.get(one)).json == {"results": [], "total": 0}


async def test_members_of_dynamic_lists_are_not_changed_by_hand(world: World) -> None:
    one, hand = await made(world, "Adas", either(text("firstname", "ada"))), await made(world, "By hand")
    for method, path, body in (
        ("PUT", "add", ["1"]), ("PUT", "remove", ["1"]), ("PUT", f"add-from/{hand}", None), ("DELETE", "", None),
    ):  # fmt: skip
        reply = await world.call(method, f"{LISTS}/{one}/memberships/{path}".rstrip("/"), body)
        assert (reply.status, reply.json["category"]) == (400, "VALIDATION_ERROR")


async def test_adding_from_another_list(world: World) -> None:
    ada = await world.create("contacts", firstname="Ada")
    one, hand = await made(world, "Adas", either(text("firstname", "ada"))), await made(world, "By hand")
    assert (await world.put(f"{LISTS}/{hand}/memberships/add-from/{one}")).status == 204
    assert await members(world, hand) == [ada]
    companies = await made(world, "Companies", type="0-2")
    for source in (hand, companies):
        assert (await world.put(f"{LISTS}/{hand}/memberships/add-from/{source}")).status == 400
    assert (await world.put(f"{LISTS}/{hand}/memberships/add-from/1")).status == 404


async def test_pages(world: World) -> None:
    turn(PORTAL, Clock(frozen=1_800_000_000_000, step=1))  # who joins later joined later
    ids = [await world.create("contacts", firstname=str(number)) for number in range(5)]
    path = f"{LISTS}/{await made(world, 'By hand')}/memberships"
    for id in reversed(ids):
        await world.put(f"{path}/add", [id])
    assert await followed(world, f"{path}?limit=2") == [ids[0:2], ids[2:4], ids[4:]]
    backwards = ids[::-1]
    assert await followed(world, f"{path}/join-order?limit=2") == [backwards[0:2], backwards[2:4], backwards[4:]]
    last = (await world.get(f"{path}?limit=4")).json["paging"]["next"]["after"]
    before = (await world.get(f"{path}?limit=9&before={last}")).json
    assert [each["recordId"] for each in before["results"]] == backwards
    for query in ("limit=0", "limit=251", "after=nonsense", "before=AAAA"):
        assert (await world.get(f"{path}?{query}")).status == 400
    turn(PORTAL, None)


async def followed(world: World, url: str) -> list[list[str]]:
    """All pages, by the links that the answers give; the service's spelling of the path among them (recorded)."""
    pages = []
    while True:
        page = (await world.get(url)).json
        pages.append([each["recordId"] for each in page["results"]])
        if "paging" not in page:
            return pages
        link = page["paging"]["next"]["link"]
        assert "/crm/lists/v3/" in link
        url = link.removeprefix("http://hubstead.test")


def test_a_cursor_is_the_next_record() -> None:
    """Recorded: `AAAAMoGL6zw%3D` stands for record 216921795388."""
    assert cursor(216921795388) == "AAAAMoGL6zw%3D"
    assert id_in("AAAAMoGL6zw%3D", "after") == id_in("AAAAMoGL6zw=", "after") == 216921795388


async def test_the_lists_of_a_record(world: World) -> None:
    ada = await world.create("contacts", firstname="Ada")
    adas, hand = await made(world, "Adas", either(text("firstname", "ada"))), await made(world, "By hand")
    await world.put(f"{LISTS}/{hand}/memberships/add", [ada])
    found = (await world.get(f"{LISTS}/records/contacts/{ada}/memberships")).json
    assert [(one["listId"], one["listVersion"], one["isPublicList"]) for one in found["results"]] == [
        (adas, 1, False),
        (hand, 1, False),
    ]
    await world.delete(f"{LISTS}/{hand}")
    asked = {"inputs": [{"objectTypeId": "0-1", "recordId": ada}, {"objectTypeId": "0-1", "recordId": "999"}]}
    batch = (await world.post(f"{LISTS}/records/memberships/batch/read", asked)).json
    assert [[one["listId"] for one in result["recordListMemberships"]] for result in batch["results"]] == [[adas], []]
    assert (await world.get(f"{LISTS}/records/0-1/999/memberships")).status == 404


@pytest.mark.parametrize("joined", [False, True])
async def test_users_see_members_that_they_may_see(world: World, joined: bool) -> None:
    ids = [await world.create("contacts", firstname="Ada", hubspot_owner_id=owner) for owner in await owners(world)]
    mine, others = ids[:1], ids[1:]
    hand = await made(world, "By hand")
    await world.put(f"{LISTS}/{hand}/memberships/add", mine)
    owner = (await owners(world))[0]
    levels = {"0-1": Levels("own", "own", "own")}
    token = world.user(Access(5, owner, frozenset(), levels, tools=frozenset(("lists",))))
    added = await world.put(f"{LISTS}/{hand}/memberships/add", others, token=token)
    assert added.json == {"recordIdsMissing": others}
    await world.put(f"{LISTS}/{hand}/memberships/add", others)
    path = f"{LISTS}/{hand}/memberships{'/join-order' if joined else ''}"
    assert [each["recordId"] for each in (await world.get(path, token=token)).json["results"]] == mine
    removed = await world.put(f"{LISTS}/{hand}/memberships/remove", others, token=token)
    assert removed.json == {"recordIdsMissing": others}
    assert (await world.get(f"{LISTS}/records/0-1/{others[0]}/memberships", token=token)).status == 404
    assert (await world.delete(f"{LISTS}/{hand}/memberships", token=token)).status == 204
    await settled(world)
    assert await members(world, hand) == others


async def owners(world: World) -> list[str]:
    """Two owners."""
    if len((await world.get("/crm/v3/owners")).json["results"]) < 2:
        assert (await world.post("/settings/v3/users", {"email": "ben@example.com"})).status < 300
    return [owner["id"] for owner in (await world.get("/crm/v3/owners")).json["results"][:2]]


async def test_filters_are_counted_without_a_list(world: World) -> None:
    """What is counted is what the list would have; of the sample a user sees no more than of the list."""
    ids = [await world.create("contacts", firstname="Ada") for _ in range(7)]
    await world.create("contacts", firstname="Bob")
    body = {"objectTypeId": "contacts", "filterBranch": either(text("firstname", "ada"))}
    reply = await world.post("/hubstead/lists/count", body)
    assert reply.json == {"count": 7, "sample": ids[:1:-1]}
    one = await made(world, "Adas", body["filterBranch"])
    inside = either({"filterType": "IN_LIST", "operator": "NOT_IN_LIST", "listId": one})
    assert (await world.post("/hubstead/lists/count", body | {"filterBranch": inside})).json["count"] == 1
    for refused in ({"filterBranch": inside, "listId": one}, {"filterBranch": either(text("shoe", "x"))}):
        reply = await world.post("/hubstead/lists/count", body | refused)
        assert (reply.status, reply.json["subCategory"]) == (400, "ListError.INVALID_FILTER_BRANCH")


async def test_deleted_lists_are_told_until_they_are_restored(world: World) -> None:
    one = await made(world, "Gone")
    await world.delete(f"{LISTS}/{one}")
    [found] = (await world.get("/hubstead/lists/deleted")).json["results"]
    assert (found["listId"], found["name"], found["processingType"]) == (one, "Gone", "MANUAL")
    assert (await world.put(f"{LISTS}/{one}/restore")).status == 204
    assert (await world.get("/hubstead/lists/deleted")).json == {"results": []}
