"""Events that pages and servers name: by full name, name or number. A name that nobody knows makes a definition, once;
one that was deleted never comes back (documented)."""

import re
from collections.abc import Iterable

from hubstead.events import draft, manage
from hubstead.events.definition import Definition, Definitions, read_definitions
from hubstead.events.wire import DefinitionInput
from hubstead.kit.errors import Failure, NotFound
from hubstead.store.unit import Unit
from hubstead.tracking.beacon import Beacon
from hubstead.tracking.hit import Door

_FULL = re.compile(r"pe[0-9]+_", re.IGNORECASE)


def bound_to(known: Definitions, spelling: str) -> Definition | None:
    """The definition that is meant, if there is one: also by a label, whose name it was made of."""
    for name in _names(spelling):
        try:
            return known.find(name) if name else None
        except NotFound:
            continue
    return None


def is_deleted(known: Definitions, spelling: str) -> bool:
    """Whether what is meant is an event that was deleted: nothing is done under its name any more."""
    ever = (known.ever(name) for name in _names(spelling))
    return bound_to(known, spelling) is None and any(found is not None and found.archived for found in ever)


async def defined(unit: Unit, known: Definitions, beacons: Iterable[Beacon]) -> Definitions:
    """The definitions, with one for each new name of a legacy event or an event of a server.

    Events of apps (`pe…`) and numbers name what must be there. Where the account can have no more, none is made.
    """
    new = {
        beacon.event: None
        for beacon in beacons
        if beacon.kind == "event"
        and beacon.hit.door is not Door.EVENT
        and not beacon.event.isdigit()
        and not _FULL.match(beacon.event)
        and bound_to(known, beacon.event) is None
        and _made_of(beacon.event) not in ("", *known.by_name)
    }
    if not new:
        return known
    for label in new:
        try:
            await manage.create(unit, DefinitionInput(label=label))
        except Failure:
            continue
        await unit.flush()
    return await read_definitions(unit)


def _names(spelling: str) -> tuple[str, str]:
    """The names that a page may mean: as it is spelled, and the one that is made of it as a label."""
    return spelling.lstrip("0") if spelling.isdigit() else spelling, _made_of(spelling)


def _made_of(label: str) -> str:
    try:
        return draft.event_name(None, draft.label_of(label))
    except Failure:
        return ""
