"""Who may read and change what a type is made of: its properties, pipelines and schema."""

from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.object_types.resolve import resolve
from hubstead.store.unit import Unit
from hubstead.web.call import Call
from hubstead.web.edge import require
from hubstead.web.route import By

_READ_AND_WRITE = (
    "appointments", "carts", "companies", "contacts", "courses", "custom", "deals", "leads", "line_items", "listings",
    "orders", "partner-clients", "quotes", "services", "users",
)  # fmt: skip
_READ_ONLY = ("commercepayments", "goals", "invoices", "subscriptions")
SOME_RECORDS: tuple[str, ...] = (
    *(f"crm.objects.{name}.{act}" for name in _READ_AND_WRITE for act in ("read", "write")),
    *(f"crm.objects.{name}.read" for name in _READ_ONLY),
    *("contacts", "e-commerce", "media_bridge.read", "tickets"),
)
"""Scopes for records of any type: what is about associations in general takes one of them (documented)."""


def definition_scopes(type: ObjectType, by: By) -> tuple[str, ...]:
    """Any one of these lets a caller read (or change) the definitions of a type.

    Every scope for its records lets a caller read; only the `crm.schemas…` form of the write scope lets it change.
    """
    written = type.write_scopes or tuple(scope.replace(".read", ".write") for scope in type.read_scopes)
    changing = tuple(scope.replace("crm.objects.", "crm.schemas.") for scope in written)
    if by is By.WRITE:
        return changing
    reading = tuple(scope.replace("crm.objects.", "crm.schemas.") for scope in type.read_scopes)
    return tuple(dict.fromkeys((*type.read_scopes, *type.write_scopes, *reading)))


async def defined_type(call: Call, unit: Unit, by: By) -> ObjectType:
    """The object type in the path, if the caller may read or change its definitions. Raises `Invalid`, `Forbidden`."""
    type = await resolve(unit, call.path[0])
    require(call.caller, definition_scopes(type, by))
    return type
