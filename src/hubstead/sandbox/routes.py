"""All routes of the sandbox, each behind its key. They are in the server's table only while the sandbox is on."""

from hubstead.sandbox import (
    app_routes,
    clock_routes,
    diff_routes,
    fault_routes,
    portal_routes,
    request_routes,
    snapshot_routes,
    version_routes,
    webhook_routes,
)
from hubstead.sandbox.key import guarded
from hubstead.web.route import Route

ROUTES: tuple[Route, ...] = tuple(
    map(
        guarded,
        (
            *portal_routes.ROUTES,
            *snapshot_routes.ROUTES,
            *diff_routes.ROUTES,
            *clock_routes.ROUTES,
            *app_routes.ROUTES,
            *fault_routes.ROUTES,
            *request_routes.ROUTES,
            *version_routes.ROUTES,
            *webhook_routes.ROUTES,
        ),
    )
)
