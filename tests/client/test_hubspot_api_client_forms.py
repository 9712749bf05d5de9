"""PyPI hubspot-api-client over a socket: forms, and those who send them.

Its model of a field knows one type of fields only (the `oneOf` of the specification, taken for one of its branches). It
takes the others because its check of values is off unless somebody turns it on.
"""

import json
from typing import Any

import pytest
import requests
from hubspot import HubSpot
from hubspot.marketing import forms as models
from hubspot.marketing.forms.exceptions import NotFoundException

from tests.client.portal import Portal
from tests.marketing.forms.sample import field, form


@pytest.fixture(scope="module")
def api(hubspot: HubSpot) -> Any:
    return hubspot.marketing.forms.forms_api


def created(api: Any, name: str) -> Any:
    return api.create(form(field("city"), field("country", "dropdown"), name=name))


def test_a_form_is_made_read_changed_and_archived(api: Any) -> None:
    made = created(api, "Contact us")
    assert isinstance(made, models.FormDefinitionBase)
    assert made.created_at == made.updated_at
    assert [group.fields[0].name for group in made.field_groups] == ["email", "city", "country"]
    assert made.field_groups[0].fields[0].field_type == "email"
    assert made.configuration.post_submit_action.value == "<p>Thanks</p>"
    assert made.legal_consent_options.type == "none"
    assert api.get_by_id(made.id).to_dict() == made.to_dict()
    patched = api.update(made.id, models.HubSpotFormDefinitionPatchRequest(name="Write to us"))
    assert (patched.name, patched.id) == ("Write to us", made.id)
    put = api.replace(made.id, {**form(name="Talk to us"), "id": made.id})
    assert (put.name, len(put.field_groups)) == ("Talk to us", 1)
    api.archive(made.id)
    with pytest.raises(NotFoundException):
        api.get_by_id(made.id)
    assert api.get_by_id(made.id, archived=True).archived_at


def test_the_models_of_the_sdk_make_a_form(api: Any) -> None:
    email = models.EmailField(
        object_type_id="0-1",
        name="email",
        label="E-mail",
        required=True,
        hidden=False,
        dependent_fields=[],
        validation=models.EmailFieldValidation(blocked_email_domains=["gmail.com"], use_default_block_list=False),
    )
    given = form()
    group = models.FieldGroup(group_type="default_group", rich_text_type="text", fields=[email])
    made = api.create({**given, "fieldGroups": [group]})
    assert made.field_groups[0].fields[0].required is True


def test_lists_are_paged(api: Any) -> None:
    ids = {created(api, f"Form {number}").id for number in range(3)}
    seen, after = [], None
    while True:
        page = api.get_page(limit=2, after=after, form_types=["hubspot"])
        seen += [found.id for found in page.results]
        if page.paging is None:
            break
        after = page.paging.next.after
    assert ids <= set(seen)
    assert len(seen) == len(set(seen))


def test_a_browser_sends_a_form(api: Any, hubspot: HubSpot, portal: Portal) -> None:
    made = created(api, "Newsletter")
    url = f"{portal.url}/submissions/v3/integration/submit/{portal.id}/{made.id}"
    body = {
        "fields": [{"objectTypeId": "0-1", "name": "email", "value": "visitor@example.com"}],
        "context": {"pageUri": "https://acme.de/contact", "pageName": "Contact"},
    }
    sent = requests.post(url, data=json.dumps(body), headers={"Origin": "https://acme.de"}, timeout=60)
    assert (sent.status_code, sent.json()) == (200, {"inlineMessage": "<p>Thanks</p>"})
    assert sent.headers["access-control-allow-origin"] == "*"
    contact = hubspot.crm.contacts.basic_api.get_by_id(
        "visitor@example.com", id_property="email", properties=["recent_conversion_event_name", "hs_object_source"]
    )
    assert contact.properties["recent_conversion_event_name"] == "Contact: Newsletter"
    assert contact.properties["hs_object_source"] == "FORM"
    submissions = f"{portal.url}/form-integrations/v1/submissions/forms/{made.id}"
    read = requests.get(submissions, headers={"Authorization": f"Bearer {portal.token}"}, timeout=60)
    assert read.json()["results"][0]["pageUrl"] == "https://acme.de/contact"
    refused = requests.post(url, json={"fields": []}, timeout=60)
    assert refused.json()["errors"] == [
        {"message": "Error in 'fields.email'. Required field 'email' is missing", "errorType": "REQUIRED_FIELD"}
    ]
