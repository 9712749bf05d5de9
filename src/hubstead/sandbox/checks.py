"""What a portal may be given: refused here, with what is allowed, before anything is written."""

from zoneinfo import ZoneInfo

from hubstead.kit.errors import Invalid
from hubstead.limits.profiles import profile_named
from hubstead.sandbox.wire import NewPortal

HUBS = ("marketing", "sales", "service", "cms", "operations", "commerce")
TIERS = ("free", "starter", "professional", "enterprise")
LARGEST_ID = 2**53 - 1
"""JavaScript reads ids as doubles."""


def check(asked: NewPortal) -> None:
    """Raises `Invalid` for what no portal can have."""
    if asked.portal_id is not None and not 1 <= asked.portal_id <= LARGEST_ID:
        raise Invalid(f"portalId is a whole number from 1 to {LARGEST_ID}, not {asked.portal_id}.")
    if not asked.name.strip():
        raise Invalid("A portal needs a name.")
    if not (len(asked.currency) == 3 and asked.currency.isascii() and asked.currency.isupper()):
        raise Invalid(f"currency is an ISO 4217 code such as EUR, not {asked.currency}.")
    check_time_zone(asked.time_zone)
    check_tiers(asked.tiers)
    if asked.limits is not None:
        profile_named(asked.limits)


def check_time_zone(name: str) -> None:
    """Raises `Invalid` for what is no IANA time zone."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise Invalid(f"timeZone is an IANA name such as Europe/Berlin, not {name}.") from None


def check_tiers(tiers: dict[str, str]) -> None:
    """Raises `Invalid` for a hub or a tier that there is not."""
    for hub, tier in tiers.items():
        if hub not in HUBS:
            raise Invalid(f"There is no hub {hub}: {', '.join(HUBS)}.")
        if tier not in TIERS:
            raise Invalid(f"There is no tier {tier}: {', '.join(TIERS)}.")
