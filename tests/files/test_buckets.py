"""Contents in a bucket: moto's server, which speaks as Amazon S3 does, over a socket."""

from collections.abc import Iterator

import boto3
import pytest
from moto.server import ThreadedMotoServer

from hubstead.app import application
from hubstead.settings import Settings
from tests.files.sending import FILES, fetch, form, image, send, sent
from tests.files.test_uploads import blobs
from tests.world import World

BUCKET = "s3://documents/hubstead"


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """An S3 with an empty bucket `documents`; its URL."""
    server = ThreadedMotoServer("127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    boto3.client(
        "s3", endpoint_url=url, region_name="us-east-1", aws_access_key_id="key", aws_secret_access_key="secret"
    ).create_bucket(Bucket="documents")
    yield url
    server.stop()


@pytest.fixture
def at_home(s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment in which a server finds it."""
    settings = {"ENDPOINT_URL": s3, "ACCESS_KEY_ID": "key", "SECRET_ACCESS_KEY": "secret", "REGION": "us-east-1"}
    for name, value in {**settings, "ALLOW_HTTP": "true"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)


@pytest.mark.usefixtures("at_home")
async def test_files_live_in_a_bucket() -> None:
    async with World(blobs=BUCKET) as world:
        small = await sent(world, image(200, 100), "small.png")
        large = bytes(range(256)) * 4_096 * 20
        big = await sent(world, large, "large.bin")
        assert (await fetch(world, small["url"])).body == image(200, 100)
        assert (await fetch(world, f"{small['url']}?width=100")).status == 200
        assert (await fetch(world, big["url"])).body == large
        assert (await fetch(world, big["url"], range="bytes=5-9")).body == large[5:10]
        assert (await fetch(world, big["url"], range="bytes=300-9000000")).body == large[300:9000001]
        assert len(await blobs(world)) == 2
        await world.put(f"{FILES}/{small['id']}", form(b"text", "x"))
        assert (await world.delete(f"{FILES}/{big['id']}/gdpr-delete")).status == 204
        assert len(await blobs(world)) == 1


@pytest.mark.usefixtures("at_home")
async def test_a_content_that_is_gone_is_a_404_and_a_bucket_that_is_gone_a_503() -> None:
    async with World(blobs=BUCKET) as world:
        made = await sent(world, b"x" * 500_000, "a.bin")
        tiny = await sent(world, b"x", "tiny.txt")
        await world.server.blobs.drop(await blobs(world))
        assert (await fetch(world, made["url"])).status == 404
        assert (await fetch(world, tiny["url"])).status == 404
    async with World(blobs="s3://nobody-made-this/x") as world:
        reply = await send(world, b"x")
        assert (reply.status, "store of files" in reply.json["message"]) == (503, True)


def test_a_url_that_names_no_store_stops_the_start() -> None:
    for url in ("nonsense", "ftp://host/x", "s3:/"):
        with pytest.raises(ValueError, match="blobs"):
            application(Settings(data="memory", blobs=url))
