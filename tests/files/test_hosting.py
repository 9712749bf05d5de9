"""Reading files as browsers do: what they are served as, ranges, validators, private ones, links, sizes."""

import io
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from hubstead.files.hosting import Outside, disposition, span
from hubstead.kit import clock
from tests.files.sending import FILES, fetch, image, sent
from tests.world import PORTAL, World

TEXT = b"The quick brown fox jumps over the lazy dog."


async def test_a_public_file_is_there_for_everybody_and_can_do_nothing_here(world: World) -> None:
    made = await sent(world, TEXT, "fox.txt", folderPath="/v2/2026-03")
    reply = await fetch(world, made["url"])
    assert (reply.status, reply.body) == (200, TEXT)
    assert reply.headers["content-type"] == "text/plain;charset=utf-8"
    assert reply.headers["content-length"] == str(len(TEXT))
    assert reply.headers["content-disposition"] == 'inline; filename="fox.txt"'
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["content-security-policy"].endswith("; sandbox")
    assert reply.headers["accept-ranges"] == "bytes"
    assert reply.headers["cache-control"] == "public, no-cache"
    assert "x-robots-tag" not in reply.headers
    head = await world.call("HEAD", urlsplit(made["url"]).path, token=None)
    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", str(len(TEXT)))


@pytest.mark.parametrize(
    ("name", "media", "kind"),
    [
        ("a.html", "text/plain;charset=utf-8", "inline"),
        ("a.js", "text/plain;charset=utf-8", "inline"),
        ("a.xhtml", "text/plain;charset=utf-8", "inline"),
        ("a.svg", "image/svg+xml", "inline"),
        ("a.png", "image/png", "inline"),
        ("a.pdf", "application/pdf", "inline"),
        ("a.swf", "application/octet-stream", "attachment"),
        ("a.exe", "application/octet-stream", "attachment"),
        ("none", "application/octet-stream", "attachment"),
    ],
)
async def test_nothing_that_people_upload_runs_on_our_origin(world: World, name: str, media: str, kind: str) -> None:
    made = await sent(world, b"<script>alert(1)</script>", name)
    reply = await fetch(world, made["url"])
    assert reply.headers["content-type"] == media
    assert reply.headers["content-disposition"].startswith(kind)
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    assert "sandbox" in reply.headers["content-security-policy"] or name == "a.pdf"


def test_names_that_are_not_ascii_come_in_both_forms() -> None:
    """RFC 6266, section 5: the plain one for old clients, `filename*` in UTF-8."""
    assert disposition("attachment", "€ rates.txt") == (
        b"attachment; filename=\"_ rates.txt\"; filename*=UTF-8''%E2%82%AC%20rates.txt"
    )
    assert (
        disposition("inline", 'a"; x=".txt')
        == b"inline; filename=\"a__ x=_.txt\"; filename*=UTF-8''a%22%3B%20x%3D%22.txt"
    )


async def test_who_is_not_to_see_a_private_file_does_not_see_that_it_is_there(world: World) -> None:
    made = await sent(world, TEXT, "a.txt", options={"access": "PRIVATE"})
    missing = await fetch(world, made["url"].replace("a.txt", "b.txt"))
    reply = await fetch(world, made["url"])
    assert (reply.status, reply.body) == (missing.status, missing.body) == (404, missing.body)
    assert (await fetch(world, made["url"].replace(str(PORTAL), "99"))).status == 404
    assert (await fetch(world, made["url"].replace(str(PORTAL), "x"))).status == 404


async def test_robots_are_told_what_not_to_index(world: World) -> None:
    made = await sent(world, TEXT, "a.txt", options={"access": "PUBLIC_NOT_INDEXABLE"})
    assert (await fetch(world, made["url"])).headers["x-robots-tag"] == "noindex"


async def test_paths_are_found_in_any_case_and_as_browsers_write_them(world: World) -> None:
    made = await sent(world, TEXT, "Über uns (1).txt", folderPath="/Team & co")
    assert quote("Team & co") in made["url"]
    for url in (made["url"], made["url"].lower(), made["url"].replace("/hubfs/", "/hs-fs/hubfs/")):
        assert (await fetch(world, url)).body == TEXT
    other = made["url"].replace(f"/hubfs/{PORTAL}", f"/hub/{PORTAL}/hubfs")
    assert (await fetch(world, other)).body == TEXT
    for path in ("..%2f..%2fetc/passwd", "%00", "a//b", ""):
        assert (await world.get(f"/hubfs/{PORTAL}/{path}", token=None)).status == 404


