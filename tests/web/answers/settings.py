"""Calls of the account: its people, money, tracking, what was saved."""

from typing import Any

from tests.world import World

RATES = "/settings/v3/currencies/exchange-rates"


async def of_account(world: World, user: str) -> list[tuple[str, str, Any]]:
    rate = (await world.post(RATES, {"fromCurrencyCode": "SEK", "conversionRate": 0.1})).json["id"]
    return [
        ("GET", "/crm/v3/owners", None),
        ("GET", "/account-info/v3/details", None),
        ("GET", "/account-info/v3/api-usage/daily/private-apps", None),
        ("GET", "/integrations/v1/me", None),
        ("GET", "/account-info/v3/activity/audit-logs?limit=1", None),
        ("GET", "/account-info/v3/activity/login", None),
        ("GET", "/account-info/v3/activity/security", None),
        ("GET", "/settings/v3/currencies/codes", None),
        ("GET", "/settings/v3/currencies/company-currency", None),
        ("PUT", "/settings/v3/currencies/company-currency", {"currencyCode": "USD"}),
        ("POST", f"{RATES}/batch/create", {"inputs": [{"fromCurrencyCode": "EUR", "conversionRate": 1.1}]}),
        ("POST", RATES, {"fromCurrencyCode": "CHF", "conversionRate": 1.2}),
        ("GET", RATES, None),
        ("GET", f"{RATES}/current", None),
        ("GET", f"{RATES}/{rate}", None),
        ("PATCH", f"{RATES}/{rate}", {"conversionRate": 1.3}),
        ("POST", f"{RATES}/batch/read", {"inputs": [{"id": "1"}]}),
        ("POST", f"{RATES}/batch/update", {"inputs": []}),
        ("GET", "/settings/v3/currencies/central-fx-rates/information", None),
        ("GET", "/settings/v3/currencies/central-fx-rates/unsupported-currencies", None),
        ("GET", f"/business-units/v3/business-units/user/{user}", None),
        ("GET", "/settings/v3/users", None),
        ("POST", "/settings/v3/users", {"email": "ann@example.com", "firstName": "Ann"}),
        ("GET", "/settings/v3/users/ann@example.com?idProperty=EMAIL", None),
        ("PUT", "/settings/v3/users/ann@example.com?idProperty=EMAIL", {"lastName": "Lee"}),
        ("GET", "/settings/v3/users/roles", None),
        ("GET", "/settings/v3/users/teams", None),
    ]


def of_tracking(contact: str) -> list[tuple[str, str, Any]]:
    return [
        ("PUT", "/hubstead/tracking/settings", {"excludeBots": True}),
        ("GET", "/hubstead/tracking/settings", None),
        ("GET", "/hubstead/tracking/hits", None),
        ("PUT", "/hubstead/tracking/consent/policies", {"results": [{"name": "x", "mode": "NOTIFY"}]}),
        ("GET", "/hubstead/tracking/consent/policies", None),
        ("GET", "/hubstead/tracking/consent/languages", None),
        ("POST", "/hubstead/tracking/consent/preview", {"policy": {"name": "x", "mode": "OPT_IN"}}),
        ("GET", f"/hubstead/tracking/contacts/{contact}/visits", None),
    ]


async def of_own_settings(world: World) -> list[tuple[str, str, Any]]:
    role = (await world.post("/hubstead/roles", {"name": "Seller"})).json["id"]
    team = (await world.post("/hubstead/teams", {"name": "West"})).json["id"]
    brand = (await world.post("/hubstead/business-units", {"name": "North"})).json["id"]
    return [
        ("POST", "/hubstead/roles", {"name": "Other", "levels": {"contacts": {"view": "own"}}}),
        ("PUT", f"/hubstead/roles/{role}", {"name": "Seller"}),
        ("GET", "/hubstead/roles", None),
        ("GET", "/hubstead/roles/tools", None),
        ("POST", "/hubstead/teams", {"name": "East", "parentId": team}),
        ("PUT", f"/hubstead/teams/{team}", {"name": "West"}),
        ("GET", "/hubstead/teams", None),
        ("POST", "/hubstead/business-units", {"name": "South"}),
        ("PUT", f"/hubstead/business-units/{brand}", {"name": "North"}),
        ("GET", "/hubstead/business-units", None),
        ("PATCH", "/hubstead/account", {"name": "Engines"}),
        ("GET", "/hubstead/account", None),
        ("POST", "/hubstead/formulas/contacts", {"formula": "string_length(firstname)"}),
    ]
