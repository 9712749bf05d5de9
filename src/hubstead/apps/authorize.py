"""What an app asks a person for, in the link that leads to the consent page, and the code that it gets."""

import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from hubstead.apps.app import App, by_client
from hubstead.apps.grants import new_code
from hubstead.apps.install import sweep_tokens
from hubstead.apps.scopes import available
from hubstead.kit.errors import Invalid
from hubstead.store.engine import Reader
from hubstead.store.portal import portal_of
from hubstead.store.unit import Unit

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
"""A SHA-256 digest in base64url (RFC 7636, 4.2)."""


class BadLink(Invalid):
    """The link is wrong, and it is not safe to send the person back: said on the page."""


class Asked(NamedTuple):
    """A link that was checked. `scopes` are asked for anyway, `optional` where the account has them."""

    app: App
    redirect_uri: str
    scopes: tuple[str, ...]
    optional: tuple[str, ...]
    state: str
    challenge: str

    def back(self, **answer: str) -> str:
        """Where the person is sent with the answer; the `state` goes along as it came."""
        pairs = urlencode({**answer, **({"state": self.state} if self.state else {})})
        return f"{self.redirect_uri}{'&' if urlsplit(self.redirect_uri).query else '?'}{pairs}"

    @property
    def fields(self) -> dict[str, str]:
        """The link again, as fields of a form."""
        return {
            "client_id": self.app.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": " ".join(self.scopes),
            "optional_scope": " ".join(self.optional),
            "state": self.state,
            "code_challenge": self.challenge,
        }


async def asked(store: Reader, link: Mapping[str, str]) -> Asked:
    """The link with these parameters. Raises `BadLink`."""
    app = await by_client(store, link.get("client_id", ""))
    if app is None:
        raise BadLink("No app has the client_id of this link. Ask the people who gave you the link for a new one.")
    redirect_uri = link.get("redirect_uri", "")
    if redirect_uri not in app.config.redirect_uris:
        raise BadLink(
            f"The redirect_uri of this link is not one of those that {app.config.name} is registered with. "
            "It must be the same to the letter."
        )
    scopes, optional = _words(link.get("scope", "")), _words(link.get("optional_scope", ""))
    _check_scopes(app, scopes, optional)
    optional = tuple(scope for scope in optional if scope not in scopes)
    return Asked(app, redirect_uri, scopes, optional, link.get("state", ""), link.get("code_challenge", ""))


async def allow(unit: Unit, asked: Asked, user_id: int) -> str | tuple[str, ...]:
    """A code for the app, as a user of the unit's portal wants it; or the scopes that the account cannot grant."""
    tiers = (await portal_of(unit)).tiers
    lacking = tuple(scope for scope in asked.scopes if not available(scope, tiers))
    if lacking:
        return lacking
    await sweep_tokens(unit, asked.app.id)
    more = (scope for scope in asked.optional if available(scope, tiers))
    return new_code(unit, asked.app, user_id, (*asked.scopes, *more), asked.redirect_uri, asked.challenge)


def unanswerable(asked: Asked, link: Mapping[str, str]) -> dict[str, str] | None:
    """What is asked for in a way that is not served, in the words with which the person is sent back (RFC 6749,
    4.1.2.1); `None` when all is well."""
    if link.get("response_type", "code") != "code":
        return _sent_back("unsupported_response_type", "Only response_type=code is served.")
    method = link.get("code_challenge_method", "S256" if asked.challenge else "")
    if asked.challenge and (method != "S256" or not _CHALLENGE.fullmatch(asked.challenge)):
        return _sent_back("invalid_request", "The code_challenge must be made by code_challenge_method=S256.")
    return None


def _sent_back(error: str, message: str) -> dict[str, str]:
    return {"error": error, "error_description": message}


def _check_scopes(app: App, scopes: tuple[str, ...], optional: tuple[str, ...]) -> None:
    """The service's rule (documented): a link names every required scope, and none that the app does not declare."""
    missing = [scope for scope in app.config.scopes or () if scope not in scopes]
    if missing:
        raise BadLink(f"The link must name these scopes, which {app.config.name} requires: {', '.join(missing)}.")
    beyond = [scope for scope in (*scopes, *optional) if scope not in app.declared]
    if beyond:
        raise BadLink(f"The link names scopes that {app.config.name} does not declare: {', '.join(beyond)}.")


def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.split()))
