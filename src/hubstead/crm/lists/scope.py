"""The records that a condition speaks of, and conditions by sets of their ids."""

from collections.abc import Mapping, Sequence

from hubstead.columns.engine import ID_COLUMN, quoted
from hubstead.columns.kinds import Kind, kind_of
from hubstead.crm.lists.branches import Tree, read_count
from hubstead.crm.properties.definition import TypeDefinition
from hubstead.crm.search.operators import Sql

ID = quoted(ID_COLUMN)
NOTHING, EVERYTHING = Sql("FALSE"), Sql("TRUE")


class Scope:
    """The records that a branch speaks of: of one type, all or some of them; and the columns that it uses."""

    def __init__(self, definition: TypeDefinition, among: Sequence[int] | None) -> None:
        self.definition = definition
        self.type = definition.type.id
        self.types = {name: found.type for name, found in definition.properties.items()}
        self.among = among
        self.used: dict[str, Kind] = {}

    def column(self, name: str) -> str:
        """A property as a column; says that it is used."""
        self.used[name] = kind_of(self.types[name])
        return quoted(name)

    def source(self) -> str:
        """The table of the records with the columns that are used."""
        columns = ",".join(f"{name}={kind.name}" for name, kind in sorted(self.used.items()))
        return f"{{records:{self.type}:{columns}}}"

    def within(self) -> Sql:
        """The condition that a record is one of those."""
        if self.among is None:
            return EVERYTHING
        if not self.among:
            return NOTHING
        return Sql(
            f"{ID} BETWEEN ? AND ? AND {one_of(self.among).text}", (min(self.among), max(self.among), self.among)
        )


def one_of(ids: Sequence[int]) -> Sql:
    """Whether a record is one of some."""
    return Sql(f"{ID} IN (SELECT unnest(?::BIGINT[]))", (list(ids),))


def told(ids: Sequence[int], no: bool) -> Sql:
    """Whether a record is one of some; `no`: none of them."""
    found = one_of(ids)
    return Sql(f"NOT {found.text}", found.parameters) if no else found


def coalesced(counts: Mapping[int, int], tree: Tree, no: bool) -> Sql:
    """Those to whom it happened as often as asked (once, if nothing is said), or the others."""
    found = counted(counts, *read_count(tree.get("coalescingRefineBy")))
    return Sql(f"NOT {found.text}", found.parameters) if no else found


def counted(counts: Mapping[int, int], least: int, most: int) -> Sql:
    """Records that are not counted have 0."""
    if least > 0:
        return one_of(sorted(id for id, count in counts.items() if least <= count <= most))
    return told(sorted(id for id, count in counts.items() if count > most), True)


def joined(word: str, conditions: Sequence[Sql]) -> Sql:
    """Conditions joined by a word; none at all let everybody in."""
    if not conditions:
        return EVERYTHING
    text = word.join(each.text for each in conditions)
    return Sql(f"({text})", tuple(parameter for each in conditions for parameter in each.parameters))
