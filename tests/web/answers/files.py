"""Calls of files and folders."""

from typing import Any

from tests.files.sending import form as file_form
from tests.files.tasks import tasks_of
from tests.world import PORTAL, World


async def of_files(world: World) -> list[tuple[str, str, Any]]:
    files, folders = "/files/v3/files", "/files/v3/folders"
    sent = file_form(b"text", "a.txt", options='{"access": "PRIVATE"}', folderPath="/a/b")
    made = (await world.post(files, sent)).json
    one, folder = f"{files}/{made['id']}", made["parentFolderId"]
    tasks = await tasks_of(world, PORTAL, folder)
    return [
        ("POST", files, sent),
        ("PUT", one, file_form(b"other", "a.txt")),
        ("GET", one, None),
        ("PATCH", one, {"name": "b"}),
        ("GET", f"{files}/stat/a/b", None),
        ("GET", f"{files}/stat/a/b/b.txt", None),
        ("GET", f"{files}/search?limit=1", None),
        ("POST", f"{files}/search", {"limit": 1}),
        ("GET", f"{one}/signed-url", None),
        ("POST", folders, {"name": "c", "parentPath": "/a"}),
        ("GET", f"{folders}/{folder}", None),
        ("PATCH", f"{folders}/a/b", {"name": "d"}),
        ("GET", f"{folders}/search?limit=1", None),
        (
            "POST",
            f"{files}/import-from-url/async",
            {"url": "https://files.example/a", "access": "PRIVATE", "folderPath": "/"},
        ),
        ("POST", f"{folders}/update/async", {"id": folder}),
        ("GET", f"{files}/import-from-url/async/tasks/{tasks['import_task']}/status", None),
        ("GET", f"{folders}/update/async/tasks/{tasks['move_task']}/status", None),
    ]
