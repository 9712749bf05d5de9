"""The two files of the tracking code as a portal's pages get them: the loader, and the tracker set up for it."""

from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files

import msgspec

from hubstead.tracking.settings import TrackingSettings

_LOADER, _TRACKER = "loader.js", "tracker.min.js"
OPT_IN = 1
"""The number of the policy that asks for consent, as beacons name it (`pt`)."""


def tracker(portal: int, settings: TrackingSettings) -> bytes:
    """The tracker, behind the calls that set it up for a portal."""
    return _tracker(portal, settings)


@lru_cache(maxsize=256)
def _tracker(portal: int, settings: TrackingSettings) -> bytes:
    calls: list[list[object]] = [["setPortalId", portal]]
    calls += [["addCookieDomain", domain] for domain in settings.cookie_domains]
    if len(settings.cookie_domains) > 1:
        calls.append(["enableAutomaticLinker"])
    if settings.consent == "OPT_IN":
        calls.append(["setConsentPolicy", OPT_IN])
    if settings.secure_cookies:
        calls.append(["enableSecureCookie"])
    calls.append(["trackPageView"])
    pushed = b",".join(msgspec.json.encode(call) for call in calls)
    return b"(window._hsq=window._hsq||[]).push(" + pushed + b");\n" + _file(_TRACKER)


def loader(portal: int, settings: TrackingSettings) -> bytes:
    """The file that pages name; it brings in the tracker by its content's name."""
    name = msgspec.json.encode(stamp(portal, settings))
    return _file(_LOADER).replace(b"PORTAL", b'"%d"' % portal).replace(b"HASH", name)


def stamp(portal: int, settings: TrackingSettings) -> str:
    """The name of the tracker's content: it changes with the content."""
    return sha256(tracker(portal, settings)).hexdigest()[:16]


@cache
def _file(name: str) -> bytes:
    return (files("hubstead.tracking.script") / name).read_bytes()
