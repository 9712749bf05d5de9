"""Tasks that have ended: an import that could not be, and a move that changed nothing."""

from hubstead.account import portals
from hubstead.files import tasks
from hubstead.files.task_routes import task_id
from hubstead.files.wire import FolderUpdateWithId, ImportInput
from hubstead.jobs import job as jobs
from hubstead.store.unit import Origin, Unit, write
from tests.world import World


async def tasks_of(world: World, portal: int, folder: str) -> dict[str, str]:
    """The ids of both in a portal."""
    by = tasks.By("API", "", 0)
    fetch = tasks.Fetch(ImportInput(url="nonsense", access="PRIVATE", folder_path="/"), by)
    move = tasks.Move(FolderUpdateWithId(id=folder), by)

    async def work(unit: Unit) -> dict[str, str]:
        import_task = await jobs.queue(unit, tasks.FETCH.name, fetch)
        move_task = await jobs.queue(unit, tasks.MOVE.name, move)
        return {"import_task": task_id(import_task), "move_task": task_id(move_task)}

    server = world.server
    made = await write(server.store, await portals.actor(server.store, portal, Origin("API"), server.definitions), work)
    await server.jobs.settled()
    return made
