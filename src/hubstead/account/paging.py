"""Pages of the lists of an account."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode

from hubstead.kit.errors import Invalid
from hubstead.web.call import Call

T = TypeVar("T")


def bounded(call: Call, most: int, default: int = 0) -> int:
    """The parameter `limit`. Raises `Invalid` outside 1 to `most`."""
    limit = call.number("limit", default or most)
    if not 1 <= limit <= most:
        raise Invalid(f"The limit must be between 1 and {most}.", context={"limit": [str(limit)]})
    return limit


def after(call: Call) -> int:
    """The parameter `after`: the id that the last page ended with, 0 for the first page. Raises `Invalid`."""
    text = call.one("after", "0") or "0"
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Invalid("The after parameter is not a paging cursor of this list.", context={"after": [text[:100]]})
    return int(text)


def page(
    call: Call, found: Sequence[T], limit: int, id_of: Callable[[T], int], shown: Callable[[T], dict[str, Any]]
) -> dict[str, Any]:
    """The page that is asked for of things in ascending order of id."""
    cursor = after(call)
    rest = [one for one in found if id_of(one) > cursor]
    answer: dict[str, Any] = {"results": [shown(one) for one in rest[:limit]]}
    return answer | (following(call, str(id_of(rest[limit - 1]))) if len(rest) > limit else {})


def following(call: Call, cursor: str) -> dict[str, Any]:
    """`paging` with where the next page begins, as a cursor and as a link."""
    kept = [pair for pair in parse_qsl(call.query_string.decode()) if pair[0] != "after"]
    link = f"{call.base_url}{call.raw_path}?{urlencode([*kept, ('after', cursor)])}"
    return {"paging": {"next": {"after": cursor, "link": link}}}
