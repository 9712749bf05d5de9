"""From facts to events: one entry for each thing that can happen, with its exact JSON.

The keys and their order are those of live captures and of the service's documentation; what the reference has no sample
of follows the documented fields.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import msgspec

from hubstead.crm.associations.change import Fact as Link
from hubstead.store.engine import Fact
from hubstead.webhooks import completed
from hubstead.webhooks.delivery import Ref
from hubstead.webhooks.event_type import LEGACY, EventType, parsed
from hubstead.webhooks.target import Subscription

Fields = dict[str, Any]
Form = Callable[[Fact, Subscription, EventType], Fields | None]
"""What an event has besides what all have; `None` where nothing happened that the subscription is about."""
values_of = msgspec.json.Decoder(dict[str, str | None]).decode
_legacy_names = {id: name for name, id in LEGACY.items()}


class _Merged(msgspec.Struct):
    primary: int
    merged: list[int]
    moved: int


merged_of = msgspec.json.Decoder(_Merged).decode
link_of = msgspec.json.Decoder(Link).decode
_completed = msgspec.json.Decoder(completed.Completed).decode


def creation(fact: Fact, *_: object) -> Fields:
    """A record was made."""
    return {"objectId": fact.id, "changeFlag": "NEW"}


def deletion(fact: Fact, *_: object) -> Fields:
    """A record was archived."""
    return {"objectId": fact.id, "changeFlag": "DELETED"}


def property_change(fact: Fact, subscription: Subscription, about: EventType) -> Fields | None:
    """A property got another value; a cleared one is told as the empty text."""
    changed = values_of(fact.body)
    name = subscription.property
    if name not in changed or (fact.kind == "object.created" and not changed[name]):
        return None
    told = {"objectId": fact.id, "propertyName": name, "propertyValue": changed[name] or ""}
    return {**told, "isSensitive": False} if about.generic else told


def stage_change(fact: Fact, *_: object) -> Fields | None:
    """A deal went to another stage of its pipeline."""
    changed = values_of(fact.body)
    if "dealstage" not in changed:
        return None
    return {"objectId": fact.id, "propertyName": "dealstage", "propertyValue": changed["dealstage"] or ""}


def merge(fact: Fact, *_: object) -> Fields:
    """Two records became a new one."""
    body = merged_of(fact.body)
    return {
        "objectId": fact.id,
        "primaryObjectId": body.primary,
        "mergedObjectIds": [id for id in body.merged if id != body.primary],
        "newObjectId": fact.id,
        "numberOfPropertiesMoved": body.moved,
    }


def plain(fact: Fact, *_: object) -> Fields:
    """A record was restored, or a person erased: nothing more is told."""
    return {"objectId": fact.id}


def association_change(fact: Fact, _: Subscription, about: EventType) -> Fields | None:
    """A link came or went, seen from one of its ends."""
    link = link_of(fact.body)
    ends = {"fromObjectId": link.from_object_id, "toObjectId": link.to_object_id}
    how = {"associationRemoved": link.removed, "isPrimaryAssociation": link.primary}
    if about.generic:
        types = {"fromObjectTypeId": link.from_object_type_id, "toObjectTypeId": link.to_object_type_id}
        kind = {"associationTypeId": link.association_type_id, "associationCategory": link.association_category}
        return {**types, **ends, **kind, **how}
    names = [_legacy_names.get(type) for type in (link.from_object_type_id, link.to_object_type_id)]
    if None in names:
        return None
    return {"associationType": "_TO_".join(str(name).upper() for name in names), **ends, **how}


def completion(fact: Fact, subscription: Subscription, _: EventType) -> Fields | None:
    """A record completed an event: the one that is named in full, or without the account's part of the name."""
    body = _completed(fact.body)
    if subscription.event not in (body.event_type_name, body.event_type_name.partition("_")[2]):
        return None
    if subscription.object_type not in (None, body.object_type_id):
        return None
    return {
        "objectId": fact.id,
        "objectTypeId": body.object_type_id,
        "eventTypeName": body.event_type_name,
        "eventOccurrenceId": body.event_id,
        "properties": body.properties,
    }


EVENTS: Mapping[str, Mapping[str, Form]] = {
    "object.created": {"creation": creation, "propertyChange": property_change},
    "object.changed": {"propertyChange": property_change, "stageChange": stage_change},
    "object.archived": {"deletion": deletion},
    "object.restored": {"restore": plain},
    "object.merged": {"merge": merge},
    "object.purged": {"privacyDeletion": plain, "deletion": deletion},
    "association.changed": {"associationChange": association_change},
    completed.COMPLETED: {"completed": completion},
}
"""By kind of fact and by the word behind the dot of a subscription."""


class Matcher:
    """Which of the subscriptions of one app a fact is about: one look-up for a fact that is about none."""

    def __init__(self, subscriptions: Iterable[Subscription]) -> None:
        self._forms: dict[tuple[str, str], list[tuple[Subscription, EventType, Form]]] = {}
        for subscription in subscriptions:
            about = parsed(subscription.event_type, subscription.object_type)
            for kind, forms in EVENTS.items():
                if about.word in forms:
                    type = "" if kind == completed.COMPLETED else about.type
                    found = self._forms.setdefault((kind, type), [])
                    found.append((subscription, about, forms[about.word]))

    @property
    def wants_events(self) -> bool:
        """Whether some are about events that are completed."""
        return (completed.COMPLETED, "") in self._forms

    def of(self, seq: int, fact: Fact) -> Iterator[tuple[Subscription, EventType, Fields]]:
        """The subscriptions that the fact is about, with what their events tell."""
        for subscription, about, form in self._forms.get((fact.kind, fact.type), ()):
            fields = form(fact, subscription, about) if seq > subscription.since else None
            if fields is not None:
                yield subscription, about, fields


def event(
    ref: Ref, fact: Fact, app: int, subscription: Subscription, about: EventType, fields: Fields, attempt: int
) -> Fields:
    """The event as it is sent. `eventId` follows from what it is of, and is the same in every attempt."""
    told: Fields = {
        "eventId": zlib.crc32(" ".join(map(str, ref)).encode()) & 0x7FFFFFFF,
        "subscriptionId": subscription.id,
        "portalId": fact.portal,
        "appId": app,
        "occurredAt": fact.at,
        "subscriptionType": subscription.event_type,
        "attemptNumber": attempt,
    }
    if "objectId" in fields:
        told["objectId"] = fields["objectId"]
    told["changeSource"] = fact.source
    told.update(fields)
    if about.generic and fact.kind != "association.changed":
        told["objectTypeId"] = fact.type
    source = f"userId:{fact.user_id}" if fact.user_id and fact.source == "CRM_UI" else fact.source_id
    if source:
        told["sourceId"] = source
    return told
