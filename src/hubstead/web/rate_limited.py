"""The 429 of `/openapi.json`: its body, and the headers that every answer has where limits are on."""

from typing import Any, Literal

import msgspec

DESCRIPTION = "More requests than the app or the account may make. Where limits are off, it never comes."
_PREFIX = "X-HubSpot-RateLimit-"
_MEANINGS = {
    "Retry-After": "Seconds after which another request is let in.",
    f"{_PREFIX}Daily": "Requests that the account may make in a day; not shown to OAuth apps.",
    f"{_PREFIX}Daily-Remaining": "How many of them are left until midnight in the account's time zone.",
    f"{_PREFIX}Interval-Milliseconds": "Length of the rolling window of the app; searches show the day only.",
    f"{_PREFIX}Max": "Requests that the app may make in the window.",
    f"{_PREFIX}Remaining": "How many of them are left.",
    f"{_PREFIX}Secondly": "A tenth of Max; nothing enforces it.",
    f"{_PREFIX}Secondly-Remaining": "A tenth of Remaining.",
}


class RateLimitError(msgspec.Struct, omit_defaults=True, rename="camel"):
    """Which limit was reached: `policyName` is `TEN_SECONDLY_ROLLING` or `DAILY`; refused searches have a category."""

    status: Literal["error"]
    message: str
    correlation_id: str
    error_type: str = ""
    policy_name: str = ""
    group_name: str = ""
    request_id: str = ""
    category: str = ""


def response(schema: dict[str, Any]) -> dict[str, Any]:
    """The component; `schema` is that of the body."""
    return {
        "description": DESCRIPTION,
        "headers": {name: _header(meaning) for name, meaning in _MEANINGS.items()},
        "content": {"application/json": {"schema": schema}},
    }


def _header(meaning: str) -> dict[str, Any]:
    return {"description": meaning, "schema": {"type": "integer"}}
