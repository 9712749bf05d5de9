"""Uploading: what comes of a file, where it goes, and what is refused."""

import hashlib
from typing import Any

import pytest

from hubstead.kit import clock
from tests.files.sending import FILES, FOLDERS, fetch, form, image, send, sent
from tests.world import PORTAL, Form, World


async def test_a_file_is_answered_as_documented(world: World) -> None:
    content = image(229, 219)
    made = await sent(world, content, "cat.png", folderPath="/library/cat_archive", options={"access": "PRIVATE"})
    folder = (await world.get(f"{FOLDERS}/library/cat_archive")).json
    url = f"http://hubstead.test/hubfs/{PORTAL}/library/cat_archive/cat.png"
    moment = made["createdAt"]
    assert made == {
        "id": made["id"],
        "createdAt": moment,
        "updatedAt": moment,
        "archived": False,
        "parentFolderId": folder["id"],
        "name": "cat",
        "path": "/library/cat_archive/cat.png",
        "size": len(content),
        "height": 219,
        "width": 229,
        "encoding": "png",
        "type": "IMG",
        "extension": "png",
        "defaultHostingUrl": url,
        "url": url,
        "isUsableInContent": True,
        "access": "PRIVATE",
        "fileMd5": hashlib.md5(content, usedforsecurity=False).hexdigest(),
        "sourceGroup": "CONTENT",
    }
    assert (await world.get(f"{FILES}/{made['id']}")).json == made
    assert isinstance(made["id"], str)


async def test_the_dated_version_is_the_same_resource(world: World) -> None:
    options = '{"access": "PRIVATE"}'
    body = form(b"hello", "a.txt", folderPath="/", options=options)
    reply = await world.post("/files/2026-03/files", body)
    assert reply.status == 201
    assert (await world.get(f"/files/2026-03/files/{reply.json['id']}")).json == reply.json
    assert "parentFolderId" not in reply.json


@pytest.mark.parametrize(
    ("name", "type"),
    [
        ("a.JPG", "IMG"),
        ("a.pdf", "DOCUMENT"),
        ("a.mp3", "AUDIO"),
        ("a.mp4", "MOVIE"),
        ("a.zip", "OTHER"),
        ("none", "OTHER"),
    ],
)
async def test_the_type_follows_from_the_extension(world: World, name: str, type: str) -> None:
    made = await sent(world, b"x", name)
    assert (made["type"], made["extension"]) == (type, name.partition(".")[2].lower())
    assert made["path"] == f"/{name}"
    assert "width" not in made


async def test_the_name_is_the_one_asked_for_and_keeps_the_extension(world: World) -> None:
    assert (await sent(world, b"x", "a.pdf", fileName="contract-2024.pdf"))["path"] == "/contract-2024.pdf"
    assert (await sent(world, b"x", "a.pdf", fileName="other"))["path"] == "/other.pdf"
    assert (await sent(world, b"x", "C:\\docs\\deep.txt"))["path"] == "/deep.txt"
    assert (await sent(world, b"x", "../../etc/passwd"))["path"] == "/passwd"
    assert (await sent(world, b"x", ""))["path"].startswith("/file-")
    assert (await sent(world, b"x", "münze €.txt"))["name"] == "münze €"


@pytest.mark.parametrize(
    "name",
    [
        "../x.txt",
        "a/b.txt",
        "a\\b.txt",
        "..",
        ".",
        "a\tb.txt",
        "a\x00b",
        "a\nb",
        " a",
        "a.",
        "x" * 300,
        "a\u202egpj.exe",
    ],
)
async def test_a_bad_name_is_refused(world: World, name: str) -> None:
    reply = await send(world, b"x", fileName=name)
    assert reply.status == 400, reply.body
    assert "fileName" in reply.json["message"]
    assert (await world.get(f"{FILES}/search")).json["results"] == []


