"""`hubstead business-unit`."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from hubstead.account import business_units
from hubstead.account.business_units import BusinessUnit, business_units_of
from hubstead.account.users import users_of
from hubstead.commands.names import named, new_name, something, user_named
from hubstead.commands.refusal import Refusal
from hubstead.commands.tables import print_list
from hubstead.commands.truth import in_portal
from hubstead.settings import Settings
from hubstead.store import definitions
from hubstead.store.unit import Unit


class Wanted(NamedTuple):
    """What is given of a business unit; `users` are e-mail addresses."""

    name: str | None
    logo: str | None
    logo_text: str | None
    users: tuple[str, ...] = ()
    everybody: bool = False


class BusinessUnitShown(msgspec.Struct, rename="camel"):
    """A business unit as `--json` shows it, with the e-mail addresses of who works for it; none: everybody."""

    id: int
    name: str
    logo_url: str
    logo_alt_text: str
    users: Sequence[str]


def create_business_unit(settings: Settings, portal: int | None, wanted: Wanted) -> int:
    """Make a business unit; answers its id."""

    async def work(unit: Unit) -> int:
        users = await _ids(unit, wanted.users)
        logo, text = wanted.logo or "", wanted.logo_text or ""
        name = new_name(wanted.name or "")
        return (await business_units.create(unit, name, logo_url=logo, logo_alt_text=text, users=users)).id

    return in_portal(settings, portal, work)


def change_business_unit(settings: Settings, portal: int | None, name: str, wanted: Wanted) -> None:
    """Change of a business unit what is given."""
    if wanted.users and wanted.everybody:
        raise Refusal("Give either --user or --everybody, not both.", 2)

    async def work(unit: Unit) -> None:
        fields = {
            "name": None if wanted.name is None else new_name(wanted.name),
            "logo_url": wanted.logo,
            "logo_alt_text": wanted.logo_text,
            "users": await _ids(unit, wanted.users) if wanted.users or wanted.everybody else None,
        }
        await business_units.change(unit, await _one(unit, name), **something(fields))

    in_portal(settings, portal, work)


def delete_business_unit(settings: Settings, portal: int | None, name: str) -> None:
    """Delete a business unit."""

    async def work(unit: Unit) -> None:
        await business_units.delete(unit, await _one(unit, name))

    in_portal(settings, portal, work)


def show_business_units(settings: Settings, portal: int | None, *, as_json: bool) -> None:
    """Print all business units with who works for them."""

    async def work(unit: Unit) -> list[BusinessUnitShown]:
        emails = {user.id: user.email for user in (await users_of(unit)).values()}
        return [
            BusinessUnitShown(
                one.id, one.name, one.logo_url, one.logo_alt_text, [emails[id] for id in one.users if id in emails]
            )
            for one in (await business_units_of(unit)).values()
        ]

    titles = ("Business unit", "Name", "Logo", "Users")
    print_list(in_portal(settings, portal, work), titles, _row, as_json=as_json)


async def _one(unit: Unit, name: str) -> BusinessUnit:
    """A business unit, which nobody else changes until the unit ends."""
    await definitions.hold(unit)
    return named(name, "business-unit", (await business_units_of(unit)).values())


async def _ids(unit: Unit, emails: Iterable[str]) -> tuple[int, ...]:
    return tuple([(await user_named(unit, email)).id for email in emails])


def _row(one: BusinessUnitShown) -> tuple[str, ...]:
    return str(one.id), one.name, one.logo_url, ", ".join(one.users) or "everybody"
