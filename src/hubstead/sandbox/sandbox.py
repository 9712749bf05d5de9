"""What the sandbox is made of: its key, and what stands before the edge while it is on."""

import hmac
import secrets

from hubstead.kit.errors import Invalid
from hubstead.sandbox.watch import Watch

SHORTEST_KEY = 12
"""Characters of a key that is given."""


class Sandbox:
    """The sandbox of a running server (`call.rooms.sandbox`). A `key` is made where none is given; `made` says so.

    `watch` is what every request goes through, set when the server is put together.
    """

    watch: Watch

    def __init__(self, key: str) -> None:
        if key and not (len(key) >= SHORTEST_KEY and key.isascii() and key.isprintable() and " " not in key):
            raise Invalid(f"HUBSTEAD_SANDBOX_KEY needs {SHORTEST_KEY} printable ASCII characters or more, no spaces.")
        self.made = not key
        self.key = key or secrets.token_urlsafe(24)

    def opens(self, given: str) -> bool:
        """Whether this is the key; takes as long whatever is given."""
        return hmac.compare_digest(self.key.encode(), given.encode())
