"""What a hit says, as an activity of a visit: with the source that it tells of, and the event that it is."""

from functools import lru_cache

from hubstead.crm.properties.text import InvalidValue
from hubstead.events.definition import Definition, Definitions
from hubstead.events.send import LONGEST_VALUE, MOST_PROPERTIES
from hubstead.tracking.beacon import Beacon, split
from hubstead.tracking.device import Device
from hubstead.tracking.hit import Door
from hubstead.tracking.named import bound_to
from hubstead.tracking.referrers import Referrer, referrers_of
from hubstead.tracking.remembered import AT_MOST, LONGEST
from hubstead.tracking.settings import TrackingSettings
from hubstead.tracking.sources import Landing, Source, attribute, direct
from hubstead.tracking.visit import Activity

CONTACT = "0-1"
_ABOUT = {
    "path": "po",
    "before": "rpo",
    "targeted": "tc",
    "page": "pi",
    "content": "ct",
    "group": "cgi",
    "form": "fi",
    "value": "m",
    "new": "nc",
}
"""What else is kept of a hit, and the parameter that has it."""


def activity_of(beacon: Beacon, device: Device, settings: TrackingSettings, events: Definitions) -> Activity:
    """What happened."""
    get, given = beacon.get, beacon.given
    definition = _definition(beacon, events)
    referrer = get("r")
    about = {name: get(parameter) for name, parameter in _ABOUT.items() if given.get(parameter)}
    canonical = get("ccu") or get("rcu")
    if canonical:
        about["canonical"] = canonical
    return Activity(
        at=beacon.at,
        id=beacon.id,
        kind=beacon.kind,
        url=beacon.url,
        title=get("t"),
        referrer=referrer,
        # a virtual page: its visitor was here already
        source=None if get("rpo") else _source(beacon.url, referrer, settings.own_domains, settings.referrers),
        event=beacon.event,
        bound=definition.name if definition else "",
        definition=definition.number if definition else 0,
        about=about,
        properties=_checked(beacon, device, events, definition) if definition else beacon.properties,
    )


def value_of(text: str) -> float:
    """The revenue that an event names; none when that is no sensible number."""
    try:
        value = float(text or 0)
    except ValueError:
        return 0.0
    return value if abs(value) < 1e12 else 0.0


def _source(url: str, referrer: str, site_domains: tuple[str, ...], own: tuple[Referrer, ...]) -> Source | None:
    """Where a visitor to a page comes from. Of a page without a query, only its host matters to the rules."""
    page = split(url)
    if "?" not in url and not referrer:
        return direct(page)
    asked = url if "?" in url else f"https://{page.netloc}/"
    attributed = _remembered if len(asked) + len(referrer) <= 2 * LONGEST else _attributed
    found = attributed(asked, referrer, site_domains, own)
    return direct(page) if found and found.name == "DIRECT_TRAFFIC" else found


def _attributed(url: str, referrer: str, site_domains: tuple[str, ...], own: tuple[Referrer, ...]) -> Source | None:
    """What the rules say."""
    return attribute(Landing(split(url), split(referrer), site_domains, referrers_of(own)))


_remembered = lru_cache(maxsize=AT_MOST)(_attributed)


def _definition(beacon: Beacon, events: Definitions) -> Definition | None:
    """The definition of the event that a hit is, where visitors can do it."""
    if beacon.kind != "event":
        return None
    if beacon.hit.door is Door.EVENT and not beacon.event.lower().startswith(f"pe{events.portal}_"):
        return None
    found = bound_to(events, beacon.event)
    return found if found and found.object_type == CONTACT else None


def _checked(beacon: Beacon, device: Device, known: Definitions, definition: Definition) -> dict[str, str]:
    """What the page says of an event. Where the API refuses, a page's event is cut: values that are too long, and what
    comes after 50 properties (documented). Values that do not fit are left out."""
    properties, place = beacon.properties, beacon.place
    given = {
        "hs_page_url": beacon.url,
        "hs_page_title": beacon.get("t"),
        "hs_page_id": beacon.get("pi"),
        "hs_referrer": beacon.get("r"),
        "hs_browser": device.browser,
        "hs_operating_system": device.system,
        "hs_device_type": device.type,
        "hs_country": place.code.lower(),
        "hs_region": place.region_code.lower(),
        "hs_city": place.city.lower(),
        **{name.lower(): properties[name] for name in sorted(properties)[:MOST_PROPERTIES]},
    }
    coercers = known.coercers(definition)
    values: dict[str, str] = {}
    for name, value in given.items():
        if value and name in coercers:
            try:
                values[name] = coercers[name](value[:LONGEST_VALUE])
            except InvalidValue:
                continue
    return values
