"""Folders of lists: a tree whose root has the id 0."""

from collections.abc import Mapping

import msgspec

from hubstead.kit.errors import Invalid, NotFound
from hubstead.store import definitions
from hubstead.store.unit import Unit

KIND = "list_folder"
ROOT = 0
LONGEST_NAME = 200
DEEPEST = 10
"""Folders in folders (our choice)."""


class Folder(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """A folder; times in ms. `user_id` made it, 0 where an app did."""

    id: int
    name: str
    parent: int = ROOT
    created_at: int = 0
    updated_at: int = 0
    user_id: int = 0


_decode = msgspec.json.Decoder(Folder).decode


async def folders_of(unit: Unit) -> Mapping[int, Folder]:
    """The folders of the portal by id, without the root."""
    return await definitions.numbered(unit, KIND, _decode)


def id_of(given: str | int) -> int:
    """The id of a folder as a client sends it. Raises `NotFound` for what is none."""
    text = str(given)
    if not (text.isascii() and text.isdigit() and len(text) < 17):
        raise not_found(text)
    return int(text)


async def check(unit: Unit, id: int) -> None:
    """Raise `NotFound` where there is no such folder."""
    if id != ROOT and id not in await _stored(unit):
        raise not_found(id)


def not_found(id: object) -> NotFound:
    """There is no such folder."""
    return NotFound(
        f"List folder does not exist with ID {str(id)[:60]}.",
        context={"folderId": [str(id)[:60]]},
        sub_category="ListError.FOLDER_ID_DOES_NOT_EXIST",
    )


async def create(unit: Unit, name: str, parent: int) -> Folder:
    """Make a folder. Raises `NotFound` and `Invalid`."""
    await definitions.hold(unit)
    stored = await _stored(unit)
    id = await unit.new_ids(1)
    folder = Folder(id=id, name=name, parent=parent, created_at=unit.now, user_id=unit.origin.user_id)
    return await _save(unit, stored, folder, "CREATE")


async def rename(unit: Unit, id: int, name: str) -> Folder:
    """Give a folder another name. Raises `NotFound` and `Invalid`."""
    return await _change(unit, id, name=name)


async def move(unit: Unit, id: int, parent: int) -> Folder:
    """Put a folder into another one. Raises `NotFound`, `Invalid` for one that lies below it."""
    return await _change(unit, id, parent=parent)


async def delete(unit: Unit, id: int) -> None:
    """Delete an empty folder. Raises `NotFound`, `Invalid` while something is in it."""
    await definitions.hold(unit)
    stored = await _stored(unit)
    if id not in stored:
        raise not_found(id)
    lists = await unit.rows("SELECT document FROM list WHERE portal = ?1 AND deleted = 0")
    if any(one.parent == id for one in stored.values()) or any(f'"folder":{id},' in row[0] + "," for row in lists):
        raise Invalid("Only an empty folder can be deleted. Move what is in it first.", context={"folderId": [str(id)]})
    definitions.remove(unit, KIND, "", str(id))
    await definitions.changed(unit, KIND, "", str(id), {"action": "DELETE"})


async def _change(unit: Unit, id: int, **fields: object) -> Folder:
    await definitions.hold(unit)
    stored = await _stored(unit)
    if id not in stored:
        raise not_found(id)
    return await _save(unit, stored, msgspec.structs.replace(stored[id], updated_at=unit.now, **fields), "UPDATE")


async def _save(unit: Unit, stored: Mapping[int, Folder], folder: Folder, action: str) -> Folder:
    if not 1 <= len(folder.name.strip()) <= LONGEST_NAME:
        raise Invalid(
            f"The name of a folder has 1 to {LONGEST_NAME} characters.", context={"name": [folder.name[:100]]}
        )
    above, steps = folder.parent, 1
    while above != ROOT:
        if above not in stored:
            raise not_found(above)
        if above == folder.id or steps >= DEEPEST:
            raise Invalid(
                f"A folder cannot lie in itself, and folders lie {DEEPEST} deep at most.",
                context={"parentFolderId": [str(folder.parent)]},
            )
        above, steps = stored[above].parent, steps + 1
    definitions.put(unit, KIND, "", str(folder.id), msgspec.json.encode(folder))
    await definitions.changed(unit, KIND, "", str(folder.id), {"action": action})
    return folder


async def _stored(unit: Unit) -> dict[int, Folder]:
    documents = await definitions.documents(unit, KIND, "")
    return {int(name): _decode(document) for name, document in documents.items()}
