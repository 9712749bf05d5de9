"""From any spelling of an object type to the type: standard ones, and the portal's own (schemas)."""

import msgspec

from hubstead.crm.object_types import catalog
from hubstead.crm.object_types.object_type import ObjectType
from hubstead.kit.errors import Invalid
from hubstead.store import definitions
from hubstead.store.unit import Unit
from hubstead.web.call import Call
from hubstead.web.edge import require
from hubstead.web.route import By

KIND = "schema"
_decode = msgspec.json.Decoder(ObjectType).decode


async def resolve(unit: Unit, spelling: str) -> ObjectType:
    """The type of a path or body: singular, plural, any case, `0-1`, `2-…`, `p_name`, `p123_name`.

    Raises `Invalid` for a name that no type has.
    """
    standard = catalog.resolve_standard(spelling)
    if standard is not None:
        return standard
    found = (await _spellings(unit)).get(spelling.lower())
    if found is None:
        raise Invalid(f"Unable to infer object type from: {spelling}", context={"type": [spelling]})
    return found


async def own_types(unit: Unit) -> list[ObjectType]:
    """The portal's custom object types, oldest first."""

    async def make() -> list[ObjectType]:
        documents = await definitions.documents(unit, KIND, "")
        return sorted((_decode(document) for document in documents.values()), key=lambda type: int(type.id[2:]))

    return await unit.definition(("schemas", "own"), make)


async def _spellings(unit: Unit) -> dict[str, ObjectType]:
    async def make() -> dict[str, ObjectType]:
        return {name.lower(): type for type in await own_types(unit) for name in (type.id, *type.path_names)}

    return await unit.definition(("schemas", "spellings"), make)


async def type_of(call: Call, unit: Unit, by: By, place: int = 0) -> ObjectType:
    """The object type in the path, if the caller may read or write it. Raises `Invalid` or `Forbidden`."""
    type = await resolve(unit, call.path[place])
    require(call.caller, type.read_scopes if by is By.READ else type.write_scopes)
    return type
