"""Views over HTTP. The service only lets clients read them; to define them is a namespace of our own."""

from hubstead.analytics.views import view as views
from hubstead.analytics.views.filters import check
from hubstead.analytics.views.wire import ViewGiven, ViewShown, shown
from hubstead.crm.records.record import as_id
from hubstead.kit.errors import NotFound
from hubstead.web.call import Call
from hubstead.web.route import Route

SCOPE = ("business-intelligence",)
FEATURE = "analytics-views"
READ, WRITE = "reports", "marketing"


async def get_views(call: Call) -> list[ViewShown]:
    """All views, oldest first, as a bare list."""
    return [shown(each) for each in (await views.views_of(call.reading())).values()]


async def get_view(call: Call) -> ViewShown:
    """One view."""
    return shown(await views.view_of(call.reading(), _id(call)))


async def post_view(call: Call) -> ViewShown:
    """Define a view. All its filters must fit; a filter fits when any one of its arguments does."""
    given = _given(call)
    return shown(await call.write(lambda unit: views.create(unit, given.title, given.report_property_filters)))


async def put_view(call: Call) -> ViewShown:
    """Replace the title and the filters of a view; reports follow at once, for the past too."""
    id, given = _id(call), _given(call)
    return shown(await call.write(lambda unit: views.change(unit, id, given.title, given.report_property_filters)))


async def delete_view(call: Call) -> None:
    """Delete a view."""
    id = _id(call)
    await call.write(lambda unit: views.delete(unit, id))


def _given(call: Call) -> ViewGiven:
    given = call.read(ViewGiven)
    check(given.report_property_filters)
    return given


def _id(call: Call) -> int:
    id = as_id(call.path[0])
    if id is None:
        raise NotFound(f"There is no analytics view '{call.path[0][:100]}'", context={"id": [call.path[0][:100]]})
    return id


VIEWS = "/analytics/hubstead/views"
ROUTES = (
    Route("GET", "/analytics/views", get_views, SCOPE, "List analytics views", answer=list[ViewShown],
          feature=FEATURE, permission=READ),
    Route("POST", VIEWS, post_view, SCOPE, "Define an analytics view", body=ViewGiven, answer=ViewShown, status=201,
          feature=FEATURE, permission=WRITE),
    Route("GET", VIEWS + "/{viewId}", get_view, SCOPE, "Read an analytics view", answer=ViewShown,
          feature=FEATURE, permission=READ),
    Route("PUT", VIEWS + "/{viewId}", put_view, SCOPE, "Replace an analytics view", body=ViewGiven, answer=ViewShown,
          feature=FEATURE, permission=WRITE),
    Route("DELETE", VIEWS + "/{viewId}", delete_view, SCOPE, "Delete an analytics view", status=204,
          feature=FEATURE, permission=WRITE),
)  # fmt: skip
