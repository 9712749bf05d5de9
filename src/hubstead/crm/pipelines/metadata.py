"""What a stage says of the records in it. All values are text on the wire, and so they are stored.

Deals have a probability, tickets a `ticketState`, custom objects a `state`; from these follows `isClosed`. Other keys
of theirs are dropped without a word, as the service does. The stages of other types keep what they are given.
"""

import re
from collections.abc import Mapping
from typing import Any

from hubstead.crm.object_types.object_type import ObjectType
from hubstead.kit.errors import Invalid, Unreadable

DEALS = "0-3"
TICKETS = "0-5"
STATES = ("OPEN", "CLOSED")
_PROBABILITY = re.compile(r"[0-9]{0,20}\.?[0-9]{1,40}")


def metadata_of(type: ObjectType, given: Mapping[str, Any]) -> dict[str, str]:
    """The metadata of a stage as it is stored. Raises `Invalid` or `Unreadable` for what a stage cannot have."""
    if type.id == DEALS:
        return _deal(given)
    if type.id == TICKETS:
        return _state(type, "ticketState", given)
    if type.custom:
        return _state(type, "state", given)
    return {key: _text(value) for key, value in given.items() if value is not None}


def _deal(given: Mapping[str, Any]) -> dict[str, str]:
    value = given.get("probability")
    if value is None:
        raise Unreadable("must specify probability when writing a dealstage")
    text = _text(value)
    probability = float(text) if _PROBABILITY.fullmatch(text) else -1.0
    if not 0 <= probability <= 1:
        raise Unreadable("dealstage probability is not valid, must be between 0.0 and 1.0 (inclusive)")
    return {"isClosed": "true" if probability in (0, 1) else "false", "probability": str(probability)}


def _state(type: ObjectType, key: str, given: Mapping[str, Any]) -> dict[str, str]:
    state = given.get(key) or "OPEN"
    if state not in STATES:
        raise Invalid(
            f"Failed to deserialize metadata for object type {type.id}: {key} must be one of [{', '.join(STATES)}]",
            sub_category="PipelineError.INVALID_PIPELINE_STAGE_METADATA",
        )
    return {key: state, "isClosed": "true" if state == "CLOSED" else "false"}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    raise Unreadable("Every value of a stage's metadata is a text, a number or a boolean.")
