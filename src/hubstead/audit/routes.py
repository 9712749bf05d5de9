"""The activity of an account over HTTP."""

from collections.abc import Sequence
from typing import Any

from hubstead.account.users import users_of
from hubstead.audit import history, wire
from hubstead.audit.log import Entry, Wanted, entries
from hubstead.audit.wire import ActionShown, EntryShown, LoginShown
from hubstead.crm.properties.datetimes import parse_datetime
from hubstead.kit.errors import Invalid, Unreadable
from hubstead.web.call import Call
from hubstead.web.envelopes import Page
from hubstead.web.paging import after_id, limit_of, next_page
from hubstead.web.route import Route

PAGE_LIMIT = 100
READ = ("account-info.security.read",)
_WORDS = ("category", "action", "targetObjectId")
_SORTS = ("occurredAt", "-occurredAt")


async def audit_logs(call: Call) -> Any:
    """Who did what, oldest first unless `sort=-occurredAt`; of a category, an action or a target (our addition)."""
    limit, unit = limit_of(call, PAGE_LIMIT, PAGE_LIMIT), call.reading()
    users = tuple(_integer(text, "actingUserId") for text in call.many("actingUserId"))
    since, until = (call.parsed(name, parse_datetime) for name in ("occurredAfter", "occurredBefore"))
    category, action, target = (call.one(name) or "" for name in _WORDS)
    wanted = Wanted(users, category=category, action=action, target=target)
    wanted = wanted if since is None else wanted._replace(since=since)
    wanted = wanted if until is None else wanted._replace(until=until)
    found: list[Entry] = []
    async for entry in entries(call.store, unit, wanted, after_id(call), newest_first=_newest_first(call)):
        found.append(entry)
        if len(found) > limit:
            break
    known = await users_of(unit)
    return _page(call, found, limit, [wire.entry(entry, known) for entry in found])


async def logins(call: Call) -> Any:
    """Attempts to log in of the last 90 days, newest first; those that failed too."""
    limit = limit_of(call, PAGE_LIMIT, PAGE_LIMIT)
    found = await history.logins(call.reading(), _number(call, "userId"), after_id(call), limit + 1)
    return _page(call, found, limit, [wire.login(login) for login in found])


async def security(call: Call) -> Any:
    """What bears on security, newest first: users, passwords, tokens, apps."""
    limit, unit = limit_of(call, PAGE_LIMIT, PAGE_LIMIT), call.reading()
    since, until = _number(call, "fromTimestamp"), _number(call, "toTimestamp")
    found = await history.actions(unit, _number(call, "userId"), after_id(call), since, until, limit + 1)
    known = await users_of(unit)
    return _page(call, found, limit, [wire.action(action, known) for action in found])


def _page(call: Call, found: Sequence[Any], limit: int, shown: list[dict[str, Any]]) -> dict[str, Any]:
    more = next_page(call, str(found[limit - 1].id)) if len(found) > limit else {}
    return {"results": shown[:limit], **more}


def _newest_first(call: Call) -> bool:
    sort = call.many("sort")
    if any(name not in _SORTS for name in sort):
        raise Invalid("The audit log can be sorted by occurredAt or -occurredAt only.", context={"sort": sort})
    return sort[:1] == ["-occurredAt"]


def _number(call: Call, name: str) -> int | None:
    text = call.one(name)
    return None if text is None else _integer(text, name)


def _integer(text: str, name: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Unreadable(f"Unable to parse value for query parameter: {name}")
    return int(text)


_ACTIVITY = "/account-info/activity"
ROUTES = (
    Route("GET", f"{_ACTIVITY}/audit-logs", audit_logs, READ, "Read the audit log", answer=Page[EntryShown],
          query=("actingUserId", "occurredAfter", "occurredBefore", "sort", "fillFinalTimestamp", "limit", "after",
                 *_WORDS),
          feature="audit-logs", permission="audit"),
    Route("GET", f"{_ACTIVITY}/login", logins, READ, "List logins", answer=Page[LoginShown],
          query=("userId", "limit", "after"), permission="audit"),
    Route("GET", f"{_ACTIVITY}/security", security, READ, "List security activity", answer=Page[ActionShown],
          query=("userId", "fromTimestamp", "toTimestamp", "limit", "after"), permission="audit"),
)  # fmt: skip
