"""Calls of apps, and of people about apps."""

from typing import Any
from urllib.parse import urlencode

from tests.apps.oauth import Installer
from tests.crm.timeline.app import TEMPLATE, app_of
from tests.crm.timeline.app import V3 as TIMELINE
from tests.world import TOKEN, World


async def of_apps(world: World) -> list[tuple[str, str, Any]]:
    app = await Installer.of(world)
    given = await app.install()
    credentials = urlencode({"client_id": app.made.client_id, "client_secret": app.made.client_secret}).encode()
    return [
        ("POST", "/oauth/v1/token", b"grant_type=client_credentials&" + credentials),
        ("POST", "/oauth/v3/token/introspect", f"token={given['access_token']}&".encode() + credentials),
        ("GET", f"/oauth/v1/access-tokens/{given['access_token']}", None),
        ("GET", f"/oauth/v1/refresh-tokens/{given['refresh_token']}", None),
        ("POST", "/oauth/v2/private-apps/get/access-token-info", {"tokenKey": TOKEN}),
    ]


async def of_apps_in_session(world: World, headers: dict[str, str]) -> list[tuple[str, str, Any]]:
    given = {"name": "ETL", "scopes": ["crm.objects.contacts.read"]}
    made = (await world.call("POST", "/hubstead/apps", given, token=None, headers=headers)).json["appId"]
    oauth = "/hubstead/apps/oauth"
    public = (await world.call("POST", oauth, {"name": "Another"}, token=None, headers=headers)).json["appId"]
    call = (await world.get("/hubstead/calls?limit=1", token=None, headers=headers)).json["results"][0]["id"]
    user = (await world.post("/settings/v3/users", {"email": "invited@example.com"})).json["id"]
    return [
        ("POST", "/hubstead/apps", given),
        ("GET", "/hubstead/apps", None),
        ("GET", "/hubstead/apps/scopes", None),
        ("POST", f"/hubstead/apps/{made}/rotate", {"overlapHours": 1}),
        ("POST", "/hubstead/apps/oauth", {"name": "Shop", "scopes": ["crm.objects.deals.read"]}),
        ("PUT", f"{oauth}/{public}", {"name": "Shop", "redirectUris": ["http://localhost/back"]}),
        ("POST", f"{oauth}/{public}/secret", {"overlapHours": 1}),
        ("POST", f"{oauth}/{public}/developer-key", None),
        ("GET", f"{oauth}/{public}/installs", None),
        ("GET", "/hubstead/apps/installed", None),
        ("GET", "/hubstead/calls?limit=2", None),
        ("GET", f"/hubstead/calls/{call}", None),
        ("GET", "/hubstead/calls/ending", None),
        ("GET", "/hubstead/invitations", None),
        ("POST", f"/hubstead/invitations/{user}", None),
    ]


async def of_timelines(world: World) -> list[tuple[str, str, Any, str | None]]:
    app = await app_of(world)
    template, token = await app.template(), app.token
    key = f"?hapikey={app.made.developer_api_key}"
    event = {"eventTemplateId": template, "tokens": {"petName": "Art"}, "email": "ada@example.com", "id": "one"}
    named = {"eventTypeName": TEMPLATE["name"], "properties": {}, "email": "ada@example.com", "id": "two"}
    symbol = {"projectName": "pets", "developerSymbol": TEMPLATE["name"]}
    spare = {"name": "spare", "label": "Spare", "type": "string", "objectPropertyName": "city"}
    events, one = f"{TIMELINE}/events", f"{app.base}/{template}"
    return [
        ("GET", app.base + key, None, None),
        ("POST", app.base + key, TEMPLATE, None),
        ("GET", one + key, None, None),
        ("POST", f"{one}/tokens{key}", spare, None),
        ("PUT", f"{one}/tokens/spare{key}", {"label": "Other"}, None),
        ("POST", events, event, token),
        ("POST", f"{events}/batch/create", {"inputs": [event]}, token),
        ("POST", f"{events}/batch", {"inputs": [named]}, token),
        ("POST", f"{TIMELINE}/types/projects", symbol, token),
        ("GET", f"{events}/{template}/one", None, token),
        ("GET", f"{events}/{template}/one/detail", None, token),
        ("PUT", one + key, {"name": "Pets", "tokens": []}, None),
    ]
