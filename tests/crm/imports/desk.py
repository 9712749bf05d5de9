"""Somebody who sends files to be imported, and looks at what came of them."""

import asyncio
import json
from typing import Any

from tests.world import TOKEN, Form, Reply, World

IMPORTS = "/crm/v3/imports"
BOUNDARY = Form.BOUNDARY


def column(name: str, property: str | None, type: str = "0-1", **more: Any) -> dict[str, Any]:
    """A column mapping."""
    return {"columnObjectTypeId": type, "columnName": name, "propertyName": property, **more}


def request(*files: tuple[str, list[dict[str, Any]]], **more: Any) -> dict[str, Any]:
    """An `importRequest` for files with these columns."""
    pages = [
        {"fileName": name, "fileFormat": "CSV", "fileImportPage": {"hasHeader": True, "columnMappings": columns}}
        for name, columns in files
    ]
    return {"name": "Import", "files": pages, **more}


def multipart(parts: list[tuple[str, str | None, bytes]]) -> Form:
    """A body of parts: name, filename, content."""
    body = b""
    for name, filename, content in parts:
        named = f'; filename="{filename}"' if filename is not None else ""
        body += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'.encode()
        body += content + b"\r\n"
    return Form(body + f"--{BOUNDARY}--\r\n".encode())


def people(tag: str, secret: str = "") -> Form:
    """An import of one contact."""
    asked = json.dumps(request(("people.csv", [column("Email", "email"), column("Name", "firstname")])))
    rows = f"Email,Name\n{tag}-imported@example.com,{secret}\nno address,{secret}\n"
    return multipart([("importRequest", None, asked.encode()), ("files", "people.csv", rows.encode())])


class Desk:
    """Sends imports to a world."""

    def __init__(self, world: World, token: str = TOKEN) -> None:
        self.world = world
        self.token = token

    async def send(self, request: Any, **files: str | bytes) -> Reply:
        """Send a request with files; `a` is the content of `a.csv`."""
        text = request if isinstance(request, str | bytes) else json.dumps(request)
        parts: list[tuple[str, str | None, bytes]] = [
            ("files", name if "." in name else f"{name}.csv", content.encode() if isinstance(content, str) else content)
            for name, content in files.items()
        ]
        parts.append(("importRequest", None, text if isinstance(text, bytes) else text.encode()))
        return await self.world.post(IMPORTS, multipart(parts), token=self.token)

    async def run(self, request: Any, **files: str | bytes) -> Any:
        """Import, and answer the import when it has ended."""
        reply = await self.send(request, **files)
        assert reply.status == 200, reply.body
        return await self.ended(reply.json["id"])

    async def ended(self, id: str) -> Any:
        """An import when it has ended. An attempt that a busy database refused is made again, a second later."""
        async with asyncio.timeout(60):
            while True:
                await self.world.server.jobs.settled()
                if (run := (await self.read(id)).json)["state"] not in ("STARTED", "PROCESSING"):
                    return run
                await asyncio.sleep(0.1)

    async def read(self, id: str) -> Reply:
        return await self.world.get(f"{IMPORTS}/{id}", token=self.token)

    async def errors(self, id: str, query: str = "includeErrorMessage=true&includeRowData=true&limit=100") -> Any:
        reply = await self.world.get(f"{IMPORTS}/{id}/errors?{query}", token=self.token)
        assert reply.status == 200, reply.body
        return reply.json["results"]

    async def told(self, id: str) -> list[tuple[int, str, int | None, str | None]]:
        """Line, error, column and value of each error."""
        return [
            (
                error["sourceData"]["lineNumber"],
                error["errorType"],
                error.get("knownColumnNumber"),
                error.get("invalidValue"),
            )
            for error in await self.errors(id)
        ]

    async def records(self, type: str, *names: str) -> list[dict[str, Any]]:
        """The named values of all records of a type, by id."""
        reply = await self.world.get(f"/crm/v3/objects/{type}?limit=100&properties={','.join(names)}")
        return [{name: one["properties"].get(name) for name in names} for one in reply.json["results"]]

    async def linked(self, type: str, id: str, to: str) -> list[str]:
        """The ids of associated records."""
        reply = await self.world.get(f"/crm/v4/objects/{type}/{id}/associations/{to}")
        return [str(found["toObjectId"]) for found in reply.json["results"]]
