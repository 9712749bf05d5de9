"""What `hubstead check` says of files."""

from pathlib import Path

from hubstead.commands.checking.files import check_files
from tests.files.sending import sent
from tests.files.test_uploads import blobs
from tests.world import World


async def found(world: World) -> tuple[str, list[str]]:
    what, problems = await check_files(world.server.store, world.server.blobs)
    return what, problems


async def test_files_whose_contents_are_there_are_in_order(world: World) -> None:
    assert await found(world) == ("0 files", [])
    await sent(world, b"one", "a.txt")
    await sent(world, b"", "empty.txt")
    assert await found(world) == ("2 files", [])


async def test_contents_that_are_gone_or_cut_short_are_told(tmp_path: Path) -> None:
    async with World(data=tmp_path) as world:
        gone, short = int((await sent(world, b"one", "a.txt"))["id"]), int((await sent(world, b"two", "b.txt"))["id"])
        rows: dict[int, str] = dict(await world.server.store.rows("SELECT id, blob FROM file"))
        (tmp_path / "files" / rows[gone]).unlink()
        (tmp_path / "files" / rows[short]).write_bytes(b"t")
        what, problems = await found(world)
        assert what == "2 files"
        assert [problem.partition(": ")[2] for problem in problems] == [
            f"its content {rows[gone]} is gone; put it back from a backup",
            f"1 bytes of its 3 are there ({rows[short]}); put it back from a backup",
        ]
        assert len(await blobs(world)) == 1
