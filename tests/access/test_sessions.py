"""What people do with apps in a session: a super admin of the account may, nobody else sees or changes anything."""

from typing import Any

from hubstead.account import portals
from hubstead.apps import app as apps
from hubstead.apps import private_apps, public_apps
from hubstead.apps.install import install
from hubstead.calls.log import Wanted
from hubstead.store.access import Access
from hubstead.store.unit import Unit, write
from hubstead.web.route import Route
from tests.access.samples.walked import OF_PEOPLE, name_of
from tests.apps.test_own_routes import session_of_admin
from tests.world import PORTAL, TOKEN, Reply, World

NEW = {"name": "x", "redirectUris": ["https://x.example/back"], "scopes": ["crm.objects.contacts.read"]}
BODIES: dict[str, Any] = {
    "POST /hubstead/apps": {"name": "x"},
    "POST /hubstead/apps/{appId}/rotate": {},
    "POST /hubstead/apps/oauth": NEW,
    "PUT /hubstead/apps/oauth/{appId}": NEW,
    "POST /hubstead/apps/oauth/{appId}/secret": {},
}
FOR_ADMINS = frozenset(("GET /hubstead/apps/oauth/{appId}/installs",))
TABLES = ("app", "install", "token")


async def _apps(world: World, name: str, portal: int) -> dict[str, int]:
    """A private app, and an OAuth app that is installed, of a portal; a call of the first portal's token."""
    store = world.server.store
    held = await private_apps.create_app(store, portal, f"pat-na1-of-{name}-0000", name, None)
    made = await public_apps.create(store, portal, name)
    app = next(each for each in await apps.public(store) if each.id == made.app_id)

    async def work(unit: Unit) -> None:
        await install(unit, app, ("oauth",), 1)

    await write(store, await portals.person(store, portal), work)
    await world.get("/crm/v3/objects/contacts")
    return {"private": held, "public": made.app_id}


def _url(world: World, route: Route, ids: dict[str, int]) -> str:
    id = ids["public" if route.path.startswith(("/hubstead/apps/oauth", "/hubstead/apps/installed")) else "private"]
    call = next(world.server.calls.log.newest_first(PORTAL, Wanted()))
    return route.path.replace("{appId}", str(id)).replace("{callId}", str(call.id))


async def _state(world: World, but: str = "session") -> list[Any]:
    rows = [await world.server.store.rows(f"SELECT * FROM {table}") for table in TABLES]
    return [sorted(row for row in each if f'"kind":"{but}"' not in str(row)) for each in rows]


async def test_a_super_admin_may_do_everything(world: World) -> None:
    headers = await session_of_admin(world)
    for number, route in enumerate(OF_PEOPLE):
        url = _url(world, route, await _apps(world, f"x{number}", PORTAL))
        reply = await world.call(route.method, url, BODIES.get(name_of(route)), token=None, headers=headers)
        assert reply.status == route.status, (name_of(route), reply.body)


async def test_nobody_else_sees_or_changes_anything(world: World) -> None:
    other = await portals.create(world.server.store, "Other", 0)
    mine, theirs = await _apps(world, "mine", PORTAL), await _apps(world, "theirs", other.id)
    admin = await session_of_admin(world)
    helper = Access(5, "4", frozenset(), {}, tools=frozenset(("account",)))
    bound, account = world.user(helper._replace(tools=frozenset()), "bound"), world.user(helper, "account")

    async def refused(route: Route, ids: dict[str, int], statuses: tuple[int, ...], **who: Any) -> None:
        reply: Reply = await world.call(route.method, _url(world, route, ids), BODIES.get(name_of(route)), **who)
        assert reply.status in statuses, (name_of(route), reply.body)

    before = await _state(world)
    for route in OF_PEOPLE:
        await refused(route, mine, (401,), token=None)
        await refused(route, mine, (403,), token=TOKEN)
        if name_of(route) != "GET /hubstead/apps/scopes":
            await refused(route, mine, (403,), token=bound)
        if route.method != "GET" or name_of(route) in FOR_ADMINS:
            await refused(route, mine, (403,), token=account)
        if "{appId}" in route.path and "installed" not in route.path:
            await refused(route, theirs, (404,), token=None, headers=admin)
        if route.method != "GET":
            await refused(route, mine, (403,), token=None, headers={"cookie": admin["cookie"]})
    assert await _state(world) == before
    listed = [
        await world.get(path, token=None, headers=admin) for path in ("/hubstead/apps", "/hubstead/apps/installed")
    ]
    assert all("mine" in reply.body.decode() and "theirs" not in reply.body.decode() for reply in listed)
