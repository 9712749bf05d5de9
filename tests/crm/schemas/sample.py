"""A custom object type with as little as one needs."""

from typing import Any

CAR: dict[str, Any] = {
    "name": "car",
    "labels": {"singular": "Car", "plural": "Cars"},
    "primaryDisplayProperty": "plate",
    "requiredProperties": [],
    "properties": [{"name": "plate", "label": "Plate", "type": "string", "fieldType": "text"}],
    "associatedObjects": [],
}
