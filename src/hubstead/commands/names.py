"""How commands name things of a portal: users by e-mail address, all else by name or number."""

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from hubstead.account.users import User, users_of
from hubstead.commands.refusal import Refusal
from hubstead.store import definitions
from hubstead.store.unit import Unit


class Named(Protocol):
    """What has a name and a number."""

    @property
    def id(self) -> int | str: ...
    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=Named)


def named(name: str, what: str, known: Iterable[N]) -> N:
    """The one with this name or number; `what` is also the command that makes such. Raises `Refusal`."""
    found = next((one for one in known if name.strip().lower() in (one.name.lower(), str(one.id))), None)
    if found is None:
        raise Refusal(f"There is no {what.replace('-', ' ')} {name}. `hubstead {what} create` makes one.")
    return found


async def user_named(unit: Unit, email: str) -> User:
    """The user with this e-mail address, whom nobody else changes until the unit ends. Raises `Refusal`."""
    await definitions.hold(unit)
    for user in (await users_of(unit)).values():
        if user.active and user.email == email.strip().lower():
            return user
    raise Refusal(f"There is no user {email}. `hubstead user list` shows them.")


def new_name(text: str) -> str:
    """A name that something is to have. Raises `Refusal` for an empty one."""
    if not text.strip():
        raise Refusal("The name is empty.", 2)
    return text.strip()


def something(fields: Mapping[str, object]) -> dict[str, object]:
    """What to change, without what was not given. Raises `Refusal` when nothing was."""
    found = {name: value for name, value in fields.items() if value is not None}
    if not found:
        raise Refusal("Say what to change; `--help` shows what can be.", 2)
    return found


def people(count: int) -> str:
    """`1 user`, `2 users`"""
    return f"{count} user" if count == 1 else f"{count} users"
