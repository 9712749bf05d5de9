"""Everything that is wrong with a submission, by the type that the API has for it."""

from typing import Any

import pytest
import pytest_asyncio

from tests.marketing.forms.sample import EMAIL, field
from tests.marketing.submissions.site import Site, site
from tests.world import World

OPTIONS = [{"label": value, "value": value, "displayOrder": 0} for value in ("OPEN", "IN_PROGRESS")]
DIGITS = {"minAllowedDigits": 3, "maxAllowedDigits": 5}


async def everything(world: World) -> Site:
    blocked = {"blockedEmailDomains": ["rival.com"], "useDefaultBlockList": True}
    reply = await world.post(
        "/crm/v3/properties/contacts",
        {"name": "shoe", "label": "Shoe", "type": "number", "fieldType": "number", "groupName": "contactinformation"},
    )
    assert reply.status == 201
    asked = (
        {**EMAIL, "validation": blocked},
        field("firstname"),
        field("shoe", "number", validation=DIGITS),
        field("phone", "phone", validation=DIGITS),
        field("hs_lead_status", "dropdown", options=OPTIONS),
        field("message", "file"),
        field("hs_email_optout", "single_checkbox"),
    )
    return await site(world, fieldGroups=[{"fields": [each]} for each in asked])


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def strict(shared_world: World) -> Site:
    return await everything(shared_world)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def plain(shared_world: World) -> Site:
    return await site(shared_world)


@pytest.mark.parametrize(
    ("values", "type", "path"),
    [
        ({}, "REQUIRED_FIELD", "fields.email"),
        ({"email": "  "}, "REQUIRED_FIELD", "fields.email"),
        ({"email": None}, "REQUIRED_FIELD", "fields.email"),
        ({"email": "a@b.com", "nickname": "x"}, "FIELD_NOT_IN_FORM_DEFINITION", "fields.nickname"),
        ({"email": "a@b.com", "hs_lead_status": "LOST"}, "VALUE_NOT_IN_FIELD_DEFINITION", "fields.hs_lead_status"),
        ({"email": "a@b.com", "hs_email_optout": "maybe"}, "VALUE_NOT_IN_FIELD_DEFINITION", "fields.hs_email_optout"),
        ({"email": "a@b.com", "message": "C:\\x"}, "VALUE_NOT_IN_FIELD_DEFINITION", "fields.message"),
        ({"email": "nobody"}, "INVALID_EMAIL", "fields.email"),
        ({"email": "a@b@c.de"}, "INVALID_EMAIL", "fields.email"),
        ({"email": "a@" + "b" * 300 + ".de"}, "INVALID_EMAIL", "fields.email"),
        ({"email": "a@Rival.com"}, "BLOCKED_EMAIL", "fields.email"),
        ({"email": "a@gmail.com"}, "BLOCKED_EMAIL", "fields.email"),
        ({"email": "a@b.com", "shoe": "forty"}, "INVALID_NUMBER", "fields.shoe"),
        ({"email": "a@b.com", "shoe": "4e3"}, "INVALID_NUMBER", "fields.shoe"),
        ({"email": "a@b.com", "shoe": "1,000"}, "INVALID_NUMBER", "fields.shoe"),
        ({"email": "a@b.com", "shoe": "42"}, "NUMBER_OUT_OF_RANGE", "fields.shoe"),
        ({"email": "a@b.com", "shoe": 123456}, "NUMBER_OUT_OF_RANGE", "fields.shoe"),
        ({"email": "a@b.com", "phone": "call me"}, "INVALID_NUMBER", "fields.phone"),
        ({"email": "a@b.com", "phone": "+1 2"}, "NUMBER_OUT_OF_RANGE", "fields.phone"),
        ({"email": "a@b.com", "firstname": "x" * 65_537}, "INPUT_TOO_LARGE", "fields.firstname"),
        ({"email": "a@b.com", "firstname": "a\0b"}, "VALUE_NOT_IN_FIELD_DEFINITION", "fields.firstname"),
    ],
)
async def test_values(strict: Site, values: dict[str, Any], type: str, path: str) -> None:
    [(found, message)] = await strict.problems(**values)
    assert found == type
    assert message.startswith(f"Error in '{path}'. ")
    assert (await strict.submissions())["results"] == []


