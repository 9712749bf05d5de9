"""Samples of what apps do for themselves. Names in braces are those of an `Own`."""

from typing import NamedTuple

from tests.access.samples.sample import Sample, Samples, body


class Own(NamedTuple):
    """An app with all that it can have: where its webhooks go, a subscription and a delivery; what it wants in its
    journal, a filter, an entry and a snapshot. `contact` is a record of the account."""

    portal: str
    app: str
    hook: str
    contact: str
    subscription: str
    delivery: str
    wanted: str
    filter: str
    offset: str
    snapshot: str


_SETTINGS = body({"targetUrl": "{hook}", "maxConcurrentRequests": 10})
_JOURNALS = ("/webhooks-journal/journal", "/webhooks-journal/journal-local", "/webhooks/journal")
_WANTED = {"subscriptionType": "OBJECT", "portalId": "{portal}", "actions": ["CREATE"], "objectTypeId": "0-1"}
_CONDITION = {"filterType": "CRM_OBJECT_PROPERTY", "property": "city", "operator": "IS_NOT_EMPTY"}
_FILTER = {"subscriptionId": "{wanted}", "filter": {"conditions": [_CONDITION]}}
_SNAPSHOT = {"portalId": "{portal}", "objectId": "{contact}", "objectTypeId": "0-1", "properties": ["city"]}
SAMPLES: Samples = {
    "PUT /webhooks/{appId}/settings": _SETTINGS,
    "POST /webhooks/{appId}/subscriptions": body({"eventType": "deal.creation"}),
    "PATCH /webhooks/{appId}/subscriptions/{subscriptionId}": body({"active": False}),
    "POST /webhooks/{appId}/subscriptions/batch/update": body({"inputs": [{"id": "{subscription}", "active": False}]}),
    "PUT /hubstead/webhooks/{appId}/settings": _SETTINGS,
    "POST /hubstead/webhooks/{appId}/subscriptions": body({"eventType": "company.creation"}),
    "PATCH /hubstead/webhooks/{appId}/subscriptions/{subscriptionId}": body({"active": False}),
    "POST /hubstead/webhooks/{appId}/journal/subscriptions": body(_WANTED),
    "DELETE /hubstead/webhooks/{appId}/journal/subscriptions/{subscriptionId}": (
        Sample(path={"subscriptionId": "{wanted}"}),
    ),
    "POST /hubstead/webhooks/{appId}/deliveries/redeliver": body({"state": "delivered"}),
    **{f"POST {base}/batch/read": body({"inputs": ["{offset}"]}) for base in _JOURNALS},
    **{
        f"{method} {base}/{path}": (sample,)
        for base in ("/webhooks-journal", "/webhooks")
        for method, path, sample in (
            ("POST", "subscriptions", Sample(_WANTED)),
            ("GET", "subscriptions/{subscriptionId}", Sample(path={"subscriptionId": "{wanted}"})),
            ("DELETE", "subscriptions/{subscriptionId}", Sample(path={"subscriptionId": "{wanted}"})),
            ("POST", "subscriptions/filters", Sample(_FILTER)),
            ("GET", "subscriptions/filters/subscription/{subscriptionId}", Sample(path={"subscriptionId": "{wanted}"})),
            ("POST", "snapshots/crm", Sample({"snapshotRequests": [_SNAPSHOT]})),
        )
    },
}
PATHS = {
    "appId": "{app}",
    "count": "10",
    "deliveryId": "{delivery}",
    "filterId": "{filter}",
    "offset": "{offset}",
    "portalId": "{portal}",
    "statusId": "{snapshot}",
    "subscriptionId": "{subscription}",
}
