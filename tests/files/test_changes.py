"""Changing and deleting files, and finding them."""

from typing import Any

import pytest

from hubstead.kit import clock
from tests.files.sending import FILES, fetch, image, sent
from tests.files.test_uploads import blobs
from tests.world import PORTAL, World


async def test_a_file_is_renamed_moved_and_opened(world: World) -> None:
    made = await sent(world, b"x", "a.txt", options={"access": "PRIVATE"})
    url = f"{FILES}/{made['id']}"
    renamed = (await world.patch(url, {"name": "b"})).json
    assert (renamed["name"], renamed["path"], renamed["createdAt"]) == ("b", "/b.txt", made["createdAt"])
    assert (await world.patch(url, {"name": "c.TXT"})).json["path"] == "/c.txt"
    moved = (await world.patch(url, {"parentFolderPath": "/x/y"})).json
    assert moved["path"] == "/x/y/c.txt"
    opened = (await world.patch(url, {"access": "PUBLIC_INDEXABLE", "isUsableInContent": False})).json
    assert (opened["access"], opened["isUsableInContent"]) == ("PUBLIC_INDEXABLE", False)
    assert (await fetch(world, opened["url"])).body == b"x"
    timed = (await world.patch(url, {"expiresAt": "2999-01-01T00:00:00Z"})).json
    assert timed["expiresAt"] == 32472144000000
    assert "expiresAt" not in (await world.patch(url, {"clearExpires": True})).json
    assert (await world.patch(url, {})).json["path"] == "/x/y/c.txt"
    folder = timed["parentFolderId"]
    other = await sent(world, b"y", "other.txt")
    assert (await world.patch(f"{FILES}/{other['id']}", {"parentFolderId": folder})).json["path"] == "/x/y/other.txt"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": "taken"}, 409),
        ({"name": "a/b"}, 400),
        ({"name": ""}, 400),
        ({"access": "HIDDEN_PRIVATE"}, 400),
        ({"parentFolderId": "999"}, 400),
        ({"parentFolderId": "1", "parentFolderPath": "/"}, 400),
        ({"expiresAt": "yesterday"}, 400),
        ({"expiresAt": "2999-01-01", "clearExpires": True}, 400),
    ],
)
async def test_a_change_that_cannot_be_changes_nothing(world: World, body: Any, status: int) -> None:
    await sent(world, b"x", "taken.txt")
    made = await sent(world, b"x", "a.txt")
    assert (await world.patch(f"{FILES}/{made['id']}", body)).status == status
    assert (await world.get(f"{FILES}/{made['id']}")).json == made


async def test_a_deleted_file_is_out_of_reach_at_once_and_its_content_gone_after_ninety_days(world: World) -> None:
    made = await sent(world, b"x", "a.txt")
    assert (await world.delete(f"{FILES}/{made['id']}")).status == 204
    assert (await world.get(f"{FILES}/{made['id']}")).status == 404
    assert (await fetch(world, made["url"])).status == 404
    assert (await world.delete(f"{FILES}/{made['id']}")).status == 404
    assert (await world.get(f"{FILES}/search")).json["results"] == []
    day = 86_400_000
    try:
        for days, left in ((89, 1), (91, 0)):
            clock.turn(PORTAL, clock.Clock(ahead=days * day))
            await world.server.sweeper.clear()
            assert len(await blobs(world)) == left
    finally:
        clock.turn(PORTAL, None)


async def test_a_file_whose_time_is_over_is_cleared_away(world: World) -> None:
    await sent(world, b"x", "a.txt", options={"access": "PRIVATE", "ttl": "P1D"})
    kept = await sent(world, b"y", "b.txt")
    clock.turn(PORTAL, clock.Clock(ahead=86_400_000 + 1_000))
    try:
        await world.server.sweeper.clear()
    finally:
        clock.turn(PORTAL, None)
    assert len(await blobs(world)) == 1
    assert [one["id"] for one in (await world.get(f"{FILES}/search")).json["results"]] == [kept["id"]]


