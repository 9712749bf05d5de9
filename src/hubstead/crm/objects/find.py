"""Which record a request means: by id, or by the value of a unique property."""

from collections.abc import Iterable, Sequence

from hubstead.crm.properties.definition import TypeDefinition
from hubstead.crm.properties.text import Coercer, InvalidValue
from hubstead.crm.properties.values import compile_coercer
from hubstead.crm.records import record as records
from hubstead.crm.records.record import Record, as_id, holders
from hubstead.kit.errors import Invalid
from hubstead.store.unit import Unit

COMPANY = "0-2"


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


async def company_of_domain(unit: Unit, domain: str, *, bounded: bool = True) -> Record | None:
    """The oldest company with a domain, as the property stores it; domains are not unique. It reads through the
    companies: about a microsecond for each. `bounded`: only among those that the unit's user may see."""
    sql = (
        "SELECT id FROM record WHERE portal = ?1 AND type = ?2 AND archived = 0 AND document LIKE ?3 ESCAPE '!' "
        "ORDER BY id LIMIT 20"
    )
    escaped = domain.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    rows = await unit.rows(sql, COMPANY, f'%"domain":"{escaped}"%') if domain else []
    found = await records.load(unit, COMPANY, [row[0] for row in rows], lock=True, bounded=bounded)
    return next((one for _, one in sorted(found.items()) if one.values.get("domain") == domain), None)


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
