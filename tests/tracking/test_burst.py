"""A burst is what comes in faster than it can be worked off, for a while."""

import pytest

from hubstead.tracking.burst import LONGEST, MANY, WINDOW, Burst


class Stream:
    """Hits that come in evenly, by a clock that stands still between them."""

    def __init__(self) -> None:
        self.moment = 1_000.0
        self.burst = Burst(lambda: self.moment)

    def flows(self, rate: float, seconds: float) -> None:
        for _ in range(round(seconds / 0.01)):
            self.moment += 0.01
            self.burst.took(round(rate * 0.01))


@pytest.fixture
def stream() -> Stream:
    return Stream()


def test_few_hits_are_none(stream: Stream) -> None:
    stream.flows(MANY - 500, 5)
    assert not stream.burst.goes_on()


def test_many_are_one_until_they_end(stream: Stream) -> None:
    stream.flows(MANY + 500, 1)
    assert stream.burst.goes_on()
    stream.moment += 2.1 * WINDOW
    assert not stream.burst.goes_on()


def test_it_ends_when_fewer_come(stream: Stream) -> None:
    stream.flows(MANY + 500, 1)
    stream.flows(MANY - 500, 1)
    assert not stream.burst.goes_on()


def test_a_single_crowded_moment_is_none(stream: Stream) -> None:
    stream.burst.took(MANY // 10)
    stream.flows(0, 1)
    assert not stream.burst.goes_on()


def test_what_lasts_is_none_any_more_until_it_was_over_once(stream: Stream) -> None:
    stream.flows(2 * MANY, LONGEST - 1)
    assert stream.burst.goes_on()
    stream.flows(2 * MANY, 2)
    assert not stream.burst.goes_on()
    stream.flows(0, 1)
    stream.flows(2 * MANY, 1)
    assert stream.burst.goes_on()
