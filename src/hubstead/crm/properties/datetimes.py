"""Points in time and days, as HubSpot reads and writes them.

Inside they are milliseconds since the epoch; on the wire `2022-05-03T09:00:00Z`, with `.857` only where there are
milliseconds, and `2022-05-03` for days.
"""

import re
from datetime import date

from hubstead.crm.properties.text import Coercer, InvalidValue, scalar_text, shown
from hubstead.kit.clock import iso, iso_short, moment_of
from hubstead.kit.errors import Invalid

_DAY = 86_400_000
_DAY_TEXT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
parse_datetime = moment_of
"""Milliseconds since the epoch of what a client sent; see `kit/clock`."""
format_datetime = iso_short
"""`2022-05-03T09:00:00Z`, or with milliseconds `2022-05-03T09:00:00.857Z`; always UTC."""
format_moment = iso
"""`2022-05-03T09:00:00.000Z`: where the service always shows milliseconds."""


def sent_moment(name: str, given: str | int | None, now: int) -> int:
    """The moment (ms) that the member `name` of a request says, `now` where it says none. Raises `Invalid`."""
    if given in (None, ""):
        return now
    try:
        return parse_datetime(given)
    except ValueError:
        text = str(given)[:100]
        raise Invalid(f"{name} '{text}' is not a point in time.", context={name: [text]}) from None


def compile_datetime(name: str, portal_id: int, type_id: str) -> Coercer:
    """The coercer of `datetime`."""

    def coerce(value: object) -> str:
        if value is None or value == "":
            return ""
        try:
            return format_datetime(parse_datetime(value))
        except ValueError:
            text = shown(scalar_text(value, name))
            message = f"{text} was not a valid long. Portal {portal_id}, object type {type_id}"
            raise InvalidValue("INVALID_LONG", message, name) from None

    return coerce


def compile_date(name: str) -> Coercer:
    """The coercer of `date`: a day, or the midnight UTC at which it begins."""

    def coerce(value: object) -> str:
        if value is None or value == "":
            return ""
        try:
            if isinstance(value, str) and _DAY_TEXT.fullmatch(value):
                return date.fromisoformat(value).isoformat()
            milliseconds = parse_datetime(value)
        except ValueError:
            text = shown(scalar_text(value, name))
            raise InvalidValue("INVALID_DATE", f"{text} was not a valid date.", name) from None
        if milliseconds % _DAY:
            raise InvalidValue("INVALID_DATE", f"{milliseconds} is at {_clock(milliseconds)} UTC, not midnight!", name)
        return format_datetime(milliseconds)[:10]

    return coerce


def _clock(milliseconds: int) -> str:
    """The time of day in HubSpot's spelling, without leading zeros: `4:0:0.0`."""
    seconds, rest = divmod(milliseconds % _DAY, 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60}:{seconds % 60}.{rest}"
