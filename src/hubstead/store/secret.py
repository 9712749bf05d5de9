"""Secrets that callers show: rows of `token` by digest, looked up by every request."""

from typing import NamedTuple

from hubstead.store.engine import Reader

_FIND = (
    "SELECT token.portal, portal.generation, token.document, portal.document "
    "FROM token JOIN portal ON portal.id = token.portal WHERE token.digest = ?1"
)


class Secret(NamedTuple):
    """What is stored of a secret, and the portal that it is of as it stands."""

    portal: int
    generation: int
    document: str
    portal_document: str


async def secret_of(store: Reader, digest: str) -> Secret | None:
    """The secret with this digest; `None` where there is none, or its portal is gone."""
    rows = await store.rows(_FIND, digest)
    return Secret(*rows[0]) if rows else None
