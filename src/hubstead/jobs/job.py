"""A job: queued in the transaction that needs it, found, cancelled, tried again."""

from collections.abc import Sequence
from typing import Any, Literal

import msgspec

from hubstead.store.engine import Row
from hubstead.store.tables import JOB
from hubstead.store.unit import Unit

State = Literal["queued", "running", "cancelling", "done", "dead", "cancelled"]
STATES: tuple[State, ...] = ("queued", "running", "cancelling", "done", "dead", "cancelled")
ENDED: tuple[State, ...] = ("done", "dead", "cancelled")
NULL = msgspec.Raw(b"null")
COLUMNS = ", ".join(JOB.columns)


class _Document(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    payload: msgspec.Raw
    checkpoint: msgspec.Raw = NULL
    result: msgspec.Raw = NULL
    created: int = 0
    started: int = 0
    attempt: int = 0
    done: int = 0
    total: int = 0
    error: str = ""


class Job(_Document, frozen=True, kw_only=True, omit_defaults=True):
    """A job as it stands.

    `payload` is what it was queued with, `checkpoint` what it kept of how far it is, `result` what it answered, all
    JSON. `done` of `total` is its progress in units of its own. `attempt` counts failures since it last got further,
    `error` is the last one. Moments in ms: `due` by the portal's clock (of an ended job: when it ended), `leased` by
    the true one. `name` lets one of its kind wait at a time.
    """

    portal: int
    id: int
    kind: str
    name: str
    state: State
    due: int
    owner: str = ""
    leased: int = 0

    @property
    def row(self) -> Row:
        """For the store."""
        about = {name: getattr(self, name) for name in _FIELDS}
        document = msgspec.json.encode(_Document(**about)).decode()
        return (*(getattr(self, name) for name in JOB.columns[:-1]), document)

    def now(self, **fields: object) -> "Job":
        """The job with fields changed."""
        return msgspec.structs.replace(self, **fields)


_FIELDS = tuple(field.name for field in msgspec.structs.fields(_Document))
_decode = msgspec.json.Decoder(_Document).decode


def of(row: Row) -> Job:
    """A job from its row."""
    document = _decode(row[-1])
    about = {name: getattr(document, name) for name in _FIELDS}
    return Job(**dict(zip(JOB.columns[:-1], row[:-1], strict=True)), **about)


def raw(value: Any) -> msgspec.Raw:
    """A value as JSON."""
    return msgspec.Raw(msgspec.json.encode(value))


async def queue(unit: Unit, kind: str, payload: Any, *, at: int | None = None, key: str = "") -> int:
    """Let a job run once this unit is committed, at a moment (ms by the portal's clock) or as soon as can be.

    With a `key`, a job of this kind and key that waits already is enough. Answers the job's id.
    """
    if not key:
        return await _new(unit, kind, payload, at, key)
    queued: dict[tuple[str, str], int] = unit.keep("jobs.queued", dict)
    if (kind, key) not in queued:
        sql = "SELECT id FROM job WHERE portal = ?1 AND kind = ?2 AND name = ?3 AND state = 'queued'"
        waiting = await unit.rows(sql, kind, key)
        queued[kind, key] = waiting[0][0] if waiting else await _new(unit, kind, payload, at, key)
    return queued[kind, key]


async def _new(unit: Unit, kind: str, payload: Any, at: int | None, key: str) -> int:
    job = Job(
        portal=unit.portal,
        id=await unit.new_ids(1),
        kind=kind,
        name=key,
        state="queued",
        due=unit.now if at is None else at,
        payload=raw(payload),
        created=unit.now,
    )
    unit.put(JOB, job.row)
    return job.id


async def find(unit: Unit, id: int) -> Job | None:
    """The job with this id in the unit's portal."""
    rows = await unit.rows(f"SELECT {COLUMNS} FROM job WHERE portal = ?1 AND id = ?2 FOR UPDATE", id)
    return of(rows[0]) if rows else None


async def listed(unit: Unit, states: Sequence[str] = STATES, limit: int = 1000) -> list[Job]:
    """The portal's jobs in these states, the newest first."""
    sql = f"SELECT {COLUMNS} FROM job WHERE portal = ?1 AND state = ANY_TEXT(?2) ORDER BY id DESC LIMIT ?3"
    return [of(row) for row in await unit.rows(sql, list(states), limit)]


async def cancel(unit: Unit, id: int) -> bool:
    """Let a job not run, or end at its next step where it runs; says whether it had not ended before."""
    job = await find(unit, id)
    if job is None or job.state in ENDED:
        return False
    ended = job.now(state="cancelled", due=unit.now)
    unit.put(JOB, (ended if job.state == "queued" else job.now(state="cancelling")).row)
    return True


async def retry(unit: Unit, id: int) -> bool:
    """Let a dead or cancelled job go on from where it was; says whether it was one."""
    job = await find(unit, id)
    if job is None or job.state not in ("dead", "cancelled"):
        return False
    unit.put(JOB, job.now(state="queued", due=unit.now, attempt=0, name="").row)
    return True
