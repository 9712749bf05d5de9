from collections import Counter

import pytest

from hubstead.crm.associations import catalog
from hubstead.crm.object_types import catalog as object_types

CORE = {
    ("contacts", "companies"): {279, 1, 931},
    ("companies", "contacts"): {280, 2, 930},
    ("contacts", "deals"): {4},
    ("deals", "contacts"): {3},
    ("deals", "companies"): {341, 5},
    ("companies", "deals"): {342, 6},
    ("contacts", "tickets"): {15},
    ("tickets", "contacts"): {16},
    ("tickets", "companies"): {339, 26},
    ("companies", "tickets"): {340, 25},
    ("tickets", "deals"): {28},
    ("deals", "tickets"): {27},
    ("deals", "line_items"): {19},
    ("line_items", "deals"): {20},
    ("companies", "companies"): {450, 13, 14},
    ("contacts", "contacts"): {449},
    ("deals", "deals"): {451},
    ("tickets", "tickets"): {452},
}

ACTIVITIES = {
    "notes": (202, 190, 214, 228),
    "calls": (194, 182, 206, 220),
    "emails": (198, 186, 210, 224),
    "meetings": (200, 188, 212, 226),
    "tasks": (204, 192, 216, 230),
    "communications": (81, 87, 85, 83),
    "postal_mail": (453, 459, 457, 455),
}

# One direction of these is documented, the other is not.
ONE_WAY = {
    *(32, 278, 286, 313, 333, 369, 393, 428, 521, 565, 571, 578, 580, 594, 598, 679, 691, 728, 809, 986),
    *(1250, 1252, 1255, 1261, 1299, 1304, 1345),
}

# Linked to from object types, but no object types themselves.
OTHER_KINDS = {
    *("abandoned_cart", "data_sync", "data_sync_state", "discount_code", "goal_target_group", "payment_link"),
    *("payment_schedule_installment", "thread"),
    *("0-4", "0-11", "0-51"),
}


def type_id(name: str) -> str:
    found = object_types.resolve_standard(name)
    assert found is not None
    return found.id


def test_there_are_410_types_with_ids_and_names_of_their_own() -> None:
    types = catalog.all_types()
    assert len(types) == 410
    assert len({found.id for found in types}) == 410
    assert len({found.name for found in types}) == 410
    assert [found.id for found in types] == sorted(found.id for found in types)


@pytest.mark.parametrize(("ends", "ids"), CORE.items(), ids=["-".join(ends) for ends in CORE])
def test_core_types_have_their_documented_ids(ends: tuple[str, str], ids: set[int]) -> None:
    assert {found.id for found in catalog.between(type_id(ends[0]), type_id(ends[1]))} == ids


@pytest.mark.parametrize(("activity", "ids"), ACTIVITIES.items())
def test_activities_link_to_the_main_types(activity: str, ids: tuple[int, ...]) -> None:
    for other, expected in zip(("contacts", "companies", "deals", "tickets"), ids, strict=True):
        found = catalog.default_between(type_id(activity), type_id(other))
        assert found is not None
        assert found.id == expected


@pytest.mark.parametrize(
    ("one", "other"), [(279, 280), (1, 2), (4, 3), (5, 6), (341, 342), (26, 25), (13, 14), (19, 20), (930, 931)]
)
def test_known_pairs(one: int, other: int) -> None:
    first, second = catalog.by_id(one), catalog.by_id(other)
    assert first is not None
    assert second is not None
    assert (first.inverse_id, second.inverse_id) == (other, one)


def test_the_inverse_of_the_inverse_is_the_type_itself() -> None:
    for found in catalog.all_types():
        if found.inverse_id is None:
            continue
        inverse = catalog.by_id(found.inverse_id)
        assert inverse is not None
        assert inverse.inverse_id == found.id
        assert (inverse.from_type, inverse.to_type) == (found.to_type, found.from_type)
        assert (inverse.primary, inverse.default) == (found.primary, found.default)


def test_only_the_known_gaps_have_no_inverse() -> None:
    assert {found.id for found in catalog.all_types() if found.inverse_id is None} == ONE_WAY


def test_two_types_have_one_plain_link_and_it_has_no_label() -> None:
    plain = Counter((found.from_type, found.to_type) for found in catalog.all_types() if found.default)
    assert set(plain) == {(found.from_type, found.to_type) for found in catalog.all_types()}
    assert set(plain.values()) == {1}
    for found in catalog.all_types():
        assert (found.label is None) is found.default


@pytest.mark.parametrize(
    ("number", "name", "label", "cardinality"),
    [
        (1, "contact_to_company", "Primary", "ONE_TO_ONE"),
        (2, "company_to_contact", "Primary Company", "ONE_TO_MANY"),
        (279, "contact_to_company_unlabeled", None, "ONE_TO_MANY"),
        (5, "deal_to_company", "Primary", "ONE_TO_ONE"),
        (341, "deal_to_company_unlabeled", None, "ONE_TO_MANY"),
        (3, "deal_to_contact", None, "ONE_TO_MANY"),
        (19, "deal_to_line_item", None, "ONE_TO_MANY"),
        (200, "meeting_event_to_contact", None, "ONE_TO_MANY"),
        (387, "commerce_payment_to_contact", None, "ONE_TO_ONE"),
        (98, "feedback_submission_to_contact", None, "ONE_TO_ONE"),
    ],
)
def test_names_labels_and_cardinality(number: int, name: str, label: str | None, cardinality: str) -> None:
    found = catalog.by_id(number)
    assert found is not None
    assert (found.name, found.label, found.cardinality) == (name, label, cardinality)


def test_both_ends_are_object_types_or_known_kinds() -> None:
    known = {found.id for found in object_types.standard_types()} | OTHER_KINDS
    assert {found.from_type for found in catalog.all_types()} | {
        found.to_type for found in catalog.all_types()
    } <= known


def test_what_cannot_be_linked() -> None:
    assert catalog.by_id(999_999) is None
    assert catalog.between("0-115", "0-86") == ()
    assert catalog.default_between("0-115", "0-86") is None
