"""Pages of a list that is in memory or comes by a key: the cursor, and the link to the next page."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode

from hubstead.kit.errors import Invalid
from hubstead.web.call import Call

T = TypeVar("T")
Place = tuple[int, str]
"""Where in a list that is sorted by a number and then by a text."""
DIGITS = 16
"""Of the number of a place: enough for milliseconds and ids."""
LONGEST_ID = 18
"""Digits of an id that is a cursor: every store can hold it."""


def limit_of(call: Call, default: int, largest: int) -> int:
    """The parameter `limit`. Raises `Invalid` outside 1 to `largest`."""
    limit = call.number("limit", default)
    if not 1 <= limit <= largest:
        raise Invalid(f"The limit must be between 1 and {largest}.", context={"limit": [str(limit)]})
    return limit


def cursor(number: int, rest: str = "") -> str:
    """A place in a list, opaque to clients."""
    return urlsafe_b64encode(f"{number}|{rest}".encode()).decode()


def place_of(call: Call, name: str) -> Place | None:
    """The place that the cursor in a parameter means; `None` when it is not given. Raises `Invalid` for no cursor."""
    given = call.one(name)
    if given is None:
        return None
    try:
        number, _, rest = urlsafe_b64decode(given.encode()).decode().partition("|")
    except (binascii.Error, ValueError):
        number = rest = ""
    if not (number.isascii() and number.isdigit() and len(number) <= DIGITS) or "\0" in rest:
        raise Invalid(f"The {name} parameter is not a paging cursor of this list.", context={name: [given[:100]]})
    return int(number), rest


def after_id(call: Call) -> int:
    """The id that the last page ended with, in a list whose cursors are ids; 0 for the first page. Raises `Invalid`."""
    text = call.one("after", "0") or "0"
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_ID):
        raise Invalid("The after parameter is not a paging cursor of this list.", context={"after": [text[:100]]})
    return int(text)


def page_by_id(
    call: Call, found: Sequence[T], limit: int, id_of: Callable[[T], int], shown: Callable[[T], dict[str, Any]]
) -> dict[str, Any]:
    """The page that is asked for of things in ascending order of id."""
    cursor = after_id(call)
    rest = [one for one in found if id_of(one) > cursor]
    answer: dict[str, Any] = {"results": [shown(one) for one in rest[:limit]]}
    return answer | (next_page(call, str(id_of(rest[limit - 1]))) if len(rest) > limit else {})


def next_page(call: Call, after: str) -> dict[str, Any]:
    """The member `paging` of a page that others follow."""
    return {"paging": {"next": {"after": after, "link": link(call, "after", after)}}}


def link(call: Call, name: str, value: str) -> str:
    """This request again from another place on."""
    kept = [pair for pair in parse_qsl(call.query_string.decode()) if pair[0] not in ("after", "before")]
    return f"{call.base_url}{call.raw_path}?{urlencode([*kept, (name, value)])}"
