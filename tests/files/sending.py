"""Uploads as clients send them."""

import io
import json
from typing import Any
from urllib.parse import urlsplit

from PIL import Image

from tests.world import TOKEN, Form, Reply, World

FILES = "/files/v3/files"
FOLDERS = "/files/v3/folders"
_BOUNDARY = Form.BOUNDARY


def form(file: bytes | None, name: str = "cat.txt", media: str = "text/plain", **fields: str) -> Form:
    """A multipart body: the fields first, then the file."""
    parts = [
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
        for field, value in fields.items()
    ]
    if file is not None:
        head = f'Content-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: {media}\r\n\r\n'
        parts.append(f"--{_BOUNDARY}\r\n{head}".encode() + file + b"\r\n")
    return Form(b"".join(parts) + f"--{_BOUNDARY}--\r\n".encode())


async def send(world: World, file: bytes | None, name: str = "cat.txt", *, token: str = TOKEN, **fields: Any) -> Reply:
    """Upload a file. Fields that are no text are JSON; without `options` the file is public, without a place at the
    top. `None` leaves a field out."""
    given = {"options": {"access": "PUBLIC_INDEXABLE"}, **fields}
    if "folderId" not in given:
        given = {"folderPath": "/", **given}
    texts = {key: one if isinstance(one, str) else json.dumps(one) for key, one in given.items() if one is not None}
    return await world.post(FILES, form(file, name, **texts), token=token)


async def sent(world: World, file: bytes, name: str = "cat.txt", **fields: Any) -> Any:
    """Upload a file; answers it as JSON."""
    reply = await send(world, file, name, **fields)
    assert reply.status == 201, reply.body
    return reply.json


async def fetch(world: World, url: str, **headers: str) -> Reply:
    """Read a URL of an answer as a browser does, without a token."""
    parts = urlsplit(url)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return await world.get(path, token=None, headers={name.replace("_", "-"): one for name, one in headers.items()})


def image(width: int = 229, height: int = 219, encoding: str = "PNG", mode: str = "RGB") -> bytes:
    """An image of one colour."""
    out = io.BytesIO()
    Image.new(mode, (width, height), 120).save(out, encoding)
    return out.getvalue()
