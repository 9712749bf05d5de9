"""OAuth in a test suite: an app is registered and let in through the sandbox, the rest is ordinary OAuth."""

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from tests.apps.oauth import CHALLENGE, FORM, REDIRECT, VERIFIER
from tests.sandbox.conftest import Sandboxed

CONTACTS = "/crm/v3/objects/contacts"
SCOPES = ["crm.objects.contacts.read"]


async def registered(sandboxed: Sandboxed, portal: int, **fields: Any) -> Any:
    body = {"name": "Wunderapp", "redirectUris": [REDIRECT], "scopes": SCOPES, **fields}
    made = await sandboxed.ask("POST", f"/portals/{portal}/apps", body)
    assert made.status == 201, made.body
    return made.json


def link(app: Any, **more: str) -> str:
    asked = {"client_id": app["clientId"], "redirect_uri": REDIRECT, "scope": " ".join(["oauth", *SCOPES])}
    return f"https://app.hubspot.com/oauth/authorize?{urlencode({**asked, **more})}"


async def answered(sandboxed: Sandboxed, portal: int, url: str, **more: Any) -> dict[str, str]:
    reply = await sandboxed.ask("POST", f"/portals/{portal}/consent", {"url": url, **more})
    assert reply.status == 200, reply.body
    where: str = reply.json["location"]
    assert where.startswith(f"{REDIRECT}?")
    return dict(parse_qsl(urlsplit(where).query))


async def test_an_app_is_let_into_another_portal_and_calls_it(sandboxed: Sandboxed) -> None:
    developer, customer = [(await sandboxed.portal())["portalId"] for _ in range(2)]
    app = await registered(sandboxed, developer)
    url = link(app, state="s", code_challenge=CHALLENGE, code_challenge_method="S256")
    came_back = await answered(sandboxed, customer, url)
    assert came_back["state"] == "s"
    form = {
        "grant_type": "authorization_code",
        "code": came_back["code"],
        "redirect_uri": REDIRECT,
        "client_id": app["clientId"],
        "client_secret": app["clientSecret"],
        "code_verifier": VERIFIER,
    }
    given = await sandboxed.post("/oauth/v1/token", urlencode(form).encode(), token=None, headers=FORM)
    assert (given.status, given.json["hub_id"]) == (200, customer)
    token = given.json["access_token"]
    assert (await sandboxed.get(CONTACTS, token=token)).status == 200
    await sandboxed.ask("POST", f"/portals/{customer}/clock/advance", {"minutes": 31})
    expired = await sandboxed.get(CONTACTS, token=token)
    assert (expired.status, expired.json["category"]) == (401, "EXPIRED_AUTHENTICATION")


async def test_a_person_may_say_no(sandboxed: Sandboxed) -> None:
    portal = (await sandboxed.portal())["portalId"]
    app = await registered(sandboxed, portal)
    came_back = await answered(sandboxed, portal, link(app, state="s"), allow=False)
    assert came_back == {"error": "access_denied", "state": "s"}
    came_back = await answered(sandboxed, portal, link(app, response_type="token"))
    assert came_back["error"] == "unsupported_response_type"


@pytest.mark.parametrize("url", ["", "x", "http://[", "https://app.hubspot.com/oauth/authorize?client_id=nobody"])
async def test_a_wrong_link_is_refused(sandboxed: Sandboxed, url: str) -> None:
    portal = (await sandboxed.portal())["portalId"]
    reply = await sandboxed.ask("POST", f"/portals/{portal}/consent", {"url": url})
    assert (reply.status, reply.json["category"]) == (400, "VALIDATION_ERROR")


async def test_what_a_plan_lacks_cannot_be_granted(sandboxed: Sandboxed) -> None:
    portal = (await sandboxed.portal(tiers={"cms": "free"}))["portalId"]
    app = await registered(sandboxed, portal, scopes=[*SCOPES, "hubdb"])
    url = link(app, scope=" ".join(["oauth", *SCOPES, "hubdb"]))
    reply = await sandboxed.ask("POST", f"/portals/{portal}/consent", {"url": url})
    assert (reply.status, "hubdb" in reply.json["message"]) == (400, True)


async def test_what_is_no_app_or_no_portal_is_refused(sandboxed: Sandboxed) -> None:
    portal = (await sandboxed.portal())["portalId"]
    wrong = {"name": "x", "redirectUris": ["http://example.com/"]}
    assert (await sandboxed.ask("POST", f"/portals/{portal}/apps", wrong)).status == 400
    assert (await sandboxed.ask("POST", "/portals/7/apps", {"name": "x"})).status == 404
    assert (await sandboxed.ask("POST", "/portals/7/consent", {"url": "x"})).status == 404
