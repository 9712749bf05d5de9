"""Where a request comes from, as proxies in front of the server tell it in `X-Forwarded-For`."""

from collections.abc import Sequence

FORWARDED_FOR = b"x-forwarded-for"


def together(pairs: Sequence[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """Headers of which one came several times: a proxy may add a line of its own to what was said before it, and all
    lines are one list (RFC 9110, 5.3). Of others the last counts."""
    return {**dict(pairs), FORWARDED_FOR: b",".join(value for name, value in pairs if name == FORWARDED_FOR)}


def address_of(told: bytes, proxies: int, client: str) -> str:
    """What the outermost of so many proxies saw; `client`, the other end of the connection, where there are fewer. What
    stands before that was claimed by the client itself."""
    seen = told.decode("latin-1").split(",")
    return (_without_port(seen[-proxies].strip()) if 0 < proxies <= len(seen) else "") or client


def _without_port(address: str) -> str:
    """Some proxies add the port: `192.0.2.7:4711`, `[2001:db8::1]:443`."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address
