"""What a form has to be like before it is stored."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.pipelines.lifecycle import PROPERTY as LIFECYCLE
from hubstead.crm.properties.definition import define
from hubstead.crm.records.change import checked
from hubstead.kit.errors import Invalid
from hubstead.marketing.forms.fields import BaseField, DigitsValidation, Field, PaymentLinkRadioField, key_of
from hubstead.marketing.forms.form import Content, LifecycleStage
from hubstead.store.unit import Unit

LONGEST_NAME = 255
LONGEST_ADDRESS = 2_048


async def check(unit: Unit, form: Content) -> None:
    """Raises `Invalid` for a form that could not be filled in or sent."""
    if not form.name.strip() or len(form.name) > LONGEST_NAME:
        raise Invalid(f"A form needs a name of at most {LONGEST_NAME} characters.", context={"name": [form.name[:100]]})
    action = form.configuration.post_submit_action
    if action.type == "redirect_url" and not is_web_address(action.value):
        raise Invalid(
            "The redirect_url of postSubmitAction must be an absolute http or https address.",
            context={"postSubmitAction": [action.value[:100]]},
        )
    _refuse_doubles(form)
    for field in every(form.fields()):
        await _check_field(unit, field)
    for stage in form.configuration.lifecycle_stages:
        await _check_stage(unit, stage)


def every(fields: Iterable[Field]) -> Iterator[Field]:
    """Fields with those that depend on them, and so on."""
    for field in fields:
        yield field
        yield from every(found.dependent_field for found in field.dependent_fields)


def is_web_address(text: str) -> bool:
    """Whether a text is an absolute http or https URL."""
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and len(text) <= LONGEST_ADDRESS
    except ValueError:
        return False


def _refuse_doubles(form: Content) -> None:
    seen: set[str] = set()
    for field in form.fields():
        if key_of(field) in seen:
            raise _refused(field, f"The field '{key_of(field)}' is in the form twice.")
        seen.add(key_of(field))


async def _check_field(unit: Unit, field: BaseField) -> None:
    if isinstance(field, PaymentLinkRadioField):
        return
    definition = await define(unit, await resolve(unit, field.object_type_id))
    if field.name not in definition.properties:
        raise _refused(
            field, f"{definition.type.plural} have no property '{field.name}'. Create it before a form asks for it."
        )
    limits = getattr(field, "validation", None)
    if isinstance(limits, DigitsValidation) and not 0 <= limits.min_allowed_digits <= limits.max_allowed_digits:
        raise _refused(field, f"The field '{key_of(field)}' allows no number of digits.")


async def _check_stage(unit: Unit, stage: LifecycleStage) -> None:
    """A submission shall set nothing that the CRM itself would refuse."""
    if not checked(await define(unit, await resolve(unit, stage.object_type_id)), {LIFECYCLE: stage.value})[LIFECYCLE]:
        raise Invalid("A lifecycle stage of a form needs a value.", context={"lifecycleStages": [stage.object_type_id]})


def _refused(field: BaseField, message: str) -> Invalid:
    return Invalid(message, context={"field": [key_of(field)]})
