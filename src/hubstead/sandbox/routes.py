"""All routes of the sandbox, each behind its key. They are in the server's table only while the sandbox is on."""

from hubstead.sandbox import portal_routes
from hubstead.sandbox.key import guarded
from hubstead.web.route import Route

ROUTES: tuple[Route, ...] = tuple(map(guarded, (*portal_routes.ROUTES,)))
