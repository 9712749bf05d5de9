"""Forms and their fields as exporters of before v3 read them: bare lists, no paging unless it is asked for."""

from hubstead.crm.object_types.property import Property
from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.properties.definition import TypeDefinition, define
from hubstead.kit.errors import Invalid, NotFound
from hubstead.marketing.forms import legacy, manage
from hubstead.marketing.forms.check import every
from hubstead.marketing.forms.fields import Field, key_of
from hubstead.marketing.forms.form import Form
from hubstead.marketing.forms.legacy import PropertyOf
from hubstead.marketing.forms.legacy_wire import LegacyField, LegacyForm
from hubstead.marketing.forms.routes import ALL, SCOPE, TYPES
from hubstead.store.unit import Unit
from hubstead.web.answer import NO_CONTENT, Answer
from hubstead.web.call import Call
from hubstead.web.route import Route

MOST = 1_000_000
"""Forms on a page for who asks for no number: all of them."""


async def get_all(call: Call) -> list[LegacyForm]:
    """All forms, oldest first; without `formTypes` those that were made in the editor or here."""
    unit = call.reading()
    types = _types(call)
    offset, limit = max(0, call.number("offset", 0)), max(0, call.number("limit", MOST))
    forms = (form for form in (await manage.forms_of(unit)).values() if not form.archived_at)
    found = [form for form in forms if form.form_type in types][offset : offset + limit]
    property_of = await _properties(unit, found)
    return [legacy.shown(unit.portal, form, property_of) for form in found]


async def get_by_id(call: Call) -> LegacyForm:
    """One form."""
    unit = call.reading()
    form = await _found(unit, call.path[0])
    return legacy.shown(unit.portal, form, await _properties(unit, [form]))


async def delete(call: Call) -> Answer:
    """Archive a form: it takes no submissions any more, and is removed three months later."""
    await call.write(lambda unit: manage.archive(unit, call.path[0]))
    return NO_CONTENT


async def get_fields(call: Call) -> list[LegacyField]:
    """The fields of a form, in one list."""
    unit = call.reading()
    form = await _found(unit, call.path[0])
    property_of = await _properties(unit, [form])
    return [legacy.field_shown(field, property_of) for field in form.fields()]


async def get_field(call: Call) -> LegacyField:
    """One field of a form."""
    unit = call.reading()
    guid, name = call.path
    form = await _found(unit, guid)
    for field in every(form.fields()):
        if name in (field.name, key_of(field)):
            return legacy.field_shown(field, await _properties(unit, [form]))
    raise NotFound(f"The Form with the guid '{form.id}' has no FormField with the name '{name[:100]}'.")


async def _found(unit: Unit, guid: str) -> Form:
    try:
        return await manage.find(unit, guid)
    except NotFound as error:
        raise NotFound(error.message, category="OBJECT_NOT_FOUND", named={"type": "NOT_FOUND"}) from None


def _types(call: Call) -> tuple[str, ...]:
    """Unknown types are none, as anything unknown is for the older API."""
    asked = tuple(name.lower() for name in call.many("formTypes")) or ("hubspot",)
    return TYPES if ALL in asked else asked


async def _properties(unit: Unit, forms: list[Form]) -> PropertyOf:
    """How to look up the property behind a field of these forms."""
    types = {field.object_type_id for form in forms for field in every(form.fields())}
    known = {type: await _definition(unit, type) for type in types}

    def property_of(field: Field) -> Property | None:
        definition = known[field.object_type_id]
        return definition.properties.get(field.name) if definition else None

    return property_of


async def _definition(unit: Unit, type: str) -> TypeDefinition | None:
    """`None` for a custom type that was deleted since."""
    try:
        return await define(unit, await resolve(unit, type))
    except Invalid:
        return None


def _routes(forms: str, fields: str) -> tuple[Route, ...]:
    return (
        Route("GET", forms, get_all, SCOPE, "List forms as v2 shows them", answer=list[LegacyForm],
              query=("formTypes", "offset", "limit")),
        Route("GET", forms + "/{formId}", get_by_id, SCOPE, "Read a form as v2 shows it", answer=LegacyForm),
        Route("DELETE", forms + "/{formId}", delete, SCOPE, "Archive a form", status=204),
        Route("GET", fields + "/{formId}", get_fields, SCOPE, "List the fields of a form as v2 shows them",
              answer=list[LegacyField]),
        Route("GET", fields + "/{formId}/{fieldName}", get_field, SCOPE, "Read a field of a form as v2 shows it",
              answer=LegacyField),
    )  # fmt: skip


ROUTES = (*_routes("/forms/forms", "/forms/fields"), *_routes("/contacts/forms", "/contacts/fields"))
