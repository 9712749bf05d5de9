"""An app on a server in memory, and what its developer does with it."""

from typing import Any
from urllib.parse import urlencode

from hubstead.account import people, portals, sessions
from hubstead.account.users import users_of
from hubstead.apps import app as apps
from hubstead.apps import public_apps
from hubstead.apps.grants import new_code
from hubstead.apps.public_apps import Made
from hubstead.kit.clock import Clock
from hubstead.store.generations import Definitions
from hubstead.store.unit import Origin, Unit, write
from tests.world import PORTAL, Reply, World

REDIRECT = "http://localhost:3000/callback"
SCOPES = ("oauth", "crm.objects.contacts.read", "crm.objects.contacts.write")
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
"""Verifier and challenge of RFC 7636, appendix B."""
MADE = 1_767_225_600_000
"""2026-01-01T00:00:00Z"""
FORM = {"content-type": "application/x-www-form-urlencoded"}


def after(seconds: float) -> Clock:
    """A clock that stands so many seconds after `MADE`."""
    return Clock(frozen=MADE + round(seconds * 1000))


class Installer:
    """A public app of the first portal, and requests in its name."""

    scopes: tuple[str, ...] = SCOPES

    def __init__(self, world: World, made: Made) -> None:
        self.world = world
        self.made = made

    @classmethod
    async def of(cls, world: World, name: str = "Wunderapp", **fields: Any) -> "Installer":
        given = {"redirect_uris": (REDIRECT,), "scopes": SCOPES, **fields}
        return cls(world, await public_apps.create(world.server.store, PORTAL, name, **given))

    async def code(self, portal: int = PORTAL, user_id: int = 1002, challenge: str = "") -> str:
        """A code as the consent page gives it."""
        store = self.world.server.store
        app = await apps.by_id(store, self.made.app_id)
        assert app is not None

        async def work(unit: Unit) -> str:
            return new_code(unit, app, user_id, self.scopes, REDIRECT, challenge)

        return await write(store, await portals.actor(store, portal, Origin("CRM_UI"), Definitions()), work)

    async def ask(self, path: str = "", version: str = "v1", **form: str) -> Reply:
        """A form to the token endpoint or one below it, with the app's credentials unless others are given."""
        own = {"client_id": self.made.client_id, "client_secret": self.made.client_secret}
        body = urlencode({**own, **form}).encode()
        return await self.world.post(f"/oauth/{version}/token{path}", body, token=None, headers=FORM)

    async def exchange(self, code: str, **form: str) -> Reply:
        return await self.ask(grant_type="authorization_code", code=code, redirect_uri=REDIRECT, **form)

    async def refresh(self, token: str, **form: str) -> Reply:
        return await self.ask(grant_type="refresh_token", refresh_token=token, **form)

    async def install(self, portal: int = PORTAL) -> Any:
        """The tokens of a fresh install."""
        reply = await self.exchange(await self.code(portal))
        assert reply.status == 200, reply.body
        return reply.json


async def logged_in(world: World, email: str, portal: int = PORTAL) -> dict[str, str]:
    """The cookie of a session of the user with this address, who is made a plain user where there is none."""

    async def work(unit: Unit) -> str:
        users = {user.email: user for user in (await users_of(unit)).values()}
        user = users.get(email) or (await people.add(unit, email)).user
        return sessions.begin(unit, user)

    actor = await portals.actor(world.server.store, portal, Origin("CRM_UI"), Definitions())
    return {"cookie": f"{sessions.COOKIE}={await write(world.server.store, actor, work)}"}


def refused(reply: Reply) -> tuple[int, str, str]:
    """Status and the two words for what is wrong; the rest of the body must be there, too."""
    body = reply.json
    assert body["correlationId"] == reply.headers["x-hubspot-correlation-id"]
    assert body["message"] == body["error_description"]
    return reply.status, body["status"], body["error"]
