"""Tokens over HTTP: how apps get, ask about and give back theirs. None of these needs a token of its own but one."""

from typing import Any

from hubstead.account.owners import owners_of
from hubstead.account.portals import actor
from hubstead.apps import app as apps
from hubstead.apps import tokens, wire
from hubstead.apps.acting import happened
from hubstead.apps.app import App
from hubstead.apps.client import client_of
from hubstead.apps.grants import Granted, Grants
from hubstead.apps.install import forget_tokens, uninstall
from hubstead.apps.scopes import granted
from hubstead.apps.tokens import Found
from hubstead.kit import clock
from hubstead.kit.errors import Forbidden, GrantRefused, NotFound
from hubstead.store.unit import Origin, Unit, write
from hubstead.web.answer import Answer, Reply
from hubstead.web.call import Call
from hubstead.web.route import ANY, FORM, PUBLIC, Route

_NOT_KEPT = ((b"cache-control", b"no-store"), (b"pragma", b"no-cache"))
"""No proxy may keep an answer with a token in it (RFC 6749, 5.1)."""


async def get_tokens(call: Call) -> Reply:
    """Exchange an authorization code or a refresh token, or the app's own secret, for an access token."""
    form = call.form()
    app = await _client(call, form)
    grants = Grants(call.store, call.rooms.definitions, app)
    return Reply(200, wire.token_answer(await _grant(grants, form)), _NOT_KEPT)


async def _grant(grants: Grants, form: dict[str, str]) -> Granted:
    match form.get("grant_type"):
        case "authorization_code":
            if not form.get("redirect_uri"):
                raise GrantRefused("BAD_REDIRECT_URI", "invalid_request", "missing or unknown redirect_uri")
            return await grants.of_code(form.get("code", ""), form["redirect_uri"], form.get("code_verifier", ""))
        case "refresh_token":
            return await grants.of_refresh_token(form.get("refresh_token", ""))
        case "client_credentials":
            return await grants.of_client(tuple(form.get("scope", "").split()))
    raise GrantRefused("BAD_GRANT_TYPE", "unsupported_grant_type", "missing or unknown grant type")


async def introspect(call: Call) -> Reply:
    """What a token of the app stands for (RFC 7662)."""
    form = call.form()
    app = await _client(call, form)
    found = await _own(call, form.get("token", ""), app)
    if found is None:
        return Reply(200, wire.Introspection(active=False), _NOT_KEPT)
    user = await _email(call, found)
    return Reply(200, wire.introspection(form["token"], found.portal, found.token, user, app), _NOT_KEPT)


async def revoke(call: Call) -> Answer:
    """Make a token of the app worthless (RFC 7009). Access tokens that came of a refresh token live on without it."""
    form = call.form()
    app = await _client(call, form)
    found = await _own(call, form.get("token", ""), app)
    if found is not None:
        await _forget(call, form["token"], found)
    return Answer(200)  # also for an unknown token: what was asked for is so


async def get_access_token(call: Call) -> Any:
    """What an access token stands for; whoever has it may ask."""
    found = await _good(call, call.path[0], "oauth")
    return wire.access_token_info(call.path[0], found.portal, found.token, await _email(call, found))


async def get_refresh_token(call: Call) -> Any:
    """What a refresh token stands for; whoever has it may ask."""
    found = await _good(call, call.path[0], "refresh")
    app = await apps.by_id(call.store, found.token.app_id)
    if app is None:
        raise NotFound("refresh token is unknown")
    return wire.refresh_token_info(call.path[0], found.portal, found.token, await _email(call, found), app)


async def delete_refresh_token(call: Call) -> None:
    """Revoke a refresh token. Access tokens that came of it live on until they expire, and the app stays installed."""
    await _forget(call, call.path[0], await _good(call, call.path[0], "refresh"))


async def get_private_app(call: Call) -> wire.PrivateAppInfo:
    """What the token of a private app, or a service key, stands for."""
    found = await _good(call, call.read(wire.PrivateAppQuestion).token_key, "private", "service")
    token = found.token
    return wire.PrivateAppInfo(token.user_id, found.portal, token.app_id, granted(token.scopes))


async def delete_install(call: Call) -> None:
    """Uninstall the app whose token this is from the account that the token is of; all its tokens there are revoked."""
    caller = call.caller
    if caller.kind != "oauth":
        raise Forbidden("Only an app can uninstall itself: call this with an access token that it got through OAuth.")
    app = await apps.by_id(call.store, caller.app)

    async def work(unit: Unit) -> bool:
        return await uninstall(unit, caller.app, app.config.name if app else "")

    if not await call.write(work):
        raise NotFound("The app is not installed in this account.")


async def _client(call: Call, form: dict[str, str]) -> App:
    return await client_of(call.store, form, call.headers.get(b"authorization", b""))


async def _own(call: Call, text: str, app: App) -> Found | None:
    """The access or refresh token, if it is good and of this app."""
    found = await tokens.find(call.store, text) if text else None
    if found is None or found.token.kind not in ("oauth", "refresh") or found.token.app_id != app.id:
        return None
    return None if found.token.expired(clock.now(found.portal)) else found


async def _good(call: Call, text: str, *kinds: str) -> Found:
    found = await tokens.find(call.store, text)
    if found is None or found.token.kind not in kinds or found.token.expired(clock.now(found.portal)):
        raise NotFound(f"The {'refresh' if 'refresh' in kinds else 'access'} token is unknown, expired or revoked.")
    return found


async def _forget(call: Call, text: str, found: Found) -> None:
    origin = Origin("INTEGRATION", str(found.token.app_id), found.token.user_id)
    acting = await actor(call.store, found.portal, origin, call.rooms.definitions)

    async def work(unit: Unit) -> None:
        forget_tokens(unit, [tokens.digest(text)])
        happened(unit, "token.revoked", found.token.app_id, {"kind": found.token.kind, "ending": found.token.ending})

    await write(call.store, acting, work)


async def _email(call: Call, found: Found) -> str:
    """The e-mail address of the user behind a token; nothing where there is none any more."""
    acting = await actor(call.store, found.portal, Origin("API"), call.rooms.definitions)
    owners = await owners_of(Unit(call.store, acting))
    return next((owner.email for owner in owners.values() if owner.user_id == found.token.user_id), "")


ROUTES = (
    Route("POST", "/oauth/token", get_tokens, PUBLIC, "Get an access token",
          body=wire.TokenRequest, answer=wire.TokenAnswer, media=FORM),
    Route("POST", "/oauth/token/introspect", introspect, PUBLIC, "Look at a token",
          body=wire.TokenQuestion, answer=wire.Introspection, media=FORM),
    Route("POST", "/oauth/token/revoke", revoke, PUBLIC, "Revoke a token", body=wire.TokenQuestion, media=FORM),
    Route("GET", "/oauth/access-tokens/{token}", get_access_token, PUBLIC, "Look at an access token",
          answer=wire.AccessTokenInfo),
    Route("GET", "/oauth/refresh-tokens/{token}", get_refresh_token, PUBLIC, "Look at a refresh token",
          answer=wire.RefreshTokenInfo),
    Route("DELETE", "/oauth/refresh-tokens/{token}", delete_refresh_token, PUBLIC, "Revoke a refresh token",
          status=204),
    Route("POST", "/oauth/private-apps/get/access-token-info", get_private_app, PUBLIC,
          "Look at the token of a private app", body=wire.PrivateAppQuestion, answer=wire.PrivateAppInfo),
    Route("DELETE", "/appinstalls/external-install", delete_install, ANY, "Uninstall the app", status=204),
)  # fmt: skip
