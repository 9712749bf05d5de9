"""Until when HubSpot supports an API version, and the 2026-03 path of an older one.

HubSpot names a month for v1 to v3 (2027-09) and a day for v4; we take the first of the month. Dated versions have no
end that is known.
"""

from datetime import UTC, datetime

from hubstead.calls.paths import Place

SUCCESSOR = "2026-03"


def _day(year: int, month: int, day: int) -> int:
    return int(datetime(year, month, day, tzinfo=UTC).timestamp() * 1000)


ENDS = dict.fromkeys(("v1", "v2", "v3"), _day(2027, 9, 1)) | {"v4": _day(2027, 3, 30)}
"""Version to the moment (ms) from which it is not supported."""

_FIRST = frozenset(
    (
        "account-info",
        "appinstalls",
        "business-units",
        "communication-preferences",
        "crm-object-schemas",
        "events",
        "feature-flags",
        "files",
        "media-bridge",
        "oauth",
        "scheduler",
        "tax-rates",
        "visitor-identification",
        "webhooks",
    )
)
"""Families that have the version behind their first segment; the others have it behind the second."""
_THIRD = (("crm", "extensions"), ("automation", "actions", "callbacks"))
"""And these behind the third."""
_MOVED = (
    ("/crm/objects/deals/splits/", "/deal-splits/2026-03/"),
    ("/crm/schemas", "/crm-object-schemas/2026-03/schemas"),
    ("/business-units/", "/business-units/public/2026-03/"),
    ("/oauth/access-tokens/", "/oauth/2026-03/token/introspect"),
    ("/oauth/refresh-tokens/", "/oauth/2026-03/token/introspect"),
)
"""Beginnings of paths whose successor is more than the version moved; without a slash at its end the rest follows."""
_GONE = (("/crm/associations/", "/types"), ("/integrations/", "/me"), ("/marketing/forms", ""))
"""Beginning and end of paths that have no successor."""


def twin(path: str) -> str | None:
    """The 2026-03 path of a path without version; `None` where there is no such operation any more."""
    if any(path.startswith(start) and path.endswith(end) for start, end in _GONE):
        return None
    for before, after in _MOVED:
        if path.startswith(before):
            return after if "/token/" in after else after + path.removeprefix(before)
    segments = path.strip("/").split("/")
    at = 1 if segments[0] in _FIRST else 2
    if any(tuple(segments[: len(start)]) == start for start in _THIRD):
        at = 3
    return "/" + "/".join([*segments[:at], SUCCESSOR, *segments[at:]])


def ended(place: Place, moment: int) -> int | None:
    """When support of the version in a path ended, if it has at this moment (ms)."""
    end = ENDS.get(place.version)
    return end if end is not None and moment >= end else None
