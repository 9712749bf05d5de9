"""Business units over HTTP."""

from typing import Any

from msgspec import UNSET, Struct, UnsetType

from hubstead.account.business_units import BusinessUnit, business_units_of
from hubstead.account.users import users_of
from hubstead.kit.errors import Invalid, NotFound
from hubstead.web.call import Call
from hubstead.web.envelopes import Results
from hubstead.web.route import Route

READ = ("business_units_view.read",)
_LOGO = "logoMetadata"


class Logo(Struct, rename="camel"):
    """A logo. `resized_url` is the logo as it is: this server resizes nothing."""

    logo_url: str
    logo_alt_text: str
    resized_url: str


class BusinessUnitShown(Struct, rename="camel"):
    """A business unit; its logo where it has one and was asked for it."""

    id: str
    name: str
    logo_metadata: Logo | UnsetType = UNSET


async def get_by_user(call: Call) -> Any:
    """The business units that a user works for, all or those with the given names."""
    unit = call.reading()
    names, properties = call.many("name"), call.many("properties")
    if set(properties) - {_LOGO}:
        raise Invalid(f"The only property to ask for is {_LOGO}.", context={"properties": properties})
    id = call.path[0]
    user = (await users_of(unit)).get(int(id) if id.isascii() and id.isdigit() and len(id) <= 18 else -1)
    if user is None or not user.active:
        raise NotFound(f"There is no user {id[:100]}.", context={"userId": [id[:100]]})
    found = [one for one in (await business_units_of(unit)).values() if one.has(user.id)]
    return {"results": [_shown(one, bool(properties)) for one in found if not names or one.name in names]}


def _shown(one: BusinessUnit, with_logo: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {"id": str(one.id), "name": one.name}
    if with_logo and one.logo_url:
        shown[_LOGO] = {"logoUrl": one.logo_url, "logoAltText": one.logo_alt_text, "resizedUrl": one.logo_url}
    return shown


ROUTES = tuple(
    Route("GET", path, get_by_user, READ, "List the business units of a user",
          answer=Results[BusinessUnitShown], query=("name", "properties"), feature="business-units")
    for path in ("/business-units/business-units/user/{userId}", "/business-units/public/business-units/user/{userId}")
)  # fmt: skip
"""The second path is that of the dated versions."""
