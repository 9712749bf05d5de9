"""Lets requests in or turns them away: bursts by app, days and searches by account.

Private apps, service keys and OAuth apps are counted; people's sessions and developer keys are not.
"""

import asyncio
import logging
from functools import lru_cache

from hubstead.kit import clock
from hubstead.kit.errors import Failure
from hubstead.limits import wire
from hubstead.limits.family import (
    ASSOCIATIONS,
    GENERAL,
    JOURNAL,
    JOURNAL_SNAPSHOTS,
    JOURNAL_SUBSCRIPTIONS,
    SEARCH,
    family_of,
)
from hubstead.limits.profiles import SEARCH_INTERVAL, Profile, profile_named
from hubstead.limits.shared import SharedWindows
from hubstead.limits.usage import DailyUsage, Day, Usage
from hubstead.limits.windows import Claim, LocalWindows, Taken, Windows
from hubstead.store.engine import Engine, Raced
from hubstead.store.portal import Portal
from hubstead.web.call import Caller

COUNTED = frozenset(("private", "service", "oauth"))
KEPT_EVERY = 5.0
"""Seconds between writes of the usage: what `kill -9` may lose."""
TOLD_EVERY = 1.0
"""Seconds between writes where several processes add their counts up: after two one knows of another's."""
UNBOUNDED = Taken(1, 0, 0)
BY_THE_SECOND = {JOURNAL: 100, JOURNAL_SUBSCRIPTIONS: 50, JOURNAL_SNAPSHOTS: 10}
"""Requests of an app in a second to what stands outside bursts and days (documented)."""
_log = logging.getLogger("hubstead.limits")


class Limits:
    """The limits of a server. `profile` is that of portals that name none of their own.

    Raises `Invalid` for a profile that there is not. Where other processes may write to the store, bursts and searches
    are counted in it.
    """

    def __init__(self, store: Engine, profile: str) -> None:
        self._profile = profile_named(profile)
        self._shared = store.commits is None
        self.windows: Windows = SharedWindows(store) if self._shared else LocalWindows()
        self.usage = Usage(store)
        self._keeper: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to write the usage now and then."""
        self._keeper = asyncio.create_task(self._keep())

    async def stop(self) -> None:
        """Write what was counted."""
        if self._keeper:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
            await self._write()

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(TOLD_EVERY if self._shared else KEPT_EVERY)
            await self._write()

    async def _write(self) -> None:
        """What fails here is tried again the next time; requests do not fail for it."""
        try:
            await self.usage.keep()
            await self.windows.forget_quiet()
        except (Failure, Raced) as trouble:
            _log.warning("the usage of the day could not be written: %s", trouble)
        except Exception:
            _log.exception("the usage of the day could not be written")

    def profile_of(self, portal: Portal) -> Profile | None:
        """The portal's own profile, or the server's; `None` where limits are off."""
        return self._profile if portal.limits is None else profile_named(portal.limits)

    async def count(self, caller: Caller, path: str, shown: wire.Headers) -> None:
        """Count a request to a route's path; what the caller may still do goes into `shown`.

        Raises `RateLimited`, and `Unavailable` where several processes share the limits and the store does not answer.
        """
        if caller.kind not in COUNTED:
            return
        portal, family = caller.portal, family_of(path)
        profile, now = self.profile_of(portal), clock.now(portal.id)
        if family in BY_THE_SECOND:
            if profile:
                await self._limit_second(Claim(portal.id, caller.app, family, BY_THE_SECOND[family], 1_000), now)
            return
        day = None
        if caller.kind != "oauth":
            day = self.usage.known(portal, now) or await self.usage.today(portal, now)
        if profile:
            await self._limit(profile, day, caller, family, now, shown)
        elif day:
            day.count(caller.app, family)

    async def _limit(
        self, profile: Profile, day: Day | None, caller: Caller, family: str, now: int, shown: wire.Headers
    ) -> None:
        public = caller.kind == "oauth"
        claims = claims_of(profile, family, public, caller.portal.id, caller.app)
        if day and _is_spent(profile, day, family):
            left = self.windows.left(claims[0]) if claims else 0
            shown += _headers(profile, day, family, claims, left)
            raise wire.daily_refused(day.span.ends - now)
        if day:  # before anything is waited for: requests that arrive together must not all see the last place free
            day.count(caller.app, family)
        taken = await self.windows.take(claims, now) if claims else UNBOUNDED
        if day and not taken.granted and family != SEARCH:
            # Searches count for the day also when they are refused (recorded 2022). Our choice: nothing else does.
            day.count(caller.app, family, -1)
        shown += _headers(profile, day, family, claims, taken.left)
        if not taken.granted:
            raise (
                wire.second_refused(taken.wait)
                if family == SEARCH
                else wire.burst_refused(claims[0], taken.wait, public)
            )

    async def _limit_second(self, claim: Claim, now: int) -> None:
        taken = await self.windows.take((claim,), now)
        if not taken.granted:
            raise wire.second_refused(taken.wait)

    async def usage_of(self, portal: Portal) -> DailyUsage:
        """What the account's private apps and service keys used today."""
        day = await self.usage.today(portal, clock.now(portal.id))
        profile = self.profile_of(portal)
        return DailyUsage(day.by_app(), profile.daily if profile else None, day.span.ends)

    def forget(self, portal: int) -> None:
        """Begin a portal's counts anew, as after a reset. Its rows in the store are the caller's to remove."""
        self.usage.forget(portal)
        self.windows.forget(portal)


def _is_spent(profile: Profile, day: Day, family: str) -> bool:
    if profile.daily is not None and day.total >= profile.daily:
        return True
    most = profile.associations_daily
    return family == ASSOCIATIONS and most is not None and day.associations >= most


def _headers(profile: Profile, day: Day | None, family: str, claims: tuple[Claim, ...], left: int) -> wire.Headers:
    """Searches show the day only (recorded 2022), OAuth apps the burst only (documented)."""
    headers: wire.Headers = []
    if day and profile.daily is not None:
        headers += wire.daily(profile.daily, max(0, profile.daily - day.total))
    if family != SEARCH:
        headers += wire.burst(claims[0].most, left, claims[0].interval)
    return headers


@lru_cache(maxsize=4096)
def claims_of(profile: Profile, family: str, public: bool, portal: int, app: int) -> tuple[Claim, ...]:
    """The windows that a request needs a place in; the first is the one that headers show.

    Recorded 2022: associations share the app's window. Their own, narrower one comes on top of it (documented).
    """
    if family == SEARCH:
        return (Claim(portal, 0, SEARCH, profile.search, SEARCH_INTERVAL),) if profile.search else ()
    most = profile.public if public else profile.burst
    general = Claim(portal, 0 if profile.by_account else app, GENERAL, most, profile.interval)
    if family == ASSOCIATIONS and profile.associations is not None and profile.associations < most:
        return general, Claim(portal, app, ASSOCIATIONS, profile.associations, profile.interval)
    return (general,)
