"""What facts tell of a portal that lists have to follow."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import msgspec

from hubstead.crm.lists.manage import CHANGED
from hubstead.crm.lists.member import JOINED, LEFT, Told
from hubstead.store.engine import Fact

_decode = msgspec.json.Decoder(dict[str, Any]).decode
_told = msgspec.json.Decoder(Told).decode
ALL = None
"""All properties of a record may have changed."""


class Changes:
    """The records of a portal that changed, by object type: with the names of the properties (`ALL`: it is new), those
    that are gone, those whose associations changed; what imports wrote, by import and type; and the members of lists
    that came or went. `lists` says whether a list itself changed, `redefined` which properties of types did."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self.records: dict[str, dict[int, set[str] | None]] = defaultdict(dict)
        self.gone: dict[str, set[int]] = defaultdict(set)
        self.linked: dict[str, set[int]] = defaultdict(set)
        self.senders: set[int] = set()
        self.imported: dict[tuple[str, str], set[int]] = defaultdict(set)
        self.members: dict[int, set[int]] = defaultdict(set)
        self.redefined: dict[str, set[str]] = defaultdict(set)
        self.lists = False
        for fact in facts:
            self._add(fact)

    def __bool__(self) -> bool:
        return bool(self.records or self.gone or self.linked or self.senders or self.members or self.redefined)

    def _add(self, fact: Fact) -> None:
        if fact.source == "IMPORT" and fact.kind in ("object.created", "object.changed"):
            self.imported[fact.source_id, fact.type].add(fact.id)
        match fact.kind:
            case "object.created" | "object.merged" | "object.restored":
                self.records[fact.type][fact.id] = ALL
            case "object.changed":
                known = self.records[fact.type].setdefault(fact.id, set())
                if known is not ALL:
                    known.update(_decode(fact.body))
            case "object.archived" | "object.absorbed" | "object.purged":
                self.gone[fact.type].add(fact.id)
            case "association.changed":
                body = _decode(fact.body)
                self.linked[body["fromObjectTypeId"]].add(body["fromObjectId"])
                self.linked[body["toObjectTypeId"]].add(body["toObjectId"])
            case "form.submitted":
                self.senders.add(fact.id)
            case "property.changed":
                self.redefined[fact.type].add(str(_decode(fact.body).get("name")))
            case _ if fact.kind in (JOINED, LEFT):
                self.members[fact.id].update(_told(fact.body).ids)
            case _ if fact.kind == CHANGED:
                self.lists = True


_MODIFIED = frozenset(("hs_lastmodifieddate", "lastmodifieddate"))
"""Change with every change of a record; facts do not name them."""


def concerned(changes: Changes, type: str, names: frozenset[str]) -> set[int]:
    """The records of a type of which one of these properties changed."""
    every = not names.isdisjoint(_MODIFIED)
    return {
        id
        for id, changed in changes.records.get(type, {}).items()
        if changed is ALL or every or not names.isdisjoint(changed)
    }
