"""All association types of a portal: HubSpot's from the catalog, and the portal's own labels and limits."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from hubstead.crm.associations import catalog
from hubstead.crm.associations.definition import Label, Limit, labels_of, limits_of
from hubstead.crm.object_types import catalog as object_types
from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.object_types.resolve import own_types
from hubstead.kit.errors import Invalid
from hubstead.store.unit import Unit

CATEGORIES = ("HUBSPOT_DEFINED", "USER_DEFINED", "INTEGRATOR_DEFINED")
"""Their places are the numbers in the store."""
HUBSPOT_DEFINED, USER_DEFINED = 0, 1
LARGEST = 50_000
"""How many records of one type can be linked to a record, unless the portal sets a lower limit."""


class Kind(NamedTuple):
    """An association type, seen from the records of `from_type`; `inverse_id` is the same link from the other side.

    Two linked records always have the `default` kind between them; labels come on top. A `sole` kind leads to one
    record only: a new link takes it from the former one. `limit` is how many records a `from_type` record may reach.
    """

    category: int
    id: int
    from_type: str
    to_type: str
    name: str
    label: str | None
    inverse_id: int
    default: bool
    primary: bool = False
    sole: bool = False
    limit: int | None = None


class Kinds:
    """The association types of one portal, by what requests ask for."""

    def __init__(self, kinds: Iterable[Kind], own_types: Iterable[ObjectType] = ()) -> None:
        self._by_key = {(kind.from_type, kind.category, kind.id): kind for kind in kinds}
        self._ends: dict[tuple[str, str], list[Kind]] = defaultdict(list)
        self._defaults: dict[tuple[str, str], Kind] = {}
        for kind in sorted(self._by_key.values()):
            self._ends[kind.from_type, kind.to_type].append(kind)
            if kind.default:
                self._defaults[kind.from_type, kind.to_type] = kind
        self._names = {type.id: type.fully_qualified_name for type in (*object_types.standard_types(), *own_types)}

    def get(self, from_type: str, category: int, type_id: int) -> Kind | None:
        """The type with this id that starts at records of `from_type`."""
        return self._by_key.get((from_type, category, type_id))

    def between(self, from_type: str, to_type: str) -> list[Kind]:
        """All types from one object type to another, by category and id."""
        return self._ends.get((from_type, to_type), [])

    def default(self, from_type: str, to_type: str) -> Kind:
        """The plain link between two object types. Raises `Invalid` when they cannot be linked."""
        found = self._defaults.get((from_type, to_type))
        if found is None:
            names = f"{self.name(from_type)} and {self.name(to_type)}"
            raise Invalid(f"No association is defined between {names}. Define one in the schema of the custom object.")
        return found

    def all(self) -> Iterable[Kind]:
        """Every type, in no order."""
        return self._by_key.values()

    def touching(self, type: str) -> list[Kind]:
        """All types from or to an object type."""
        return [kind for kind in self._by_key.values() if type in (kind.from_type, kind.to_type)]

    def name(self, type: str) -> str:
        """An object type in messages: `CONTACT`, `p123_car`."""
        return self._names.get(type, type)

    def starting(self, from_type: str, category: str, type_id: int) -> Kind:
        """The type that a request names for a link from `from_type`. Raises `Invalid`, naming the right ids."""
        number = CATEGORIES.index(category) if category in CATEGORIES else -1
        found = self.get(from_type, number, type_id)
        if found is None:
            raise self._wrong(from_type, category, number, type_id)
        return found

    def chosen(self, from_type: str, to_type: str, category: str, type_id: int) -> Kind:
        """The type that a request names for a link between two object types. Raises `Invalid`, naming the right ids."""
        found = self.starting(from_type, category, type_id)
        if found.to_type != to_type:
            raise Invalid(
                f"Association type {type_id} ({category}) goes from {self.name(from_type)} to "
                f"{self.name(found.to_type)}, not to {self.name(to_type)}. {self._advice(from_type, to_type)}"
            )
        return found

    def named(self, from_type: str, to_type: str, spelling: str) -> Kind:
        """The type that v3 names, by name in any case or by number. Raises `Invalid`, naming the right ones."""
        wanted = spelling.lower()
        for kind in self.between(from_type, to_type):
            if wanted in (kind.name.lower(), str(kind.id)):
                return kind
        ends = f"{self.name(from_type)} to {self.name(to_type)}"
        raise Invalid(
            f"{spelling} is not an association type from {ends}. {self._advice(from_type, to_type)}",
            context={"type": [spelling]},
        )

    def _wrong(self, from_type: str, category: str, number: int, type_id: int) -> Invalid:
        context = {"associationTypeId": [str(type_id)], "associationCategory": [category]}
        for kind in self._by_key.values():
            if (kind.category, kind.id) == (number, type_id):
                ends = f"{self.name(kind.from_type)} to {self.name(kind.to_type)}"
                advice = self._advice(from_type, kind.from_type) if kind.to_type == from_type else ""
                return Invalid(
                    f"Association type {type_id} ({category}) goes from {ends}, not from {self.name(from_type)}. "
                    f"{advice}".strip(),
                    context=context,
                )
        return Invalid(f"Association type {type_id} ({category}) does not exist.", context=context)

    def _advice(self, from_type: str, to_type: str) -> str:
        options = ", ".join(
            f"{kind.id} ({CATEGORIES[kind.category]}, {kind.name})" for kind in self.between(from_type, to_type)
        )
        ends = f"{self.name(from_type)} to {self.name(to_type)}"
        return f"From {ends} use one of: {options}." if options else f"No association is defined from {ends}."


async def kinds_of(unit: Unit) -> Kinds:
    """The association types of the unit's portal. Portals without definitions of their own share one set."""

    return await unit.definition(("associations", "kinds"), lambda: read_kinds(unit))


