"""Installs: an app in a portal, with the scopes that somebody there granted. Its tokens live as long as it does."""

from collections.abc import Collection, Iterable

import msgspec

from hubstead.apps.acting import happened
from hubstead.apps.app import App
from hubstead.apps.tokens import Token
from hubstead.apps.tokens import decode as token_from
from hubstead.store.tables import INSTALL, TOKEN, TOKEN_USE
from hubstead.store.unit import Unit

EXPIRED_FOR = 7 * 86_400_000
"""Milliseconds that an expired token is kept, so that its last users are told what is wrong with it. Our choice."""
OAUTH_KINDS = ("oauth", "refresh", "code")
"""The kinds of tokens that an app has in a portal because it is installed there."""
_SWEPT_EVERY = 3_600_000


class Install(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """What was granted, by which user, and when (ms). `swept_at`: when expired tokens were last cleared away."""

    scopes: tuple[str, ...]
    user_id: int
    installed_at: int
    swept_at: int = 0


decode = msgspec.json.Decoder(Install).decode
"""An install from its row's document."""


async def held(unit: Unit, app_id: int) -> Install | None:
    """The install of an app in the unit's portal; until the unit ends nobody else changes it or gives it tokens."""
    rows = await unit.rows("SELECT document FROM install WHERE portal = ?1 AND app = ?2 FOR UPDATE", app_id)
    return decode(rows[0][0]) if rows else None


async def install(unit: Unit, app: App, scopes: tuple[str, ...], user_id: int) -> None:
    """Let the app be installed with these scopes; installing again replaces what was granted before."""
    before = await held(unit, app.id)
    _put(unit, app.id, Install(scopes=scopes, user_id=user_id, installed_at=unit.now, swept_at=unit.now))
    if before is None or before.scopes != scopes:
        happened(unit, "app.installed", app.id, {"name": app.config.name, "scopes": scopes})


async def uninstall(unit: Unit, app_id: int, name: str) -> bool:
    """Take the app out of the unit's portal, with every OAuth token that it has there; whether it was installed."""
    installed = await held(unit, app_id)
    if installed is None:
        return False
    unit.remove(INSTALL, (unit.portal, app_id))
    await forget_tokens_of(unit, app_id, kinds=OAUTH_KINDS)
    happened(unit, "app.uninstalled", app_id, {"name": name})
    return True


async def sweep(unit: Unit, app_id: int, installed: Install) -> None:
    """Clear away what expired long ago, at most once an hour."""
    if is_due(unit, installed.swept_at):
        _put(unit, app_id, msgspec.structs.replace(installed, swept_at=unit.now))
        await sweep_tokens(unit, app_id)


def is_due(unit: Unit, swept_at: int) -> bool:
    """Whether it is time to clear expired tokens away again: all that an app has are read for it."""
    return abs(unit.now - swept_at) >= _SWEPT_EVERY


async def sweep_tokens(unit: Unit, app_id: int) -> None:
    """Clear away the tokens of an app that expired long ago."""
    over = unit.now - EXPIRED_FOR
    forget_tokens(unit, [digest for digest, token in await _tokens(unit, app_id) if token.expired(over)])


async def forget_tokens_of(unit: Unit, app_id: int, *, code: str = "", kinds: Collection[str] = ()) -> None:
    """Revoke every token that an app has in the unit's portal, or those of one code (its digest) or of some kinds."""
    for digest, token in await _tokens(unit, app_id):
        if code in ("", token.code) and (not kinds or token.kind in kinds):
            forget_tokens(unit, [digest])


def forget_tokens(unit: Unit, digests: Iterable[str]) -> None:
    """Revoke tokens of the unit's portal."""
    for digest in digests:
        unit.remove(TOKEN, (digest,))
        unit.remove(TOKEN_USE, (digest,))


async def _tokens(unit: Unit, app_id: int) -> list[tuple[str, Token]]:
    rows = await unit.rows("SELECT digest, document FROM token WHERE portal = ?1 AND app = ?2", app_id)
    return [(digest, token_from(document)) for digest, document in rows]


def _put(unit: Unit, app_id: int, installed: Install) -> None:
    unit.put(INSTALL, (unit.portal, app_id, msgspec.json.encode(installed).decode()))
