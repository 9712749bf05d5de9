"""The tracking code as the server gives it, and what it does in a page (run by Node)."""

import gzip
import os
import re
import subprocess
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import pytest

from hubstead.kit.errors import Invalid
from hubstead.tracking.consent.texts import ours
from hubstead.tracking.script.names import chosen
from tests.client.test_node import node
from tests.tracking.browser import processed
from tests.world import PORTAL, World

__all__ = ["node"]

FOLDER = Path(__file__).with_name("script")
LIMIT = 5_000
"""Bytes of the tracker over the wire,"""
LIMIT_WITH_BANNER = 9_000
"""and of everything that a page loads that shows a banner."""
SCRIPTS = ("loader", "tracker", "policy", "history", "clicks", "forms", "banner")


async def tracker_of(world: World) -> tuple[str, bytes]:
    """The address of the tracker that the loader names, and what is there."""
    loader = await world.get(f"/{PORTAL}.js", token=None)
    assert loader.status == 200
    (path,) = re.findall(rb'"(analytics/[0-9a-f]{16}/[0-9]+\.js)"', loader.body)
    path = "/" + path.decode()
    return path, (await world.get(path, token=None)).body


async def test_the_loader_names_the_tracker_by_its_content(world: World) -> None:
    loader = await world.get(f"/{PORTAL}.js", token=None)
    assert loader.headers["content-type"] == "application/javascript; charset=utf-8"
    assert loader.headers["cache-control"] == "public, max-age=300"
    path, content = await tracker_of(world)
    reply = await world.get(path, token=None)
    assert reply.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert f'["setPortalId",{PORTAL}]'.encode() in content
    other = await world.get(f"/analytics/1767268800000/{PORTAL}.js", token=None)
    assert (other.headers["cache-control"], other.body) == ("public, max-age=300", content)


async def test_settings_are_in_the_tracker_and_change_its_name(world: World) -> None:
    before, _ = await tracker_of(world)
    settings = {"cookieDomains": ["shop.example", "help.example"], "consent": "OPT_IN", "secureCookies": True}
    assert (await world.put("/hubstead/tracking/settings", settings)).status == 200
    after, content = await tracker_of(world)
    assert after != before
    setup = content.split(b"\n", 1)[0]
    for call in (
        b'["addCookieDomain","shop.example"],["addCookieDomain","help.example"]',
        b'["setConsentPolicy",1]',
        b'["enableSecureCookie"]',
        b'["enableAutomaticLinker"]',
    ):
        assert call in setup
    assert setup.endswith(b'["trackPageView"]);')


async def test_it_is_small_over_the_wire(world: World) -> None:
    path, content = await tracker_of(world)
    reply = await world.get(path, token=None, headers={"accept-encoding": "gzip, br"})
    assert reply.headers["content-encoding"] == "gzip"
    assert gzip.decompress(reply.body) == content
    assert len(reply.body) <= LIMIT


@pytest.mark.parametrize("mode", ["OPT_IN", "CATEGORIES"])
@pytest.mark.parametrize("language", sorted(ours()))
async def test_it_is_small_with_a_banner_too(shared_world: World, mode: str, language: str) -> None:
    policy = {"name": "x", "mode": mode, "privacyUrl": "https://shop.example/privacy"}
    assert (await shared_world.put("/hubstead/tracking/consent/policies", {"results": [policy]})).status == 200
    path, content = await tracker_of(shared_world)
    (stamp,) = re.findall(rb'"banner/"\+"([0-9a-f]{16})"', content)
    paths = (f"/{PORTAL}.js", path, f"/analytics/banner/{stamp.decode()}/{language}/{PORTAL}.js")
    replies = [await shared_world.get(each, token=None, headers={"accept-encoding": "gzip"}) for each in paths]
    assert [reply.status for reply in replies] == [200, 200, 200]
    assert sum(len(reply.body) for reply in replies) <= LIMIT_WITH_BANNER


