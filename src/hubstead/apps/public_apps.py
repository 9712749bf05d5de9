"""Public apps: made by a developer in a portal, installed in any through OAuth."""

from typing import NamedTuple

import msgspec

from hubstead.account.portals import person
from hubstead.apps import app as apps
from hubstead.apps import tokens
from hubstead.apps.acting import first_user, happened, new_app_id
from hubstead.apps.app import App, Config, Secret, check_redirect_uri
from hubstead.apps.install import forget_tokens_of, uninstall
from hubstead.apps.scopes import OAUTH, check_scopes
from hubstead.apps.tokens import Token, digest
from hubstead.kit.errors import Invalid, NotFound
from hubstead.kit.ids import secret_uuid
from hubstead.store.engine import Engine
from hubstead.store.tables import APP, TOKEN
from hubstead.store.unit import Actor, Unit, write


class Made(NamedTuple):
    """A new app, with the secrets that are never shown again."""

    app_id: int
    client_id: str
    client_secret: str
    developer_api_key: str


async def create(
    store: Engine,
    portal: int,
    name: str,
    redirect_uris: tuple[str, ...] = (),
    scopes: tuple[str, ...] = (),
    optional_scopes: tuple[str, ...] = (),
    by: Actor | None = None,
) -> Made:
    """Make an app that belongs to a portal, the developer's account. Raises `Invalid`, or `NotFound` for the portal.

    `scopes` are required of whoever installs it; `oauth` is always among them (documented). The developer API key is
    good for everything that belongs to the account; it ends with the app. `by` is who does it, without one somebody who
    works in the account's settings.
    """
    _check(name, redirect_uris, (*scopes, *optional_scopes))
    required, optional = _asked(scopes, optional_scopes)
    app_id = await new_app_id(store)
    made = Made(app_id, secret_uuid(), secret_uuid(), secret_uuid())

    async def work(unit: Unit) -> Made:
        config = Config(
            name=name,
            kind="public",
            created_at=unit.now,
            user_id=by.origin.user_id if by else await first_user(unit),
            scopes=required,
            optional_scopes=optional,
            redirect_uris=tuple(dict.fromkeys(redirect_uris)),
            secrets=(Secret(digest=digest(made.client_secret), text=made.client_secret),),
        )
        unit.put(APP, App(app_id, portal, made.client_id, config).row)
        _put_key(unit, app_id, made.developer_api_key, name)
        happened(unit, "app.created", app_id, {"name": name, "kind": "public"})
        return made

    return await write(store, by or await person(store, portal), work)


async def change(
    unit: Unit,
    app_id: int,
    name: str,
    redirect_uris: tuple[str, ...],
    scopes: tuple[str, ...],
    optional_scopes: tuple[str, ...],
) -> App:
    """Change what a public app of the unit's portal is called, where codes go and what it asks for.

    Installs keep what was granted to them; who is to grant more is asked again. Raises `Invalid` and `NotFound`.
    """
    _check(name, redirect_uris, (*scopes, *optional_scopes))
    held = _there(await apps.held(unit, app_id), app_id)
    if held.config.kind != "public":
        raise NotFound(f"App {app_id} is not installed through OAuth.")
    required, optional = _asked(scopes, optional_scopes)
    config = msgspec.structs.replace(
        held.config,
        name=name,
        redirect_uris=tuple(dict.fromkeys(redirect_uris)),
        scopes=required,
        optional_scopes=optional,
    )
    if config != held.config:
        unit.put(APP, held._replace(config=config).row)
        happened(unit, "app.updated", app_id, {"name": name})
    return held._replace(config=config)


def _asked(scopes: tuple[str, ...], optional_scopes: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The required scopes, `oauth` always among them, and the optional ones."""
    required = tuple(dict.fromkeys((OAUTH, *scopes)))
    return required, tuple(scope for scope in dict.fromkeys(optional_scopes) if scope not in required)


async def rotate_secret(store: Engine, app: App, overlap: int = 0, by: Actor | None = None) -> str:
    """A new client secret; the old one is good for `overlap` more ms. Raises `NotFound`."""
    text = secret_uuid()

    async def work(unit: Unit) -> str:
        held = _there(await apps.held(unit, app.id), app.id)
        kept = [secret for secret in held.config.secrets if secret.until == 0 or secret.until > unit.now]
        ending = [_ending(secret, unit.now + overlap) for secret in kept] if overlap else []
        config = msgspec.structs.replace(held.config, secrets=(Secret(digest=digest(text), text=text), *ending))
        unit.put(APP, held._replace(config=config).row)
        happened(unit, "app.secret_rotated", app.id, {"name": config.name})
        return text

    return await write(store, by or await person(store, app.portal), work)


def _ending(secret: Secret, at: int) -> Secret:
    return msgspec.structs.replace(secret, until=min(secret.until or at, at))


async def rotate_developer_key(store: Engine, app: App, by: Actor | None = None) -> str:
    """A new developer API key in place of the app's old one, which is worthless at once. Raises `NotFound`."""
    text = secret_uuid()

    async def work(unit: Unit) -> str:
        held = _there(await apps.held(unit, app.id), app.id)
        await forget_tokens_of(unit, app.id, kinds=("developer",))
        _put_key(unit, app.id, text, held.config.name)
        happened(unit, "app.developer_key_rotated", app.id, {"name": held.config.name})
        return text

    return await write(store, by or await person(store, app.portal), work)


async def delete(store: Engine, app: App, by: Actor | None = None) -> int:
    """Delete an app: it is uninstalled everywhere and all its secrets are worthless. In how many accounts it was.

    The app goes first, so that nobody installs it meanwhile.
    """

    async def work(unit: Unit) -> None:
        _there(await apps.held(unit, app.id), app.id)
        unit.remove(APP, (app.id,))
        await forget_tokens_of(unit, app.id)
        happened(unit, "app.deleted", app.id, {"name": app.config.name})

    await write(store, by or await person(store, app.portal), work)
    rows = await store.rows("SELECT portal FROM install WHERE app = ?1 ORDER BY portal", app.id)
    return sum([await _uninstalled(store, app, portal) for (portal,) in rows])


async def _uninstalled(store: Engine, app: App, portal: int) -> bool:
    async def work(unit: Unit) -> bool:
        return await uninstall(unit, app.id, app.config.name)

    return await write(store, await person(store, portal), work)


def _put_key(unit: Unit, app_id: int, text: str, name: str) -> None:
    key = Token(name=name, app_id=app_id, kind="developer", scopes=(), created_at=unit.now)
    unit.put(TOKEN, tokens.row(unit.portal, text, key))


def _there(app: App | None, app_id: int) -> App:
    if app is None:
        raise NotFound(f"There is no app {app_id}. `hubstead app list` shows them.")
    return app


def _check(name: str, redirect_uris: tuple[str, ...], scopes: tuple[str, ...]) -> None:
    if not name.strip():
        raise Invalid("An app needs a name: people see it when they are asked to let it in.")
    for uri in redirect_uris:
        check_redirect_uri(uri)
    check_scopes(scopes)
