"""Files fetched from URLs: tasks and what they tell, and what a URL cannot do. The other server is on this machine,
which the setting `outbound` allows here."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import pytest_asyncio

from hubstead.files.task_routes import job_id, task_id
from tests.files.sending import FILES, FOLDERS, image, sent
from tests.files.test_uploads import blobs
from tests.world import World

IMPORT = f"{FILES}/import-from-url/async"
Serve = Callable[..., str]


class Site:
    """Another server: it answers what its paths say."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[str, bytes]] = {}
        self.asked: list[str] = []
        self.url = ""

    def shows(self, path: str, content: bytes = b"", status: str = "200 OK", **headers: str) -> str:
        """Answer this at a path; the URL."""
        lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        length = "" if "Content_Length" in headers else f"Content-Length: {len(content)}\r\n"
        self.answers[path] = (f"HTTP/1.1 {status}\r\n{lines}{length}Connection: close\r\n\r\n", content)
        return f"{self.url}{path}"

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode()
        self.asked.append(path)
        head, content = self.answers.get(path, ("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", b""))
        with contextlib.suppress(ConnectionError):
            writer.write(head.encode() + content)
            await writer.drain()
            writer.close()


@pytest_asyncio.fixture
async def site() -> AsyncIterator[Site]:
    made = Site()
    server = await asyncio.start_server(made.answer, "127.0.0.1", 0)
    made.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield made
    server.close()


@pytest_asyncio.fixture
async def near() -> AsyncIterator[World]:
    """A server that may fetch from this machine."""
    async with World(outbound="127.0.0.0/8", file_limit=10_000) as world:
        yield world


async def fetched(world: World, url: str, **fields: Any) -> Any:
    """Start an import and wait for its end; the task."""
    body = {"url": url, "access": "PUBLIC_INDEXABLE", "folderPath": "/assets", **fields}
    reply = await world.post(IMPORT, body)
    assert reply.status == 202, reply.body
    assert reply.json["links"]["status"] == f"http://hubstead.test{IMPORT}/tasks/{reply.json['id']}/status"
    await world.server.jobs.settled()
    task = (await world.get(f"{IMPORT}/tasks/{reply.json['id']}/status")).json
    assert task["taskId"] == reply.json["id"]
    return task


def test_the_id_of_a_task_is_the_recorded_form() -> None:
    assert task_id(75676812386) == "AAAAEZ6whGI"
    assert job_id("AAAAEZ6whGI") == 75676812386


async def test_a_file_comes_from_a_url(near: World, site: Site) -> None:
    url = site.shows("/logos/logo.png", image(30, 20), Content_Type="image/png")
    task = await fetched(near, url, name="company-logo.png", duplicateValidationStrategy="NONE")
    assert (task["status"], task.get("errors")) == ("COMPLETE", None)
    made = task["result"]
    assert (made["path"], made["width"], made["access"]) == ("/assets/company-logo.png", 30, "PUBLIC_INDEXABLE")
    assert (await near.get(f"{FILES}/{made['id']}")).json == made
    assert task["requestedAt"] <= task["startedAt"] <= task["completedAt"]


async def test_a_name_that_is_not_given_follows_from_the_url(near: World, site: Site) -> None:
    named = site.shows("/a%20b.txt?x=1", b"x")
    assert (await fetched(near, named))["result"]["path"] == "/assets/a b.txt"
    bare = site.shows("/download", b"x", Content_Type="application/pdf; q=1")
    assert (await fetched(near, bare))["result"]["path"] == "/assets/download.pdf"
    assert (await fetched(near, named, name="other"))["result"]["path"] == "/assets/other.txt"


async def test_redirects_are_followed_to_where_they_may_lead(near: World, site: Site) -> None:
    site.shows("/end.txt", b"x")
    away = site.shows("/start", status="302 Found", Location="/end.txt")
    assert (await fetched(near, away, name="a.txt"))["result"]["size"] == 1
    into = site.shows("/into", status="302 Found", Location="http://169.254.169.254/latest/meta-data")
    round_ = site.shows("/round", status="302 Found", Location="/round")
    for url in (into, round_):
        task = await fetched(near, url, name="a.txt")
        assert (task["status"], task["numErrors"], "result" in task) == ("COMPLETE", 1, False)
        assert task["errors"][0]["message"]


async def test_why_a_file_did_not_come_is_told_and_nothing_of_it_stays(near: World, site: Site) -> None:
    asked = {
        f"{site.url}/none": "404",
        site.shows("/large.bin", b"x" * 10_001): "10000",
        site.shows("/zipped.txt", b"x", Content_Encoding="gzip"): "compressed",
    }
    for url, words in asked.items():
        task = await fetched(near, url, name="a.txt")
        assert (task["status"], task["numErrors"], "result" in task) == ("COMPLETE", 1, False)
        error = task["errors"][0]
        assert (error["status"], error["category"], words in error["message"]) == ("error", "VALIDATION_ERROR", True)
    assert await blobs(near) == []
    assert (await near.get(f"{FILES}/search")).json["results"] == []


