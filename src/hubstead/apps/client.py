"""Which app asks at a token endpoint: its client id and secret, in the body or in an `Authorization: Basic` header."""

import base64
import binascii
from collections.abc import Mapping
from urllib.parse import unquote_plus

from hubstead.apps.app import App, by_client
from hubstead.apps.tokens import digest
from hubstead.kit import clock
from hubstead.kit.errors import GrantRefused
from hubstead.store.engine import Reader


async def client_of(store: Reader, form: Mapping[str, str], header: bytes) -> App:
    """The app whose secret the request shows. Raises `GrantRefused`.

    The service reads both from the body (documented); libraries of OAuth prefer the header, which RFC 6749 (2.3.1) asks
    servers to take.
    """
    client_id, secret = form.get("client_id", ""), form.get("client_secret", "")
    if not secret and header[:6].lower() == b"basic ":
        client_id, secret = _basic(header[6:])
    app = await by_client(store, client_id) if client_id else None
    if app is None:
        raise GrantRefused("BAD_CLIENT_ID", "invalid_client", "missing or unknown client id")
    if not app.knows(digest(secret), clock.now(app.portal)):
        raise GrantRefused("BAD_CLIENT_SECRET", "invalid_client", "missing or wrong client secret")
    return app


def _basic(encoded: bytes) -> tuple[str, str]:
    """Client id and secret of a header; nothing where it cannot be read."""
    try:
        client_id, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return unquote_plus(client_id), unquote_plus(secret)
