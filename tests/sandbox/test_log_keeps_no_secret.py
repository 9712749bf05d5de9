"""Everything that people and apps do with secrets, and then a search for them in the log."""

import base64
import re
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from hubstead.account.logins import set_password
from hubstead.first_start import EMAIL
from tests.apps.oauth import CHALLENGE, FORM, REDIRECT, SCOPES, VERIFIER, Installer
from tests.sandbox.conftest import KEY, Sandboxed
from tests.world import TOKEN, Reply

PASSWORD = "correct horse battery"
NEW = "another horse battery"


def field(page: Reply, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page.body.decode())
    assert found, page.body
    return found[1]


def cookies(*replies: Reply) -> dict[str, str]:
    """The values of the cookies that were set, newest last."""
    set_to = [cookie.partition(";")[0].partition("=") for reply in replies for cookie in reply.cookies]
    return {name: value for name, _, value in set_to}


async def log_in(world: Sandboxed, secrets: set[str]) -> dict[str, str]:
    """Log in with the page and as a program; the cookies of the session."""
    page = await world.get("/login", token=None)
    csrf = field(page, "csrf")
    form = urlencode({"email": EMAIL, "password": PASSWORD, "csrf": csrf}).encode()
    given = {**FORM, "cookie": f"hubstead_csrf={csrf}"}
    entered = await world.call("POST", "/login", form, token=None, headers=given)
    assert entered.status == 303
    program = await world.post("/login", {"email": EMAIL, "password": PASSWORD}, token=None, headers=JSON)
    assert program.status == 200
    secrets |= {csrf, program.json["csrfToken"], *cookies(entered).values(), *cookies(program).values()}
    return {"cookie": "; ".join(f"{name}={value}" for name, value in cookies(entered).items())}


JSON = {"content-type": "application/json"}


def csrf_of(session: dict[str, str]) -> dict[str, str]:
    """What a page of ours repeats of its cookies."""
    return {"x-csrf-token": session["cookie"].rpartition("hubstead_csrf=")[2]}


async def consent(world: Sandboxed, app: Installer, session: dict[str, str], secrets: set[str]) -> str:
    """The code that a person gives an app."""
    asked = {"client_id": app.made.client_id, "redirect_uri": REDIRECT, "scope": " ".join(SCOPES)}
    page = await world.get(
        f"/oauth/authorize?{urlencode({**asked, 'code_challenge': CHALLENGE})}", token=None, headers=session
    )
    csrf = field(page, "csrf")
    portal = re.findall(r'<option value="(\d+)" selected>', page.body.decode())[0]
    form = {**asked, "code_challenge": CHALLENGE, "csrf": csrf, "portal": portal, "decision": "allow"}
    allowed = await world.post("/oauth/authorize", urlencode(form).encode(), token=None, headers={**FORM, **session})
    code = parse_qs(urlsplit(allowed.headers["location"]).query)["code"][0]
    secrets |= {csrf, code}
    return code


async def spend(world: Sandboxed, app: Installer, tokens: dict[str, Any], secrets: set[str]) -> None:
    """Use, look at, refresh and give back tokens in every way that there is."""
    access, refresh = tokens["access_token"], tokens["refresh_token"]
    await world.get("/crm/v3/objects/contacts", token=access)
    await world.get("/crm/v3/objects/contacts", token=None, headers={"private-app": TOKEN})
    await world.get(f"/crm/v3/objects/contacts?hapikey={app.made.developer_api_key}", token=None)
    for path in (f"/oauth/v1/access-tokens/{access}", f"/oauth/v1/refresh-tokens/{refresh}"):
        assert (await world.get(path, token=None)).status == 200
    secrets.add((await app.refresh(refresh)).json["access_token"])
    await app.ask("/introspect", version="v3", token=access)
    basic = base64.b64encode(f"{app.made.client_id}:{app.made.client_secret}".encode()).decode()
    secrets.add(basic)
    form = urlencode({"grant_type": "client_credentials"}).encode()
    own = await world.post("/oauth/v1/token", form, token=None, headers={**FORM, "authorization": f"Basic {basic}"})
    secrets.add(own.json["access_token"])
    await world.post("/oauth/v2/private-apps/get/access-token-info", {"tokenKey": TOKEN})
    await app.ask("/revoke", version="v3", token=refresh)
    as_json = {"grant_type": "refresh_token", "refresh_token": refresh, "client_secret": app.made.client_secret}
    await world.post("/oauth/2026-03/token", as_json, token=None)


async def test_no_secret_of_people_and_apps_is_in_the_log_or_the_archive(sandboxed: Sandboxed) -> None:
    await set_password(sandboxed.server.store, EMAIL, PASSWORD)
    app = await Installer.of(sandboxed)
    secrets = {TOKEN, PASSWORD, VERIFIER, app.made.client_secret, app.made.developer_api_key}
    session = await log_in(sandboxed, secrets)
    code = await consent(sandboxed, app, session, secrets)
    tokens = (await app.exchange(code, code_verifier=VERIFIER)).json
    secrets |= {tokens["access_token"], tokens["refresh_token"], NEW}
    change = {"currentPassword": PASSWORD, "newPassword": NEW}
    for sent, kind, status in ((change, JSON, 204), (urlencode(change).encode(), FORM, 400)):
        headers = {**kind, **session, **csrf_of(session)}
        assert (await sandboxed.post("/login/password", sent, token=None, headers=headers)).status == status
    await spend(sandboxed, app, tokens, secrets)

    log = (await sandboxed.ask("GET", "/requests?limit=1000")).body.decode()
    archive = (await sandboxed.ask("GET", "/requests.har")).body.decode()
    kept = repr(list(sandboxed.server.sandbox.watch.requests._entries))  # type: ignore[union-attr]
    assert log.count('"id":') >= 15
    for secret in secrets | {KEY}:
        for place in (log, archive, kept):
            found = place.find(secret)
            assert found < 0, place[max(0, found - 300) : found + 100]
            assert urlencode({"": PASSWORD}) not in place
            assert urlencode({"": NEW}) not in place
