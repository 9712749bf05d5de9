"""A change of associations: the records locked, what is between them loaded, altered in memory, and saved at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from hubstead.crm.associations import counters, rows
from hubstead.crm.associations.graph import Graph, end_of
from hubstead.crm.associations.kinds import CATEGORIES, HUBSPOT_DEFINED, Kinds, kinds_of
from hubstead.crm.associations.rows import Link
from hubstead.crm.records import record as records
from hubstead.crm.records.record import Record
from hubstead.kit.errors import Invalid
from hubstead.store.unit import Unit

Node = tuple[str, int]
"""A record: object type id and id."""
_encode = msgspec.json.Encoder().encode


class Fact(msgspec.Struct, rename="camel", omit_defaults=True):
    """The body of an `association.changed` fact; there is one for each direction and type.

    `with_record`: the link went because one of its records was archived, and comes back with it.
    """

    from_object_type_id: str
    from_object_id: int
    to_object_type_id: str
    to_object_id: int
    association_category: str
    association_type_id: int
    removed: bool
    primary: bool
    with_record: bool = False


class Change:
    """The links of some pairs of records, as they are and as they will be."""

    def __init__(self, unit: Unit, kinds: Kinds) -> None:
        self.graph = Graph(kinds)
        self._unit = unit
        self._records: dict[Node, Record] = {}

    @classmethod
    async def open(
        cls, unit: Unit, links: Collection[Link], created: Mapping[str, Sequence[Record]] | None = None
    ) -> "Change":
        """Lock the records of these links and load all that is between them.

        `created` are records that the unit made or holds itself, by object type id.
        """
        await unit.flush()
        change = cls(unit, await kinds_of(unit))
        for type, made in (created or {}).items():
            change._records.update({(type, record.id): record for record in made})
        ids: dict[str, set[int]] = defaultdict(set)
        for link in links:
            ids[link.from_type].add(link.from_id)
            ids[link.to_type].add(link.to_id)
        for type in sorted(ids):
            await change._lock(type, ids[type])
        await change._load(map(change._live, links))
        return change

    async def _lock(self, type: str, ids: Iterable[int]) -> None:
        missing = [id for id in ids if (type, id) not in self._records]
        if missing:
            found = await records.load(self._unit, type, missing, lock=True, bounded=False)
            for id, record in found.items():
                self._records[type, id] = self._records.setdefault((type, record.id), record)

    async def _load(self, links: Iterable[Link]) -> None:
        pairs: dict[tuple[str, str], set[tuple[int, int]]] = defaultdict(set)
        for link in links:
            if link.from_type <= link.to_type:
                pairs[link.from_type, link.to_type].add((link.from_id, link.to_id))
            else:
                pairs[link.to_type, link.from_type].add((link.to_id, link.from_id))
        for (from_type, to_type), among in pairs.items():
            await self.graph.load_pairs(self._unit, from_type, to_type, among)
            ids: dict[str, set[int]] = defaultdict(set)
            for source, target in among:
                ids[from_type].add(source)
                ids[to_type].add(target)
            await self._load_ends(ids, dict.fromkeys(((from_type, to_type), (to_type, from_type))))

    async def _load_ends(self, ids: dict[str, set[int]], sides: Iterable[tuple[str, str]]) -> None:
        """What the records have, and those that may lose a link to them: a former parent company has a child less."""
        formers = [(other, await self.graph.load_holders(self._unit, type, other, ids[type])) for type, other in sides]
        for other, found in formers:
            await self._lock(other, found)
            ids[other] |= found
        for type, other in sides:
            await self.graph.load_tallies(self._unit, type, other, ids[type])

    def _live(self, link: Link) -> Link:
        """The link with the ids that its records have now: merged ones have a new one."""
        source = self._records.get((link.from_type, link.from_id))
        target = self._records.get((link.to_type, link.to_id))
        if (source is None or source.id == link.from_id) and (target is None or target.id == link.to_id):
            return link
        return link._replace(from_id=source.id if source else link.from_id, to_id=target.id if target else link.to_id)

    def connect(self, link: Link) -> Invalid | None:
        """Link two records; a label brings the plain link with it. Answers why not, if it cannot be."""
        for type, id in ((link.from_type, link.from_id), (link.to_type, link.to_id)):
            if (type, id) not in self._records:
                return not_valid(self.graph.kinds.name(type), id)
        link = self._live(link)
        if (link.from_type, link.from_id) == (link.to_type, link.to_id):
            name = self.graph.kinds.name(link.from_type)
            return Invalid(f"{name}={link.from_id} cannot be associated with itself")
        new = [one for one in dict.fromkeys((self.graph.plain(link), link)) if not self.graph.has(one)]
        for one in new:
            refusal = self._full(one) or self._full(self.graph.mirror(one))
            if refusal:
                return refusal
        for one in new:
            self.graph.give(one)
        return None

    def disconnect(self, link: Link) -> None:
        """Take a label off two records; taking the plain link takes everything between them."""
        link = self._live(link)
        kind = self.graph.kind(link)
        for one in self.graph.between(link) if kind is None or kind.default else (link,):
            self.graph.take(one)

    def between(self, link: Link) -> list[Link]:
        """All links of a pair of records, seen from the first."""
        return self.graph.between(self._live(link))

    def labels(self, link: Link) -> list[str]:
        """The labels of a pair of records, seen from the first."""
        kinds = map(self.graph.kind, self.between(link))
        return [kind.label for kind in kinds if kind is not None and kind.label is not None]

    def _full(self, link: Link) -> Invalid | None:
        kind = self.graph.kind(link)
        used = self.graph.tally(end_of(link))
        if kind is None or kind.limit is None or used < kind.limit:
            return None
        source, target = self.graph.kinds.name(link.from_type), self.graph.kinds.name(link.to_type)
        return Invalid(
            f"{source}={link.from_id} has {used} associations of type {link.type_id} "
            f"({CATEGORIES[link.category]}) to {target}, and cannot have more than {kind.limit}",
            context={"limit": [str(kind.limit)], "fromObjectId": [str(link.from_id)]},
            sub_category="crm.associations.LIMIT_EXCEEDED",
        )

    async def save(
        self,
        heirs: Mapping[Node, int | None] | None = None,
        *,
        archiving: bool = False,
        following: Iterable[Link] = (),
    ) -> None:
        """Write the links, their facts, and what follows for the records.

        `heirs`: records that are going, with the id of the record that takes over (`None`: nobody). `archiving`: the
        links go only as long as a record is archived. `following`: links whose records are counted anew in any case.
        """
        for link in self.graph.removed:
            rows.remove(self._unit, link)
            self._tell(link, removed=True, with_record=archiving)
        for link in self.graph.added:
            rows.put(self._unit, link)
            self._tell(link, removed=False)
        await self._follow(heirs or {}, (*self.graph.removed, *self.graph.added, *following))

    def _tell(self, link: Link, *, removed: bool, with_record: bool = False) -> None:
        sides = (self.graph.kind(link), self.graph.kind(self.graph.mirror(link)))
        primary = any(side is not None and side.primary for side in sides)
        body = Fact(*link[:4], CATEGORIES[link.category], link.type_id, removed, primary, with_record)
        self._unit.happened("association.changed", link.from_type, link.from_id, _encode(body).decode())

    async def _follow(self, heirs: Mapping[Node, int | None], changed: Iterable[Link]) -> None:
        """Set the properties that follow from associations, in every record that gained or lost a link."""
        following: dict[str, dict[int, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
        for link in changed:
            if link.category == HUBSPOT_DEFINED:
                id = heirs.get((link.from_type, link.from_id), link.from_id)
                if id is not None:
                    following[link.from_type][id].update(counters.following(self.graph, link._replace(from_id=id)))
        for type, changes in following.items():
            known = [(self._records[type, id], values) for id, values in changes.items() if (type, id) in self._records]
            await counters.write(self._unit, type, known)


def not_valid(type: str, id: object) -> Invalid:
    """The service's words for a record that does not exist (recorded 2022): `CONTACT=1234 is not valid`."""
    return Invalid(f"{type}={id} is not valid")
