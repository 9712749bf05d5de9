"""The rolling window against a reference that keeps every moment and counts."""

from hypothesis import given
from hypothesis import strategies as st

from hubstead.limits.window import Window

INTERVAL = 1000


class Reference:
    """Every grant is one entry; what has left the window stays gone, the rest is counted anew each time."""

    def __init__(self, interval: int = INTERVAL) -> None:
        self.interval = interval
        self.moments: list[int] = []
        self.newest = 0

    def ask(self, now: int, most: int, count: int) -> tuple[int, int]:
        """How many of `count` requests are granted, and how many milliseconds until one more would be."""
        if self.moments and now < self.newest:
            if self.newest - now >= self.interval:
                self.moments = []
            else:
                now = self.newest
        self.moments = [moment for moment in self.moments if now < moment + self.interval]
        used = self._used(now)
        granted = min(count, max(0, most - used))
        self.moments += [now] * granted
        if granted:
            self.newest = now
        wait = 0
        while self._used(now + wait) >= most:
            wait += 1
        return granted, wait

    def _used(self, now: int) -> int:
        return sum(1 for moment in self.moments if moment <= now < moment + self.interval)


steps = st.one_of(st.integers(0, 30), st.integers(0, 2500), st.integers(-40, 0), st.integers(-5000, 0))
asks = st.lists(st.tuples(steps, st.integers(1, 8), st.integers(1, 5)), max_size=40)


@given(asks)
def test_grants_and_waits_are_those_of_the_reference(asked: list[tuple[int, int, int]]) -> None:
    """Any steps of the clock, forwards and backwards; the limit changes too."""
    window, reference, now = Window(), Reference(), 10_000_000
    for step, most, count in asked:
        now += step
        at = window.pass_to(now, INTERVAL)
        granted = min(count, max(0, most - window.used))
        if granted:
            window.take(at, granted)
        assert (granted, window.wait(at, most)) == reference.ask(now, most, count)


@given(asks)
def test_never_more_than_the_limit_in_any_window_while_the_clock_runs_forwards(
    asked: list[tuple[int, int, int]],
) -> None:
    window, now, moments = Window(), 10_000_000, []
    for step, _, count in asked:
        now += abs(step)
        at = window.pass_to(now, INTERVAL)
        granted = min(count, max(0, 5 - window.used))
        if granted:
            window.take(at, granted)
        moments += [now] * granted
    for start in moments:
        assert sum(1 for moment in moments if start <= moment < start + INTERVAL) <= 5


@given(asks)
def test_a_window_survives_being_written_and_read(asked: list[tuple[int, int, int]]) -> None:
    window, now = Window(), 10_000_000
    for step, most, count in asked:
        now += step
        kept = Window(window.grants)
        for each in (window, kept):
            at = each.pass_to(now, INTERVAL)
            if each.used < most:
                each.take(at, min(count, most - each.used))
        assert (kept.grants, kept.used) == (window.grants, window.used)


def test_a_grant_leaves_exactly_after_the_interval() -> None:
    window = Window()
    window.take(window.pass_to(0, INTERVAL), 1)
    window.pass_to(999, INTERVAL)
    assert (window.used, window.wait(999, 1)) == (1, 1)
    window.pass_to(1000, INTERVAL)
    assert (window.used, window.wait(1000, 1)) == (0, 0)


def test_memory_is_bounded_by_the_milliseconds_of_the_interval() -> None:
    window = Window()
    for number in range(5000):
        window.take(window.pass_to(number // 10, INTERVAL), 1)
    assert (window.used, len(window.grants)) == (5000, 500)
