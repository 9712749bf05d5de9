"""HubSpot's JSON for forms, both ways."""

from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

from hubstead.crm.properties.datetimes import format_moment
from hubstead.marketing.forms.consent import Consent
from hubstead.marketing.forms.form import Configuration, Content, DisplayOptions, FieldGroup, Form, FormType


class FormInput(Content, kw_only=True, frozen=True, rename="camel"):
    """A form to make, or to put in the place of one. The two dates have to be there and are not used."""

    form_type: Literal["hubspot"]
    created_at: str | int
    updated_at: str | int
    archived: bool
    legal_consent_options: Consent


class FormPatch(msgspec.Struct, kw_only=True, frozen=True, rename="camel"):
    """What to change of a form; each member that is given replaces the whole of it."""

    name: str | None = None
    field_groups: tuple[FieldGroup, ...] | None = None
    configuration: Configuration | None = None
    display_options: DisplayOptions | None = None
    legal_consent_options: Consent | None = None
    archived: bool | None = None


class FormShown(Content, kw_only=True, frozen=True, rename="camel"):
    """A form."""

    id: str
    form_type: FormType
    created_at: str
    updated_at: str
    archived: bool
    archived_at: str | UnsetType = UNSET


def content(given: Content) -> dict[str, Any]:
    """The members that people decide."""
    return {name: getattr(given, name) for name in Content.__struct_fields__}


def shown(form: Form) -> FormShown:
    """A form as the API answers it; times always have milliseconds."""
    return FormShown(
        **content(form),
        id=form.id,
        form_type=form.form_type,
        created_at=format_moment(form.created_at),
        updated_at=format_moment(form.updated_at),
        archived=form.archived_at > 0,
        archived_at=format_moment(form.archived_at) if form.archived_at else UNSET,
    )
