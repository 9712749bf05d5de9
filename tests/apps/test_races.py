"""Tokens given, rotated and taken back at the same time, on every engine of the truth store."""

import asyncio

import pytest

from hubstead.account import portals
from hubstead.apps import app as apps
from hubstead.apps import private_apps, public_apps, tokens
from hubstead.apps.app import App
from hubstead.apps.grants import Granted, Grants, new_code
from hubstead.apps.install import uninstall
from hubstead.apps.token_use import TokenUse
from hubstead.first_start import new_portal
from hubstead.kit.errors import GrantRefused, NotFound
from hubstead.store.engine import Engine
from hubstead.store.generations import Definitions
from hubstead.store.unit import Origin, Unit, write
from tests.apps.oauth import REDIRECT, SCOPES
from tests.contract.conftest import engine

__all__ = ["engine"]
"""Used by name."""
AT_ONCE = 4


class Desk:
    """A portal with an app of its own."""

    def __init__(self, store: Engine, portal: int, app: App) -> None:
        self.store = store
        self.portal = portal
        self.app = app
        self.grants = Grants(store, Definitions(), app)

    async def code(self) -> str:
        async def work(unit: Unit) -> str:
            return new_code(unit, self.app, 1002, SCOPES, REDIRECT)

        actor = await portals.actor(self.store, self.portal, Origin("CRM_UI"), Definitions())
        return await write(self.store, actor, work)

    async def install(self) -> Granted:
        return await self.grants.of_code(await self.code(), REDIRECT, "")

    async def uninstall(self) -> bool:
        async def work(unit: Unit) -> bool:
            return await uninstall(unit, self.app.id, "Wunderapp")

        actor = await portals.actor(self.store, self.portal, Origin("CRM_UI"), Definitions())
        return await write(self.store, actor, work)

    async def kinds(self) -> list[str]:
        """The kinds of what the app has in the portal."""
        rows = await self.store.rows("SELECT document FROM token WHERE app = ?1", self.app.id)
        return sorted(tokens.decode(document).kind for (document,) in rows)


@pytest.fixture
async def desk(engine: Engine) -> Desk:
    portal, _ = await new_portal(engine, Definitions(), "Acme")
    made = await public_apps.create(engine, portal.id, "Wunderapp", (REDIRECT,), SCOPES)
    app = await apps.by_client(engine, made.client_id)
    assert app is not None
    return Desk(engine, portal.id, app)


@pytest.mark.parametrize("client_id", ["", "\x00", "\ud800", "x" * 10_000])
async def test_no_client_id_is_too_odd(desk: Desk, client_id: str) -> None:
    assert await apps.by_client(desk.store, client_id) is None


async def test_one_of_several_exchanges_wins_and_the_others_take_it_all_back(desk: Desk) -> None:
    code = await desk.code()
    asked = [desk.grants.of_code(code, REDIRECT, "") for _ in range(AT_ONCE)]
    outcomes = await asyncio.gather(*asked, return_exceptions=True)
    given = [outcome for outcome in outcomes if isinstance(outcome, Granted)]
    assert len(given) == 1
    assert {type(outcome) for outcome in outcomes} == {Granted, GrantRefused}
    assert await desk.kinds() == ["code", "developer"]


async def test_refreshes_at_once_all_give_a_token(desk: Desk) -> None:
    given = await desk.install()
    again = await asyncio.gather(*(desk.grants.of_refresh_token(given.refresh_token) for _ in range(AT_ONCE)))
    assert len({one.access_token for one in again} | {given.access_token}) == AT_ONCE + 1


async def test_an_uninstall_leaves_no_token_to_refreshes_of_the_same_moment(desk: Desk) -> None:
    given = await desk.install()
    for _ in range(3):
        refreshes = [desk.grants.of_refresh_token(given.refresh_token) for _ in range(AT_ONCE)]
        outcomes = await asyncio.gather(*refreshes[:2], desk.uninstall(), *refreshes[2:], return_exceptions=True)
        assert outcomes[2] is True
        assert {type(outcome) for outcome in outcomes} <= {Granted, GrantRefused, bool}
        assert await desk.kinds() == ["developer"]
        given = await desk.install()


async def test_an_app_that_is_deleted_while_it_is_installed_keeps_nothing(desk: Desk) -> None:
    given = await desk.install()
    refreshes = [desk.grants.of_refresh_token(given.refresh_token) for _ in range(AT_ONCE)]
    await asyncio.gather(*refreshes, public_apps.delete(desk.store, desk.app), return_exceptions=True)
    assert await desk.kinds() == []
    assert await desk.store.rows("SELECT app FROM install") == []
    with pytest.raises(NotFound):
        await public_apps.delete(desk.store, desk.app)


async def test_an_app_that_is_deleted_before_an_exchange_is_not_installed(desk: Desk) -> None:
    code = await desk.code()
    deletion = public_apps.delete(desk.store, desk.app)
    await asyncio.gather(deletion, desk.grants.of_code(code, REDIRECT, ""), return_exceptions=True)
    assert await desk.store.rows("SELECT app FROM install") == []
    assert "oauth" not in await desk.kinds()


async def test_secrets_rotated_at_once_are_all_good_for_the_overlap(desk: Desk) -> None:
    fresh = await asyncio.gather(*(public_apps.rotate_secret(desk.store, desk.app, 60_000) for _ in range(AT_ONCE)))
    app = await apps.by_id(desk.store, desk.app.id)
    assert app is not None
    assert all(app.knows(tokens.digest(secret), 0) for secret in fresh)
    assert sum(secret.until == 0 for secret in app.config.secrets) == 1


async def test_tokens_rotated_at_once_leave_one_that_stays(desk: Desk) -> None:
    app_id = await private_apps.create_app(desk.store, desk.portal, tokens.new_token(), "ETL", None)
    rotations = [private_apps.rotate(desk.store, desk.portal, app_id, 60_000) for _ in range(AT_ONCE)]
    fresh = await asyncio.gather(*rotations)
    held = await private_apps.held(desk.store, desk.portal, "private")
    assert len(held) == AT_ONCE + 1
    assert {one.token.ending for one in held if not one.token.expires_at} < {text[-4:] for text in fresh}
    assert sum(one.token.expires_at == 0 for one in held) == 1
    await private_apps.revoke(desk.store, desk.portal, app_id)
    assert await private_apps.held(desk.store, desk.portal, "private") == []


async def test_the_use_of_a_token_that_is_revoked_meanwhile_brings_nothing_back(desk: Desk) -> None:
    text, kept = tokens.new_token(), tokens.new_token()
    app_id = await private_apps.create_app(desk.store, desk.portal, text, "gone", None)
    await private_apps.create_app(desk.store, desk.portal, kept, "kept", None)
    use = TokenUse(desk.store)
    use.note(tokens.digest(text), desk.portal)
    use.note(tokens.digest(kept), desk.portal)
    await private_apps.revoke(desk.store, desk.portal, app_id)
    await use.stop()
    assert [row[0] for row in await desk.store.rows("SELECT digest FROM token_use")] == [tokens.digest(kept)]
    (held,) = await private_apps.held(desk.store, desk.portal, "private")
    assert (held.token.name, held.used_at is not None) == ("kept", True)
