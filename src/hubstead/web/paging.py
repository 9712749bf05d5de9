"""Pages of a list that is in memory or comes by a key: the cursor, and the link to the next page."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any
from urllib.parse import parse_qsl, urlencode

from hubstead.kit.errors import Invalid
from hubstead.web.call import Call

Place = tuple[int, str]
"""Where in a list that is sorted by a number and then by a text."""
DIGITS = 16
"""Of the number of a place: enough for milliseconds and ids."""


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


def next_page(call: Call, after: str) -> dict[str, Any]:
    """The member `paging` of a page that others follow."""
    return {"paging": {"next": {"after": after, "link": link(call, "after", after)}}}


def link(call: Call, name: str, value: str) -> str:
    """This request again from another place on."""
    kept = [pair for pair in parse_qsl(call.query_string.decode()) if pair[0] not in ("after", "before")]
    return f"{call.base_url}{call.raw_path}?{urlencode([*kept, (name, value)])}"
