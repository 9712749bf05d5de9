"""What a portal knows of a custom object besides its type: its description, its age, and whether it is archived."""

import msgspec

from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.object_types.resolve import KIND as TYPE_KIND
from hubstead.store import definitions
from hubstead.store.unit import Unit

KIND = "schema_info"


class Schema(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """A custom object. Timestamps in ms; user ids 0 where no user stands behind it.

    The types that the server serves are the ones under `object_types.resolve.KIND`: an archived schema leaves that
    list and keeps its type here alone.
    """

    type: ObjectType
    description: str | None = None
    restorable: bool = True
    allows_sensitive_properties: bool = True
    created_at: int = 0
    updated_at: int = 0
    created_by: int = 0
    updated_by: int = 0
    archived: bool = False


_decode = msgspec.json.Decoder(Schema).decode


async def schemas_of(unit: Unit) -> dict[str, Schema]:
    """The portal's custom objects by type id, oldest first, archived ones too, as the store has them now."""
    found = [_decode(text) for text in (await definitions.documents(unit, KIND, "")).values()]
    return {schema.type.id: schema for schema in sorted(found, key=lambda schema: int(schema.type.id[2:]))}


async def put(unit: Unit, schema: Schema) -> None:
    """Write a schema; its type is served from now on, or no more when it is archived."""
    id = schema.type.id
    definitions.put(unit, KIND, "", id, msgspec.json.encode(schema))
    if schema.archived:
        definitions.remove(unit, TYPE_KIND, "", id)
    else:
        definitions.put(unit, TYPE_KIND, "", id, msgspec.json.encode(schema.type))
    await definitions.changed(unit, TYPE_KIND, "", id)
