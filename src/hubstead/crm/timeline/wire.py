"""HubSpot's JSON of timeline templates, tokens and events."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from hubstead.crm.object_types import catalog
from hubstead.crm.properties.datetimes import format_moment
from hubstead.crm.timeline.event import Event
from hubstead.crm.timeline.template import Option, Template, Token, TokenType

Scalar = str | int | float | bool | None


class TokenInput(Struct, rename="camel"):
    """A token as it is given."""

    name: str
    label: str
    type: TokenType
    object_property_name: str | None = None
    options: list[Option] | None = None


class TokenPatch(Struct, rename="camel"):
    """What can change of a token; its name and type cannot."""

    label: str
    object_property_name: str | None = None
    options: list[Option] | None = None


class TemplateInput(Struct, rename="camel"):
    """A template as it is given."""

    name: str
    tokens: list[TokenInput]
    object_type: str = ""
    header_template: str | None = None
    detail_template: str | None = None


class TemplatePatch(Struct, rename="camel"):
    """A template as it shall be; its object type cannot change."""

    name: str
    tokens: list[TokenInput]
    id: str = ""
    header_template: str | None = None
    detail_template: str | None = None


class IFrame(Struct, frozen=True, rename="camel"):
    """A page that opens from the event; width and height in pixels."""

    link_label: str
    header_label: str
    url: str
    width: int
    height: int


class EventInput(Struct, rename="camel"):
    """An event: about the record `objectId`, else the browser `utk`, else the address `email` (or a company's
    `domain`)."""

    event_template_id: str | int
    tokens: dict[str, Scalar]
    id: str | None = None
    object_id: str | int | None = None
    email: str | None = None
    utk: str | None = None
    domain: str | None = None
    timestamp: str | int | None = None
    extra_data: Any = None
    timeline_i_frame: IFrame | None = msgspec.field(default=None, name="timelineIFrame")


class EventBatch(Struct):
    """Events, each taken or refused alone."""

    inputs: list[EventInput]


class TokenShown(Struct, rename="camel"):
    """A token as it is answered."""

    name: str
    label: str
    type: str
    options: list[Option]
    created_at: str
    updated_at: str
    object_property_name: str | UnsetType = UNSET


class TemplateShown(Struct, rename="camel"):
    """A template as it is answered."""

    id: str
    name: str
    header_template: str
    detail_template: str
    tokens: list[TokenShown]
    object_type: str
    created_at: str
    updated_at: str


class EventShown(Struct, rename="camel"):
    """An event as it is answered."""

    id: str
    event_template_id: str
    object_type: str
    tokens: dict[str, str]
    timestamp: str
    created_at: str
    object_id: str | UnsetType = UNSET
    email: str | UnsetType = UNSET
    utk: str | UnsetType = UNSET
    domain: str | UnsetType = UNSET
    extra_data: Any | UnsetType = UNSET
    timeline_i_frame: IFrame | UnsetType = msgspec.field(default=UNSET, name="timelineIFrame")


class Detail(Struct):
    """The detail template of an event, filled in."""

    details: str


def token_shown(token: Token) -> TokenShown:
    """A token as the API answers it."""
    return TokenShown(
        name=token.name,
        label=token.label,
        type=token.type,
        options=list(token.options),
        created_at=format_moment(token.created_at),
        updated_at=format_moment(token.updated_at),
        object_property_name=token.object_property_name or UNSET,
    )


def template_shown(template: Template) -> TemplateShown:
    """A template as the API answers it."""
    texts = template.texts
    return TemplateShown(
        id=str(template.id),
        name=texts.name,
        header_template=texts.header_template,
        detail_template=texts.detail_template,
        tokens=[token_shown(token) for token in texts.tokens],
        object_type=type_word(texts.object_type),
        created_at=format_moment(texts.created_at),
        updated_at=format_moment(texts.updated_at),
    )


def type_word(type: str) -> str:
    """A type as templates name it: `contacts`."""
    found = catalog.resolve_standard(type)
    return found.name if found else type


def event_shown(event: Event) -> EventShown:
    """An event as the API answers it."""
    given = event.given
    return EventShown(
        id=event.event,
        event_template_id=str(event.template),
        object_type=type_word(event.type),
        tokens=dict(given.tokens),
        timestamp=format_moment(event.at),
        created_at=format_moment(given.created_at),
        object_id=str(event.id) if event.id else UNSET,
        email=given.email or UNSET,
        utk=event.visitor or UNSET,
        domain=given.domain or UNSET,
        extra_data=UNSET if given.extra_data is None else given.extra_data,
        timeline_i_frame=UNSET if given.frame is None else msgspec.convert(given.frame, IFrame),
    )


def tokens_given(tokens: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """Token values without those that are null."""
    return {name: value for name, value in tokens.items() if value is not None}
