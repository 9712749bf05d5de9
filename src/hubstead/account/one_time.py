"""Links that are good once: the one with which a server is set up, and those with which people choose a password.

A link ends in a secret; the store has its digest, named apart from tokens and sessions so that none passes as another.
The secret stands behind the `#` of the link, which browsers send to nobody: it is in no log of a server or proxy.
"""

import hashlib
import secrets
from collections.abc import Mapping
from typing import Literal, NamedTuple

import msgspec

from hubstead.kit import clock
from hubstead.store.engine import Reader
from hubstead.store.secret import secret_of
from hubstead.store.tables import TOKEN
from hubstead.store.unit import Unit

Purpose = Literal["set-up", "invitation"]


class OneTime(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What is stored of a link: what it is for, for which user, until when it is good (ms, by the true clock)."""

    purpose: Purpose
    invited: int
    until: int


class Held(NamedTuple):
    """A link that is good: its digest, and the portal that it is of."""

    digest: str
    portal: int
    link: OneTime


_decode = msgspec.json.Decoder(OneTime).decode


def digest(secret: str) -> str:
    """What is stored of a link's secret."""
    return hashlib.sha256(f"one time {secret}".encode()).hexdigest()


async def give(unit: Unit, purpose: Purpose, user_id: int, lasts: int) -> tuple[str, OneTime]:
    """Make a link that is good for so long (ms) and answer its secret; earlier ones of the user are worthless."""
    await withdraw(unit, user_id)
    # Not from `kit/ids`: what follows from the seed of a sandbox can be guessed.
    secret = secrets.token_urlsafe(32)
    link = OneTime(purpose=purpose, invited=user_id, until=clock.true_now() + lasts)
    unit.put(TOKEN, (digest(secret), unit.portal, 0, msgspec.json.encode(link).decode()))
    return secret, link


async def withdraw(unit: Unit, user_id: int) -> None:
    """Let the links of a user be worthless."""
    for key, link in (await _links(unit)).items():
        if link.invited == user_id:
            unit.remove(TOKEN, (key,))


async def invited(unit: Unit) -> Mapping[int, OneTime]:
    """The links of the portal that are good, by user."""
    now = clock.true_now()
    return {link.invited: link for link in (await _links(unit)).values() if link.until > now}


async def find(store: Reader, purpose: Purpose, secret: str) -> Held | None:
    """The link with this secret; `None` where it is none, was used, or is over."""
    found = await secret_of(store, digest(secret))
    link = _link(found.document) if found else None
    if found is None or link is None or link.purpose != purpose or link.until <= clock.true_now():
        return None
    return Held(digest(secret), found.portal, link)


async def use(unit: Unit, held: Held) -> bool:
    """Use a link up; false where somebody else was faster. Hold the definitions before."""
    sql = "SELECT digest FROM token WHERE portal = ?1 AND digest = ?2 FOR UPDATE"
    if not await unit.rows(sql, held.digest):
        return False
    unit.remove(TOKEN, (held.digest,))
    return True


async def _links(unit: Unit) -> dict[str, OneTime]:
    rows = await unit.rows("SELECT digest, document FROM token WHERE portal = ?1 AND app = 0")
    return {key: link for key, document in rows if (link := _link(document)) is not None}


def _link(document: str) -> OneTime | None:
    """What a row of a link holds; `None` for other secrets."""
    try:
        return _decode(document)
    except msgspec.ValidationError:
        return None
