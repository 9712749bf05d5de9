"""Where the server may send requests that somebody else named: not into the network that it stands in.

A name is resolved once, every address that it has is judged, and the connection goes to an address that was judged: a
name that answers differently the second time gains nothing. Other spellings of an address (decimal, octal, hexadecimal,
short) are what the resolver makes of them.
"""

import asyncio
import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from hubstead.kit.errors import Invalid

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
EVERYTHING = "all"
_INSIDE = (ip_network("168.63.129.16/32"), ip_network("fec0::/10"))
"""What passes for public and is not: the metadata of a cloud (Azure), site-local addresses (RFC 3879)."""
_NAT64 = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"))
_LIMIT = 2_048
"""Characters of a URL."""


class Refused(Exception):
    """The address is not one that may be called; the message says why, for whoever named it."""


class Guard:
    """What may be called: the public internet, and `allowed` networks. `localhost` opens the machine itself.

    Unless `plain` says otherwise, plain HTTP goes only to this machine and to allowed networks: elsewhere others could
    read what is sent.
    """

    def __init__(self, allowed: Iterable[Network] = (), *, localhost: bool = False, plain: bool = False) -> None:
        self._allowed = tuple(allowed)
        self._localhost = localhost
        self._plain = plain

    def check_url(self, url: str) -> None:
        """Refuse a URL that never can be called, before anybody tries. Raises `Refused`."""
        host, _, plain = parts_of(url)
        address = _literal(host)
        if address is not None:
            self.check(address, plain=plain)
        elif plain and not self._plain_may_go_to(host):
            raise Refused(f"{url[:200]} must begin with https://: what is sent there could be read on the way.")

    async def addresses(self, host: str, port: int, *, plain: bool) -> list[str]:
        """The addresses of a host that may be called, all of them or none. Raises `Refused`, or `OSError` where the
        name cannot be resolved."""
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))
        for address in addresses:
            self.check(ip_address(address), plain=plain)
        return addresses

    def check(self, address: Address, *, plain: bool) -> None:
        """Refuse an address. Raises `Refused`."""
        address = _within(address)
        if (self._localhost and address.is_loopback) or self._is_allowed(address):
            return
        if not address.is_global or address.is_multicast or _is_in(address, _INSIDE):
            raise Refused(
                f"{address} is an address of a private network. HUBSTEAD_OUTBOUND lists those that may be called."
            )
        if plain and not self._plain:
            raise Refused("Only https:// goes out to the internet: what is sent over http:// could be read on the way.")

    def _is_allowed(self, address: Address) -> bool:
        return _is_in(address, self._allowed)

    def _plain_may_go_to(self, host: str) -> bool:
        """Names of this machine are known without asking; others may turn out to be in an allowed network."""
        local = host == "localhost" or host.endswith(".localhost")
        return self._plain or bool(self._allowed) or (self._localhost and local)


def networks(text: str) -> tuple[Network, ...]:
    """Networks from the setting: `10.0.0.0/8,fd00::/8`, or `all`. Raises `Invalid`."""
    if text.strip() == EVERYTHING:
        return ip_network("0.0.0.0/0"), ip_network("::/0")
    try:
        return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())
    except ValueError as error:
        raise Invalid(f"HUBSTEAD_OUTBOUND: {error}. Give networks like 10.0.0.0/8, joined by commas, or all.") from None


def parts_of(url: str) -> tuple[str, int, bool]:
    """Host, port and whether it is plain HTTP, of a URL that can be called. Raises `Refused`."""
    if len(url) > _LIMIT or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise Refused("This is not a URL: give printable ASCII without spaces, 2,048 characters at most.")
    try:
        split = urlsplit(url)
        host, port = split.hostname, split.port
    except ValueError:
        raise Refused(f"{url[:200]} is not a URL.") from None
    if split.scheme not in ("http", "https") or not host:
        raise Refused(f"{url[:200]} is not a URL that can be called: give https://host/path.")
    if split.username is not None or split.password is not None:
        raise Refused("Give a URL without a user and a password in it.")
    plain = split.scheme == "http"
    return host, port or (80 if plain else 443), plain


def _is_in(address: Address, networks: Iterable[Network]) -> bool:
    return any(address.version == network.version and address in network for network in networks)


def _literal(host: str) -> Address | None:
    """The address that a host is written as, in any spelling that resolvers take; `None` for a name."""
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        pass
    try:
        return ip_address(socket.inet_aton(host))
    except (OSError, UnicodeEncodeError):
        return None


def _within(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for: mapped, compatible, 6to4, Teredo, NAT64."""
    if isinstance(address, IPv4Address):
        return address
    inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
    if inner is None and (_is_in(address, _NAT64) or 1 < int(address) < 1 << 32):
        inner = IPv4Address(int(address) & 0xFFFFFFFF)
    return inner or address
