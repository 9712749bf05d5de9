"""Profiles of rate limits: what the service allows whom, every number with its source.

Documented, 2026: HubSpot's "API usage guidelines" of September 2026. Where documents disagree, the entry says so.
"""

from functools import lru_cache
from typing import Any

import msgspec

from hubstead.kit.errors import Invalid

OFF = "off"
BURST_INTERVAL = 10_000
"""Milliseconds of the rolling window of bursts (recorded 2022: `X-HubSpot-RateLimit-Interval-Milliseconds`)."""
SEARCH_INTERVAL = 1_000
"""Milliseconds of the rolling window of searches: they are limited by the second (documented)."""
LARGEST = 1_000_000_000
LONGEST = 3_600_000
"""The longest interval (ms): windows that processes share are kept for an hour."""


class Profile(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """How many requests are allowed; `None` means any number. One object per name, so that it is its own key.

    `burst`: per private app or service key and `interval` (ms); `public`: per OAuth app and installing account, in the
    same interval; `daily`: per account and day, OAuth apps left out; `search`: searches per account and second.
    `associations` and `associations_daily` bound requests to the associations API further. With `by_account` the burst
    is counted per account in place of per app.
    """

    burst: int
    daily: int | None
    public: int = 110  # documented, 2026; it does not grow with the tier
    search: int | None = 5  # documented, 2026; it was 4 until 2024
    associations: int | None = 150  # documented for Professional and Enterprise
    associations_daily: int | None = 500_000  # documented
    interval: int = BURST_INTERVAL
    by_account: bool = False


FREE = Profile(burst=100, daily=250_000, associations=100)  # documented, 2026; recorded 2022: Max 100, Daily 250000
PROFESSIONAL = Profile(burst=190, daily=625_000)  # documented, 2026; the changelog of 2024 said 650,000
ENTERPRISE = Profile(burst=190, daily=1_000_000)  # documented, 2026; recorded 2024: Max 190, Daily 1000000


def _increased(profile: Profile) -> Profile:
    """With one API limit increase: 250 a burst and a million a day on top (documented, 2026).

    The guide to associations still names the 200 that it was until 2024; the guide to usage and the changelog say 250.
    """
    return msgspec.structs.replace(profile, burst=250, daily=(profile.daily or 0) + 1_000_000)


def _guide(burst: int, daily: int | None) -> Profile:
    """The numbers of an integration guide that counts bursts by account and knows no other limits."""
    return Profile(
        burst=burst, daily=daily, public=burst, search=None, associations=None, associations_daily=None, by_account=True
    )


PROFILES: dict[str, Profile | None] = {
    OFF: None,
    "free": FREE,
    "starter": FREE,
    "professional": PROFESSIONAL,
    "enterprise": ENTERPRISE,
    "free+increase": _increased(FREE),
    "starter+increase": _increased(FREE),
    "professional+increase": _increased(PROFESSIONAL),
    "enterprise+increase": _increased(ENTERPRISE),
    # A guide to integrations: Free and Starter 100 per 10 seconds and portal, 250,000 a day; Professional and
    # Enterprise 150 and no daily limit.
    "free-guide": _guide(100, 250_000),
    "starter-guide": _guide(100, 250_000),
    "professional-guide": _guide(150, None),
    "enterprise-guide": _guide(150, None),
}
_NUMBERS = ("burst", "public", "daily", "search", "associations", "associations_daily", "interval")
_OPTIONAL = ("daily", "search", "associations", "associations_daily")


@lru_cache(maxsize=256)
def profile_named(text: str) -> Profile | None:
    """The profile of a name, `None` for `off`; `professional,burst=5,daily=20` changes numbers of it.

    Raises `Invalid` for a name or a number that there is not.
    """
    name, *changes = (part.strip() for part in text.split(","))
    if name not in PROFILES:
        raise Invalid(f"There is no profile of limits named {name!r}. There are: {', '.join(PROFILES)}.")
    profile = PROFILES[name]
    if changes and profile is None:
        raise Invalid("Limits that are off have no numbers to change. Begin with another profile: free,burst=5")
    if profile is None or not changes:
        return profile
    return msgspec.structs.replace(profile, **dict(map(_change, changes)))


def _change(text: str) -> tuple[str, Any]:
    name, _, value = text.partition("=")
    if name not in _NUMBERS:
        raise Invalid(f"A profile of limits has no number {name!r}. Those that can be set: {', '.join(_NUMBERS)}.")
    if value == "none" and name in _OPTIONAL:
        return name, None
    largest = LONGEST if name == "interval" else LARGEST
    if not (value.isascii() and value.isdigit() and len(value) < 11 and 1 <= int(value) <= largest):
        raise Invalid(f"The limit {name} must be a number from 1 to {largest}, not {value[:20]!r}.")
    return name, int(value)
