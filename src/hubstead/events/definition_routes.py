"""Event definitions over HTTP."""

from typing import Any

from hubstead.crm.properties import wire as property_wire
from hubstead.crm.properties.answers import PropertyShown
from hubstead.events import manage, wire
from hubstead.events.definition import Definition, definitions_of
from hubstead.kit.errors import Invalid
from hubstead.web.answer import NO_CONTENT, Answer
from hubstead.web.call import Call
from hubstead.web.paging import cursor, limit_of, next_page, place_of
from hubstead.web.route import Route

SCOPE = ("behavioral_events.event_definitions.read_write",)
FEATURE = "custom-events"
DEFAULT_LIMIT = 100
PAGE_LIMIT = 500


async def get_page(call: Call) -> Any:
    """A page of event definitions, oldest first; `searchString` is looked for in names and labels."""
    limit, text = limit_of(call, DEFAULT_LIMIT, PAGE_LIMIT), (call.one("searchString") or "").lower()
    shows_properties = call.one("includeProperties") is None or call.flag("includeProperties")
    known = await definitions_of(call.reading())
    matching = [one for one in known.live() if text in one.name or text in one.label.lower()]
    following = _following(call, matching)
    page = following[:limit]
    answer: dict[str, Any] = {
        "total": len(matching),
        "results": [wire.shown(known, one, with_properties=shows_properties) for one in page],
    }
    return answer | (next_page(call, cursor(page[-1].number)) if len(following) > limit else {})


async def get_by_name(call: Call) -> Any:
    """One event definition, by name, full name or id."""
    known = await definitions_of(call.reading())
    return wire.shown(known, known.find(call.path[0]))


async def create(call: Call) -> Any:
    """Define an event."""
    given = call.read(wire.DefinitionInput)
    return wire.shown(*await call.write(lambda unit: manage.create(unit, given)))


async def update(call: Call) -> Any:
    """Change label and description of an event."""
    given = call.read(wire.DefinitionPatch)
    return wire.shown(*await call.write(lambda unit: manage.update(unit, call.path[0], given)))


async def delete(call: Call) -> Answer:
    """Delete an event definition. Its name cannot be used again."""
    await call.write(lambda unit: manage.delete(unit, call.path[0]))
    return NO_CONTENT


async def create_property(call: Call) -> Any:
    """Give an event another property."""
    given = call.read(wire.PropertyInput)
    return property_wire.shown(await call.write(lambda unit: manage.add_property(unit, call.path[0], given)))


async def update_property(call: Call) -> Any:
    """Change label, description and options of a property of an event."""
    given, (event, name) = call.read(wire.PropertyPatch), call.path
    return property_wire.shown(await call.write(lambda unit: manage.change_property(unit, event, name, given)))


async def delete_property(call: Call) -> Answer:
    """Take a property from an event."""
    event, name = call.path
    await call.write(lambda unit: manage.remove_property(unit, event, name))
    return NO_CONTENT


def _backwards(call: Call) -> bool:
    order = (call.one("sortOrder") or "ASC").upper()
    if not order.startswith(("ASC", "DESC")):
        raise Invalid(f"sortOrder is ASC or DESC, not '{order[:20]}'", context={"sortOrder": [order[:20]]})
    return order.startswith("DESC")


def _following(call: Call, matching: list[Definition]) -> list[Definition]:
    """Those that come after the cursor, in the order that is asked for."""
    backwards, after = _backwards(call), place_of(call, "after")
    ordered = matching[::-1] if backwards else matching
    if after is None:
        return ordered
    return [one for one in ordered if (one.number < after[0] if backwards else one.number > after[0])]


LISTED = ("searchString", "after", "limit", "includeProperties", "sortOrder")


def _routes(definitions: str) -> tuple[Route, ...]:
    definition = definitions + "/{eventName}"
    properties = definition + "/property"
    property = properties + "/{propertyName}"
    return (
        Route("GET", definitions, get_page, SCOPE, "List event definitions", answer=wire.DefinitionsPage,
              query=LISTED, feature=FEATURE),
        Route("POST", definitions, create, SCOPE, "Create an event definition", wire.DefinitionInput,
              answer=wire.DefinitionShown, status=201, feature=FEATURE),
        Route("GET", definition, get_by_name, SCOPE, "Read an event definition", answer=wire.DefinitionShown,
              feature=FEATURE),
        # 201 for changes, as documented.
        Route("PATCH", definition, update, SCOPE, "Update an event definition", wire.DefinitionPatch,
              answer=wire.DefinitionShown, status=201, feature=FEATURE),
        Route("DELETE", definition, delete, SCOPE, "Delete an event definition", status=204, feature=FEATURE),
        Route("POST", properties, create_property, SCOPE, "Create a property of an event", wire.PropertyInput,
              answer=PropertyShown, status=201, feature=FEATURE),
        Route("PATCH", property, update_property, SCOPE, "Update a property of an event", wire.PropertyPatch,
              answer=PropertyShown, status=201, feature=FEATURE),
        Route("DELETE", property, delete_property, SCOPE, "Delete a property of an event", status=204,
              feature=FEATURE),
    )  # fmt: skip


ROUTES = tuple(
    route for base in ("/events/event-definitions", "/events/custom/event-definitions") for route in _routes(base)
)
"""The dated versions have the second path: `/events/custom/2026-03/event-definitions`."""
