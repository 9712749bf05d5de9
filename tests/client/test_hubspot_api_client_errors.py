"""PyPI hubspot-api-client over a socket: refusals arrive as its exceptions, with HubSpot's bodies in them."""

import json
import re
from typing import Any

import pytest
from hubspot import HubSpot
from hubspot.crm import contacts, deals
from hubspot.crm.contacts import exceptions

from tests.client.make import make
from tests.client.portal import Portal


def refused(call: Any, *args: Any, error: type[Exception] = exceptions.ApiException, **options: Any) -> tuple[int, Any]:
    """Status and JSON of the body of a call that must fail; the correlation id is that of the header."""
    with pytest.raises(error) as caught:
        call(*args, **options)
    failure: Any = caught.value
    body = json.loads(failure.body)
    assert failure.headers["Content-Type"] == "application/json;charset=utf-8"
    assert body.pop("correlationId") == failure.headers["X-HubSpot-Correlation-Id"]
    assert body.pop("status") == "error"
    return failure.status, body


def new(**values: str) -> Any:
    return contacts.SimplePublicObjectInputForCreate(properties=values)


def test_a_known_address_is_a_conflict_that_names_the_holder(hubspot: HubSpot) -> None:
    holder = make(hubspot, "contacts", email="held@example.com")
    status, body = refused(hubspot.crm.contacts.basic_api.create, new(email="HELD@example.com"))
    assert (status, body["category"]) == (409, "CONFLICT")
    assert body["message"] == f"Contact already exists. Existing ID: {holder}"
    assert body["context"] == {"id": [holder]}


def test_an_update_cannot_take_the_address_of_another(hubspot: HubSpot, portal: Portal) -> None:
    holder, other = make(hubspot, "contacts", email="kept@example.com"), make(hubspot, "contacts")
    change = contacts.SimplePublicObjectInput(properties={"email": "kept@example.com"})
    status, body = refused(hubspot.crm.contacts.basic_api.update, other, change)
    assert (status, body["category"]) == (400, "VALIDATION_ERROR")
    assert body["message"] == (
        f"Cannot set PropertyValueCoordinates{{portalId={portal.id}, "
        "objectTypeId=ObjectTypeId{legacyObjectType=CONTACT}, propertyName=email, value=kept@example.com} "
        f"on {other}. {holder} already has that value."
    )


def test_an_unknown_property_is_named_thrice(hubspot: HubSpot, portal: Portal) -> None:
    status, body = refused(hubspot.crm.contacts.basic_api.create, new(email="x@example.com", descriptoin="x"))
    text = 'Property "descriptoin" does not exist'
    assert (status, body["category"]) == (400, "VALIDATION_ERROR")
    assert body["errors"] == [
        {"message": text, "code": "PROPERTY_DOESNT_EXIST", "context": {"propertyName": ["descriptoin"]}}
    ]
    prefix, _, problems = body["message"].partition(": ")
    assert prefix == "Property values were not valid"
    assert json.loads(problems) == [
        {
            "isValid": False,
            "message": text,
            "error": "PROPERTY_DOESNT_EXIST",
            "name": "descriptoin",
            "localizedErrorMessage": text,
            "portalId": portal.id,
        }
    ]


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("email", "an_invalid_email", "INVALID_EMAIL"),
        ("createdate", "2026-01-01T00:00:00Z", "READ_ONLY_VALUE"),
        ("lifecyclestage", "no such stage", "INVALID_OPTION"),
    ],
)
def test_values_that_are_not_valid(hubspot: HubSpot, name: str, value: str, code: str) -> None:
    status, body = refused(hubspot.crm.contacts.basic_api.create, new(**{name: value}))
    assert (status, body["errors"][0]["code"]) == (400, code)


def test_no_input_of_a_refused_batch_is_kept(hubspot: HubSpot) -> None:
    good = contacts.SimplePublicObjectBatchInputForCreate(properties={"email": "batch.good@example.com"})
    bad = contacts.SimplePublicObjectBatchInputForCreate(properties={"email": "batch.bad"})
    batch = contacts.BatchInputSimplePublicObjectBatchInputForCreate(inputs=[good, bad])
    status, body = refused(hubspot.crm.contacts.batch_api.create, batch)
    assert (status, body["category"]) == (400, "VALIDATION_ERROR")
    with pytest.raises(exceptions.NotFoundException):
        hubspot.crm.contacts.basic_api.get_by_id("batch.good@example.com", id_property="email")