@pytest.mark.parametrize("path", ["/a/../b", "/..", "/a/\x01b", "/a\\b", "/" + "y" * 300, "/a/./b"])
async def test_a_bad_path_is_refused(world: World, path: str) -> None:
    reply = await send(world, b"x", folderPath=path)
    assert reply.status == 400
    assert reply.json["category"] == "VALIDATION_ERROR"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"options": None}, "options"),
        ({"options": "nonsense"}, "options"),
        ({"options": {}}, "access"),
        ({"options": {"access": "HIDDEN_PRIVATE"}}, "access"),
        ({"options": {"access": "EVERYBODY"}}, "access"),
        ({"options": {"access": "PRIVATE", "ttl": "P1H"}}, "ttl"),
        ({"options": {"access": "PRIVATE", "ttl": "PT1H"}}, "ttl"),
        ({"options": {"access": "PRIVATE", "ttl": "P0D"}}, "ttl"),
        ({"options": {"access": "PRIVATE", "ttl": "P13M"}}, "ttl"),
        ({"options": {"access": "PRIVATE", "ttl": "P9999Y"}}, "ttl"),
        ({"options": {"access": "PRIVATE", "expiresAt": "2001-01-01T00:00:00Z"}}, "expiresAt"),
        ({"options": {"access": "PRIVATE", "expiresAt": "soon"}}, "expiresAt"),
        ({"options": {"access": "PRIVATE", "duplicateValidationStrategy": "SOME"}}, "duplicateValidationStrategy"),
        ({"options": {"access": "PRIVATE", "duplicateValidationScope": "SOME"}}, "duplicateValidationScope"),
        ({"folderPath": None}, "folderPath"),
        ({"folderPath": "/a", "folderId": "1"}, "exactly one"),
        ({"folderId": "999999"}, "999999"),
        ({"folderId": "0"}, "id must be > 0"),
        ({"folderId": "x"}, "x"),
    ],
)
async def test_what_is_wrong_is_named_and_nothing_is_kept(world: World, fields: dict[str, Any], words: str) -> None:
    reply = await send(world, b"x", **fields)
    assert reply.status == 400, reply.body
    assert words in reply.json["message"]
    assert (await world.get(f"{FILES}/search")).json["results"] == []
    assert [group async for group in world.server.blobs.all()] == []


async def test_a_request_has_one_file(world: World) -> None:
    reply = await send(world, None)
    assert (reply.status, "no part named file" in reply.json["message"]) == (400, True)
    twice = Form(form(b"a", options="{}").rpartition(f"--{Form.BOUNDARY}--".encode())[0] + form(b"b"))
    reply = await world.post(FILES, twice)
    assert (reply.status, "two parts" in reply.json["message"]) == (400, True)
    reply = await world.post(FILES, {"access": "PRIVATE"}, headers={"content-type": "application/json"})
    assert (reply.status, "multipart/form-data" in reply.json["message"]) == (400, True)


async def test_too_large_a_file_is_a_413_and_leaves_nothing() -> None:
    async with World(file_limit=1_000) as small:
        reply = await send(small, b"x" * 1_001)
        assert (reply.status, "1000" in reply.json["message"]) == (413, True)
        assert (await sent(small, b"x" * 1_000))["size"] == 1_000


async def test_a_time_to_live_is_counted_from_now(world: World) -> None:
    """Recorded: with P1M a file of 2022-08-08T14:52:07.876Z expires at 2022-09-08T14:52:07.867Z, 31 days later."""
    clock.turn(PORTAL, clock.Clock(frozen=1659970327876))
    try:
        made = await sent(world, b"x", "a.txt", options={"access": "PUBLIC_INDEXABLE", "ttl": "P1M"})
        assert made["expiresAt"] == 1659970327876 + 31 * 86_400_000
        clock.turn(PORTAL, clock.Clock(frozen=made["expiresAt"] - 1))
        assert (await fetch(world, made["url"])).body == b"x"
        clock.turn(PORTAL, clock.Clock(frozen=made["expiresAt"]))
        assert (await fetch(world, made["url"])).status == 404
        assert (await world.get(f"{FILES}/{made['id']}")).status == 404
        assert (await world.get(f"{FILES}/search")).json["results"] == []
        again = await sent(world, b"y", "a.txt")
        assert (again["path"], again["id"] != made["id"]) == ("/a.txt", True)
    finally:
        clock.turn(PORTAL, None)


