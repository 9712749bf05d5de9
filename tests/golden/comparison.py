"""Comparing an answer with a recorded one: the same shape, and the same values where they follow from the input."""

import re
from typing import Any

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z")
_NUMBER = re.compile(r"\d{2,}")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TYPE = re.compile(r"2-\d+")

LATER = frozenset(
    {
        # Put on every record after the recordings of 2021 and 2022 were made.
        "hs_object_source",
        "hs_object_source_id",
        "hs_object_source_label",
        # Reads of records since 2026, property definitions since 2024, schemas and associations since 2023.
        "url",
        "dataSensitivity",
        "archived",
        "createdByUserId",
        "updatedByUserId",
        "allowsSensitiveProperties",
        "description",
        "errors",
    }
)
"""Keys that an answer may have although the older recording does not."""


def differences(recorded: Any, ours: Any, path: str = "") -> list[str]:
    """Where an answer differs from the recorded one. Ids, moments and links to records may have other values."""
    if isinstance(recorded, dict) and isinstance(ours, dict):
        return _of_objects(recorded, ours, path)
    if isinstance(recorded, list) and isinstance(ours, list):
        if len(recorded) != len(ours):
            return [f"{path}: {len(ours)} entries instead of {len(recorded)}"]
        return [
            found
            for place, pair in enumerate(zip(recorded, ours, strict=True))
            for found in differences(*pair, f"{path}[{place}]")
        ]
    if type(recorded) is not type(ours):
        return [f"{path}: {ours!r} instead of {recorded!r}"]
    if recorded == ours or isinstance(recorded, int) or _alike(recorded, ours):
        return []
    return [f"{path}: {ours!r} instead of {recorded!r}"]


def _of_objects(recorded: dict[str, Any], ours: dict[str, Any], path: str) -> list[str]:
    found = [f"{path}.{name} is missing" for name in recorded.keys() - ours.keys()]
    found += [f"{path}.{name} should not be there: {ours[name]!r}" for name in ours.keys() - recorded.keys() - LATER]
    shared = [name for name in recorded if name in ours]
    if shared != [name for name in ours if name in recorded]:
        found.append(f"{path}: the order of keys is {list(ours)} instead of {list(recorded)}")
    for name in shared:
        found += differences(recorded[name], ours[name], f"{path}.{name}")
    return found


def _alike(recorded: Any, ours: Any) -> bool:
    if not (isinstance(recorded, str) and isinstance(ours, str)):
        return False
    if _MOMENT.fullmatch(recorded):
        return _MOMENT.fullmatch(ours) is not None
    return _masked(recorded) == _masked(ours)


def _masked(text: str) -> str:
    return _NUMBER.sub("#", _TYPE.sub("2-#", _UUID.sub("uuid", text.replace("<PORTAL_ID>", "00"))))
