"""The tokens that a portal of the sandbox begins with, each of a private app."""

import hashlib

from hubstead.apps import tokens
from hubstead.apps.private_apps import create_app
from hubstead.kit.errors import Conflict
from hubstead.kit.ids import Stream, uuid_of
from hubstead.sandbox.answers import TokenMade
from hubstead.sandbox.wire import NewToken
from hubstead.store.engine import Engine

SEEDED_APPS = 1_000_000_000_000
"""Ids of apps that follow from a seed begin here, far from those that the server counts."""


class First:
    """A first token: what was asked for, its text, and the id of its app where a seed gives that, too."""

    def __init__(self, asked: NewToken, seed: str | None, place: int) -> None:
        self.asked = asked
        self.app_id = _app_id(seed, place) if seed else None
        made = f"pat-na1-{uuid_of(Stream(f'{seed}/token/{place}').take(16))}" if seed else tokens.new_token()
        self.text = asked.token or made
        tokens.check(self.text)

    @property
    def made(self) -> TokenMade:
        """As it is answered."""
        return TokenMade(self.text, self.asked.name, self.asked.scopes)


async def check_free(store: Engine, firsts: list[First]) -> None:
    """Raises `Conflict` for a token or an app id that is in use, as that of a living portal with the same seed is."""
    digests = [tokens.digest(first.text) for first in firsts]
    apps = [first.app_id for first in firsts if first.app_id]
    rows = await store.rows("SELECT portal FROM token WHERE digest = ANY_TEXT(?1)", digests)
    rows += await store.rows("SELECT portal FROM app WHERE id = ANY(?1)", apps)
    if rows:
        raise Conflict(f"Portal {rows[0][0]} has that token or seed. Delete it first, or choose another one.")
    if len(set(digests)) < len(digests):
        raise Conflict("The same token was given twice.")


async def give(store: Engine, portal: int, firsts: list[First]) -> None:
    """Let them be tokens of the portal."""
    for first in firsts:
        scopes = None if first.asked.scopes is None else tuple(first.asked.scopes)
        await create_app(store, portal, first.text, first.asked.name, scopes, app_id=first.app_id)


def _app_id(seed: str, place: int) -> int:
    digest = hashlib.sha256(f"{seed}/app/{place}".encode()).digest()
    return SEEDED_APPS + int.from_bytes(digest[:5])
