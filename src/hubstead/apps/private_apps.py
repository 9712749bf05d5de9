"""Private apps and service keys: each has one token, which works in its own portal in the name of a user."""

from typing import Literal, NamedTuple, get_args

import msgspec

from hubstead.account.portals import person
from hubstead.apps import tokens
from hubstead.apps.acting import first_user, happened, new_app_id
from hubstead.apps.app import App, Config
from hubstead.apps.install import forget_tokens
from hubstead.apps.tokens import Token
from hubstead.kit.errors import NotFound
from hubstead.store.definitions import hold
from hubstead.store.engine import Engine, Reader
from hubstead.store.tables import APP, TOKEN
from hubstead.store.unit import Unit, write

Kind = Literal["private", "service"]
KINDS: tuple[Kind, ...] = get_args(Kind)


class Held(NamedTuple):
    """A token of a private app or a service key, and when it was last used (ms; `None`: never)."""

    digest: str
    token: Token
    used_at: int | None


class New(NamedTuple):
    """An app to add: it writes in the name of the user; scopes `None` means all."""

    name: str
    kind: Kind
    scopes: tuple[str, ...] | None
    user_id: int


async def create_app(
    store: Engine,
    portal: int,
    text: str,
    name: str,
    scopes: tuple[str, ...] | None,
    kind: Kind = "private",
    app_id: int | None = None,
) -> int:
    """Let `text` be the token of a new app of the portal's first user; scopes `None` means all. The id of the app;
    it may be given when no app has it.

    Raises `NotFound` for a portal that does not exist and `Invalid` for a text that cannot be a token.
    """
    tokens.check(text)
    actor = await person(store, portal)
    app_id = app_id or await new_app_id(store)

    async def work(unit: Unit) -> int:
        add(unit, New(name, kind, scopes, await first_user(unit)), app_id, text)
        return app_id

    return await write(store, actor, work)


def add(unit: Unit, new: New, app_id: int, text: str) -> None:
    """Let `text` be the token of a new app of the unit's portal."""
    config = Config(name=new.name, kind=new.kind, created_at=unit.now, user_id=new.user_id, scopes=new.scopes)
    token = Token(
        name=new.name, app_id=app_id, kind=new.kind, scopes=new.scopes, user_id=new.user_id, created_at=unit.now
    )
    unit.put(APP, App(app_id, unit.portal, "", config).row)
    unit.put(TOKEN, tokens.row(unit.portal, text, token))
    happened(unit, "app.created", app_id, {"name": new.name, "kind": new.kind})


async def held(store: Reader, portal: int, kind: Kind) -> list[Held]:
    """The tokens of the private apps, or the service keys, of a portal, oldest first."""
    rows = await store.rows(
        "SELECT token.digest, token.document, token_use.at FROM token "
        "LEFT JOIN token_use ON token_use.digest = token.digest WHERE token.portal = ?1",
        portal,
    )
    found = [Held(digest, tokens.decode(document), used) for digest, document, used in rows]
    mine = [held for held in found if held.token.kind == kind]
    return sorted(mine, key=lambda held: (held.token.created_at, held.token.app_id))


async def rotate(store: Engine, portal: int, app_id: int, overlap: int = 0) -> str:
    """A new token of an app; those that it had are good for `overlap` more ms. Raises `NotFound`."""
    return await write(store, await person(store, portal), lambda unit: replace(unit, app_id, overlap))


async def replace(unit: Unit, app_id: int, overlap: int) -> str:
    """The same within a unit."""
    text = tokens.new_token(unit.portal)
    old = await _tokens(unit, app_id)
    newest = max(old.values(), key=lambda token: token.created_at)
    kept = {digest: one for digest, one in old.items() if overlap and not one.expired(unit.now)}
    forget_tokens(unit, old.keys() - kept)
    for digest, ending in kept.items():
        unit.put(TOKEN, (digest, unit.portal, app_id, _until(ending, unit.now + overlap)))
    token = msgspec.structs.replace(newest, created_at=unit.now, expires_at=0)
    unit.put(TOKEN, tokens.row(unit.portal, text, token))
    happened(unit, "token.rotated", app_id, {"name": token.name, "kind": token.kind})
    return text


async def revoke(store: Engine, portal: int, app_id: int) -> None:
    """Delete a private app or a service key: its tokens are worthless at once. Raises `NotFound`."""
    await write(store, await person(store, portal), lambda unit: delete(unit, app_id))


async def delete(unit: Unit, app_id: int) -> None:
    """The same within a unit."""
    old = await _tokens(unit, app_id)
    token = next(iter(old.values()))
    forget_tokens(unit, old)
    unit.remove(APP, (app_id,))
    happened(unit, "app.deleted", app_id, {"name": token.name, "kind": token.kind})


async def _tokens(unit: Unit, app_id: int) -> dict[str, Token]:
    """The tokens of a private app or a service key by digest; until the unit ends nobody else changes them.

    Those of a store that is older than the table of apps know their app, but have no row of it.
    """
    await hold(unit)
    rows = await unit.rows("SELECT digest, document FROM token WHERE portal = ?1")
    found = {digest: tokens.decode(document) for digest, document in rows}
    mine = {digest: token for digest, token in found.items() if token.app_id == app_id and token.kind in KINDS}
    if not mine:
        raise NotFound(
            f"Portal {unit.portal} has no private app or service key {app_id}. `hubstead token list` shows them."
        )
    return mine


def _until(token: Token, moment: int) -> str:
    expires_at = min(token.expires_at or moment, moment)
    return msgspec.json.encode(msgspec.structs.replace(token, expires_at=expires_at)).decode()
