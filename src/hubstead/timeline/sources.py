"""Where the entries of a timeline come from: one source for each kind, newest first."""

from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple

import msgspec

from hubstead.crm.associations import rows as associations
from hubstead.crm.associations.change import Fact
from hubstead.crm.object_types.catalog import standard_types
from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.properties.datetimes import parse_datetime
from hubstead.crm.records import record as records
from hubstead.crm.timeline.event import Given
from hubstead.events import occurrence
from hubstead.events.occurrence import Asked
from hubstead.events.standard import FORM_SUBMITTED
from hubstead.marketing.submissions.rows import Document
from hubstead.timeline.entry import Before, Entry, Subject

EMAILS = "0-49"
_changes = msgspec.json.Decoder(dict[str, str | None]).decode
_association = msgspec.json.Decoder(Fact).decode
_submission = msgspec.json.Decoder(Document).decode
_app_event = msgspec.json.Decoder(Given).decode

Read = Callable[[Subject, Before, int, int], Awaitable[list[Entry]]]
"""The next entries of a subject, at most so many; the last number is the rank that they get."""


class Source(NamedTuple):
    """A kind of entries. Apps need any one of `scopes` to see it; `numbered` says whether ties are numbers."""

    read: Read
    scopes: tuple[str, ...] = ()
    numbered: bool = True


async def _events(subject: Subject, before: Before, limit: int, rank: int) -> list[Entry]:
    """What the account's pages and apps told of the record. E-mail and forms have kinds of their own."""
    return await _occurrences(subject, before, limit, rank, "event", about_email=False)


async def _email_events(subject: Subject, before: Before, limit: int, rank: int) -> list[Entry]:
    """What happened to e-mail: sent, opened, clicked."""
    return await _occurrences(subject, before, limit, rank, "emailEvent", about_email=True)


async def _occurrences(
    subject: Subject, before: Before, limit: int, rank: int, kind: str, *, about_email: bool
) -> list[Entry]:
    asked = Asked(
        type=subject.type.id,
        ids=subject.ids,
        besides=(FORM_SUBMITTED,),
        about_email=about_email,
        until=before.until,
        place=None if before.tie is None else (before.until, int(before.tie)),
        backwards=True,
    )
    return [
        Entry(one.at, rank, one.place, kind, one.event_type, one.event, one.properties)
        for one in await occurrence.read(subject.ask, asked, limit)
    ]


async def _activities(subject: Subject, before: Before, limit: int, rank: int) -> list[Entry]:
    """Calls, meetings, notes, tasks and messages."""
    types = [type for type in standard_types() if type.activity and type.id != EMAILS]
    return await _linked(subject, before, limit, rank, "activity", types)


async def _emails(subject: Subject, before: Before, limit: int, rank: int) -> list[Entry]:
    """E-mail that people wrote and that was logged."""
    return await _linked(
        subject, before, limit, rank, "email", [type for type in standard_types() if type.id == EMAILS]
    )


async def _linked(
    subject: Subject, before: Before, limit: int, rank: int, kind: str, types: list[ObjectType]
) -> list[Entry]:
    """Records of some types that are associated with the subject, by their `hs_timestamp`."""
    links = await associations.towards(subject.unit, subject.type.id, subject.ids, [type.id for type in types])
    found: list[Entry] = []
    for type in types:
        ids = {link.to_id for link in links if link.to_type == type.id}
        for record in (await records.load(subject.unit, type.id, ids)).values() if ids else ():
            at = _moment(record.values.get("hs_timestamp")) or record.created
            if at < before.until or (at == before.until and (before.tie is None or record.id < int(before.tie))):
                found.append(Entry(at, rank, record.id, kind, type.fully_qualified_name, str(record.id), record.values))
    return sorted(found, key=lambda entry: (entry.at, entry.tie), reverse=True)[:limit]


def _moment(text: str | None) -> int:
    try:
        return parse_datetime(text) if text else 0
    except ValueError:
        return 0


async def _properties(subject: Subject, before: Before, limit: int, rank: int) -> list[Entry]:
    """What was changed about the record, and by whom: all properties of a change together."""
    last, args = _last(before, "seq")
    sql = (
        "SELECT seq, at, kind, source, source_id, user_id, body FROM fact WHERE portal = ?1 AND type = ?2 "
        f"AND id = ANY(?3) AND kind IN ('object.created', 'object.changed') AND {last} "
        f"ORDER BY at DESC, seq DESC LIMIT {limit:d}"
    )
    found = []
    for seq, at, kind, source, source_id, user_id, body in await subject.unit.rows(
        sql, subject.type.id, list(subject.ids), *args
    ):
        about = _origin(source, source_id, user_id)
        values = {name: value or "" for name, value in _changes(body).items()}
        word = "CREATED" if kind == "object.created" else "CHANGED"
        found.append(Entry(at, rank, seq, "property", word, str(seq), values, about))
    return found


