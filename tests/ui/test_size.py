"""What a browser must load before the first page can be used stays small."""

import gzip
import re
from pathlib import Path

import hubstead.ui

BUILD = Path(hubstead.ui.__file__).parent / "build"
MOST = 250_000
"""Bytes, compressed: a second on a slow mobile connection."""
_OF_PAGE = re.compile(r'(?:src|href)="/app-files/([^"]+\.(?:js|css))"')
_IMPORTED = re.compile(r'(?:import|from)\s*"\./([^"]+)"')


def test_the_first_page_needs_less_than_250_kb() -> None:
    waiting = _OF_PAGE.findall((BUILD / "index.html").read_text("utf-8"))
    sizes: dict[str, int] = {}
    while waiting:
        name = waiting.pop()
        if name not in sizes:
            content = (BUILD / name).read_bytes()
            sizes[name] = len(gzip.compress(content))
            waiting += _IMPORTED.findall(content.decode()) if name.endswith(".js") else ()
    assert len(sizes) > 10, "the files that the first page imports were not found"
    assert sum(sizes.values()) < MOST, sorted(sizes.items(), key=lambda size: -size[1])[:10]
