"""A shop whose customers buy books: an event with properties of every type."""

from typing import Any

from tests.world import PORTAL, Reply, World

DEFINITIONS = "/events/v3/event-definitions"
EVENTS = "/events/v3/events"
SEND = "/events/v3/send"
BOUGHT = f"pe{PORTAL}_bought_book"
OPTIONS = [{"label": name, "value": name, "displayOrder": 0, "hidden": False} for name in ("paper", "audio")]
PROPERTIES: list[dict[str, Any]] = [
    {"name": "title", "label": "Title", "type": "string"},
    {"name": "price", "label": "Price", "type": "number"},
    {"name": "form", "label": "Form", "type": "enumeration", "options": OPTIONS},
    {"name": "printed", "label": "Printed", "type": "datetime"},
]


def definition(**more: Any) -> dict[str, Any]:
    return {
        "label": "Bought book",
        "name": "bought_book",
        "description": "Somebody bought a book",
        "primaryObject": "CONTACT",
        "propertyDefinitions": PROPERTIES,
        "includeDefaultProperties": False,
        **more,
    }


class Shop:
    """A world with the event defined."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def buy(self, title: str, **given: Any) -> Reply:
        """Send an event; the moment counts seconds of 2026."""
        at = given.pop("second", None)
        moment = {} if at is None else {"occurredAt": f"2026-01-01T00:00:{at:02}.500Z"}
        return await self.world.post(SEND, {"eventName": BOUGHT, "properties": {"title": title}, **moment, **given})

    async def titles(self, query: str = "", version: str = EVENTS) -> list[str]:
        """The books of the events that are found."""
        reply = await self.world.get(f"{version}?{query}")
        assert reply.status == 200, reply.body
        return [event["properties"]["title"] for event in reply.json["results"]]


async def shop(world: World, **more: Any) -> Shop:
    reply = await world.post(DEFINITIONS, definition(**more))
    assert reply.status == 201, reply.body
    return Shop(world)
