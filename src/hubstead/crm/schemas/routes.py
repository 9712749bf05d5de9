"""Schemas over HTTP: custom objects, and standard types to read."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from hubstead.crm.associations import labels
from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.object_types.permission import defined_type, definition_scopes
from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.pipelines.options import with_options
from hubstead.crm.properties.definition import define
from hubstead.crm.properties.wire import batch
from hubstead.crm.schemas import manage, wire
from hubstead.crm.schemas.answers import AssociationDefinition, SchemaDefinition, SchemaShown
from hubstead.crm.schemas.schema import Schema, schemas_of
from hubstead.kit.errors import Invalid
from hubstead.store.unit import Unit
from hubstead.web.answer import NO_CONTENT, Answer
from hubstead.web.call import Call
from hubstead.web.edge import require
from hubstead.web.envelopes import Batch, Results
from hubstead.web.route import By, Route, permitted

T = TypeVar("T")
READ = ("crm.schemas.custom.read", "crm.objects.custom.read")
WRITE = ("crm.schemas.custom.write",)
PARTS = ("includePropertyDefinitions", "includeAssociationDefinitions")


async def get_all(call: Call) -> Any:
    """Every custom object; with `archived=true` the archived ones too."""
    unit, archived, parts = call.reading(), call.flag("archived"), _parts(call)
    found = (await schemas_of(unit)).values()
    return {"results": [await _shown(unit, schema, *parts) for schema in found if archived or not schema.archived]}


async def get_one(call: Call) -> Any:
    """One schema, of a custom object or a standard type."""
    unit = call.reading()
    return await _shown(unit, await _schema(unit, await defined_type(call, unit, By.READ)), *_parts(call))


async def batch_read(call: Call) -> Any:
    """Several schemas by any spelling of their types."""
    started, given, unit = call.now(), call.read(wire.BatchRead), call.reading()
    types = [await resolve(unit, spelling) for spelling in dict.fromkeys(given.inputs)]
    for type in types:
        require(call.caller, definition_scopes(type, By.READ))
    parts = (given.include_property_definitions, given.include_association_definitions)
    results = [await _shown(unit, await _schema(unit, type), *parts) for type in types]
    return batch(started, call.now(), results)


async def create(call: Call) -> Any:
    """Make a custom object with its properties and associations."""
    given = call.read(wire.SchemaInput)
    schema, properties, made = await call.write(lambda unit: manage.create(unit, given))
    return wire.shown(schema, properties, [wire.association(label) for label in made])


async def update(call: Call) -> Any:
    """Change a custom object."""
    given = call.read(wire.SchemaPatch)
    return wire.definition(await _written(call, lambda unit, type: manage.update(unit, type.id, given)))


async def delete(call: Call) -> Answer:
    """Archive a custom object without records; with `archived=true` forget an archived one for good."""
    if call.flag("archived"):
        return await purge(call)
    await _written(call, lambda unit, type: manage.archive(unit, type.id))
    return NO_CONTENT


async def purge(call: Call) -> Answer:
    """Forget an archived custom object for good."""
    await call.write(lambda unit: manage.purge(unit, call.path[0]))
    return NO_CONTENT


async def create_association(call: Call) -> Any:
    """Let records of a custom object be associated with another type."""
    given = call.read(wire.AssociationInput)
    forward, _ = await _written(call, lambda unit, type: manage.associate(unit, type, given))
    return wire.association(forward)


async def delete_association(call: Call) -> Answer:
    """Delete an association type with all its links."""
    await _written(call, lambda unit, type: manage.dissociate(unit, type, call.path[1]))
    return NO_CONTENT


async def _schema(unit: Unit, type: ObjectType) -> Schema:
    return (await schemas_of(unit))[type.id] if type.custom else Schema(type=type)


async def _shown(unit: Unit, schema: Schema, with_properties: bool, with_associations: bool) -> Any:
    """A schema with what was asked for; an archived one shows neither properties nor associations."""
    type = schema.type
    properties, associations = {}, []
    if with_properties and not schema.archived:
        known = await with_options(unit, type, (await define(unit, type)).properties)
        properties = {name: found for name, found in known.items() if found.data_sensitivity == "non_sensitive"}
    if with_associations and not schema.archived:
        associations = wire.associations(type, await labels.types_of(unit, type))
    return wire.shown(schema, properties, associations)


def _parts(call: Call) -> tuple[bool, bool]:
    properties, associations = (call.one(name) is None or call.flag(name) for name in PARTS)
    return properties, associations


async def _written(call: Call, work: Callable[[Unit, ObjectType], Awaitable[T]]) -> T:
    type = await resolve(call.reading(), call.path[0])
    if not type.custom:
        raise Invalid(
            f"{type.fully_qualified_name} is a standard object type: its schema cannot be changed.",
            context={"objectType": [call.path[0]]},
        )
    return await call.write(lambda unit: work(unit, type))


def _routes(schemas: str) -> tuple[Route, ...]:
    schema, associations = schemas + "/{objectType}", schemas + "/{objectType}/associations"
    association = associations + "/{associationIdentifier}"
    return (
        Route("GET", schemas, get_all, READ, "List custom objects",
              answer=Results[SchemaShown], query=("archived", *PARTS)),
        Route("POST", schemas, create, WRITE, "Create a custom object", wire.SchemaInput,
              answer=SchemaShown, status=201, feature="custom-objects"),
        Route("POST", schemas + "/batch/read", batch_read, By.READ, "Read schemas", wire.BatchRead,
              answer=Batch[SchemaShown]),
        Route("GET", schema, get_one, By.READ, "Read a schema", answer=SchemaShown, query=PARTS),
        Route("PATCH", schema, update, WRITE, "Update a custom object", wire.SchemaPatch, answer=SchemaDefinition),
        Route("DELETE", schema, delete, WRITE, "Archive a custom object", status=204, query=("archived",)),
        Route("DELETE", schema + "/purge", purge, WRITE, "Purge an archived custom object", status=204),
        Route("POST", associations, create_association, WRITE, "Create an association type", wire.AssociationInput,
              answer=AssociationDefinition, status=201),
        Route("DELETE", association, delete_association, WRITE, "Delete an association type", status=204),
    )  # fmt: skip


ROUTES = permitted("properties", (*_routes("/crm-object-schemas/schemas"), *_routes("/crm/schemas")))
"""The service serves one resource under two paths."""
