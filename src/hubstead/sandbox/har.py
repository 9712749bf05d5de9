"""The request log as an HTTP Archive (HAR 1.2), for the network panel of a browser's developer tools.

What HAR has no word for begins with an underscore, as its specification asks. A request that got no answer has the
status 0, as browsers write it.
"""

from base64 import b64encode
from collections.abc import Iterable
from http import HTTPStatus
from importlib.metadata import version
from typing import Any
from urllib.parse import parse_qsl

from hubstead.kit.clock import iso
from hubstead.sandbox.request_log import Entry, Message
from hubstead.web.edge import Headers

_PHRASES = {status.value: status.phrase for status in HTTPStatus}


def archive(entries: Iterable[Entry]) -> dict[str, Any]:
    """The document; entries stand in the order in which they began."""
    creator = {"name": "Hubstead", "version": version("hubstead")}
    ordered = sorted(entries, key=lambda entry: (entry.started, entry.id))
    return {"log": {"version": "1.2", "creator": creator, "pages": [], "entries": list(map(_entry, ordered))}}


def _entry(entry: Entry) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "startedDateTime": iso(entry.started),
        "time": entry.duration,
        "request": _request(entry),
        "response": _response(entry),
        "cache": {},
        "timings": {"send": 0, "wait": entry.duration, "receive": 0},
        "_portalId": entry.portal,
        "_appId": entry.app,
        "_correlationId": entry.correlation_id,
    }
    if entry.fault is not None:
        shown["_fault"] = entry.fault
    return shown


def _request(entry: Entry) -> dict[str, Any]:
    host = _value(entry.request.headers, b"host") or "localhost"
    question = f"?{entry.query}" if entry.query else ""
    shown: dict[str, Any] = {
        "method": entry.method,
        "url": f"http://{host}{entry.path}{question}",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _headers(entry.request.headers),
        "queryString": [
            {"name": name, "value": value}
            for name, value in parse_qsl(entry.query, keep_blank_values=True, errors="replace")
        ],
        "headersSize": -1,
        "bodySize": entry.request.size,
    }
    if entry.request.size:
        kind = _value(entry.request.headers, b"content-type")
        shown["postData"] = {"mimeType": kind, "text": entry.request.body.decode("utf-8", "replace")}
        shown["_bodyCut"] = entry.request.cut
    return shown


def _response(entry: Entry) -> dict[str, Any]:
    headers = entry.response.headers
    return {
        "status": entry.status,
        "statusText": _PHRASES.get(entry.status, ""),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _headers(headers),
        "content": _content(entry.response, _value(headers, b"content-type") or "x-unknown"),
        "redirectURL": _value(headers, b"location"),
        "headersSize": -1,
        "bodySize": entry.response.size,
        "_bodyCut": entry.response.cut,
    }


def _content(message: Message, kind: str) -> dict[str, Any]:
    content: dict[str, Any] = {"size": message.size, "mimeType": kind}
    try:
        return content | {"text": message.body.decode()}
    except UnicodeDecodeError:
        return content | {"text": b64encode(message.body).decode(), "encoding": "base64"}


def _headers(headers: Headers) -> list[dict[str, str]]:
    return [{"name": name.decode("latin-1"), "value": value.decode("latin-1")} for name, value in headers]


def _value(headers: Headers, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in headers if key == name), "")
