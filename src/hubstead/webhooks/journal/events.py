"""From facts to the events of a journal: one entry for each thing that can happen, with its exact JSON.

Events of records and of apps that come and go have the keys that were seen live; those of associations, lists and
privacy deletions were never shown by the service, and follow the same pattern with the names of its webhooks.
"""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from hubstead.kit.clock import iso
from hubstead.store.engine import Fact
from hubstead.webhooks.events import link_of, merged_of, values_of
from hubstead.webhooks.journal.snapshots import TAKEN, Taken
from hubstead.webhooks.journal.subscription import INSTALLED, UNINSTALLED, Bounds, Kind

Told = dict[str, Any]


class Spec(msgspec.Struct, frozen=True, array_like=True):
    """How a fact is told: as which action of which kind of subscription, and what it is bounded to."""

    kind: Kind
    action: str
    bounds: Bounds

    def kept(self) -> "Spec":
        """What an entry needs to know of it: not which records it is about, for they were chosen, but for lists, whose
        facts are of many records at once."""
        if self.kind == "LIST_MEMBERSHIP":
            return self
        return Spec(self.kind, self.action, Bounds(properties=self.bounds.properties))


Form = Callable[[Fact, Spec], list[Told]]
"""The events that a fact makes; none where nothing happened that the subscription is about."""


class _Members(msgspec.Struct):
    ids: list[int]


_members = msgspec.json.Decoder(_Members).decode
_taken = msgspec.json.Decoder(Taken).decode


def _event(type: str, fact: Fact, action: str, **more: object) -> list[Told]:
    return [{"type": type, "portalId": fact.portal, "occurredAt": iso(fact.at), "action": action, **more}]


def _of_record(fact: Fact, spec: Spec, changes: Mapping[str, str | None], **more: object) -> list[Told]:
    if spec.bounds.object_ids and fact.id not in spec.bounds.object_ids:
        return []
    about = {"objectTypeId": fact.type, "objectId": fact.id, "propertyChanges": changes}
    return _event("crmObject", fact, spec.action, **about, **more)


def _wanted(values: Mapping[str, str | None], spec: Spec) -> dict[str, str | None]:
    names = spec.bounds.properties
    return {name: value or None for name, value in values.items() if not names or name in names}


def creation(fact: Fact, spec: Spec) -> list[Told]:
    """A record was made: with the values of the properties that are wanted."""
    values = {name: value for name, value in _wanted(values_of(fact.body), spec).items() if value}
    return _of_record(fact, spec, values)


def update(fact: Fact, spec: Spec) -> list[Told]:
    """Properties that are wanted got other values; `null` is told of one that was cleared."""
    changes = _wanted(values_of(fact.body), spec)
    return _of_record(fact, spec, changes) if changes else []


def plain(fact: Fact, spec: Spec) -> list[Told]:
    """A record was archived, erased or restored."""
    return _of_record(fact, spec, {})


def merge(fact: Fact, spec: Spec) -> list[Told]:
    """Records became a new one."""
    return _of_record(fact, spec, {}, mergedObjectIds=merged_of(fact.body).merged)


def snapshot(fact: Fact, spec: Spec) -> list[Told]:
    """A record as it was when an app asked for it."""
    return _of_record(fact, spec, _taken(fact.body).values)


def association(fact: Fact, spec: Spec) -> list[Told]:
    """A link came or went, seen from one of its ends."""
    link = link_of(fact.body)
    bounds = spec.bounds
    if link.removed != (spec.action == "ASSOCIATION_REMOVED"):
        return []
    if bounds.associated_object_type_ids and link.to_object_type_id not in bounds.associated_object_type_ids:
        return []
    if bounds.object_ids and link.from_object_id not in bounds.object_ids:
        return []
    return _event(
        "association",
        fact,
        spec.action,
        fromObjectTypeId=link.from_object_type_id,
        fromObjectId=link.from_object_id,
        toObjectTypeId=link.to_object_type_id,
        toObjectId=link.to_object_id,
        associationTypeId=link.association_type_id,
        associationCategory=link.association_category,
        isPrimaryAssociation=link.primary,
    )


def membership(fact: Fact, spec: Spec) -> list[Told]:
    """Records joined or left a list: an event for each."""
    bounds = spec.bounds
    if bounds.list_ids and fact.id not in bounds.list_ids:
        return []
    ids = [id for id in _members(fact.body).ids if not bounds.object_ids or id in bounds.object_ids]
    about = {"listId": fact.id, "objectTypeId": fact.type}
    return [told for id in ids for told in _event("listMembership", fact, spec.action, **about, objectId=id)]


def privacy(fact: Fact, spec: Spec) -> list[Told]:
    """A person was erased."""
    return _event("gdprPrivacyDeletion", fact, spec.action, objectTypeId=fact.type, objectId=fact.id)


def lifecycle(fact: Fact, spec: Spec) -> list[Told]:
    """An account installed the app, or took it out."""
    properties = {
        "hs_app_id": str(fact.id),
        "hs_app_install_level": "PORTAL",
        "hs_initiating_user_id": str(fact.user_id),
        "hs_user_id": str(fact.user_id),
    }
    names = spec.bounds.properties
    wanted = {name: value for name, value in properties.items() if not names or name in names}
    type = INSTALLED if spec.action == "APP_INSTALL" else UNINSTALLED
    return _event("app_lifecycle_event", fact, spec.action, eventTypeId=type, properties=wanted)


JOURNALED: Mapping[str, tuple[tuple[Kind, str, Form], ...]] = {
    "object.created": (("OBJECT", "CREATE", creation),),
    "object.changed": (("OBJECT", "UPDATE", update),),
    "object.archived": (("OBJECT", "DELETE", plain),),
    "object.restored": (("OBJECT", "RESTORE", plain),),
    "object.merged": (("OBJECT", "MERGE", merge),),
    "object.purged": (("OBJECT", "DELETE", plain), ("GDPR_PRIVACY_DELETION", "GDPR_DELETE", privacy)),
    "association.changed": (
        ("ASSOCIATION", "ASSOCIATION_ADDED", association),
        ("ASSOCIATION", "ASSOCIATION_REMOVED", association),
    ),
    "list.joined": (("LIST_MEMBERSHIP", "ADDED_TO_LIST", membership),),
    "list.left": (("LIST_MEMBERSHIP", "REMOVED_FROM_LIST", membership),),
    "app.installed": (("APP_LIFECYCLE_EVENT", "APP_INSTALL", lifecycle),),
    "app.uninstalled": (("APP_LIFECYCLE_EVENT", "APP_UNINSTALL", lifecycle),),
    TAKEN: (("OBJECT", "SNAPSHOT", snapshot),),
}
"""By kind of fact: the kinds of subscription and the actions that it is told as."""


def told(fact: Fact, spec: Spec) -> list[Told]:
    """The events that a fact makes for a subscription with these bounds."""
    for kind, action, form in JOURNALED.get(fact.kind, ()):
        if (kind, action) == (spec.kind, spec.action):
            return form(fact, spec)
    return []
