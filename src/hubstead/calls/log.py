"""The last calls of each portal's apps and keys: what was asked, what was answered, how long it took.

Headers and bodies are not kept. It is in memory, and costs a request a microsecond: secrets and e-mail addresses are
taken out when somebody reads, before anything is searched or shown.
"""

from collections import deque
from collections.abc import Iterator
from itertools import count

from msgspec import Struct

from hubstead.calls import redact
from hubstead.kit.clock import true_now


class Entry(Struct, gc=False):
    """A call. `at` in ms of the true clock, `took` in ms; `status` 0 where nothing was answered; `size` is that of the
    answer in bytes, -1 where nobody knows. `exchange` is its number in the sandbox's request log, which has bodies; 0
    without one."""

    id: int
    at: int
    took: float
    app: int
    method: str
    path: str
    query: str
    status: int
    correlation: str
    size: int
    exchange: int
    clean: bool = False

    def cleaned(self) -> "Entry":
        """Itself, once its secrets are taken out."""
        if not self.clean:
            self.path, self.query = redact.line(self.path, self.query.encode("latin-1"))
            self.clean = True
        return self


class Wanted(Struct, frozen=True, kw_only=True):
    """Which calls are asked for. `text` is a part of path and query, with `*` for anything in it; `status` is one or a
    class of them (`503`, `5xx`); `since` in ms."""

    app: int | None = None
    method: str = ""
    text: str = ""
    status: str = ""
    correlation: str = ""
    since: int = 0

    def fits(self, entry: Entry) -> bool:
        """Whether a call is among them."""
        return (
            self.app in (None, entry.app)
            and self.method in ("", entry.method)
            and self.status in ("", str(entry.status), f"{entry.status // 100}xx")
            and self.correlation in ("", entry.correlation)
            and self.since <= entry.at
            and (not self.text or _contains(f"{entry.path}?{entry.query}".lower(), self.text.lower().split("*")))
        )


class CallLog:
    """The log of this process: the last `most` calls of each portal (0: none)."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._of: dict[int, deque[Entry]] = {}
        self._ids = count(true_now())  # ids of before a restart mean nothing after it

    def add(
        self,
        portal: int,
        app: int,
        line: tuple[str, str, bytes],
        answer: tuple[int, str, int],
        took: float,
        exchange: int = 0,
    ) -> None:
        """Keep a call of an app. `line` is its method, path and query, `answer` the status, correlation id and size."""
        if not self._most:
            return
        kept = self._of.get(portal)
        if kept is None:
            kept = self._of[portal] = deque(maxlen=self._most)
        method, path, query = line
        status, correlation, size = answer
        kept.append(
            Entry(
                next(self._ids),
                true_now(),
                took,
                app,
                method,
                path,
                query.decode("latin-1"),
                status,
                correlation,
                size,
                exchange,
            )
        )

    def newest_first(self, portal: int, wanted: Wanted, before: int = 0) -> Iterator[Entry]:
        """The calls asked for, from an id downwards."""
        kept = self._of.get(portal, ())
        older = (entry.cleaned() for entry in reversed(kept) if not before or entry.id < before)
        return filter(wanted.fits, older)

    def forget(self, portal: int) -> None:
        """Begin anew for a portal that was reset or deleted."""
        self._of.pop(portal, None)


def _contains(text: str, parts: list[str]) -> bool:
    at = 0
    for part in parts:
        found = text.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True
