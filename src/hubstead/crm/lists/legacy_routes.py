"""Lists of contacts as the older API has them (`/contacts/v1/lists`), for clients that still call it.

Ids are those of the newer API. Dynamic lists are read here and made there: `filters` is empty, for the older filter
language is not spoken. STATIC is MANUAL and SNAPSHOT.
"""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from hubstead.crm.lists import manage, members, wire
from hubstead.crm.lists.list import DYNAMIC, List, find, lists_of
from hubstead.crm.lists.member import Member
from hubstead.crm.lists.members import Outcome
from hubstead.crm.lists.routes import READ, WRITE, changing
from hubstead.crm.records import record as records
from hubstead.crm.records.record import Record
from hubstead.kit.errors import Invalid, NotFound
from hubstead.store.unit import Unit
from hubstead.web.answer import NO_CONTENT, Answer
from hubstead.web.call import Call
from hubstead.web.route import Route

CONTACTS = "0-1"
COUNT, MOST = 20, 500
CHANGES = 500
"""Contacts of one change (documented)."""
SHOWN = ("firstname", "lastname", "company", "lastmodifieddate")


class LegacyInput(msgspec.Struct):
    """A new static list, or another name for one."""

    name: str | None = None
    dynamic: bool = False
    filters: list[Any] | None = None


class LegacyChange(msgspec.Struct):
    """Contacts by id and by e-mail address."""

    vids: list[int] = []
    emails: list[str] = []


class LegacyList(msgspec.Struct, rename="camel"):
    """A list as the older API shows it; times in ms."""

    portal_id: int
    list_id: int
    internal_list_id: int
    created_at: int
    updated_at: int
    name: str
    list_type: str
    filters: list[Any]
    meta_data: dict[str, Any]
    archived: bool
    team_ids: list[int]
    dynamic: bool


class LegacyLists(msgspec.Struct):
    """A page of lists; `offset` is where the next one starts."""

    offset: int
    lists: list[LegacyList]
    has_more: bool = msgspec.field(name="has-more", default=False)


class LegacyChanged(msgspec.Struct, rename="camel"):
    """What came of a change: those that it moved, those where there was nothing to do, those that do not exist."""

    updated: list[int]
    discarded: list[int]
    invalid_vids: list[int]
    invalid_emails: list[str]


class LegacyContacts(msgspec.Struct):
    """A page of contacts of a list."""

    contacts: list[dict[str, Any]]
    has_more: bool = msgspec.field(name="has-more")
    vid_offset: int = msgspec.field(name="vid-offset")
    time_offset: int | msgspec.UnsetType = msgspec.field(name="time-offset", default=msgspec.UNSET)


async def get_all(call: Call) -> Any:
    """Lists of contacts, oldest first."""
    return await _page(call, bool, COUNT)


async def get_static(call: Call) -> Any:
    """Those that people fill; without `count` all of them (recorded)."""
    return await _page(call, lambda one: one.processing != DYNAMIC, MOST)


async def get_dynamic(call: Call) -> Any:
    """Those that filters fill."""
    return await _page(call, lambda one: one.processing == DYNAMIC, MOST)


async def get_batch(call: Call) -> Any:
    """Lists by id; unknown ids are left out."""
    found = [one for one in await manage.known(call.reading(), call.many("listId")) if one.type == CONTACTS]
    return {"offset": len(found), "lists": [shown(call, one) for one in found], "has-more": False}


async def get_one(call: Call) -> Any:
    """One list."""
    return shown(call, await _find(call.reading(), call.path[0]))


async def create(call: Call) -> Any:
    """Make a static list."""
    given = call.read(LegacyInput)
    if given.dynamic or given.filters:
        raise Invalid("Make dynamic lists with POST /crm/v3/lists: the older filter language is not supported.")
    body = wire.ListInput(CONTACTS, "MANUAL", given.name or "")
    return shown(call, await call.write(lambda unit: manage.create(unit, body)))


