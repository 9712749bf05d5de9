"""Links to the events of an entry: signed with a secret of the app's portal, good for a while, without a token."""

import base64
import hashlib
import hmac

from hubstead.kit import clock
from hubstead.kit.errors import Forbidden
from hubstead.web.answer import JSON, Answer
from hubstead.web.call import Call
from hubstead.webhooks.journal.entry import Entry, body_of, contents_of
from hubstead.webhooks.journal.wanted import installs_of

PATH = "/webhooks-journal/files"
LASTS = 3_600_000
"""Milliseconds (our choice)."""


def url(base: str, secret: str, entry: Entry, until: int) -> str:
    """The link to an entry; it is good until a moment (ms, by the clock of the app's portal)."""
    named = f"{entry.home}.{entry.app}.{entry.seq}.{until}"
    return f"{base}{PATH}/{named}.{_signature(secret, named)}"


def _signature(secret: str, named: str) -> str:
    digest = hmac.digest(secret.encode(), f"journal/{named}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


async def read(call: Call) -> Answer:
    """What a link leads to. Raises `Forbidden` for one that this server did not sign, whose time is over, or whose
    entry is not kept any more."""
    named, _, signature = call.path[0].rpartition(".")
    numbers = [int(part) for part in named.split(".") if part.isascii() and part.isdigit() and len(part) < 19]
    home, app, seq, until = numbers if len(numbers) == 4 else (0, 0, 0, 0)
    rows = await call.store.rows("SELECT secret FROM file_key WHERE portal = ?1", home)
    right = _signature(rows[0][0], named) if rows else ""
    if not right or not hmac.compare_digest(right.encode(), signature.encode()):
        raise Forbidden("The signature of this link is wrong.", category="INVALID_SIGNATURE")
    found = await contents_of(call.store, home, app, seq)
    if until <= clock.now(home) or found is None:
        raise Forbidden("The time of this link is over. Ask for another one.", category="EXPIRED_SIGNATURE")
    entry, contents = found
    installs = (await installs_of(call.store, {(home, app)}, entry.installed)).get((home, app), {})
    body = await body_of(call.store, entry, contents, here=entry.installed in installs)
    return Answer(200, body, [(b"content-type", JSON)])
