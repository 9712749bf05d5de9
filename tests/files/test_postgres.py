"""Files on PostgreSQL: the same statements there, and two who want the same at once."""

import asyncio

import pytest

from hubstead.kit import clock
from tests.files.sending import FILES, FOLDERS, fetch, image, send, sent
from tests.files.test_uploads import blobs
from tests.postgres import database
from tests.world import PORTAL, World


@pytest.mark.timeout(180)
async def test_the_life_of_files_on_postgresql() -> None:
    with database() as url:
        async with World(database=url) as world:
            made = await sent(world, image(30, 20), "a.png", folderPath="/a/b")
            assert (await fetch(world, made["url"])).body == image(30, 20)
            found = {"propertyName": "name", "operator": "CONTAINS_TOKEN", "value": "A"}
            body = {
                "filterGroups": [{"filters": [found, {"propertyName": "type", "operator": "IN", "values": ["IMG"]}]}]
            }
            assert (await world.post(f"{FILES}/search", body)).json["total"] == 1
            query = f"ids={made['id']}&name=a&widthGte=30&allowsAnonymousAccess=true&sort=-name&createdAtLte=2999-01-01"
            assert len((await world.get(f"{FILES}/search?{query}")).json["results"]) == 1
            moved = await world.patch(f"{FOLDERS}/a", {"name": "z"})
            assert moved.json["path"] == "/z"
            assert (await world.get(f"{FILES}/stat/z/b/a.png")).json["file"]["id"] == made["id"]
            link = (await world.get(f"{FILES}/{made['id']}/signed-url?size=icon")).json
            assert (await fetch(world, link["url"])).status == 200
            twin = await send(world, image(30, 20), "c.png", options={
                "access": "PRIVATE", "duplicateValidationStrategy": "RETURN_EXISTING"})  # fmt: skip
            assert twin.json["id"] == made["id"]
            task = (await world.post(f"{FOLDERS}/update/async", {"id": made["parentFolderId"], "name": "y"})).json
            await world.server.jobs.settled()
            status = await world.get(f"{FOLDERS}/update/async/tasks/{task['id']}/status")
            assert status.json["result"]["path"] == "/z/y"
            assert (await world.delete(f"{FOLDERS}/z")).status == 204
            clock.turn(PORTAL, clock.Clock(ahead=91 * 86_400_000))
            try:
                await world.server.sweeper.clear()
            finally:
                clock.turn(PORTAL, None)
            assert await blobs(world) == []
            other = await sent(world, b"x", "d.txt")
            assert (await world.delete(f"{FILES}/{other['id']}/gdpr-delete")).status == 204
            assert await blobs(world) == []


@pytest.mark.timeout(180)
async def test_those_who_want_the_same_name_at_once_all_get_a_file() -> None:
    with database() as url:
        async with World(database=url) as world:
            replies = await asyncio.gather(*(send(world, b"x", "a.txt", folderPath="/new/er") for _ in range(8)))
            assert [reply.status for reply in replies] == [201] * 8
            assert len({reply.json["path"] for reply in replies}) == 8
            assert len((await world.get(f"{FOLDERS}/search")).json["results"]) == 2
            assert len(await blobs(world)) == 8
