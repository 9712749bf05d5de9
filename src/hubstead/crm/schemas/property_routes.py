"""Property definitions and their groups over HTTP."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.object_types.permission import defined_type
from hubstead.crm.object_types.property import Property
from hubstead.crm.pipelines.options import with_options
from hubstead.crm.properties import groups, wire
from hubstead.crm.properties.answers import GroupShown, PropertyShown
from hubstead.crm.properties.definition import define
from hubstead.crm.properties.manage import Revision, not_found, revise
from hubstead.crm.records.redefine import Rest, go_on, redefined
from hubstead.kit.errors import Failure, Invalid
from hubstead.store.unit import Unit
from hubstead.web.answer import NO_CONTENT, Answer, Reply
from hubstead.web.call import Call
from hubstead.web.envelopes import Batch, Results
from hubstead.web.failure import item_of
from hubstead.web.route import By, Route, permitted

T = TypeVar("T")
BATCH_LIMIT = 100
NON_SENSITIVE = "non_sensitive"


async def get_all(call: Call) -> Any:
    """Every property of a type, by name; only those named in `properties`, if any."""
    found = await _found(call, call.flag("archived"), call.one("dataSensitivity"))
    wanted = call.many("properties")
    return {"results": [wire.shown(found[name]) for name in sorted(found) if not wanted or name in wanted]}


async def get_by_name(call: Call) -> Any:
    """One property."""
    found = await _found(call, call.flag("archived"), call.one("dataSensitivity"))
    property = found.get(call.path[1].lower())
    if property is None:
        raise not_found(call.path[1])
    return wire.shown(property)


async def batch_read(call: Call) -> Any:
    """Up to 100 properties by name; 207 when some are missing."""
    started = call.now()
    given = call.read(wire.BatchRead)
    _check_size(given.inputs)
    found = await _found(call, given.archived, given.data_sensitivity)
    names = list(dict.fromkeys(asked.name for asked in given.inputs))
    results = [wire.shown(found[name.lower()]) for name in names if name.lower() in found]
    errors = [item_of(not_found(name)) for name in names if name.lower() not in found]
    return Reply(207 if errors else 200, wire.batch(started, call.now(), results, errors))


async def create(call: Call) -> Any:
    """Make a property, or restore the archived one of this name."""
    given = call.read(wire.PropertyInput)
    made = await _revised(call, lambda revision: revision.create(given))
    return Reply(201, wire.shown(made), (_location(call, made.name),))


async def batch_create(call: Call) -> Any:
    """Make up to 100 properties; each succeeds or fails alone."""
    started = call.now()
    given = call.read(wire.BatchCreate)
    _check_size(given.inputs)
    made = await _revised(call, lambda revision: [_attempt(revision, wanted) for wanted in given.inputs])
    results = [wire.shown(one) for one in made if isinstance(one, Property)]
    errors = [item_of(one) for one in made if isinstance(one, Failure)]
    return Reply(207 if errors else 201, wire.batch(started, call.now(), results, errors))


async def update(call: Call) -> Any:
    """Change some fields of a property; options replace the whole list."""
    given = call.read(wire.PropertyPatch)
    type, changed = await _revised(call, lambda revision: (revision.type, revision.update(call.path[1], given)))
    return wire.shown((await with_options(call.reading(), type, {changed.name: changed}))[changed.name])


async def archive(call: Call) -> Answer:
    """Move a property to the recycling bin."""
    await _revised(call, lambda revision: revision.archive(call.path[1]))
    return NO_CONTENT


async def batch_archive(call: Call) -> Answer:
    """Move up to 100 properties to the recycling bin; names without a property are passed over."""
    given = call.read(wire.BatchNames)
    _check_size(given.inputs)

    def work(revision: Revision) -> None:
        for name in dict.fromkeys(wanted.name.lower() for wanted in given.inputs):
            if name in revision.now and not revision.now[name].archived:
                revision.archive(name)

    await _revised(call, work)
    return NO_CONTENT


async def get_groups(call: Call) -> Any:
    """Every group of a type."""
    unit = call.reading()
    found = await groups.groups_of(unit, await defined_type(call, unit, By.READ))
    return {"results": [wire.shown_group(group) for group in found.values()]}


async def get_group(call: Call) -> Any:
    """One group."""
    unit = call.reading()
    return wire.shown_group(await groups.one(unit, await defined_type(call, unit, By.READ), call.path[1]))


async def create_group(call: Call) -> Any:
    """Make a group."""
    given = call.read(wire.GroupInput)
    made = await _written(call, lambda unit, type: groups.create(unit, type, given))
    return Reply(201, wire.shown_group(made), (_location(call, made.name),))


async def update_group(call: Call) -> Any:
    """Change a group's label or place."""
    given = call.read(wire.GroupPatch)
    return wire.shown_group(await _written(call, lambda unit, type: groups.update(unit, type, call.path[1], given)))


