"""The timeline of a record over HTTP: everything that happened to it in one list. A namespace of our own."""

from typing import Any

from msgspec import UNSET, Struct, UnsetType

from hubstead.columns.ask import Columns
from hubstead.crm.object_types.resolve import type_of
from hubstead.crm.properties.datetimes import parse_datetime
from hubstead.crm.records import record as records
from hubstead.crm.records.record import as_id, merged_from
from hubstead.kit.clock import iso
from hubstead.kit.errors import Invalid, Missing, Unreadable
from hubstead.timeline.entry import EVER, Entry, Place, Subject
from hubstead.timeline.read import read
from hubstead.timeline.sources import SOURCES
from hubstead.web.call import Call
from hubstead.web.edge import require
from hubstead.web.paging import limit_of, place_of
from hubstead.web.route import By, Route

DEFAULT_LIMIT, PAGE_LIMIT = 100, 500


class EntryShown(Struct, rename="camel"):
    """Something that happened.

    `type` is the name of an event, the object type of an activity or an e-mail, the guid of a form, the id of an app's
    template, of a property change `CREATED` or `CHANGED`, of an association `ADDED` or `REMOVED`. `properties` are
    those of the event, the values of the activity or the form, or what the properties were changed to. `details` has
    what else is known: where a change came from, on which page a form was sent, the other end of an association.
    """

    kind: str
    occurred_at: str
    type: str
    id: str
    properties: dict[str, str]
    details: dict[str, Any]


class Next(Struct):
    """Where the next page begins."""

    after: str


class Paging(Struct):
    """The next page, where there is one."""

    next: Next


class Timeline(Struct):
    """A page, newest first."""

    results: list[EntryShown]
    paging: Paging | UnsetType = UNSET


async def get_timeline(call: Call) -> Timeline:
    """Everything that happened to a record, newest first: what it did, what was done for it, and what changed about it.

    Of kinds that an app may not read nothing is shown; asked for by name, they are refused.
    """
    limit, unit = limit_of(call, DEFAULT_LIMIT, PAGE_LIMIT), call.reading()
    type = await type_of(call, unit, By.READ)
    id = as_id(call.path[1])
    found = await records.load(unit, type.id, [] if id is None else [id])
    if id not in found:
        raise Missing
    record = found[id]
    olds = (await merged_from(unit, type.id, [record.id])).get(record.id, ())
    subject = Subject(unit, Columns(call), type, (record.id, *olds))
    before = call.parsed("before", parse_datetime)
    entries = await read(subject, _kinds(call), EVER if before is None else before, _place(call), limit + 1)
    page = entries[:limit]
    paging = Paging(Next(page[-1].cursor)) if len(entries) > limit else UNSET
    return Timeline([_shown(entry) for entry in page], paging)


def _kinds(call: Call) -> list[str]:
    """The kinds that are asked for, else all that the caller may see. Raises `Invalid` and the 403."""
    asked = list(dict.fromkeys(call.many("kind")))
    unknown = [kind for kind in asked if kind not in SOURCES]
    if unknown:
        raise Invalid(
            f"The kinds are {', '.join(SOURCES)}; not {', '.join(unknown)[:200]}", context={"kind": unknown[:9]}
        )
    for kind in asked:
        if SOURCES[kind].scopes:
            require(call.caller, SOURCES[kind].scopes)
    return asked or [kind for kind, one in SOURCES.items() if not one.scopes or call.caller.may(one.scopes)]


def _place(call: Call) -> Place | None:
    given = place_of(call, "after")
    if given is None:
        return None
    rank, _, tie = given[1].partition("|")
    if not (rank.isascii() and rank.isdigit() and int(rank[:3]) < len(SOURCES) and tie):
        raise Unreadable("Unable to parse value for query parameter: after")
    return Place(given[0], int(rank), tie)


def _shown(entry: Entry) -> EntryShown:
    return EntryShown(entry.kind, iso(entry.at), entry.type, entry.id, dict(entry.properties), dict(entry.about))


ROUTES = (
    Route("GET", "/hubstead/timeline/{objectType}/{objectId}", get_timeline, By.READ, "Read the timeline of a record",
          answer=Timeline, query=("kind", "limit", "after", "before")),
)  # fmt: skip
