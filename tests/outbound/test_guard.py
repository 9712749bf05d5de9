"""Where the server may be sent: a table of addresses in every spelling."""

import asyncio
import socket
from ipaddress import ip_address
from typing import Any

import pytest

from hubstead.kit.errors import Invalid
from hubstead.outbound.guard import Guard, Refused, networks

PRIVATE = [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "017700000001",
    "0177.0.0.1",
    "0",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "2852039166",
    "0xa9fea9fe",
    "0251.0376.0251.0376",
    "100.64.0.1",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "[::]",
    "[::1]",
    "[::127.0.0.1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::ffff:169.254.169.254]",
    "[64:ff9b::a9fe:a9fe]",
    "[64:ff9b::10.0.0.1]",
    "[2002:7f00:1::]",
    "[2002:a9fe:a9fe::1]",
    "[fc00::1]",
    "[fd00:ec2::254]",
    "[fe80::1]",
    "[fe80::1%25eth0]",
    "[fec0::1]",
    "[ff02::1]",
    "[2001:db8::1]",
]
PUBLIC = ["1.1.1.1", "8.8.8.8", "172.32.0.1", "134744072", "[2606:4700:4700::1111]", "[64:ff9b::808:808]"]


@pytest.mark.parametrize("host", PRIVATE)
def test_private_addresses_are_refused_in_every_spelling(host: str) -> None:
    with pytest.raises(Refused, match="private network"):
        Guard().check_url(f"https://{host}/hook")


@pytest.mark.parametrize("host", PUBLIC)
def test_public_addresses_may_be_called_over_tls_only(host: str) -> None:
    Guard().check_url(f"https://{host}/hook")
    with pytest.raises(Refused, match="https"):
        Guard().check_url(f"http://{host}/hook")
    Guard(plain=True).check_url(f"http://{host}/hook")


@pytest.mark.parametrize("host", PRIVATE)
async def test_a_name_that_resolves_to_a_private_address_is_refused(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the name was judged as before: the address that is connected to is judged. One bad address is enough."""
    try:
        real = str(ip_address(host.strip("[]").partition("%")[0]))
    except ValueError:
        real = socket.inet_ntoa(socket.inet_aton(host))

    async def getaddrinfo(*_: Any, **__: Any) -> list[Any]:
        return [(0, 0, 0, "", ("93.184.215.14", 443)), (0, 0, 0, "", (real, 443))]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo, raising=False)
    with pytest.raises(Refused, match="private network"):
        await Guard().addresses("rebound.example", 443, plain=False)


async def test_the_resolver_s_own_spellings_are_judged_by_what_they_mean() -> None:
    for host in ("localhost", "2130706433", "0x7f.1"):
        with pytest.raises(Refused, match="private network"):
            await Guard().addresses(host, 443, plain=False)
    assert "127.0.0.1" in await Guard(localhost=True).addresses("127.0.0.1", 80, plain=True)


def test_localhost_and_allowed_networks_may_be_called_in_plain() -> None:
    local = Guard(localhost=True)
    for url in ("http://localhost:3000/", "http://127.0.0.1/", "http://[::1]:9/", "http://app.localhost/"):
        local.check_url(url)
    for url in ("http://10.0.0.1/", "https://10.0.0.1/", "http://example.com/", "http://127.0.0.1.example.com/"):
        with pytest.raises(Refused):
            local.check_url(url)
    inside = Guard(networks("10.0.0.0/8, fd00::/8"))
    for url in ("http://10.1.2.3/", "https://[fd00::7]/", "http://[::ffff:10.0.0.1]/", "http://intranet/"):
        inside.check_url(url)
    for url in ("http://192.168.0.1/", "https://127.0.0.1/", "http://1.1.1.1/"):
        with pytest.raises(Refused):
            inside.check_url(url)
    Guard(networks("all")).check_url("http://192.168.0.1/")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com/hook",
        "//example.com",
        "ftp://example.com/",
        "file:///etc/passwd",
        "https://",
        "https:///hook",
        "https://user:secret@example.com/",
        "https://user@example.com/",
        "https://example.com:99999/",
        "https://exa mple.com/",
        "https://example.com\\@127.0.0.1/",
        "https://example.com/\r\nHost: a",
        "https://exämple.com/",
        "https://[::1/",
        "https://example.com/" + "a" * 2_048,
    ],
)
def test_what_is_no_url_to_call_is_refused(url: str) -> None:
    with pytest.raises(Refused):
        Guard(networks("all"), localhost=True, plain=True).check_url(url)


def test_networks_that_are_none_are_refused() -> None:
    with pytest.raises(Invalid, match="HUBSTEAD_OUTBOUND"):
        networks("10.0.0.1/8")
