"""How often forms may be sent in ten seconds (documented): 50 times by form and by address without a token; 100, 150 or
200 times with one, by plan. It is counted where the portal has limits at all.
"""

from collections import OrderedDict, deque

from hubstead.kit.errors import RateLimited
from hubstead.limits.windows import Claim, Taken
from hubstead.store.portal import Portal
from hubstead.web.call import Call

INTERVAL = 10_000
PUBLIC = 50
BY_TIER = {"free": 100, "starter": 100, "professional": 150, "enterprise": 200}
REFUSALS = 10
REFUSED_WITHIN = 1_000
BLOCKED_FOR = 60_000
"""In ms: an address that is refused ten times within a second is refused everything for a minute (documented)."""
REMEMBERED = 10_000
"""Addresses in memory; those that were refused longest ago leave first."""


async def admit(call: Call, portal: Portal, form: str, now: int, *, public: bool) -> None:
    """Count a submission; `now` in ms. Raises `RateLimited`."""
    if call.rooms.limits.profile_of(portal) is None:
        return
    senders: Senders = call.rooms.senders
    blocked = senders.blocked_for(call.address, now)
    if blocked:
        raise refused(blocked)
    taken: Taken = await call.rooms.limits.windows.take(_claims(portal, form, call.address, public), now)
    if not taken.granted:
        senders.refused(call.address, now)
        raise refused(taken.wait)


def _claims(portal: Portal, form: str, address: str, public: bool) -> tuple[Claim, ...]:
    if not public:
        most = BY_TIER[portal.tiers.get("marketing", "enterprise")]
        return (Claim(portal.id, 0, "forms", most, INTERVAL),)
    names = (f"form {form}", f"forms from {address}")
    return tuple(Claim(portal.id, 0, name, PUBLIC, INTERVAL) for name in names)


def refused(wait: int) -> RateLimited:
    """Too many; `wait` in ms."""
    return RateLimited(
        "You have reached your ten_secondly_rolling limit.",
        max(1, -(-wait // 1000)),
        error_type="RATE_LIMIT",
        named={"policyName": "TEN_SECONDLY_ROLLING"},
    )


class Senders:
    """Addresses that were refused, in this process. Times in ms."""

    def __init__(self) -> None:
        self._refusals: OrderedDict[str, deque[int]] = OrderedDict()
        self._blocked: OrderedDict[str, int] = OrderedDict()

    def blocked_for(self, address: str, now: int) -> int:
        """How long an address is still refused everything; 0 when it is not."""
        return max(0, self._blocked.get(address, 0) - now)

    def refused(self, address: str, now: int) -> None:
        """Remember that an address was refused."""
        times = self._refusals.setdefault(address, deque(maxlen=REFUSALS))
        self._refusals.move_to_end(address)
        times.append(now)
        if len(times) == REFUSALS and now - times[0] <= REFUSED_WITHIN:
            self._blocked[address] = now + BLOCKED_FOR
        for remembered in (self._refusals, self._blocked):
            if len(remembered) > REMEMBERED:
                remembered.popitem(last=False)
