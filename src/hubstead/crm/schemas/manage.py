"""Custom objects: make, change, archive, purge."""

import re
from collections.abc import Iterable, Mapping

import msgspec

from hubstead.crm.associations import labels
from hubstead.crm.associations.definition import Label, labels_of
from hubstead.crm.associations.labels import NewType
from hubstead.crm.object_types import catalog
from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.object_types.property import Property
from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.properties import groups
from hubstead.crm.properties.definition import properties_of
from hubstead.crm.properties.manage import Revision
from hubstead.crm.properties.wire import PropertyInput
from hubstead.crm.schemas import wire
from hubstead.crm.schemas.rows import forget_records, has_live_records
from hubstead.crm.schemas.schema import KIND, Schema, put, schemas_of
from hubstead.kit.errors import Conflict, Invalid, NotFound
from hubstead.store import definitions
from hubstead.store.unit import Unit

LONGEST = 50
"""Characters of a name or label."""
MOST_SECONDARY = 2
MOST_SEARCHABLE = 20
ACTIVITIES = ("tasks", "calls", "notes", "emails", "meetings", "communications", "postal_mail")
"""What every custom object can be associated with from the start, in this order."""
READ_SCOPES = ("crm.objects.custom.read",)
WRITE_SCOPES = ("crm.objects.custom.write",)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


async def create(unit: Unit, given: wire.SchemaInput) -> tuple[Schema, Mapping[str, Property], list[Label]]:
    """Make a custom object with its properties and associations. Raises `Invalid` and `Conflict`.

    The name of an archived one purges that one first.
    """
    await definitions.hold(unit)
    await _take_name(unit, given.name)
    type = _type(unit, f"2-{await unit.new_ids(1)}", given)
    revision = _properties(unit, type, given)
    _check_references(type, revision.now)
    user = unit.origin.user_id
    schema = Schema(
        type=type,
        description=given.description,
        allows_sensitive_properties=given.allows_sensitive_properties,
        created_at=unit.now,
        updated_at=unit.now,
        created_by=user,
        updated_by=user,
    )
    await put(unit, schema)
    for group in revision.groups.values():
        await groups.save(unit, type, group)
    await revision.save()
    made = await labels.define(unit, await _links(unit, type, given))
    return schema, revision.now, [side for pair in made for side in pair]


async def update(unit: Unit, type_id: str, given: wire.SchemaPatch) -> Schema:
    """Change a custom object. What is required and searched takes effect at once. Raises `Invalid`."""
    await definitions.hold(unit)
    schema = await _live(unit, type_id)
    if given.allows_sensitive_properties is False and schema.allows_sensitive_properties:
        raise Invalid(
            "Sensitive properties support cannot be turned off",
            sub_category="InboundDbObjectTypeError.SENSITIVE_PROPERTIES_SUPPORT_CANNOT_BE_TURNED_OFF",
        )
    type = _changed(schema.type, given)
    _check_labels(type)
    _check_references(type, await properties_of(unit, type))
    description = schema.description if given.description is None else given.description
    changed = msgspec.structs.replace(
        schema,
        type=type,
        description=None if given.clear_description else description,
        restorable=schema.restorable if given.restorable is None else given.restorable,
        updated_at=unit.now,
        updated_by=unit.origin.user_id,
    )
    await put(unit, changed)
    return changed


async def archive(unit: Unit, type_id: str) -> None:
    """Archive a custom object with its associations. Raises `Invalid` while it has live records."""
    await definitions.hold(unit)
    schema = await _live(unit, type_id)
    if await has_live_records(unit, type_id):
        raise Invalid(
            f"Object type {type_id} cannot be deleted until all object records are deleted",
            sub_category="ObjectSchemaError.EXISTING_OBJECT_RECORDS",
        )
    await labels.remove_all(unit, schema.type)
    await put(unit, msgspec.structs.replace(schema, archived=True, updated_at=unit.now))


