"""What browsers did, as the Events API shows it: ids, and properties under the names that were seen in answers."""

import re
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit

_ID = re.compile(
    r"leviathan-([0-9a-f]{8})-([0-9a-f]{4})-3([0-9a-f]{3})-([89ab][0-9a-f]{3})-([0-9a-f]{12})-([0-9]{1,15})"
)
_LOW = 62
"""Bits of a UUID after its variant."""


class Seen(NamedTuple):
    """Columns of an event and of its session (`None` without one)."""

    visitor: int
    session: int
    kind: str
    page: str
    url: str
    title: str
    page_id: str
    form: str
    source: str | None
    detail_1: str | None
    detail_2: str | None
    country: str | None
    region: str | None
    city: str | None
    device: str | None
    browser: str | None
    version: str | None
    system: str | None
    utm_source: str | None
    utm_medium: str | None
    utm_campaign: str | None
    utm_term: str | None
    utm_content: str | None


_OF_EVENT = 8
COLUMNS = ", ".join(f"{'e' if place < _OF_EVENT else 's'}.{name}" for place, name in enumerate(Seen._fields))
"""Those columns for SQL; the event is `e`, the session `s`."""


def event_id(visitor: int, hit: int, at: int) -> str:
    """The id of an event, in the form of the service's; it holds what the event is found by."""
    bits = visitor << 63 | hit
    low = 1 << 63 | bits & (1 << _LOW) - 1
    high = f"{bits >> _LOW + 12:012x}"
    return (
        f"leviathan-{high[:8]}-{high[8:]}-3{bits >> _LOW & 0xFFF:03x}-{low >> 48:04x}-{low & 0xFFFFFFFFFFFF:012x}-{at}"
    )


def numbers_of(event: str) -> tuple[int, int, int] | None:
    """Visitor, hit and moment of an id; `None` when it is none of a browser's."""
    found = _ID.fullmatch(event)
    if not found:
        return None
    high, middle = int(found[1] + found[2], 16), int(found[3], 16)
    low = int(found[4] + found[5], 16) & (1 << _LOW) - 1
    bits = high << _LOW + 12 | middle << _LOW | low
    return bits >> 63, bits & (1 << 63) - 1, int(found[6])


def properties(seen: Seen, at: int, details: dict[str, str]) -> dict[str, str]:
    """The properties of an event, those without a value left out."""
    if seen.kind == "event":
        return details
    shown = {**_page(seen, at), **details} if seen.kind == "page_view" else {**_place(seen), **details}
    return {name: value for name, value in shown.items() if value}


def _page(seen: Seen, at: int) -> dict[str, str | None]:
    try:
        parts = urlsplit(seen.url)
    except ValueError:
        parts = urlsplit("")
    country, region = (seen.country or "").lower(), (seen.region or "").lower()
    return {
        "hs_session_id": f"{seen.visitor}-{seen.session}" if seen.session else "",
        "hs_analytics_normalized_page_url": seen.page,
        "hs_base_url": urlunsplit((parts.scheme, parts.netloc, parts.path, "", "")),
        "hs_url": seen.url,
        "hs_url_domain": parts.hostname,
        "hs_url_path": parts.path,
        "hs_query_params": parts.query,
        "hs_title": seen.title,
        "hs_page_title": seen.title,
        "hs_page_id": seen.page_id,
        "hs_is_virtual_url": "false",
        "hs_is_virtual_referrer": "false",
        "hs_log_line_timestamp": str(at),
        "hs_browser": seen.browser,
        "hs_browser_version_major": seen.version,
        "hs_operating_system": seen.system,
        "hs_device_type": seen.device,
        "hs_country": country,
        "hs_region": region,
        "hs_qualified_region": f"{country}-{region}" if region else "",
        "hs_city": (seen.city or "").lower(),
        "hs_visit_source": seen.source,
        "hs_visit_source_details_1": seen.detail_1,
        "hs_visit_source_details_2": seen.detail_2,
        "hs_utm_source": seen.utm_source,
        "hs_utm_medium": seen.utm_medium,
        "hs_utm_campaign": seen.utm_campaign,
        "hs_utm_term": seen.utm_term,
        "hs_utm_content": seen.utm_content,
    }


def _place(seen: Seen) -> dict[str, str | None]:
    """Where on the site something else happened."""
    return {
        "hs_page_url": seen.url,
        "hs_page_title": seen.title,
        "hs_page_id": seen.page_id,
        "hs_form_id": seen.form,
        "hs_browser": seen.browser,
        "hs_operating_system": seen.system,
        "hs_device_type": seen.device,
    }
