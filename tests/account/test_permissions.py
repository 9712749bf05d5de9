"""What users who are no super admins may change besides records: nothing without a role's permission for it."""

from typing import Any

import pytest

from hubstead.account import roles, sessions, teams
from hubstead.account.people import Place
from hubstead.account.roles import TOOLS
from hubstead.app import API
from hubstead.crm.objects import users
from hubstead.store.access import Levels
from hubstead.web.route import PUBLIC, Route
from tests.account.desk import in_portal
from tests.world import World

RECORDS = ("/crm/objects/", "/crm/associations/", "/deal-splits/", "/hubstead/objects/")
"""Records and what is between them have bounds of their own, which reach as far as a role says."""
NO_SETTINGS = (
    "/events/send",
    "/events/custom/send",
    "/submissions/",
    "/appinstalls/",
    "/integrators/timeline/",
    "/hubstead/apps",
    "/hubstead/saved/",
)
"""What happens to records; what people save for themselves (`tests/saved`); and apps, which no session can uninstall,
whose keys their timelines ask for, and which only super admins make and delete (`tests/apps/test_own_routes.py`)."""
READS = ("/read", "/search", "/crm/lists/all", "/crm/lists/idmapping", "/contacts/lists/{listId}/refresh")
"""How paths end that only read with another method than GET."""


def changes_settings(route: Route) -> bool:
    about_records = (
        route.path.startswith((*RECORDS, *NO_SETTINGS))
        and "/definitions/" not in route.path
        and "{toObjectType}/labels" not in route.path
    )
    changes = route.method != "GET" and not route.path.endswith(READS)
    return changes and route.scope is not PUBLIC and not about_records


@pytest.mark.parametrize(
    "route", [route for route in API if changes_settings(route)], ids=lambda route: f"{route.method} {route.path}"
)
def test_every_change_of_settings_needs_a_permission(route: Route) -> None:
    assert route.permission in TOOLS


async def session(world: World, *tools: str) -> dict[str, Any]:
    """What a browser sends in which a user with these permissions and no records is logged in."""
    role = await in_portal(world, lambda unit: roles.create(unit, f"Role {tools}", {}, Levels("none", "none"), tools))
    place = Place(role_ids=[role.id])
    user = (await in_portal(world, lambda unit: users.add(unit, f"{len(tools)}@example.com", place))).user

    async def begin(unit: Any) -> str:
        return sessions.begin(unit, user)

    secret = await in_portal(world, begin)
    cookie = {"cookie": f"{sessions.COOKIE}={secret}", "x-csrf-token": sessions.csrf_of(secret)}
    return {"token": None, "headers": cookie, "user": str(user.id)}


SCHEMA = {
    "name": "car",
    "labels": {"singular": "Car", "plural": "Cars"},
    "requiredProperties": [],
    "properties": [{"name": "vin", "label": "VIN", "type": "string", "fieldType": "text"}],
    "primaryDisplayProperty": "vin",
    "associatedObjects": [],
}
PROPERTY = {
    "name": "shoe",
    "label": "Shoe",
    "type": "string",
    "fieldType": "text",
    "groupName": "contactinformation",
}
LABEL = {"name": "friend", "label": "Friend"}


@pytest.mark.parametrize(
    ("path", "body", "tool"),
    [
        ("/crm/v3/schemas", SCHEMA, "properties"),
        ("/crm/v3/properties/contacts", PROPERTY, "properties"),
        ("/crm/v4/associations/contacts/contacts/labels", LABEL, "properties"),
    ],
)
async def test_definitions_are_changed_by_who_has_the_permission(
    world: World, path: str, body: dict[str, Any], tool: str
) -> None:
    without, within = await session(world), await session(world, tool)
    refused = await world.post(path, body, token=None, headers=without["headers"])
    assert (refused.status, refused.json["category"]) == (403, "USER_DOES_NOT_HAVE_PERMISSIONS")
    assert refused.json["context"] == {"permission": [tool]}
    assert (await world.post(path, body, token=None, headers=within["headers"])).status in (200, 201)


async def test_forms_and_what_was_filled_in_are_not_for_everybody(world: World) -> None:
    nobody = await session(world)
    for method, path in (
        ("DELETE", "/marketing/v3/forms/1"),
        ("GET", "/form-integrations/v1/submissions/forms/1"),
        ("PUT", "/hubstead/tracking/settings"),
    ):
        reply = await world.call(method, path, {} if method == "PUT" else None, token=None, headers=nobody["headers"])
        assert reply.status == 403, path


async def test_nobody_joins_a_team_alone(world: World) -> None:
    west = await in_portal(world, lambda unit: teams.create(unit, "West"))
    manager = await session(world, "users")
    me = f"/settings/v3/users/{manager['user']}"
    for change in ({"primaryTeamId": west.id}, {"secondaryTeamIds": [west.id]}):
        assert (await world.put(me, change, token=None, headers=manager["headers"])).status == 403
    assert (await world.put(me, {"firstName": "Ann"}, token=None, headers=manager["headers"])).status == 200
    assert (await world.put(me, {"primaryTeamId": west.id})).status == 200
    assert (await world.put(me, {"primaryTeamId": west.id}, token=None, headers=manager["headers"])).status == 200
