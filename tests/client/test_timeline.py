"""Timeline events of an app with both Python SDKs, unmodified, over a socket."""

import hubspot_sdk
import pytest
from hubspot import HubSpot
from hubspot.crm.timeline import ApiException

from tests.client.portal import AppCredentials, Portal, installed_app


@pytest.fixture(scope="module")
def app(portal: Portal) -> AppCredentials:
    return installed_app(portal, "timeline", "crm.objects.contacts.write", "crm.objects.contacts.read")


def test_hubspot_api_client_from_template_to_rendered_event(portal: Portal, app: AppCredentials) -> None:
    developer = HubSpot(api_key=app.developer_api_key, host=portal.url).crm.timeline
    installed = HubSpot(access_token=app.token, host=portal.url).crm.timeline
    made = developer.templates_api.create(
        app.id,
        {
            "name": "Pets",
            "objectType": "contacts",
            "headerTemplate": "Registered {{petName}}",
            "detailTemplate": "**{{petName}}** {{#each extraData.polls}}{{answer}};{{/each}}",
            "tokens": [],
        },
    )
    token = {"name": "petName", "label": "Name", "type": "string", "objectPropertyName": "firstname"}
    assert developer.tokens_api.create(made.id, app.id, token).name == "petName"
    assert developer.tokens_api.update(made.id, "petName", app.id, {"label": "Pet"}).label == "Pet"
    template = developer.templates_api.get_by_id(made.id, app.id)
    assert [found.label for found in template.tokens] == ["Pet"]
    assert [found.id for found in developer.templates_api.get_all(app.id).results] == [made.id]
    event = {
        "eventTemplateId": made.id,
        "email": "pets@example.com",
        "id": "first",
        "tokens": {"petName": "Art"},
        "extraData": {"polls": [{"answer": "yes"}, {"answer": "no"}]},
    }
    sent = installed.events_api.create(event)
    assert (sent.id, sent.object_type, sent.tokens) == ("first", "contacts", {"petName": "Art"})
    contact = HubSpot(access_token=portal.token, host=portal.url).crm.contacts.basic_api.get_by_id(sent.object_id)
    assert contact.properties["firstname"] == "Art"
    installed.events_api.create_batch({"inputs": [{**event, "id": "second"}, {**event, "id": "third"}]})
    assert installed.events_api.get_by_id(made.id, "third").extra_data == event["extraData"]
    assert installed.events_api.get_detail_by_id(made.id, "second").details == "**Art** yes;no;"
    assert installed.events_api.get_render_by_id(made.id, "second") == "<p>Registered Art</p>\n"
    shown = installed.events_api.get_render_by_id(made.id, "second", detail=True)
    assert shown == "<p><strong>Art</strong> yes;no;</p>\n"
    changes = {"id": made.id, "name": "Animals", "tokens": [token]}
    assert developer.templates_api.update(made.id, app.id, changes).name == "Animals"
    developer.tokens_api.archive(made.id, "petName", app.id)
    with pytest.raises(ApiException) as refused:
        installed.events_api.create({**event, "id": "fourth"})
    assert refused.value.status == 400
    developer.templates_api.archive(made.id, app.id)
    with pytest.raises(ApiException) as gone:
        installed.events_api.get_by_id(made.id, "third")
    assert gone.value.status == 404


def test_hubspot_sdk_sends_app_events(portal: Portal, app: AppCredentials) -> None:
    developer = HubSpot(api_key=app.developer_api_key, host=portal.url).crm.timeline
    token = {"name": "film", "label": "Film", "type": "string"}
    template = developer.templates_api.create(
        app.id, {"name": "watched", "objectType": "contacts", "tokens": [token], "headerTemplate": "Saw {{film}}"}
    )
    with hubspot_sdk.HubSpot(
        access_token=app.token, base_url=portal.url, max_retries=0, _strict_response_validation=True
    ) as sdk:
        found = sdk.crm.timeline.create_project_type(project_name="films", developer_symbol="watched")
        assert found.fully_qualified_name.endswith(template.id)
        event = {"event_type_name": found.fully_qualified_name, "properties": {"film": "Up"}, "email": "up@example.com"}
        sdk.crm.timeline.create_event(id="one", **event)
        answer = sdk.crm.timeline.batch.create(inputs=[{"id": "two", **event}])
        assert [(taken.id, taken.properties) for taken in answer.results] == [("two", {"film": "Up"})]
    installed = HubSpot(access_token=app.token, host=portal.url).crm.timeline
    for name in ("one", "two"):
        assert installed.events_api.get_render_by_id(template.id, name) == "<p>Saw Up</p>\n"