async def update(call: Call) -> Any:
    """Give a list another name."""
    given = call.read(LegacyInput)
    if given.filters:
        raise Invalid("Change filters with PUT /crm/v3/lists/{listId}/update-list-filters.")

    async def work(unit: Unit) -> List:
        one = await _find(unit, call.path[0])
        return one if given.name is None else await manage.rename(unit, str(one.id), given.name)

    return shown(call, await call.write(work))


async def delete(call: Call) -> Answer:
    """Delete a list; the newer API can restore it."""

    async def work(unit: Unit) -> None:
        await manage.delete(unit, str((await _find(unit, call.path[0])).id))

    await call.write(work)
    return NO_CONTENT


async def refresh(call: Call) -> Answer:
    """Lists follow every change by themselves: nothing is left to do."""
    await _find(call.reading(), call.path[0])
    return NO_CONTENT


async def add(call: Call) -> Any:
    """Add contacts to a static list."""
    return await _changed(call, adding=True)


async def remove(call: Call) -> Any:
    """Remove contacts from a static list."""
    return await _changed(call, adding=False)


async def get_contacts(call: Call) -> Any:
    """The contacts of a list by ascending id."""
    return await _contacts(call, joined=False)


async def get_recent(call: Call) -> Any:
    """The contacts of a list, those that joined last first."""
    return await _contacts(call, joined=True)


async def _page(call: Call, wanted: Callable[[List], bool], default: int) -> Any:
    count, offset = call.number("count", default), call.number("offset", 0)
    if not 1 <= count <= MOST or offset < 0:
        raise Invalid(f"count must be between 1 and {MOST}, offset 0 or more.", context={"count": [str(count)]})
    found = [one for one in await lists_of(call.reading()) if one.type == CONTACTS and wanted(one)]
    page = found[offset : offset + count]
    return {
        "offset": offset + count,
        "lists": [shown(call, one) for one in page],
        "has-more": offset + count < len(found),
    }


async def _find(unit: Unit, id: str) -> List:
    one = await find(unit, id)
    if one.type != CONTACTS:
        raise NotFound(f"List does not exist with ID {id[:60]}.")
    return one


async def _in_sight(unit: Unit, emails: list[str]) -> dict[str, int]:
    """The contacts with these addresses; those that the unit's user may not see count as nobody's."""
    held = await records.holders(unit, CONTACTS, "email", emails)
    seen = await records.load(unit, CONTACTS, list(held.values()))
    return {email: id for email, id in held.items() if id in seen}


async def _changed(call: Call, *, adding: bool) -> Any:
    given = call.read(LegacyChange)
    if len(given.vids) + len(given.emails) > CHANGES:
        raise Invalid(f"At most {CHANGES} contacts can be changed in one request.")

    async def work(unit: Unit) -> dict[str, Any]:
        one = await _find(unit, call.path[0])
        held = await _in_sight(unit, [email.lower() for email in given.emails])
        lost = [email for email in given.emails if email.lower() not in held]
        ids = list(dict.fromkeys([*given.vids, *(held[email.lower()] for email in given.emails if email not in lost)]))
        living = await records.load(unit, CONTACTS, ids)
        known = [living[id].id for id in ids if id in living]
        outcome: Outcome = await members.change(unit, str(one.id), *((known, ()) if adding else ((), known)))
        moved = set(outcome.added if adding else outcome.removed)
        return {
            "updated": [id for id in known if id in moved],
            "discarded": [id for id in known if id not in moved],
            "invalidVids": [id for id in ids if id not in living],
            "invalidEmails": lost,
        }

    return await call.write(work)


async def _contacts(call: Call, *, joined: bool) -> Any:
    unit = call.reading()
    one = await _find(unit, call.path[0])
    count, offset = call.number("count", COUNT), call.number("vidOffset", 0)
    if not 1 <= count <= 100 or not 0 <= offset <= records.LARGEST_ID:
        raise Invalid("count must be between 1 and 100.", context={"count": [str(count)]})
    at = call.number("timeOffset", 2**53) if joined else 0
    start = Member(offset - 1 if offset and joined else offset + 1 if offset else 2**53 if joined else 0, at)
    found = await members.page(unit, one, start, count + 1, joined=joined, backwards=joined)
    page = found[:count]
    living = await records.load(unit, CONTACTS, [each.id for each in page])
    names = tuple(call.many("property")) or SHOWN
    last = page[-1] if page else start
    answer: dict[str, Any] = {
        "contacts": [_contact(unit, living[each.id], each, names) for each in page if each.id in living],
        "has-more": len(found) > count,
        "vid-offset": last.id if page else 0,
    }
    return answer | ({"time-offset": last.at if page else 0} if joined else {})


