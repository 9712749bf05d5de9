"""Which record a request means: by id, or by the value of a unique property."""

from collections.abc import Iterable, Sequence

from hubstead.crm.properties.definition import TypeDefinition
from hubstead.crm.properties.text import Coercer, InvalidValue
from hubstead.crm.properties.values import compile_coercer
from hubstead.crm.records.record import as_id, holders
from hubstead.kit.errors import Invalid
from hubstead.store.unit import Unit


async def ids_of(
    unit: Unit, definition: TypeDefinition, keys: Sequence[str | int], id_property: str | None
) -> dict[str, int]:
    """The ids that keys stand for, by key as text; unknown keys are left out.

    Raises `Invalid` when `id_property` is not a unique property of the type.
    """
    if id_property in (None, "", "hs_object_id"):
        return {str(key): id for key in keys if (id := as_id(key)) is not None}
    assert id_property is not None
    if id_property not in definition.unique:
        raise Invalid(
            f'Property "{id_property}" of {definition.type.plural} is not unique. Use hs_object_id or one of: '
            + ", ".join(sorted(definition.unique)),
            context={"idProperty": [id_property]},
        )
    values = dict(_canonical(definition, id_property, keys))
    held = await holders(unit, definition.type.id, id_property, list(values.values()))
    return {key: held[value] for key, value in values.items() if value in held}


def _canonical(definition: TypeDefinition, property: str, keys: Iterable[str | int]) -> Iterable[tuple[str, str]]:
    coerce = _coercer(definition, property)
    for key in keys:
        try:
            value = coerce(key)
        except InvalidValue:
            continue
        if value:
            yield str(key), value


def _coercer(definition: TypeDefinition, property: str) -> Coercer:
    """A value that nobody may set can still be asked for."""
    found = definition.properties[property]
    return definition.keep(f"key {property}", lambda: compile_coercer(found, definition.portal, definition.type.id))
