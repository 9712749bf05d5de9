"""Rate limits as clients see them: headers of every answer, and bodies of 429."""

from functools import lru_cache

from hubstead.kit.errors import RateLimited
from hubstead.kit.ids import secret_uuid
from hubstead.limits.windows import Claim

Header = tuple[bytes, bytes]
Headers = list[Header]

SECONDS = 10
"""`Secondly` is a tenth of `Max`, and `Secondly-Remaining` of `Remaining`, in all of 395 recorded answers.

The service still sends them, but does not enforce them (documented)."""


def daily(most: int, left: int) -> Headers:
    """What the account may do today."""
    return [(b"x-hubspot-ratelimit-daily", b"%d" % most), (b"x-hubspot-ratelimit-daily-remaining", b"%d" % left)]


def burst(most: int, left: int, interval: int) -> Headers:
    """What the app may do now, in the order of the recordings."""
    return [*_burst(most, left, interval)]


@lru_cache(maxsize=1024)
def _burst(most: int, left: int, interval: int) -> tuple[Header, ...]:
    return (
        (b"x-hubspot-ratelimit-interval-milliseconds", b"%d" % interval),
        (b"x-hubspot-ratelimit-max", b"%d" % most),
        (b"x-hubspot-ratelimit-remaining", b"%d" % left),
        (b"x-hubspot-ratelimit-secondly", b"%d" % (most // SECONDS)),
        (b"x-hubspot-ratelimit-secondly-remaining", b"%d" % (left // SECONDS)),
    )


def second_refused(wait: int) -> RateLimited:
    """Too many searches in a second (recorded 2022), or requests for a webhooks journal (our choice: the same answer);
    `wait` in ms."""
    return RateLimited("You have reached your secondly limit.", _seconds(wait), category="RATE_LIMITS")


def burst_refused(claim: Claim, wait: int, public: bool) -> RateLimited:
    """Too many requests of an app in ten seconds (captured from clients' logs; the group's number is our choice)."""
    group = "apps" if public else "private-apps"
    return RateLimited(
        "You have reached your ten_secondly_rolling limit.",
        _seconds(wait),
        error_type="RATE_LIMIT",
        named={"policyName": "TEN_SECONDLY_ROLLING", "groupName": f"publicapi:{group}:{claim.app}:{claim.portal}"},
    )


def daily_refused(wait: int) -> RateLimited:
    """Too many requests of an account today (documented)."""
    return RateLimited(
        "You have reached your daily limit.",
        _seconds(wait),
        error_type="RATE_LIMIT",
        named={"policyName": "DAILY", "requestId": secret_uuid()},
    )


def _seconds(wait: int) -> int:
    """`Retry-After`: whole seconds, so that who waits them out is let in."""
    return max(1, -(-wait // 1000))
