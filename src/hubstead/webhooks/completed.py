"""Events that were completed: a fact tells of many, by their ids. Who did what is read when an app wants to know."""

from collections.abc import Sequence

import msgspec

from hubstead.events.occurrence import SENT, Occurrence, sent
from hubstead.store.engine import Engine, Fact

COMPLETED = "event.completed"
"""The kind of the facts that one of many events is told apart into; they are not in the log."""
Numbered = tuple[int, int, Fact]
"""The number of a fact, which of the events that it tells of, and the fact."""


class Completed(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The body of such a fact: the full name of the event, the id of this one, who did it, and its properties."""

    event_type_name: str
    event_id: str
    object_type_id: str
    properties: dict[str, str]


_ids = msgspec.json.Decoder(list[tuple[str, str]]).decode


async def told_apart(store: Engine, facts: Sequence[tuple[int, Fact]], *, wanted: bool) -> list[Numbered]:
    """The facts, those of events told apart if they are `wanted`; of what was erased nothing is left. What nobody's
    record did is not told."""
    many = [fact for _, fact in facts if fact.kind == SENT] if wanted else []
    if not many:
        return [(seq, 0, fact) for seq, fact in facts]
    known: dict[tuple[int, str, str], Occurrence] = {}
    for portal in {fact.portal for fact in many}:
        for one in await sent(store, portal, [fact for fact in many if fact.portal == portal]):
            known[portal, one.event_type, one.event] = one
    found: list[Numbered] = []
    for seq, fact in facts:
        if fact.kind != SENT:
            found.append((seq, 0, fact))
            continue
        for place, (event_type, event) in enumerate(_ids(fact.body)):
            occurred = known.get((fact.portal, event_type, event))
            if occurred is not None and occurred.id:
                found.append((seq, place, _fact(fact, occurred)))
    return found


def _fact(fact: Fact, one: Occurrence) -> Fact:
    body = Completed(
        event_type_name=one.event_type,
        event_id=one.event,
        object_type_id=one.type,
        properties=dict(one.properties),
    )
    document = msgspec.json.encode(body).decode()
    return fact._replace(kind=COMPLETED, id=one.id, at=one.at, body=document)
