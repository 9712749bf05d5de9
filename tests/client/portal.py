"""A portal on a running server, prepared beside it as the command line does."""

from typing import NamedTuple

from hubstead.account import portals
from hubstead.account.people import Place
from hubstead.apps import public_apps
from hubstead.apps.tokens import Token, store_token
from hubstead.commands import portals as portal_commands
from hubstead.commands import tokens
from hubstead.commands.truth import with_store
from hubstead.crm.objects import users
from hubstead.settings import Settings
from hubstead.store.engine import Engine
from hubstead.store.generations import Definitions
from hubstead.store.unit import Origin, Unit, write


class Portal(NamedTuple):
    """Where it is served, its number, a token with all scopes, and the settings of its server."""

    url: str
    id: int
    token: str
    settings: Settings

    def token_with(self, *scopes: str) -> str:
        """Another token, with these scopes only."""
        return tokens.create(self.settings, self.id, "limited", ",".join(scopes))

    def add_owner(self, email: str) -> str:
        """The id of one more owner."""

        async def add(store: Engine) -> str:
            actor = await portals.actor(store, self.id, Origin("CRM_UI"), Definitions())

            async def work(unit: Unit) -> str:
                return (await users.add(unit, email, Place("Second", "Owner"))).owner.id

            return await write(store, actor, work)

        return with_store(self.settings, add)


def new_portal(url: str, settings: Settings) -> Portal:
    """A portal of its own with an owner in it."""
    id = portal_commands.create(settings, "Test portal")
    return Portal(url, id, tokens.create(settings, id, "all", "all"), settings)


def limited_portal(url: str, settings: Settings, profile: str) -> Portal:
    """A portal with a profile of limits of its own."""
    portal = new_portal(url, settings)
    portal_commands.limits(settings, portal.id, profile)
    return portal


class AppCredentials(NamedTuple):
    """A public app that is installed in a portal: its id, its developer API key, and an access token."""

    id: int
    developer_api_key: str
    token: str


def installed_app(portal: Portal, *scopes: str) -> AppCredentials:
    """A new app of the portal, installed there with these scopes."""

    async def make(store: Engine) -> AppCredentials:
        made = await public_apps.create(store, portal.id, "Petspot", ("http://localhost/",), scopes)
        token = f"access-token-of-app-{made.app_id}"
        await store_token(store, portal.id, token, Token(name="", kind="oauth", app_id=made.app_id, scopes=scopes))
        return AppCredentials(made.app_id, made.developer_api_key, token)

    return with_store(portal.settings, make)