async def archive_group(call: Call) -> Answer:
    """Move an empty group to the recycling bin."""
    await _written(call, lambda unit, type: groups.archive(unit, type, call.path[1]))
    return NO_CONTENT


async def _found(call: Call, archived: bool, sensitivity: str | None) -> dict[str, Property]:
    """What a read can see: live or archived ones, of one sensitivity."""
    unit = call.reading()
    type = await defined_type(call, unit, By.READ)
    properties = await with_options(unit, type, (await define(unit, type)).all_properties)
    asked = sensitivity or NON_SENSITIVE
    return {
        name: found
        for name, found in properties.items()
        if found.archived == archived and found.data_sensitivity == asked
    }


async def _revised(call: Call, work: Callable[[Revision], T]) -> T:
    """Change properties, and the records with them; the answer waits until all records are right."""
    type = await defined_type(call, call.reading(), By.WRITE)

    async def run(unit: Unit) -> tuple[T, Rest | None]:
        revision = await revise(unit, type)
        result = work(revision)
        await revision.save()
        return result, await redefined(unit, type, revision.before, revision.now)

    result, rest = await call.write(run)
    while rest is not None:
        rest = await call.write(partial(go_on, type=type, rest=rest))
    return result


async def _written(call: Call, work: Callable[[Unit, ObjectType], Awaitable[T]]) -> T:
    type = await defined_type(call, call.reading(), By.WRITE)
    return await call.write(lambda unit: work(unit, type))


def _attempt(revision: Revision, wanted: wire.PropertyInput) -> Property | Failure:
    try:
        return revision.create(wanted)
    except Failure as failure:
        return failure


def _location(call: Call, name: str) -> tuple[bytes, bytes]:
    return b"location", f"{call.base_url}{call.raw_path.rstrip('/')}/{name}".encode()


def _check_size(inputs: Sequence[Any]) -> None:
    if len(inputs) > BATCH_LIMIT:
        raise Invalid(
            f"The maximum number of inputs supported in a batch request is {BATCH_LIMIT}, received {len(inputs)}. "
            "Split the batch.",
            context={"inputs": [str(len(inputs))]},
        )


PROPERTIES = "/crm/properties/{objectType}"
BATCH = PROPERTIES + "/batch"
GROUPS = PROPERTIES + "/groups"
ROUTES = permitted("properties", (
    Route("GET", PROPERTIES, get_all, By.READ, "List properties", answer=Results[PropertyShown], query=(
        "archived", "properties", "dataSensitivity", "locale",
    )),
    Route("POST", PROPERTIES, create, By.WRITE, "Create a property", wire.PropertyInput,
          answer=PropertyShown, status=201),
    Route("GET", PROPERTIES + "/{propertyName}", get_by_name, By.READ, "Read a property", answer=PropertyShown, query=(
        "archived", "properties", "dataSensitivity", "locale",
    )),
    Route("PATCH", PROPERTIES + "/{propertyName}", update, By.WRITE, "Update a property", wire.PropertyPatch,
          answer=PropertyShown),
    Route("DELETE", PROPERTIES + "/{propertyName}", archive, By.WRITE, "Archive a property", status=204),
    Route("POST", BATCH + "/read", batch_read, By.READ, "Read properties", wire.BatchRead, answer=Batch[PropertyShown]),
    Route("POST", BATCH + "/create", batch_create, By.WRITE, "Create properties", wire.BatchCreate,
          answer=Batch[PropertyShown], status=201),
    Route("POST", BATCH + "/archive", batch_archive, By.WRITE, "Archive properties", wire.BatchNames, status=204),
    Route("GET", GROUPS, get_groups, By.READ, "List property groups", answer=Results[GroupShown], query=("locale",)),
    Route("POST", GROUPS, create_group, By.WRITE, "Create a property group", wire.GroupInput,
          answer=GroupShown, status=201),
    Route("GET", GROUPS + "/{groupName}", get_group, By.READ, "Read a property group",
          answer=GroupShown, query=("locale",)),
    Route("PATCH", GROUPS + "/{groupName}", update_group, By.WRITE, "Update a property group", wire.GroupPatch,
          answer=GroupShown),
    Route("DELETE", GROUPS + "/{groupName}", archive_group, By.WRITE, "Archive a property group", status=204),
))  # fmt: skip
