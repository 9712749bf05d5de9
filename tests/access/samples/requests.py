"""A sample request for every route of the server, made of the route and of what a portal has.

A new route with a body, or with a path parameter of its own, needs an entry here; a test says so.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from hubstead.web.openapi import shown_path
from hubstead.web.route import Route
from tests.access.samples import account, crm, files, other, own
from tests.access.samples.cast import Cast
from tests.access.samples.own import Own
from tests.access.samples.sample import Sample, Samples, filled

SAMPLES: Samples = {**crm.SAMPLES, **account.SAMPLES, **files.SAMPLES, **other.SAMPLES, **own.SAMPLES}
PATHS: Mapping[str, str] = {
    **own.PATHS,
    "associationIdentifier": "{schema_association}",
    "associationType": "contact_to_company",
    "associationTypeId": "{label}",
    "blogId": "1",
    "businessUnitId": "{brand}",
    "contactId": "{contact}",
    "contentType": "blog-posts",
    "eventId": "{event_id}",
    "eventName": "{event}",
    "exchangeRateId": "{rate}",
    "fileId": "{file}",
    "folderId": "{folder}",
    "formGuid": "{form}",
    "formId": "{form}",
    "fromObjectType": "contacts",
    "fromObjectTypeId": "0-1",
    "groupName": "{group}",
    "importId": "{imported}",
    "listId": "{list}",
    "listName": "{words}",
    "newParentFolderId": "0",
    "objectId": "{contact}",
    "objectType": "contacts",
    "objectTypeId": "0-1",
    "ownerId": "{owner}",
    "pageId": "1",
    "path": "{tag}-folder/{tag}.txt",
    "pipelineId": "{pipeline}",
    "portalId": "{portal}",
    "propertyName": "{shoe}",
    "report": "sources",
    "recordId": "{contact}",
    "settingsUserId": "{person}",
    "roleId": "{role}",
    "teamId": "{team}",
    "sourceListId": "{active_list}",
    "stageId": "{stage}",
    "fileTaskId": "{move_task}",
    "table": "contacts",
    "timePeriod": "daily",
    "toObjectId": "{company}",
    "toObjectType": "companies",
    "toObjectTypeId": "0-2",
    "userId": "{user}",
    "utk": "{utk}",
    "viewId": "{view}",
    "kind": "reports",
    "savedId": "{saved}",
}
"""What stands for a parameter of a path."""
TYPES: Mapping[str, str] = {"/crm/pipelines/": "deals", "/crm/schemas/": "{schema}", "/crm-object-schemas/": "{schema}"}
"""The object type in the paths that begin so."""
_NUMBER = re.compile(r"(?<![\w-])\d+(?![\w-])")
_PARAMETER = re.compile(r"\{(\w+)\}")


class Request(NamedTuple):
    """One request of a client."""

    method: str
    url: str
    body: Any = None

    def told(self, answer: str) -> set[str]:
        """The numbers in an answer that the request itself did not name."""
        return {*_NUMBER.findall(answer)} - {*_NUMBER.findall(f"{self.url} {json.dumps(self.body, default=str)}")}


class Unknown(Exception):
    """There is no sample for a route, or no value for a parameter of its path."""


def requests(route: Route, cast: Cast | Own, shape: str = "") -> Iterator[Request]:
    """The sample requests for a route. Raises `Unknown`.

    `shape` is another spelling of its path: in another version, with an object type in the place of a parameter.
    """
    names = cast._asdict()
    shape = shape or shown_path(route.path)
    key = f"{route.method} {route.path}"
    if key not in SAMPLES and route.body is not None:
        raise Unknown(f"{key} takes a body: add a sample to tests/access/samples")
    for sample in SAMPLES.get(key, (Sample(),)):
        values = {name: sample.path.get(name) or _usual(route, name) for name in _PARAMETER.findall(shape)}
        url = shape.format_map(values) + (f"?{sample.query}" if sample.query else "")
        yield Request(route.method, filled(url, names), filled(sample.body, names))


def _usual(route: Route, name: str) -> str:
    if name == "objectType":
        return next((type for start, type in TYPES.items() if route.path.startswith(start)), PATHS[name])
    if name not in PATHS:
        raise Unknown(f"{{{name}}} of {route.path} has no value: add it to tests/access/samples/requests.py")
    return PATHS[name]
