"""The steps that a hit goes through, in order. Each may end it with an outcome; whoever comes through counts.

The first steps look at the hit alone. Those after them need the visitor: visitors are loaded in between, all at once.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from hubstead.tracking.activities import activity_of, value_of
from hubstead.tracking.beacon import Beacon, host_of, split
from hubstead.tracking.desk import Claim, Desk, Tie
from hubstead.tracking.device import device_of, is_bot
from hubstead.tracking.geo.places import Place, Places
from hubstead.tracking.hit import Door
from hubstead.tracking.named import is_deleted
from hubstead.tracking.outcome import Outcome
from hubstead.tracking.settings import is_of, is_within

UTK = re.compile(r"[0-9a-f]{32}")
PLACEHOLDERS = frozenset(
    ("anonymous", "guest", "n-a", "na", "nobody", "no-email", "noemail", "none", "null", "undefined", "unknown")
)
"""Local parts of addresses that sites send for visitors they do not know: all of them would become one contact."""
_SILENT = frozenset(("consent_accepted", "consent_declined", "consent_revoked"))
"""Kinds that tell of a choice, not of a visit."""


def get_ready(places: Places) -> None:
    """Have the tables at hand in which the steps look things up: a quarter of a second that no request shall wait for,
    and that a server without hits need not spend."""
    device_of("Mozilla/5.0")
    is_bot("Mozilla/5.0")
    for address in ("1.1.1.1", "2606:4700::1111"):
        _place_of(places, address)


def parse(beacon: Beacon, _: Desk) -> Outcome | None:
    """It must say what happened; an event, which."""
    if beacon.kind == "error":
        return Outcome.SCRIPT_ERROR
    if not beacon.kind or (beacon.kind == "event" and not beacon.event):
        return Outcome.UNREADABLE
    return None


def account(_: Beacon, desk: Desk) -> Outcome | None:
    """The portal must exist."""
    return None if desk.exists else Outcome.UNKNOWN_ACCOUNT


def do_not_track(beacon: Beacon, desk: Desk) -> Outcome | None:
    """Follow the browser's wish where the portal does."""
    return Outcome.DO_NOT_TRACK if beacon.hit.private and desk.settings.respect_do_not_track else None


def exclusions(beacon: Beacon, desk: Desk) -> Outcome | None:
    """Leave out the portal's own people, unwanted referrers, crawlers. Servers may call themselves what they want."""
    settings = desk.settings
    if is_within(beacon.hit.address, settings.excluded_addresses):
        return Outcome.EXCLUDED_ADDRESS
    if settings.excluded_referrers and is_of(host_of(split(beacon.get("r"))), settings.excluded_referrers):
        return Outcome.EXCLUDED_REFERRER
    if settings.exclude_data_centers and desk.places.in_data_center(beacon.hit.address):
        return Outcome.DATA_CENTER
    if settings.exclude_bots and beacon.hit.door is not Door.HTTP and is_bot(beacon.hit.agent):
        return Outcome.BOT
    return None


def geography(beacon: Beacon, desk: Desk) -> Outcome | None:
    """Know where the visitor is. The address itself goes no further. Servers tell nothing of their visitors'."""
    if beacon.hit.door is not Door.HTTP:
        beacon.place = _place_of(desk.places, beacon.hit.address)
    return None


@lru_cache(maxsize=20_000)
def _place_of(places: Places, address: str) -> Place:
    """Remembered: a visitor sends more than one hit."""
    return places.of(address)


def consent(beacon: Beacon, _: Desk) -> Outcome | None:
    """Without consent (`ce=false`), or without the cookie that is sent as `u`, nothing is kept of the visitor."""
    if beacon.hit.door is Door.HTTP:
        return None
    return None if beacon.get("u") and beacon.get("ce") != "false" else Outcome.ANONYMOUS


def visitor(beacon: Beacon, desk: Desk) -> Outcome | None:
    """Know the visitor again, and the hit."""
    if beacon.hit.door is Door.HTTP:
        return None
    if not UTK.fullmatch(beacon.utk):
        return Outcome.BAD_VISITOR
    known = desk.visitor(beacon.utk)
    if beacon.get("cts") and (known.seen_before(beacon.id) or desk.visits.has(known, beacon.id)):
        return Outcome.DUPLICATE
    return None


def identity(beacon: Beacon, desk: Desk) -> Outcome | None:
    """Note who the visitor is said to be; contacts are looked up for all hits together, later."""
    if beacon.hit.door is Door.HTTP:
        said = {name: beacon.get(name) for name in beacon.given if name[:1] != "_"}
    else:
        said = dict(beacon.identity)
        other = said.pop("visitor", "")
        if UTK.fullmatch(other) and other != beacon.utk:
            desk.ties.append(Tie(beacon, other))
    said.pop("id", "")  # the site's own number of a person: contacts cannot be found by it (documented)
    email = said.pop("email", "").strip()
    if email and email.partition("@")[0].lower() in PLACEHOLDERS:
        desk.count(beacon, Outcome.IDENTITY_REFUSED)
    elif email:
        desk.claims.append(Claim(beacon, email, said))
        if beacon.hit.door is not Door.HTTP:
            desk.ties.append(Tie(beacon, ""))
    return None


def event(beacon: Beacon, desk: Desk) -> Outcome | None:
    """Leave out what a page tells under a name that was deleted. Events of servers wait for their contact."""
    if beacon.kind == "event" and beacon.hit.door is not Door.HTTP and is_deleted(desk.events, beacon.event):
        return Outcome.EVENT_UNKNOWN
    return None


def session(beacon: Beacon, desk: Desk) -> Outcome | None:
    """Continue the visit, or begin one: after a pause, or when the visitor came back from another source. A hit that
    comes late goes where it belongs."""
    if beacon.hit.door is Door.HTTP or beacon.kind in _SILENT:
        return None
    known = desk.visitor(beacon.utk)
    device = device_of(beacon.hit.agent)
    happened = activity_of(beacon, device, desk.settings, desk.events)
    desk.visits.place(known, happened, device, beacon.place)
    return None


def activity(beacon: Beacon, desk: Desk) -> Outcome | None:
    """Count what the visitor did. Events of servers wait for their contact."""
    if beacon.hit.door is Door.HTTP:
        desk.from_servers.append(beacon)
        return None
    visitor = desk.visitor(beacon.utk).visitor
    if beacon.kind == "page_view":
        visitor.page_views += 1
    elif beacon.kind == "event":
        visitor.events += 1
        visitor.revenue += value_of(beacon.get("m"))
    return None


Step = Callable[[Beacon, Desk], Outcome | None]


class Steps(NamedTuple):
    """All steps, by name."""

    parse: Step = parse
    account: Step = account
    do_not_track: Step = do_not_track
    exclusions: Step = exclusions
    geography: Step = geography
    consent: Step = consent
    visitor: Step = visitor
    identity: Step = identity
    event: Step = event
    session: Step = session
    activity: Step = activity


STEPS = Steps()
ALONE = 6
"""How many of the steps come before the visitors are loaded."""
