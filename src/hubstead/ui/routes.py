"""The web app over HTTP: one page for every address in it, and the files that the page loads.

The page and its files are made from `ui/` when the package is built, and are the same for everybody; what a person sees
comes through the API, with the person's session.
"""

from base64 import b64encode
from hashlib import sha256

from hubstead.kit.errors import Missing
from hubstead.ui import files
from hubstead.web.answer import Answer
from hubstead.web.call import Call
from hubstead.web.route import PUBLIC, Route

_DEEPEST = 5
"""Segments of the longest address in the app."""
_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""Scripts only from our files. Styles may be inline: the component library writes them as it computes them."""
_PAGE_HEADERS = [
    (b"content-type", b"text/html; charset=utf-8"),
    (b"cache-control", b"no-cache"),
    (b"content-security-policy", _POLICY.encode()),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
]
_BANNER_SCRIPT = (
    'addEventListener("message",function(e){if(e.source!==parent)return;var s=document.createElement("script");'
    's.src=URL.createObjectURL(new Blob([e.data],{type:"text/javascript"}));document.body.append(s)},{once:true})'
)
"""Once only, and only what the page around it says."""
_BANNER_PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="light dark">'
    f"<title>Banner</title><body><script>{_BANNER_SCRIPT}</script></body></html>"
).encode()
_HASH = b64encode(sha256(_BANNER_SCRIPT.encode()).digest()).decode()
_BANNER_POLICY = (
    f"sandbox allow-scripts; default-src 'none'; script-src 'sha256-{_HASH}' blob:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""Without an origin it reaches no cookie, no storage and no data; it may load nothing."""
_BANNER_HEADERS = [
    (b"content-type", b"text/html; charset=utf-8"),
    (b"cache-control", b"no-cache"),
    (b"content-security-policy", _BANNER_POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
]
_FOREVER = (b"cache-control", b"public, max-age=31536000, immutable")
"""A file's name has the hash of its content."""


async def show(call: Call) -> Answer:  # noqa: ARG001
    """The page of the app; what it shows follows from the address."""
    return Answer(200, files.page(), _PAGE_HEADERS)


async def show_banner(call: Call) -> Answer:  # noqa: ARG001
    """An empty page that runs a script which the app hands to it, in an origin of its own: the preview of a banner."""
    return Answer(200, _BANNER_PAGE, _BANNER_HEADERS)


async def get_file(call: Call) -> Answer:
    """One of the files that the page loads. Raises `Missing`."""
    found = files.find(call.path[0])
    if found is None:
        raise Missing
    headers = [(b"content-type", found.media.encode()), _FOREVER]
    if b"gzip" in call.headers.get(b"accept-encoding", b""):
        return Answer(200, found.zipped, [*headers, (b"content-encoding", b"gzip")])
    return Answer(200, found.content, headers)


ROUTES = (
    Route("GET", "/", show, PUBLIC, "Show the web app"),
    *(
        Route(
            "GET", "/app" + "".join(f"/{{part{number}}}" for number in range(depth)), show, PUBLIC, "Show the web app"
        )
        for depth in range(_DEEPEST)
    ),
    Route("GET", "/app-banner", show_banner, PUBLIC, "Show a banner in a preview"),
    Route("GET", "/app-files/{file}", get_file, PUBLIC, "Load a file of the web app"),
)
