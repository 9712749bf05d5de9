"""Who makes, changes and deletes apps, and how the portal remembers it."""

import msgspec

from hubstead.account.owners import owners_of
from hubstead.apps.app import FIRST_APP
from hubstead.store.engine import Engine, Writer
from hubstead.store.unit import Unit


async def new_app_id(store: Engine) -> int:
    """An id that no app of this server ever had."""

    async def work(writer: Writer) -> int:
        return await writer.new_ids(0, 1)

    return FIRST_APP + await store.write(work)


async def first_user(unit: Unit) -> int:
    """The user who has been in the portal longest; 0 where there is none."""
    return min((owner.user_id for owner in (await owners_of(unit)).values()), default=0)


def happened(unit: Unit, kind: str, app_id: int, about: dict[str, object]) -> None:
    """Record what was done to an app, or to its tokens."""
    unit.happened(kind, "", app_id, msgspec.json.encode(about).decode())
