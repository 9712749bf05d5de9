"""Calls and their bodies as JSON."""

from msgspec import UNSET, Struct, UnsetType

from hubstead.calls.ending import Operation, Use
from hubstead.calls.log import Entry
from hubstead.calls.support import ENDS, twin
from hubstead.kit.clock import iso


class MessageShown(Struct, rename="camel"):
    """One direction. `body` is text, with `\\ufffd` for what is none; `bodySize` is its length in bytes as it was sent,
    `bodyCut` says that less is kept."""

    headers: dict[str, str]
    body: str
    body_size: int
    body_cut: bool


class Exchange(Struct):
    """What the sandbox kept of a call: both directions, without secrets."""

    request: MessageShown
    response: MessageShown


class CallShown(Struct, frozen=True, kw_only=True, rename="camel"):
    """A call of an app. `at` is true time, `duration` in ms, `size` the bytes of the answer; `status` is absent when
    nothing was answered. `exchange` has headers and bodies, of one call only and where the sandbox keeps them."""

    id: str
    at: str
    duration: float
    app_id: int
    method: str
    path: str
    query: str
    correlation_id: str
    status: int | UnsetType = UNSET
    size: int | UnsetType = UNSET
    exchange: Exchange | UnsetType = UNSET


class EndingCall(Struct, rename="camel"):
    """An app that calls an operation of a version that loses support. `supportedUntil` is the first day without it;
    `successor` the operation of 2026-03 in its place, `null` where there is none. `firstSeen` and `lastSeen` are the
    portal's time."""

    app_id: int
    version: str
    method: str
    operation: str
    successor: str | None
    supported_until: str
    ended: bool
    count: int
    first_seen: str
    last_seen: str


def shown(entry: Entry, exchange: Exchange | None = None) -> CallShown:
    """A call of the log."""
    return CallShown(
        id=str(entry.id),
        at=iso(entry.at),
        duration=round(entry.took, 3),
        app_id=entry.app,
        method=entry.method,
        path=entry.path,
        query=entry.query,
        correlation_id=entry.correlation,
        status=entry.status or UNSET,
        size=UNSET if entry.size < 0 else entry.size,
        exchange=exchange or UNSET,
    )


def ending_shown(operation: Operation, use: Use, moment: int) -> EndingCall:
    """Calls of an ending version, judged at a moment (ms)."""
    family, _, rest = operation.path.strip("/").partition("/")
    end = ENDS[operation.version]
    return EndingCall(
        app_id=operation.app,
        version=operation.version,
        method=operation.method,
        operation=f"/{family}/{operation.version}/{rest}",
        successor=twin(operation.path),
        supported_until=iso(end)[:10],
        ended=moment >= end,
        count=use.count,
        first_seen=iso(use.first),
        last_seen=iso(use.last),
    )
