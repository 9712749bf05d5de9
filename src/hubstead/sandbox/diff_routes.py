"""What differs between two states, over HTTP."""

import base64

import msgspec

from hubstead.kit.errors import Invalid
from hubstead.sandbox.answers import Difference
from hubstead.sandbox.diff import TABLES, Place, diff
from hubstead.sandbox.lookup import kept, read
from hubstead.store.tables import Table
from hubstead.web.call import Call
from hubstead.web.envelopes import Next, Page, Paging
from hubstead.web.route import PUBLIC, Route

DEFAULT, MOST = 100, 1000
_NO_CURSOR = "The after parameter is not a paging cursor of this list."


async def get(call: Call) -> Page[Difference]:
    """What became of definitions, records and associations between two states, in this order and by their keys.

    `from` and `to` each name a snapshot, or give the number of a portal as it is now. An archived record counts as
    deleted. Each direction of an association is one.
    """
    limit = call.number("limit", DEFAULT)
    if not 1 <= limit <= MOST:
        raise Invalid(f"The limit must be between 1 and {MOST}.", context={"limit": [str(limit)]})
    before, after = await _state(call, "from"), await _state(call, "to")
    page = await diff(call.store, before, after, _place(call.one("after")), limit)
    if page.following is None:
        return Page(page.differences)
    return Page(page.differences, Paging(Next(_cursor(page.following))))


async def _state(call: Call, name: str) -> int:
    text = call.one(name)
    if text is None:
        raise Invalid("Name two states: from=<snapshot>&to=<snapshot>, or the number of a portal for either.")
    if text.isascii() and text.isdigit() and len(text) <= 16:
        return (await read(call.store, int(text))).id
    return (await kept(call.store, text)).id


def _cursor(place: Place) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).rstrip(b"=").decode()


def _place(cursor: str | None) -> Place:
    if cursor is None:
        return Place()
    try:
        place = msgspec.json.decode(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)), type=Place)
    except (msgspec.MsgspecError, ValueError):
        raise Invalid(_NO_CURSOR) from None
    if not 0 <= place.table < len(TABLES) or (place.key and not _fits(TABLES[place.table], place.key)):
        raise Invalid(_NO_CURSOR)
    return place


def _fits(table: Table, key: tuple[object, ...]) -> bool:
    """Whether it could be the key of a row: PostgreSQL takes no NUL in texts and no larger numbers."""
    kinds = [{"int": int, "text": str}[type] for type in table.types[1 : table.key]]
    return [type(value) for value in key] == kinds and all(
        abs(value) < 2**63 if isinstance(value, int) else "\0" not in str(value) for value in key
    )


ROUTES = (
    Route("GET", "/sandbox/diff", get, PUBLIC, "Compare two states",
          answer=Page[Difference], query=("from", "to", "limit", "after")),
)  # fmt: skip
