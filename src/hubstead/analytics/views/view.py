"""Analytics views: named filters under which reports show a part of the traffic. Definitions of a portal."""

from collections.abc import Mapping

import msgspec

from hubstead.analytics.views.filters import Filter
from hubstead.kit.errors import Invalid, NotFound
from hubstead.store import definitions
from hubstead.store.unit import Unit

KIND = "analytics_view"
MOST = 500
"""Views of a portal (our choice): reports load them all."""


class View(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A view. All its filters must fit. Moments in ms; the users are 0 where an app made or changed it."""

    id: int
    title: str
    filters: tuple[Filter, ...] = ()
    creator: int = 0
    created: int = 0
    updater: int = 0
    updated: int = 0


_decode = msgspec.json.Decoder(View).decode


async def views_of(unit: Unit) -> Mapping[int, View]:
    """The views of the portal, by ascending id."""
    return await definitions.numbered(unit, KIND, _decode)


async def view_of(unit: Unit, id: int) -> View:
    """One view. Raises `NotFound`."""
    found = (await views_of(unit)).get(id)
    if found is None:
        raise NotFound(f"There is no analytics view {id}", context={"id": [str(id)]})
    return found


async def create(unit: Unit, title: str, filters: tuple[Filter, ...]) -> View:
    """Make a view. Raises `Invalid` for a title that is taken, and when there are too many."""
    await definitions.hold(unit)
    if len(await views_of(unit)) >= MOST:
        raise Invalid(f"An account has {MOST} analytics views at most. Delete one first.")
    user = unit.origin.user_id
    view = View(
        id=await unit.new_ids(1),
        title=title,
        filters=filters,
        creator=user,
        created=unit.now,
        updater=user,
        updated=unit.now,
    )
    return await _saved(unit, view, "CREATE")


async def change(unit: Unit, id: int, title: str, filters: tuple[Filter, ...]) -> View:
    """Replace title and filters of a view. Raises `NotFound`, and `Invalid` for a title that is taken."""
    await definitions.hold(unit)
    held = await view_of(unit, id)
    view = msgspec.structs.replace(held, title=title, filters=filters, updater=unit.origin.user_id, updated=unit.now)
    return await _saved(unit, view, "UPDATE")


async def delete(unit: Unit, id: int) -> None:
    """Remove a view. Raises `NotFound`."""
    await definitions.hold(unit)
    view = await view_of(unit, id)
    definitions.remove(unit, KIND, "", str(id))
    await definitions.changed(unit, KIND, "", str(id), {"action": "DELETE", "title": view.title})


async def _saved(unit: Unit, view: View, action: str) -> View:
    others = (each for each in (await views_of(unit)).values() if each.id != view.id)
    if any(each.title.lower() == view.title.lower() for each in others):
        raise Invalid(f"There is an analytics view '{view.title}' already.", context={"title": [view.title]})
    definitions.put(unit, KIND, "", str(view.id), msgspec.json.encode(view))
    await definitions.changed(unit, KIND, "", str(view.id), {"action": action})
    return view
