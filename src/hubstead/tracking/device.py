"""What a user agent tells of a device."""

from typing import Literal

import msgspec

from hubstead.tracking.remembered import remembered

_HANDHELD = frozenset(("iOS", "Android", "Windows Phone", "KaiOS", "Tizen"))
_DESKTOP = frozenset(("Windows", "Mac OS X", "Linux", "Ubuntu", "Fedora", "Debian", "Chrome OS", "FreeBSD"))
LONGEST = 1_000
"""Characters of a user agent that are looked at: real ones have about 150."""


class Device(msgspec.Struct, frozen=True):
    """Names as browsers have them, for example Chrome, 126, Windows; empty where unknown."""

    browser: str = ""
    version: str = ""
    system: str = ""
    type: Literal["DESKTOP", "MOBILE", "TABLET", "OTHER"] = "OTHER"


@remembered
def device_of(agent: str) -> Device:
    """The device behind a user agent."""
    from ua_parser import parse  # 25 ms that a server without hits need not spend at its start

    found = parse(agent[:LONGEST])
    browser, system = found.user_agent, found.os
    family = system.family if system else ""
    return Device(
        browser=browser.family if browser else "",
        version=(browser.major or "") if browser else "",
        system=family,
        type=_type(agent, family),
    )


@remembered
def is_bot(agent: str) -> bool:
    """Whether this is the user agent of a known crawler; every browser sends one, so none at all is a bot too."""
    from crawleruseragents import is_crawler  # as above

    return not agent or is_crawler(agent[:LONGEST])


def _type(agent: str, system: str) -> Literal["DESKTOP", "MOBILE", "TABLET", "OTHER"]:
    """Phones say `Mobile`; Android tablets do not, and iPads that tell of themselves say so."""
    if "iPad" in agent or "Tablet" in agent:
        return "TABLET"
    if system in _HANDHELD:
        return "MOBILE" if "Mobi" in agent else "TABLET"
    return "DESKTOP" if system in _DESKTOP else "OTHER"
