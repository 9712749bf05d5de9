"""What a plan includes, and what users need a permission for. Tiers are those of HubSpot's documents."""

from typing import Any

import pytest

from hubstead.account.roles import TOOLS
from hubstead.analytics.reports.catalog import CONTENT_TYPES, REPORTS, content_report
from hubstead.app import API, ROUTES
from hubstead.store import portal
from hubstead.store.access import Access
from hubstead.web.features import FEATURES, HUBS, TIERS, includes
from hubstead.web.route import PUBLIC, By
from tests.account.desk import in_portal
from tests.crm.schemas.sample import CAR
from tests.world import World

LABELS = "/crm/v4/associations/contacts/companies/labels"
FORMULA = {
    "name": "twice",
    "label": "Twice",
    "groupName": "dealinformation",
    "type": "number",
    "fieldType": "calculation_equation",
    "calculationFormula": "amount * 2",
}
NEEDED: list[tuple[str, str, Any, str, str]] = [
    ("POST", "/crm/v3/schemas", CAR, "operations", "enterprise"),
    (
        "POST",
        "/crm/v4/associations/contacts/companies/labels",
        {"name": "boss", "label": "Boss"},
        "sales",
        "professional",
    ),
    ("POST", "/crm/v3/properties/deals", FORMULA, "commerce", "professional"),
    ("GET", "/account-info/v3/activity/audit-logs", None, "service", "enterprise"),
    (
        "POST",
        "/settings/v3/currencies/exchange-rates",
        {"fromCurrencyCode": "EUR", "conversionRate": 1},
        "cms",
        "starter",
    ),
]


async def have(world: World, **tiers: str) -> None:
    await in_portal(world, lambda unit: portal.change(unit, "portal.tier_changed", {}, tiers=tiers))


@pytest.mark.parametrize(("method", "url", "body", "hub", "least"), NEEDED)
async def test_a_feature_comes_with_its_tier(
    world: World, method: str, url: str, body: Any, hub: str, least: str
) -> None:
    below = TIERS[TIERS.index(least) - 1]
    await have(world, **dict.fromkeys(HUBS, below))
    refused = await world.call(method, url, body)
    assert (refused.status, refused.json["category"]) == (403, "MISSING_SCOPES")
    assert f"{hub}-{least}" in refused.json["errors"][0]["context"]["requiredProducts"]
    await have(world, **{**dict.fromkeys(HUBS, "free"), hub: least})
    assert (await world.call(method, url, body)).status < 300


async def test_everything_is_on_by_default(world: World) -> None:
    for method, url, body, _, _ in NEEDED:
        assert (await world.call(method, url, body)).status < 300


async def test_business_units_come_with_marketing_only(world: World) -> None:
    user = (await world.get("/crm/v3/owners")).json["results"][0]["userId"]
    url = f"/business-units/v3/business-units/user/{user}"
    await have(world, **{**dict.fromkeys(HUBS, "enterprise"), "marketing": "professional"})
    assert (await world.get(url)).status == 403
    await have(world, **{**dict.fromkeys(HUBS, "free"), "marketing": "enterprise"})
    assert (await world.get(url)).status == 200


def test_a_hub_that_is_not_named_has_everything() -> None:
    for feature in FEATURES.values():
        assert includes({}, feature)
        assert includes({"marketing": "free"}, feature) == (set(feature.tiers) != {"marketing"})


def test_every_feature_of_a_route_is_known() -> None:
    named = {route.feature for route in ROUTES if route.feature}
    for report in (*REPORTS.values(), *map(content_report, CONTENT_TYPES.values())):
        named |= {report.feature, report.drill_feature} - {""}
    assert named | {"calculated-properties"} == set(FEATURES)


