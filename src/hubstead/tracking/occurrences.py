"""Hits as occurrences of events, so that the Events API shows what visitors did once they are contacts."""

from collections.abc import Mapping

from hubstead.crm.properties.text import InvalidValue
from hubstead.events.definition import Definition, Definitions
from hubstead.events.occurrence import Occurrence
from hubstead.events.send import LONGEST_VALUE, MOST_PROPERTIES
from hubstead.kit.errors import NotFound
from hubstead.kit.ids import named_uuid
from hubstead.tracking.beacon import Beacon
from hubstead.tracking.geo.places import Place
from hubstead.tracking.hit import Door
from hubstead.tracking.visitor import Visit

VISITED_PAGE = "e_visited_page"
CONTACT = "0-1"


def occurrence_of(beacon: Beacon, visit: Visit, known: Definitions) -> Occurrence | None:
    """What a visitor did, as an event; `None` for what the portal has no event for."""
    if beacon.kind == "page_view":
        return _occurrence(beacon, known.portal, VISITED_PAGE, _page_view(beacon, visit))
    if beacon.hit.door is not Door.EVENT or not beacon.event.lower().startswith(f"pe{known.portal}_"):
        return None
    try:
        definition = known.find(beacon.event)
    except NotFound:
        return None
    if definition.object_type != CONTACT:
        return None
    return _occurrence(beacon, known.portal, known.full_name(definition), _properties(beacon, visit, known, definition))


def _occurrence(beacon: Beacon, portal: int, event_type: str, properties: Mapping[str, str]) -> Occurrence:
    """The id has the form of the service's; the contact is whoever the visitor turns out to be."""
    return Occurrence(
        event_type=event_type,
        event=f"leviathan-{named_uuid('hit', portal, beacon.utk, beacon.at, beacon.id)}-{beacon.at}",
        at=beacon.at,
        type=CONTACT,
        id=0,
        properties={name: value for name, value in properties.items() if value},
        visitor=beacon.utk,
    )


def _page_view(beacon: Beacon, visit: Visit) -> dict[str, str]:
    """The properties of a visited page that are known here (names as seen in answers)."""
    device, source = visit.device, visit.source
    return {
        "hs_url": beacon.url,
        "hs_url_domain": beacon.page.hostname or "",
        "hs_url_path": beacon.page.path,
        "hs_query_params": beacon.page.query,
        "hs_title": beacon.get("t"),
        "hs_page_title": beacon.get("t"),
        "hs_page_id": beacon.get("pi"),
        "hs_referrer": beacon.get("r"),
        "hs_canonical_url": beacon.get("ccu") or beacon.get("rcu"),
        "hs_is_new_cookie": beacon.get("nc"),
        "hs_is_virtual_url": "true" if beacon.get("po") else "false",
        "hs_log_line_timestamp": str(beacon.at),
        "hs_browser": device.browser,
        "hs_browser_version_major": device.version,
        "hs_operating_system": device.system,
        "hs_device_type": device.type,
        **_where(visit.place),
        "hs_visit_source": source.name,
        "hs_visit_source_details_1": source.detail_1,
        "hs_visit_source_details_2": source.detail_2,
        **{f"hs_utm_{name}": value for name, value in visit.utm.items()},
    }


def _where(place: Place) -> dict[str, str]:
    """In lower case, as answers show it."""
    return {
        "hs_country": place.code.lower(),
        "hs_region": place.region_code.lower(),
        "hs_city": place.city.lower(),
    }


def _properties(beacon: Beacon, visit: Visit, known: Definitions, definition: Definition) -> dict[str, str]:
    """What the page says of an event. Where the API refuses, a page's event is cut: values that are too long, and what
    comes after 50 properties (documented). Values that do not fit are left out."""
    given = {
        "hs_page_url": beacon.url,
        "hs_page_title": beacon.get("t"),
        "hs_referrer": beacon.get("r"),
        "hs_browser": visit.device.browser,
        "hs_operating_system": visit.device.system,
        "hs_device_type": visit.device.type,
        **_where(visit.place),
        **{name.lower(): beacon.properties[name] for name in sorted(beacon.properties)[:MOST_PROPERTIES]},
    }
    coercers = known.coercers(definition)
    values: dict[str, str] = {}
    for name, value in given.items():
        if name in coercers:
            try:
                values[name] = coercers[name](value[:LONGEST_VALUE])
            except InvalidValue:
                continue
    return values
