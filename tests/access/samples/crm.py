"""Sample requests for the routes of the CRM: what each takes beside the parameters of its path."""

from typing import Any

from tests.access.samples.cast import PLAIN, list_named, pipeline_labelled, property_named, schema_named
from tests.access.samples.sample import Sample, Samples, bodies, body

_CHANGE = {"properties": {"city": "changed"}}
_BY_ID = {"inputs": [{"id": "{contact}", **_CHANGE}]}
_TRACED = {"inputs": [{"id": "{contact}", "objectWriteTraceId": "t", **_CHANGE}]}
_BY_EMAIL = {"inputs": [{"id": "{email}", "idProperty": "email", **_CHANGE}]}
_NEW = {"properties": {"firstname": "New"}}
_LINKED = {"properties": {}, "associations": [{"to": {"id": "{company}"}, "types": PLAIN}]}
_HISTORY = {"inputs": [{"id": "{email}"}], "idProperty": "email", "propertiesWithHistory": ["firstname"]}
_READS = (
    Sample(),
    Sample(query="properties=firstname,email&associations=companies,deals&propertiesWithHistory=firstname"),
)
_OTHERS = {"companies": "{company}", "deals": "{deal}", "tickets": "{ticket}", "{cars}": "{car}"}


def _equal(name: str, value: str) -> dict[str, Any]:
    return {"filters": [{"propertyName": name, "operator": "EQ", "value": value}], "properties": ["firstname"]}


_SEARCHES = bodies(  # by columns, by words, by unique values, by association
    {},
    _equal("city", "Paris"),
    _equal("firstname", "{secret}"),
    {"query": "{tag}"},
    {"query": "secret", "properties": ["firstname"], "sorts": ["-createdate"]},
    _equal("email", "{email}"),
    _equal("hs_object_id", "{contact}"),
    _equal("associations.company", "{company}"),
)
_SPLITS = {"inputs": [{"id": "{deal}", "splits": [{"ownerId": "{owner}", "percentage": 1}]}]}

OBJECTS = "/crm/objects/{objectType}"
RECORDS: Samples = {
    "POST /hubstead/formulas/{objectType}": bodies(
        {"formula": "concatenate(firstname, ' x')"}, {"formula": "firstname", "objectId": "{contact}"}
    ),
    f"GET {OBJECTS}": (*_READS, Sample(query="archived=true"), Sample(path={"objectType": "{cars}"})),
    f"POST {OBJECTS}": bodies(_NEW, _LINKED),
    f"GET {OBJECTS}/{{objectId}}": (
        *_READS,
        *(Sample(path={"objectType": type, "objectId": id}) for type, id in _OTHERS.items()),
        Sample(query="archived=true", path={"objectId": "{gone}"}),
        Sample(query="idProperty=email", path={"objectId": "{email}"}),
    ),
    f"PATCH {OBJECTS}/{{objectId}}": (
        Sample(_CHANGE),
        Sample(_CHANGE, "idProperty=email", {"objectId": "{email}"}),
    ),
    f"POST {OBJECTS}/batch/read": bodies({"inputs": [{"id": "{contact}"}, {"id": "{other_contact}"}]}, _HISTORY),
    f"POST {OBJECTS}/batch/create": body({"inputs": [_NEW]}),
    f"POST {OBJECTS}/batch/update": bodies(_BY_ID, _BY_EMAIL, _TRACED),
    f"POST {OBJECTS}/batch/upsert": bodies(_BY_ID, _BY_EMAIL, _TRACED),
    f"POST {OBJECTS}/batch/archive": body({"inputs": [{"id": "{contact}"}]}),
    f"POST {OBJECTS}/merge": bodies(
        {"primaryObjectId": "{contact}", "objectIdToMerge": "{other_contact}"},
        {"primaryObjectId": "{other_contact}", "objectIdToMerge": "{contact}"},
    ),
    f"POST {OBJECTS}/gdpr-delete": bodies(
        {"objectId": "{other_contact}"}, {"objectId": "{gone}"}, {"objectId": "{email}", "idProperty": "email"}
    ),
    f"POST {OBJECTS}/search": _SEARCHES,
    "POST /crm/objects/deals/splits/batch/read": body({"inputs": [{"id": "{deal}"}]}),
    "POST /crm/objects/deals/splits/batch/upsert": body(_SPLITS),
    "POST /deal-splits/batch/read": body({"inputs": [{"id": "{deal}"}]}),
    "POST /deal-splits/batch/upsert": body(_SPLITS),
}

