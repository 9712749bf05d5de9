"""A browser with the tracking code, as the collector sees it, and time that a test moves."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from hubstead.kit import clock
from hubstead.kit.clock import Clock
from tests.world import PORTAL, World

CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"
NOON = 1_767_268_800_000
"""2026-01-01T12:00:00Z."""
MINUTE = 60_000
ADA = "ada@example.com"
GOOGLE = "https://www.google.com/"
SHOP = "https://shop.example/"


def at(moment: int) -> None:
    """It is this moment in the portal."""
    clock.turn(PORTAL, Clock(frozen=moment))


class Browser:
    """Sends beacons with a cookie."""

    def __init__(self, world: World, utk: str = "0123456789abcdef0123456789abcdef", agent: str = CHROME) -> None:
        self._world = world
        self.utk = utk
        self._agent = agent

    async def send(self, path: str = "/__ptq.gif", headers: Mapping[str, str] | None = None, **given: Any) -> None:
        """A beacon with the parameters that every one has; a parameter that is given empty is left out."""
        now = clock.now(PORTAL)
        everything = {
            "k": "1" if path == "/__ptq.gif" else "",
            "a": str(PORTAL),
            "vi": self.utk,
            "cts": str(now),
            "nc": "false",
            "u": f"226818242.{self.utk}.{now}.{now}.{now}.1",
            **given,
        }
        query = urlencode({name: value for name, value in everything.items() if value})
        sent = {"user-agent": self._agent, **(headers or {})}
        assert (await self._world.get(f"{path}?{query}", token=None, headers=sent)).status == 200

    async def view(self, url: str = "https://shop.example/", referrer: str = "", **given: Any) -> None:
        """A page view."""
        await self.send(pu=url, r=referrer, **given)

    async def identify(self, email: str, **properties: str) -> None:
        """A page view that says who the visitor is."""
        await self.view(i=urlencode({"email": email, **properties}))


async def processed(world: World) -> None:
    """Wait until all hits are processed."""
    assert world.server.processor is not None
    await world.server.processor.catch_up()


async def outcomes(world: World) -> dict[str, int]:
    """What became of all hits so far."""
    await processed(world)
    days = (await world.get("/hubstead/tracking/hits")).json["results"]
    total: dict[str, int] = {}
    for day in days:
        for outcome, count in day["outcomes"].items():
            total[outcome] = total.get(outcome, 0) + count
    return total


async def contact_of(world: World, email: str, *properties: str) -> dict[str, str]:
    """Properties of a contact, with its id."""
    await processed(world)
    names = ",".join(properties)
    reply = await world.get(f"/crm/v3/objects/contacts/{email}?idProperty=email&properties={names}")
    assert reply.status == 200, reply.body
    return {"id": reply.json["id"], **{name: reply.json["properties"][name] for name in properties}}


async def visits(world: World, email: str = ADA) -> list[dict[str, Any]]:
    """The visits of a contact, newest first."""
    id = (await contact_of(world, email))["id"]
    reply = await world.get(f"/hubstead/tracking/contacts/{id}/visits")
    assert reply.status == 200, reply.body
    found: list[dict[str, Any]] = reply.json["results"]
    return found