async def purge(unit: Unit, spelling: str) -> None:
    """Forget an archived custom object with all that it had. Raises `Invalid` for one that is not archived."""
    await definitions.hold(unit)
    wanted = spelling.lower()
    for schema in (await schemas_of(unit)).values():
        if schema.archived and wanted in (schema.type.id, *(name.lower() for name in schema.type.path_names)):
            await _forget(unit, schema)
            return
    raise Invalid("Couldn't find soft-deleted object type(s)", context={"objectType": [spelling]})


async def associate(unit: Unit, type: ObjectType, given: wire.AssociationInput) -> tuple[Label, Label]:
    """Define a plain association from or to a custom object; answers both directions. Raises `Invalid`, `Conflict`."""
    await definitions.hold(unit)
    ends = [await resolve(unit, spelling) for spelling in (given.from_object_type_id, given.to_object_type_id)]
    if type not in ends:
        raise Invalid(
            f"An association of {type.fully_qualified_name} goes from it or to it.",
            context={"fromObjectTypeId": [ends[0].id], "toObjectTypeId": [ends[1].id]},
        )
    known = await labels.types_of(unit, type)
    if any(kind.default and (kind.from_type, kind.to_type) == (ends[0].id, ends[1].id) for kind in known):
        raise Conflict(
            f"{ends[0].fully_qualified_name} and {ends[1].fully_qualified_name} can be associated already.",
            category="OBJECT_ALREADY_EXISTS",
        )
    name = given.name or f"{_word(ends[0])}_to_{_word(ends[1])}"
    return (await labels.define(unit, [NewType(ends[0], ends[1], name)]))[0]


async def dissociate(unit: Unit, type: ObjectType, identifier: str) -> None:
    """Delete an association type that the portal defined, by id or name, with all links by it.

    Raises `NotFound` when there is none from or to this type.
    """
    await definitions.hold(unit)
    for label in await labels_of(unit):
        if (
            identifier in (str(label.id), label.name)
            and type.id in (label.from_type, label.to_type)
            and not label.archived
        ):
            await labels.remove(unit, [label])
            return
    raise NotFound(
        f"No association '{identifier}' was defined for {type.fully_qualified_name}.",
        context={"associationIdentifier": [identifier]},
    )


async def _live(unit: Unit, type_id: str) -> Schema:
    schema = (await schemas_of(unit)).get(type_id)
    if schema is None or schema.archived:
        raise Invalid("Invalid object or event type id", context={"objectTypeId": [type_id]})
    return schema


async def _take_name(unit: Unit, name: str) -> None:
    if not _NAME.fullmatch(name) or len(name) > LONGEST:
        raise Invalid(
            f"invalid object type name {name[:LONGEST]}: it starts with a letter, has only letters, digits and "
            f"underscores, and at most {LONGEST} characters",
            sub_category="InboundDbObjectTypeError.OBJECT_TYPE_NAME_FORMAT",
        )
    for schema in (await schemas_of(unit)).values():
        if schema.type.name.lower() != name.lower():
            continue
        if not schema.archived:
            raise Conflict(
                f"{name} already exists",
                category="OBJECT_ALREADY_EXISTS",
                sub_category="InboundDbObjectTypeError.OBJECT_TYPE_ALREADY_EXIST",
            )
        await _forget(unit, schema)


async def _forget(unit: Unit, schema: Schema) -> None:
    definitions.remove(unit, KIND, "", schema.type.id)
    await definitions.changed(unit, KIND, "", schema.type.id)
    await forget_records(unit, schema.type.id)


def _type(unit: Unit, id: str, given: wire.SchemaInput) -> ObjectType:
    qualified = f"p{unit.portal}_{given.name}"
    first = next(iter((*given.required_properties, *(made.name for made in given.properties))), "hs_object_id")
    type = ObjectType(
        id=id,
        name=given.name,
        singular=given.labels.singular or "",
        plural=given.labels.plural or "",
        fully_qualified_name=qualified,
        path_names=(qualified, f"p_{given.name}"),
        primary_display_property=given.primary_display_property or first,
        secondary_display_properties=tuple(given.secondary_display_properties),
        required_properties=tuple(given.required_properties),
        searchable_properties=tuple(given.searchable_properties) or ("hs_object_id",),
        default_read_properties=("hs_createdate", "hs_lastmodifieddate", "hs_object_id"),
        pipeline_property="hs_pipeline",
        stage_property="hs_pipeline_stage",
        read_scopes=READ_SCOPES,
        write_scopes=WRITE_SCOPES,
        mergeable=True,
        custom=True,
    )
    _check_labels(type)
    return type