async def test_parts_are_there_where_the_account_wants_them(world: World) -> None:
    _, plain = await tracker_of(world)
    settings = {"trackHistory": True, "trackClicks": True, "collectForms": True, "cookieDays": 30}
    assert (await world.put("/hubstead/tracking/settings", {**settings, "respectDoNotTrack": True})).status == 200
    _, full = await tracker_of(world)
    for mark in (b"pushState", b"__ptc.gif", b'["setCookieDays",30]', b'["respectDoNotTrack"]'):
        assert mark in full
        assert mark not in plain
    loader = await world.get(f"/{PORTAL}.js", token=None)
    (forms,) = re.findall(rb'"(analytics/forms/[0-9a-f]{16}/[0-9]+\.js)"', loader.body)
    reply = await world.get("/" + forms.decode(), token=None)
    assert reply.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert b"li_formsub" in reply.body


async def test_the_operators_own_names() -> None:
    async with World(tracking_names="site assets/lib px") as world:
        assert (await world.put("/hubstead/tracking/settings", {"collectForms": True})).status == 200
        loader = await world.get(f"/site/{PORTAL}.js", token=None)
        tracker, forms = re.findall(rb'"(assets/lib/[^"]+\.js)"', loader.body)
        content = (await world.get(f"/{tracker.decode()}", token=None)).body
        assert b'["setCollector","px"]' in content
        assert b'"/assets/lib/"' in content
        assert (await world.get(f"/{forms.decode()}", token=None)).status == 200
        for kind in ("q", "be", "c", "o"):
            assert (await world.get(f"/px/{kind}?k=1&a={PORTAL}", token=None)).headers["content-type"] == "image/gif"
        form = {"portalId": PORTAL, "contactFields": {"email": "ada@example.com"}}
        assert (await world.post("/px/form", form, token=None)).status == 204
        assert (await world.get(f"/{PORTAL}.js", token=None)).status == 200


@pytest.mark.parametrize("names", ["site", "site lib", "site lib lib", "Site lib px", "crm lib px", "a/../b lib px"])
def test_names_that_cannot_be(names: str) -> None:
    with pytest.raises(Invalid, match="HUBSTEAD_TRACKING_NAMES"):
        chosen(names)


@pytest.mark.parametrize(
    "path", ["/1.js", "/x.js", "/.js", f"/{PORTAL}.css", "/analytics/x/1.js", "/٣.js", "/9999999999999999999.js"]
)
async def test_there_is_no_code_for_nobody(shared_world: World, path: str) -> None:
    assert (await shared_world.get(path, token=None)).status == 404


@pytest.mark.parametrize("name", SCRIPTS)
def test_what_is_minified_is_that_of_its_source(name: str) -> None:
    folder = files("hubstead.tracking.script")
    source = sha256((folder / f"{name}.js").read_bytes()).hexdigest()
    assert (folder / f"{name}.min.js").read_text("utf-8").startswith(f"/* sha256 {source} */"), "run scripts/tracker"


async def test_in_a_page(world: World, node: str, tmp_path: Path) -> None:
    _, content = await tracker_of(world)
    (tmp_path / "tracker.js").write_bytes(content)
    environment = {**os.environ, "HUBSTEAD_TRACKER": str(tmp_path / "tracker.js")}
    run = subprocess.run(
        [node, "--test", "--test-reporter=spec", "tracker.test.mjs"],
        cwd=FOLDER,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


async def test_what_a_page_sends_becomes_a_visit(world: World, node: str, tmp_path: Path) -> None:
    """The beacons of a page, sent to the server as the page would send them."""
    _, content = await tracker_of(world)
    (tmp_path / "tracker.js").write_bytes(content)
    sent = subprocess.run(
        [node, "send.mjs"],
        cwd=FOLDER,
        env={**os.environ, "HUBSTEAD_TRACKER": str(tmp_path / "tracker.js")},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    for url in sent:
        assert (await world.get(url, token=None, headers={"user-agent": "Mozilla/5.0 Chrome/126.0"})).status == 200
    await processed(world)
    names = "hs_analytics_source,hs_analytics_num_page_views,hs_analytics_num_event_completions,hs_analytics_last_url"
    reply = await world.get(f"/crm/v3/objects/contacts/ada@example.com?idProperty=email&properties={names}")
    found = reply.json["properties"]
    assert (found["hs_analytics_source"], found["hs_analytics_num_page_views"]) == ("ORGANIC_SEARCH", "2")
    assert found["hs_analytics_num_event_completions"] == "1"
    assert found["hs_analytics_last_url"] == "https://www.shop.example/about"