CHANGES: list[tuple[str, str, Any]] = [
    ("POST", "/crm/v3/schemas", CAR),
    ("POST", "/crm/v3/properties/deals", FORMULA),
    ("POST", "/crm/v3/properties/deals/batch/create", {"inputs": [FORMULA]}),
    ("POST", "/crm/v3/properties/deals/groups", {"name": "g", "label": "G"}),
    ("PATCH", "/crm/v3/pipelines/deals/default", {"label": "First"}),
    ("POST", LABELS, {"name": "boss", "label": "Boss"}),
]


@pytest.mark.parametrize(("method", "url", "body"), CHANGES)
async def test_users_change_definitions_with_the_permission_only(
    world: World, method: str, url: str, body: Any
) -> None:
    bound = world.user(Access(5, "4", frozenset(), {}), "bound")
    free = world.user(Access(6, "4", frozenset(), {}, tools=frozenset(["properties"])), "free")
    refused = await world.call(method, url, body, token=bound)
    assert (refused.status, refused.json["category"]) == (403, "USER_DOES_NOT_HAVE_PERMISSIONS")
    assert (await world.call(method, url, body, token=free)).status < 300


async def test_users_read_definitions_without_it(world: World) -> None:
    bound = world.user(Access(5, "4", frozenset(), {}))
    for url in ("/crm/v3/schemas", "/crm/v3/properties/deals", "/crm/v3/pipelines/deals"):
        assert (await world.get(url, token=bound)).status == 200
    read = {"inputs": [{"name": "amount"}]}
    assert (await world.post("/crm/v3/properties/deals/batch/read", read, token=bound)).status == 200


BY_RECORDS = {
    ("POST", "/crm/objects/deals/splits/batch/read"),
    ("POST", "/crm/objects/deals/splits/batch/upsert"),
    ("POST", "/deal-splits/batch/read"),
    ("POST", "/deal-splits/batch/upsert"),
    ("POST", "/crm/associations/usage/high-usage-report/{userId}"),
}
"""What the bounds of records hold, or what only asks for a report of them."""
HARMLESS = {
    ("POST", "/settings/currencies/exchange-rates/batch/read"),
    ("DELETE", "/appinstalls/external-install"),
    ("POST", "/files/files/search"),
    ("POST", "/hubstead/saved/{kind}"),
    ("PATCH", "/hubstead/saved/{kind}/{savedId}"),
    ("DELETE", "/hubstead/saved/{kind}/{savedId}"),
    ("POST", "/crm/lists/search"),
    ("POST", "/crm/lists/all"),
    ("POST", "/crm/lists/idmapping"),
    ("POST", "/crm/lists/records/memberships/batch/read"),
    ("POST", "/contacts/lists/{listId}/refresh"),
}
"""What only reads, and what takes an app of its own, which a session has not."""
OF_SUPER_ADMINS = {
    ("POST", "/hubstead/apps"),
    ("POST", "/hubstead/apps/{appId}/rotate"),
    ("DELETE", "/hubstead/apps/{appId}"),
    ("POST", "/hubstead/apps/oauth"),
    ("PUT", "/hubstead/apps/oauth/{appId}"),
    ("DELETE", "/hubstead/apps/oauth/{appId}"),
    ("POST", "/hubstead/apps/oauth/{appId}/secret"),
    ("POST", "/hubstead/apps/oauth/{appId}/developer-key"),
    ("DELETE", "/hubstead/apps/installed/{appId}"),
}
"""What no permission is enough for; `tests/access/test_sessions.py` says so."""

OF_APPS = ("/integrators/timeline/", "/webhooks-journal/journal", "/webhooks/journal/")
"""What needs a token or a developer key of an app."""


def test_all_else_that_changes_something_asks_users_for_a_permission() -> None:
    free = {
        (route.method, route.path)
        for route in API
        if route.method != "GET" and not route.permission and not isinstance(route.scope, By)
        if route.scope is not PUBLIC and not route.path.startswith(OF_APPS)
    }
    assert free == BY_RECORDS | HARMLESS | OF_SUPER_ADMINS
    assert {route.permission for route in API if route.permission} == set(TOOLS)