@pytest.mark.parametrize(
    "values",
    [{"shoe": "-12.34"}, {"shoe": 1234}, {"phone": "+1 (234)-5"}, {"hs_lead_status": "OPEN"}, {"hs_email_optout": True},
     {"message": "https://files.example.com/1.pdf"}],
)  # fmt: skip
async def test_values_that_are_right(world: World, values: dict[str, Any]) -> None:
    reply = await (await everything(world)).send(email="a@b.com", **values)
    assert reply.status == 200, reply.body


async def test_the_words_of_a_missing_field_of_another_object(world: World) -> None:
    """As a live answer had them."""
    ours = await site(world, {**field("state", required=True), "objectTypeId": "0-2"})
    assert await ours.problems(email="a@b.com") == [
        ("REQUIRED_FIELD", "Error in 'fields.0-2/state'. Required field '0-2/state' is missing")
    ]


async def test_all_problems_are_told_at_once(world: World) -> None:
    ours = await everything(world)
    found = await ours.problems(shoe="x", nickname="y", context={"hutk": "1"})
    assert sorted(type for type, _ in found) == [
        "FIELD_NOT_IN_FORM_DEFINITION",
        "INVALID_HUTK",
        "INVALID_NUMBER",
        "REQUIRED_FIELD",
    ]


@pytest.mark.parametrize(
    ("context", "type", "path"),
    [
        ({"hutk": "37184"}, "INVALID_HUTK", "context.hutk"),
        ({"hutk": "G" * 32}, "INVALID_HUTK", "context.hutk"),
        ({"ipAddress": "300.1.1.1"}, "INVALID_IP_ADDRESS", "context.ipAddress"),
        ({"pageUri": "/contact"}, "INVALID_PAGE_URI", "context.pageUri"),
        ({"pageUri": "javascript:alert(1)"}, "INVALID_PAGE_URI", "context.pageUri"),
        ({"goToWebinarWebinarKey": "x"}, "INVALID_GOTOWEBINAR_WEBINAR_KEY", "context.goToWebinarWebinarKey"),
        ({"weather": "fine"}, "INVALID_METADATA", "context.weather"),
        ({"pageName": ["Home"]}, "INVALID_METADATA", "context.pageName"),
    ],
)
async def test_context(plain: Site, context: dict[str, Any], type: str, path: str) -> None:
    [(found, message)] = await plain.problems(email="a@b.com", context=context)
    assert found == type
    assert message.startswith(f"Error in '{path}'. ")


async def test_the_words_of_a_bad_cookie(world: World) -> None:
    """As a live answer had them."""
    found = await (await site(world)).problems(email="a@b.com", context={"hutk": "37184"})
    assert found == [("INVALID_HUTK", "Error in 'context.hutk'. '37184' is not a valid Hutk")]


async def test_a_context_with_everything(world: World) -> None:
    context = {
        "hutk": "0" * 32,
        "pageUri": "https://acme.de/contact",
        "pageName": "Contact",
        "ipAddress": "2001:db8::1",
        "pageId": 123,
        "sfdcCampaignId": "",
        "goToWebinarWebinarKey": "1234567",
    }
    assert (await (await site(world)).send(email="a@b.com", context=context)).status == 200


CONSENT = {"consentToProcess": True, "text": "I agree", "communications": []}
NEWS = {"value": True, "subscriptionTypeId": 999, "text": "News"}
INTEREST = {"value": True, "subscriptionTypeId": 999, "legalBasis": "CUSTOMER", "text": "We told you"}


@pytest.mark.parametrize(
    ("options", "type"),
    [
        ({}, "INVALID_LEGAL_OPTION_FORMAT"),
        ({"consent": CONSENT, "legitimateInterest": INTEREST}, "INVALID_LEGAL_OPTION_FORMAT"),
        ({"consent": {**CONSENT, "consentToProcess": False}}, "MISSING_PROCESSING_CONSENT"),
        ({"consent": {**CONSENT, "text": ""}}, "MISSING_PROCESSING_CONSENT_TEXT"),
        ({"consent": {**CONSENT, "communications": [{**NEWS, "text": ""}]}}, "MISSING_COMMUNICATION_CONSENT_TEXT"),
        ({"consent": {**CONSENT, "communications": [NEWS, NEWS]}}, "DUPLICATE_SUBSCRIPTION_TYPE_ID"),
        ({"legitimateInterest": {**INTEREST, "text": ""}}, "MISSING_LEGITIMATE_INTEREST_TEXT"),
        ({"legitimateInterest": {**INTEREST, "value": False}}, "MISSING_PROCESSING_CONSENT"),
    ],
)
async def test_legal_options(plain: Site, options: dict[str, Any], type: str) -> None:
    found = await plain.problems(email="a@b.com", legalConsentOptions=options)
    assert [found_type for found_type, _ in found] == [type]


