"""Roles in our own namespace: HubSpot's API reads their names only. They are here, not with the accounts, because what
they allow is told by object type.

Nobody gives rights that he does not have: who is bound by roles makes, changes and deletes only such as allow no more.
"""

from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta, Struct

from hubstead.account import activity, removals, roles
from hubstead.account.roles import TOOLS, Role, reaches_farther, revision, roles_of
from hubstead.crm.object_types.resolve import resolve
from hubstead.kit.errors import NOT_PERMITTED, Conflict, Forbidden, Invalid, NotFound
from hubstead.store import definitions
from hubstead.store.access import Levels, Reach
from hubstead.store.unit import Unit
from hubstead.web.answer import NO_CONTENT, Answer
from hubstead.web.call import Call
from hubstead.web.envelopes import Results
from hubstead.web.route import Route

READ = ("settings.users.read", "crm.objects.users.read")
WRITE = ("settings.users.write", "crm.objects.users.write")
LONGEST_NAME = 100


class RoleLevels(Struct, frozen=True):
    """How far a role reaches among records of a type."""

    view: Reach = "none"
    edit: Reach = "none"
    delete: Reach = "none"


class RoleReach(Struct, frozen=True):
    """How far a role reaches among records of a type, in full."""

    view: Reach
    edit: Reach
    delete: Reach


class RoleInput(Struct, frozen=True, kw_only=True, rename="camel"):
    """A role. `levels` by object type, `rest` for all types that it does not name; `unassigned`: `own` and `team` reach
    records without an owner, too. `revision` is that of the role as it was read: whoever changed it meanwhile is not
    overwritten."""

    name: Annotated[str, Meta(max_length=LONGEST_NAME)]
    levels: dict[str, RoleLevels] = {}
    rest: RoleLevels = RoleLevels()
    unassigned: bool = False
    tools: list[str] = []
    revision: str | None = None


class RoleDetails(Struct, frozen=True, kw_only=True, rename="camel"):
    """A role with all that it allows. `changeable`: it allows no more than who asks may do."""

    id: str
    name: str
    levels: dict[str, RoleReach]
    rest: RoleReach
    unassigned: bool
    tools: list[str]
    revision: str
    changeable: bool


class Tool(Struct, frozen=True):
    """What a role may allow besides records, and what it means."""

    name: str
    description: str


async def get_all(call: Call) -> Results[RoleDetails]:
    """The roles of the account with what they allow."""
    unit = call.reading()
    return Results([_shown(unit, role) for role in (await roles_of(unit)).values()])


async def get_tools(_: Call) -> Results[Tool]:
    """What a role may allow besides records."""
    return Results([Tool(name, words) for name, words in TOOLS.items()])


async def create(call: Call) -> RoleDetails:
    """Make a role."""
    given = call.read(RoleInput)

    async def work(unit: Unit) -> RoleDetails:
        activity.come_from(unit, call.address)
        name, levels, rest = _name(given), await _levels(unit, given), _pair(given.rest)
        _refuse_farther(unit, _draft(given, levels))
        return _shown(unit, await roles.create(unit, name, levels, rest, given.tools, given.unassigned))

    return await call.write(work)


async def update(call: Call) -> RoleDetails:
    """Write a role anew, for all users who have it, from their next request on. Raises `Conflict` where somebody else
    has changed it since it was read."""
    given = call.read(RoleInput)

    async def work(unit: Unit) -> RoleDetails:
        activity.come_from(unit, call.address)
        role = await _asked(call, unit)
        if given.revision is not None and given.revision != revision(role):
            raise Conflict(f"Somebody else has changed the role {role.name} meanwhile. Look at it again.")
        levels = await _levels(unit, given)
        _refuse_farther(unit, role, _draft(given, levels))
        fields = {"name": _name(given), "levels": levels, "rest": _pair(given.rest)}
        changed = await roles.change(unit, role, **fields, tools=tuple(given.tools), unassigned=given.unassigned)
        return _shown(unit, changed)

    return await call.write(work)


async def delete(call: Call) -> Answer:
    """Delete a role: the users who have it lose it, and keep their other ones."""

    async def work(unit: Unit) -> None:
        activity.come_from(unit, call.address)
        role = await _asked(call, unit)
        _refuse_farther(unit, role)
        await removals.delete_role(unit, role)

    await call.write(work)
    return NO_CONTENT


async def _asked(call: Call, unit: Unit) -> Role:
    await definitions.hold(unit)
    role = (await roles_of(unit)).get(call.path[0])
    if role is None:
        raise NotFound(f"There is no role {call.path[0][:50]}.", context={"roleId": [call.path[0][:50]]})
    return role


def _refuse_farther(unit: Unit, *wanted: Role) -> None:
    if unit.access is not None and any(reaches_farther(role, unit.access) for role in wanted):
        raise Forbidden("Only a super admin may give or take rights that you do not have.", category=NOT_PERMITTED)


async def _levels(unit: Unit, given: RoleInput) -> Mapping[str, Levels]:
    return {(await resolve(unit, type)).id: _pair(levels) for type, levels in given.levels.items()}


def _pair(levels: RoleLevels) -> Levels:
    return Levels(levels.view, levels.edit, levels.delete)


def _draft(given: RoleInput, levels: Mapping[str, Levels]) -> Role:
    rest, tools = _pair(given.rest), tuple(given.tools)
    return Role(id="", name=given.name, levels=levels, rest=rest, unassigned=given.unassigned, tools=tools)


def _name(given: RoleInput) -> str:
    name = " ".join(given.name.split())
    if not name:
        raise Invalid("Give the role a name.", context={"name": [given.name]})
    return name


def _shown(unit: Unit, role: Role) -> RoleDetails:
    return RoleDetails(
        id=role.id,
        name=role.name,
        levels={type: RoleReach(*levels) for type, levels in role.levels.items()},
        rest=RoleReach(*role.rest),
        unassigned=role.unassigned,
        tools=list(role.tools),
        revision=revision(role),
        changeable=unit.access is None or not reaches_farther(role, unit.access),
    )


_ROLES = "/hubstead/roles"
ROUTES = (
    Route("GET", _ROLES, get_all, READ, "List roles with what they allow", answer=Results[RoleDetails]),
    Route("GET", f"{_ROLES}/tools", get_tools, READ, "List what roles may allow besides records", answer=Results[Tool]),
    Route("POST", _ROLES, create, WRITE, "Make a role", RoleInput, RoleDetails, 201, permission="users"),
    Route("PUT", f"{_ROLES}/{{roleId}}", update, WRITE, "Change a role", RoleInput, RoleDetails, permission="users"),
    Route("DELETE", f"{_ROLES}/{{roleId}}", delete, WRITE, "Delete a role", status=204, permission="users"),
)
