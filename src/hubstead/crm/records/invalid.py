"""The service's words for property values that are not valid."""

from collections.abc import Iterable

import msgspec

from hubstead.crm.properties.text import InvalidValue
from hubstead.kit.errors import Invalid

_encode = msgspec.json.Encoder().encode


def invalid_properties(portal: int, problems: Iterable[InvalidValue]) -> Invalid:
    """The service's 400 for property values: the list as JSON inside the message (captured 2022 to 2026)."""
    problems = list(problems)
    items = [_problem(portal, problem) for problem in problems]
    return Invalid(
        f"Property values were not valid: {_encode(items).decode()}",
        errors=[
            {"message": problem.message, "code": problem.code, "context": {"propertyName": [problem.name]}}
            for problem in problems
        ],
    )


def _problem(portal: int, problem: InvalidValue) -> dict[str, object]:
    item: dict[str, object] = {
        "isValid": False,
        "message": problem.message,
        "error": problem.code,
        "name": problem.name,
    }
    if problem.code == "PROPERTY_DOESNT_EXIST":
        item["localizedErrorMessage"] = problem.message
        item["portalId"] = portal
    return item