@pytest.mark.parametrize("archived_before", [False, True])
async def test_gdpr_delete_leaves_nothing_of_a_file(world: World, archived_before: bool) -> None:
    made = await sent(world, b"x", "ada-lovelace.txt")
    if archived_before:
        await world.delete(f"{FILES}/{made['id']}")
    assert (await world.delete(f"{FILES}/{made['id']}/gdpr-delete")).status == 204
    assert (await world.get(f"{FILES}/{made['id']}")).status == 404
    assert await blobs(world) == []
    for table in ("file", "fact"):
        rows = await world.server.store.rows(f"SELECT * FROM {table} WHERE portal = ?1", PORTAL)
        assert "ada-lovelace" not in str(rows)
    assert (await world.delete(f"{FILES}/{made['id']}/gdpr-delete")).status == 404


async def test_what_no_row_names_is_swept_when_it_is_old_enough(world: World) -> None:
    from hubstead.files.incoming import Content

    kept = await sent(world, b"kept", "a.txt")
    lost = await world.server.blobs.keep(Content(b"lost", 4, ""))
    now = clock.true_now()
    assert await world.server.sweeper.sweep(now - 3_600_000) == 0
    assert lost in await blobs(world)
    assert await world.server.sweeper.sweep(now + 1_000) == 1
    assert lost not in await blobs(world)
    assert (await fetch(world, kept["url"])).body == b"kept"


async def test_files_are_found_by_all_that_is_known_of_them(world: World) -> None:
    cat = await sent(world, image(30, 20), "Cat.png", folderPath="/pets")
    dog = await sent(world, image(40, 50, "JPEG"), "dog.jpg", folderPath="/pets", options={"access": "PRIVATE"})
    text = await sent(world, b"x" * 999, "catalog.txt")
    await world.patch(f"{FILES}/{text['id']}", {"isUsableInContent": False, "expiresAt": "2999-01-01T00:00:00Z"})
    names = {cat["id"]: "cat", dog["id"]: "dog", text["id"]: "text"}

    async def found(query: str) -> list[str]:
        reply = await world.get(f"{FILES}/search?{query}")
        assert reply.status == 200, reply.body
        return [names[one["id"]] for one in reply.json["results"]]

    assert await found("") == ["cat", "dog", "text"]
    assert await found("name=cat") == ["cat", "text"]
    assert await found("name=CAT_") == []
    assert await found("type=IMG&sort=-size") == sorted(
        ("cat", "dog"), key=lambda name: {"cat": -cat["size"], "dog": -dog["size"]}[name]
    )
    assert await found(f"ids={cat['id']}&ids={text['id']}") == ["cat", "text"]
    assert await found(f"idGte={dog['id']}&idLte={dog['id']}") == ["dog"]
    assert await found(f"parentFolderIds={cat['parentFolderId']}") == ["cat", "dog"]
    assert await found("size=999") == ["text"]
    assert await found("sizeGte=1000000") == []
    assert await found("heightGte=20&heightLte=49") == ["cat"]
    assert await found("width=40") == ["dog"]
    assert await found("encoding=jpeg") == ["dog"]
    assert await found("extension=png") == ["cat"]
    assert await found("isUsableInContent=false") == ["text"]
    assert await found("allowsAnonymousAccess=false") == ["dog"]
    assert await found("allowsAnonymousAccess=true") == ["cat", "text"]
    assert await found(f"fileMd5={dog['fileMd5']}") == ["dog"]
    assert await found(f"url={cat['url']}") == ["cat"]
    assert await found("path=/pets/cat.png") == ["cat"]
    assert await found("expiresAtGte=2998-01-01") == ["text"]
    assert await found(f"createdAt={cat['createdAt']}&ids={cat['id']}") == ["cat"]
    assert await found(f"createdAtLte={cat['createdAt']}&ids={cat['id']}") == ["cat"]
    assert await found("updatedAtGte=32472144000000") == []
    assert await found("before=1000") == []
    assert await found("sort=-name") == ["dog", "text", "cat"]
    assert await found("sort=name&sort=-id&unknown=1") == ["cat", "text", "dog"]


