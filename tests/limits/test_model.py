"""The limiter as a whole against a model that writes every grant down and counts them by hand."""

from collections import Counter
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from hubstead.kit import clock
from hubstead.kit.clock import Clock
from hubstead.kit.errors import RateLimited
from hubstead.limits.limits import Limits
from hubstead.limits.wire import Headers
from hubstead.store.engines.sqlite import SqliteEngine
from hubstead.store.generations import Definitions
from hubstead.store.portal import Portal
from hubstead.store.unit import Actor, Origin
from hubstead.web.call import Caller
from tests.limits.test_window import Reference

BERLIN = "Europe/Berlin"
PORTAL = Portal(id=4711, name="Acme", created_at=0, time_zone=BERLIN)
BEFORE_SUMMER_TIME = 1_774_738_770_000
"""2026-03-28T23:59:30 in Berlin; the day that follows has 23 hours."""
PROFILE = "professional,burst=4,public=3,daily=9,search=2,associations=2"
PATHS = {
    "general": "/crm/objects/{objectType}",
    "search": "/crm/objects/{objectType}/search",
    "associations": "/crm/associations/{fromObjectType}/{toObjectType}/batch/read",
}


class Model:
    """What the documents say, one request at a time."""

    def __init__(self) -> None:
        self.windows: dict[Any, Reference] = {}
        self.date, self.used = "", 0

    def ask(self, now: int, kind: str, app: int, family: str) -> str:
        """`ok`, or the limit that the request meets."""
        public = kind == "oauth"
        date = datetime.fromtimestamp(now / 1000, ZoneInfo(BERLIN)).date().isoformat()
        if not public:
            if date != self.date:
                self.date, self.used = date, 0
            if self.used >= 9:
                return "day"
        if family == "search":
            self.used += not public
            return "ok" if self._window("search", 1000).ask(now, 2, 1)[0] else "search"
        granted = self._burst(now, app, 3 if public else 4, family)
        self.used += granted and not public
        return "ok" if granted else "burst"

    def _burst(self, now: int, app: int, most: int, family: str) -> bool:
        general = self._window(app, 10_000)
        if family == "general":
            return general.ask(now, most, 1)[0] == 1
        own = self._window((app, family), 10_000)
        if general.ask(now, most, 0)[1] or own.ask(now, 2, 0)[1]:  # one of the two would have to wait
            return False
        return general.ask(now, most, 1)[0] == own.ask(now, 2, 1)[0] == 1

    def _window(self, key: Any, interval: int) -> Reference:
        return self.windows.setdefault(key, Reference(interval))


def met(failure: RateLimited) -> str:
    """The limit that a 429 names."""
    known = {"TEN_SECONDLY_ROLLING": "burst", "DAILY": "day", "": "search"}
    return known[failure.named.get("policyName", "")]


steps = st.one_of(
    st.integers(0, 400), st.integers(0, 12_000), st.integers(-300, 0), st.sampled_from([-40_000, 3_600_000 * 23])
)
requests = st.lists(
    st.tuples(steps, st.sampled_from([("private", 1), ("service", 2), ("oauth", 3)]), st.sampled_from(list(PATHS))),
    max_size=50,
)


@settings(deadline=None, max_examples=150)
@given(requests)
async def test_the_limiter_does_what_the_model_does(asked: list[tuple[int, tuple[Any, int], str]]) -> None:
    store = SqliteEngine(None)
    await store.open()
    limits, model, now = Limits(store, PROFILE), Model(), BEFORE_SUMMER_TIME
    met_so_far: Counter[str] = Counter()
    try:
        for step, (kind, app), family in asked:
            now += step
            clock.turn(PORTAL.id, Clock(frozen=now))
            caller = Caller(Actor(PORTAL.id, 0, Origin("INTEGRATION"), Definitions()), None, PORTAL, kind, app)
            shown: Headers = []
            try:
                await limits.count(caller, PATHS[family], shown)
                outcome = "ok"
            except RateLimited as failure:
                outcome = met(failure)
            assert outcome == model.ask(now, kind, app, family)
            met_so_far[outcome] += 1
            names = dict(shown)
            if kind != "oauth":
                assert names[b"x-hubspot-ratelimit-daily-remaining"] == b"%d" % (9 - model.used)
    finally:
        clock.turn(PORTAL.id, None)
        await store.close()
