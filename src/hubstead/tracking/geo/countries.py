"""Which country an address lies in: a table that comes with the product (see NOTICE), made by `scripts/countries`."""

import json
import lzma
import sys
from array import array
from bisect import bisect_right
from functools import cache
from importlib.resources import files
from ipaddress import IPv4Address, IPv6Address
from typing import NamedTuple


class _Ranges(NamedTuple):
    """The first address of each range, in order, and its country's place in the list."""

    firsts: "array[int]"
    places: bytes

    def place(self, address: int) -> int:
        return self.places[max(0, bisect_right(self.firsts, address) - 1)]


class _Table(NamedTuple):
    """Countries as pairs of code (ISO 3166-1 alpha-2) and English name."""

    countries: list[tuple[str, str]]
    v4: _Ranges
    v6: _Ranges


def country_of(address: IPv4Address | IPv6Address) -> tuple[str, str]:
    """Code and English name of the country of a global address; others, which lie nowhere, get some country."""
    table = _table()
    if address.version == 4:
        return table.countries[table.v4.place(int(address))]
    return table.countries[table.v6.place(int(address) >> 64)]


@cache
def _table() -> _Table:
    """The table, 3 MB, unpacked when the first address is looked up: a server that tracks nobody has none."""
    data = lzma.decompress(files(__package__).joinpath("countries.xz").read_bytes())
    head, _, rest = data.partition(b"\n")
    about = json.loads(head)
    countries = [(code, name) for code, name in about["countries"]]
    v4, left = _ranges(memoryview(rest), "I", about["v4"])
    v6, _ = _ranges(left, "Q", about["v6"])
    return _Table(countries, v4, v6)


def _ranges(data: memoryview, size: str, number: int) -> tuple[_Ranges, memoryview]:
    """The next table and what comes after it."""
    firsts = array(size)
    end = number * firsts.itemsize
    firsts.frombytes(data[:end])
    if sys.byteorder == "big":
        firsts.byteswap()
    return _Ranges(firsts, bytes(data[end : end + number])), data[end + number :]
