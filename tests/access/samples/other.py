"""Sample requests for rooms beside the CRM."""

from tests.access.samples.sample import Sample, Samples, body
from tests.crm.imports.desk import people
from tests.marketing.forms.sample import form

EVENT = {"eventName": "pe{portal}_{event}", "objectId": "{contact}", "properties": {"{event_property}": "{secret}"}}
EVENT_PROPERTY = {"propertyName": "{event_property}"}
DAYS = "start=20260101&end=20260131"
REPORT = "/analytics/reports/{report}"
PAGE = "/analytics/reports/{contentType}/{pageId}"
BLOG = "/analytics/reports/{contentType}/content-group/{blogId}"
VIEW = {"title": "New {tag}", "reportPropertyFilters": [{"prop": "country", "op": "EQ", "args": ["DE"]}]}
REPORTS: Samples = {
    f"GET {path}/{period}": (Sample(query=DAYS),)
    for period in ("total", "{timePeriod}")
    for path in (
        REPORT,
        f"{REPORT}/summarize",
        f"{PAGE}/sources",
        f"{PAGE}/sources/summarize",
        f"{PAGE}/sessions",
        f"{PAGE}/sessions/summarize",
        f"{BLOG}/sources",
        f"{BLOG}/sources/summarize",
    )
    if not (period == "total" and path.endswith("summarize"))
}
CUSTOM_EVENTS: Samples = {
    "POST {base}/event-definitions": body({"name": "{tag}_new", "label": "New {tag}"}),
    "PATCH {base}/event-definitions/{eventName}": body({"label": "Patched {tag}"}),
    "POST {base}/event-definitions/{eventName}/property": body({"label": "Pages of {tag}", "type": "number"}),
    "PATCH {base}/event-definitions/{eventName}/property/{propertyName}": (
        Sample({"label": "Patched {tag}"}, path=EVENT_PROPERTY),
    ),
    "DELETE {base}/event-definitions/{eventName}/property/{propertyName}": (Sample(path=EVENT_PROPERTY),),
    "POST {base}/send": body(EVENT),
    "POST {base}/send/batch": body({"inputs": [EVENT]}),
}
SAMPLES: Samples = {
    "POST /crm/imports": body(people("new")),
    "POST /crm/exports/export/async": body(
        {
            "exportType": "VIEW",
            "format": "CSV",
            "exportName": "{tag}",
            "objectType": "CONTACT",
            "objectProperties": ["email"],
            "language": "EN",
        }
    ),
    **REPORTS,
    "GET /analytics/hubstead/unique-visitors": (Sample(query=DAYS),),
    "GET /analytics/hubstead/retention": (Sample(query=DAYS),),
    "GET /analytics/hubstead/attribution": (Sample(query=DAYS),),
    "GET /analytics/hubstead/paths": (Sample(query=f"{DAYS}&page=https%3A%2F%2Fexample.com%2F"),),
    "POST /analytics/hubstead/funnel": body({"start": "20260101", "steps": [{"type": "visit"}, {"type": "form"}]}),
    "POST /analytics/hubstead/sql": body({"sql": "select email from contacts"}),
    "POST /analytics/hubstead/views": body(VIEW),
    "PUT /analytics/hubstead/views/{viewId}": body({"title": "Put {tag}"}),
    "POST /hubstead/saved/{kind}": body({"name": "New {tag}", "content": {}, "audience": "EVERYONE"}),
    "PATCH /hubstead/saved/{kind}/{savedId}": body({"name": "Patched {tag}"}),
    "PUT /hubstead/tracking/settings": body({"excludedReferrers": ["{tag}.example.com"]}),
    "PUT /hubstead/tracking/consent/policies": body({"results": [{"name": "{tag}", "mode": "NOTIFY"}]}),
    "POST /hubstead/tracking/consent/preview": body({"policy": {"name": "{tag}", "mode": "NOTIFY"}}),
    "POST /marketing/forms": body(form(name="New {tag}")),
    "PUT /marketing/forms/{formId}": body(form(name="Put {tag}")),
    "PATCH /marketing/forms/{formId}": body({"name": "Patched {tag}"}),
    "POST /submissions/integration/secure/submit/{portalId}/{formGuid}": body(
        {"fields": [{"objectTypeId": "0-1", "name": "email", "value": "sent-{tag}@example.com"}]}
    ),
    "GET /contacts/contact/byUtk/batch": (Sample(query="utk={utk}"),),
    "GET /contacts/contact/utks/batch": (Sample(query="utk={utk}"),),
    "GET /forms/fields/{formId}/{fieldName}": (Sample(path={"fieldName": "email"}),),
    "GET /contacts/fields/{formId}/{fieldName}": (Sample(path={"fieldName": "email"}),),
    **{
        key.replace("{base}", base): samples
        for base in ("/events", "/events/custom")
        for key, samples in CUSTOM_EVENTS.items()
    },
    "GET /reports/events/batch": (Sample(query="id={event_id}"),),
    "GET /events/events": (Sample(query="objectType=contact&objectId={contact}"),),
    "GET /events/event-occurrences": (Sample(query="objectType=contact&objectId={contact}"),),
}
