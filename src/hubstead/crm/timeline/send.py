"""Taking events that an app sends, checked by their template."""

from collections.abc import Mapping
from typing import Any

import msgspec

from hubstead.crm.properties.datetimes import parse_datetime, sent_moment
from hubstead.crm.properties.text import InvalidValue, is_storable, scalar_text
from hubstead.crm.timeline import event as events
from hubstead.crm.timeline.event import Event, Given
from hubstead.crm.timeline.template import Template, Token
from hubstead.crm.timeline.who import stamp
from hubstead.crm.timeline.wire import EventInput, Scalar
from hubstead.kit.errors import Invalid
from hubstead.kit.ids import named_uuid
from hubstead.store.unit import Unit

LONGEST_ID = 255
LONGEST_VALUE = 65_536
"""Characters of a token's value: as of a property. What clients remember of the service's limit differs."""
LARGEST_EVENT = 510_000
"""Bytes of an event (clients' memory)."""
UUID = "{{uuid}}"
"""Stands in an id for one that the server makes (documented)."""


async def send(unit: Unit, template: Template, given: EventInput) -> Event:
    """Take one event. Raises `Invalid`."""
    tokens = tokens_of(template, given.tokens)
    _check_size(given)
    whose = await stamp(unit, template.texts.object_type, given, _values(template, tokens))
    event = Event(
        template=template.id,
        event=await _id(unit, given.id),
        at=sent_moment("timestamp", given.timestamp, unit.now),
        type=template.texts.object_type,
        id=whose.id,
        visitor=whose.visitor,
        given=Given(
            tokens=tokens,
            created_at=unit.now,
            email=given.email or "",
            domain=given.domain or "",
            extra_data=given.extra_data,
            frame=msgspec.to_builtins(given.timeline_i_frame) if given.timeline_i_frame else None,
        ),
    )
    events.save(unit, event)
    return event


def tokens_of(template: Template, given: Mapping[str, Scalar]) -> dict[str, str]:
    """Checked values by name. Raises `Invalid`, also for a token that the template does not have (documented)."""
    known = template.tokens
    values: dict[str, str] = {}
    for name, value in given.items():
        token = known.get(name)
        if token is None:
            raise _refused(name, f"The event template {template.id} has no token '{name[:100]}'.")
        try:
            text = scalar_text(value, name)
        except InvalidValue as problem:
            raise _refused(name, problem.message) from None
        if len(text) > LONGEST_VALUE or not is_storable(text):
            raise _refused(name, f"The value of '{name}' is not text of at most {LONGEST_VALUE} characters.")
        if text:
            values[name] = _checked(token, text)
    return values


def _checked(token: Token, text: str) -> str:
    if token.type == "enumeration" and text not in {option.value for option in token.options}:
        allowed = ", ".join(option.value for option in token.options[:20])
        raise _refused(token.name, f"'{text[:100]}' is not an option of '{token.name}'. Options: {allowed}")
    if token.type == "number" and not _is_number(text):
        raise _refused(token.name, f"'{text[:100]}' is not a number, as '{token.name}' must be.")
    if token.type == "date":
        try:
            parse_datetime(text)
        except ValueError:
            message = f"'{text[:100]}' is not a point in time: '{token.name}' takes milliseconds or ISO 8601."
            raise _refused(token.name, message) from None
    return text


def _refused(name: str, message: str) -> Invalid:
    return Invalid(message, context={"tokens": [name[:100]]})


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text.isascii() and "_" not in text


def _values(template: Template, tokens: Mapping[str, str]) -> dict[str, str]:
    """What the event writes into its record."""
    known = template.tokens
    named = {known[name].object_property_name: value for name, value in tokens.items()}
    return {name: value for name, value in named.items() if name}


async def _id(unit: Unit, given: str | None) -> str:
    text = given or UUID
    if len(text) > LONGEST_ID or not is_storable(text):
        raise Invalid(f"The id of an event has at most {LONGEST_ID} characters.", context={"id": [text[:100]]})
    return text.replace(UUID, named_uuid("timeline", unit.portal, await unit.new_ids(1))) if UUID in text else text


def _check_size(given: EventInput) -> None:
    size = len(msgspec.json.encode(given))
    if size > LARGEST_EVENT:
        raise Invalid(f"The event has {size} bytes; {LARGEST_EVENT} are allowed.")
    frame: Any = given.timeline_i_frame
    if frame and not frame.url.lower().startswith(("https://", "http://")):
        raise Invalid("The url of a timelineIFrame begins with https://.", context={"url": [frame.url[:100]]})
    if not all(is_storable(text) for text in _texts(msgspec.to_builtins(given))):
        raise Invalid("The event has text that cannot be stored: NUL, or half of a character.")


def _texts(value: Any) -> list[str]:
    found: list[str] = []
    waiting = [value]
    while waiting:
        match waiting.pop():
            case str() as text:
                found.append(text)
            case dict() as members:
                waiting += [*members, *members.values()]
            case list() as items:
                waiting += items
            case _:
                pass
    return found
