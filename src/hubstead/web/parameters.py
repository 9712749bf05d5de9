"""What the parameters of paths and queries mean: one entry per name, the same in every room."""

from typing import Any, NamedTuple

_TEXT = {"type": "string"}
_ID = {"type": "integer"}
_FLAG = {"type": "boolean", "default": False}
_NAMES = {"type": "array", "items": {"type": "string"}}


class Parameter(NamedTuple):
    """The JSON schema of a value, its meaning for a reader, and a value that works in an example."""

    schema: dict[str, Any]
    meaning: str
    example: str = ""


_TYPE = Parameter(
    _TEXT, "The object type in any spelling: `contacts`, `contact`, `0-1`, `2-1001`, `p_car`.", "contacts"
)

PATH: dict[str, Parameter] = {
    "appId": Parameter({"type": "integer"}, "The id of the app.", "1000001"),
    "associationIdentifier": Parameter(_TEXT, "The id of the association of the schema.", "1"),
    "associationType": Parameter(_TEXT, "The association type, by name or number.", "contact_to_company"),
    "associationTypeId": Parameter({"type": "integer"}, "The number of the association type.", "279"),
    "blogId": Parameter(_TEXT, "The id of the blog: the content group that its posts name.", "42"),
    "contactId": Parameter(_TEXT, "The id of the contact.", "101"),
    "contentType": Parameter(
        _TEXT, "`landing-pages`, `standard-pages`, `blog-posts`, `listing-pages` or `knowledge-articles`.", "blog-posts"
    ),
    "eventId": Parameter(_TEXT, "The id of the event definition.", "000000001001"),
    "eventName": Parameter(_TEXT, "The event by its name, its full name or its id.", "bought_book"),
    "exportId": Parameter({"type": "integer"}, "The id of the export.", "1001"),
    "faultId": Parameter(_TEXT, "The id of the fault rule.", "1"),
    "fileId": Parameter(_TEXT, "The id of the file.", "101"),
    "folderId": Parameter(_TEXT, "The id of the folder, or its path: `pictures/2026`.", "101"),
    "fieldName": Parameter(_TEXT, "The name of the field, as the property it is for.", "email"),
    "formGuid": Parameter(_TEXT, "The id of the form.", "2c9e4ae5-8f0f-5c5b-9f55-0f2f2f0e1d11"),
    "formId": Parameter(_TEXT, "The id of the form.", "2c9e4ae5-8f0f-5c5b-9f55-0f2f2f0e1d11"),
    "eventTemplateId": Parameter(_TEXT, "The id of the event template.", "1000002"),
    "exchangeRateId": Parameter(_TEXT, "The id of the exchange rate.", "101"),
    "fromObjectType": _TYPE,
    "fromObjectTypeId": Parameter(_TEXT, "The object type that the associations start from.", "0-1"),
    "groupName": Parameter(_TEXT, "The name of the property group.", "contactinformation"),
    "importId": Parameter({"type": "integer"}, "The id of the import.", "1001"),
    "objectId": Parameter(_TEXT, "The id of the record, or the value of the property that `idProperty` names.", "101"),
    "objectType": _TYPE,
    "ownerId": Parameter(_TEXT, "The id of the owner; with `idProperty=userId` that of the user.", "101"),
    "pageId": Parameter(_TEXT, "The id of the page, as the tracking code sends it.", "1001"),
    "path": Parameter(_TEXT, "The path of a file or a folder.", "/pictures/cat.png"),
    "pipelineId": Parameter(_TEXT, "The id of the pipeline.", "default"),
    "portalId": Parameter({"type": "integer"}, "The number of the portal.", "10000001"),
    "propertyName": Parameter(_TEXT, "The name of the property.", "email"),
    "report": Parameter(
        _TEXT,
        "`totals`, `sessions`, `sources`, `geolocation`, `utm-campaigns`, `utm-contents`, `utm-mediums`, "
        "`utm-sources`, `utm-terms`, `event-completions`, `forms`, `pages`, `social-assists`, or a content type: "
        "`landing-pages`, `standard-pages`, `blog-posts`, `listing-pages`, `knowledge-articles`.",
        "sources",
    ),
    "requestId": Parameter(_TEXT, "The id of the request in the log.", "1"),
    "settingsUserId": Parameter(_TEXT, "The id of the user; with `idProperty=EMAIL` the e-mail address.", "102"),
    "snapshotName": Parameter(_TEXT, "The name of the snapshot.", "before"),
    "stageId": Parameter(_TEXT, "The id of the stage.", "appointmentscheduled"),
    "table": Parameter(_TEXT, "The table: `events`, `sessions`, `contacts`, …", "sessions"),
    "timePeriod": Parameter(_TEXT, "`daily`, `weekly` or `monthly`.", "daily"),
    "toObjectId": Parameter(_TEXT, "The id of the other record.", "102"),
    "toObjectType": Parameter(_TEXT, "The other object type, in any spelling.", "companies"),
    "toObjectTypeId": Parameter(_TEXT, "The object type that the associations lead to.", "0-2"),
    "taskId": Parameter({"type": "integer"}, "The id of the task, as it was answered at its start.", "1001"),
    "timelineEventId": Parameter(_TEXT, "The id of the event, as the app gave it.", "pet-1"),
    "fileTaskId": Parameter(_TEXT, "The id of the task of a file or folder.", "AAAAAAAAA_E"),
    "token": Parameter(_TEXT, "The token.", "na1-4b6c5f0e-1d2a-4a3b-9c8d-7e6f5a4b3c2d"),
    "tokenName": Parameter(_TEXT, "The name of the token.", "petName"),
    "userId": Parameter(_TEXT, "The id of the user.", "101"),
    "utk": Parameter(_TEXT, "The value of the visitor's cookie `hubspotutk`.", "0123456789abcdef0123456789abcdef"),
    "viewId": Parameter(_TEXT, "The id of the analytics view.", "1001"),
}

