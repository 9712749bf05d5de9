"""Credentials in a portal of the sandbox: they expire by its clock, and follow from its seed."""

from typing import Any

from tests.apps.oauth import Installer
from tests.sandbox.conftest import Sandboxed

CONTACTS = "/crm/v3/objects/contacts"


async def test_access_tokens_expire_when_the_clock_is_advanced(sandboxed: Sandboxed) -> None:
    made = await sandboxed.portal(clock={"at": "2026-06-01T12:00:00Z"})
    installer = await Installer.of(sandboxed)
    tokens = await installer.install(made["portalId"])
    clock = f"/portals/{made['portalId']}/clock"

    async def status(token: str) -> int:
        return (await sandboxed.get(CONTACTS, token=token)).status

    assert await status(tokens["access_token"]) == 200
    await sandboxed.ask("POST", f"{clock}/advance", {"minutes": 29, "seconds": 59})
    assert await status(tokens["access_token"]) == 200
    await sandboxed.ask("POST", f"{clock}/advance", {"seconds": 1})
    assert await status(tokens["access_token"]) == 401
    fresh = (await installer.refresh(tokens["refresh_token"])).json
    assert await status(fresh["access_token"]) == 200
    assert await status(made["token"]) == 200  # tokens of private apps do not expire


async def test_two_living_portals_cannot_have_one_seed(sandboxed: Sandboxed) -> None:
    first = await sandboxed.portal(seed="autumn", tokens=[])
    for path in ("/portals", f"/portals/{first['portalId']}/forks"):
        refused = await sandboxed.ask("POST", path, {"seed": "autumn", "tokens": []})
        assert (refused.status, refused.json["category"]) == (409, "CONFLICT")
        assert f"Portal {first['portalId']} has that seed" in refused.json["message"]
    assert (await sandboxed.ask("DELETE", f"/portals/{first['portalId']}")).status == 204
    await sandboxed.portal(seed="autumn", tokens=[])


async def test_tokens_of_a_portal_follow_from_its_seed() -> None:
    given: list[Any] = []
    for others in (0, 3):
        world = Sandboxed()
        async with world:
            for _ in range(others):
                await world.portal()
            made = await world.portal(seed="autumn", portalId=4711)
            tokens = await (await Installer.of(world)).install(4711)
            given.append([made["token"], tokens["access_token"], tokens["refresh_token"]])
    assert given[0] == given[1]
    assert len(set(given[0])) == 3


async def test_a_restore_does_not_bring_revoked_credentials_back(sandboxed: Sandboxed) -> None:
    """Credentials are no part of a state: a token that was taken back stays so."""
    made = await sandboxed.portal()
    path = f"/portals/{made['portalId']}"
    installer = await Installer.of(sandboxed)
    tokens = await installer.install(made["portalId"])
    await sandboxed.ask("POST", f"{path}/snapshots", {"name": "installed"})
    copy = (await sandboxed.ask("POST", f"{path}/forks", {})).json
    assert (await sandboxed.delete("/appinstalls/v3/external-install", token=tokens["access_token"])).status == 204
    await sandboxed.ask("POST", f"{path}/restore", {"snapshot": "installed"})
    assert (await sandboxed.get(CONTACTS, token=tokens["access_token"])).status == 401
    assert (await sandboxed.get(CONTACTS, token=copy["token"])).status == 200
