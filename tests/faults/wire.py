"""One connection to a server, as plain as it can be: what comes back is what counts here."""

import json
from http.client import HTTPConnection
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from tests.client.process import TOKEN

_HEADERS = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}


class Wire:
    """Requests one after the other. A server that is gone raises `OSError` or `HTTPException`."""

    def __init__(self, url: str) -> None:
        self._connection = HTTPConnection(urlsplit(url).netloc, timeout=60)

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Status and JSON of the answer (`None` for other content)."""
        self._connection.request(method, path, None if body is None else json.dumps(body), _HEADERS)
        answer = self._connection.getresponse()
        content = answer.read()
        is_json = answer.headers.get_content_type() == "application/json"
        return answer.status, json.loads(content) if content and is_json else None

    def get(self, path: str) -> Any:
        """The JSON of an answer that must be 200."""
        status, answer = self.ask("GET", path)
        assert status == 200, answer
        return answer

    def post(self, path: str, body: Any) -> Any:
        """The JSON of an answer that must be a success."""
        status, answer = self.ask("POST", path, body)
        assert 200 <= status < 300, answer
        return answer

    def found(self, property: str, value: str) -> set[str]:
        """The ids of all contacts that a search for this value finds; the total must agree."""
        filters = [{"propertyName": property, "operator": "EQ", "value": value}]
        ids: list[str] = []
        while True:
            body = {"filters": filters, "limit": 200, "after": len(ids), "properties": ["email"]}
            answer = self.post("/crm/v3/objects/contacts/search", body)
            ids += [contact["id"] for contact in answer["results"]]
            if "paging" not in answer:
                break
        assert len(ids) == len(set(ids)) == answer["total"]
        return set(ids)

    def __enter__(self) -> "Wire":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._connection.close()
