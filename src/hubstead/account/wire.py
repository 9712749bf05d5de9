"""HubSpot's JSON for owners."""

from collections.abc import Mapping
from typing import Any

from hubstead.account.owners import Owner
from hubstead.account.teams import Team
from hubstead.kit.clock import iso_short


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
        "createdAt": iso_short(owner.created_at),
        "updatedAt": iso_short(owner.updated_at),
        "archived": owner.archived,
    }
    if owner.user_id in teams:
        answer["teams"] = [
            {"id": team.id, "name": team.name, "primary": primary} for team, primary in teams[owner.user_id]
        ]
    return answer