@given(st.integers(0, 40), st.one_of(st.none(), st.integers(0, 60)), st.one_of(st.none(), st.integers(0, 60)))
def test_ranges_mean_what_slices_mean(size: int, first: int | None, last: int | None) -> None:
    content = bytes(range(size))
    text = f"bytes={'' if first is None else first}-{'' if last is None else last}"
    if first is None and last is None:
        assert span(text, size) is None
        return
    if first is not None and last is not None and last < first:
        assert span(text, size) is None
        return
    wanted = (
        content[-last:]
        if first is None and last
        else b""
        if first is None
        else content[first : None if last is None else last + 1]
    )
    try:
        found = span(text, size)
    except Outside:
        assert wanted == b""
    else:
        assert found is not None
        assert content[found[0] : found[1]] == wanted != b""


@given(st.text(max_size=30))
def test_what_is_no_range_is_none(text: str) -> None:
    assert span(f"bits={text}", 10) is None
    assert span(f"bytes={text},{text}", 10) is None


async def test_a_part_is_answered_with_where_it_is(world: World) -> None:
    url = (await sent(world, TEXT, "a.txt"))["url"]
    reply = await fetch(world, url, range="bytes=4-8")
    assert (reply.status, reply.body, reply.headers["content-range"]) == (206, b"quick", f"bytes 4-8/{len(TEXT)}")
    assert (await fetch(world, url, range="bytes=-4")).body == b"dog."
    assert (await fetch(world, url, range="bytes=0-")).status == 206
    reply = await fetch(world, url, range="bytes=44-")
    assert (reply.status, reply.body, reply.headers["content-range"]) == (416, b"", "bytes */44")
    assert (await fetch(world, url, range="bytes=0-1,3-4")).body == TEXT
    etag = (await fetch(world, url)).headers["etag"]
    assert (await fetch(world, url, range="bytes=0-1", if_range=etag)).status == 206
    assert (await fetch(world, url, range="bytes=0-1", if_range='"other"')).status == 200
    assert (await fetch(world, (await sent(world, b"", "empty.txt"))["url"])).body == b""


async def test_a_large_file_comes_in_pieces(world: World) -> None:
    content = bytes(range(256)) * 8_192
    url = (await sent(world, content, "a.bin"))["url"]
    assert (await fetch(world, url)).body == content
    assert (await fetch(world, url, range="bytes=1000-1500000")).body == content[1000:1500001]
    head = await world.call("HEAD", urlsplit(url).path, token=None)
    assert (head.status, head.headers["content-length"], head.body) == (200, str(len(content)), b"")


async def test_what_has_not_changed_is_not_sent_again(world: World) -> None:
    made = await sent(world, TEXT, "a.txt")
    first = await fetch(world, made["url"])
    etag, modified = first.headers["etag"], first.headers["last-modified"]
    assert etag == f'"{made["fileMd5"]}"'
    for headers in ({"if_none_match": etag}, {"if_none_match": f'"x", W/{etag}'}, {"if_none_match": "*"}):
        reply = await fetch(world, made["url"], **headers)
        assert (reply.status, reply.body, reply.headers["etag"]) == (304, b"", etag)
        assert "content-length" not in reply.headers
    assert (await fetch(world, made["url"], if_modified_since=modified)).status == 304
    assert (await fetch(world, made["url"], if_modified_since="Sat, 01 Jan 2000 00:00:00 GMT")).status == 200
    assert (await fetch(world, made["url"], if_modified_since="nonsense")).status == 200
    assert (await fetch(world, made["url"], if_none_match='"x"', if_modified_since=modified)).status == 200


async def test_a_signed_link_opens_a_private_file_for_a_while(world: World) -> None:
    made = await sent(world, TEXT, "a b.txt", options={"access": "PRIVATE"})
    signed = (await world.get(f"{FILES}/{made['id']}/signed-url?expirationSeconds=60")).json
    assert {name: signed[name] for name in ("name", "extension", "size", "type")} == {
        "name": "a b", "extension": "txt", "size": len(TEXT), "type": "DOCUMENT",
    }  # fmt: skip
    reply = await fetch(world, signed["url"])
    assert (reply.status, reply.body, reply.headers["cache-control"]) == (200, TEXT, "private, no-store")
    clock.turn(PORTAL, clock.Clock(ahead=59_000))
    try:
        assert (await fetch(world, signed["url"])).status == 200
        clock.turn(PORTAL, clock.Clock(ahead=61_000))
        reply = await fetch(world, signed["url"])
        assert (reply.status, reply.json["category"]) == (403, "EXPIRED_SIGNATURE")
    finally:
        clock.turn(PORTAL, None)
    await world.delete(f"{FILES}/{made['id']}")
    assert (await fetch(world, signed["url"])).status == 404


