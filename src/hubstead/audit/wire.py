"""HubSpot's JSON for the activity of an account."""

from collections.abc import Mapping
from typing import Any

from msgspec import UNSET, Struct, UnsetType

from hubstead.account.users import User
from hubstead.audit.history import Action, Login
from hubstead.audit.log import Entry
from hubstead.kit.clock import iso


class ActingUser(Struct, rename="camel"):
    """Who did it; 0 for a command on the server's own machine."""

    user_id: int
    user_email: str | UnsetType = UNSET


class EntryShown(Struct, rename="camel"):
    """A line of the audit log."""

    id: str
    category: str
    action: str
    occurred_at: str
    acting_user: ActingUser
    sub_category: str | UnsetType = UNSET
    target_object_id: str | UnsetType = UNSET


class LoginShown(Struct, rename="camel"):
    """An attempt to log in."""

    id: str
    login_at: str
    user_id: int
    email: str
    login_succeeded: bool
    ip_address: str | UnsetType = UNSET
    user_agent: str | UnsetType = UNSET


class ActionShown(Struct, rename="camel"):
    """Something that bears on security."""

    id: str
    type: str
    created_at: str
    user_id: int
    acting_user: str | UnsetType = UNSET
    object_id: str | UnsetType = UNSET
    ip_address: str | UnsetType = UNSET


def entry(entry: Entry, users: Mapping[int, User]) -> dict[str, Any]:
    """A line of the audit log."""
    user = users.get(entry.user_id)
    shown = {
        "id": str(entry.id),
        "category": entry.category,
        "subCategory": entry.sub_category,
        "action": entry.action,
        "targetObjectId": entry.target,
        "occurredAt": iso(entry.at),
        "actingUser": _without_empty({"userId": entry.user_id, "userEmail": user.email if user else ""}),
    }
    return _without_empty(shown)


def login(login: Login) -> dict[str, Any]:
    """An attempt to log in."""
    return _without_empty(
        {
            "id": str(login.id),
            "loginAt": iso(login.at),
            "userId": login.user_id,
            "email": login.attempt.email,
            "loginSucceeded": login.attempt.succeeded,
            "ipAddress": login.attempt.ip,
            "userAgent": login.attempt.user_agent,
        }
    )


def action(action: Action, users: Mapping[int, User]) -> dict[str, Any]:
    """Something that bears on security."""
    user = users.get(action.user_id)
    return _without_empty(
        {
            "id": str(action.id),
            "type": action.acted.type,
            "createdAt": iso(action.at),
            "userId": action.user_id,
            "actingUser": user.email if user else "",
            "objectId": action.acted.object_id,
            "ipAddress": action.acted.ip,
        }
    )


def _without_empty(shown: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in shown.items() if value != ""}
