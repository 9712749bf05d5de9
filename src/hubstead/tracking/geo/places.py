"""Where an address is: by the operator's own database where the setting names one, else by the table of countries."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, Any

import msgspec

from hubstead.kit.errors import Invalid
from hubstead.tracking.geo.countries import country_of
from hubstead.tracking.geo.networks import Networks, networks_in

if TYPE_CHECKING:
    from maxminddb import Reader

Address = IPv4Address | IPv6Address


class Place(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """Where a visitor is, empty where unknown. `code` is the country's (ISO 3166-1 alpha-2), `region_code` the part of
    an ISO 3166-2 code after the country. Region and city need the operator's database."""

    code: str = ""
    country: str = ""
    region_code: str = ""
    region: str = ""
    city: str = ""


NOWHERE = Place()
_NOWHERE = Networks(map(ip_network, (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
    "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
    "::/3", "2001:db8::/32", "4000::/2", "8000::/1",
)))  # fmt: skip
"""What is private, reserved or for examples (IANA's registries). `ipaddress` would take longer to say so."""


class Places:
    """What addresses are looked up in. `database` is a file in the MaxMind DB format (MMDB), `data_centers` one with
    networks of data centres; either may be empty.

    Raises `Invalid` for a file that cannot be read.
    """

    def __init__(self, database: str = "", data_centers: str = "") -> None:
        self._reader = _opened(database) if database else None
        self._data_centers = networks_in(data_centers) if data_centers else None

    def of(self, address: str) -> Place:
        """Where an address is; nowhere for one that is private or none at all."""
        found = _global(address)
        if found is None:
            return NOWHERE
        return self._looked_up(found) or Place(*country_of(found))

    def in_data_center(self, address: str) -> bool:
        """Whether an address belongs to a data centre, as far as the operator's file knows."""
        found = _global(address) if self._data_centers else None
        return found is not None and self._data_centers is not None and found in self._data_centers

    def _looked_up(self, address: Address) -> Place | None:
        """What the operator's database knows; `None` without one, or where it does not know the country."""
        if self._reader is None or (address.version == 6 and self._reader.metadata().ip_version == 4):
            return None
        found = self._reader.get(address)
        place = _place(found) if isinstance(found, dict) else NOWHERE
        return place if place.code else None


def _opened(path: str) -> "Reader":
    try:
        from maxminddb import InvalidDatabaseError, open_database
    except ImportError:
        raise Invalid("HUBSTEAD_GEO needs one more package: pip install 'hubstead[geo]'") from None
    try:
        return open_database(path)
    except (InvalidDatabaseError, OSError) as error:
        raise Invalid(f"HUBSTEAD_GEO names {path}, which is no database in MMDB format: {error}") from None


def _global(text: str) -> Address | None:
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    address = getattr(address, "ipv4_mapped", None) or address
    return None if address in _NOWHERE else address


def _place(found: dict[str, Any]) -> Place:
    """From a record as the city databases have them; those of countries have less, some only `country_code`."""
    country = found.get("country") or found.get("registered_country") or {}
    if not isinstance(country, dict):
        return NOWHERE
    code = country.get("iso_code") or found.get("country_code") or ""
    regions = found.get("subdivisions") or [{}]
    return Place(
        code,
        _name(country) or code,
        regions[0].get("iso_code", ""),
        _name(regions[0]),
        _name(found.get("city") or {}),
    )


def _name(named: dict[str, Any]) -> str:
    return str(named.get("names", {}).get("en", ""))
