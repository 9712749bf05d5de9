"""What rate limits cost: per request in process, as a share of a request over a socket, and for those turned away."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

from bench import load
from bench.figures import CONTACTS, Figure
from bench.servers import TOKEN, hubstead
from hubstead.kit.errors import RateLimited
from hubstead.limits.limits import Limits
from hubstead.settings import Settings
from hubstead.store.generations import Definitions
from hubstead.store.open import open_store
from hubstead.store.portal import Portal
from hubstead.store.unit import Actor, Origin
from hubstead.web.call import Caller

WIDE = "professional,burst=1000000000,daily=1000000000"
"""The numbers of headers grow longer than those of an account; nobody is turned away."""
_ROUTE = "/crm/objects/{objectType}/{objectId}"
_ROUNDS, _REQUESTS = 7, 20_000


def limits(folder: Path) -> Iterator[Figure]:
    """The limiter alone, then requests over a socket with and without it."""
    for name, profile in (("off", "off"), ("counting", WIDE), ("turning away", "free,burst=1")):
        cost = asyncio.run(_cost(profile))
        yield Figure(f"limits {name}, in process", cost, "us/request", f"best of {_ROUNDS} x {_REQUESTS:,}")
    get = load.http("GET", f"{CONTACTS}?limit=1", TOKEN)
    for profile in ("off", WIDE, "free,burst=1"):
        with hubstead(folder / profile.replace(",", "-"), "--limits", profile) as server:
            result = load.run(server.port, lambda: get, 32, 4)
        yield Figure(f"GET of an empty list, limits {profile[:12]}", result.rate, "requests/s", "32 connections")


async def _cost(profile: str) -> float:
    """Microseconds of the limiter for one request."""
    store = open_store(Settings(data="memory"))
    await store.open()
    counted = Limits(store, profile)
    portal = Portal(id=1, name="Bench", created_at=0)
    caller = Caller(Actor(1, 0, Origin("INTEGRATION"), Definitions()), None, portal, app=7)
    best = min([await _round(counted, caller) for _ in range(_ROUNDS)])
    await store.close()
    return best / _REQUESTS * 1_000_000


async def _round(counted: Limits, caller: Caller) -> float:
    began = time.perf_counter()
    for _ in range(_REQUESTS):
        try:
            await counted.count(caller, _ROUTE, [])
        except RateLimited:
            continue
    return time.perf_counter() - began
