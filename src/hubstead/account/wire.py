"""HubSpot's JSON for owners."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from hubstead.account.owners import Owner
from hubstead.account.teams import Team


def shown(owner: Owner, teams: Mapping[int, list[tuple[Team, bool]]]) -> dict[str, Any]:
    """An owner. `userId` is there as long as the user behind it is active, `teams` where it has any."""
    answer: dict[str, Any] = {
        "id": owner.id,
        "email": owner.email,
        "type": owner.type,
        "firstName": owner.first_name,
        "lastName": owner.last_name,
    }
    if not owner.archived:
        answer["userId"] = owner.user_id
    answer |= {
        "userIdIncludingInactive": owner.user_id,
        "createdAt": _moment(owner.created_at),
        "updatedAt": _moment(owner.updated_at),
        "archived": owner.archived,
    }
    if owner.user_id in teams:
        answer["teams"] = [
            {"id": team.id, "name": team.name, "primary": primary} for team, primary in teams[owner.user_id]
        ]
    return answer


def _moment(milliseconds: int) -> str:
    """ISO 8601 in UTC, with milliseconds only where there are any."""
    seconds, rest = divmod(milliseconds, 1000)
    text = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{text}.{rest:03d}Z" if rest else f"{text}Z"