def _contact(unit: Unit, record: Record, member: Member, names: Sequence[str]) -> dict[str, Any]:
    held = record.values
    email = held.get("email")
    identities = [{"type": "EMAIL", "value": email, "timestamp": record.created, "is-primary": True}] if email else []
    return {
        "addedAt": member.at,
        "vid": record.id,
        "canonical-vid": record.id,
        "merged-vids": [],
        "portal-id": unit.portal,
        "is-contact": True,
        "properties": {name: {"value": held[name]} for name in (*names, "lastmodifieddate") if held.get(name)},
        "form-submissions": [],
        "identity-profiles": [
            {
                "vid": record.id,
                "saved-at-timestamp": record.updated,
                "deleted-changed-timestamp": 0,
                "identities": identities,
            }
        ],
        "merge-audits": [],
    }


def shown(call: Call, one: List) -> dict[str, Any]:
    """A list as the older API answers it, in the order recorded (2021)."""
    dynamic = one.processing == DYNAMIC
    return {
        "portalId": call.caller.actor.portal,
        "listId": one.id,
        "internalListId": one.id,
        "createdAt": one.created_at,
        "updatedAt": one.updated_at,
        "name": one.name,
        "listType": "DYNAMIC" if dynamic else "STATIC",
        "filters": [],
        "metaData": {
            "size": one.size,
            "lastSizeChangeAt": max(one.added, one.removed),
            "processing": "DONE" if not one.waiting else "PROCESSING" if one.evaluated else "INITIALIZING",
            "lastProcessingStateChangeAt": one.filters_updated_at,
            "error": "",
            "listReferencesCount": None,
            "parentFolderId": one.folder or None,
        },
        "archived": False,
        "teamIds": list(one.edit_teams),
        "dynamic": dynamic,
    }


LISTS = "/contacts/lists"
LIST = LISTS + "/{listId}"
_PAGE = ("count", "offset")
ROUTES = changing((
    Route("GET", LISTS, get_all, READ, "List lists of contacts (v1)", answer=LegacyLists, query=_PAGE),
    Route("POST", LISTS, create, WRITE, "Create a static list (v1)", LegacyInput, answer=LegacyList),
    Route("GET", LISTS + "/static", get_static, READ, "List static lists (v1)", answer=LegacyLists, query=_PAGE),
    Route("GET", LISTS + "/dynamic", get_dynamic, READ, "List dynamic lists (v1)", answer=LegacyLists, query=_PAGE),
    Route("GET", LISTS + "/batch", get_batch, READ, "Read lists (v1)", answer=LegacyLists, query=("listId",)),
    Route("GET", LIST, get_one, READ, "Read a list (v1)", answer=LegacyList),
    Route("POST", LIST, update, WRITE, "Rename a list (v1)", LegacyInput, answer=LegacyList),
    Route("DELETE", LIST, delete, WRITE, "Delete a list (v1)", status=204),
    Route("POST", LIST + "/add", add, WRITE, "Add contacts to a list (v1)", LegacyChange, answer=LegacyChanged),
    Route("POST", LIST + "/remove", remove, WRITE, "Remove contacts of a list (v1)",
          LegacyChange, answer=LegacyChanged),
    Route("POST", LIST + "/refresh", refresh, READ, "Refresh a list (v1)", status=204),
    Route("GET", LIST + "/contacts/all", get_contacts, READ, "List the contacts of a list (v1)",
          answer=LegacyContacts, query=("count", "vidOffset", "property")),
    Route("GET", LIST + "/contacts/recent", get_recent, READ, "List the contacts that joined a list last (v1)",
          answer=LegacyContacts, query=("count", "vidOffset", "timeOffset", "property")),
))  # fmt: skip
