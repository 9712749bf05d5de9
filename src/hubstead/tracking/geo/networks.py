"""A list of networks in a file, as clouds and hosting providers publish them: one a line, `#` begins a comment."""

from bisect import bisect_right
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, collapse_addresses, ip_network

from hubstead.kit.errors import Invalid

Address = IPv4Address | IPv6Address


class Networks:
    """Ranges of addresses; whether an address lies in one takes a search in their order, however many there are."""

    def __init__(self, networks: Iterable[IPv4Network | IPv6Network]) -> None:
        found = list(networks)
        v4 = collapse_addresses(one for one in found if isinstance(one, IPv4Network))
        v6 = collapse_addresses(one for one in found if isinstance(one, IPv6Network))
        self._ranges = {version: _bounds(ranges) for version, ranges in ((4, v4), (6, v6))}

    def __contains__(self, address: Address) -> bool:
        firsts, lasts = self._ranges[address.version]
        place = bisect_right(firsts, int(address)) - 1
        return place >= 0 and int(address) <= lasts[place]


def networks_in(path: str) -> Networks:
    """The networks of a file. Raises `Invalid` for one that cannot be read or has another line."""
    try:
        with open(path, encoding="utf-8") as lines:
            texts = [line.partition("#")[0].strip() for line in lines]
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(f"HUBSTEAD_DATA_CENTERS names {path}, which cannot be read: {error}") from None
    return Networks(_network(text, path, number) for number, text in enumerate(texts, 1) if text)


def _network(text: str, path: str, number: int) -> IPv4Network | IPv6Network:
    try:
        return ip_network(text, strict=False)
    except ValueError:
        raise Invalid(f"{path}, line {number}: '{text[:100]}' is no network like 192.0.2.0/24.") from None


def _bounds(networks: Iterable[IPv4Network | IPv6Network]) -> tuple[list[int], list[int]]:
    """First and last addresses, in order."""
    ranges = [(int(one.network_address), int(one.broadcast_address)) for one in networks]
    return [first for first, _ in ranges], [last for _, last in ranges]
