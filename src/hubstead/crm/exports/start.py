"""Starting an export: what is asked, checked, and the job queued."""

from collections.abc import Sequence

from hubstead.crm.exports import run as runs
from hubstead.crm.exports.request import FORMATS, ExportGiven, Format
from hubstead.crm.exports.run import Export
from hubstead.crm.exports.work import EXPORT, Payload
from hubstead.crm.lists import list as lists
from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.properties.definition import TypeDefinition, define
from hubstead.crm.properties.text import is_storable
from hubstead.crm.search.compile import compile_query
from hubstead.crm.search.query import read_query
from hubstead.jobs import job as jobs
from hubstead.kit.errors import Invalid, NotFound, RateLimited
from hubstead.kit.ids import secret_text
from hubstead.store.unit import Unit
from hubstead.web.call import Call
from hubstead.web.edge import require

MOST_A_DAY = 30
"""Exports of a portal in 24 hours (documented)."""
DAY = 86_400_000
MOST_PROPERTIES = 1_000
MOST_OTHERS = 4
LONGEST_NAME = 500
INTERNAL = ("NAMES", "VALUES")


async def start(call: Call, given: ExportGiven) -> Export:
    """Take an export. Raises `Invalid`, `RateLimited`, and `Forbidden` for types that the caller may not read."""
    unit = call.reading()
    type = await _readable(call, unit, given.object_type)
    others = [await _readable(call, unit, name) for name in _listed(given.associated_object_type)]
    definition = await define(unit, type)
    if len(others) > MOST_OTHERS:
        raise _wrong("associatedObjectType", f"At most {MOST_OTHERS} associated types can be exported.")
    kind, wanted = given.export_type.upper(), given.format.upper()
    internal = [option.upper() for option in given.export_internal_values_options or ()]
    if kind not in ("VIEW", "LIST"):
        raise _wrong("exportType", f"exportType is VIEW or LIST, not '{given.export_type[:50]}'.")
    if wanted not in FORMATS:
        raise _wrong("format", f"format is CSV, XLSX or XLS, not '{given.format[:50]}'.")
    if not set(internal) <= set(INTERNAL):
        raise _wrong("exportInternalValuesOptions", "exportInternalValuesOptions are NAMES and VALUES.")
    if not given.export_name.strip() or len(given.export_name) > LONGEST_NAME or not is_storable(given.export_name):
        raise _wrong("exportName", f"exportName has 1 to {LONGEST_NAME} characters.")
    if kind == "LIST":
        await _check_list(unit, type, given)
    elif given.public_crm_search_request:
        _check_search(definition, given)
    displays = given.include_primary_display_property_for_associated_objects
    properties = _properties(definition, given.object_properties)
    secret = secret_text(32)

    async def queued(unit: Unit) -> Export:
        if await runs.since(unit, unit.now - DAY) >= MOST_A_DAY:
            raise RateLimited(f"An account can export {MOST_A_DAY} times in 24 hours.", 3600)
        app = call.caller.app
        run = Export(
            id=await unit.new_ids(1),
            app=app,
            state="ENQUEUED",
            created_at=unit.now,
            updated_at=unit.now,
            name=given.export_name,
            kind="LIST" if kind == "LIST" else "VIEW",
            type=type.id,
            properties=properties,
            format=_format(wanted),
            secret=secret,
            user_id=0 if app else unit.origin.user_id,
            others=tuple(other.id for other in others),
            internal_names="NAMES" in internal,
            internal_values="VALUES" in internal,
            unlimited=given.override_associated_objects_per_definition_per_row_limit,
            displays=len(others) == 1 if displays is None else displays and bool(others),
            labels=given.include_labeled_associations and bool(others),
            search=given.public_crm_search_request if kind == "VIEW" else None,
            list=str(given.list_id) if kind == "LIST" else "",
        )
        runs.save(unit, run)
        unit.happened("export.asked", type.id, 0, "{}")
        await jobs.queue(unit, EXPORT.name, Payload(run.id))
        return run

    return await call.write(queued)


async def _readable(call: Call, unit: Unit, spelling: str) -> ObjectType:
    type = await resolve(unit, spelling)
    require(call.caller, type.read_scopes)
    return type


def _listed(given: str | Sequence[str] | None) -> list[str]:
    names = [given] if isinstance(given, str) else list(given or ())
    return [name for name in dict.fromkeys(names) if name]


def _format(text: str) -> Format:
    return next(found for found in FORMATS if found == text)


def _properties(definition: TypeDefinition, names: Sequence[str]) -> tuple[str, ...]:
    if len(names) > MOST_PROPERTIES:
        raise _wrong("objectProperties", f"At most {MOST_PROPERTIES} properties can be exported.")
    for name in names:
        if name not in definition.properties:
            shown = name[:100]
            raise Invalid(
                f'Property "{shown}" of {definition.type.name} does not exist.', context={"propertyName": [shown]}
            )
    return tuple(dict.fromkeys(names))


def _check_search(definition: TypeDefinition, given: ExportGiven) -> None:
    assert given.public_crm_search_request is not None
    query = read_query(given.public_crm_search_request.as_body())
    types = {name: found.type for name, found in definition.properties.items()}
    compile_query(query, types, definition.type.searchable_properties, lambda _: ())


async def _check_list(unit: Unit, type: ObjectType, given: ExportGiven) -> None:
    try:
        found = await lists.find(unit, given.list_id or "")
    except NotFound:
        raise _wrong("listId", f"There is no list {str(given.list_id or '')[:60]}.") from None
    if found.type != type.id:
        raise _wrong(
            "listId", f"List {found.id} holds no {type.plural.lower()}: objectType must be that of its records."
        )


def _wrong(field: str, message: str) -> Invalid:
    return Invalid(message, context={field: [message[:100]]})
