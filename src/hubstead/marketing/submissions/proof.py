"""What an embedded form with spam protection sends in place of a captcha: proof that somebody computed for a second.

The proof is a text `<form>:<ms>:<salt>:<number>` whose SHA-256 begins with `BITS` zero bits. Each counts once.
"""

from collections import OrderedDict
from hashlib import sha256

BITS = 14
"""A browser computes about 16,000 digests for it: a good half second, which whoever sends thousands of forms feels."""
LASTS = 86_400_000
"""How far (ms) the moment in it may be away: clocks of browsers are wrong."""
LONGEST = 200
REMEMBERED = 50_000
"""Proofs in memory; the oldest leave first."""


class Proofs:
    """Proofs that were used, in this process."""

    def __init__(self) -> None:
        self._used: OrderedDict[str, None] = OrderedDict()

    def take(self, proof: str, form: str, now: int) -> bool:
        """Whether this proves something for a form (`now` in ms); from now on it does no more."""
        if proof in self._used or not _holds(proof, form, now):
            return False
        self._used[proof] = None
        if len(self._used) > REMEMBERED:
            self._used.popitem(last=False)
        return True


def _holds(proof: str, form: str, now: int) -> bool:
    parts = proof.split(":")
    if len(proof) > LONGEST or not proof.isascii() or len(parts) != 4 or parts[0] != form:
        return False
    if not (parts[1].isdigit() and abs(int(parts[1]) - now) <= LASTS):
        return False
    return int.from_bytes(sha256(proof.encode()).digest()[:4], "big") >> (32 - BITS) == 0
