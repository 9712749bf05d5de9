"""Whose address a request has behind proxies."""

import pytest

from hubstead.web.forwarded import address_of

CLIENT = "203.0.113.7"
"""The other end of the connection."""


@pytest.mark.parametrize(
    ("proxies", "told", "address"),
    [
        (0, "192.0.2.7", CLIENT),
        (1, "", CLIENT),
        (1, "192.0.2.7", "192.0.2.7"),
        (1, "192.0.2.66, 192.0.2.7", "192.0.2.7"),
        (2, "192.0.2.66, 192.0.2.7, 10.0.0.1", "192.0.2.7"),
        (2, "192.0.2.7,10.0.0.1", "192.0.2.7"),
        (2, "192.0.2.7", CLIENT),
        (2, " , 10.0.0.1", CLIENT),
        (1, "192.0.2.7:4711", "192.0.2.7"),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "[2001:db8::1]", "2001:db8::1"),
        (1, "[2001:db8::1]:4711", "2001:db8::1"),
        (1, "unknown", "unknown"),
    ],
)
def test_the_outermost_of_our_proxies_is_believed(proxies: int, told: str, address: str) -> None:
    assert address_of(told.encode(), proxies, CLIENT) == address
