"""What an account is and what it used, over HTTP."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from hubstead.account.answers import AccountDetails, AccountSeen, UsageShown
from hubstead.kit.clock import iso
from hubstead.limits.profiles import LARGEST
from hubstead.store.portal import Portal
from hubstead.web.call import Call
from hubstead.web.envelopes import Results
from hubstead.web.route import ANY, Route

LOCATION = "na1"
"""Where the data are, in HubSpot's word that tokens begin with; clients choose nothing else by it."""


async def details(call: Call) -> Any:
    """The account: its kind, time zone and currencies."""
    portal = call.caller.portal
    return {
        "portalId": portal.id,
        "accountType": portal.account_type,
        "timeZone": portal.time_zone,
        "companyCurrency": portal.currency,
        "additionalCurrencies": list(portal.additional_currencies),
        **_offset(portal, call.now()),
        "uiDomain": urlsplit(call.base_url).netloc,
        "dataHostingLocation": LOCATION,
    }


async def me(call: Call) -> Any:
    """The account in short: what older clients ask to test a connection."""
    portal = call.caller.portal
    return {
        "portalId": portal.id,
        "timeZone": portal.time_zone,
        "accountType": portal.account_type,
        "currency": portal.currency,
        **_offset(portal, call.now()),
    }


async def usage(call: Call) -> Any:
    """What private apps and service keys called today, all together; the day is that of the account's time zone."""
    used = await call.rooms.limits.usage_of(call.caller.portal)
    row = {
        "name": "private-apps-api-calls-daily",
        "usageLimit": LARGEST if used.limit is None else used.limit,
        "currentUsage": sum(used.by_app.values()),
        "collectedAt": iso(call.now()),
        "fetchStatus": "SUCCESS",
        "resetsAt": iso(used.resets_at),
    }
    return {"results": [row]}


def _offset(portal: Portal, now: int) -> dict[str, Any]:
    """How far the account's time is from UTC at this moment, as `-04:00` and in ms."""
    offset = datetime.fromtimestamp(now / 1000, UTC).astimezone(ZoneInfo(portal.time_zone)).utcoffset()
    seconds = int(offset.total_seconds()) if offset else 0
    hours, minutes = divmod(abs(seconds) // 60, 60)
    text = f"{'-' if seconds < 0 else '+'}{hours:02d}:{minutes:02d}"
    return {"utcOffset": text, "utcOffsetMilliseconds": seconds * 1000}


ROUTES = (
    Route("GET", "/account-info/details", details, ANY, "Read the account", answer=AccountDetails),
    Route("GET", "/account-info/api-usage/daily/private-apps", usage, ANY, "Read the usage of today",
          answer=Results[UsageShown]),
    Route("GET", "/integrations/me", me, ANY, "Read the account in short", answer=AccountSeen),
)  # fmt: skip
