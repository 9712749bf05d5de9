"""The consent page: who is asked, for what, and where the person is sent with the answer."""

import re
from html import unescape
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
import pytest_asyncio

from hubstead.account.portals import actor, create
from hubstead.account.sessions import csrf_of
from hubstead.first_start import EMAIL, new_portal
from hubstead.store.generations import Definitions
from hubstead.store.portal import change
from hubstead.store.unit import Origin, Unit, write
from tests.apps.oauth import CHALLENGE, FORM, REDIRECT, SCOPES, VERIFIER, Installer, logged_in, refused
from tests.world import PORTAL, Reply, World

CONTACTS = "/crm/v3/objects/contacts"


class Browser:
    """Somebody who is logged in and follows an app's link."""

    def __init__(self, app: Installer, cookie: dict[str, str]) -> None:
        self.app = app
        self.world = app.world
        self.cookie = cookie

    def link(self, **changes: str) -> str:
        asked = {"client_id": self.app.made.client_id, "redirect_uri": REDIRECT, "scope": " ".join(SCOPES)}
        return f"/oauth/authorize?{urlencode({**asked, **changes})}"

    async def follow(self, **changes: str) -> Reply:
        return await self.world.get(self.link(**changes), token=None, headers=self.cookie)

    async def answer(self, page: Reply, decision: str, **changes: str) -> Reply:
        fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.body.decode()))
        fields = {name: unescape(value) for name, value in fields.items()}
        chosen = re.findall(r'<option value="(\d+)" selected>', page.body.decode())
        sent = urlencode({**fields, "portal": chosen[0], "decision": decision, **changes}).encode()
        return await self.world.post("/oauth/authorize", sent, token=None, headers={**FORM, **self.cookie})

    async def allow(self, **changes: str) -> str:
        """The code that the app gets."""
        reply = await self.answer(await self.follow(**changes), "allow")
        assert reply.status == 303, reply.body
        return parse_qs(urlsplit(reply.headers["location"]).query)["code"][0]


@pytest_asyncio.fixture
async def browser(world: World) -> Browser:
    app = await Installer.of(world, optional_scopes=("tickets", "crm.objects.custom.read"))
    return Browser(app, await logged_in(world, EMAIL))


def back(reply: Reply) -> dict[str, str]:
    """What the app learns when the person comes back to it."""
    where = reply.headers["location"]
    assert reply.status == 303
    assert where.startswith(f"{REDIRECT}?")
    return dict(parse_qsl(urlsplit(where).query))


async def test_allowing_gives_the_app_a_code_and_its_state_back(browser: Browser) -> None:
    page = await browser.follow(state="a b&c=d")
    assert page.status == 200
    answer = back(await browser.answer(page, "allow"))
    assert answer["state"] == "a b&c=d"
    reply = await browser.app.exchange(answer["code"])
    assert (reply.status, reply.json["hub_id"], reply.json["scopes"]) == (200, PORTAL, list(SCOPES))
    assert (await browser.world.get(CONTACTS, token=reply.json["access_token"])).status == 200


async def test_denying_sends_an_error_and_the_state_back(browser: Browser) -> None:
    answer = back(await browser.answer(await browser.follow(state="s1"), "deny"))
    assert (answer["error"], answer["state"]) == ("access_denied", "s1")
    assert "code" not in answer


async def test_the_page_says_who_asks_for_what_and_runs_nothing(browser: Browser) -> None:
    page = await browser.follow(optional_scope="tickets")
    html = page.body.decode()
    for words in ("Connect Wunderapp", "See contacts", "Create, change and delete contacts", "See and change tickets"):
        assert words in html
    assert f"My company ({PORTAL})" in html
    assert EMAIL in html
    assert "localhost:3000" in html
    assert "<script" not in html
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'self' http://localhost:3000;" in policy
    assert "frame-ancestors 'none'" in policy
    assert page.headers["x-frame-options"] == "DENY"
    assert page.headers["cache-control"] == "no-store"


async def test_what_a_link_says_cannot_become_html(world: World) -> None:
    app = await Installer.of(world, name="<script>alert(1)</script>")
    browser = Browser(app, await logged_in(world, EMAIL))
    page = await browser.follow(state='"><script>alert(2)</script>')
    assert b"<script" not in page.body
    answer = back(await browser.answer(page, "deny"))
    assert answer["state"] == '"><script>alert(2)</script>'


async def test_who_is_not_logged_in_logs_in_first_and_comes_back(browser: Browser) -> None:
    link = browser.link(state="x/y?z")
    reply = await browser.world.get(link, token=None)
    assert reply.status == 303
    login = urlsplit(reply.headers["location"])
    assert login.path == "/login"
    assert parse_qs(login.query) == {"next": [link]}
    assert (await browser.world.get(reply.headers["location"], token=None)).status == 200
    entered = await browser.world.get(reply.headers["location"], token=None, headers=browser.cookie)
    assert (entered.status, entered.headers["location"]) == (303, link)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"client_id": "nobody"}, "No app has the client_id"),
        ({"client_id": ""}, "No app has the client_id"),
        ({"redirect_uri": "https://evil.example/callback"}, "The redirect_uri"),
        ({"redirect_uri": f"{REDIRECT}/"}, "The redirect_uri"),
        ({"redirect_uri": REDIRECT.replace("localhost", "LOCALHOST")}, "The redirect_uri"),
        ({"redirect_uri": ""}, "The redirect_uri"),
        ({"scope": "oauth crm.objects.contacts.read"}, "crm.objects.contacts.write"),
        ({"scope": ""}, "The link must name these scopes"),
        ({"scope": " ".join((*SCOPES, "forms"))}, "does not declare: forms"),
        ({"optional_scope": "forms"}, "does not declare: forms"),
    ],
)
async def test_a_wrong_link_is_told_on_the_page_and_nobody_is_sent_anywhere(
    browser: Browser, changes: dict[str, str], words: str
) -> None:
    for reply in (
        await browser.follow(**changes),
        await browser.answer(await browser.follow(), "allow", **changes),
        await browser.world.get(browser.link(**changes), token=None),
    ):
        assert reply.status == 400
        assert "location" not in reply.headers
        assert words in unescape(reply.body.decode())


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"code_challenge": CHALLENGE, "code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": "short", "code_challenge_method": "S256"}, "invalid_request"),
    ],
)
async def test_what_is_not_served_is_told_to_the_app(browser: Browser, changes: dict[str, str], error: str) -> None:
    answer = back(await browser.follow(state="s", **changes))
    assert (answer["error"], answer["state"]) == (error, "s")


