"""Fault rules over HTTP: of a portal, and of the whole server."""

import msgspec

from hubstead.kit.errors import NotFound
from hubstead.sandbox import lookup
from hubstead.sandbox.fault import Fault
from hubstead.sandbox.faults import EVERYWHERE, Faults, Rule
from hubstead.sandbox.portal_routes import PORTAL, portal_id
from hubstead.web.call import Call
from hubstead.web.envelopes import Results
from hubstead.web.route import PUBLIC, Route


class FaultShown(Fault, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """A rule at work. `matches` counts the requests that fit it, `hits` those that it was applied to."""

    id: str
    matches: int
    hits: int


async def create(call: Call) -> FaultShown:
    """Add a rule behind the others. It holds for the next request."""
    fault = call.read(Fault)
    return _shown(_faults(call).add(await _portal(call), fault))


async def get_page(call: Call) -> Results[FaultShown]:
    """All rules in the order in which they are tried, and how often each has hit."""
    return Results([_shown(rule) for rule in _faults(call).of(await _portal(call))])


async def get_by_id(call: Call) -> FaultShown:
    """One rule, and how often it has hit."""
    return _shown(_faults(call).one(await _portal(call, 1), _rule_id(call)))


async def delete(call: Call) -> None:
    """Take a rule away."""
    _faults(call).remove(await _portal(call, 1), _rule_id(call))


async def delete_all(call: Call) -> None:
    """Take all rules away."""
    _faults(call).clear(await _portal(call))


def _faults(call: Call) -> Faults:
    faults: Faults = call.rooms.sandbox.watch.faults
    return faults


async def _portal(call: Call, behind: int = 0) -> int:
    """The portal of the path, which must exist; without one the whole server. So many parameters stand behind it."""
    if len(call.path) == behind:
        return EVERYWHERE
    return (await lookup.read(call.store, portal_id(call))).id


def _rule_id(call: Call) -> int:
    text = call.path[-1]
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        raise NotFound(f"There is no fault rule {text[:40]}.")
    return int(text)


def _shown(rule: Rule) -> FaultShown:
    fields = msgspec.structs.asdict(rule.fault)
    return FaultShown(**fields, id=str(rule.id), matches=rule.matches, hits=rule.hits)


ROUTES = tuple(
    route
    for faults, whose in ((f"{PORTAL}/faults", "of a portal"), ("/sandbox/faults", "of the server"))
    for route in (
        Route("POST", faults, create, PUBLIC, f"Add a fault rule {whose}", Fault, answer=FaultShown, status=201),
        Route("GET", faults, get_page, PUBLIC, f"List the fault rules {whose}", answer=Results[FaultShown]),
        Route("DELETE", faults, delete_all, PUBLIC, f"Delete all fault rules {whose}", status=204),
        Route("GET", f"{faults}/{{faultId}}", get_by_id, PUBLIC, f"Read a fault rule {whose}", answer=FaultShown),
        Route("DELETE", f"{faults}/{{faultId}}", delete, PUBLIC, f"Delete a fault rule {whose}", status=204),
    )
)
