"""What a search body may hold, and what is said of one that may not."""

import json
from typing import Any

import msgspec
import pytest

from hubstead.crm.search.operators import BY_NAME
from hubstead.crm.search.query import Filter, Query, SearchBody, check_length, read_query
from hubstead.kit.errors import Invalid

FILTER = {"propertyName": "email", "operator": "EQ", "value": "x"}


def read(**body: Any) -> Query:
    return read_query(msgspec.json.decode(json.dumps(body), type=SearchBody, strict=False))


def refusal(**body: Any) -> str:
    with pytest.raises(Invalid) as caught:
        read(**body)
    return caught.value.message


def test_an_empty_body_asks_for_the_first_ten_of_everything() -> None:
    assert read() == Query(groups=(), text="", sort=None, descending=False, properties=(), limit=10, after=0)


def test_nulls_are_as_good_as_absent() -> None:
    names = ["filterGroups", "filters", "query", "sorts", "properties", "limit", "after"]
    assert read(**dict.fromkeys(names)) == read()


def test_groups_and_the_shorthand() -> None:
    expected = Filter("email", BY_NAME["EQ"], ("x",))
    assert read(filters=[FILTER]).groups == ((expected,),)
    assert read(filterGroups=[{"filters": [FILTER, FILTER]}]).groups == ((expected, expected),)
    assert read(filterGroups=[{"filters": [FILTER]}], filters=[FILTER]).groups == ((expected,), (expected,))
    assert read(filterGroups=[{"filters": []}, {}]).groups == ()


@pytest.mark.parametrize(
    ("given", "operands"),
    [
        ({"operator": "EQ", "value": 1451}, ("1451",)),
        ({"operator": "EQ", "value": True}, ("true",)),
        ({"operator": "EQ", "value": 1.5}, ("1.5",)),
        ({"operator": "BETWEEN", "value": "1", "highValue": 5}, ("1", "5")),
        ({"operator": "IN", "values": ["a", 2, False]}, ("a", "2", "false")),
        ({"operator": "HAS_PROPERTY"}, ()),
        ({"operator": "NOT_HAS_PROPERTY", "value": "ignored"}, ()),
    ],
)
def test_operands_are_text(given: dict[str, Any], operands: tuple[str, ...]) -> None:
    (found,) = read(filters=[{"propertyName": "p"} | given]).filters()
    assert found.operands == operands


def test_an_association_filter_names_its_type() -> None:
    (found,) = read(filters=[{"propertyName": "associations.contact", "operator": "EQ", "value": 1451}]).filters()
    assert found.associated_type == "contact"
    (other,) = read(filters=[FILTER]).filters()
    assert other.associated_type is None


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"operator": "LIKE", "value": "x"}, "EQ, NEQ, LT, LTE, GT, GTE, BETWEEN, IN, NOT_IN, HAS_PROPERTY"),
        ({"operator": "EQ"}, "operator EQ requires a value"),
        ({"operator": "BETWEEN", "value": "1"}, "operator BETWEEN requires a highValue"),
        ({"operator": "BETWEEN", "highValue": "1"}, "operator BETWEEN requires a value"),
        ({"operator": "IN", "value": "x"}, "operator IN requires values"),
        ({"operator": "NOT_IN", "values": []}, "operator NOT_IN requires values"),
        ({"operator": "IN", "values": ["a", None]}, "operator IN requires values"),
        ({"operator": "EQ", "value": 10**2500}, "Number value is out of range"),
    ],
)
def test_a_filter_that_is_not_whole(given: dict[str, Any], problem: str) -> None:
    with pytest.raises(Invalid, match=problem) as caught:
        read(filters=[{"propertyName": "city"} | given])
    assert caught.value.context == {"propertyName": ["city"]}


@pytest.mark.parametrize(
    ("sorts", "sort", "descending"),
    [
        (["createdate"], "createdate", False),
        (["-createdate"], "createdate", True),
        ([{"propertyName": "createdate", "direction": "DESCENDING"}], "createdate", True),
        ([{"propertyName": "createdate", "direction": "ASCENDING"}], "createdate", False),
        ([{"propertyName": "createdate"}], "createdate", False),
        (['{"propertyName":"createdate","direction":"DESCENDING"}'], "createdate", True),
        ([], None, False),
    ],
)
def test_a_sort_comes_in_several_forms(sorts: list[Any], sort: str | None, descending: bool) -> None:
    query = read(sorts=sorts)
    assert (query.sort, query.descending) == (sort, descending)


@pytest.mark.parametrize(
    "sorts", [["a", "b"], [{"propertyName": "a", "direction": "UP"}], ['{"direction":"DESCENDING"}'], ["{"], ["{}"]]
)
def test_a_sort_that_cannot_be(sorts: list[Any]) -> None:
    assert "ort" in refusal(sorts=sorts)


@pytest.mark.parametrize(
    ("after", "offset"), [("0", 0), (0, 0), ("", 0), (None, 0), (1, 1), ("20", 20), ("9990", 9990), (9990, 9990)]
)
def test_after_is_an_offset(after: object, offset: int) -> None:
    assert read(after=after).after == offset


@pytest.mark.parametrize("after", ["x", "-1", -1, "1.5", "\u0663", "9" * 40])
def test_after_that_is_no_offset(after: object) -> None:
    assert "after must be" in refusal(after=after)


def test_the_first_ten_thousand_can_be_reached() -> None:
    assert read(after="9800", limit=200).after == 9800
    assert "10000" in refusal(after="9801", limit=200)
    assert "10000" in refusal(after=9_991)


@pytest.mark.parametrize(("limit", "expected"), [(0, 0), (1, 1), (200, 200), ("50", 50)])
def test_limit(limit: object, expected: int) -> None:
    assert read(limit=limit).limit == expected


@pytest.mark.parametrize("limit", [-1, 201, 10**15])
def test_limit_out_of_range(limit: int) -> None:
    assert "between 0 and 200" in refusal(limit=limit)


def groups(*sizes: int) -> list[dict[str, Any]]:
    return [{"filters": [FILTER] * size} for size in sizes]


def test_counts_of_groups_and_filters() -> None:
    assert len(read(filterGroups=groups(6, 6, 6)).groups) == 3
    assert len(read(filterGroups=groups(1, 1, 1, 1, 1)).groups) == 5
    assert "Too many filter groups: 6" in refusal(filterGroups=groups(1, 1, 1, 1, 1, 1))
    assert "A group may have 6" in refusal(filterGroups=groups(7))
    assert "Too many filters: 19" in refusal(filterGroups=groups(6, 6, 6, 1))


def test_a_body_of_three_thousand_characters_at_most() -> None:
    check_length("é".encode() * 3_000)
    with pytest.raises(Invalid, match="3001 characters"):
        check_length(b"x" * 3_001)
