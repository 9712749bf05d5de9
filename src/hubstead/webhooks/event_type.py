"""What can be subscribed to: `contact.creation`, or `object.creation` with an object type."""

from typing import NamedTuple

from hubstead.kit.errors import Invalid

LEGACY = {
    "contact": "0-1",
    "company": "0-2",
    "deal": "0-3",
    "ticket": "0-5",
    "product": "0-7",
    "line_item": "0-8",
    "conversation": "0-11",
}
"""Object types with events of their own name."""
GENERIC = "object"
PROPERTY_CHANGE = "propertyChange"
_RECORDS = ("propertyChange", "creation", "deletion", "merge", "restore")
_LINKED = ("contact", "company", "deal", "ticket", "line_item")
COMPLETED = "event.completed"
NAMES = frozenset(
    (
        *(f"{type}.{word}" for type in LEGACY if type != "conversation" for word in _RECORDS),
        *(f"{type}.associationChange" for type in _LINKED),
        *(
            f"conversation.{word}"
            for word in ("creation", "deletion", "newMessage", "privacyDeletion", "propertyChange")
        ),
        *(f"{GENERIC}.{word}" for word in (*_RECORDS, "associationChange")),
        "contact.privacyDeletion",
        "deal.stageChange",
        COMPLETED,
    )
)
"""The 47 of the service, `event.completed` of 2026-03, and `deal.stageChange`, which is a change of `dealstage`."""
NEVER_TOLD = ("num_unique_conversion_events", "hs_lastmodifieddate")
"""Properties that cannot be subscribed to (documented)."""
SECRET = {("0-49", "hs_email_html"), ("0-49", "hs_email_subject"), ("0-18", "hs_communication_body")}
"""Properties that `object.propertyChange` does not tell (documented)."""


class EventType(NamedTuple):
    """A subscribed kind of event: of which object type, what happened, and whether it is named `object.…`."""

    type: str
    word: str
    generic: bool


def parsed(name: str, object_type: str | None) -> EventType:
    """What the name of a subscription means. `object_type` is the id of an `object.…` one."""
    prefix, _, word = name.partition(".")
    if prefix == GENERIC:
        return EventType(object_type or "", word, True)
    return EventType(LEGACY.get(prefix, ""), word, False)


def check(name: str, property: str | None, object_type: str | None, event: str | None = None) -> None:
    """Refuse what nobody can subscribe to. Raises `Invalid`."""
    if name not in NAMES:
        raise Invalid(f"{name} is not a valid event type.", context={"eventType": [name]})
    needs = name.endswith(f".{PROPERTY_CHANGE}")
    if needs and not property:
        raise Invalid(f"propertyName is required for {name} subscriptions.", context={"eventType": [name]})
    if property and not needs:
        raise Invalid(f"propertyName can only be given for propertyChange subscriptions, not for {name}.")
    if bool(event) != (name == COMPLETED):
        raise Invalid(f"eventTypeName is needed for {COMPLETED} subscriptions, and for no other.")
    if property in NEVER_TOLD:
        raise Invalid(f"Changes of {property} cannot be subscribed to.", context={"propertyName": [property]})
    if name.startswith(f"{GENERIC}.") and not object_type:
        raise Invalid(f"objectTypeId is required for {name} subscriptions.", context={"eventType": [name]})
    if name.startswith(f"{GENERIC}.") and (object_type, property) in SECRET:
        raise Invalid(f"Changes of {property} cannot be subscribed to.", context={"propertyName": [str(property)]})
