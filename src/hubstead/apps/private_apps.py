"""Private apps and service keys: each has one token, which works in its own portal in the name of a user."""

from typing import Literal, NamedTuple

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

KINDS = ("private", "service")


class Held(NamedTuple):
    """A token of a private app or a service key, and when it was last used (ms; `None`: never)."""

    digest: str
    token: Token
    used_at: int | None


async def create_app(
    store: Engine,
    portal: int,
    text: str,
    name: str,
    scopes: tuple[str, ...] | None,
    kind: Literal["private", "service"] = "private",
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
        user_id = await first_user(unit)
        config = Config(name=name, kind=kind, created_at=unit.now, user_id=user_id, scopes=scopes)
        token = Token(name=name, app_id=app_id, kind=kind, scopes=scopes, user_id=user_id, created_at=unit.now)
        unit.put(APP, App(app_id, portal, "", config).row)
        unit.put(TOKEN, tokens.row(portal, text, token))
        happened(unit, "app.created", app_id, {"name": name, "kind": kind})
        return app_id

    return await write(store, actor, work)


async def held(store: Reader, portal: int, kind: Literal["private", "service"]) -> list[Held]:
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
    text = tokens.new_token(portal)

    async def work(unit: Unit) -> str:
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

    return await write(store, await person(store, portal), work)


async def revoke(store: Engine, portal: int, app_id: int) -> None:
    """Delete a private app or a service key: its tokens are worthless at once. Raises `NotFound`."""

    async def work(unit: Unit) -> None:
        old = await _tokens(unit, app_id)
        token = next(iter(old.values()))
        forget_tokens(unit, old)
        unit.remove(APP, (app_id,))
        happened(unit, "app.deleted", app_id, {"name": token.name, "kind": token.kind})

    await write(store, await person(store, portal), work)


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
