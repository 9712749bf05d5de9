"""Lists as the older API has them, against recordings of 2021."""

from typing import Any

from tests.crm.lists.asking import either, made, members, text
from tests.world import PORTAL, World

OLD = "/contacts/v1/lists"


async def test_a_static_list_is_made_as_recorded(world: World) -> None:
    reply = await world.post(OLD, {"name": "List One"})
    assert reply.status == 200
    answer = reply.json
    id, at = answer["listId"], answer["createdAt"]
    assert answer == {
        "portalId": PORTAL, "listId": id, "internalListId": id, "createdAt": at, "updatedAt": at, "name": "List One",
        "listType": "STATIC", "filters": [], "metaData": {"size": 0, "lastSizeChangeAt": 0, "processing": "DONE",
        "lastProcessingStateChangeAt": at, "error": "", "listReferencesCount": None, "parentFolderId": None},
        "archived": False, "teamIds": [], "dynamic": False,
    }  # fmt: skip
    assert (await world.get(f"{OLD}/static")).json == {"offset": 500, "lists": [answer], "has-more": False}
    assert (await world.post(f"{OLD}/{id}", {"name": "Other"})).json["name"] == "Other"
    assert (await world.delete(f"{OLD}/{id}")).status == 204
    assert (await world.get(f"{OLD}/{id}")).status == 404


async def test_contacts_come_and_go_by_address(world: World) -> None:
    ada = int(await world.create("contacts", email="ada@example.com"))
    id = (await world.post(OLD, {"name": "List One"})).json["listId"]
    nothing: dict[str, list[Any]] = {"updated": [], "discarded": [], "invalidVids": [], "invalidEmails": []}
    sent = {"emails": ["ada@example.com"]}
    assert (await world.post(f"{OLD}/{id}/add", sent)).json == nothing | {"updated": [ada]}
    assert (await world.post(f"{OLD}/{id}/add", sent)).json == nothing | {"discarded": [ada]}
    assert await members(world, str(id)) == [str(ada)]
    assert (await world.post(f"{OLD}/{id}/remove", sent)).json == nothing | {"updated": [ada]}
    assert (await world.post(f"{OLD}/{id}/remove", sent)).json == nothing | {"discarded": [ada]}
    lost = {"vids": [999], "emails": ["nobody@example.com"]}
    expected = nothing | {"invalidVids": [999], "invalidEmails": ["nobody@example.com"]}
    assert (await world.post(f"{OLD}/{id}/add", lost)).json == expected


async def test_dynamic_lists_are_read(world: World) -> None:
    ids = [int(await world.create("contacts", firstname="Ada", email=f"{number}@example.com")) for number in range(3)]
    one = await made(world, "Adas", either(text("firstname", "ada")))
    (answer,) = (await world.get(f"{OLD}/dynamic")).json["lists"]
    assert (answer["listId"], answer["listType"], answer["metaData"]["size"]) == (int(one), "DYNAMIC", 3)
    first = (await world.get(f"{OLD}/{one}/contacts/all?count=2&property=email")).json
    assert [contact["vid"] for contact in first["contacts"]] == ids[:2]
    assert first["contacts"][0]["properties"]["email"] == {"value": "0@example.com"}
    assert (first["has-more"], first["vid-offset"]) == (True, ids[1])
    rest = (await world.get(f"{OLD}/{one}/contacts/all?count=2&vidOffset={first['vid-offset']}")).json
    assert ([contact["vid"] for contact in rest["contacts"]], rest["has-more"]) == (ids[2:], False)
    recent = (await world.get(f"{OLD}/{one}/contacts/recent?count=2")).json
    assert [contact["vid"] for contact in recent["contacts"]] == ids[:0:-1]
    path = f"{OLD}/{one}/contacts/recent?vidOffset={recent['vid-offset']}&timeOffset={recent['time-offset']}"
    assert [contact["vid"] for contact in (await world.get(path)).json["contacts"]] == ids[:1]
    assert (await world.post(f"{OLD}/{one}/refresh")).status == 204
    assert (await world.post(f"{OLD}/{one}/add", {"vids": ids})).status == 400
    assert (await world.post(OLD, {"name": "x", "dynamic": True, "filters": []})).status == 400
    batch = (await world.get(f"{OLD}/batch?listId={one}&listId=1")).json
    assert [each["listId"] for each in batch["lists"]] == [int(one)]