async def _associations(subject: Subject, before: Before, limit: int, rank: int) -> list[Entry]:
    """What the record was associated with, or no longer: an entry for each way. Activities have their own."""
    activities = {type.id for type in standard_types() if type.activity}
    found: list[Entry] = []
    while len(found) < limit:
        last, args = _last(before, "seq")
        sql = (
            "SELECT seq, at, source, source_id, user_id, body FROM fact WHERE portal = ?1 AND type = ?2 "
            f"AND id = ANY(?3) AND kind = 'association.changed' AND {last} ORDER BY at DESC, seq DESC LIMIT {limit:d}"
        )
        rows = await subject.unit.rows(sql, subject.type.id, list(subject.ids), *args)
        links = [_association(row[5]) for row in rows]
        seen = await _seen(subject, links)
        for (seq, at, source, source_id, user_id, _), link in zip(rows, links, strict=True):
            if link.to_object_type_id not in activities and seen(link):
                about = _origin(source, source_id, user_id) | {
                    "toObjectTypeId": link.to_object_type_id,
                    "toObjectId": str(link.to_object_id),
                    "associationCategory": link.association_category,
                    "associationTypeId": link.association_type_id,
                }
                word = "REMOVED" if link.removed else "ADDED"
                found.append(Entry(at, rank, seq, "association", word, str(seq), {}, about))
        if len(rows) < limit:
            break
        before = Before(rows[-1][1], rows[-1][0])
    return found[:limit]


async def _seen(subject: Subject, links: list[Fact]) -> Callable[[Fact], bool]:
    """Whether the other end of an association may be told of: to users, only where they see it."""
    if subject.unit.access is None:
        return lambda _: True
    visible = {
        type: await records.load(
            subject.unit, type, {link.to_object_id for link in links if link.to_object_type_id == type}
        )
        for type in {link.to_object_type_id for link in links}
    }
    return lambda link: link.to_object_id in visible[link.to_object_type_id]


def _origin(source: str, source_id: str, user_id: int) -> dict[str, object]:
    origin = {"sourceType": source, "sourceId": source_id, "updatedByUserId": user_id}
    return {name: value for name, value in origin.items() if value}


async def _submissions(subject: Subject, before: Before, limit: int, rank: int) -> list[Entry]:
    """Forms that were sent, but not spam."""
    last, args = _last(before, "conversion")
    sql = (
        "SELECT form, at, conversion, document FROM form_submission WHERE portal = ?1 AND type = ?2 "
        f"AND id = ANY(?3) AND spam = 0 AND {last} ORDER BY at DESC, conversion DESC LIMIT {limit:d}"
    )
    found = []
    for form, at, conversion, text in await subject.unit.rows(sql, subject.type.id, list(subject.ids), *args):
        document = _submission(text)
        values = {value.name: str(value.value) for value in document.values}
        page = {"pageUrl": document.context.page_uri, "pageTitle": document.context.page_name}
        about = {name: value for name, value in page.items() if value}
        found.append(Entry(at, rank, conversion, "submission", form, conversion, values, about))
    return found


async def _app_events(subject: Subject, before: Before, limit: int, rank: int) -> list[Entry]:
    """What apps put on the timeline, those that came for a browser of the contact too."""
    last, args = _last(before, "key")
    of_browsers = (
        "visitor IN (SELECT utk FROM visitor WHERE portal = ?1 AND contact = ANY(?3) AND contact <> 0) AND id = 0"
    )
    key = "CAST(template AS TEXT) || '/' || event AS key"
    sql = (
        f"SELECT template, event, at, document, key FROM (SELECT template, event, at, document, {key} "
        "FROM timeline_event WHERE portal = ?1 AND type = ?2 AND id = ANY(?3) UNION ALL "
        f"SELECT template, event, at, document, {key} FROM timeline_event WHERE portal = ?1 AND type = ?2 "
        f"AND visitor <> '' AND {of_browsers}) AS found WHERE {last} ORDER BY at DESC, key DESC LIMIT {limit:d}"
    )
    found = []
    for template, event, at, text, key in await subject.unit.rows(sql, subject.type.id, list(subject.ids), *args):
        given = _app_event(text)
        about = {} if given.extra_data is None else {"extraData": given.extra_data}
        found.append(Entry(at, rank, key, "app", str(template), event, given.tokens, about))
    return found


def _last(before: Before, tie: str) -> tuple[str, list[object]]:
    """A condition for what comes next, with values from `?4` on."""
    if before.tie is None:
        return "at <= ?4", [before.until]
    return f"(at, {tie}) < (?4, ?5)", [before.until, before.tie]


SOURCES: Mapping[str, Source] = {
    "property": Source(_properties),
    "association": Source(_associations),
    "app": Source(_app_events, ("timeline",), numbered=False),
    "activity": Source(_activities),
    "email": Source(_emails, ("sales-email-read",)),
    "emailEvent": Source(_email_events, ("business-intelligence",)),
    "submission": Source(_submissions, ("forms",), numbered=False),
    "event": Source(_events, ("business-intelligence",)),
}
"""By kind. Of what happened at one moment, kinds further down come first."""
