"""`hubstead app`."""

import re

import msgspec

from hubstead.apps import app as registered
from hubstead.apps import public_apps
from hubstead.apps.app import App
from hubstead.commands.refusal import Refusal
from hubstead.commands.tables import date, hours, moment, print_json, print_list
from hubstead.commands.truth import chosen, with_store
from hubstead.settings import Settings
from hubstead.store.engine import Engine


class Created(msgspec.Struct, rename="camel"):
    """A new app as `--json` shows it."""

    app_id: int
    client_id: str
    client_secret: str
    developer_api_key: str


class Shown(msgspec.Struct, rename="camel"):
    """An app as `--json` shows it. `installs`: the portals that it is installed in."""

    app_id: int
    portal_id: int
    name: str
    client_id: str
    redirect_uris: tuple[str, ...]
    scopes: tuple[str, ...]
    optional_scopes: tuple[str, ...]
    created_at: str | None
    installs: list[int]


def create(
    settings: Settings,
    portal: int | None,
    name: str,
    redirects: tuple[str, ...],
    scopes: str,
    optional: str,
    *,
    as_json: bool,
) -> None:
    """Register an app and print what its developer needs."""

    async def work(store: Engine) -> public_apps.Made:
        number = (await chosen(store, portal)).id
        return await public_apps.create(store, number, name, redirects, _names(scopes), _names(optional))

    made = with_store(settings, work)
    if as_json:
        print_json(Created(*made))
        return
    print(
        f"App id             {made.app_id}\n"
        f"Client id          {made.client_id}\n"
        f"Client secret      {made.client_secret}\n"
        f"Developer API key  {made.developer_api_key}\n\n"
        "The secret and the key are shown only now."
    )


def show(settings: Settings, portal: int | None, *, as_json: bool) -> None:
    """Print the apps of a portal, or of all."""

    async def work(store: Engine) -> list[Shown]:
        found = await registered.public(store)
        rows = await store.rows("SELECT app, portal FROM install ORDER BY portal")
        return [_shown(app, [where for id, where in rows if id == app.id]) for app in found]

    shown = [one for one in with_store(settings, work) if portal in (None, one.portal_id)]
    titles = ("App", "Name", "Client id", "Portal", "Created", "Installed in", "Redirect URIs")
    print_list(shown, titles, _row, as_json=as_json)


def rotate(settings: Settings, which: str, overlap: float, *, developer_key: bool) -> str:
    """The new client secret of an app, or its new developer API key. Raises `Refusal`."""
    milliseconds = hours(overlap)
    if developer_key and milliseconds:
        raise Refusal("A developer API key has no --overlap: the old one ends at once.", 2)

    async def work(store: Engine) -> str:
        app = await _named(store, which)
        if developer_key:
            return await public_apps.rotate_developer_key(store, app)
        return await public_apps.rotate_secret(store, app, milliseconds)

    return with_store(settings, work)


def delete(settings: Settings, which: str) -> str:
    """Delete an app; what to tell about it. Raises `Refusal`."""

    async def work(store: Engine) -> str:
        app = await _named(store, which)
        count = await public_apps.delete(store, app)
        return f"Deleted: {app.config.name} (app {app.id}), uninstalled from {count} portal{'s' * (count != 1)}"

    return with_store(settings, work)


async def _named(store: Engine, which: str) -> App:
    known = [app for app in await registered.public(store) if which in (str(app.id), app.client_id, app.config.name)]
    if len(known) == 1:
        return known[0]
    if known:
        numbers = ", ".join(str(app.id) for app in known)
        raise Refusal(f"Several apps are called {which}. Give the number instead: {numbers}.", 2)
    raise Refusal(f"There is no app {which}. `hubstead app list` shows all of them.")


def _shown(app: App, installs: list[int]) -> Shown:
    config = app.config
    return Shown(
        app.id,
        app.portal,
        config.name,
        app.client_id,
        config.redirect_uris,
        config.scopes or (),
        config.optional_scopes,
        moment(config.created_at),
        installs,
    )


def _row(one: Shown) -> tuple[str, ...]:
    installed = ", ".join(map(str, one.installs)) or "nowhere"
    uris = "\n".join(one.redirect_uris)
    return (str(one.app_id), one.name, one.client_id, str(one.portal_id), date(one.created_at), installed, uris)


def _names(text: str) -> tuple[str, ...]:
    """Names joined by commas or spaces, as they stand in links."""
    return tuple(name for name in re.split(r"[,\s]+", text) if name)
