"""Files as people in a session have them, as the API guide has them, and as the oldest API shows them."""

import hashlib
from urllib.parse import urlsplit

from hubstead.store.access import Access
from tests.account.test_sessions import session, with_cookie
from tests.files.sending import FILES, FOLDERS, fetch, form, image, send, sent
from tests.world import PORTAL, World

OLD = "/filemanager/api"


async def test_a_private_file_is_there_for_who_is_logged_in_to_its_account(world: World) -> None:
    made = await sent(world, b"secret", "a.txt", options={"access": "PRIVATE"})
    path, cookie = urlsplit(made["url"]).path, with_cookie(await session(world))
    reply = await world.get(path, token=None, headers=cookie)
    assert (reply.status, reply.body, reply.headers["cache-control"]) == (200, b"secret", "private, no-store")
    assert (await world.get(path, token=None, headers=with_cookie("nonsense"))).status == 404
    away = f"{OLD}/v2/files/{made['id']}/signed-url-redirect?portalId={PORTAL}"
    reply = await world.get(away, token=None, headers=cookie)
    assert reply.status == 302
    assert (await fetch(world, reply.headers["location"])).body == b"secret"
    assert (await world.get(away, token=None)).status == 404


async def test_who_may_not_change_files_may_read_them(world: World) -> None:
    made = await sent(world, b"x", "a.txt", folderPath="/a")
    reader = world.user(Access(1, "1", frozenset(), {}))
    assert (await world.get(f"{FILES}/{made['id']}", token=reader)).status == 200
    assert (await world.post(f"{FILES}/search", {}, token=reader)).status == 200
    refused = [
        await send(world, b"x", "b.txt", token=reader),
        await world.put(f"{FILES}/{made['id']}", form(b"y"), token=reader),
        await world.patch(f"{FILES}/{made['id']}", {"name": "b"}, token=reader),
        await world.delete(f"{FILES}/{made['id']}", token=reader),
        await world.delete(f"{FOLDERS}/a", token=reader),
    ]
    assert [reply.status for reply in refused] == [403] * len(refused)
    assert all(reply.json["context"] == {"permission": ["files"]} for reply in refused)


async def test_the_examples_of_the_api_guide_work_as_given(world: World) -> None:
    options = '{"access": "PUBLIC_INDEXABLE", "ttl": "P3M"}'
    body = form(b"%PDF", "document.pdf", fileName="contract-2024.pdf", folderPath="/contracts/2024", options=options)
    made = (await world.post("/files/v3/files", body)).json
    assert {
        "path": "/contracts/2024/contract-2024.pdf",
        "access": "PUBLIC_INDEXABLE",
        "size": 4,
    }.items() <= made.items()
    logo = {
        "url": "https://example.com/images/logo.png",
        "name": "company-logo.png",
        "folderPath": "/assets/images",
        "access": "PUBLIC_INDEXABLE",
        "duplicateValidationStrategy": "NONE",
    }
    task = await world.post("/files/v3/files/import-from-url/async", logo)
    assert task.status == 202
    status = await world.get(f"/files/v3/files/import-from-url/async/tasks/{task.json['id']}/status")
    assert (status.status, status.json["taskId"]) == (200, task.json["id"])
    await sent(world, image(), "logo.png")
    search = {
        "filterGroups": [{"filters": [{"propertyName": "type", "operator": "EQ", "value": "IMG"}]}],
        "sorts": ["-updatedAt"],
        "limit": 20,
    }
    found = await world.post("/files/v3/files/search", search)
    assert [one["name"] for one in found.json["results"]] == ["logo"]
    assert (await world.get(f"/files/v3/files/{made['id']}")).json == made
    assert (await world.delete(f"/files/v3/files/{made['id']}")).status == 204


async def test_the_oldest_api_answers_in_its_recorded_shape(world: World) -> None:
    """Recorded in 2022, of an empty file named `null` at the top."""
    reply = await world.post(f"{OLD}/v3/files/upload", form(b"", "null", options='{"access": "PRIVATE", "ttl": "P1M"}'))
    assert reply.status == 200
    [made] = reply.json["objects"]
    key = f"hubfs/{PORTAL}/null"
    expected = {
        "portal_id": PORTAL, "name": "null", "size": 0, "height": None, "width": None, "encoding": None,
        "type": "OTHER", "extension": "", "cloud_key": key, "alt_key": key, "title": "null",
        "alt_key_hash": hashlib.md5(key.encode(), usedforsecurity=False).hexdigest(), "deleted_at": 0,
        "folder_id": None, "hidden": False, "archived": False, "replaceable": True, "teams": [],
        "is_indexable": False, "file_hash": "d41d8cd98f00b204e9800998ecf8427e",
    }  # fmt: skip
    assert expected.items() <= made.items()
    assert made["meta"]["allows_anonymous_access"] is False
    assert made["friendly_url"] == made["url"] == made["default_hosting_url"]
    assert (await world.get(f"{OLD}/v2/files/{made['id']}")).json == made
    assert (await world.get(f"/files/v3/files/{made['id']}")).json["id"] == str(made["id"])
    folder = (await world.post(f"{OLD}/v2/folders", {"name": "old"})).json
    moved = await world.post(f"{OLD}/v2/files/{made['id']}/move-file", {"folder_id": folder["id"], "name": "new"})
    assert moved.json["objects"][0]["cloud_key"] == f"hubfs/{PORTAL}/old/new"
    page = (await world.get(f"{OLD}/v2/files?limit=1&folder_id={folder['id']}")).json
    assert (page["limit"], page["offset"], page["total_count"], len(page["objects"])) == (1, 0, 1, 1)
    replaced = await world.post(f"{OLD}/v3/files/{made['id']}", form(b"abc", "x"))
    assert replaced.json["objects"][0]["size"] == 3
    renamed = await world.put(f"{OLD}/v2/folders/{folder['id']}", {"name": "older"})
    assert (renamed.json["full_path"], renamed.json["parent_folder_id"]) == ("/older", None)
    assert (await world.get(f"{OLD}/v2/folders")).json["total_count"] == 1
    assert (await world.delete(f"{OLD}/v2/files/{made['id']}")).status == 204
    assert (await world.delete(f"{OLD}/v2/folders/{folder['id']}")).status == 204
