"""The collector as browsers meet it."""

import pytest

from hubstead.tracking.hit import Door
from hubstead.tracking.journal import oldest
from tests.world import World


async def hits(world: World) -> list[tuple[int, str, str, bool, str]]:
    found = [hit for _, _, hits in await oldest(world.server.store, 100) for hit in hits]
    return [(hit.door, hit.address, hit.agent, hit.private, hit.query) for hit in found]


async def test_a_hit_is_kept_with_what_its_request_says(world: World) -> None:
    assert world.server.processor is not None
    await world.server.processor.stop()
    await world.get("/__ptq.gif?k=1&a=1", token=None, headers={"user-agent": "Firefox", "sec-gpc": "1"})
    await world.get("/__ptc.gif?a=1&_hs_tag_name=A", token=None, headers={"dnt": "0"})
    await world.get("/v1/event?_a=1&_n=x", token=None, headers={"dnt": "1"})
    assert await hits(world) == [
        (Door.PAGE, "203.0.113.7", "Firefox", True, "k=1&a=1"),
        (Door.CLICK, "203.0.113.7", "", False, "a=1&_hs_tag_name=A"),
        (Door.HTTP, "203.0.113.7", "", True, "_a=1&_n=x"),
    ]


async def test_an_event_of_a_server_has_one_path(world: World) -> None:
    assert (await world.get("/event?_a=1&_n=x", token=None)).status == 404


@pytest.mark.parametrize("path", ["/__ptq.gif", "/__ptbe.gif", "/__ptc.gif", "/__pto.gif"])
async def test_the_answer_is_an_image_of_43_bytes_that_nobody_keeps(shared_world: World, path: str) -> None:
    reply = await shared_world.get(f"{path}?k=1&a=1", token=None, headers={"origin": "https://shop.example"})
    assert (reply.status, reply.headers["content-type"], len(reply.body)) == (200, "image/gif", 43)
    assert reply.body.startswith(b"GIF89a\x01\x00\x01\x00")
    assert reply.headers["cache-control"] == "no-cache, no-store, no-transform"
    assert reply.headers["access-control-allow-origin"] == "*"


async def test_the_answer_to_an_event_of_a_server_is_an_empty_image(world: World) -> None:
    reply = await world.get("/v1/event?_a=1&_n=signed%20up", token=None)
    assert (reply.status, reply.headers["content-type"], reply.body) == (200, "image/gif", b"")


@pytest.mark.parametrize(
    "query", ["", "a=", "a=x", "&&&===", "%", "%zz=%ff", "a=1&" + "x" * 30_000, "a=99999999999999999999", "%00=%00"]
)
async def test_no_input_is_refused(shared_world: World, query: str) -> None:
    reply = await shared_world.get(f"/__ptq.gif?{query}", token=None)
    assert (reply.status, len(reply.body)) == (200, 43)
