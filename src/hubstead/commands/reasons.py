"""From the exceptions of the rooms to a sentence that says what happened and what to do."""

import errno
from pathlib import Path

import msgspec

from hubstead.commands.refusal import Refusal
from hubstead.settings import Settings


def refusal_of(error: Exception, settings: Settings) -> Refusal | None:
    """The words for an exception; `None` for one that is a defect of ours."""
    from hubstead.admin.presence import Held  # with the rest of the server, when there is something to explain
    from hubstead.columns.engine import ColumnStoreError, ColumnStoreLocked
    from hubstead.kit.errors import Failure
    from hubstead.listener import PortInUse

    match error:
        case Refusal():
            return error
        case PortInUse():
            return Refusal(_port_in_use(settings))
        case Held():
            return Refusal(_held(error, settings.data))
        case ColumnStoreLocked():
            return Refusal(f"Another process has the search columns in {settings.data} open. Stop it first.")
        case Failure():
            return Refusal(error.message)
        case ColumnStoreError():
            return Refusal(f"The search columns in {settings.data} cannot be opened: {error}")
        case ImportError(name="asyncpg"):
            return Refusal("PostgreSQL needs one more package: pip install 'hubstead[postgres]'")
        case ValueError() if settings.database:
            return Refusal(f"--database: {error}", 2)
        case OSError():
            return Refusal(_system(error, settings))
    return None


def settings_refused(error: msgspec.ValidationError) -> Refusal:
    """A setting in the environment or an option that is not of its type."""
    what, _, place = str(error).partition(" - at `$.")
    name = place.rstrip("`")
    return Refusal(f"The setting {name or '?'} (HUBSTEAD_{name.upper()}) is not valid: {what}", 2)


def _port_in_use(settings: Settings) -> str:
    return (
        f"Port {settings.port} on {settings.host} is in use by another program. "
        f"Choose another one with --port {settings.port + 1}, or --port 0 for any free one."
    )


def _held(error: Exception, data: str) -> str:
    note = getattr(error, "note", None)
    if note is None:
        return f"The data folder {data} is in use: a server is starting or a reindex is going on there."
    return (
        f"The data folder {data} is in use by the server on {note.url} (process {note.pid}). "
        "Stop it first, or choose another folder with --data."
    )


def _system(error: OSError, settings: Settings) -> str:
    place = error.filename or settings.data
    folder = settings.data if Path(str(place)).is_relative_to(settings.data) else place
    match error.errno:
        case errno.EACCES | errno.EPERM | errno.EROFS if error.filename:
            return f"{folder} cannot be written ({error.strerror}). Choose a folder of yours with --data."
        case errno.ENOTDIR | errno.EEXIST:
            return f"{folder} is not a folder. Choose one with --data."
        case errno.EACCES:
            return f"Port {settings.port} needs more rights. Choose one from 1024 on."
        case errno.ENOSPC:
            return f"The disk of {folder} is full."
    if error.filename:
        return f"{error.filename}: {error.strerror}"
    return f"Cannot listen on {settings.host}:{settings.port}: {error.strerror or error}"
