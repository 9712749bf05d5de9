"""The grants of OAuth 2.0 (RFC 6749), as the service deals with them: a code, a refresh token, or the app's own secret
becomes an access token."""

import base64
import hashlib
import hmac
from typing import Literal, NamedTuple

import msgspec

from hubstead.account import portals
from hubstead.apps import app as apps
from hubstead.apps import tokens
from hubstead.apps.app import App, exists
from hubstead.apps.install import forget_tokens_of, held, install, is_due, sweep, sweep_tokens
from hubstead.apps.scopes import JOURNAL
from hubstead.apps.tokens import Token, digest
from hubstead.kit.errors import GrantRefused
from hubstead.store.engine import Engine
from hubstead.store.generations import Definitions
from hubstead.store.tables import APP, TOKEN
from hubstead.store.unit import Actor, Origin, Unit, write

ACCESS_FOR = 1_800
"""Seconds that an access token is good for (documented)."""
CODE_FOR = 300
"""Seconds that an authorization code is good for. Our choice: RFC 6749 says ten minutes at most."""


class Code(Token, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """An authorization code: where it was sent, the PKCE challenge, and whether it was exchanged."""

    redirect_uri: str = ""
    challenge: str = ""
    used: bool = False


class Granted(NamedTuple):
    """What a grant gave. `refresh_token` is empty for client credentials."""

    access_token: str
    refresh_token: str
    portal: int
    user_id: int
    scopes: tuple[str, ...]
    use: Literal["access_token", "client_credentials"] = "access_token"


_code = msgspec.json.Decoder(Code).decode
_FIND = "SELECT document FROM token WHERE portal = ?1 AND digest = ?2 FOR UPDATE"


def new_code(
    unit: Unit, app: App, user_id: int, scopes: tuple[str, ...], redirect_uri: str, challenge: str = ""
) -> str:
    """A code that lets the app have tokens of the unit's portal, once and soon."""
    text = tokens.new_refresh_token(unit.portal)
    code = Code(
        kind="code",
        app_id=app.id,
        scopes=scopes,
        user_id=user_id,
        created_at=unit.now,
        expires_at=unit.now + CODE_FOR * 1000,
        redirect_uri=redirect_uri,
        challenge=challenge,
    )
    unit.put(TOKEN, tokens.row(unit.portal, text, code))
    return text


class Grants:
    """The grants of one app, which has shown its secret. All raise `GrantRefused`."""

    def __init__(self, store: Engine, definitions: Definitions, app: App) -> None:
        self._store = store
        self._definitions = definitions
        self._app = app

    async def of_code(self, text: str, redirect_uri: str, verifier: str) -> Granted:
        """Exchange a code. Of several exchanges of one code the first wins; a later one revokes whatever came of it."""

        async def work(unit: Unit) -> Granted | GrantRefused:
            there = await exists(unit, self._app.id)
            await held(unit, self._app.id)
            rows = await unit.rows(_FIND, digest(text))
            if not (there and rows):
                return _unknown_code()
            code = _code(rows[0][0])
            if code.used:
                await forget_tokens_of(unit, self._app.id, code=digest(text))
                return _unknown_code()
            refusal = _wrong(code, unit.now, redirect_uri, verifier)
            return refusal or await self._first_tokens(unit, text, code)

        return _given(await write(self._store, await self._actor(text, "code", _unknown_code()), work))

    async def of_refresh_token(self, text: str) -> Granted:
        """A new access token; the refresh token stays as it is, so any number of these may run at once.

        It has no scope that a later install of the app did not grant again: the last word of the account counts.
        """

        async def work(unit: Unit) -> Granted | GrantRefused:
            installed = await held(unit, self._app.id)
            rows = await unit.rows(_FIND, digest(text))
            if installed is None or not rows:
                return _unknown_refresh_token()
            token = tokens.decode(rows[0][0])
            await sweep(unit, self._app.id, installed)
            scopes = tuple(scope for scope in token.scopes or () if scope in installed.scopes)
            access = self._new(unit, "oauth", scopes, token.user_id, token.code)
            return Granted(access, text, unit.portal, token.user_id, scopes)

        return _given(await write(self._store, await self._actor(text, "refresh", _unknown_refresh_token()), work))

    async def of_client(self, asked: tuple[str, ...]) -> Granted:
        """A token that acts in the app's own portal, with scopes that the app declares and those of its own webhooks
        journal (all of them, if none is asked for). Our choice: the service has these for operations of the app
        itself."""
        may = self._app.declared.union(JOURNAL)
        beyond = sorted(set(asked) - may)
        if beyond:
            raise GrantRefused("BAD_SCOPE", "invalid_scope", f"the app does not declare these scopes: {beyond}")
        scopes = tuple(sorted(asked or may))
        user_id = self._app.config.user_id
        actor = await portals.actor(self._store, self._app.portal, self._origin(user_id), self._definitions)

        async def work(unit: Unit) -> Granted:
            app = await apps.held(unit, self._app.id)
            if app is None:  # deleted since it showed its secret
                raise GrantRefused("BAD_CLIENT_ID", "invalid_client", "missing or unknown client id")
            if is_due(unit, app.config.swept_at):
                config = msgspec.structs.replace(app.config, swept_at=unit.now)
                unit.put(APP, app._replace(config=config).row)
                await sweep_tokens(unit, app.id)
            access = self._new(unit, "oauth", scopes, user_id)
            return Granted(access, "", unit.portal, user_id, scopes, "client_credentials")

        return await write(self._store, actor, work)

    async def _first_tokens(self, unit: Unit, text: str, code: Code) -> Granted:
        scopes = code.scopes or ()
        await install(unit, self._app, scopes, code.user_id)
        access = self._new(unit, "oauth", scopes, code.user_id, digest(text))
        refresh = self._new(unit, "refresh", scopes, code.user_id, digest(text))
        unit.put(TOKEN, tokens.row(unit.portal, text, msgspec.structs.replace(code, used=True)))
        return Granted(access, refresh, unit.portal, code.user_id, scopes)

    def _new(
        self, unit: Unit, kind: Literal["oauth", "refresh"], scopes: tuple[str, ...], user_id: int, code: str = ""
    ) -> str:
        new = tokens.new_access_token if kind == "oauth" else tokens.new_refresh_token
        text = new(unit.portal)
        token = Token(
            name=self._app.config.name,
            app_id=self._app.id,
            kind=kind,
            scopes=scopes,
            user_id=user_id,
            created_at=unit.now,
            expires_at=unit.now + ACCESS_FOR * 1000 if kind == "oauth" else 0,
            code=code,
        )
        unit.put(TOKEN, tokens.row(unit.portal, text, token))
        return text

    async def _actor(self, text: str, kind: str, refusal: GrantRefused) -> Actor:
        """Who acts when the app shows this secret: the user who granted it, in the portal that it is of."""
        found = await tokens.find(self._store, text)
        if found is None or found.token.kind != kind or found.token.app_id != self._app.id:
            raise refusal
        return await portals.actor(self._store, found.portal, self._origin(found.token.user_id), self._definitions)

    def _origin(self, user_id: int) -> Origin:
        return Origin("INTEGRATION", str(self._app.id), user_id)


def _given(outcome: Granted | GrantRefused) -> Granted:
    """Refusals come out of the unit as values, because what they revoke is to be written."""
    if isinstance(outcome, GrantRefused):
        raise outcome
    return outcome


def _wrong(code: Code, now: int, redirect_uri: str, verifier: str) -> GrantRefused | None:
    if code.expired(now):
        return GrantRefused("EXPIRED_AUTH_CODE", "invalid_grant", "the auth code is expired")
    if code.redirect_uri != redirect_uri:
        message = "redirect_uri is not the one that the auth code was sent to"
        return GrantRefused("MISMATCH_REDIRECT_URI_AUTH_CODE", "invalid_grant", message)
    if not hmac.compare_digest(code.challenge, challenge_of(verifier) if verifier else ""):
        message = "code_verifier does not fit the code_challenge that the auth code was asked for with"
        return GrantRefused("BAD_AUTH_CODE", "invalid_grant", message)
    return None


def challenge_of(verifier: str) -> str:
    """The PKCE challenge of a verifier by the method S256 (RFC 7636)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _unknown_code() -> GrantRefused:
    return GrantRefused("BAD_AUTH_CODE", "invalid_grant", "missing or unknown auth code")


def _unknown_refresh_token() -> GrantRefused:
    return GrantRefused("BAD_REFRESH_TOKEN", "invalid_grant", "refresh token is invalid, expired or revoked")