async def test_pages_follow_each_other(world: World) -> None:
    for number in range(5):
        await sent(world, b"x", f"{number}.txt")
    seen: list[str] = []
    url = f"{FILES}/search?limit=2&sort=-name&properties=name"
    while url:
        page = (await world.get(url)).json
        seen += [one["name"] for one in page["results"]]
        assert page["results"][0].keys() == {"id", "createdAt", "updatedAt", "archived", "access", "name"}
        url = page.get("paging", {}).get("next", {}).get("link", "").removeprefix("http://hubstead.test")
    assert seen == ["4", "3", "2", "1", "0"]


@pytest.mark.parametrize(
    "query", ["limit=101", "limit=0", "after=10001", "after=-1", "size=x", "createdAt=then", "sort=colour", "ids=x",
              "isUsableInContent=maybe", "sizeGte=99999999999999999999"]
)  # fmt: skip
async def test_a_search_that_cannot_be_is_refused(world: World, query: str) -> None:
    assert (await world.get(f"{FILES}/search?{query}")).status == 400


async def test_files_are_found_by_groups_of_filters_too(world: World) -> None:
    for name, content in (("a.png", image(10, 10)), ("b.png", image(20, 20)), ("c.txt", b"text")):
        await sent(world, content, name)

    async def found(*filters: dict[str, Any], **body: Any) -> list[str]:
        reply = await world.post(f"{FILES}/search", {"filterGroups": [{"filters": list(filters)}], **body})
        assert reply.status == 200, reply.body
        assert reply.json["total"] >= len(reply.json["results"])
        return [one["name"] for one in reply.json["results"]]

    def by(name: str, operator: str, **operand: Any) -> dict[str, Any]:
        return {"propertyName": name, "operator": operator, **operand}

    assert await found(by("type", "EQ", value="IMG"), sorts=["-name"]) == ["b", "a"]
    assert await found(by("type", "NEQ", value="IMG")) == ["c"]
    assert await found(by("width", "GT", value=10)) == ["b"]
    assert await found(by("width", "GTE", value="10"), by("width", "LT", value=20)) == ["a"]
    assert await found(by("height", "BETWEEN", value=5, highValue=15)) == ["a"]
    assert await found(by("extension", "IN", values=["txt", "pdf"])) == ["c"]
    assert await found(by("extension", "NOT_IN", values=["txt", "pdf"])) == ["a", "b"]
    assert await found(by("name", "CONTAINS_TOKEN", value="*B*")) == ["b"]
    assert await found(by("name", "NOT_CONTAINS_TOKEN", value="b")) == ["a", "c"]
    assert await found(by("width", "HAS_PROPERTY")) == ["a", "b"]
    assert await found(by("encoding", "NOT_HAS_PROPERTY")) == ["c"]
    either = [{"filters": [by("name", "EQ", value="a")]}, {"filters": [by("name", "EQ", value="c")]}]
    assert await found(filterGroups=either, sorts=[{"propertyName": "name", "direction": "DESCENDING"}]) == ["c", "a"]
    page = (await world.post(f"{FILES}/search", {"limit": 2, "after": "0"})).json
    assert (page["total"], page["paging"]) == (3, {"next": {"after": "2"}})
    assert (await world.post(f"{FILES}/search", {"limit": 2, "after": 2})).json["results"][0]["name"] == "c"
    for wrong in (by("colour", "EQ", value="red"), by("size", "CONTAINS_TOKEN", value="1"), by("size", "EQ", value="x"),
                  by("size", "LIKE", value="1"), by("size", "EQ")):  # fmt: skip
        reply = await world.post(f"{FILES}/search", {"filterGroups": [{"filters": [wrong]}]})
        assert reply.status == 400, wrong
