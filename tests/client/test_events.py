"""Both Python SDKs over a socket: event definitions, sending and reading events."""

from typing import Any

import hubspot_sdk
import pytest
from hubspot import HubSpot
from hubspot.events import send as models

from tests.client.portal import Portal


@pytest.fixture(scope="module")
def event(sdk: hubspot_sdk.HubSpot) -> Any:
    """An event definition, made with the dated SDK."""
    return sdk.events.definitions.create(
        label="Bought book",
        name="bought_book",
        description="Somebody bought a book",
        primary_object="CONTACT",
        include_default_properties=True,
        property_definitions=[
            {"name": "title", "label": "Title", "type": "string"},
            {
                "name": "form",
                "label": "Form",
                "type": "enumeration",
                "options": [{"label": "Paper", "value": "paper", "display_order": 0, "hidden": False}],
            },
        ],
    )


def test_definitions_with_the_dated_sdk(sdk: hubspot_sdk.HubSpot, event: Any, portal: Portal) -> None:
    """The SDK refuses what is not exactly of the declared types."""
    api = sdk.events.definitions
    assert event.fully_qualified_name == f"pe{portal.id}_bought_book"
    assert event.object_type_id == f"6-{event.id}"
    assert event.tracking_type == "MANUAL"
    assert api.get("bought_book").to_dict() == event.to_dict()
    assert [found.name for found in api.list(search_string="book", include_properties=True)] == ["bought_book"]
    added = api.create_property("bought_book", label="Pages", type="number")
    assert (added.name, added.type) == ("pages", "number")
    assert api.update_property("pages", event_name="bought_book", label="Number of pages").label == "Number of pages"
    api.delete_property("pages", event_name="bought_book")
    assert api.update("bought_book", label="Bought a book").labels.singular == "Bought a book"
    other = api.create(label="Never", include_default_properties=False, property_definitions=[])
    api.delete(other.name)
    with pytest.raises(hubspot_sdk.NotFoundError):
        api.get(other.name)


def test_events_of_one_sdk_are_read_by_the_other(hubspot: HubSpot, sdk: hubspot_sdk.HubSpot, event: Any) -> None:
    name = event.fully_qualified_name
    request = models.BehavioralEventHttpCompletionRequest(
        event_name=name,
        email="reader@example.com",
        occurred_at="2026-01-01T10:00:00.000Z",
        properties={"title": "Notes", "form": "paper", "hs_city": "London"},
    )
    hubspot.events.send.basic_api.send(request)
    batch = [
        models.BehavioralEventHttpCompletionRequest(
            event_name=name,
            email="reader@example.com",
            uuid=f"uuid-{number}",
            occurred_at=f"2026-01-01T1{number}:00:00Z",
            properties={"title": f"Book {number}"},
        )
        for number in range(1, 5)
    ]
    hubspot.events.send.batch_api.send(models.BatchedBehavioralEventHttpCompletionRequest(inputs=batch))
    sdk.events.send.send(
        event_name=name, email="reader@example.com", properties={"title": "Last"}, occurred_at="2026-01-01T19:00:00Z"
    )
    found = list(sdk.events.occurrences.list(event_type=name, limit=2))
    assert [one.properties["title"] for one in found] == ["Notes", "Book 1", "Book 2", "Book 3", "Book 4", "Last"]
    assert found[0].properties == {"title": "Notes", "form": "paper", "hs_city": "London"}
    assert {one.object_type for one in found} == {"CONTACT"}

    contact = hubspot.crm.contacts.basic_api.get_by_id("reader@example.com", id_property="email")
    page = hubspot.events.events_api.get_page(
        object_type="contact", object_id=int(contact.id), limit=4, sort=["-occurredAt"]
    )
    assert [one.properties["title"] for one in page.results] == ["Last", "Book 4", "Book 3", "Book 2"]
    rest = hubspot.events.events_api.get_page(
        object_type="contact", object_id=int(contact.id), sort=["-occurredAt"], after=page.paging.next.after
    )
    assert [one.properties["title"] for one in rest.results] == ["Book 1", "Notes"]
    [one] = hubspot.events.events_api.get_page(event_type=name, id=["uuid-3"]).results
    assert (one.id, one.object_id) == ("uuid-3", contact.id)


def test_event_types(hubspot: HubSpot, sdk: hubspot_sdk.HubSpot, event: Any) -> None:
    classic = hubspot.events.events_api.get_types().event_types
    assert classic == sdk.events.occurrences.list_event_types().event_types
    assert {"e_visited_page", event.fully_qualified_name} <= set(classic)
