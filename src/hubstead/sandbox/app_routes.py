"""OAuth apps of the sandbox over HTTP: registered and let in without a command line and without a browser."""

from urllib.parse import parse_qsl

from msgspec import Struct

from hubstead.account.users import users_of
from hubstead.apps import public_apps
from hubstead.apps.authorize import allow, asked, unanswerable
from hubstead.kit.errors import Invalid
from hubstead.sandbox.lookup import read
from hubstead.sandbox.portal_routes import PORTAL, portal_id
from hubstead.store.unit import Actor, Origin, Unit, write
from hubstead.web.call import Call
from hubstead.web.route import PUBLIC, Route


class NewApp(Struct, rename="camel", forbid_unknown_fields=True):
    """An app to be registered. `scopes` are required of whoever installs it; `oauth` is always among them."""

    name: str
    redirect_uris: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    optional_scopes: tuple[str, ...] = ()


class AppMade(Struct, rename="camel"):
    """A new app. Its secrets are stored as digests and not shown again."""

    app_id: int
    client_id: str
    client_secret: str
    developer_api_key: str


class Consent(Struct, forbid_unknown_fields=True):
    """The link by which an app asks to be let in, and whether it is."""

    url: str
    allow: bool = True


class Redirect(Struct):
    """Where the browser would be sent: the app's redirect URI, with a code or an error."""

    location: str


async def create(call: Call) -> AppMade:
    """Register an OAuth app in a portal."""
    body = call.read(NewApp)
    portal = (await read(call.store, portal_id(call))).id
    made = await public_apps.create(
        call.store, portal, body.name, body.redirect_uris, body.scopes, body.optional_scopes
    )
    return AppMade(*made)


async def consent(call: Call) -> Redirect:
    """Answer an app's link as the portal's first super admin would, without a page and a login."""
    body = call.read(Consent)
    portal = (await read(call.store, portal_id(call))).id
    link = dict(parse_qsl(body.url.partition("?")[2].partition("#")[0], keep_blank_values=True))
    question = await asked(call.store, link)
    refusal = unanswerable(question, link)
    if refusal or not body.allow:
        return Redirect(question.back(**(refusal or {"error": "access_denied"})))

    async def work(unit: Unit) -> str | tuple[str, ...]:
        return await allow(unit, question, await _super_admin(unit))

    outcome = await write(call.store, Actor(portal, 0, Origin("CRM_UI"), call.rooms.definitions), work)
    if isinstance(outcome, tuple):
        raise Invalid(f"The tiers of portal {portal} do not include these scopes: {', '.join(outcome)}.")
    return Redirect(question.back(code=outcome))


async def _super_admin(unit: Unit) -> int:
    users = (await users_of(unit)).values()
    found = next((user.id for user in users if user.active and user.super_admin), None)
    if found is None:
        raise Invalid(f"Portal {unit.portal} has no super admin, who alone may connect apps.")
    return found


ROUTES = (
    Route("POST", f"{PORTAL}/apps", create, PUBLIC, "Register an OAuth app", NewApp, answer=AppMade, status=201),
    Route("POST", f"{PORTAL}/consent", consent, PUBLIC, "Answer an app's link", Consent, answer=Redirect),
)
