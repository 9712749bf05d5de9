"""What a new server begins with: a portal, a person in it, and a token."""

from hubstead.account import logins, portals
from hubstead.account.owners import Owner
from hubstead.account.people import Place
from hubstead.apps import tokens
from hubstead.apps.private_apps import create_app
from hubstead.crm.objects import users
from hubstead.kit import clock
from hubstead.store.engine import Engine
from hubstead.store.generations import Definitions
from hubstead.store.portal import Portal
from hubstead.store.unit import Origin, Unit, write

NAME = "My company"
EMAIL = "owner@example.com"


async def first_start(store: Engine, definitions: Definitions, token: str, password: str = "") -> str | None:
    """Make the first portal, its owner and a token with all scopes, unless there is a portal already.

    Answers the token, which is shown once and stored only as a digest. Without a password, the owner gets one by a
    command. Raises `Invalid` for a token or a password that cannot be.
    """
    # Both are judged before anything is written, so that the next start is still the first.
    if token:
        tokens.check(token)
    if password:
        logins.check_length(password)
    known = await portals.portals(store)
    if known:
        if token and not await store.rows("SELECT portal FROM token WHERE digest = ?1", tokens.digest(token)):
            # A token given from outside works also when the data are older than it.
            await create_app(store, known[0].id, token, "HUBSTEAD_TOKEN", None)
        return None
    portal, _ = await new_portal(store, definitions, NAME)
    if password:
        await logins.set_password(store, EMAIL, password)
    text = token or tokens.new_token()
    await create_app(store, portal.id, text, "First token", None)
    return text


async def new_portal(store: Engine, definitions: Definitions, name: str) -> tuple[Portal, Owner]:
    """Make a portal with a person in it, who is its first owner and super admin."""
    portal = await portals.create(store, name, clock.now())
    actor = await portals.actor(store, portal.id, Origin("CRM_UI"), definitions)
    return portal, await write(store, actor, add_owner)


async def add_owner(unit: Unit) -> Owner:
    """Make the person whom every portal begins with its first owner and super admin."""
    place = Place(first_name="Olivia", last_name="Owner")
    return (await users.add(unit, EMAIL, place, super_admin=True)).owner
