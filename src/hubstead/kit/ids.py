"""Identifiers that no store hands out.

Those of a portal with a seed follow from it: the same calls get the same identifiers, in every run and on every
machine. They are no secrets then.
"""

import base64
import hashlib
import random
import secrets
import time
import uuid

_random = random.Random(secrets.randbits(64))
_NAMES = uuid.UUID("6f1d7a0c-52b5-4a4e-9f0e-3d1c9c8b7a61")


def first_since(moment: int) -> str:
    """What every `correlation_id` made after a moment (ms, true time) is greater than."""
    text = f"{moment:012x}"
    return f"{text[:8]}-{text[8:]}"


def correlation_id() -> str:
    """A UUIDv7 (RFC 9562): time-ordered, as the service's correlation ids are since 2025.

    Written out by hand because it is made for every request: a third of the cost of `uuid.UUID`.
    """
    milliseconds = time.time_ns() // 1_000_000
    bits = _random.getrandbits(74)
    text = f"{milliseconds:012x}7{bits >> 62:03x}{0x8000_0000_0000_0000 | (bits & 0x3FFF_FFFF_FFFF_FFFF):016x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


class Stream:
    """Bytes that follow from a seed."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._taken = 0

    def take(self, length: int) -> bytes:
        """The next so many."""
        self._taken += 1
        return hashlib.shake_256(f"{self._seed}/{self._taken}".encode()).digest(length)


_seeded: dict[int, Stream] = {}


def seed(portal: int, text: str) -> None:
    """Let a portal's identifiers follow from a seed, from its beginning on; an empty one makes them random again."""
    if text:
        _seeded[portal] = Stream(text)
    else:
        _seeded.pop(portal, None)


def secret_bytes(length: int, portal: int = 0) -> bytes:
    """Random bytes fit for a secret; those of a portal with a seed follow from it."""
    stream = _seeded.get(portal)
    return secrets.token_bytes(length) if stream is None else stream.take(length)


def secret_text(length: int, portal: int = 0) -> str:
    """So many such bytes, as letters that are fit for a path."""
    return base64.urlsafe_b64encode(secret_bytes(length, portal)).rstrip(b"=").decode()


def secret_uuid(portal: int = 0) -> str:
    """A random UUID fit for a token."""
    return uuid_of(secret_bytes(16, portal))


def uuid_of(sixteen: bytes) -> str:
    """The UUID of random bytes."""
    return str(uuid.UUID(bytes=sixteen, version=4))


def named_uuid(*names: object) -> str:
    """A UUID that follows from names (RFC 9562, version 5): the same names give the same again.

    It can be guessed, so it is no secret.
    """
    return str(uuid.uuid5(_NAMES, "/".join(map(str, names))))
