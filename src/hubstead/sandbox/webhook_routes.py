"""The webhook lab: requests to receivers that are lost, doubled, late or out of order, and signatures explained."""

import hmac
from typing import Literal

import msgspec

from hubstead.kit import clock
from hubstead.kit.errors import Invalid
from hubstead.sandbox import lookup
from hubstead.sandbox.portal_routes import PORTAL, portal_id
from hubstead.web.call import Call
from hubstead.web.envelopes import Results
from hubstead.web.route import PUBLIC, Route
from hubstead.webhooks import lab as labs
from hubstead.webhooks import signature
from hubstead.webhooks.lab import Disturbance, Lab

FRESH_FOR = 300_000
"""Milliseconds after which receivers are to refuse a v3 signature (documented)."""


class Signed(msgspec.Struct, frozen=True, kw_only=True):
    """A request as a receiver got it. `timestamp` (ms) goes with v3, `method` and `url` with v2 and v3."""

    secret: str
    signature: str
    body: str
    version: Literal["v1", "v2", "v3"] = "v3"
    method: str = "POST"
    url: str = ""
    timestamp: int = 0


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a receiver should take the request, the signature that would be right, and what is wrong otherwise."""

    valid: bool
    expected: str
    problems: list[str]


async def disturb(call: Call) -> Results[Disturbance]:
    """Let something go wrong with the next requests to receivers."""
    portal, given = await _portal(call), call.read(Disturbance)
    if given.times is not None and given.times < 1:
        raise Invalid("times must be 1 or more; leave it out for all requests.")
    if not 0 <= given.milliseconds <= 60_000:
        raise Invalid("milliseconds must be between 0 and 60000.")
    lab = _lab(call)
    if len(lab.of(portal)) >= labs.MOST:
        raise Invalid(f"A portal has at most {labs.MOST} disturbances. DELETE them first.")
    lab.add(portal, given)
    return Results(lab.of(portal))


async def get_page(call: Call) -> Results[Disturbance]:
    """What goes wrong on purpose, and how many times still."""
    return Results(_lab(call).of(await _portal(call)))


async def clear(call: Call) -> None:
    """Let nothing more go wrong."""
    _lab(call).clear(await _portal(call))


async def verify(call: Call) -> Verdict:
    """Check a signature as a receiver does, and say what is wrong with it."""
    given = call.read(Signed)
    body = given.body.encode()
    if given.version == "v1":
        expected = signature.v1(given.secret, body)
    elif given.version == "v2":
        expected = signature.v2(given.secret, given.method, given.url, body)
    else:
        expected = signature.v3(given.secret, given.method, given.url, body, given.timestamp)
    problems: list[str] = []
    if not hmac.compare_digest(expected.encode(), given.signature.encode()):
        problems.append(
            "The signature is another one. The secret, the body as it came (byte for byte, before it is parsed)"
            + ("" if given.version == "v1" else ", the method and the whole URL that was called")
            + " all go into it."
        )
    if given.version == "v3" and clock.true_now() - given.timestamp > FRESH_FOR:
        problems.append("The timestamp is more than five minutes old.")
    return Verdict(valid=not problems, expected=expected, problems=problems)


async def _portal(call: Call) -> int:
    return (await lookup.read(call.store, portal_id(call))).id


def _lab(call: Call) -> Lab:
    lab: Lab = call.rooms.webhooks.lab
    return lab


DISTURBANCES = f"{PORTAL}/webhooks/disturbances"
ROUTES = (
    Route("POST", DISTURBANCES, disturb, PUBLIC, "Let webhooks go wrong", Disturbance, answer=Results[Disturbance],
          status=201),
    Route("GET", DISTURBANCES, get_page, PUBLIC, "List what goes wrong with webhooks", answer=Results[Disturbance]),
    Route("DELETE", DISTURBANCES, clear, PUBLIC, "Let webhooks go right again", status=204),
    Route("POST", "/sandbox/webhooks/verify", verify, PUBLIC, "Verify a signature", Signed, answer=Verdict),
)  # fmt: skip
