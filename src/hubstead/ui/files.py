"""The built files of the web app. They are read when first asked for and stay in memory: about a megabyte."""

import gzip
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

BUILD = "build"
_MEDIA = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
}
_NOT_BUILT = b"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Hubstead</title>
<h1>This installation has no web app</h1>
<p>It was installed with <code>HUBSTEAD_SKIP_UI=1</code>. The API works all the same: see <a href="/docs">/docs</a>.</p>
<p>To have the web app, install again without that variable (<code>pip install .</code>) and start the server anew; in a
checkout, <code>scripts/ui</code> serves it from its sources.</p>
"""


class File(NamedTuple):
    """A file as it is sent."""

    content: bytes
    zipped: bytes
    media: str


@lru_cache(maxsize=1)
def page() -> bytes:
    """The page that loads the app; one that says so where the package was installed without it."""
    path = files("hubstead.ui") / BUILD / "index.html"
    return path.read_bytes() if path.is_file() else _NOT_BUILT


@lru_cache(maxsize=256)
def find(name: str) -> File | None:
    """A file of the app by its name; `None` where there is none."""
    path = files("hubstead.ui") / BUILD / name
    media = _MEDIA.get(name.rpartition(".")[2])
    if media is None or "/" in name or "\\" in name or not path.is_file():
        return None
    content = path.read_bytes()
    return File(content, gzip.compress(content, 9, mtime=0), media)
