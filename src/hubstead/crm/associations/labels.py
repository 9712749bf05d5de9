"""Association types that a portal defines: labels, single or paired, and the plain links of custom objects."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from hubstead.crm.associations import rows
from hubstead.crm.associations.definition import LABEL, Label, labels_of, put_label
from hubstead.crm.associations.kinds import USER_DEFINED, Kind, kinds_of, read_kinds
from hubstead.crm.associations.unlink import unlink
from hubstead.crm.object_types.object_type import ObjectType
from hubstead.kit.errors import Conflict, Invalid, NotFound
from hubstead.store import definitions
from hubstead.store.unit import Unit

PER_PAIR = 50
"""How many labels a portal may define between two object types."""


class NewType(NamedTuple):
    """A type to define. Without a label it is the plain link; `inverse_label` makes a pair (Manager, Employee)."""

    from_type: ObjectType
    to_type: ObjectType
    name: str
    label: str | None = None
    inverse_label: str | None = None


async def define(unit: Unit, wanted: Sequence[NewType]) -> list[tuple[Label, Label]]:
    """Define types in both directions, with the next ids. A type that reads the same both ways has one id."""
    following = 1 + max((label.id for label in await labels_of(unit)), default=0)
    made: list[tuple[Label, Label]] = []
    for new in wanted:
        alike = new.from_type.id == new.to_type.id and new.inverse_label in (None, new.label)
        forward = Label(
            id=following,
            from_type=new.from_type.id,
            to_type=new.to_type.id,
            name=new.name,
            inverse_id=following if alike else following + 1,
            label=new.label,
            default=new.label is None,
            created_at=unit.now,
            updated_at=unit.now,
        )
        backward = msgspec.structs.replace(
            forward,
            id=forward.inverse_id,
            from_type=forward.to_type,
            to_type=forward.from_type,
            inverse_id=forward.id,
            label=new.inverse_label or new.label,
        )
        put_label(unit, backward)
        put_label(unit, forward)
        made.append((forward, backward))
        following = forward.inverse_id + 1
    for forward, _ in made[-1:]:
        await definitions.changed(unit, LABEL, "", str(forward.id))
    return made


async def create(unit: Unit, new: NewType) -> list[Label]:
    """Define one label; answers its directions, the asked one first. The plain link is defined too where there is none.

    Raises `Invalid` or `Conflict`.
    """
    if not (new.name.strip() and new.label and new.label.strip()):
        raise Invalid("An association label needs a name and a label.", context={"label": [new.label or ""]})
    await definitions.hold(unit)
    kinds = (await read_kinds(unit)).between(new.from_type.id, new.to_type.id)
    ends = f"{new.from_type.plural.lower()} and {new.to_type.plural.lower()}"
    if any(kind.name.lower() == new.name.lower() for kind in kinds):
        raise Conflict(f"An association type with the name {new.name} exists already between {ends}.")
    if sum(kind.category == USER_DEFINED and not kind.default for kind in kinds) >= PER_PAIR:
        raise Invalid(f"There are {PER_PAIR} labels between {ends} already, and there can be no more.")
    wanted = [new]
    if not any(kind.default for kind in kinds):
        plain = NewType(new.from_type, new.to_type, f"{new.from_type.name}_to_{new.to_type.name}")
        wanted.insert(0, plain)
    return list(dict.fromkeys((await define(unit, wanted))[-1]))


async def rename(unit: Unit, from_type: str, to_type: str, id: int, label: str, inverse_label: str | None) -> None:
    """Change the words of a label; without `inverse_label` a single label changes on both sides.

    Raises `NotFound` for an id that the portal did not define between these types.
    """
    await definitions.hold(unit)
    labels = {found.id: found for found in await labels_of(unit)}
    forward = _found(labels.get(id), from_type, to_type, id)
    backward = labels[forward.inverse_id]
    if not label.strip():
        raise Invalid("The label may not be empty.", context={"label": [label]})
    other = inverse_label or (label if backward.label == forward.label else backward.label)
    put_label(unit, msgspec.structs.replace(backward, label=other, updated_at=unit.now))
    put_label(unit, msgspec.structs.replace(forward, label=label, updated_at=unit.now))
    await definitions.changed(unit, LABEL, "", str(id))


async def delete(unit: Unit, from_type: str, to_type: str, id: int) -> None:
    """Delete a label; the records that had it stay linked by the plain type.

    Raises `NotFound` for a label that the portal did not define, `Invalid` for a plain link.
    """
    await definitions.hold(unit)
    labels = {found.id: found for found in await labels_of(unit)}
    forward = _found(labels.get(id), from_type, to_type, id)
    if forward.default:
        raise Invalid(f"Association type {id} is the plain link between its object types, not a label.")
    await remove(unit, [forward])


async def remove(unit: Unit, gone: Sequence[Label]) -> None:
    """Delete types in both directions, with all links by them."""
    labels = {found.id: found for found in await labels_of(unit)}
    kinds = await read_kinds(unit)
    for label in gone:
        kind = kinds.get(label.from_type, USER_DEFINED, label.id)
        if kind is not None:
            await unlink(unit, await rows.of_kind(unit, kind))
        for side in {label.id, label.inverse_id}:
            put_label(unit, msgspec.structs.replace(labels[side], archived=True, updated_at=unit.now))
    for label in gone[-1:]:
        await definitions.changed(unit, LABEL, "", str(label.id))


async def remove_all(unit: Unit, type: ObjectType) -> None:
    """Delete all types from and to a custom object that is deleted itself."""
    live = [label for label in await labels_of(unit) if not label.archived]
    await remove(unit, [label for label in live if type.id in (label.from_type, label.to_type)])


async def types_of(unit: Unit, type: ObjectType) -> list[Kind]:
    """All association types from and to an object type, as its schema lists them."""
    return (await kinds_of(unit)).touching(type.id)


def _found(label: Label | None, from_type: str, to_type: str, id: int) -> Label:
    if label is None or label.archived or (label.from_type, label.to_type) != (from_type, to_type):
        raise NotFound(
            f"No association label with id {id} was defined between these object types.",
            context={"associationTypeId": [str(id)]},
        )
    return label
