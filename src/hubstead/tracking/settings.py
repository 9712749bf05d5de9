"""What a portal wants of its tracking: whom to leave out, and which sites are its own."""

from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Annotated, Literal

import msgspec

from hubstead.kit.errors import Invalid
from hubstead.store import definitions
from hubstead.store.unit import Unit
from hubstead.tracking.referrers import HOST, Referrer, without_www

KIND = "tracking"
NAME = "settings"
COOKIE_DAYS = 180
"""Days that the visitor's cookies live: six months, as those of the real service today."""
_Host = Annotated[str, msgspec.Meta(min_length=1, max_length=253)]


class TrackingSettings(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A portal's tracking settings.

    `excluded_addresses` are IP addresses and CIDR ranges, `excluded_referrers` domains (their subdomains too),
    `site_domains` the portal's own domains besides the one that a page is on, `referrers` what it adds to the standard
    list of search engines, networks, assistants and mail hosts. `exclude_data_centers` goes by the server's setting
    `data_centers`.

    The tracking code keeps its cookies for the `cookie_domains` and `cookie_days`, and with `OPT_IN` only once the
    visitor consents to analytics. It tells of each new address of a single-page application (`track_history`), of
    clicks on links and buttons (`track_clicks`), and of forms that are not HubSpot's (`collect_forms`).
    """

    excluded_addresses: tuple[_Host, ...] = ()
    excluded_referrers: tuple[_Host, ...] = ()
    exclude_bots: bool = True
    exclude_data_centers: bool = False
    respect_do_not_track: bool = False
    site_domains: tuple[_Host, ...] = ()
    referrers: tuple[Referrer, ...] = ()
    cookie_domains: tuple[_Host, ...] = ()
    secure_cookies: bool = False
    cookie_days: Annotated[int, msgspec.Meta(ge=1, le=400)] = COOKIE_DAYS
    consent: Literal["NONE", "OPT_IN"] = "NONE"
    track_history: bool = False
    track_clicks: bool = False
    collect_forms: bool = False

    @property
    def own_domains(self) -> tuple[str, ...]:
        """The portal's sites: who comes from one of them to another came from nowhere else. Cross-domain links lead to
        the `cookie_domains`."""
        return (*self.site_domains, *self.cookie_domains)


async def settings_of(unit: Unit) -> TrackingSettings:
    """The portal's settings."""

    async def make() -> TrackingSettings:
        found = await definitions.documents(unit, KIND, "")
        return msgspec.json.decode(found[NAME], type=TrackingSettings) if NAME in found else TrackingSettings()

    return await unit.definition((KIND, NAME), make)


async def change_settings(unit: Unit, settings: TrackingSettings) -> TrackingSettings:
    """Store other settings. Raises `Invalid` for what is no address, range or domain."""
    for text in settings.excluded_addresses:
        try:
            ip_network(text, strict=False)
        except ValueError:
            raise Invalid(f"{text} is neither an IP address nor a range like 192.0.2.0/24.") from None
    for domain in _domains(settings):
        if not HOST.fullmatch(domain):
            raise Invalid(f"{domain} is no domain like example.com (lower case, without https://).")
    await definitions.hold(unit)
    definitions.put(unit, KIND, "", NAME, msgspec.json.encode(settings))
    await definitions.changed(unit, KIND, "", NAME)
    return settings


def _domains(settings: TrackingSettings) -> tuple[str, ...]:
    referring = (domain for referrer in settings.referrers for domain in referrer.domains)
    return (*settings.excluded_referrers, *settings.own_domains, *referring)


@lru_cache(maxsize=1024)
def _networks(ranges: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(text, strict=False) for text in ranges)


def is_within(address: str, ranges: tuple[str, ...]) -> bool:
    """Whether an address lies in any of the ranges; what is no address lies in none."""
    if not ranges:
        return False
    try:
        found = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return any((mapped or found) in network for network in _networks(ranges))


def is_of(host: str, domains: tuple[str, ...]) -> bool:
    """Whether a host (without `www.`) is one of the domains, with or without `www.`, or below one."""
    return any(host == domain or host.endswith(f".{domain}") for domain in map(without_www, domains))
