"""The rolling windows of all apps: what a request claims, and whether it gets it."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from hubstead.kit import clock
from hubstead.limits.window import Window

Key = tuple[int, int, str]
"""Portal, app (0 where the whole account is counted), family."""


class Claim(NamedTuple):
    """One place in the window of a portal's app (0: of the account) and family, where `most` fit in `interval` ms."""

    portal: int
    app: int
    family: str
    most: int
    interval: int


class Taken(NamedTuple):
    """What became of claims. `left` is what the first window still has; `wait` (ms) is 0 when nothing was refused."""

    granted: int
    left: int
    wait: int


class Windows(Protocol):
    """Where the windows are kept."""

    async def take(self, claims: Sequence[Claim], now: int) -> Taken:
        """A place in each of the windows, or in none. Raises `Unavailable`."""
        ...

    def left(self, claim: Claim) -> int:
        """How many places a window has, as far as this process knows."""
        ...

    async def forget_quiet(self) -> None:
        """Let go of windows in which nothing counts any more."""
        ...

    def forget(self, portal: int) -> None:
        """Let go of all windows of a portal."""
        ...


def grant(claims: Sequence[Claim], windows: Sequence[Window], now: int, count: int = 1) -> Taken:
    """Grant as many of `count` requests as every window has room for."""
    moments, granted = [], count
    for claim, window in zip(claims, windows, strict=True):
        moments.append(window.pass_to(now, claim.interval))
        granted = min(granted, max(0, claim.most - window.used))
    if granted:
        for window, moment in zip(windows, moments, strict=True):
            window.take(moment, granted)
    wait = 0
    if granted < count:
        wait = max(w.wait(moment, claim.most) for claim, w, moment in zip(claims, windows, moments, strict=True))
    return Taken(granted, max(0, claims[0].most - windows[0].used), wait)


class LocalWindows:
    """The windows of a server that is one process: in its memory."""

    def __init__(self) -> None:
        self._windows: dict[Key, Window] = {}

    async def take(self, claims: Sequence[Claim], now: int) -> Taken:
        """See the protocol."""
        if len(claims) > 1:
            return grant(claims, [self._window(claim) for claim in claims], now)
        claim = claims[0]  # written out because every request comes here: half the time of `grant`
        window = self._window(claim)
        now = window.pass_to(now, claim.interval)
        if window.used >= claim.most:
            return Taken(0, 0, window.wait(now, claim.most))
        window.take(now, 1)
        return Taken(1, claim.most - window.used, 0)

    def _window(self, claim: Claim) -> Window:
        key = claim[:3]
        window = self._windows.get(key)
        if window is None:
            window = self._windows[key] = Window()
        return window

    def left(self, claim: Claim) -> int:
        """See the protocol."""
        window = self._windows.get(claim[:3])
        if window is None:
            return claim.most
        window.pass_to(clock.now(claim.portal), claim.interval)
        return max(0, claim.most - window.used)

    async def forget_quiet(self) -> None:
        """See the protocol."""
        for key, window in list(self._windows.items()):
            if window.quiet_at <= clock.now(key[0]):
                del self._windows[key]

    def forget(self, portal: int) -> None:
        """See the protocol."""
        for key in [key for key in self._windows if key[0] == portal]:
            del self._windows[key]

    def __len__(self) -> int:
        return len(self._windows)
