"""A fault rule as a client writes it: which requests it hits, how often, and what happens to them."""

import re
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from hubstead.kit.errors import Invalid
from hubstead.sandbox.known_errors import STATUS

LONGEST_WAIT = 300_000
"""Milliseconds. Longer than any client waits for an answer."""
_BODY_LIMIT = 1_000_000
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
_FRAMING = frozenset(("connection", "content-length", "keep-alive", "transfer-encoding", "upgrade"))
"""Headers that say how the answer is sent; the server writes them itself."""

Text = Annotated[str, Meta(min_length=1, max_length=2_000)]


class Slow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """A body in pieces: so many bytes each, with so many ms between them."""

    bytes: Annotated[int, Meta(ge=1, le=10_000_000)]
    pause: Annotated[int, Meta(ge=0, le=60_000)]


class Fault(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, rename="camel"):
    """A rule. All conditions must hold; those that are absent always hold.

    Of the matching requests the first `after` pass, then up to `times` are hit, each with `probability` (drawn from
    a generator that begins at `seed`, so a test repeats). What happens is `status` or `error` (a HubSpot error, or the
    given `body` and `headers`), `latency`, `drop`, `truncate` and `slow`; see `check` for what goes together.

    `carryOut` says whether a request that is answered with a fault or dropped is carried out before, as a write whose
    answer gets lost; what is only late, cut or slow always is.
    """

    method: Annotated[str, Meta(pattern=r"^(\*|[A-Za-z]{1,20})$")] = "*"
    path: Annotated[str, Meta(pattern=r"^[/*]", max_length=2_000)] = "*"
    app: int | None = None
    query_contains: Text | None = None
    body_contains: Text | None = None
    probability: Annotated[float, Meta(gt=0, le=1)] = 1.0
    seed: int = 0
    after: Annotated[int, Meta(ge=0)] = 0
    times: Annotated[int, Meta(ge=1)] | None = None
    status: Annotated[int, Meta(ge=200, le=599)] | None = None
    error: str | None = None
    body: Any = None
    headers: dict[str, str] = {}
    retry_after: Annotated[int, Meta(ge=0, le=1_000_000)] | None = None
    latency: int | tuple[int, int] = 0  # `check` bounds it: msgspec 0.22 crashes on bounds inside such a union
    drop: bool = False
    truncate: Annotated[int, Meta(ge=0)] | None = None
    slow: Slow | None = None
    carry_out: bool = False

    @property
    def answers(self) -> int | None:
        """The status of the answer that stands in for the real one; `None` when the real one is sent."""
        return STATUS[self.error] if self.error and self.status is None else self.status


def check(fault: Fault) -> None:
    """Refuse a rule that says nothing or contradicts itself. Raises `Invalid`."""
    if fault.error is not None:
        _check_error(fault, fault.error)
    answered = fault.answers is not None
    if not (answered or fault.latency or fault.drop or fault.truncate is not None or fault.slow):
        raise Invalid("The rule does nothing. Give one of: status, error, latency, drop, truncate, slow.")
    if fault.drop and (answered or fault.truncate is not None or fault.slow):
        raise Invalid("A dropped connection has no answer: leave out status, error, truncate and slow.")
    if not answered and (fault.body is not None or fault.headers or fault.retry_after is not None):
        raise Invalid("body, headers and retryAfter belong to an answer of the rule: give its status or error too.")
    if fault.carry_out and not (answered or fault.drop):
        raise Invalid("carryOut goes with status, error or drop; otherwise the request is carried out anyway.")
    least, most = fault.latency if isinstance(fault.latency, tuple) else (fault.latency, fault.latency)
    if not 0 <= least <= most <= LONGEST_WAIT:
        raise Invalid(
            f"The latency is in milliseconds, from 0 to {LONGEST_WAIT}: one number, or the least and the most."
        )
    _check_answer(fault)


def _check_error(fault: Fault, error: str) -> None:
    if error not in STATUS:
        raise Invalid(f"There is no error {error}. Known are: {', '.join(sorted(STATUS))}.")
    if fault.status not in (None, STATUS[error]):
        raise Invalid(f"The error {error} has the status {STATUS[error]}; leave the status out or give a body.")


def _check_answer(fault: Fault) -> None:
    if len(body_of(fault)) > _BODY_LIMIT:
        raise Invalid(f"The body is larger than {_BODY_LIMIT} bytes.")
    for name, value in fault.headers.items():
        if not _TOKEN.fullmatch(name) or name.lower() in _FRAMING:
            raise Invalid(f"{name[:100]} is not a header that a rule can set.")
        if len(value) > 8_000 or not value.isascii() or not all(char.isprintable() for char in value):
            raise Invalid(f"The value of the header {name} must be printable ASCII of at most 8000 characters.")
    if fault.status in (204, 304) and fault.body is not None:
        raise Invalid(f"An answer with status {fault.status} has no body.")


def body_of(fault: Fault) -> bytes:
    """The given body: text as it is, anything else as JSON."""
    if isinstance(fault.body, str):
        return fault.body.encode()
    return b"" if fault.body is None else msgspec.json.encode(fault.body)
