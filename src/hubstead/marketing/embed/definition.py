"""A form as pages of others get it: what is needed to render it and nothing that is the portal's own affair."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType, structs

from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.properties.definition import define
from hubstead.crm.records.computed.calling_codes import calling_codes
from hubstead.marketing.embed.messages import messages_in
from hubstead.marketing.embed.rich_text import cleaned
from hubstead.marketing.forms.check import every
from hubstead.marketing.forms.consent import Consent
from hubstead.marketing.forms.fields import ChoiceField, Field, Option, PaymentLinkRadioField, PhoneField
from hubstead.marketing.forms.form import FieldGroup, Form, FormType, PostSubmitAction, Style
from hubstead.marketing.submissions.proof import BITS
from hubstead.store.unit import Unit

_PLAIN = msgspec.to_builtins(Style())


class Configuration(msgspec.Struct, rename="camel"):
    """What the page needs of it; who is notified and what follows for the contact stays here."""

    language: str
    post_submit_action: PostSubmitAction


class Look(msgspec.Struct, rename="camel"):
    """How a form looks; of the style only what differs from a new form's, so that the page's own look stands."""

    theme: str
    submit_button_text: str
    css_class: str
    style: dict[str, str]


class Embedded(msgspec.Struct, rename="camel"):
    """A form for a page. `calling_codes` are pairs of region and code, where a field lets choose them; `proof_bits` is
    how much the page has to compute where the form is protected from spam."""

    portal_id: int
    id: str
    name: str
    form_type: FormType
    language: str
    field_groups: list[FieldGroup]
    configuration: Configuration
    display_options: Look
    legal_consent_options: Consent
    messages: Mapping[str, str]
    calling_codes: list[tuple[str, str]] | UnsetType = UNSET
    proof_bits: int | UnsetType = UNSET


async def embedded(unit: Unit, form: Form, language: str) -> bytes:
    """The form as JSON, with its messages in a language; made once per generation of the portal's definitions."""

    async def make() -> bytes:
        return msgspec.json.encode(await _made(unit, form, language))

    return await unit.definition(("embedded", form.id, language), make)


async def _made(unit: Unit, form: Form, language: str) -> Embedded:
    choosing = any(isinstance(field, PhoneField) and field.use_country_code_select for field in every(form.fields()))
    look, action = form.display_options, form.configuration.post_submit_action
    if action.type == "thank_you":
        action = structs.replace(action, value=cleaned(action.value))
    return Embedded(
        portal_id=unit.portal,
        id=form.id,
        name=form.name,
        form_type=form.form_type,
        language=form.configuration.language,
        field_groups=[await _group(unit, group) for group in form.field_groups],
        configuration=Configuration(form.configuration.language, action),
        display_options=Look(look.theme, look.submit_button_text, look.css_class or "", _own(look.style)),
        legal_consent_options=_consent(form.legal_consent_options),
        messages=messages_in(language),
        calling_codes=calling_codes() if choosing else UNSET,
        proof_bits=BITS if form.configuration.recaptcha_enabled else UNSET,
    )


async def _group(unit: Unit, group: FieldGroup) -> FieldGroup:
    fields = tuple([await _field(unit, field) for field in group.fields])
    text = cleaned(group.rich_text) if isinstance(group.rich_text, str) else group.rich_text
    return structs.replace(group, fields=fields, rich_text=text)


async def _field(unit: Unit, field: Field) -> Field:
    """With the options of its property where the form names none, and so are those that depend on it."""
    changes: dict[str, Any] = {}
    if isinstance(field, ChoiceField) and not isinstance(field, PaymentLinkRadioField) and not field.options:
        changes["options"] = await _options(unit, field)
    if field.dependent_fields:
        changes["dependent_fields"] = tuple(
            [
                structs.replace(one, dependent_field=await _field(unit, one.dependent_field))
                for one in field.dependent_fields
            ]
        )
    return structs.replace(field, **changes) if changes else field


async def _options(unit: Unit, field: ChoiceField) -> tuple[Option, ...]:
    definition = await define(unit, await resolve(unit, field.object_type_id))
    property = definition.properties.get(field.name)
    options = (one for one in property.options if not one.hidden) if property else ()
    return tuple(Option(label=one.label, value=one.value, display_order=one.display_order) for one in options)


def _consent(consent: Consent) -> Consent:
    """With its rich texts cleaned."""
    changes: dict[str, Any] = {
        name: cleaned(value) for name, value in structs.asdict(consent).items() if isinstance(value, str)
    }
    boxes = getattr(consent, "communications_checkboxes", ())
    if boxes:
        changes["communications_checkboxes"] = tuple(structs.replace(box, label=cleaned(box.label)) for box in boxes)
    return structs.replace(consent, **changes)


def _own(style: Style) -> dict[str, str]:
    """The members that somebody chose, without what is no value of CSS."""
    chosen: dict[str, str] = msgspec.to_builtins(style)
    return {name: value for name, value in chosen.items() if value != _PLAIN[name] and not set(value) & set(";{}<")}
