"""Sample requests for rooms beside the CRM."""

from tests.access.samples.sample import Sample, Samples, body
from tests.marketing.forms.sample import form

EVENT = {"eventName": "pe{portal}_{event}", "objectId": "{contact}", "properties": {"{event_property}": "{secret}"}}
EVENT_PROPERTY = {"propertyName": "{event_property}"}
SAMPLES: Samples = {
    "PUT /hubstead/tracking/settings": body({"excludedReferrers": ["{tag}.example.com"]}),
    "POST /marketing/forms": body(form(name="New {tag}")),
    "PUT /marketing/forms/{formId}": body(form(name="Put {tag}")),
    "PATCH /marketing/forms/{formId}": body({"name": "Patched {tag}"}),
    "POST /submissions/integration/secure/submit/{portalId}/{formGuid}": body(
        {"fields": [{"objectTypeId": "0-1", "name": "email", "value": "sent-{tag}@example.com"}]}
    ),
    "POST /events/event-definitions": body({"name": "{tag}_new", "label": "New {tag}"}),
    "PATCH /events/event-definitions/{eventName}": body({"label": "Patched {tag}"}),
    "POST /events/event-definitions/{eventName}/property": body({"label": "Pages of {tag}", "type": "number"}),
    "PATCH /events/event-definitions/{eventName}/property/{propertyName}": (
        Sample({"label": "Patched {tag}"}, path=EVENT_PROPERTY),
    ),
    "DELETE /events/event-definitions/{eventName}/property/{propertyName}": (Sample(path=EVENT_PROPERTY),),
    "POST /events/send": body(EVENT),
    "POST /events/send/batch": body({"inputs": [EVENT]}),
    "GET /reports/events/batch": (Sample(query="id={event_id}"),),
    "GET /events/events": (Sample(query="objectType=contact&objectId={contact}"),),
    "GET /events/event-occurrences": (Sample(query="objectType=contact&objectId={contact}"),),
}
