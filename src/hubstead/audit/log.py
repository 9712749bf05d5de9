"""The audit log: the facts of a portal, told as HubSpot tells who did what. Nobody can change it: it is what the log of
facts says.

Categories and actions are documented by examples (`CRM_OBJECT` / `CONTACT` / `CREATE`, `PROPERTY_VALUE`, `PIPELINE`,
`CRITICAL_ACTION`, `LOGIN`); what no example shows follows their pattern (our choice).
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from hubstead.account import activity
from hubstead.audit.critical import critical
from hubstead.crm.object_types.resolve import resolve
from hubstead.kit.errors import Invalid
from hubstead.store.engine import Engine, Fact, Row
from hubstead.store.unit import Unit

AT_ONCE = 10_000
"""Numbers of facts that one statement looks at: a long log must not hold other requests up."""
ROWS = 200
"""How many facts are read at once."""
_OBJECTS: Mapping[str, tuple[str, str]] = {
    "object.created": ("CRM_OBJECT", "CREATE"),
    "object.changed": ("PROPERTY_VALUE", "UPDATE"),
    "object.archived": ("CRM_OBJECT", "DELETE"),
    "object.purged": ("CRM_OBJECT", "DELETE"),
    "object.restored": ("CRM_OBJECT", "RESTORE"),
    "object.merged": ("CRM_OBJECT", "MERGE"),
}
_UNTOLD = ("object.absorbed", "list.joined", "list.left", "preferences.changed")
"""Facts that tell a second time what another one of the same change tells, of members of lists, which follow, and of
what people choose for themselves."""
_VERBS: Mapping[str, str] = {"created": "CREATE", "changed": "UPDATE", "deleted": "DELETE"}
_COLUMNS = "seq, portal, kind, type, id, at, source, source_id, user_id, body"


class Wanted(NamedTuple):
    """Which entries: of these users (none named: of all), from `since` to `until` (ms, both included); of a
    category, an action, a target, where they are named."""

    users: tuple[int, ...] = ()
    since: int = 0
    until: int = 2**62
    category: str = ""
    action: str = ""
    target: str = ""

    def fits(self, entry: "Entry") -> bool:
        """Whether an entry has the words that are named."""
        words = ((self.category, entry.category), (self.action, entry.action), (self.target, entry.target))
        return all(wanted in ("", word) for wanted, word in words)


class Entry(NamedTuple):
    """One line of the audit log. `id` ascends; `at` in ms; `app` is the app behind it, `""` for a person or command."""

    id: int
    at: int
    user_id: int
    category: str
    sub_category: str
    action: str
    target: str
    source: str
    app: str
    ip: str
    detail: str


async def entries(
    store: Engine, unit: Unit, wanted: Wanted, after: int = 0, *, newest_first: bool = False
) -> AsyncIterator[Entry]:
    """The entries after (or, newest first, before) the one with the id `after`; 0 begins at the beginning."""
    newest = await store.newest_fact()
    for low, high in _spans(after, newest, newest_first):
        async for row in _rows(unit, wanted, low, high, newest_first):
            fact = Fact(*row[1:])
            if fact.kind not in _UNTOLD:
                entry = _told(row[0], fact, await _name(unit, fact.type))
                if wanted.fits(entry):
                    yield entry
        await asyncio.sleep(0)


def _spans(after: int, newest: int, newest_first: bool) -> Iterator[tuple[int, int]]:
    """Spans of numbers of facts, each without its lower and with its upper end."""
    if newest_first:
        highest = min(after - 1, newest) if after else newest
        yield from ((max(high - AT_ONCE, 0), high) for high in range(highest, 0, -AT_ONCE))
    else:
        yield from ((low, low + AT_ONCE) for low in range(after, newest, AT_ONCE))


async def _rows(unit: Unit, wanted: Wanted, low: int, high: int, newest_first: bool) -> AsyncIterator[Row]:
    """Facts with low < seq <= high, read a few at a time: who asks may need no more."""
    sql = f"SELECT {_COLUMNS} FROM fact WHERE portal = ?1 AND seq > ?2 AND seq <= ?3 AND at >= ?4 AND at <= ?5"
    narrowed: list[object] = []
    for condition, value in _conditions(wanted):
        narrowed.append(value)
        sql += f" AND {condition.format(f'?{6 + len(narrowed)}')}"
    sql += f" ORDER BY seq {'DESC' if newest_first else 'ASC'} LIMIT ?6"
    while True:
        rows = await unit.rows(sql, low, high, wanted.since, wanted.until, ROWS, *narrowed)
        for row in rows:
            yield row
        if len(rows) < ROWS:
            return
        low, high = (low, rows[-1][0] - 1) if newest_first else (rows[-1][0], high)


def _conditions(wanted: Wanted) -> Iterator[tuple[str, object]]:
    """What the store can already leave out: of the many facts about records, those that do not fit."""
    if wanted.users:
        yield "user_id = ANY({})", list(wanted.users)
    if wanted.category or wanted.action:
        words = _OBJECTS.items()
        unfit = [kind for kind, (category, action) in words
                 if wanted.category not in ("", category) or wanted.action not in ("", action)]  # fmt: skip
        yield "NOT kind = ANY({})", unfit
    if wanted.target.isascii() and wanted.target.isdigit() and len(wanted.target) <= 18:
        yield "(kind NOT LIKE 'object.%' OR id = {})", int(wanted.target)


async def _name(unit: Unit, type: str) -> str:
    """`CONTACT` for `0-1`; a type that is gone keeps its id."""
    if not type:
        return ""
    try:
        return (await resolve(unit, type)).fully_qualified_name
    except Invalid:
        return type


def _told(seq: int, fact: Fact, type: str) -> Entry:
    app = fact.source_id if fact.source == "INTEGRATION" else ""
    body = _mapping(fact.body)
    category, sub_category, action, target = _words(fact, type, body)
    user_id = fact.user_id or (fact.id if fact.kind == activity.LOGIN else 0)
    ip = str(body.get("ip", "")) if fact.kind in (activity.LOGIN, activity.SECURITY) else ""
    return Entry(seq, fact.at, user_id, category, sub_category, action, target, fact.source, app, ip, fact.body)


def _words(fact: Fact, type: str, body: Mapping[str, Any]) -> tuple[str, str, str, str]:
    """Category, sub-category, action and target."""
    if fact.kind in _OBJECTS:
        category, action = _OBJECTS[fact.kind]
        return category, type, action, str(fact.id)
    if fact.kind == activity.LOGIN:
        return "LOGIN", "LOGIN_SUCCEEDED" if body.get("succeeded") else "LOGIN_FAILED", "PERFORM", str(fact.id)
    acted = critical(fact)
    if acted is not None:
        return "CRITICAL_ACTION", acted.type, "PERFORM", acted.object_id
    what, _, verb = fact.kind.partition(".")
    action = str(body.get("action") or _VERBS.get(verb, verb.upper()))
    return what.upper(), type, action, str(body.get("name") or fact.id or "")


def _mapping(body: str) -> Mapping[str, Any]:
    value = msgspec.json.decode(body)
    return value if isinstance(value, dict) else {}