async def read_kinds(unit: Unit) -> Kinds:
    """The same, as the store has them now."""
    labels, limits, types = await labels_of(unit), await limits_of(unit), await own_types(unit)
    if not (labels or limits or types):
        return _shared()
    own = [kind_of_label(label) for label in labels if not label.archived]
    return Kinds(_limited([*_standard(), *own], limits), types)


@cache
def _shared() -> Kinds:
    return Kinds(_standard())


@cache
def _standard() -> tuple[Kind, ...]:
    kinds: list[Kind] = []
    for found in catalog.all_types():
        kinds.append(_of_catalog(found))
        if found.inverse_id is None:
            kinds.append(_seen_from_the_other_side(found))
    return tuple(kinds)


def _of_catalog(found: catalog.AssociationType) -> Kind:
    one = found.cardinality == "ONE_TO_ONE"
    return Kind(
        category=HUBSPOT_DEFINED,
        id=found.id,
        from_type=found.from_type,
        to_type=found.to_type,
        name=found.name,
        label=found.label,
        inverse_id=found.id if found.inverse_id is None else found.inverse_id,
        default=found.default,
        primary=found.primary,
        sole=one and not found.default,
        limit=(1 if one else LARGEST) if found.default else None,
    )


def _seen_from_the_other_side(found: catalog.AssociationType) -> Kind:
    """Where no inverse id is known, the same id serves both directions: every link can be found from both ends."""
    left, _, right = found.name.partition("_to_")
    return Kind(
        category=HUBSPOT_DEFINED,
        id=found.id,
        from_type=found.to_type,
        to_type=found.from_type,
        name=f"{right}_to_{left}",
        label=found.label,
        inverse_id=found.id,
        default=found.default,
        limit=LARGEST if found.default else None,
    )


def kind_of_label(label: Label) -> Kind:
    """One direction of a type that the portal defined."""
    return Kind(
        category=USER_DEFINED,
        id=label.id,
        from_type=label.from_type,
        to_type=label.to_type,
        name=label.name,
        label=label.label,
        inverse_id=label.inverse_id,
        default=label.default,
        limit=LARGEST if label.default else None,
    )


def _limited(kinds: Iterable[Kind], limits: Iterable[Limit]) -> list[Kind]:
    largest: Mapping[tuple[str, int, int], int] = {
        (limit.from_type, limit.category, limit.type_id): limit.largest for limit in limits
    }
    return [kind._replace(limit=largest.get((kind.from_type, kind.category, kind.id), kind.limit)) for kind in kinds]
