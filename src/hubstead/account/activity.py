"""What a company wants to look up later about who did what: facts beside those of records and definitions."""

import msgspec

from hubstead.store.unit import Unit

LOGIN = "login.tried"
"""Somebody tried to log in. `id` is the user; the body is a `Tried`."""
SECURITY = "security.acted"
"""Somebody did what bears on security. `id` is the acting user; the body is an `Acted`."""


class Tried(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """An attempt to log in: with which e-mail address, whether it succeeded, from which address, with which client."""

    email: str
    succeeded: bool
    ip: str = ""
    user_agent: str = ""


class Acted(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """An action, in HubSpot's words (`ADD_USER`, `PRIVATE_APP_ACCESS_TOKEN_CREATE`, …), what it was done to, and from
    which address; empty for a command on the server's own machine."""

    type: str
    object_id: str = ""
    ip: str = ""


def come_from(unit: Unit, address: str) -> None:
    """Let the security facts of this unit say from which address it was asked for."""
    unit.keep("account.address", lambda: address)


def acted(unit: Unit, type: str, object_id: object = "") -> None:
    """Record an action that bears on security."""
    ip = unit.keep("account.address", str)
    body = msgspec.json.encode(Acted(type, str(object_id), ip)).decode()
    unit.happened(SECURITY, "", unit.origin.user_id, body)


def tried(unit: Unit, user_id: int, attempt: Tried) -> None:
    """Record an attempt to log in."""
    unit.happened(LOGIN, "", user_id, msgspec.json.encode(attempt).decode())
