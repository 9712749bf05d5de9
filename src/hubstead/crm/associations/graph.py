"""Links in memory: what is between some records, and what is given and taken. Both directions always go together."""

from collections import Counter
from collections.abc import Collection

from hubstead.crm.associations import counters, rows
from hubstead.crm.associations.kinds import Kind, Kinds
from hubstead.crm.associations.rows import Link
from hubstead.store.unit import Unit

End = tuple[str, int, int, int]
"""What one record has of one kind: object type id, record id, category, association type id."""


class Graph:
    """The links of some records. `added` and `removed` are in order, and hold what differs from the store."""

    def __init__(self, kinds: Kinds) -> None:
        self.kinds = kinds
        self.added: dict[Link, None] = {}
        self.removed: dict[Link, None] = {}
        self._present: set[Link] = set()
        self._holders: dict[End, Link] = {}
        self._tallies: Counter[End] = Counter()

    async def load_pairs(self, unit: Unit, from_type: str, to_type: str, pairs: Collection[tuple[int, int]]) -> None:
        """Load all that is between pairs of records."""
        for link in await rows.between(unit, from_type, to_type, pairs):
            self._present.update((link, self.mirror(link)))

    async def load_holders(self, unit: Unit, type: str, other: str, ids: Collection[int]) -> set[int]:
        """Load the links of which a record can have only one; answers the records at their other end."""
        found: set[int] = set()
        for kind in self.kinds.between(type, other):
            for link in await rows.of_kind(unit, kind, ids) if kind.sole else ():
                self._present.update((link, self.mirror(link)))
                self._holders[end_of(link)] = link
                found.add(link.to_id)
        return found

    async def load_tallies(self, unit: Unit, type: str, other: str, ids: Collection[int]) -> None:
        """Load how many links records have, of the kinds that are limited or counted in a property."""
        for kind in self.kinds.between(type, other):
            if kind.limit is not None or (type, kind.id) in counters.COUNTS:
                for id, count in (await rows.tallies(unit, kind, ids)).items():
                    self._tallies[type, id, kind.category, kind.id] = count

    def kind(self, link: Link) -> Kind | None:
        """The type of a link; `None` when it is not defined any more."""
        return self.kinds.get(link.from_type, link.category, link.type_id)

    def mirror(self, link: Link) -> Link:
        """The same link from the other side."""
        kind = self.kind(link)
        inverse = link.type_id if kind is None else kind.inverse_id
        return Link(link.to_type, link.to_id, link.from_type, link.from_id, link.category, inverse)

    def plain(self, link: Link) -> Link:
        """The unlabeled link of the same pair."""
        default = self.kinds.default(link.from_type, link.to_type)
        return Link(*link[:4], default.category, default.id)

    def between(self, link: Link) -> list[Link]:
        """All links of a pair of records, seen from the first."""
        kinds = self.kinds.between(link.from_type, link.to_type)
        every = (Link(*link[:4], kind.category, kind.id) for kind in kinds)
        return [one for one in every if one in self._present]

    def has(self, link: Link) -> bool:
        """Whether a link is there."""
        return link in self._present

    def tally(self, end: End) -> int:
        """How many links a record has of a kind."""
        return self._tallies[end]

    def holder(self, end: End) -> Link | None:
        """The one link that a record has of a sole kind."""
        return self._holders.get(end)

    def held(self, link: Link) -> bool:
        """Whether a record has the kind already that leads to one record only."""
        return any(end_of(half) in self._holders for half in (link, self.mirror(link)))

    def give(self, link: Link) -> None:
        """Make a link, unless it is there; one that must be the only one takes its place from the former."""
        if link in self._present:
            return
        halves = (link, self.mirror(link))
        for half in halves:
            former = self._holders.get(end_of(half))
            if former is not None:
                self.take(former)
        for half in halves:
            self._present.add(half)
            _note(half, self.removed, self.added)
            self._tallies[end_of(half)] += 1
            kind = self.kind(half)
            if kind is not None and kind.sole:
                self._holders[end_of(half)] = half

    def take(self, link: Link) -> None:
        """Unmake a link, if it is there."""
        if link not in self._present:
            return
        for half in (link, self.mirror(link)):
            self._present.discard(half)
            _note(half, self.added, self.removed)
            self._tallies[end_of(half)] -= 1
            if self._holders.get(end_of(half)) == half:
                del self._holders[end_of(half)]


def end_of(link: Link) -> End:
    """The first end of a link."""
    return link.from_type, link.from_id, link.category, link.type_id


def _note(link: Link, undone: dict[Link, None], done: dict[Link, None]) -> None:
    """Note what was done; what undoes something leaves nothing to note."""
    if link in undone:
        del undone[link]
    else:
        done[link] = None