async def test_nothing_of_a_signed_link_can_be_changed(world: World) -> None:
    made = await sent(world, image(), "a.png", options={"access": "PRIVATE"})
    other = await sent(world, TEXT, "b.txt", options={"access": "PRIVATE"})
    url = (await world.get(f"{FILES}/{made['id']}/signed-url?size=icon")).json["url"]
    assert (await fetch(world, url)).status == 200
    parts = urlsplit(url)
    given = {name: values[0] for name, values in parse_qs(parts.query).items()}
    changes: list[dict[str, str]] = [
        {"expires": str(int(given["expires"]) + 1)},
        {"size": "preview"},
        {"size": ""},
        {"upscale": "true"},
        {"signature": ""},
        {"signature": "é"},
        {"signature": given["signature"][:-1] + ("0" if given["signature"][-1] != "0" else "1")},
    ]
    for change in changes:
        query = urlencode({**given, **change})
        assert (await fetch(world, f"{parts.path}?{query}")).status == 403, change
    assert (await fetch(world, url.replace(made["id"], other["id"]))).status == 403
    assert (await fetch(world, url.replace(str(PORTAL), "10000009"))).status == 404
    assert (await fetch(world, url.replace(made["id"], "x"))).status == 403


@pytest.mark.parametrize("query", ["expirationSeconds=0", "expirationSeconds=x", "size=huge", "upscale=maybe"])
async def test_a_link_that_cannot_be_is_refused(world: World, query: str) -> None:
    made = await sent(world, image(), "a.png")
    assert (await world.get(f"{FILES}/{made['id']}/signed-url?{query}")).status == 400
    text = await sent(world, TEXT, "a.txt")
    assert (await world.get(f"{FILES}/{text['id']}/signed-url?size=icon")).status == 400
    assert (await world.get(f"{FILES}/999/signed-url")).status == 404


def size_of(content: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(content)).size


async def test_images_come_in_the_sizes_that_are_asked_for(world: World) -> None:
    """2000 x 1000 in 1280, 640, 240 and 64 pixels on the longer side: half of it on the other."""
    made = await sent(world, image(2000, 1000, "JPEG"), "a.jpg", options={"access": "PRIVATE"})
    for size, side in {"preview": 1280, "medium": 640, "thumb": 240, "icon": 64}.items():
        signed = (await world.get(f"{FILES}/{made['id']}/signed-url?size={size}")).json
        assert (signed["width"], signed["height"]) == (side, side // 2)
        reply = await fetch(world, signed["url"])
        assert (reply.headers["content-type"], size_of(reply.body)) == ("image/jpeg", (side, side // 2))


async def test_images_grow_only_where_that_is_asked(world: World) -> None:
    made = await sent(world, image(100, 50), "a.png")
    for upscale, wanted in (("false", (100, 50)), ("true", (640, 320))):
        signed = (await world.get(f"{FILES}/{made['id']}/signed-url?size=medium&upscale={upscale}")).json
        assert (signed["width"], signed["height"]) == wanted
        assert size_of((await fetch(world, signed["url"])).body) == wanted


async def test_urls_of_images_take_measures(world: World) -> None:
    """`width=595&height=400` fits the image in; what is no measure is passed over, as is one of other files."""
    url = (await sent(world, image(1190, 600, "WEBP"), "a.webp"))["url"]
    reply = await fetch(world, f"{url}?width=595&height=400&name=x")
    assert size_of(reply.body) == (595, 300)
    assert reply.headers["content-type"] == "image/webp"
    assert (await fetch(world, f"{url}?width=595&height=400", if_none_match=reply.headers["etag"])).status == 304
    assert size_of((await fetch(world, f"{url}?height=100")).body) == (198, 100)
    assert size_of((await fetch(world, f"{url}?width=-1&height=abc")).body) == (1190, 600)
    text = (await sent(world, TEXT, "a.txt"))["url"]
    assert (await fetch(world, f"{text}?width=10")).body == TEXT


KINDS = (("PNG", "RGBA"), ("PNG", "L"), ("PNG", "1"), ("GIF", "P"), ("BMP", "RGB"), ("TIFF", "CMYK"), ("JPEG", "CMYK"),
         ("ICO", "RGBA"))  # fmt: skip


@pytest.mark.parametrize(("encoding", "mode"), KINDS)
async def test_every_kind_of_image_can_be_resized(world: World, encoding: str, mode: str) -> None:
    made = await sent(world, image(64, 64, encoding, mode), f"a.{encoding.lower()}")
    assert (made["width"], made["height"], made["encoding"]) == (64, 64, encoding.lower())
    assert size_of((await fetch(world, f"{made['url']}?width=16")).body) == (16, 16)


async def test_a_damaged_image_is_kept_and_not_resized(world: World) -> None:
    content = image(500, 500, "JPEG")
    made = await sent(world, content[: len(content) // 3], "a.jpg")
    assert made["width"] == 500
    assert (await fetch(world, f"{made['url']}?width=16")).status in (200, 400)
    png = await sent(world, image(500, 500)[:60], "a.png")
    assert (await fetch(world, f"{png['url']}?width=16")).status == 400


async def test_a_download_is_saved(world: World) -> None:
    made = await sent(world, image(), "a.png", options={"access": "PRIVATE"})
    reply = await world.get(f"{FILES}/{made['id']}/download")
    assert (reply.status, reply.body) == (200, image())
    assert reply.headers["content-disposition"] == 'attachment; filename="a.png"'