async def test_an_endless_body_is_not_taken_in(near: World, site: Site) -> None:
    url = site.shows("/endless", b"1000\r\n" + b"x" * 0x1000 + b"\r\n", Transfer_Encoding="chunked", Content_Length="")
    head = site.answers["/endless"][0].replace("Content-Length: \r\n", "")
    site.answers["/endless"] = (head, (b"1000\r\n" + b"x" * 0x1000 + b"\r\n") * 100)
    task = await fetched(near, url, name="a.bin")
    assert (task["numErrors"], "10000" in task["errors"][0]["message"]) == (1, True)
    assert await blobs(near) == []


async def test_duplicates_and_rejections_count_as_for_uploads(near: World, site: Site) -> None:
    first = await sent(near, b"same", "a.txt")
    url = site.shows("/b.txt", b"same")
    task = await fetched(near, url, duplicateValidationStrategy="RETURN_EXISTING")
    assert task["result"]["id"] == first["id"]
    task = await fetched(near, url, duplicateValidationStrategy="REJECT")
    assert (task["errors"][0]["category"], first["path"] in task["errors"][0]["message"]) == ("CONFLICT", True)
    assert len(await blobs(near)) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x", "http://localhost/x", "http://10.0.0.1/x", "http://169.254.169.254/latest", "http://[::1]/x",
        "http://2130706433/x", "http://0x7f.1/x", "file:///etc/passwd", "ftp://example.com/x", "nonsense", "http://",
    ],
)  # fmt: skip
async def test_a_url_into_our_own_network_is_refused(world: World, url: str) -> None:
    body = {"url": url, "access": "PRIVATE", "folderPath": "/"}
    reply = await world.post(IMPORT, body)
    if reply.status == 202:  # it depends on what the name leads to
        await world.server.jobs.settled()
        task = (await world.get(f"{IMPORT}/tasks/{reply.json['id']}/status")).json
        assert (task["numErrors"], "result" in task) == (1, False)
    else:
        assert (reply.status, reply.json["category"]) == (400, "VALIDATION_ERROR")


@pytest.mark.parametrize(
    "fields",
    [{"access": "HIDDEN_PRIVATE"}, {"folderPath": None}, {"folderId": "1"}, {"name": "../x"}, {"folderPath": "/../x"},
     {"ttl": "P1H"}, {"folderPath": None, "folderId": "99"}],
)  # fmt: skip
async def test_an_import_that_cannot_be_is_refused_at_once(world: World, fields: dict[str, Any]) -> None:
    body = {"url": "https://example.com/a.txt", "access": "PRIVATE", "folderPath": "/", **fields}
    assert (await world.post(IMPORT, body)).status in (400, 404)


async def test_tasks_are_found_by_their_own_ids_only(world: World) -> None:
    reply = await world.get(f"{IMPORT}/tasks/nonsense/status")
    assert (reply.status, reply.json["message"]) == (400, "Provided ID could not be decoded.")
    assert reply.json["context"] == {"id": ["nonsense"]}
    assert (await world.get(f"{IMPORT}/tasks/{task_id(99)}/status")).status == 404


async def test_a_folder_is_moved_in_the_background(world: World) -> None:
    file = await sent(world, b"x", "a.txt", folderPath="/a/b")
    id = (await world.get(f"{FOLDERS}/a")).json["id"]
    started = (await world.post(f"{FOLDERS}/update/async", {"id": id, "name": "z"})).json
    await world.server.jobs.settled()
    task = (await world.get(f"{FOLDERS}/update/async/tasks/{started['id']}/status")).json
    assert (task["status"], task["result"]["path"]) == ("COMPLETE", "/z")
    assert (await world.get(f"{FILES}/{file['id']}")).json["path"] == "/z/b/a.txt"
    assert (await world.get(f"{IMPORT}/tasks/{started['id']}/status")).status == 404
    await sent(world, b"x", "a.txt", folderPath="/taken")
    started = (await world.post(f"{FOLDERS}/update/async", {"id": id, "name": "taken"})).json
    await world.server.jobs.settled()
    task = (await world.get(f"{FOLDERS}/update/async/tasks/{started['id']}/status")).json
    assert (task["numErrors"], task["errors"][0]["category"]) == (1, "CONFLICT")
    assert (await world.post(f"{FOLDERS}/update/async", {"id": 999, "name": "z"})).status == 404
