"""The tracking code as the server gives it, and what it does in a page (run by Node)."""

import gzip
import os
import subprocess
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import pytest

from tests.client.test_node import node
from tests.tracking.browser import processed
from tests.world import PORTAL, World

__all__ = ["node"]

FOLDER = Path(__file__).with_name("script")
LIMIT = 5_000
"""Bytes of the tracker over the wire."""


async def tracker_of(world: World) -> tuple[str, bytes]:
    """The address of the tracker that the loader names, and what is there."""
    loader = await world.get(f"/{PORTAL}.js", token=None)
    assert loader.status == 200
    stamp = loader.body.partition(b'"analytics/" + "')[2].partition(b'"')[0].decode()
    path = f"/analytics/{stamp}/{PORTAL}.js"
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


@pytest.mark.parametrize(
    "path", ["/1.js", "/x.js", "/.js", f"/{PORTAL}.css", "/analytics/x/1.js", "/٣.js", "/9999999999999999999.js"]
)
async def test_there_is_no_code_for_nobody(world: World, path: str) -> None:
    assert (await world.get(path, token=None)).status == 404


def test_the_minified_tracker_is_that_of_its_source() -> None:
    folder = files("hubstead.tracking.script")
    source = sha256((folder / "tracker.js").read_bytes()).hexdigest()
    assert (folder / "tracker.min.js").read_text("utf-8").startswith(f"/* sha256 {source} */"), "run scripts/tracker"


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
