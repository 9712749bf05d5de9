"""How far a user reaches among the records of a type: the one place that knows the rule.

A record is in reach by its owner (`ObjectType.owner_property`); where records have no owner, `own` and `team` reach
all. To edit or delete a record, a user must see it too. What a user does not see answers as if it did not exist; what
is seen and out of reach for a change is refused with 403. Apps and commands have no bounds.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from hubstead.crm.object_types.catalog import resolve_standard
from hubstead.crm.object_types.object_type import ObjectType
from hubstead.kit.errors import NOT_PERMITTED, Forbidden
from hubstead.store.unit import Unit

Deed = Literal["view", "edit", "delete"]
_OWNER = "hubspot_owner_id"


class Bound(NamedTuple):
    """The records in reach: those whose `owner_property` names one of `owners`; `unowned`: those without an owner too.

    Without owners and `unowned` nothing is in reach.
    """

    owner_property: str
    owners: frozenset[str] = frozenset()
    unowned: bool = False

    def holds(self, values: Mapping[str, str]) -> bool:
        """Whether a record with these values is in reach."""
        owner = values.get(self.owner_property)
        return owner in self.owners if owner else self.unowned

    def holds_document(self, document: str) -> bool:
        """The same of a record's JSON, at a tenth of the cost of decoding it: documents are compact, and quotes inside
        values are escaped, so the name in quotes is the name."""
        name = f'"{self.owner_property}":"'
        start = document.find(name)
        if start < 0:
            return self.unowned
        start += len(name)
        owner = document[start : document.index('"', start)]
        return owner in self.owners if owner else self.unowned

    @property
    def names(self) -> list[str]:
        """What the owner property of a record in reach has: `""` where it names nobody."""
        return [*sorted(self.owners), *([""] if self.unowned else [])]

    @property
    def nothing(self) -> bool:
        """Whether no record is in reach."""
        return not self.owners and not self.unowned


def bound_of(unit: Unit, type_id: str, deed: Deed) -> Bound | None:
    """The bound of the unit's user among the records of a type; `None`: there is none."""
    access = unit.access
    if access is None:
        return None
    levels = access.of(type_id)
    reach = levels.view if deed == "view" else levels.edit if deed == "edit" else levels.delete
    if reach == "all":
        return None
    owner_property = _owner_property(type_id)
    if reach == "none":
        return Bound(owner_property or _OWNER)
    if owner_property is None:
        return None
    own = frozenset(filter(None, (access.owner_id,)))  # who is no owner owns nothing, not what nobody owns
    return Bound(owner_property, own | access.team if reach == "team" else own, access.unassigned)


def require(unit: Unit, type: ObjectType, deed: Deed, id: int, values: Mapping[str, str]) -> None:
    """Raise `Forbidden` when a record that the user sees is out of reach for this."""
    bound = bound_of(unit, type.id, deed)
    if bound is not None and not bound.holds(values):
        raise refusal(deed, f"{type.singular.lower()} {id}", type.fully_qualified_name)


def require_some(unit: Unit, type: ObjectType, deed: Deed) -> None:
    """Raise `Forbidden` when no record of a type is in reach for this: then none may be made either."""
    bound = bound_of(unit, type.id, deed)
    if bound is not None and bound.nothing:
        raise refusal(deed, type.plural.lower(), type.fully_qualified_name)


def refusal(deed: Deed, what: str, type: str) -> Forbidden:
    """The 403 for something that the user sees and may not do; `type` is the object type's fully qualified name."""
    return Forbidden(
        f"This user does not have permission to {deed} {what}. A super admin can extend the user's permissions.",
        context={"objectType": [type], "permission": [deed]},
        category=NOT_PERMITTED,
    )


def _owner_property(type_id: str) -> str | None:
    standard = resolve_standard(type_id)
    return standard.owner_property if standard else _OWNER
