"""The account's own settings in our namespace: what the service has on screens only."""

from typing import Annotated

from msgspec import Meta, Struct

from hubstead.account import business_units, profile
from hubstead.account.business_units import BusinessUnit, business_units_of
from hubstead.account.users import users_of
from hubstead.kit.errors import Forbidden, Invalid, NotFound
from hubstead.store.portal import Portal
from hubstead.store.unit import Unit
from hubstead.web.answer import NO_CONTENT, Answer
from hubstead.web.call import Call
from hubstead.web.envelopes import Results
from hubstead.web.features import HUBS
from hubstead.web.route import Route


class AccountShown(Struct, frozen=True, rename="camel"):
    """The account. `plan` has the tier of each hub; `everything` where nothing is left out."""

    portal_id: int
    name: str
    time_zone: str
    currency: str
    additional_currencies: list[str]
    plan: dict[str, str]


class AccountChange(Struct, frozen=True, rename="camel"):
    """What to change of the account; what is absent stays. `plan` names the tier of hubs: only in a session."""

    name: str | None = None
    time_zone: str | None = None
    plan: dict[str, str] | None = None


class UnitInput(Struct, frozen=True, rename="camel"):
    """A business unit; without `user_ids` everybody works for it."""

    name: Annotated[str, Meta(max_length=200)]
    user_ids: list[str] = []
    logo_url: Annotated[str, Meta(max_length=2000)] = ""
    logo_alt_text: Annotated[str, Meta(max_length=500)] = ""


class UnitDetails(Struct, frozen=True, rename="camel"):
    """A business unit with who works for it; nobody named: everybody."""

    id: str
    name: str
    user_ids: list[str]
    logo_url: str
    logo_alt_text: str


EVERYTHING = "everything"


async def get_account(call: Call) -> AccountShown:
    """The account's name, time zone, currencies and plan."""
    return _shown(call.caller.portal)


async def change_account(call: Call) -> AccountShown:
    """Change the account's name, time zone or plan."""
    given = call.read(AccountChange)
    if given.plan is not None and call.caller.kind != "session":
        raise Forbidden("The plan is chosen by people, in a session, or by the command `hubstead portal tier`.")

    async def work(unit: Unit) -> Portal:
        changed = await profile.change(unit, given.name, given.time_zone)
        if given.plan is None:
            return changed
        tiers = {hub: tier for hub, tier in given.plan.items() if tier != EVERYTHING}
        return await profile.plan(unit, tiers)

    return _shown(await call.write(work))


async def get_units(call: Call) -> Results[UnitDetails]:
    """The business units of the account."""
    return Results([_unit_shown(one) for one in (await business_units_of(call.reading())).values()])


async def create_unit(call: Call) -> UnitDetails:
    """Make a business unit."""
    given = call.read(UnitInput)

    async def work(unit: Unit) -> BusinessUnit:
        users = await _users(unit, given)
        return await business_units.create(
            unit, _name(given), logo_url=given.logo_url, logo_alt_text=given.logo_alt_text, users=users
        )

    return _unit_shown(await call.write(work))


async def change_unit(call: Call) -> UnitDetails:
    """Write a business unit anew."""
    given = call.read(UnitInput)

    async def work(unit: Unit) -> BusinessUnit:
        one = await _asked(call, unit)
        fields = {"logo_url": given.logo_url, "logo_alt_text": given.logo_alt_text}
        return await business_units.change(unit, one, name=_name(given), users=await _users(unit, given), **fields)

    return _unit_shown(await call.write(work))


async def delete_unit(call: Call) -> Answer:
    """Delete a business unit. Records that name it in a property keep the value."""

    async def work(unit: Unit) -> None:
        await business_units.delete(unit, await _asked(call, unit))

    await call.write(work)
    return NO_CONTENT


def _shown(portal: Portal) -> AccountShown:
    plan = {hub: portal.tiers.get(hub, EVERYTHING) for hub in HUBS}
    return AccountShown(
        portal.id, portal.name, portal.time_zone, portal.currency, list(portal.additional_currencies), plan
    )


async def _asked(call: Call, unit: Unit) -> BusinessUnit:
    one = next((one for one in (await business_units_of(unit)).values() if str(one.id) == call.path[0]), None)
    if one is None:
        raise NotFound(f"There is no business unit {call.path[0][:50]}.", context={"id": [call.path[0][:50]]})
    return one


async def _users(unit: Unit, given: UnitInput) -> tuple[int, ...]:
    known = {str(user.id): user.id for user in (await users_of(unit)).values() if user.active}
    unknown = sorted(set(given.user_ids) - known.keys())
    if unknown:
        raise Invalid(f"There is no user {', '.join(unknown)[:200]}.", context={"userIds": unknown[:20]})
    return tuple(known[id] for id in dict.fromkeys(given.user_ids))


def _name(given: UnitInput) -> str:
    name = " ".join(given.name.split())
    if not name:
        raise Invalid("Give the business unit a name.", context={"name": [given.name]})
    return name


def _unit_shown(one: BusinessUnit) -> UnitDetails:
    return UnitDetails(str(one.id), one.name, [str(id) for id in one.users], one.logo_url, one.logo_alt_text)


_UNITS = "/hubstead/business-units"
ROUTES = (
    Route("GET", "/hubstead/account", get_account, ("settings.currencies.read",), "Read the account's settings",
          answer=AccountShown),
    Route("PATCH", "/hubstead/account", change_account, ("settings.currencies.write",),
          "Change the account's settings", AccountChange, AccountShown, permission="account"),
    Route("GET", _UNITS, get_units, ("business_units_view.read",), "List business units", answer=Results[UnitDetails],
          feature="business-units"),
    Route("POST", _UNITS, create_unit, ("settings.users.write",), "Make a business unit", UnitInput, UnitDetails, 201,
          feature="business-units", permission="account"),
    Route("PUT", f"{_UNITS}/{{businessUnitId}}", change_unit, ("settings.users.write",), "Change a business unit",
          UnitInput, UnitDetails, feature="business-units", permission="account"),
    Route("DELETE", f"{_UNITS}/{{businessUnitId}}", delete_unit, ("settings.users.write",), "Delete a business unit",
          status=204, feature="business-units", permission="account"),
)  # fmt: skip
