"""A hit: one request of the tracking code, as it came in. What it says is read later, by the steps."""

import re
from enum import IntEnum

import msgspec

_ACCOUNT = re.compile(r"(?:^|&)_?a=([0-9]{1,15})(?:&|$)")


class Door(IntEnum):
    """Where a hit came in. The numbers are stored."""

    PAGE = 1
    """`/__ptq.gif`: page views, legacy events, forms, calls-to-action, consent."""
    EVENT = 2
    """`/__ptbe.gif`: custom behavioural events."""
    CLICK = 3
    """`/__ptc.gif`: clicks that were captured by themselves."""
    ERROR = 4
    """`/__pto.gif`: the tracking code tells of an error of its own."""
    HTTP = 5
    """`/v1/event`: events from servers, without a browser."""


class Hit(msgspec.Struct, frozen=True, array_like=True):
    """`at` is the moment of receipt (ms, by the portal's clock). `private`: the browser asked not to be tracked (`DNT`,
    `Sec-GPC`). `query` is the query string as it was sent. `received` is the moment of receipt by the true clock, 0
    where that is not known: what browsers say of their clocks is compared with it."""

    door: Door
    at: int
    address: str
    agent: str
    private: bool
    query: str
    received: int = 0


encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder(list[Hit]).decode


def account_of(query: str) -> int:
    """The portal that a query string names, unproven; 0 when it names none."""
    found = _ACCOUNT.search(query)
    return int(found[1]) if found else 0
