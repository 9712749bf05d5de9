"""Folders: made, found, moved, deleted with what is in them."""

from typing import Any

import pytest

from tests.files.sending import FILES, FOLDERS, fetch, sent
from tests.world import World


async def made(world: World, name: str, **fields: Any) -> Any:
    reply = await world.post(FOLDERS, {"name": name, **fields})
    assert reply.status == 201, reply.body
    return reply.json


async def test_a_folder_is_answered_as_documented(world: World) -> None:
    top = await made(world, "a")
    moment = top["createdAt"]
    assert top == {
        "id": top["id"],
        "archived": False,
        "createdAt": moment,
        "updatedAt": moment,
        "name": "a",
        "path": "/a",
    }
    under = await made(world, "b", parentFolderId=top["id"])
    assert (under["path"], under["parentFolderId"]) == ("/a/b", top["id"])
    assert (await made(world, "c", parentPath="/a/b"))["parentFolderId"] == under["id"]
    assert (await made(world, "d", parentFolderPath="/x/y"))["path"] == "/x/y/d"
    for spelling in (under["id"], "a/b", "%2Fa%2Fb", "/A/B"):
        assert (await world.get(f"{FOLDERS}/{spelling}")).json == under
    assert (await world.get(f"{FILES}/stat/a/b")).json == {"folder": under}


async def test_what_is_not_there_is_said_as_recorded(world: World) -> None:
    reply = await world.get(f"{FOLDERS}/0")
    assert (reply.status, reply.json["message"], reply.json["context"]) == (400, "id must be > 0", {"id": ["0"]})
    assert reply.json["category"] == "VALIDATION_ERROR"
    assert (await world.get(f"{FOLDERS}/999")).status == 404
    assert (await world.get(f"{FOLDERS}/none")).status == 404
    reply = await world.get(f"{FILES}/stat/no/where.txt")
    assert (reply.status, reply.json["message"]) == (404, "No file or folder exists at path")
    reply = await world.get(f"{FILES}/99999")
    assert (reply.status, reply.headers["content-type"]) == (404, "text/html;charset=iso-8859-1")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": ""}, 400),
        ({"name": "a/b"}, 400),
        ({"name": ".."}, 400),
        ({}, 400),
        ({"name": "x", "parentFolderId": "999"}, 400),
        ({"name": "x", "parentFolderId": "1", "parentPath": "/"}, 400),
        ({"name": "a"}, 409),
        ({"name": "A"}, 409),
    ],
)
async def test_a_folder_that_cannot_be_is_refused(world: World, body: Any, status: int) -> None:
    await made(world, "a")
    assert (await world.post(FOLDERS, body)).status == status


async def test_what_is_in_a_folder_goes_with_it(world: World) -> None:
    file = await sent(world, b"x", "f.txt", folderPath="/a/b/c")
    beside = await sent(world, b"y", "f.txt", folderPath="/a/bc")
    target = await made(world, "target")
    b = (await world.get(f"{FOLDERS}/a/b")).json
    reply = await world.patch(f"{FOLDERS}/{b['id']}", {"name": "BB", "parentFolderId": int(target["id"])})
    assert (reply.json["path"], reply.json["parentFolderId"]) == ("/target/BB", target["id"])
    moved = (await world.get(f"{FILES}/{file['id']}")).json
    assert (moved["path"], moved["createdAt"]) == ("/target/BB/c/f.txt", file["createdAt"])
    assert (await fetch(world, moved["url"])).body == b"x"
    assert (await fetch(world, file["url"])).status == 404
    assert (await world.get(f"{FOLDERS}/target/BB/c")).status == 200
    assert (await world.get(f"{FILES}/{beside['id']}")).json == beside
    top = await world.patch(f"{FOLDERS}/{b['id']}", {"parentFolderId": 0})
    assert (top.json["path"], "parentFolderId" in top.json) == ("/BB", False)
    again = await world.patch(f"{FOLDERS}/{b['id']}", {"name": "bb"})
    assert again.json["path"] == "/bb"
    assert (await world.get(f"{FILES}/{file['id']}")).json["path"] == "/bb/c/f.txt"


async def test_a_folder_does_not_go_into_itself_nor_onto_another(world: World) -> None:
    a = await made(world, "a")
    b = await made(world, "b", parentFolderId=a["id"])
    await made(world, "other")
    for parent in (a, b):
        reply = await world.patch(f"{FOLDERS}/{a['id']}", {"parentFolderId": parent["id"]})
        assert (reply.status, "itself" in reply.json["message"]) == (400, True)
    assert (await world.patch(f"{FOLDERS}/{a['id']}", {"name": "other"})).status == 409
    assert (await world.patch(f"{FOLDERS}/{a['id']}", {"name": "../x"})).status == 400
    assert (await world.patch(f"{FOLDERS}/{a['id']}", {"parentFolderId": 999})).status == 400


async def test_a_deleted_folder_takes_its_files_along_and_frees_its_path(world: World) -> None:
    file = await sent(world, b"x", "f.txt", folderPath="/a/b")
    kept = await sent(world, b"x", "f.txt", folderPath="/ab")
    assert (await world.delete(f"{FOLDERS}/a")).status == 204
    for gone in (f"{FOLDERS}/a", f"{FOLDERS}/a/b", f"{FILES}/{file['id']}", f"{FILES}/stat/a/b/f.txt"):
        assert (await world.get(gone)).status == 404
    assert (await fetch(world, file["url"])).status == 404
    assert (await world.get(f"{FILES}/{kept['id']}")).status == 200
    again = await sent(world, b"z", "f.txt", folderPath="/a/b")
    assert (again["path"], again["id"] != file["id"]) == (file["path"], True)
    assert (await world.delete(f"{FOLDERS}/{again['parentFolderId']}")).status == 204
    assert (await world.delete(f"{FOLDERS}/{again['parentFolderId']}")).status == 404


async def test_folders_are_found(world: World) -> None:
    a = await made(world, "pictures")
    b = await made(world, "Picture of the day", parentFolderId=a["id"])
    c = await made(world, "texts")

    async def found(query: str) -> list[str]:
        return [one["name"] for one in (await world.get(f"{FOLDERS}/search?{query}")).json["results"]]

    assert await found("") == ["pictures", "Picture of the day", "texts"]
    assert await found("name=picture") == ["pictures", "Picture of the day"]
    assert await found(f"parentFolderIds={a['id']}") == ["Picture of the day"]
    assert await found(f"ids={a['id']},{c['id']}&sort=-name") == ["texts", "pictures"]
    assert await found(f"idGte={b['id']}") == ["Picture of the day", "texts"]
    assert await found("path=/pictures") == ["pictures"]
    page = (await world.get(f"{FOLDERS}/search?limit=2&properties=name")).json
    assert page["results"][0].keys() == {"id", "createdAt", "updatedAt", "archived", "name"}
    assert page["paging"]["next"]["after"] == "2"
    rest = await world.get(page["paging"]["next"]["link"].removeprefix("http://hubstead.test"))
    assert ([one["name"] for one in rest.json["results"]], "paging" in rest.json) == (["texts"], False)