QUERY: dict[str, Parameter] = {
    "actingUserId": Parameter(_NAMES, "Only what these users did, by id."),
    "after": Parameter(_TEXT, "Where the page starts: `paging.next.after` of the page before."),
    "appId": Parameter(_ID, "Only requests of this app."),
    "archived": Parameter(_FLAG, "Whether to answer what is archived instead of what is not."),
    "associations": Parameter(_NAMES, "Object types whose associated ids are shown with each record."),
    "by": Parameter(_TEXT, "`source` (if not given), or `detail`: the first drill-down too."),
    "before": Parameter(_TEXT, "Where the page ends: `paging.prev.before` of the page behind."),
    "d1": Parameter(_TEXT, "The breakdown to drill down into."),
    "d2": Parameter(_TEXT, "The breakdown within `d1` to drill down into."),
    "dataSensitivity": Parameter(_TEXT, "Which properties to show: `non_sensitive`, `sensitive`, `highly_sensitive`."),
    "e": Parameter(_NAMES, "Breakdowns to leave out."),
    "email": Parameter(_TEXT, "Only the owner with this e-mail address."),
    "detail": Parameter(_FLAG, "Whether to render the detail of the event instead of its header."),
    "end": Parameter(_TEXT, "The last day, as `YYYYMMDD`, in the time zone of the account; absent: today."),
    "f": Parameter(_NAMES, "Breakdowns to show, and no others."),
    "faultId": Parameter(_ID, "Only requests that this fault rule hit."),
    "eventType": Parameter(_TEXT, "Only events of this name: `e_visited_page`, `pe10000001_bought_book`."),
    "filterId": Parameter(_ID, "The id of an analytics view: only its part of the traffic is reported on."),
    "format": Parameter(_TEXT, "`csv` (if not given) or `parquet`."),
    "formSubmissionMode": Parameter(_TEXT, "Which forms a contact sent: `all`, `none`, `newest`, `oldest`."),
    "formTypes": Parameter(_NAMES, "Which forms: `hubspot` (if not given), `captured`, `flow`, `blog_comment`, `all`."),
    "fillFinalTimestamp": Parameter(_FLAG, "Taken and ignored."),
    "fromCurrencyCode": Parameter(_TEXT, "Only from this currency, by its code in ISO 4217."),
    "fromTimestamp": Parameter({"type": "integer"}, "Only what happened at this moment or later (ms since 1970)."),
    "from": Parameter(_TEXT, "The state before: the name of a snapshot, or the number of a portal as it is now."),
    "fromObjectTypeId": Parameter(_TEXT, "Only associations that start from this object type."),
    "id": Parameter(_NAMES, "Only those with these ids; of events that happened, with their `eventType`."),
    "idProperty": Parameter(_TEXT, "The unique property that the given id is a value of, for example `email`."),
    "includeAssociationDefinitions": Parameter(_FLAG, "Whether to show the association types of each schema."),
    "includeDeletes": Parameter(_FLAG, "Whether to show what was deleted too."),
    "includeErrorMessage": Parameter(_FLAG, "Whether to say in words what is wrong."),
    "includeProperties": Parameter(_FLAG, "Whether to show properties; absent: yes."),
    "includePropertyDefinitions": Parameter(_FLAG, "Whether to show the properties of each schema."),
    "interval": Parameter(_TEXT, "`day`, `week` or `month`."),
    "kind": Parameter(
        _NAMES,
        "Only entries of these kinds: `property`, `app`, `activity`, `email`, `emailEvent`, `submission`, `event`.",
    ),
    "limit": Parameter({"type": "integer", "minimum": 1}, "How many results a page has at most."),
    "locale": Parameter(_TEXT, "Taken and ignored: labels have one language."),
    "method": Parameter(_TEXT, "Only requests with this method."),
    "page": Parameter(_TEXT, "The address of the page, as reports of pages show it."),
    "path": Parameter(
        _TEXT, "Only requests to paths of this pattern: `*` stands for anything, a version may be left out."
    ),
    "portalId": Parameter(_ID, "Only requests of this portal."),
    "offset": Parameter({"type": "integer", "minimum": 0}, "How many rows to pass over: `offset` of the page before."),
    "occurredAfter": Parameter(_TEXT, "Only what happened at this moment or later (ISO 8601)."),
    "occurredBefore": Parameter(_TEXT, "Only what happened at this moment or earlier (ISO 8601)."),
    "minutes": Parameter({"type": "integer", "minimum": 1, "maximum": 60}, "How many minutes to look back."),
    "model": Parameter(_TEXT, "`first` (if not given), `last`, `linear`, `time-decay` or `position`."),
    "name": Parameter(_NAMES, "Only those with these names."),
    "toCurrencyCode": Parameter(_TEXT, "Only to this currency, by its code in ISO 4217."),
    "toTimestamp": Parameter({"type": "integer"}, "Only what happened at this moment or earlier (ms since 1970)."),
    "userId": Parameter(_TEXT, "Only what this user did, by id."),
    "utk": Parameter(_NAMES, "The values of cookies `hubspotutk`, at most 100."),
    "objectId": Parameter(_TEXT, "Only events that this record did; names its `objectType` too."),
    "objectProperty.{propname}": Parameter(_TEXT, "Only events of records with this value of the property."),
    "objectType": Parameter(_TEXT, "Only events of records of this object type."),
    "property": Parameter(_NAMES, "The properties to show; absent: all that have a value."),
    "propertyMode": Parameter(_TEXT, "`value_and_history`, or `value_only`."),
    "properties": Parameter(_NAMES, "The properties to show besides those that are always shown."),
    "propertiesWithHistory": Parameter(_NAMES, "The properties to show with their earlier values."),
    "showListMemberships": Parameter(_FLAG, "Taken and ignored: lists of a contact are not shown any more."),
    "since": Parameter(_TEXT, "Only requests that began then or later: ISO 8601 or milliseconds, true time."),
    "sort": Parameter(
        _TEXT,
        "`occurredAt` or `-occurredAt`; of requests in the log `newest` first or `oldest` first; of reports the metric "
        "to sort by, or `breakdown`.",
    ),
    "sortDir": Parameter(_TEXT, "`DESC` (if not given) or `ASC`."),
    "start": Parameter(_TEXT, "The first day, as `YYYYMMDD`, in the time zone of the account."),
    "status": Parameter(_TEXT, "Only requests answered with this status, or with a class of them such as `5xx`."),
    "includeRowData": Parameter(_FLAG, "Whether to show the cells of the row."),
    "property.{propname}": Parameter(_TEXT, "Only events with this value of the property; needs `eventType`."),
    "searchString": Parameter(_TEXT, "What names or labels contain."),
    "sortOrder": Parameter(_TEXT, "`ASC` (oldest first) or `DESC`."),
    "to": Parameter(_TEXT, "The state after: the name of a snapshot, or the number of a portal as it is now."),
    "toObjectTypeId": Parameter(_TEXT, "Only associations that lead to this object type."),
    "allowsAnonymousAccess": Parameter({"type": "boolean"}, "Only files that everybody may read, or only others."),
    "createdAt": Parameter(_TEXT, "Only what was created at this moment (ISO 8601 or ms)."),
    "createdAtGte": Parameter(_TEXT, "Only what was created at this moment or later (ISO 8601 or ms)."),
    "createdAtLte": Parameter(_TEXT, "Only what was created at this moment or earlier (ISO 8601 or ms)."),
    "encoding": Parameter(_TEXT, "Only images in this encoding: `png`, `jpeg`."),
    "expirationSeconds": Parameter(
        {"type": "integer", "minimum": 1}, "How long the link is good; an hour if not given."
    ),
    "expiresAt": Parameter(_TEXT, "Only files that expire at this moment (ISO 8601 or ms)."),
    "expiresAtGte": Parameter(_TEXT, "Only what expires at this moment or later (ISO 8601 or ms)."),
    "expiresAtLte": Parameter(_TEXT, "Only what expires at this moment or earlier (ISO 8601 or ms)."),
    "extension": Parameter(_TEXT, "Only files with this extension."),
    "fileMd5": Parameter(_TEXT, "Only files whose content has this MD5."),
    "height": Parameter(_ID, "Only images of so many pixels of height."),
    "heightGte": Parameter(_ID, "Only files of so many pixels of height or more."),
    "heightLte": Parameter(_ID, "Only files of so many pixels of height or fewer."),
    "idGte": Parameter(_ID, "Only those with this id or a higher one."),
    "idLte": Parameter(_ID, "Only those with this id or a lower one."),
    "ids": Parameter(_NAMES, "Only those with these ids."),
    "isUsableInContent": Parameter({"type": "boolean"}, "Only files that may be used in content, or only others."),
    "parentFolderIds": Parameter(_NAMES, "Only what is directly in these folders."),
    "size": Parameter(
        _TEXT, "Only files of so many bytes; of a link to an image `icon`, `thumb`, `medium`, `preview`."
    ),
    "sizeGte": Parameter(_ID, "Only files of so many bytes or more."),
    "sizeLte": Parameter(_ID, "Only files of so many bytes or fewer."),
    "type": Parameter(_TEXT, "Only files of this type: `IMG`, `DOCUMENT`, `AUDIO`, `MOVIE`, `OTHER`."),
    "updatedAt": Parameter(_TEXT, "Only what was changed last at this moment (ISO 8601 or ms)."),
    "updatedAtGte": Parameter(_TEXT, "Only what was changed at this moment or later (ISO 8601 or ms)."),
    "updatedAtLte": Parameter(_TEXT, "Only what was changed at this moment or earlier (ISO 8601 or ms)."),
    "upscale": Parameter(_FLAG, "Whether an image may grow to the size."),
    "url": Parameter(_TEXT, "Only the file with this URL."),
    "width": Parameter(_ID, "Only images of so many pixels of width."),
    "widthGte": Parameter(_ID, "Only files of so many pixels of width or more."),
    "widthLte": Parameter(_ID, "Only files of so many pixels of width or fewer."),
    "validateDealStageUsagesBeforeDelete": Parameter(_FLAG, "Whether to refuse to remove a stage that deals are in."),
    "validateReferencesBeforeDelete": Parameter(_FLAG, "Whether to refuse to remove what records refer to."),
    "wait": Parameter({"type": "number"}, "Seconds to wait for the first request that fits, 30 at most."),
}

FIELDS: dict[str, Any] = {
    "associationCategory": "HUBSPOT_DEFINED",
    "associationTypeId": 279,
    "fieldType": "text",
    "filters": [{"propertyName": "lifecyclestage", "operator": "EQ", "value": "lead"}],
    "formula": "amount * 2",
    "grant_type": "refresh_token",
    "groupName": "contactinformation",
    "id": "101",
    "label": "Shoe size",
    "metadata": {"probability": "0.5"},
    "name": "shoe_size",
    "objectId": "101",
    "objectIdToMerge": "102",
    "percentage": "100",
    "primaryObjectId": "101",
    "properties": {"firstname": "Ada"},
    "type": "string",
}
"""Values of body fields that make an example worth reading, by the name of the field."""
