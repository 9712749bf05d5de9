"""Secrets that follow from a seed can be guessed, so they are made in the sandbox only."""

from pathlib import Path
from typing import Any

from hubstead.kit.ids import secret_text
from tests.sandbox.conftest import KEY
from tests.world import World


async def test_a_server_without_the_sandbox_makes_no_secrets_from_seeds(tmp_path: Path) -> None:
    sandbox: dict[str, Any] = {"data": str(tmp_path), "sandbox": True, "sandbox_key": KEY}
    async with World(**sandbox) as world:
        reply = await world.post("/sandbox/v1/portals", {"portalId": 7, "seed": "seven"}, token=KEY)
        assert reply.status == 201

    async def first_secret(**settings: Any) -> str:
        async with World(**settings):
            return secret_text(32, 7)

    assert await first_secret(**sandbox) == await first_secret(**sandbox)
    assert await first_secret(data=str(tmp_path)) != await first_secret(data=str(tmp_path))