@pytest.mark.parametrize(
    ("options", "basis"),
    [
        ({"consent": {**CONSENT, "communications": [NEWS]}}, "Freely given consent from contact"),
        ({"legitimateInterest": INTEREST}, "Legitimate interest – existing customer"),  # noqa: RUF001
    ],
)
async def test_the_legal_basis_is_written_to_the_contact(world: World, options: Any, basis: str) -> None:
    ours = await site(world)
    assert (await ours.send(email="a@b.com", legalConsentOptions=options)).status == 200
    assert (await ours.contact("a@b.com", "hs_legal_basis"))["hs_legal_basis"] == basis


async def test_a_form_with_captcha_takes_nothing_from_the_api(world: World) -> None:
    """As a live answer had it."""
    action = {"type": "thank_you", "value": ""}
    ours = await site(world, configuration={"recaptchaEnabled": True, "postSubmitAction": action})
    said = f"Form '{ours.id}' can't receive API submissions as Captcha (SPAM prevention) is enabled."
    assert await ours.problems(email="a@b.com") == [("FORM_HAS_RECAPTCHA_ENABLED", said)]


async def test_a_thousand_values_and_no_more(world: World) -> None:
    ours = await site(world)
    fields = [{"name": "email", "value": "a@b.com"}] * 1_000
    assert (await ours.send(fields=fields)).status == 200
    [(type, _)] = await ours.problems(fields=[*fields, fields[0]])
    assert type == "MAX_NUMBER_OF_SUBMITTED_VALUES_EXCEEDED"


async def test_submitted_at_lies_in_the_last_month(world: World) -> None:
    ours = await site(world)
    [(at,)] = await world.server.store.rows("SELECT max(at) FROM fact")
    day = 86_400_000
    for good in (at, str(at), at - 30 * day):
        assert (await ours.send(email="a@b.com", submittedAt=good)).status == 200
    for bad in (at - 32 * day, at + 2 * day, "yesterday", "-1"):
        [(type, message)] = await ours.problems(email="a@b.com", submittedAt=bad)
        assert (type, message[:22]) == ("INVALID_METADATA", "Error in 'submittedAt'")


@pytest.mark.parametrize(
    ("country", "code", "missing"),
    [("de", "", True), ("de", "10115", False), ("fr", "", False), ("", "", False)],
)
async def test_a_dependent_field_is_required_where_it_is_asked(
    world: World, country: str, code: str, missing: bool
) -> None:
    condition = {"operator": "eq", "value": "de", "values": [], "rangeStart": "", "rangeEnd": ""}
    dependent = {"dependentCondition": condition, "dependentField": field("zip", required=True)}
    ours = await site(world, field("country", dependentFields=[dependent]))
    reply = await ours.send(email="a@b.com", country=country, zip=code)
    assert reply.status == (400 if missing else 200)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"fields": {}}',
        b'{"fields": [{"value": 1}]}',
        b'{"fields": [{"name": 7}]}',
        b'{"fields": [{"name": "email", "value": []}]}',
        b'{"fields": [], "context": []}',
    ],
)
async def test_what_is_no_submission_is_a_400(plain: Site, body: bytes) -> None:
    url = f"/submissions/v3/integration/submit/10000001/{plain.id}"
    assert (await plain.world.post(url, body, token=None)).status == 400


async def test_skip_validation_skips_nothing(world: World) -> None:
    found = await (await site(world)).problems(skipValidation=True, city="London")
    assert {type for type, _ in found} == {"REQUIRED_FIELD", "FIELD_NOT_IN_FORM_DEFINITION"}
