"""App events: how the dated versions name and send the same events.

There a type comes with an app's project. Here it is one of the app's event templates: known by its name, or by its full
name, which holds the template's id.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from hubstead.crm.properties.datetimes import format_moment
from hubstead.crm.timeline.event import Event
from hubstead.crm.timeline.template import Template
from hubstead.crm.timeline.wire import EventInput, IFrame, Scalar
from hubstead.kit.errors import NotFound

_MIDDLE = "integrators-timeline-event-type-id"


class Input(Struct, rename="camel"):
    """An app event, about the record `objectId`, else the browser `utk`, else the address `email` or a company's
    `domain`."""

    event_type_name: str
    id: str
    properties: dict[str, Scalar]
    object_id: str | int | None = None
    email: str | None = None
    utk: str | None = None
    domain: str | None = None
    object_type_fully_qualified_name: str | None = None
    timestamp: str | int | None = None
    extra_data: Any = None
    timeline_i_frame: IFrame | None = msgspec.field(default=None, name="timelineIFrame")


class InputBatch(Struct):
    """App events, each taken or refused alone."""

    inputs: list[Input]


class Shown(Struct, rename="camel"):
    """An app event as it is answered."""

    id: str
    event_type_name: str
    properties: dict[str, str]
    timestamp: str
    object_id: str | UnsetType = UNSET
    email: str | UnsetType = UNSET
    utk: str | UnsetType = UNSET
    domain: str | UnsetType = UNSET
    extra_data: Any | UnsetType = UNSET
    timeline_i_frame: IFrame | UnsetType = msgspec.field(default=UNSET, name="timelineIFrame")


class Symbol(Struct, rename="camel"):
    """A type as its project names it."""

    project_name: str
    developer_symbol: str


class Resolved(Struct, rename="camel"):
    """A type as events name it."""

    fully_qualified_name: str
    developer_qualified_symbol: Symbol


def full_name(template: Template) -> str:
    """`ae1000001_integrators-timeline-event-type-id-1000002`."""
    return f"ae{template.app}_{_MIDDLE}-{template.id}"


def named(templates: Sequence[Template], app: int, spelling: str) -> Template:
    """The oldest of an app's templates that is called so, by name or full name. Raises `NotFound`."""
    for template in templates:
        if spelling in (full_name(template), template.texts.name):
            return template
    shown = spelling[:100]
    raise NotFound(f"The app {app} has no event type '{shown}'.", context={"eventTypeName": [shown]})


def as_event(template: Template, given: Input) -> EventInput:
    """An app event as an event of its template."""
    return EventInput(
        event_template_id=template.id,
        tokens=given.properties,
        id=given.id,
        object_id=given.object_id,
        email=given.email,
        utk=given.utk,
        domain=given.domain,
        timestamp=given.timestamp,
        extra_data=given.extra_data,
        timeline_i_frame=given.timeline_i_frame,
    )


def shown(given: Input, event: Event) -> Shown:
    """An app event as the API answers it."""
    return Shown(
        id=event.event,
        event_type_name=given.event_type_name,
        properties=dict(event.given.tokens),
        timestamp=format_moment(event.at),
        object_id=str(event.id) if event.id else UNSET,
        email=given.email or UNSET,
        utk=event.visitor or UNSET,
        domain=given.domain or UNSET,
        extra_data=UNSET if given.extra_data is None else given.extra_data,
        timeline_i_frame=given.timeline_i_frame or UNSET,
    )
