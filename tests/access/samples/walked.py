"""The routes that the walks call: all that act in somebody's name."""

from hubstead.app import ROUTES
from hubstead.web.route import DEVELOPER, PUBLIC, Route

FOR_OTHERS = frozenset(
    (
        "DELETE /appinstalls/external-install",
        "GET /crm/exports/export/async/tasks/{taskId}/status",
        "GET /crm/exports/export/{exportId}",
        "GET /integrators/timeline/events/{eventTemplateId}/{timelineEventId}",
        "GET /integrators/timeline/events/{eventTemplateId}/{timelineEventId}/detail",
        "GET /integrators/timeline/events/{eventTemplateId}/{timelineEventId}/render",
        "POST /integrators/timeline/events",
        "POST /integrators/timeline/events/batch",
        "POST /integrators/timeline/events/batch/create",
        "POST /integrators/timeline/types/projects",
    )
)
"""Routes for callers of another kind than a private app or a user, and exports, which answer 403 (recorded) to all but
who asked for them; the tests of their rooms call them."""
OWN = ("/webhooks/", "/hubstead/webhooks/", "/webhooks-journal/")
"""Routes for apps that look after themselves; `test_own` walks them."""
OF_ACCOUNT = ("/hubstead/apps", "/hubstead/calls")
"""Routes for people who look after apps; `test_sessions` walks them."""
SESSIONS = (*OF_ACCOUNT, "/hubstead/invitations", "/hubstead/super-admins")
"""These and routes for people who look after passwords, which `tests/account` calls."""
_REMOVING = ("/archive", "/purge", "/merge", "/gdpr-delete")


def name_of(route: Route) -> str:
    """Its method and path."""
    return f"{route.method} {route.path}"


def _removes(route: Route) -> bool:
    """Whether it may take away what samples name."""
    return route.method == "DELETE" or route.path.endswith(_REMOVING)


WALKED = sorted(
    (
        route
        for route in ROUTES
        if route.scope not in (PUBLIC, DEVELOPER)
        and name_of(route) not in FOR_OTHERS
        and not route.path.startswith(OWN + SESSIONS)
    ),
    key=_removes,
)
"""In an order in which what samples name is there as long as possible."""
OF_APPS = sorted((route for route in ROUTES if route.path.startswith(OWN) and route.scope is not PUBLIC), key=_removes)
"""What an app does for itself."""
OF_PEOPLE = sorted((route for route in ROUTES if route.path.startswith(OF_ACCOUNT)), key=_removes)
"""What people do with apps, in a session."""
