"""The webhooks journal over HTTP: apps read what happened, at their own pace.

An app calls with a token that it got with its own secret (`grant_type=client_credentials`); a private app with its own.
"""

from collections.abc import Iterable
from typing import Any

from hubstead.apps.scopes import JOURNAL
from hubstead.files.signed import secret_of
from hubstead.kit import clock
from hubstead.kit.errors import Failure, Forbidden, Invalid, NotFound
from hubstead.web.answer import NO_CONTENT, Reply
from hubstead.web.call import Call
from hubstead.web.envelopes import Batch, BatchError
from hubstead.web.route import PUBLIC, Route
from hubstead.webhooks.journal import link, snapshots, wire
from hubstead.webhooks.journal.developed import LARGEST, Developed, developed
from hubstead.webhooks.journal.entry import Entry, Journal
from hubstead.webhooks.journal.snapshots import State

MOST = 100
"""Entries of one request (documented)."""


async def get_earliest(call: Call) -> Any:
    """The oldest entry that is kept. 204 where there is none."""
    return await _one(call, await (await _journal(call)).after(0, 1))


async def get_latest(call: Call) -> Any:
    """The newest entry. 204 where there is none."""
    return await _one(call, await (await _journal(call)).latest(1))


async def get_next(call: Call) -> Any:
    """The entry after an offset. 204 where there is nothing new, 404 for an offset that is not known any more."""
    journal = await _journal(call)
    return await _one(call, await journal.after((await _place(journal, call.path[0])).seq, 1))


async def get_earliest_batch(call: Call) -> Any:
    """The oldest entries that are kept."""
    return await _batch(call, await (await _journal(call)).after(0, _count(call.path[0])))


async def get_latest_batch(call: Call) -> Any:
    """The newest entries, oldest first."""
    return await _batch(call, await (await _journal(call)).latest(_count(call.path[0])))


async def get_next_batch(call: Call) -> Any:
    """The entries after an offset, none where there is nothing new."""
    journal, count = await _journal(call), _count(call.path[1])
    return await _batch(call, await journal.after((await _place(journal, call.path[0])).seq, count))


async def read_batch(call: Call) -> Reply:
    """Entries by their offsets; those that are not there are named in a 207."""
    journal, offsets = await _journal(call), call.read(wire.Offsets).inputs
    if len(offsets) > MOST:
        raise Invalid(f"At most {MOST} offsets can be read at once.", context={"inputs": [str(len(offsets))]})
    found: list[Entry] = []
    errors: list[BatchError] = []
    for offset in offsets:
        try:
            found.append(await journal.find(offset))
        except Failure as failure:
            context = {name: list(values) for name, values in (failure.context or {}).items()}
            errors.append(BatchError("error", failure.shown_category or "", failure.message, context=context))
    batch = await _batch(call, found)
    if errors:
        batch.num_errors, batch.errors = len(errors), errors
    return Reply(207 if errors else 200, batch)


async def get_status(call: Call) -> wire.SnapshotStatus:
    """What became of a snapshot."""
    app = await asking(call)
    id = call.path[0].lower()
    found = await snapshots.find(call.reading(), app.id, id) if id.isprintable() else None
    if found is None:
        raise NotFound(f"There is no snapshot {id[:60]}.", context={"statusId": [id[:60]]})
    start = call.rooms.journaler.start_of(app.home)
    state: State = "EXPIRED" if found.initiated < start else found.state
    return wire.status_shown(found, state)


async def asking(call: Call) -> Developed:
    """The app that asks. Raises `Forbidden` and `NotFound`."""
    caller = call.caller
    if caller.kind == "session":
        raise Forbidden("Webhooks journals are read by apps, not by users.", category="USER_DOES_NOT_HAVE_PERMISSIONS")
    return await developed(call.store, call.rooms.definitions, caller.portal.id, caller.app)


async def _journal(call: Call) -> Journal:
    app = await asking(call)
    installed = call.parsed("installPortalId", lambda text: max(-1, min(int(text), LARGEST)))
    return Journal(call.reading(), app.id, call.rooms.journaler.start_of(app.home), installed)


async def _place(journal: Journal, offset: str) -> Entry:
    """The entry of an offset, of whatever account: an offset of one reading is good for another."""
    return await journal._replace(installed=None).find(offset)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text[:9]) <= MOST and len(text) < 9):
        raise Invalid(f"count must be between 1 and {MOST}.", context={"count": [text[:60]]})
    return int(text)


async def _one(call: Call, entries: list[Entry]) -> Any:
    shown = await _shown(call, entries)
    return shown[0] if shown else NO_CONTENT


async def _batch(call: Call, entries: list[Entry]) -> Batch[wire.JournalEntryShown]:
    now = clock.iso(call.now())
    return Batch("COMPLETE", await _shown(call, entries), now, now)


async def _shown(call: Call, entries: Iterable[Entry]) -> list[wire.JournalEntryShown]:
    secret = await secret_of(call)
    until = call.now() + link.LASTS
    return [
        wire.JournalEntryShown(link.url(call.base_url, secret, entry, until), clock.iso(until), entry.offset)
        for entry in entries
    ]


def _routes(base: str) -> tuple[Route, ...]:
    batch, one, many = f"{base}/batch", wire.JournalEntryShown, Batch[wire.JournalEntryShown]
    scope, of = (JOURNAL.read,), ("installPortalId",)
    return (
        Route("GET", f"{base}/earliest", get_earliest, scope, "Read the earliest journal entry", answer=one, query=of),
        Route("GET", f"{base}/latest", get_latest, scope, "Read the latest journal entry", answer=one, query=of),
        Route("GET", f"{base}/offset/{{offset}}/next", get_next, scope, "Read the next journal entry", answer=one,
              query=of),
        Route("GET", f"{batch}/earliest/{{count}}", get_earliest_batch, scope, "Read the earliest journal entries",
              answer=many, query=of),
        Route("GET", f"{batch}/latest/{{count}}", get_latest_batch, scope, "Read the latest journal entries",
              answer=many, query=of),
        Route("GET", f"{batch}/{{offset}}/next/{{count}}", get_next_batch, scope, "Read the next journal entries",
              answer=many, query=of),
        Route("POST", f"{batch}/read", read_batch, scope, "Read journal entries by offset", wire.Offsets, answer=many,
              query=of),
        Route("GET", f"{base}/status/{{statusId}}", get_status, scope, "Read what became of a snapshot",
              answer=wire.SnapshotStatus),
    )  # fmt: skip


ROUTES = (
    *_routes("/webhooks-journal/journal"),
    *_routes("/webhooks-journal/journal-local"),
    *_routes("/webhooks/journal"),
)
"""`journal-local` is the journal of one hosting region: a server is one. The last is the spelling of v4."""


FILES = (Route("GET", f"{link.PATH}/{{link}}", link.read, PUBLIC, "Read the events of a journal entry"),)
"""Links are credentials themselves."""
