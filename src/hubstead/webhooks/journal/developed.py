"""The app behind a call, and what accounts let it do."""

from typing import NamedTuple

from hubstead.account import portals
from hubstead.apps import app as apps
from hubstead.crm.object_types.resolve import resolve
from hubstead.kit.errors import Forbidden, MissingScopes, NotFound
from hubstead.store.engine import Engine
from hubstead.store.generations import Definitions
from hubstead.store.unit import Actor, Origin, Unit
from hubstead.webhooks.journal.wanted import Scopes, installs_of, may_read, read_scopes

LARGEST = 1 << 53
"""Ids lie below."""


class Developed(NamedTuple):
    """An app in its own portal."""

    id: int
    home: int
    store: Engine
    definitions: Definitions

    async def scopes_in(self, portal: int) -> Scopes:
        """What an account let the app do. Raises `Forbidden` for one that the app is not installed in, which may as
        well not exist."""
        app = (self.home, self.id)
        found = await installs_of(self.store, {app}, portal) if 0 < portal < LARGEST else {}
        if portal not in found.get(app, {}):
            raise Forbidden(
                f"App {self.id} is not installed in account {portal}.",
                context={"portalId": [str(portal)]},
                category="PERMISSION_DENIED",
            )
        return found[app][portal]

    async def readable(self, portal: int, spelling: str) -> str:
        """The id of an object type of an account, whose records the app may read. Raises `Forbidden`, `Invalid` and
        `MissingScopes`."""
        scopes = await self.scopes_in(portal)
        type = (await resolve(await self.reading(portal), spelling)).id
        if not may_read(type, scopes):
            message = "One or more of the following scopes are required."
            raise MissingScopes(message, {"requiredGranularScopes": list(read_scopes(type))})
        return type

    async def reading(self, portal: int) -> Unit:
        """A unit that reads in an account."""
        return Unit(self.store, await self.actor(portal))

    async def actor(self, portal: int) -> Actor:
        """The app, acting in an account."""
        return await portals.actor(self.store, portal, Origin("INTEGRATION", str(self.id)), self.definitions)


async def developed(store: Engine, definitions: Definitions, home: int, id: int) -> Developed:
    """The app behind a call. Raises `NotFound` where it is none of this portal."""
    app = await apps.by_id(store, id)
    if app is None or app.portal != home:
        raise NotFound(
            f"No app {id} of account {home} asks. A webhooks journal is read with a token that an app got with its "
            "own secret (grant_type=client_credentials).",
            context={"appId": [str(id)]},
        )
    return Developed(id, home, store, definitions)
