"""Changing a record: check what was given, work out what follows from it, save, tell.

The verbs stand in the order in which a write uses them; between working out and saving, `unique.claim` takes the unique
values. A failure leaves nothing behind: what is written leaves the
unit only at its end.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from hubstead.account.owners import owners_of
from hubstead.crm.pipelines.pipeline import pipelines_of
from hubstead.crm.properties.datetimes import format_datetime, parse_datetime
from hubstead.crm.properties.definition import TypeDefinition
from hubstead.crm.properties.options import append_options
from hubstead.crm.properties.text import InvalidValue
from hubstead.crm.records import record as records
from hubstead.crm.records.invalid import invalid_properties
from hubstead.crm.records.moment import Context, Moment
from hubstead.crm.records.record import Record
from hubstead.crm.records.rules import beginnings, compiled, follow
from hubstead.store.unit import Unit

_encode = msgspec.json.Encoder().encode


async def context_of(unit: Unit, definition: TypeDefinition) -> Context:
    """What rules may consult: pipelines and owners of the portal."""
    pipelines, owners = await pipelines_of(unit, definition.type), await owners_of(unit)
    rules, begin = compiled(definition), beginnings(definition, unit.origin)
    return Context(definition, pipelines, owners, unit.now, unit.origin, rules, begin)


def checked(definition: TypeDefinition, given: Mapping[str, Any]) -> dict[str, str]:
    """Given values as canonical text (`""` clears). Raises `Invalid` naming every value that is not valid."""
    values: dict[str, str] = {}
    problems: list[InvalidValue] = []
    coercers = definition.coercers
    for name, value in given.items():
        try:
            values[name] = coercers[name](value)
        except KeyError:
            lower = name.lower()
            if lower != name and lower in definition.properties:
                values.update(checked(definition, {lower: value}))
            else:
                problems.append(InvalidValue("PROPERTY_DOESNT_EXIST", f'Property "{name}" does not exist', name))
        except InvalidValue as problem:
            problems.append(problem)
    if problems:
        raise invalid_properties(definition.portal, problems)
    return values


def build(context: Context, id: int, values: Mapping[str, str]) -> Moment:
    """A new record with the values that were given and those that follow. Raises `Invalid`."""
    definition = context.definition
    now = format_datetime(context.now)
    document = dict(context.beginnings)
    for name, value in values.items():
        if value:
            document[name] = value if value[0] != ";" else _added(definition, name, None, value)
    created = document.setdefault(definition.type.create_date_property, now)  # deals may be given an earlier one
    document[definition.type.modified_date_property] = now
    document["hs_object_id"] = str(id)
    moment_of_creation = context.now if created is now else parse_datetime(created)
    record = Record(definition.type.id, id, moment_of_creation, context.now, 0, document)
    moment = Moment(context, record, {}, document, creating=True)
    follow(moment)
    return moment


def revise(context: Context, record: Record, values: Mapping[str, str]) -> Moment:
    """A record with some values changed and what follows from that. Raises `Invalid`.

    A cleared value stays in the document as `""`, as the service shows it (recorded 2022); one that was never set has
    no key. The record is as before when nothing differs.
    """
    before = dict(record.values)
    changes: dict[str, str | None] = {}
    for name, value in values.items():
        old = before.get(name, "")
        new = _added(context.definition, name, old, value) if value[:1] == ";" else value
        if new != old:
            changes[name] = record.values[name] = new
    moment = Moment(context, record, before, changes, creating=False)
    if changes:
        follow(moment)
    if moment.changes:  # a rule may have taken back the only one
        record.updated = max(context.now, record.updated)
        if context.origin.user_id:
            moment.set("hs_updated_by_user_id", str(context.origin.user_id))
        record.values[context.definition.type.modified_date_property] = format_datetime(record.updated)
    return moment


def _added(definition: TypeDefinition, name: str, old: str | None, value: str) -> str:
    """`;A;B` adds options to a multi-select; in any other property it is text."""
    return append_options(old, value) if definition.properties[name].type == "enumeration" else value


def store(unit: Unit, moment: Moment) -> None:
    """Write the record and the fact of its change at the end of the unit; nothing when nothing changed."""
    if not moment.changes and not moment.creating:
        return
    document = records.save(unit, moment.record)
    if moment.creating:  # everything is new: the fact is the document
        unit.happened("object.created", moment.record.type, moment.record.id, document)
    else:
        body = _encode(moment.changes).decode()
        unit.happened("object.changed", moment.record.type, moment.record.id, body)
