"""One change of one record while it is being worked out: what rules read and write."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from hubstead.account.owners import Owner
from hubstead.crm.pipelines.pipeline import Pipelines
from hubstead.crm.properties.datetimes import format_datetime
from hubstead.crm.properties.definition import TypeDefinition
from hubstead.crm.records.record import Record
from hubstead.store.unit import Origin

if TYPE_CHECKING:
    from hubstead.crm.records.rule import Rule


class Context(NamedTuple):
    """What the changes of one unit have in common, and rules may consult besides the record. `now` in ms.

    `beginnings` are the values that every new record has before anything is given.
    """

    definition: TypeDefinition
    pipelines: Pipelines
    owners: Mapping[str, Owner]
    now: int
    origin: Origin
    rules: "Sequence[Rule]"
    beginnings: Mapping[str, str]


class Moment:
    """A change. `record.values` is the document as it will be, `before` as it was; `changes` what differs (of a new
    record everything does: then it is the document itself).

    Rules set values with `set`; a property that the type does not define is not set.
    """

    __slots__ = ("_known", "_now", "_values", "before", "changes", "context", "creating", "record")

    def __init__(
        self,
        context: Context,
        record: Record,
        before: dict[str, str],
        changes: dict[str, Any],
        *,
        creating: bool,
    ) -> None:
        self.context = context
        self.record = record
        self.before = before
        self.changes: dict[str, str | None] = changes
        self.creating = creating
        self._values = record.values
        self._known = context.definition.properties
        self._now = ""

    def get(self, name: str) -> str | None:
        """A value as it will be."""
        return self._values.get(name)

    def moved(self, name: str) -> bool:
        """Whether this change sets the value anew."""
        return self._values.get(name) != self.before.get(name)

    def set(self, name: str, value: str | None) -> None:
        """Set a value that follows from others; `None` or `""` clears it."""
        if not value:
            if self._values.get(name):
                del self._values[name]
                if not self.creating:
                    self.changes[name] = None
        elif self._values.get(name) != value and name in self._known:
            self._values[name] = value
            self.changes[name] = value

    def flag(self, name: str, value: bool) -> None:
        """Set a boolean."""
        self.set(name, "true" if value else "false")

    def default(self, name: str, value: str) -> None:
        """Set a value where there is none."""
        if not self._values.get(name):
            self.set(name, value)

    def now(self) -> str:
        """The moment of the change, as a value."""
        self._now = self._now or format_datetime(self.context.now)
        return self._now