def _changed(type: ObjectType, given: wire.SchemaPatch) -> ObjectType:
    changes: dict[str, str | tuple[str, ...]] = {}
    if given.labels is not None:
        changes |= {name: label for name, label in msgspec.structs.asdict(given.labels).items() if label is not None}
    if given.primary_display_property is not None:
        changes["primary_display_property"] = given.primary_display_property
    for field in ("secondary_display_properties", "required_properties", "searchable_properties"):
        names = getattr(given, field)
        if names is not None:
            changes[field] = tuple(names)
    return msgspec.structs.replace(type, **changes)


def _check_labels(type: ObjectType) -> None:
    for label in (type.singular, type.plural):
        if not label.strip() or len(label) > LONGEST:
            raise Invalid(
                f"The labels of an object type, singular and plural, have 1 to {LONGEST} characters.",
                context={"labels": [label[:LONGEST]]},
            )


def _properties(unit: Unit, type: ObjectType, given: wire.SchemaInput) -> Revision:
    """The default properties of a custom object and those that are made with it, in the schema's own group."""
    defaults = catalog.custom_defaults(type.name)
    shelves = {
        group.name: msgspec.structs.replace(group, label=f"{type.singular} Information") for group in defaults.groups
    }
    revision = Revision(unit, type, dict(defaults.properties), shelves)
    for wanted in given.properties:
        fields = msgspec.structs.asdict(wanted)
        fields["group_name"] = wanted.group_name or next(iter(shelves))
        revision.create(PropertyInput(**fields))
    return revision


def _check_references(type: ObjectType, properties: Mapping[str, Property]) -> None:
    """Display, required and searchable properties have to be properties of the type."""
    for field, names, code, most in (
        ("primaryDisplayProperty", (type.primary_display_property,), _REFUSED["primary"], 1),
        ("secondaryDisplayProperties", type.secondary_display_properties, _REFUSED["secondary"], MOST_SECONDARY),
        ("requiredProperties", type.required_properties, _REFUSED["required"], len(properties)),
        ("searchableProperties", type.searchable_properties, _REFUSED["searchable"], MOST_SEARCHABLE),
    ):
        unknown = [name for name in names if name not in properties or properties[name].archived]
        if unknown:
            raise Invalid(
                f"Invalid {field}: {', '.join(unknown)} does not exist", context={field: unknown}, sub_category=code
            )
        if len(names) > most or len(set(names)) < len(names):
            raise Invalid(f"{field} takes at most {most} properties, each once.", context={field: list(names)})


_REFUSED = {
    "primary": "ObjectSchemasSandboxesSyncErrorType.INVALID_PRIMARY_DISPLAY_PROPERTY",
    "secondary": "ObjectSchemasSandboxesSyncErrorType.INVALID_SECONDARY_DISPLAY_PROPERTY",
    "required": "InvalidPropertiesError.INVALID_REQUIRED_PROPERTIES",
    "searchable": "ObjectSchemasSandboxesSyncErrorType.INVALID_SEARCHABLE_PROPERTIES",
}


async def _links(unit: Unit, type: ObjectType, given: wire.SchemaInput) -> list[NewType]:
    """The plain associations of a new custom object: those asked for, then activities, each once."""
    wanted = [await resolve(unit, spelling) for spelling in (*given.associated_objects, *ACTIVITIES)]
    same: Iterable[ObjectType] = (type,) if given.should_create_same_object_association else ()
    others = {other.id: other for other in (*wanted, *same)}
    return [NewType(type, other, f"{type.name}_to_{_word(other)}") for other in others.values()]


def _word(type: ObjectType) -> str:
    """One of a type, as part of a name: `contact`, `postal_mail`."""
    return type.name if type.custom else type.singular.lower().replace(" ", "_")
