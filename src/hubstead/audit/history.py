"""Logins and security activity: few facts among many, found by their kind."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from hubstead.account import activity
from hubstead.account.activity import Acted, Tried
from hubstead.audit.critical import KINDS, critical
from hubstead.store.engine import Fact
from hubstead.store.unit import Unit

LOGINS_KEPT = 90 * 86_400_000
"""Logins are shown for 90 days (documented), in ms."""
_FACTS = (
    "SELECT seq, portal, kind, type, id, at, source, source_id, user_id, body FROM fact "
    "WHERE portal = ?1 AND kind = ANY_TEXT(?2) AND seq < ?3 AND at >= ?4 AND at <= ?5"
)
_decode = msgspec.json.Decoder(Tried).decode
_LAST = 2**62


class Login(NamedTuple):
    """An attempt to log in."""

    id: int
    at: int
    user_id: int
    attempt: Tried


class Action(NamedTuple):
    """Something that bears on security."""

    id: int
    at: int
    user_id: int
    acted: Acted


async def logins(unit: Unit, user_id: int | None, before: int, limit: int) -> list[Login]:
    """The newest attempts before the one with the id `before` (0: the newest of all)."""
    narrowed = "" if user_id is None else " AND id = ?7"
    since = unit.now - LOGINS_KEPT
    rows = await _rows(unit, (activity.LOGIN,), narrowed, before, since, _LAST, limit, user_id)
    return [Login(row[0], row[5], row[4], _decode(row[9])) for row in rows]


async def actions(
    unit: Unit, user_id: int | None, before: int, since: int | None, until: int | None, limit: int
) -> list[Action]:
    """The newest actions before the one with the id `before`, between two moments (ms)."""
    narrowed = "" if user_id is None else " AND user_id = ?7"
    found: list[Action] = []
    while len(found) < limit:
        last = -_LAST if since is None else since
        rows = await _rows(unit, KINDS, narrowed, before, last, _LAST if until is None else until, limit, user_id)
        for row in rows:
            acted = critical(Fact(*row[1:]))
            if acted is not None:
                found.append(Action(row[0], row[5], row[8], acted))
        if len(rows) < limit:
            break
        before = rows[-1][0]
    return found[:limit]


async def _rows(
    unit: Unit,
    kinds: Sequence[str],
    narrowed: str,
    before: int,
    since: int,
    until: int,
    limit: int,
    user_id: int | None,
) -> list[tuple[int, int, str, str, int, int, str, str, int, str]]:
    given = () if user_id is None else (user_id,)
    sql = f"{_FACTS}{narrowed} ORDER BY seq DESC LIMIT ?6"
    return await unit.rows(sql, list(kinds), before or _LAST, since, until, limit, *given)
