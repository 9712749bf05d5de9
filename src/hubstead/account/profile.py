"""What an account says of itself: its name, its time zone, its plan. The currency is in `currencies`."""

from zoneinfo import ZoneInfo

from hubstead.kit.errors import Invalid
from hubstead.store import portal
from hubstead.store.portal import Portal, portal_of
from hubstead.store.unit import Unit
from hubstead.web.features import HUBS, TIERS

LONGEST_NAME = 200
"""Characters of an account's name (our choice)."""


def checked_name(text: str) -> str:
    """The name of an account as it is kept. Raises `Invalid`."""
    name = " ".join(text.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise Invalid(f"The name of the account has 1 to {LONGEST_NAME} characters.", context={"name": [name[:200]]})
    return name


def checked_zone(name: str) -> str:
    """The name of a time zone. Raises `Invalid`."""
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):
        shown = name[:100]
        raise Invalid(
            f"timeZone is an IANA name such as Europe/Berlin, not {shown}.", context={"timeZone": [shown]}
        ) from None


async def change(unit: Unit, name: str | None = None, time_zone: str | None = None) -> Portal:
    """Give the account another name or time zone; days of reports are counted anew by it. Raises `Invalid`."""
    before = await portal_of(unit)
    given = {
        "name": before.name if name is None else checked_name(name),
        "time_zone": before.time_zone if time_zone is None else checked_zone(time_zone),
    }
    if given == {"name": before.name, "time_zone": before.time_zone}:
        return before
    about = {"name": given["name"], "timeZone": given["time_zone"], "action": "UPDATE"}
    return await portal.change(unit, "account.changed", about, **given)


async def plan(unit: Unit, tiers: dict[str, str]) -> Portal:
    """Give the account a plan: a tier for each hub that has not everything. Raises `Invalid`."""
    for hub, tier in tiers.items():
        if hub not in HUBS:
            raise Invalid(f"There is no hub {hub[:50]}: {', '.join(HUBS)}.")
        if tier not in TIERS:
            raise Invalid(f"There is no tier {tier[:50]}: {', '.join(TIERS)}.")
    before = await portal_of(unit)
    if dict(before.tiers) == tiers:
        return before
    about = {"before": before.tiers, "after": tiers, "action": "UPDATE"}
    return await portal.change(unit, "portal.tier_changed", about, tiers=tiers)
