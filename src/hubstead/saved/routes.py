"""Views, reports and dashboards over HTTP, in our own namespace: the service has them on its screens only."""

from typing import get_args

from msgspec import UNSET

from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.records.record import as_id
from hubstead.kit.clock import moment_of
from hubstead.kit.errors import Invalid, NotFound
from hubstead.saved import saved
from hubstead.saved.saved import Kind, Saved
from hubstead.saved.wire import SavedInput, SavedPatch, SavedShown, bounded, shown
from hubstead.store.unit import Unit
from hubstead.web.answer import NO_CONTENT, Answer
from hubstead.web.call import Call
from hubstead.web.envelopes import Results
from hubstead.web.route import ANY, Route

_KINDS: dict[str, Kind] = {kind: kind for kind in get_args(Kind)}


async def get_all(call: Call) -> Results[SavedShown]:
    """What you saved, what your teams share, and what is everybody's, by name; views of one object type with
    `objectTypeId`."""
    unit, type = call.reading(), call.one("objectTypeId") or ""
    found = await saved.visible(unit, _kind(call), (await resolve(unit, type)).id if type else "")
    return Results([_shown(unit, one) for one in found])


async def get_one(call: Call) -> SavedShown:
    """One view, report or dashboard."""
    unit = call.reading()
    return _shown(unit, await saved.one(unit, _kind(call), _id(call)))


async def create(call: Call) -> SavedShown:
    """Save a view, a report or a dashboard. Its content is yours to choose, 64 kB of JSON at most."""
    kind, given = _kind(call), call.read(SavedInput)
    if kind == "views" and not given.object_type_id:
        raise Invalid("Say with objectTypeId whose records the view shows.", context={"objectTypeId": [""]})
    content = bounded(given.content)

    async def work(unit: Unit) -> SavedShown:
        type = (await resolve(unit, given.object_type_id)).id if given.object_type_id else ""
        return _shown(unit, await saved.create(unit, kind, given.name.strip(), given.audience, content, type))

    return await call.write(work)


async def change(call: Call) -> SavedShown:
    """Change the name, the audience or the content of something that you saved; super admins change what they see."""
    kind, id, given = _kind(call), _id(call), call.read(SavedPatch)
    fields: dict[str, object] = {}
    if given.name is not UNSET:
        fields["name"] = given.name.strip()
    if given.content is not UNSET:
        fields["content"] = bounded(given.content)
    if given.audience is not UNSET:
        fields["audience"] = given.audience
    read = None if given.updated_at is UNSET else _moment(given.updated_at)

    async def work(unit: Unit) -> SavedShown:
        return _shown(unit, await saved.change(unit, kind, id, read, **fields))

    return await call.write(work)


async def delete(call: Call) -> Answer:
    """Delete something that you saved."""
    kind, id = _kind(call), _id(call)
    await call.write(lambda unit: saved.delete(unit, kind, id))
    return NO_CONTENT


def _shown(unit: Unit, one: Saved) -> SavedShown:
    return shown(one, changeable=saved.changeable(unit, one))


def _kind(call: Call) -> Kind:
    kind = _KINDS.get(call.path[0])
    if kind is None:
        raise NotFound(f"Nothing is saved as '{call.path[0][:100]}', but {', '.join(_KINDS)}.")
    return kind


def _id(call: Call) -> int:
    return as_id(call.path[1]) or 0


def _moment(text: str) -> int:
    try:
        return moment_of(text)
    except ValueError:
        raise Invalid("updatedAt is no moment as the answers have it.", context={"updatedAt": [text[:100]]}) from None


_ALL, _ONE = "/hubstead/saved/{kind}", "/hubstead/saved/{kind}/{savedId}"
ROUTES = (
    Route("GET", _ALL, get_all, ANY, "List saved views, reports or dashboards", answer=Results[SavedShown],
          query=("objectTypeId",)),
    Route("POST", _ALL, create, ANY, "Save a view, report or dashboard", body=SavedInput, answer=SavedShown,
          status=201),
    Route("GET", _ONE, get_one, ANY, "Read something saved", answer=SavedShown),
    Route("PATCH", _ONE, change, ANY, "Change something saved", body=SavedPatch, answer=SavedShown),
    Route("DELETE", _ONE, delete, ANY, "Delete something saved", status=204),
)  # fmt: skip
