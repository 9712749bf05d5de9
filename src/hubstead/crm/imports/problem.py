"""What is wrong with a row, in HubSpot's words for it."""

from typing import NamedTuple

from hubstead.crm.properties.text import InvalidValue
from hubstead.kit.errors import Conflict, Failure

LONGEST_VALUE = 500
"""Characters of a refused value that are kept to be shown."""


class Problem(NamedTuple):
    """A value or a row that is refused. `column` counts from 0, -1 for the row as a whole; `type` is the object type
    id, empty for the file."""

    error: str
    message: str
    column: int = -1
    value: str = ""
    type: str = ""


class Refused(Exception):
    """A cell that cannot be read, with HubSpot's `errorType`."""

    def __init__(self, error: str, message: str) -> None:
        super().__init__(message)
        self.error = error
        self.message = message


_CODES = {
    "INVALID_EMAIL": "INVALID_EMAIL",
    "INVALID_OPTION": "INVALID_ENUMERATION_OPTION",
    "INVALID_INTEGER": "COULD_NOT_PARSE_NUMBER",
    "INVALID_LONG": "COULD_NOT_PARSE_DATE",
    "INVALID_DATE": "COULD_NOT_PARSE_DATE",
}
_FAILURES = {
    "REQUIRED_FIELD": "MISSING_REQUIRED_PROPERTY",
    "PROPERTY_DOESNT_EXIST": "PROPERTY_DEFINITION_NOT_FOUND",
    "INVALID_EMAIL": "INVALID_EMAIL",
}


def code_of(problem: InvalidValue) -> str:
    """The `errorType` of a value that its property does not take."""
    return _CODES.get(problem.code, "FAILED_VALIDATION")


def of_failure(failure: Failure, type: str) -> Problem:
    """Why a record could not be written."""
    if isinstance(failure, Conflict) or "already has that value" in failure.message:
        return Problem("DUPLICATE_UNIQUE_PROPERTY_VALUE", failure.message, type=type)
    for error in failure.errors:
        match error:
            case {"code": str(code), "message": str(message)}:
                return Problem(_FAILURES.get(code, "FAILED_VALIDATION"), message, type=type)
    return Problem("FAILED_VALIDATION", failure.message, type=type)
