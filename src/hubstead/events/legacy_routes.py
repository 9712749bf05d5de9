"""Event definitions as `/reports/v2/events` shows them: bare lists, ids of twelve digits."""

from msgspec import Struct

from hubstead.events.definition import Definition, definitions_of
from hubstead.kit.errors import NotFound
from hubstead.web.call import Call
from hubstead.web.route import Route

SCOPE = ("business-intelligence",)
FEATURE = "custom-events"


class LegacyEvent(Struct):
    """An event definition."""

    id: str
    name: str
    label: str
    status: str


async def get_all(call: Call) -> list[LegacyEvent]:
    """All event definitions, oldest first; with `includeDeletes` those that were deleted too."""
    return [_shown(one) for one in await _definitions(call) if not one.archived or call.flag("includeDeletes")]


async def get_batch(call: Call) -> list[LegacyEvent]:
    """The event definitions with these ids; those that there are not are left out."""
    wanted = set(map(_number, call.many("id")))
    return [_shown(one) for one in await _definitions(call) if one.number in wanted]


async def get_by_id(call: Call) -> LegacyEvent:
    """One event definition, deleted ones too."""
    for one in await _definitions(call):
        if one.number == _number(call.path[0]):
            return _shown(one)
    raise NotFound(f"There is no event '{call.path[0][:100]}'", context={"id": [call.path[0][:100]]})


async def _definitions(call: Call) -> list[Definition]:
    known = await definitions_of(call.reading())
    return sorted(known.by_name.values(), key=lambda one: one.number)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else -1


def _shown(definition: Definition) -> LegacyEvent:
    status = "DELETED" if definition.archived else "ACTIVE"
    return LegacyEvent(f"{definition.number:012}", definition.name, definition.label, status)


EVENTS = "/reports/events"
ROUTES = (
    Route("GET", EVENTS, get_all, SCOPE, "List event definitions as v2 shows them", answer=list[LegacyEvent],
          query=("includeDeletes",), feature=FEATURE),
    Route("GET", EVENTS + "/batch", get_batch, SCOPE, "Read event definitions as v2 shows them",
          answer=list[LegacyEvent], query=("id",), feature=FEATURE),
    Route("GET", EVENTS + "/{eventId}", get_by_id, SCOPE, "Read an event definition as v2 shows it",
          answer=LegacyEvent, feature=FEATURE),
)  # fmt: skip
