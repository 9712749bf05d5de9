"""Tasks that go on after their answer, over HTTP: imports from URLs, moves of folders."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import msgspec

from hubstead.files import file as files
from hubstead.files import folder as folders
from hubstead.files import names, tasks, wire
from hubstead.files.routes import MANAGER, PERMISSION, SCOPE
from hubstead.files.tasks import By, Outcome
from hubstead.files.upload import wanted_of
from hubstead.files.wire import shown_file, shown_folder
from hubstead.jobs import job as jobs
from hubstead.jobs.job import Job
from hubstead.kit.clock import iso
from hubstead.kit.errors import Invalid, Missing
from hubstead.outbound.guard import Refused
from hubstead.store.unit import Unit
from hubstead.web.call import Call
from hubstead.web.route import Route

IMPORT = f"{MANAGER}/import-from-url/async"
MOVE = "/files/folders/update/async"
_STATUS = {"queued": "PENDING", "running": "PROCESSING", "cancelling": "PROCESSING", "cancelled": "CANCELED"}


async def import_from_url(call: Call) -> Any:
    """Fetch a file from a URL, after the answer. Redirects are followed; private addresses are refused."""
    given = call.read(wire.ImportInput)
    wanted_of(given, call.now())
    if (given.folder_id is None) == (given.folder_path is None):
        raise Invalid("Give exactly one of folderId and folderPath.", context={"fields": ["folderId", "folderPath"]})
    if given.name:
        names.file_name(given.name)
    if given.folder_path is not None:
        names.names_of(given.folder_path)
    else:
        await folders.by_id(call.reading(), given.folder_id or "")
    try:
        call.rooms.outbound.guard.check_url(given.url)
    except Refused as refused:
        raise Invalid(str(refused), context={"url": [given.url[:500]]}) from None
    return await _started(call, tasks.FETCH.name, tasks.Fetch(given, _by(call)), IMPORT)


async def update_folder(call: Call) -> Any:
    """Rename or move a folder, after the answer."""
    given = call.read(wire.FolderUpdateWithId)
    await folders.by_id(call.reading(), str(given.id))
    return await _started(call, tasks.MOVE.name, tasks.Move(given, _by(call)), MOVE)


async def get_import_status(call: Call) -> Any:
    """How an import stands, and the file that came of it."""
    job, outcome = await _found(call, tasks.FETCH.name)
    shown = _shown(call, job, outcome, IMPORT)
    if outcome.id:
        try:
            shown.result = shown_file(await files.by_id(call.reading(), str(outcome.id), hidden=True), call.base_url)
        except Missing:
            return shown  # it was deleted since
    return shown


async def get_update_status(call: Call) -> Any:
    """How a move stands, and the folder as it is."""
    job, outcome = await _found(call, tasks.MOVE.name)
    shown = _shown(call, job, outcome, MOVE)
    if outcome.id:
        try:
            shown.result = shown_folder(await folders.by_id(call.reading(), str(outcome.id)))
        except Missing:
            return shown
    return shown


async def _started(call: Call, kind: str, order: Any, path: str) -> wire.TaskStarted:
    async def work(unit: Unit) -> int:
        return await jobs.queue(unit, kind, order)

    id = task_id(await call.write(work))
    return wire.TaskStarted(id, {"status": _status_url(call, path, id)})


async def _found(call: Call, kind: str) -> tuple[Job, Outcome]:
    job = await jobs.find(call.reading(), job_id(call.path[0]))
    if job is None or job.kind != kind:
        raise Missing
    return job, msgspec.json.decode(job.result, type=Outcome | None) or Outcome()


def _shown(call: Call, job: Job, outcome: Outcome, path: str) -> wire.TaskShown:
    """A task. One that ended without what it was to bring is COMPLETE, with the reason (our choice)."""
    id = task_id(job.id)
    status: Any = _STATUS.get(job.state, "COMPLETE")
    ended = status in ("COMPLETE", "CANCELED")
    shown = wire.TaskShown(
        task_id=id,
        status=status,
        requested_at=iso(job.created),
        started_at=iso(job.started or job.created),
        completed_at=iso(job.due if ended else job.started or job.created),
        links={"status": _status_url(call, path, id)},
    )
    if job.state == "dead" or outcome.message:
        message = outcome.message or "The task failed several times. The log of the server says why."
        category = outcome.category or "INTERNAL_ERROR"
        shown.errors = [wire.TaskError("error", category, message, [], {}, {})]
        shown.num_errors = 1
    return shown


def _status_url(call: Call, path: str, id: str) -> str:
    first, _, rest = path.strip("/").partition("/")
    return f"{call.base_url}/{first}/v3/{rest}/tasks/{id}/status"


def _by(call: Call) -> By:
    return By(*call.caller.actor.origin)


def task_id(job: int) -> str:
    """The service's form: eight bytes in base64url (recorded: `AAAAEZ6whGI` is 75676812386)."""
    return urlsafe_b64encode(job.to_bytes(8, "big")).rstrip(b"=").decode()


def job_id(task: str) -> int:
    """The job behind a task. Raises `Invalid`, in the service's words, for what is no id of one."""
    try:
        decoded = urlsafe_b64decode(f"{task}=".encode("ascii"))
    except (binascii.Error, ValueError):
        decoded = b""
    if len(decoded) != 8 or decoded[0] > 127:
        raise Invalid("Provided ID could not be decoded.", context={"id": [task[:100]]})
    return int.from_bytes(decoded, "big")


ROUTES = (
    Route("POST", IMPORT, import_from_url, SCOPE, "Import a file from a URL", wire.ImportInput, wire.TaskStarted, 202,
          permission=PERMISSION),
    Route("GET", f"{IMPORT}/tasks/{{fileTaskId}}/status", get_import_status, SCOPE, "Read how an import stands",
          answer=wire.TaskShown),
    Route("POST", MOVE, update_folder, SCOPE, "Rename or move a folder, in the background", wire.FolderUpdateWithId,
          wire.TaskStarted, 202, permission=PERMISSION),
    Route("GET", f"{MOVE}/tasks/{{fileTaskId}}/status", get_update_status, SCOPE, "Read how a move of folders stands",
          answer=wire.TaskShown),
)  # fmt: skip
