"""Private apps: what a token stands for. Each token is an app of its own, which works in the name of a user."""

from hubstead.account import portals
from hubstead.account.owners import owners_of
from hubstead.apps import tokens
from hubstead.apps.tokens import Token
from hubstead.kit import clock
from hubstead.store.engine import Engine
from hubstead.store.generations import Definitions
from hubstead.store.unit import Origin, Unit, write


async def create_app(store: Engine, portal: int, text: str, name: str, scopes: tuple[str, ...] | None) -> None:
    """Let `text` be the token of a new app of the portal's first user; scopes `None` means all.

    Raises `NotFound` for a portal that does not exist and `Invalid` for a text that cannot be a token.
    """
    actor = await portals.actor(store, portal, Origin("CRM_UI"), Definitions())

    async def work(unit: Unit) -> tuple[int, int]:
        owners = (await owners_of(unit)).values()
        return await unit.new_ids(1), min((owner.user_id for owner in owners), default=0)

    app_id, user_id = await write(store, actor, work)
    token = Token(name=name, app_id=app_id, scopes=scopes, user_id=user_id, created_at=clock.now())
    await tokens.store_token(store, portal, text, token)
