"""HAR 1.2 as a JSON schema, written after its specification (http://www.softwareishard.com/blog/har-12-spec/)."""

from typing import Any


def _object(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    """An object with these fields; anything else must begin with an underscore."""
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **optional},
        "patternProperties": {"^_": {}},
        "additionalProperties": False,
    }


_TEXT = {"type": "string"}
_COUNT = {"type": "integer", "minimum": -1}
_TIME = {"type": "number", "minimum": 0}
_PART = {"type": "number", "minimum": -1}
_PAIRS = {"type": "array", "items": _object({"name": _TEXT, "value": _TEXT}, comment=_TEXT)}
_REQUEST = _object(
    {
        "method": _TEXT,
        "url": {"type": "string", "pattern": "^https?://[^#]+$"},
        "httpVersion": _TEXT,
        "cookies": _PAIRS,
        "headers": _PAIRS,
        "queryString": _PAIRS,
        "headersSize": _COUNT,
        "bodySize": _COUNT,
    },
    postData=_object({"mimeType": _TEXT, "text": _TEXT}),
)
_RESPONSE = _object(
    {
        "status": {"type": "integer"},
        "statusText": _TEXT,
        "httpVersion": _TEXT,
        "cookies": _PAIRS,
        "headers": _PAIRS,
        "content": _object({"size": _COUNT, "mimeType": _TEXT}, text=_TEXT, encoding=_TEXT, compression=_COUNT),
        "redirectURL": _TEXT,
        "headersSize": _COUNT,
        "bodySize": _COUNT,
    }
)
_ENTRY = _object(
    {
        "startedDateTime": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+(Z|[+-]\d\d:\d\d)$"},
        "time": _TIME,
        "request": _REQUEST,
        "response": _RESPONSE,
        "cache": {"type": "object", "maxProperties": 0},
        "timings": _object({"send": _PART, "wait": _PART, "receive": _PART}),
    }
)
HAR = _object(
    {
        "log": _object(
            {
                "version": {"const": "1.2"},
                "creator": _object({"name": _TEXT, "version": _TEXT}),
                "entries": {"type": "array", "items": _ENTRY},
            },
            pages={"type": "array", "maxItems": 0},
        )
    }
)
