"""Takes secrets out of a request and its answer before anything of them is kept.

A secret is known by its place (headers, paths of tokens), by its name (`client_secret`, `code`, ...) or by being the
credential of the request itself. A body that may hold one and cannot be read is not kept at all.
"""

import re
from functools import lru_cache
from typing import Any
from urllib.parse import unquote_plus

import msgspec

from hubstead.web.edge import Headers

REDACTED = "redacted"
NOT_KEPT = b"[not kept: it may hold secrets]"
_NAMES = frozenset(
    (
        "accesstoken",
        "apikey",
        "authorization",
        "clientassertion",
        "clientsecret",
        "codeverifier",
        "cookie",
        "csrf",
        "csrftoken",
        "currentpassword",
        "developerapikey",
        "hapikey",
        "idtoken",
        "newpassword",
        "oldpassword",
        "password",
        "privatekey",
        "refreshtoken",
        "secret",
        "session",
        "sessionid",
        "tokenkey",
    )
)
_OAUTH_NAMES = _NAMES | {"code", "token", "assertion"}
"""In forms, queries and the bodies of `/oauth`; elsewhere `code` is an error's and `token` a word."""
_STRONG_WORDS = (b"token", b"secret", b"password", b"csrf", b"hapikey", b"session")
_WORDS = (*_STRONG_WORDS, b"key", b"cookie", b"auth", b"code", b"assertion", b"verifier", b"\\u")
"""A body without any of these holds no secret by name; `\\u` because a name may be escaped. Searching for words costs a
tenth of what one regular expression does."""
_IN_QUERIES = (*_WORDS, b"pat-", b"na1-", b"cn", b"%")
"""A query without any of these, in lower case, holds no secret; `%` because a name may be escaped."""
_TOKEN = re.compile(rb"\b(?:pat-[a-z]{2}\d-[\w-]{8,}|na1-[0-9a-f]{8}-[0-9a-f-]{27}|CN[\w-]{60,})")
"""Private-app tokens, refresh tokens and codes, access tokens, by their form."""
_ADDRESS = re.compile(r"[^/?&=,;@]+?(?:@|%40)[^/?&=,;@]+")
PERSON = "e-mail"
"""What stands for an e-mail address in lines of a log."""
_TOKEN_PATH = re.compile(r"/(access-tokens|refresh-tokens)/[^/]+")
_SECRET_HEADER = re.compile(rb"auth|cookie|token|secret|csrf|private-app|key$|session")
_CREDENTIALS = (b"authorization", b"private-app", b"private-app-legacy")
_GUARDED = ("/oauth", "/login", "/settings/", "/integrations/", "/hubstead/apps", "/hubstead/invitations")


def path(raw: str) -> str:
    """A path without the tokens in it."""
    return _pattern_out(_TOKEN_PATH.sub(rf"/\1/{REDACTED}", raw).encode("latin-1")).decode("latin-1")


def query(raw: bytes) -> bytes:
    """A query string or a form with the values of its secrets replaced."""
    if not raw:
        return raw
    return b"&".join(map(_pair, _pattern_out(raw).split(b"&")))


def line(path_: str, asked: bytes) -> tuple[str, str]:
    """Path and query without secrets and e-mail addresses, as text. Most hold neither, and pay for a look only."""
    shown, query_ = path_, asked.decode("latin-1")
    if asked and _has(asked, _IN_QUERIES):
        query_ = query(asked).decode("latin-1")
    if "-tokens/" in shown or "pat-" in shown or "na1-" in shown or "CN" in shown:
        shown = path(shown)
    if "@" in shown or "%40" in shown:
        shown = _ADDRESS.sub(PERSON, shown)
    if "@" in query_ or "%40" in query_:
        query_ = _ADDRESS.sub(PERSON, query_)
    return shown, query_


def headers(given: Headers) -> Headers:
    """Headers with the values of the secret ones replaced; of `Authorization` the scheme stays."""
    return [(name, _header(name, value)) for name, value in given]


def credentials(given: Headers) -> tuple[bytes, ...]:
    """The secrets that a request identifies itself with: they may come back in an answer."""
    return tuple(value.rpartition(b" ")[2] for name, value in given if name in _CREDENTIALS and len(value) > 8)


def body(raw: bytes, kind: bytes, place: str, known: tuple[bytes, ...]) -> bytes:
    """A body of a content type, without secrets. `place` is the path without version; `known` are the secrets that the
    request is identified by."""
    for secret in known:
        if secret in raw:
            raw = raw.replace(secret, REDACTED.encode())
    guarded = place.startswith(_GUARDED)
    raw = _pattern_out(raw)
    if not raw or not (guarded or _has(raw, _WORDS)):
        return raw
    if raw.lstrip()[:1] in (b"{", b"["):
        return _json(raw, _OAUTH_NAMES if place.startswith("/oauth") else _NAMES, guarded)
    if b"form-urlencoded" in kind.lower():
        return query(raw)
    return NOT_KEPT if guarded or _has(raw, _STRONG_WORDS) else raw


def _header(name: bytes, value: bytes) -> bytes:
    if name == b"authorization" and b" " in value:
        return value.partition(b" ")[0] + b" " + REDACTED.encode()
    if _is_secret(name):
        return REDACTED.encode()
    before, mark, after = value.partition(b"?")
    return before + mark + query(after) if mark else _pattern_out(value)


@lru_cache(maxsize=256)
def _is_secret(header: bytes) -> bool:
    return bool(_SECRET_HEADER.search(header)) and not header.startswith(b"access-control-")


def _pattern_out(raw: bytes) -> bytes:
    may = b"pat-" in raw or b"na1-" in raw or b"CN" in raw
    return _TOKEN.sub(REDACTED.encode(), raw) if may else raw


def _has(raw: bytes, words: tuple[bytes, ...]) -> bool:
    lower = raw.lower()
    return any(word in lower for word in words)


def _pair(pair: bytes) -> bytes:
    name, mark, _ = pair.partition(b"=")
    plain = _plain(unquote_plus(name.decode("latin-1")))
    return name + mark + REDACTED.encode() if plain in _OAUTH_NAMES else pair


def _json(raw: bytes, names: frozenset[str], guarded: bool) -> bytes:
    try:
        value = msgspec.json.decode(raw)
        clean = _clean(value, names)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return NOT_KEPT if guarded or _has(raw, _STRONG_WORDS) or b"\\u" in raw else raw
    return raw if clean == value else msgspec.json.encode(clean)


def _clean(value: Any, names: frozenset[str]) -> Any:
    if isinstance(value, dict):
        return {
            name: REDACTED if _plain(name) in names and inner not in (None, "") else _clean(inner, names)
            for name, inner in value.items()
        }
    if isinstance(value, list):
        return [_clean(inner, names) for inner in value]
    return value


def _plain(name: str) -> str:
    """A name without case and punctuation: `client_secret` and `clientSecret` are one."""
    return "".join(char for char in name.lower() if char.isalnum())
