"""`hubstead role`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from hubstead.account import removals, roles
from hubstead.account.roles import Role, roles_of
from hubstead.commands.names import named, new_name, people, something
from hubstead.commands.refusal import Refusal
from hubstead.commands.tables import print_list
from hubstead.commands.truth import in_portal
from hubstead.crm.object_types.resolve import resolve
from hubstead.settings import Settings
from hubstead.store import definitions
from hubstead.store.access import Levels, Reach
from hubstead.store.unit import Unit

NOTHING = "nothing"
"""What to allow to take all permissions away."""
_REACHES = ("none", "own", "team", "all")


class Wanted(NamedTuple):
    """What is given of a role; `None` and nothing named: what it was before. `objects` as `contacts=all/own/none`, or
    `contacts=` for a type that shall differ no longer."""

    view: Reach | None = None
    edit: Reach | None = None
    delete: Reach | None = None
    objects: Sequence[str] = ()
    allow: Sequence[str] = ()
    unassigned: bool | None = None


class RoleShown(msgspec.Struct):
    """A role as `--json` shows it: how far its users reach (view, edit, delete) in these types and in all others."""

    id: str
    name: str
    rest: Mapping[str, Reach]
    objects: Mapping[str, Mapping[str, Reach]]
    unassigned: bool
    allow: Sequence[str]


def create_role(settings: Settings, portal: int | None, name: str, wanted: Wanted) -> str:
    """Make a role; answers its id."""

    async def work(unit: Unit) -> str:
        levels, rest = await _levels(unit, {}, wanted.objects), _rest(roles.NOTHING, wanted)
        tools = _tools(wanted) or ()
        return (await roles.create(unit, new_name(name), levels, rest, tools, bool(wanted.unassigned))).id

    return in_portal(settings, portal, work)


def change_role(settings: Settings, portal: int | None, name: str, renamed: str | None, wanted: Wanted) -> None:
    """Change of a role what is given."""

    async def work(unit: Unit) -> None:
        role = await _role(unit, name)
        rest = _rest(role.rest, wanted)
        fields = {
            "name": None if renamed is None else new_name(renamed),
            "rest": None if wanted[:3] == (None, None, None) else rest,
            "levels": await _levels(unit, role.levels, wanted.objects) if wanted.objects else None,
            "tools": _tools(wanted),
            "unassigned": wanted.unassigned,
        }
        await roles.change(unit, role, **something(fields))

    in_portal(settings, portal, work)


def delete_role(settings: Settings, portal: int | None, name: str) -> str:
    """Delete a role; answers what that meant."""

    async def work(unit: Unit) -> str:
        role = await _role(unit, name)
        return f"The role {role.name} is deleted; {people(await removals.delete_role(unit, role))} had it."

    return in_portal(settings, portal, work)


def show_roles(settings: Settings, portal: int | None, *, as_json: bool) -> None:
    """Print all roles."""

    async def work(unit: Unit) -> list[RoleShown]:
        return [_shown(role) for role in (await roles_of(unit)).values()]

    titles = ("Role", "Name", "View/edit/delete", "Where types differ", "Allowed besides")
    print_list(in_portal(settings, portal, work), titles, _row, as_json=as_json)


async def _role(unit: Unit, name: str) -> Role:
    """A role, which nobody else changes until the unit ends."""
    await definitions.hold(unit)
    return named(name, "role", (await roles_of(unit)).values())


def _rest(before: Levels, wanted: Wanted) -> Levels:
    given = {name: reach for name in before._fields if (reach := getattr(wanted, name)) is not None}
    return before._replace(**given)


def _tools(wanted: Wanted) -> tuple[str, ...] | None:
    return tuple(tool for tool in wanted.allow if tool != NOTHING) if wanted.allow else None


async def _levels(unit: Unit, before: Mapping[str, Levels], texts: Iterable[str]) -> Mapping[str, Levels]:
    """The levels of types that differ, with what the texts say of some."""
    levels = dict(before)
    for text in texts:
        type, _, given = text.partition("=")
        id = (await resolve(unit, type)).id
        if given or "=" not in text:
            levels[id] = _reaches(text, given)
        else:
            levels.pop(id, None)
    return levels


def _reaches(text: str, given: str) -> Levels:
    reaches = given.split("/")
    if len(reaches) != 3 or not set(reaches) <= set(_REACHES):
        raise Refusal(f"--object {text}: say TYPE=VIEW/EDIT/DELETE, each one of {', '.join(_REACHES)}.", 2)
    return Levels(*reaches)  # type: ignore[arg-type]


def _shown(role: Role) -> RoleShown:
    levels = {type: levels._asdict() for type, levels in role.levels.items()}
    return RoleShown(role.id, role.name, role.rest._asdict(), levels, role.unassigned, list(role.tools))


def _row(role: RoleShown) -> tuple[str, ...]:
    differing = ", ".join(f"{type}={_words(levels)}" for type, levels in role.objects.items())
    return (role.id, role.name, _words(role.rest), differing, ", ".join(role.allow))


def _words(levels: Mapping[str, Reach]) -> str:
    return "/".join(levels.values())