async def test_a_file_of_the_same_name_goes_or_the_new_one_gets_another_name(world: World) -> None:
    """Recorded: at 2022-08-08T14:52:07.876Z the name `null` becomes `null-Aug-08-2022-02-52-07-87-PM`."""
    old = await sent(world, b"one", "null.txt")
    clock.turn(PORTAL, clock.Clock(frozen=1659970327876))
    try:
        other = await sent(world, b"two", "NULL.txt")
        assert other["name"] == "NULL-Aug-08-2022-02-52-07-87-PM"
        third = await sent(world, b"three", "null.txt")
        assert third["path"] == "/null-Aug-08-2022-02-52-07-87-PM-2.txt"
    finally:
        clock.turn(PORTAL, None)
    new = await sent(world, b"new", "null.txt", options={"access": "PUBLIC_INDEXABLE", "overwrite": True})
    assert (new["path"], new["id"] != old["id"]) == (old["path"], True)
    assert (await world.get(f"{FILES}/{old['id']}")).status == 404
    assert (await fetch(world, old["url"])).body == b"new"


async def test_duplicates_are_refused_or_answered_where_that_is_asked(world: World) -> None:
    first = await sent(world, b"same", "a.txt", folderPath="/a")
    public = {"access": "PUBLIC_INDEXABLE"}
    reject = {**public, "duplicateValidationStrategy": "REJECT"}
    found = {**public, "duplicateValidationStrategy": "RETURN_EXISTING"}
    here = {"duplicateValidationScope": "EXACT_FOLDER"}
    reply = await send(world, b"same", "b.txt", folderPath="/b", options=reject)
    assert (reply.status, first["path"] in reply.json["message"]) == (409, True)
    assert await sent(world, b"same", "b.txt", folderPath="/b", options=found) == first
    assert (await sent(world, b"same", "b.txt", folderPath="/b", options={**reject, **here}))["path"] == "/b/b.txt"
    assert await sent(world, b"same", "c.txt", folderPath="/a", options={**found, **here}) == first
    assert (await sent(world, b"other", "b.txt", folderPath="/b", options=found))["id"] != first["id"]
    assert len(await blobs(world)) == 3


async def blobs(world: World) -> list[str]:
    """The keys of all contents."""
    return [one.key for group in [group async for group in world.server.blobs.all()] for one in group]


async def test_replacing_keeps_id_and_url(world: World) -> None:
    made = await sent(world, image(10, 20), "a.png")
    options = '{"access": "PUBLIC_NOT_INDEXABLE", "expiresAt": "2999-01-01T00:00:00Z"}'
    body = form(image(30, 40), "whatever.png", options=options)
    reply = await world.put(f"{FILES}/{made['id']}", body)
    assert reply.status == 200
    assert (reply.json["id"], reply.json["url"], reply.json["createdAt"]) == (
        made["id"],
        made["url"],
        made["createdAt"],
    )
    assert (reply.json["width"], reply.json["height"]) == (30, 40)
    assert (reply.json["access"], reply.json["expiresAt"]) == ("PUBLIC_NOT_INDEXABLE", 32472144000000)
    assert (await fetch(world, made["url"])).body == image(30, 40)
    assert len(await blobs(world)) == 1
    kept = await world.put(f"{FILES}/{made['id']}", form(b"text", "x"))
    assert (kept.json["access"], "width" in kept.json) == ("PUBLIC_NOT_INDEXABLE", False)
    assert (await world.put(f"{FILES}/99999", form(b"text", "x"))).status == 404


async def test_an_image_that_says_it_is_enormous_is_kept_and_not_decoded(world: World) -> None:
    import struct
    import zlib

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    data = zlib.compress(b"\0" * 1000)
    idat = struct.pack(">I", len(data)) + b"IDAT" + data + struct.pack(">I", zlib.crc32(b"IDAT" + data))
    made = await sent(world, b"\x89PNG\r\n\x1a\n" + chunk + idat, "bomb.png")
    assert (made["width"], made["height"]) == (60_000, 60_000)
    reply = await fetch(world, f"{made['url']}?width=100")
    assert (reply.status, "pixels" in reply.json["message"]) == (400, True)
