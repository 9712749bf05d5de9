"""OAuth apps in our own namespace: what their developers do on screens of the service, and what an account connected.

Like private apps they are made, changed and deleted by super admins, in a session.
"""

from typing import Annotated

from msgspec import Meta, Struct

from hubstead.apps import app as apps
from hubstead.apps import install, public_apps
from hubstead.apps.app import App
from hubstead.apps.own_routes import NOT_KEPT, Rotation, in_session, number, super_admin
from hubstead.kit.clock import iso
from hubstead.kit.errors import Invalid, NotFound
from hubstead.store.unit import Unit
from hubstead.web.answer import NO_CONTENT, Answer, Reply
from hubstead.web.call import Call
from hubstead.web.envelopes import Results
from hubstead.web.route import ANY, Route

_HOUR = 3_600_000


class OAuthAppInput(Struct, frozen=True, rename="camel"):
    """What its developer says of an OAuth app. `scopes` are required of whoever installs it (`oauth` is always among
    them); `optional_scopes` are granted where the account has them."""

    name: Annotated[str, Meta(min_length=1, max_length=100)]
    redirect_uris: Annotated[list[str], Meta(max_length=50)] = []
    scopes: list[str] = []
    optional_scopes: list[str] = []


class OAuthAppMade(Struct, frozen=True, rename="camel"):
    """A new app with its secrets, which are told this once."""

    app_id: int
    client_id: str
    client_secret: str
    developer_api_key: str


class OAuthApp(Struct, frozen=True, rename="camel"):
    """An OAuth app as it is now."""

    app_id: int
    client_id: str
    name: str
    redirect_uris: list[str]
    scopes: list[str]
    optional_scopes: list[str]


class SecretMade(Struct, frozen=True, rename="camel"):
    """A new secret. It is told this once."""

    app_id: int
    secret: str


class InstallShown(Struct, frozen=True, rename="camel"):
    """An account in which an app is installed: what was granted, when, by which of its users."""

    app_id: int
    app_name: str
    portal_id: int
    scopes: list[str]
    user_id: int
    installed_at: str


async def create(call: Call) -> Reply:
    """Make an app that accounts install through OAuth."""
    super_admin(call)
    given, caller = _given(call), call.caller
    made = await public_apps.create(call.store, caller.portal.id, *given, by=caller.actor)
    return Reply(201, OAuthAppMade(*made), NOT_KEPT)


async def update(call: Call) -> OAuthApp:
    """Change an app's name, where codes are sent to, and what it asks for; what was granted before stays granted."""
    super_admin(call)
    given, id = _given(call), number(call)
    return _shown(await call.write(lambda unit: public_apps.change(unit, id, *given)))


async def delete(call: Call) -> Answer:
    """Delete an app: it is uninstalled everywhere, and its secrets are worthless."""
    await public_apps.delete(call.store, await _own(call), call.caller.actor)
    return NO_CONTENT


async def rotate_secret(call: Call) -> Reply:
    """Give an app a new client secret; the one that it has stays good for some hours."""
    app, overlap = await _own(call), int(call.read(Rotation).overlap_hours * _HOUR)
    text = await public_apps.rotate_secret(call.store, app, overlap, call.caller.actor)
    return Reply(200, SecretMade(app.id, text), NOT_KEPT)


async def rotate_key(call: Call) -> Reply:
    """Give an app a new developer API key; the old one is worthless at once."""
    app = await _own(call)
    text = await public_apps.rotate_developer_key(call.store, app, call.caller.actor)
    return Reply(200, SecretMade(app.id, text), NOT_KEPT)


async def get_installs(call: Call) -> Results[InstallShown]:
    """Where an app of this account is installed."""
    app = await _own(call)
    rows = await call.store.rows("SELECT portal, document FROM install WHERE app = ?1 AND portal > 0", app.id)
    return Results([_install_shown(app, portal, install.decode(document)) for portal, document in sorted(rows)])


async def get_installed(call: Call) -> Results[InstallShown]:
    """The apps that are installed in this account, whosever they are."""
    in_session(call)
    portal = call.caller.portal.id
    rows = await call.reading().rows("SELECT app, document FROM install WHERE portal = ?1 ORDER BY app")
    found = [(await apps.by_id(call.store, id), install.decode(document)) for id, document in rows]
    return Results([_install_shown(app, portal, held) for app, held in found if app])


async def uninstall(call: Call) -> Answer:
    """Take an app out of this account: its tokens for it are worthless at once."""
    super_admin(call)
    id = number(call)
    app = await apps.by_id(call.store, id)

    async def work(unit: Unit) -> bool:
        return app is not None and await install.uninstall(unit, app.id, app.config.name)

    if not await call.write(work):
        raise NotFound(f"App {id} is not installed in this account.")
    return NO_CONTENT


def _given(call: Call) -> tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    given = call.read(OAuthAppInput)
    name = given.name.strip()
    if not name:
        raise Invalid("Give the app a name: people see it when they are asked to let it in.", context={"name": [""]})
    return name, tuple(given.redirect_uris), tuple(given.scopes), tuple(given.optional_scopes)


async def _own(call: Call) -> App:
    """The OAuth app of the path, if it is this account's. Raises `NotFound` and `Forbidden`."""
    super_admin(call)
    app = await apps.by_id(call.store, number(call))
    if app is None or app.portal != call.caller.portal.id or app.config.kind != "public":
        raise NotFound(f"There is no OAuth app {number(call)} in this account.")
    return app


def _shown(app: App) -> OAuthApp:
    config = app.config
    return OAuthApp(
        app.id,
        app.client_id,
        config.name,
        list(config.redirect_uris),
        list(config.scopes or ()),
        list(config.optional_scopes),
    )


def _install_shown(app: App, portal: int, held: install.Install) -> InstallShown:
    return InstallShown(app.id, app.config.name, portal, list(held.scopes), held.user_id, iso(held.installed_at))


_APPS = "/hubstead/apps/oauth"
_APP = f"{_APPS}/{{appId}}"
_INSTALLED = "/hubstead/apps/installed"
ROUTES = (
    Route("POST", _APPS, create, ANY, "Make an OAuth app", OAuthAppInput, OAuthAppMade, 201),
    Route("PUT", _APP, update, ANY, "Change an OAuth app", OAuthAppInput, OAuthApp),
    Route("DELETE", _APP, delete, ANY, "Delete an OAuth app", status=204),
    Route("POST", f"{_APP}/secret", rotate_secret, ANY, "Give an OAuth app a new secret", Rotation, SecretMade),
    Route("POST", f"{_APP}/developer-key", rotate_key, ANY, "Give an OAuth app a new key", answer=SecretMade),
    Route("GET", f"{_APP}/installs", get_installs, ANY, "List an app's installs", answer=Results[InstallShown]),
    Route(
        "GET",
        _INSTALLED,
        get_installed,
        ANY,
        "List the apps that are installed",
        answer=Results[InstallShown],
        permission="account",
    ),
    Route("DELETE", f"{_INSTALLED}/{{appId}}", uninstall, ANY, "Uninstall an app", status=204),
)
