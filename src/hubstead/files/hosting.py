"""Sending a file: whole or a range of it, or only word that it has not changed (RFC 9110).

Whatever people upload is served so that it can do nothing in our name: browsers take it for what we say it is, run no
script of it, and save what they should not show.
"""

import re
from collections.abc import AsyncIterator
from email.utils import formatdate, parsedate_to_datetime
from urllib.parse import quote

from hubstead.files import kinds
from hubstead.files.blobs import PIECE, Blobs
from hubstead.files.file import INDEXABLE, OPEN, File
from hubstead.kit.errors import Missing
from hubstead.web.answer import Answer, Streamed
from hubstead.web.call import Call

Headers = list[tuple[bytes, bytes]]
_SANDBOX = (
    b"content-security-policy",
    b"default-src 'none'; img-src data:; media-src data:; font-src data:; style-src 'unsafe-inline'; sandbox",
)
_PDF = (
    b"content-security-policy",
    b"default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; script-src 'none'",
)
"""A browser's own reader of PDF does not work in a sandbox."""
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.IGNORECASE)
_PLAIN = re.compile(r"[^\w .()+,=@!#$&~-]", re.ASCII)


async def sent(call: Call, blobs: Blobs, file: File, *, download: bool = False) -> Answer | Streamed:
    """The file, as the request asks for it. Raises `Missing` where its content is gone, `Unavailable`."""
    headers = [*_about(file, download), *_validators(file), *_caching(file)]
    if _unchanged(call, file):
        return Answer(304, b"", headers)
    try:
        found = span(_range(call, file), file.size)
    except Outside:
        return Answer(416, b"", [*headers, (b"content-range", f"bytes */{file.size}".encode())])
    start, end = found or (0, file.size)
    if found:
        headers.append((b"content-range", f"bytes {start}-{end - 1}/{file.size}".encode()))
    status = 206 if found else 200
    if end - start <= PIECE:
        return Answer(status, await blobs.read(file.blob, start, end), headers)
    pieces = blobs.pieces(file.blob, start, end)
    if call.method == "HEAD":
        return Streamed(status, end - start, pieces, headers)
    first = await anext(pieces, None)  # a content that is gone is a 404, not half an answer
    if first is None:
        raise Missing
    return Streamed(status, end - start, _after(first, pieces), headers)


async def _after(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece


def whole(call: Call, file: File, content: bytes, media: str) -> Answer:
    """Something made of a file, with the validators of `file`."""
    shown = (b"content-disposition", disposition("inline", file.file_name.whole))
    headers = [*safe_headers(media), shown, *_validators(file), *_caching(file)]
    return Answer(304, b"", headers) if _unchanged(call, file) else Answer(200, content, headers)


def safe_headers(media: str) -> Headers:
    """What every answer with something of people has."""
    return [(b"content-type", media.encode()), _PDF if media == "application/pdf" else _SANDBOX]


def _about(file: File, download: bool) -> Headers:
    media = kinds.DOWNLOAD if download else kinds.media_of(file.extension)
    shown = "attachment" if media == kinds.DOWNLOAD else "inline"
    return [
        *safe_headers(media),
        (b"content-disposition", disposition(shown, file.file_name.whole)),
        (b"accept-ranges", b"bytes"),
    ]


def disposition(kind: str, name: str) -> bytes:
    """The header `Content-Disposition` (RFC 6266): a plain name for all, the real one in UTF-8 where it differs."""
    plain = _PLAIN.sub("_", name)
    real = "" if plain == name else f"; filename*=UTF-8''{quote(name, safe='')}"
    return f'{kind}; filename="{plain}"{real}'.encode()


def etag(file: File) -> str:
    """The validator of a content."""
    return f'"{file.md5}"'


def _validators(file: File) -> Headers:
    modified = formatdate(file.updated // 1000, usegmt=True)
    return [(b"etag", etag(file).encode()), (b"last-modified", modified.encode())]


def _caching(file: File) -> Headers:
    """Files change under their URL: caches ask each time. Private ones are kept by nobody."""
    if file.access not in OPEN:
        return [(b"cache-control", b"private, no-store"), (b"x-robots-tag", b"noindex")]
    indexed: Headers = [] if file.access in INDEXABLE else [(b"x-robots-tag", b"noindex")]
    return [(b"cache-control", b"public, no-cache"), *indexed]


def _unchanged(call: Call, file: File) -> bool:
    known = call.headers.get(b"if-none-match")
    if known is not None:
        tags = [tag.strip().removeprefix("W/") for tag in known.decode("latin-1").split(",")]
        return "*" in tags or etag(file) in tags
    since = call.headers.get(b"if-modified-since")
    return since is not None and _not_after(file, since)


def _not_after(file: File, moment: bytes) -> bool:
    try:
        return file.updated // 1000 <= parsedate_to_datetime(moment.decode("latin-1")).timestamp()
    except ValueError:
        return False


def _range(call: Call, file: File) -> str:
    """The range that is asked for; none where it was of another content than is there now."""
    condition = call.headers.get(b"if-range")
    if condition is not None and condition.decode("latin-1") != etag(file):
        return ""
    return call.headers.get(b"range", b"").decode("latin-1")


class Outside(Exception):
    """A range that holds nothing of the content."""


def span(text: str, size: int) -> tuple[int, int] | None:
    """From where to before where a header `Range` means; `None` for all: without one, for one that is none, and for
    several, which a server need not serve. Raises `Outside`."""
    found = _RANGE.fullmatch(text.strip())
    if not found or not (found[1] or found[2]):
        return None
    first, last = found.groups()
    if not first:
        start, end = max(0, size - int(last)), size
    elif last and int(last) < int(first):
        return None
    else:
        start, end = int(first), min(int(last) + 1 if last else size, size)
    if start >= end:
        raise Outside
    return start, end
