"""The first start in a browser: who holds the link that the server printed becomes its owner, once.

A server can be set up as long as nobody has a password. Every start prints a new link and makes earlier ones worthless;
what a link does is one transaction, so a server that is killed meanwhile either has its owner or can be set up.
"""

from typing import Annotated, NamedTuple

import msgspec
from msgspec import Meta

from hubstead.account import currencies, logins, one_time, portals, profile
from hubstead.account.logins import Login, Logins, anybody_has_one
from hubstead.account.one_time import Held
from hubstead.account.sessions import Membership
from hubstead.account.users import User, users_of
from hubstead.crm.objects import users
from hubstead.kit.errors import Forbidden
from hubstead.store import definitions, portal
from hubstead.store.engine import Engine
from hubstead.store.generations import Definitions
from hubstead.store.unit import Origin, Unit, write

PATH = "/app/set-up"
LASTS = 7 * 86_400_000
"""How long a link is good (ms), while the server runs: a new start gives a new one (our choice)."""
_OVER = "This link is not good any more. Start the server again, and it prints a new one."
_DONE = "This server has an owner already: sign in. The command `hubstead user password` gives a new password."

_ANYBODY = "SELECT 1 FROM portal WHERE id = ?1 AND EXISTS (SELECT 1 FROM login)"


class SetUp(msgspec.Struct, rename="camel"):
    """What an owner says at the start. `code` is the end of the link; the currency is the company's, ISO 4217."""

    code: str
    email: str
    password: str
    first_name: Annotated[str, Meta(max_length=200)] = ""
    last_name: Annotated[str, Meta(max_length=200)] = ""
    company: str = ""
    time_zone: str = "UTC"
    currency: str = "USD"


class Owned(NamedTuple):
    """Who the owner is now."""

    member: Membership
    email: str


async def offer(store: Engine, known: Definitions) -> str | None:
    """A new link to set the server up, as a path; `None` where somebody has a password, or nobody could get one."""
    if await anybody_has_one(store):
        return None
    for one in await portals.portals(store):
        actor = await portals.actor(store, one.id, Origin("CRM_UI"), known)
        secret = await write(store, actor, _offer)
        if secret:
            return f"{PATH}#{secret}"
    return None


async def _offer(unit: Unit) -> str | None:
    owner = await _owner(unit)
    return (await one_time.give(unit, "set-up", owner.id, LASTS))[0] if owner else None


async def run(store: Engine, known: Definitions, people: Logins, given: SetUp) -> Owned:
    """Make who holds the link the owner. Raises `Forbidden` for a link that is not good or came too late, `Invalid` and
    `Conflict` for what cannot be."""
    held = await one_time.find(store, "set-up", given.code)
    if held is None:
        raise Forbidden(_DONE if await anybody_has_one(store) else _OVER)
    login = await people.hashed(given.password)
    origin = Origin("CRM_UI", f"userId:{held.link.invited}", held.link.invited)
    actor = await portals.actor(store, held.portal, origin, known)
    return await write(store, actor, lambda unit: _set_up(unit, held, given, login))


async def _set_up(unit: Unit, held: Held, given: SetUp, login: Login) -> Owned:
    await definitions.hold(unit)
    # Who comes second waits here, and then finds the link used up.
    if not await one_time.use(unit, held) or await unit.rows(_ANYBODY):
        raise Forbidden(_DONE)
    owner = (await users_of(unit))[held.link.invited]
    email = given.email or owner.email
    owner = await users.readdress(unit, owner, email, given.first_name.strip(), given.last_name.strip())
    await _be_company(unit, given)
    member = Membership(unit.portal, owner.id)
    await logins.renew(unit, member, owner.email, login)
    return Owned(member, owner.email)


async def _be_company(unit: Unit, given: SetUp) -> None:
    await profile.change(unit, given.company or None, given.time_zone)
    currencies.known(given.currency)
    about = {"name": given.currency, "action": "UPDATE"}
    await portal.change(unit, currencies.COMPANY_CHANGED, about, currency=given.currency)


async def _owner(unit: Unit) -> User | None:
    """The first person whom nothing binds."""
    return next((user for user in (await users_of(unit)).values() if user.active and user.super_admin), None)