_PAIR = {"from": {"id": "{contact}"}, "to": {"id": "{company}"}}
_NAMED = {"inputs": [{**_PAIR, "type": "contact_to_company"}]}  # as v3 has it
_TYPED = {"inputs": [{**_PAIR, "types": PLAIN, "type": "contact_to_company"}]}
_FAN = {"inputs": [{"from": {"id": "{contact}"}, "to": [{"id": "{company}"}]}]}
_KIND = {"category": "HUBSPOT_DEFINED", "typeId": 279}
_LIMIT = {"inputs": [{**_KIND, "maxToObjectIds": 500}]}
ASSOCIATIONS = "/crm/associations/{fromObjectType}/{toObjectType}"
LIMITS = "/crm/associations/definitions/configurations/{fromObjectType}/{toObjectType}/batch"
BETWEEN_RECORDS: Samples = {
    f"PUT {OBJECTS}/{{objectId}}/associations/{{toObjectType}}/{{toObjectId}}": body(PLAIN),
    f"POST {ASSOCIATIONS}/batch/read": body({"inputs": [{"id": "{contact}"}]}),
    f"POST {ASSOCIATIONS}/batch/create": body(_TYPED),
    f"POST {ASSOCIATIONS}/batch/associate/default": body({"inputs": [_PAIR]}),
    f"POST {ASSOCIATIONS}/batch/archive": bodies(_FAN, _NAMED),
    f"POST {ASSOCIATIONS}/batch/labels/archive": body(_TYPED),
    f"POST {ASSOCIATIONS}/labels": body({"name": "{tag}_pal", "label": "Pal"}),
    f"PUT {ASSOCIATIONS}/labels": body({"associationTypeId": "{label}", "label": "Renamed"}),
    "GET /crm/limits/associations/records/{fromObjectTypeId}/{toObjectTypeId}": (
        Sample(),
        Sample(path={"toObjectTypeId": "0-3"}),
    ),
    f"POST {LIMITS}/create": body(_LIMIT),
    f"POST {LIMITS}/update": body(_LIMIT),
    f"POST {LIMITS}/purge": body({"inputs": [_KIND]}),
}

