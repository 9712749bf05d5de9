"""The web app as it is served: one page for every address in it, files for ever, nothing else."""

import gzip
import re

import pytest

from tests.world import World

ADDRESSES = ("/", "/app", "/app/sign-in", "/app/records/contacts", "/app/records/contacts/101", "/app/boards/deals/")


@pytest.mark.parametrize("address", ADDRESSES)
async def test_every_address_of_the_app_is_the_same_page(world: World, address: str) -> None:
    reply = await world.call("GET", address, token=None)
    assert reply.status == 200
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert b'<div id="root"></div>' in reply.body


async def test_the_page_runs_no_scripts_but_its_own_and_is_framed_by_nobody(world: World) -> None:
    policy = (await world.call("GET", "/", token=None)).headers["content-security-policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'self'"
    assert rules["script-src"] == "'self'"
    assert rules["frame-ancestors"] == "'none'"
    assert rules["object-src"] == "'none'"


async def test_what_the_page_loads_is_there_and_never_changes_under_its_name(world: World) -> None:
    page = (await world.call("GET", "/", token=None)).body.decode()
    names = re.findall(r'(?:src|href)="(/app-files/[^"]+)"', page)
    assert any(name.endswith(".js") for name in names), page
    assert any(name.endswith(".css") for name in names), page
    for name in names:
        plain = await world.call("GET", name, token=None)
        assert plain.status == 200, name
        assert plain.headers["cache-control"] == "public, max-age=31536000, immutable"
        zipped = await world.call("GET", name, token=None, headers={"accept-encoding": "br, gzip"})
        assert zipped.headers["content-encoding"] == "gzip"
        assert gzip.decompress(zipped.body) == plain.body


async def test_files_have_the_media_type_that_browsers_insist_on(world: World) -> None:
    page = (await world.call("GET", "/", token=None)).body.decode()
    script = re.search(r'src="(/app-files/[^"]+\.js)"', page)
    assert script
    reply = await world.call("GET", script[1], token=None)
    assert reply.headers["content-type"] == "text/javascript; charset=utf-8"


@pytest.mark.parametrize(
    "name", ["gone-abc.js", "..%2Froutes.py", "..%2f..%2Fapp.py", "%2Fetc%2Fpasswd", "index.html", "sources.sha256"]
)
async def test_other_files_are_not_served(world: World, name: str) -> None:
    assert (await world.call("GET", f"/app-files/{name}", token=None)).status == 404


async def test_the_api_answers_beside_the_app(world: World) -> None:
    assert (await world.call("GET", "/crm/v3/objects/contacts")).json == {"results": []}
    assert (await world.call("GET", "/app-nothing", token=None)).status == 404
