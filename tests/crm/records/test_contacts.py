"""What a contact's names, addresses and numbers say, and where records come from."""

from typing import Any

import pytest

from hubstead.crm.records.computed.phones import Phone, read
from hubstead.store.unit import Origin
from tests.crm.records.desk import NOW, OLIVIA, OTTO, Desk


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"firstname": "Ada", "lastname": "Lovelace", "email": "ada@example.com"}, "Ada Lovelace"),
        ({"lastname": "Lovelace", "email": "ada@example.com"}, "Lovelace"),
        ({"email": "ada@example.com"}, "ada@example.com"),
        ({"city": "London"}, None),
    ],
)
async def test_the_name_to_show(desk: Desk, given: dict[str, str], shown: str | None) -> None:
    assert (await desk.values("contacts", given)).get("hs_full_name_or_email") == shown


async def test_the_domain_follows_the_address(desk: Desk) -> None:
    values = await desk.values("contacts", {"email": "ada@example.com"}, {"email": "ada@engine.org"})
    assert values["hs_email_domain"] == "engine.org"


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("+5511999999999", Phone("11999999999", "+5511999999999", "BR")),
        ("+33655555555", Phone("655555555", "+33655555555", "FR")),
        ("+17087038093", Phone("7087038093", "+17087038093", "US")),
        ("08180854296", Phone("8180854296")),
        ("7087038093", Phone("7087038093")),
        ("(877) 829-06966777", Phone("87782906966777")),
        ("+44 (0)20 7946 0018", Phone("2079460018", "+442079460018", "GB")),
        ("0049 30 901820", Phone("30901820", "+4930901820", "DE")),
        ("+1 416-555-0123 ext. 77", Phone("4165550123", "+14165550123", "CA")),
        ("+1 876 555 0123", Phone("8765550123", "+18765550123", "JM")),
        ("+7 701 555 01 23", Phone("7015550123", "+77015550123", "KZ")),
        ("+353 1 555 0123", Phone("15550123", "+35315550123", "IE")),
        ("+999 123456", Phone("999123456")),
        ("call me", Phone("")),
        ("", Phone("")),
    ],
)
def test_phone_numbers(text: str, phone: Phone) -> None:
    assert read(text) == phone


async def test_the_forms_of_a_number_follow_it(desk: Desk) -> None:
    values = await desk.values("contacts", {"phone": "+33655555555", "mobilephone": "+33644444444"}, {"phone": ""})
    assert values["hs_calculated_mobile_number"] == "+33644444444"
    assert values["hs_searchable_calculated_mobile_number"] == "644444444"
    assert not {"hs_calculated_phone_number", "hs_calculated_phone_number_country_code"} & values.keys()


async def test_who_a_record_is_assigned_to(desk: Desk) -> None:
    values = await desk.values("contacts", {"hubspot_owner_id": OLIVIA.id}, {"hubspot_owner_id": OTTO.id})
    assert values["hs_all_owner_ids"] == OTTO.id
    assert values["hs_user_ids_of_all_owners"] == str(OTTO.user_id)
    assert values["hubspot_owner_assigneddate"] == "2024-11-20T15:08:52.191Z"


async def test_a_record_may_have_several_owners(desk: Desk) -> None:
    values = await desk.values("quotes", {
        "hs_title": "Offer", "hs_expiration_date": NOW, "hs_quote_owner_id": OTTO.id, "hubspot_owner_id": OLIVIA.id
    })  # fmt: skip
    assert values["hs_all_owner_ids"] == f"{OLIVIA.id};{OTTO.id}"
    assert values["hs_user_ids_of_all_owners"] == f"{OLIVIA.user_id};{OTTO.user_id}"


async def test_a_record_that_nobody_owns(desk: Desk) -> None:
    values = await desk.values("contacts", {"hubspot_owner_id": OLIVIA.id}, {"hubspot_owner_id": ""})
    about_owners = {"hs_all_owner_ids", "hs_user_ids_of_all_owners", "hubspot_owner_assigneddate"}
    assert not about_owners & values.keys()


SOURCES = ("hs_object_source", "hs_object_source_id", "hs_object_source_user_id", "hs_was_imported")


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        (Origin("INTEGRATION", "1024738", 5555888), ("INTEGRATION", "1024738", None, None)),
        (Origin("CRM_UI", "userId:5555888", 5555888), ("CRM_UI", "userId:5555888", "5555888", None)),
        (Origin("IMPORT", "77", 5555888), ("IMPORT", "77", "5555888", "true")),
    ],
)
async def test_where_a_record_comes_from(desk: Desk, origin: Origin, expected: tuple[Any, ...]) -> None:
    desk.origin = origin
    values = await desk.values("contacts", {"email": "ada@example.com"})
    assert tuple(values.get(name) for name in SOURCES) == expected
    assert values["hs_created_by_user_id"] == "5555888"
