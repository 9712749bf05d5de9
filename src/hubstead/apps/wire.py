"""The JSON of tokens, as HubSpot writes it, and the types of requests and answers."""

import base64
import hashlib
import hmac
from typing import Any, Literal

import msgspec

from hubstead.apps.app import App
from hubstead.apps.grants import ACCESS_FOR, Granted
from hubstead.apps.scopes import granted
from hubstead.apps.tokens import Token, digest
from hubstead.kit import clock


class TokenRequest(msgspec.Struct, omit_defaults=True):
    """What a token endpoint is asked. Which fields are needed depends on `grant_type`; the app may show its id and
    secret in an `Authorization: Basic` header instead."""

    grant_type: Literal["authorization_code", "refresh_token", "client_credentials"]
    client_id: str = ""
    client_secret: str = ""
    code: str = ""
    redirect_uri: str = ""
    code_verifier: str = ""
    refresh_token: str = ""
    scope: str = ""


class TokenQuestion(msgspec.Struct, omit_defaults=True):
    """A token of an app, and the app's own id and secret."""

    token: str
    client_id: str = ""
    client_secret: str = ""
    token_type_hint: str = ""


class TokenAnswer(msgspec.Struct, omit_defaults=True):
    """Tokens. `expires_in` is in seconds; client credentials come without a refresh token."""

    token_type: str
    access_token: str
    expires_in: int
    hub_id: int
    user_id: int
    scopes: list[str]
    token_use: Literal["access_token", "client_credentials"]
    refresh_token: str = ""


class AccessTokenInfo(msgspec.Struct, omit_defaults=True):
    """What an access token stands for. `expires_in` is in seconds; `user` is the user's e-mail address."""

    token: str
    hub_domain: str
    scopes: list[str]
    hub_id: int
    app_id: int
    expires_in: int
    user_id: int
    token_type: str
    user: str = ""


class RefreshTokenInfo(msgspec.Struct, omit_defaults=True):
    """What a refresh token stands for."""

    token: str
    client_id: str
    hub_domain: str
    scopes: list[str]
    hub_id: int
    user_id: int
    token_type: str
    user: str = ""


class Introspection(msgspec.Struct, omit_defaults=True):
    """What a token stands for; of a token that is not good, and of one of another app, only that it is not active."""

    active: bool
    token: str = ""
    token_type: str = ""
    token_use: str = ""
    client_id: str = ""
    app_id: int | None = None
    hub_id: int | None = None
    hub_domain: str = ""
    user_id: int | None = None
    user: str = ""
    scopes: list[str] | None = None
    expires_in: int | None = None
    is_private_distribution: bool | None = None
    signed_access_token: dict[str, Any] | None = None


class PrivateAppQuestion(msgspec.Struct, rename="camel"):
    """The token of a private app, or a service key."""

    token_key: str


class PrivateAppInfo(msgspec.Struct, rename="camel"):
    """What the token of a private app stands for."""

    user_id: int
    hub_id: int
    app_id: int
    scopes: list[str]


def token_answer(given: Granted) -> TokenAnswer:
    """The answer of a token endpoint."""
    return TokenAnswer(
        token_type="bearer",
        access_token=given.access_token,
        expires_in=ACCESS_FOR,
        hub_id=given.portal,
        user_id=given.user_id,
        scopes=list(given.scopes),
        token_use=given.use,
        refresh_token=given.refresh_token,
    )


def access_token_info(text: str, portal: int, token: Token, user: str) -> AccessTokenInfo:
    """An access token, for the endpoint of version 1."""
    return AccessTokenInfo(
        token=text,
        user=user,
        hub_domain=hub_domain(portal),
        scopes=granted(token.scopes),
        hub_id=portal,
        app_id=token.app_id,
        expires_in=_seconds_left(portal, token),
        user_id=token.user_id,
        token_type="access",
    )


def refresh_token_info(text: str, portal: int, token: Token, user: str, app: App) -> RefreshTokenInfo:
    """A refresh token, for the endpoint of version 1."""
    return RefreshTokenInfo(
        token=text,
        user=user,
        client_id=app.client_id,
        hub_domain=hub_domain(portal),
        scopes=granted(token.scopes),
        hub_id=portal,
        user_id=token.user_id,
        token_type="refresh",
    )


def introspection(text: str, portal: int, token: Token, user: str, app: App) -> Introspection:
    """A token that is good, for its own app."""
    answer = Introspection(
        active=True,
        token=text,
        token_type="refresh" if token.kind == "refresh" else "access",
        token_use="refresh_token" if token.kind == "refresh" else "access_token",
        client_id=app.client_id,
        app_id=app.id,
        hub_id=portal,
        hub_domain=hub_domain(portal),
        user_id=token.user_id,
        user=user,
        scopes=granted(token.scopes),
    )
    if token.kind == "oauth":
        answer.expires_in = _seconds_left(portal, token)
        answer.is_private_distribution = False
        answer.signed_access_token = _signed(text, portal, token)
    return answer


def hub_domain(portal: int) -> str:
    """The account's domain. Our choice: portals have no domain of their own, and clients only show it."""
    return f"hub-{portal}.local"


def _seconds_left(portal: int, token: Token) -> int:
    return max(0, (token.expires_at - clock.now(portal)) // 1000)


def _signed(text: str, portal: int, token: Token) -> dict[str, Any]:
    """The claims of an access token, signed with the digest that only this server has. The fields are those that the
    2026-03 SDK demands; the service's own signature is not public, so nobody but the server can check either."""
    claims = {
        "appId": token.app_id,
        "expiresAt": token.expires_at,
        "hubId": portal,
        "hublet": "na1",
        "installingUserId": token.user_id,
        "isPrivateDistribution": False,
        "isServiceAccount": False,
        "isUserLevel": False,
        "scopes": " ".join(granted(token.scopes)),
        "scopeToScopeGroupPks": "",
        "trialScopes": "",
        "trialScopeToScopeGroupPks": "",
        "userId": token.user_id,
    }
    signature = hmac.digest(digest(text).encode(), msgspec.json.encode(claims, order="sorted"), hashlib.sha256)
    shown = base64.b64encode(signature).decode()
    return {**claims, "signature": shown, "newSignature": shown}
