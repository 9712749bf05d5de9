"""What is saved, as JSON."""

from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

from hubstead.kit.clock import iso
from hubstead.kit.errors import Invalid
from hubstead.saved.saved import Audience, Kind, Saved

LARGEST = 65_536
"""Bytes of a content as JSON."""
Name = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"\S")]
_encode = msgspec.json.Encoder().encode


class SavedShown(msgspec.Struct, rename="camel"):
    """Something saved. `owner_user_id` is absent where an app saved it; `changeable` says whether you may change it."""

    id: str
    kind: Kind
    name: str
    audience: Audience
    content: dict[str, Any]
    changeable: bool
    created_at: str
    updated_at: str
    object_type_id: str | UnsetType = UNSET
    owner_user_id: str | UnsetType = UNSET


class SavedInput(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Something to save. `object_type_id` is for views."""

    name: Name
    content: dict[str, Any]
    audience: Audience = "PRIVATE"
    object_type_id: Annotated[str, Meta(max_length=100)] = ""


class SavedPatch(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """What to change. With the `updated_at` that you read, a change that was made since is not overwritten (409)."""

    name: Name | UnsetType = UNSET
    content: dict[str, Any] | UnsetType = UNSET
    audience: Audience | UnsetType = UNSET
    updated_at: str | UnsetType = UNSET


def shown(saved: Saved, *, changeable: bool) -> SavedShown:
    """Something saved, for clients."""
    return SavedShown(
        id=str(saved.id),
        kind=saved.kind,
        name=saved.name,
        audience=saved.audience,
        content=saved.content,
        changeable=changeable,
        created_at=iso(saved.created),
        updated_at=iso(saved.updated),
        object_type_id=saved.type or UNSET,
        owner_user_id=str(saved.owner) if saved.owner else UNSET,
    )


def bounded(content: dict[str, Any]) -> dict[str, Any]:
    """A content that is not too large. Raises `Invalid`."""
    if len(_encode(content)) > LARGEST:
        raise Invalid(f"The content is larger than {LARGEST} bytes.", context={"content": ["too large"]})
    return content