def test_a_batch_takes_a_hundred(hubspot: HubSpot) -> None:
    inputs = [contacts.SimplePublicObjectId(id=str(number)) for number in range(101)]
    status, body = refused(
        hubspot.crm.contacts.batch_api.archive, contacts.BatchInputSimplePublicObjectId(inputs=inputs)
    )
    assert (status, body["category"]) == (400, "VALIDATION_ERROR")
    assert "100" in body["message"]


def test_required_properties(hubspot: HubSpot) -> None:
    empty = deals.SimplePublicObjectInputForCreate(properties={"amount": "1"})
    status, body = refused(hubspot.crm.deals.basic_api.create, empty, error=deals.exceptions.ApiException)
    assert (status, body["category"]) == (400, "VALIDATION_ERROR")
    assert "dealname" in json.dumps(body)


def test_a_missing_record_is_answered_with_a_page(hubspot: HubSpot) -> None:
    with pytest.raises(exceptions.NotFoundException) as caught:
        hubspot.crm.contacts.basic_api.get_by_id("404")
    failure: Any = caught.value
    assert failure.headers["Content-Type"] == "text/html;charset=iso-8859-1"
    assert failure.headers["X-HubSpot-NotFound"] == "true"
    assert re.match(r"<html>\n<head>\n.*<title>Error 404 Not Found</title>", failure.body, re.DOTALL)


def test_a_search_that_cannot_be_understood(hubspot: HubSpot) -> None:
    request = contacts.PublicObjectSearchRequest(limit=201)
    status, body = refused(hubspot.crm.contacts.search_api.do_search, request)
    assert (status, body["category"]) == (400, "VALIDATION_ERROR")
    request = contacts.PublicObjectSearchRequest(after="9999", limit=2)
    assert refused(hubspot.crm.contacts.search_api.do_search, request)[0] == 400


@pytest.mark.parametrize("token", ["pat-na1-unknown-0000-0000", "", None])
def test_without_a_known_token_nothing_is_answered(portal: Portal, token: str | None) -> None:
    stranger = HubSpot(access_token=token, host=portal.url)
    status, body = refused(stranger.crm.contacts.basic_api.get_page, error=exceptions.UnauthorizedException)
    assert (status, body["category"]) == (401, "INVALID_AUTHENTICATION")
    assert body["message"].startswith("Authentication credentials not found.")


def test_a_missing_scope_is_named(portal: Portal) -> None:
    reader = HubSpot(access_token=portal.token_with("crm.objects.contacts.read"), host=portal.url)
    assert reader.crm.contacts.basic_api.get_page() is not None
    status, body = refused(
        reader.crm.contacts.basic_api.create, new(email="no@example.com"), error=exceptions.ForbiddenException
    )
    assert (status, body["category"]) == (403, "MISSING_SCOPES")
    assert body["errors"] == [
        {
            "message": "One or more of the following scopes are required.",
            "context": {"requiredGranularScopes": ["crm.objects.contacts.write"]},
        }
    ]
    assert body["links"] == {"scopes": "https://developers.hubspot.com/scopes"}


def test_portals_do_not_see_each_other(hubspot: HubSpot, served: Any) -> None:
    from tests.client.portal import new_portal

    contact = make(hubspot, "contacts", email="private@example.com")
    other = new_portal(served.url, served.settings)
    stranger = HubSpot(access_token=other.token, host=other.url)
    with pytest.raises(exceptions.NotFoundException):
        stranger.crm.contacts.basic_api.get_by_id(contact)
    assert make(stranger, "contacts", email="private@example.com") != contact


def test_raw_requests_go_through_the_client_too(hubspot: HubSpot, portal: Portal) -> None:
    """`api_request` takes its address from another option, `base_url`."""
    client = HubSpot(access_token=portal.token, host=portal.url, base_url=portal.url)
    contact = make(hubspot, "contacts")
    answer = client.api_request({"path": f"/crm/v3/objects/contacts/{contact}"})
    assert (answer.status_code, answer.json()["id"]) == (200, contact)
