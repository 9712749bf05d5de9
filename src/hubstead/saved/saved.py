"""What people save in the web app: views of tables and boards, reports, dashboards.

Its audience says who sees it: whoever made it, the teams of that person, or everybody in the account. It is changed by
whoever made it and by super admins. An app is no person: it sees and changes what is everybody's.
"""

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from hubstead.account.teams import below, teams_of
from hubstead.account.users import users_of
from hubstead.kit.errors import NOT_PERMITTED, Conflict, Forbidden, Invalid, NotFound
from hubstead.store import definitions
from hubstead.store.unit import Unit

Kind = Literal["views", "reports", "dashboards"]
Audience = Literal["PRIVATE", "TEAM", "EVERYONE"]
KIND = "saved"
MOST = 1_000
"""Of an account (our choice): all are loaded together."""


class Saved(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something saved. `content` is the app's own; `type` is the object type id of a view's records. Moments in ms;
    `owner` is the user who made it, 0 for an app."""

    id: int
    kind: Kind
    name: str
    audience: Audience
    content: dict[str, Any]
    type: str = ""
    owner: int = 0
    created: int = 0
    updated: int = 0


_decode = msgspec.json.Decoder(Saved).decode


async def visible(unit: Unit, kind: Kind, type: str = "") -> list[Saved]:
    """What whoever asks may see of a kind, by name; of an object type where one is named."""
    known = await _every(unit)
    found = [one for one in known.values() if one.kind == kind and type in ("", one.type) and await _sees(unit, one)]
    return sorted(found, key=lambda one: (one.name.casefold(), one.id))


async def one(unit: Unit, kind: Kind, id: int) -> Saved:
    """One of them. Raises `NotFound`, also for what whoever asks may not see."""
    found = (await _every(unit)).get(id)
    if found is None or found.kind != kind or not await _sees(unit, found):
        raise NotFound(f"There is nothing saved with the id {id} among the {kind}.", context={"id": [str(id)]})
    return found


async def create(
    unit: Unit, kind: Kind, name: str, audience: Audience, content: dict[str, Any], type: str = ""
) -> Saved:
    """Save something new. Raises `Invalid` when there are too many, and for an audience that an app does not have."""
    await definitions.hold(unit)
    if len(await _every(unit)) >= MOST:
        raise Invalid(f"An account keeps {MOST} views, reports and dashboards. Delete one first.")
    saved = Saved(
        id=await unit.new_ids(1),
        kind=kind,
        name=name,
        audience=audience,
        content=content,
        type=type,
        owner=unit.origin.user_id,
        created=unit.now,
        updated=unit.now,
    )
    return await _put(unit, saved, "CREATE")


async def change(unit: Unit, kind: Kind, id: int, read: int | None, **fields: object) -> Saved:
    """Change `name`, `audience` or `content`. `read` is when what the change builds upon was updated (ms): what was
    changed since is not overwritten.

    Raises `NotFound`, `Forbidden` for what belongs to another person, and `Conflict`.
    """
    await definitions.hold(unit)
    held = await _own(unit, kind, id)
    if read is not None and read != held.updated:
        raise Conflict(
            f"'{held.name}' was changed since you opened it. Load it again, or save yours under another name."
        )
    updated = max(unit.now, held.updated + 1)  # so that no two states have the same moment
    return await _put(unit, msgspec.structs.replace(held, updated=updated, **fields), "UPDATE")


async def delete(unit: Unit, kind: Kind, id: int) -> None:
    """Forget something. Raises `NotFound`, and `Forbidden` for what belongs to another person."""
    await definitions.hold(unit)
    held = await _own(unit, kind, id)
    definitions.remove(unit, KIND, "", str(id))
    await definitions.changed(unit, KIND, "", str(id), {"action": "DELETE", "kind": held.kind})


def changeable(unit: Unit, saved: Saved) -> bool:
    """Whether whoever asks may change it."""
    return unit.access is None or unit.access.user_id == saved.owner


async def _every(unit: Unit) -> Mapping[int, Saved]:
    return await definitions.numbered(unit, KIND, _decode)


async def _own(unit: Unit, kind: Kind, id: int) -> Saved:
    held = await one(unit, kind, id)
    if not changeable(unit, held):
        raise Forbidden(
            f"'{held.name}' was saved by somebody else. Save it under a name of your own.", category=NOT_PERMITTED
        )
    return held


async def _put(unit: Unit, saved: Saved, action: str) -> Saved:
    if saved.audience != "EVERYONE" and not saved.owner:
        message = "An app is no person and has no team: what it saves is for EVERYONE."
        raise Invalid(message, context={"audience": [saved.audience]})
    definitions.put(unit, KIND, "", str(saved.id), msgspec.json.encode(saved))
    await definitions.changed(unit, KIND, "", str(saved.id), {"action": action, "kind": saved.kind})
    return saved


async def _sees(unit: Unit, saved: Saved) -> bool:
    user = unit.origin.user_id
    if saved.audience == "EVERYONE" or (user and user == saved.owner):
        return True
    return saved.audience == "TEAM" and await _share_team(unit, user, saved.owner)


async def _share_team(unit: Unit, user: int, owner: int) -> bool:
    """Whether the owner is in a team of the user, or in one below it: those who lead see what their teams do."""
    users = await users_of(unit)
    if user not in users or owner not in users:
        return False
    return bool(below(await teams_of(unit), users[user].teams).intersection(users[owner].teams))