async def test_a_challenge_is_kept_for_the_exchange(browser: Browser) -> None:
    code = await browser.allow(response_type="code", code_challenge=CHALLENGE, code_challenge_method="S256")
    assert refused(await browser.app.exchange(code)) == (400, "BAD_AUTH_CODE", "invalid_grant")
    assert (await browser.app.exchange(code, code_verifier=VERIFIER)).status == 200


async def test_a_redirect_uri_with_a_query_keeps_it(world: World) -> None:
    uri = f"{REDIRECT}?tenant=7"
    browser = Browser(await Installer.of(world, redirect_uris=(uri,)), await logged_in(world, EMAIL))
    reply = await browser.answer(await browser.follow(redirect_uri=uri), "deny")
    assert reply.headers["location"].startswith(f"{uri}&error=access_denied")


@pytest.mark.parametrize("csrf", ["", "wrong"])
async def test_a_form_from_elsewhere_is_refused(browser: Browser, csrf: str) -> None:
    page = await browser.follow()
    for decision in "allow", "deny":
        reply = await browser.answer(page, decision, csrf=csrf)
        assert reply.status == 403
        assert "location" not in reply.headers


async def test_only_super_admins_let_apps_in(browser: Browser) -> None:
    world = browser.world
    plain = Browser(browser.app, await logged_in(world, "plain@example.com"))
    page = await plain.follow()
    assert (page.status, b"super admin" in page.body) == (403, True)
    stolen = await browser.follow()
    reply = await plain.answer(stolen, "allow", csrf=csrf_of(plain.cookie["cookie"].partition("=")[2]))
    assert (reply.status, b"super admin" in reply.body) == (403, True)


async def test_the_person_chooses_one_of_the_own_accounts(browser: Browser) -> None:
    world = browser.world
    second, _ = await new_portal(world.server.store, Definitions(), "Second company")
    foreign = (await create(world.server.store, "Foreign", 1)).id
    page = await browser.follow()
    assert f"Second company ({second.id})" in page.body.decode()
    assert str(foreign) not in page.body.decode()
    chosen = back(await browser.answer(page, "allow", portal=str(second.id)))
    assert (await browser.app.exchange(chosen["code"])).json["hub_id"] == second.id
    reply = await browser.answer(page, "allow", portal=str(foreign))
    assert (reply.status, "location" in reply.headers) == (403, False)
    link = browser.link().replace("/oauth/authorize", f"/oauth/{second.id}/authorize")
    preselected = await world.get(link, token=None, headers=browser.cookie)
    assert f'<option value="{second.id}" selected>' in preselected.body.decode()


async def test_optional_scopes_are_granted_where_the_account_has_them(browser: Browser) -> None:
    store = browser.world.server.store

    async def poor(unit: Unit) -> None:
        hubs = ("marketing", "sales", "service", "cms", "operations", "commerce")
        await change(unit, "portal.tiers", {}, tiers=dict.fromkeys(hubs, "starter"))

    optional = {"optional_scope": "tickets crm.objects.custom.read"}
    rich = await browser.app.exchange(await browser.allow(**optional))
    assert rich.json["scopes"] == [*SCOPES, "tickets", "crm.objects.custom.read"]
    await write(store, await actor(store, PORTAL, Origin("CRM_UI"), Definitions()), poor)
    bound = await browser.app.exchange(await browser.allow(**optional))
    assert bound.json["scopes"] == [*SCOPES, "tickets"]


async def test_what_a_later_install_does_not_grant_again_is_refreshed_no_more(browser: Browser) -> None:
    first = (await browser.app.exchange(await browser.allow(optional_scope="tickets"))).json
    assert first["scopes"] == [*SCOPES, "tickets"]
    await browser.app.exchange(await browser.allow())
    assert (await browser.app.refresh(first["refresh_token"])).json["scopes"] == list(SCOPES)
    await browser.app.exchange(await browser.allow(optional_scope="tickets"))
    assert (await browser.app.refresh(first["refresh_token"])).json["scopes"] == [*SCOPES, "tickets"]


async def test_an_account_without_the_required_features_is_told(world: World) -> None:
    app = await Installer.of(world, scopes=(*SCOPES, "hubdb"))
    browser = Browser(app, await logged_in(world, EMAIL))

    async def poor(unit: Unit) -> None:
        await change(unit, "portal.tiers", {}, tiers={"cms": "free"})

    store = world.server.store
    await write(store, await actor(store, PORTAL, Origin("CRM_UI"), Definitions()), poor)
    reply = await browser.answer(await browser.follow(scope=" ".join((*SCOPES, "hubdb"))), "allow")
    assert (reply.status, "location" in reply.headers) == (200, False)
    assert "lacks features that the app needs: hubdb" in reply.body.decode()
