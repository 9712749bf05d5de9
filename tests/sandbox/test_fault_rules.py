"""Which requests a rule hits, and what it refuses to be."""

from typing import Any

import pytest

from hubstead.calls.paths import place_of
from hubstead.kit.errors import Invalid, NotFound
from hubstead.sandbox.exchange import Request
from hubstead.sandbox.fault import Fault
from hubstead.sandbox.faults import EVERYWHERE, MOST, Faults


def asked(path: str = "/crm/v3/objects/contacts", **given: Any) -> Request:
    fields = {"portal": 1, "app": 7, "method": "GET", "query": b"", "headers": [], "body": b"", **given}
    return Request(raw_path=path, place=place_of(path), **fields)


def hits(faults: Faults, count: int, request: Request | None = None) -> list[bool]:
    return [faults.hit(request or asked()) is not None for _ in range(count)]


def test_without_conditions_every_request_of_the_portal_is_hit() -> None:
    faults = Faults()
    faults.add(1, Fault(status=503))
    assert faults.hit(asked())
    assert faults.hit(asked(portal=2)) is None
    assert faults.hit(asked(portal=0)) is None


def test_times_and_after_count_the_matching_requests() -> None:
    faults = Faults()
    rule = faults.add(1, Fault(status=503, method="get", after=1, times=2))
    faults.hit(asked(method="POST"))
    assert hits(faults, 5) == [False, True, True, False, False]
    assert (rule.matches, rule.hits) == (5, 2)


@pytest.mark.parametrize(
    ("fault", "other"),
    [
        (Fault(status=500, method="POST"), {"method": "GET"}),
        (Fault(status=500, app=8), {"app": 7}),
        (Fault(status=500, path="/crm/objects/deals*"), {}),
        (Fault(status=500, query_contains="archived=true"), {"query": b"archived=false"}),
        (Fault(status=500, body_contains="ada@example.com"), {"body": b'{"email":"grace@example.com"}'}),
    ],
)
def test_each_condition_keeps_others_out(fault: Fault, other: dict[str, Any]) -> None:
    faults = Faults()
    faults.add(1, fault)
    assert faults.hit(asked(**other)) is None
    right = asked(
        "/crm/v3/objects/0-3", method="POST", app=8, query=b"limit=1&archived=true", body=b'{"email":"ada@example.com"}'
    )
    assert faults.hit(right)


def test_a_query_is_compared_as_written_and_decoded() -> None:
    for text in ("email=ada%40example.com", "email=ada@example.com"):
        faults = Faults()
        faults.add(1, Fault(status=500, query_contains=text))
        assert faults.hit(asked(query=b"limit=1&email=ada%40example.com"))


def test_probability_is_drawn_from_the_seed_and_repeats() -> None:
    def drawn(seed: int) -> list[bool]:
        faults = Faults()
        faults.add(1, Fault(status=500, probability=0.3, seed=seed))
        return hits(faults, 1_000)

    assert drawn(7) == drawn(7)
    assert drawn(7) != drawn(8)
    assert 240 < sum(drawn(7)) < 360  # 300 expected, standard deviation 14.5


def test_the_first_rule_that_takes_a_request_decides() -> None:
    faults = Faults()
    first = faults.add(1, Fault(status=503, times=1))
    second = faults.add(1, Fault(status=500))
    everywhere = faults.add(EVERYWHERE, Fault(status=502))
    assert faults.hit(asked()) is first
    assert faults.hit(asked()) is second
    assert faults.hit(asked(portal=2)) is everywhere
    assert faults.hit(asked(portal=0)) is everywhere


def test_rules_are_read_and_taken_away() -> None:
    faults = Faults()
    rule, other = faults.add(1, Fault(status=503)), faults.add(1, Fault(status=500))
    assert faults.of(1) == [rule, other]
    assert faults.one(1, rule.id) is rule
    with pytest.raises(NotFound):
        faults.one(2, rule.id)
    with pytest.raises(NotFound):
        faults.remove(2, rule.id)
    faults.remove(1, rule.id)
    assert faults.of(1) == [other]
    faults.clear(1)
    assert faults.of(1) == []
    assert faults.hit(asked()) is None


def test_a_flood_of_rules_is_refused() -> None:
    faults = Faults()
    for _ in range(MOST):
        faults.add(1, Fault(status=503, path="/never"))
    with pytest.raises(Invalid):
        faults.add(1, Fault(status=503))
    assert faults.add(2, Fault(status=503)).id > MOST


@pytest.mark.parametrize(
    "fault",
    [
        Fault(),
        Fault(error="NONSENSE"),
        Fault(error="DAILY", status=500),
        Fault(drop=True, status=500),
        Fault(drop=True, truncate=5),
        Fault(latency=5, body={}),
        Fault(latency=5, retry_after=1),
        Fault(latency=5, carry_out=True),
        Fault(latency=(20, 10)),
        Fault(latency=-1),
        Fault(latency=300_001),
        Fault(status=204, body="x"),
        Fault(status=500, headers={"content-length": "5"}),
        Fault(status=500, headers={"x-a b": "5"}),
        Fault(status=500, headers={"x-a": "5\r\nset-cookie: a=b"}),
        Fault(status=500, headers={"x-a": "é"}),
        Fault(status=500, body="x" * 1_000_001),
    ],
)
def test_rules_that_make_no_sense_are_refused(fault: Fault) -> None:
    with pytest.raises(Invalid):
        Faults().add(1, fault)