_PROPERTY = property_named("{tag}_hat", "contactinformation", "Hat")
_STAGE = {"label": "Another", "displayOrder": 5, "metadata": {"probability": "0.5"}}
PROPERTIES = "/crm/properties/{objectType}"
PIPELINES = "/crm/pipelines/{objectType}"
DEFINITIONS: Samples = {
    f"POST {PROPERTIES}": body(_PROPERTY),
    f"PATCH {PROPERTIES}/{{propertyName}}": body({"label": "Changed"}),
    f"POST {PROPERTIES}/batch/read": body({"inputs": [{"name": "{shoe}"}]}),
    f"POST {PROPERTIES}/batch/create": body({"inputs": [_PROPERTY]}),
    f"POST {PROPERTIES}/batch/archive": body({"inputs": [{"name": "{shoe}"}]}),
    f"POST {PROPERTIES}/groups": body({"name": "{tag}_hats", "label": "Hats"}),
    f"PATCH {PROPERTIES}/groups/{{groupName}}": body({"label": "Changed"}),
    f"POST {PIPELINES}": body(pipeline_labelled("New {tag}")),
    f"PUT {PIPELINES}/{{pipelineId}}": body(pipeline_labelled("Put {tag}")),
    f"PATCH {PIPELINES}/{{pipelineId}}": body({"label": "Patched {tag}"}),
    f"POST {PIPELINES}/{{pipelineId}}/stages": body(_STAGE),
    f"PUT {PIPELINES}/{{pipelineId}}/stages/{{stageId}}": body(_STAGE),
    f"PATCH {PIPELINES}/{{pipelineId}}/stages/{{stageId}}": body({"label": "Changed"}),
}
SCHEMAS: Samples = {
    f"{method} {base}{rest}": body(given)
    for base in ("/crm/schemas", "/crm-object-schemas/schemas")
    for method, rest, given in (
        ("POST", "", schema_named("{tag}_bus", "Bus {tag}")),
        ("POST", "/batch/read", {"inputs": ["{schema}"]}),
        ("PATCH", "/{objectType}", {"labels": {"singular": "Auto", "plural": "Autos"}}),
        (
            "POST",
            "/{objectType}/associations",
            {"fromObjectTypeId": "{schema}", "toObjectTypeId": "0-3", "name": "{tag}_deal"},
        ),
    )
} | {
    f"DELETE {base}/{{objectType}}/purge": (Sample(path={"objectType": "{scrapped}"}),)
    for base in ("/crm/schemas", "/crm-object-schemas/schemas")
}
ACTIVE = {"listId": "{active_list}"}
FOLDER = {"folderId": "{list_folder}"}
LISTS: Samples = {
    "POST /crm/lists": bodies(
        {"name": "New {tag}", "objectTypeId": "0-1", "processingType": "MANUAL"}, list_named("Other {tag}", "{tag}")
    ),
    "POST /crm/lists/search": body({"query": ""}),
    "POST /crm/lists/all": body({}),
    "GET /crm/lists/idmapping": (Sample(query="legacyListId={list}"),),
    "POST /crm/lists/idmapping": body(["{list}"]),
    "PUT /crm/lists/{listId}/update-list-name": (Sample(query="listName=Named+{tag}"),),
    "PUT /crm/lists/{listId}/update-list-filters": (
        Sample({"filterBranch": list_named("", "{tag}")["filterBranch"]}, path=ACTIVE),
    ),
    "PUT /crm/lists/{listId}/schedule-conversion": (
        Sample({"conversionType": "INACTIVITY", "timeUnit": "DAY", "offset": 9}, path=ACTIVE),
    ),
    "GET /crm/lists/{listId}/schedule-conversion": (Sample(path=ACTIVE),),
    "DELETE /crm/lists/{listId}/schedule-conversion": (Sample(path=ACTIVE),),
    "PUT /crm/lists/{listId}/memberships/add": body(["{other_contact}"]),
    "PUT /crm/lists/{listId}/memberships/remove": body(["{other_contact}"]),
    "PUT /crm/lists/{listId}/memberships/add-and-remove": body(
        {"recordIdsToAdd": ["{other_contact}"], "recordIdsToRemove": []}
    ),
    "POST /crm/lists/records/memberships/batch/read": body(
        {"inputs": [{"objectTypeId": "0-1", "recordId": "{contact}"}]}
    ),
    "POST /crm/lists/folders": body({"name": "New {tag}"}),
    "POST /hubstead/objects/{objectType}/restore": body({"inputs": [{"id": "{gone}"}]}),
    "POST /hubstead/lists/count": body(
        {"objectTypeId": "0-1", "filterBranch": list_named("", "{tag}")["filterBranch"]}
    ),
    "POST /contacts/lists": body({"name": "Old {tag}"}),
    "POST /contacts/lists/{listId}": body({"name": "Old {tag}"}),
    "POST /contacts/lists/{listId}/add": body({"emails": ["{email}"]}),
    "POST /contacts/lists/{listId}/remove": body({"emails": ["{email}"]}),
    "GET /contacts/lists/batch": (Sample(query="listId={list}"),),
    "PUT /crm/lists/folders/move-list": body({"listId": "{list}", "newFolderId": "{list_folder}"}),
    "PUT /crm/lists/folders/{folderId}/rename": (Sample(query="newFolderName=Named+{tag}", path=FOLDER),),
    "PUT /crm/lists/folders/{folderId}/move/{newParentFolderId}": (Sample(path=FOLDER),),
    "DELETE /crm/lists/folders/{folderId}": (Sample(path=FOLDER),),
}
SAMPLES: Samples = {**RECORDS, **BETWEEN_RECORDS, **DEFINITIONS, **SCHEMAS, **LISTS}
