"""Apps that were written for HubSpot's OAuth, over a socket: with requests-oauthlib, authlib and both official SDKs."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import hubspot_sdk
import pytest
import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session as AuthlibSession
from hubspot import HubSpot
from hubspot.oauth import ApiException
from requests_oauthlib import OAuth2Session

from hubstead.first_start import EMAIL
from hubstead.settings import Settings
from tests.client.browser import answered
from tests.client.oauth_place import CONTACTS, KEY, PASSWORD, REDIRECT, SCOPES, Place, prepared
from tests.client.process import ServerProcess


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("oauth")
    settings = Settings(data=str(folder / "data"))
    log = folder / "log"
    with (
        ServerProcess("--data", settings.data, "--sandbox", log=log, sandbox_key=KEY) as server,
        prepared(server.url, settings, log) as place,
    ):
        yield place


def test_requests_oauthlib_from_install_to_uninstall(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    token_url = f"{place.url}/oauth/v1/token"
    secret = {"client_id": place.app.client_id, "client_secret": place.app.client_secret}
    with OAuth2Session(place.app.client_id, redirect_uri=REDIRECT, scope=SCOPES, pkce="S256") as app:
        link, state = app.authorization_url(f"{place.url}/oauth/authorize")
        where = place.browser.connect(link)
        assert answered(where)["state"] == state
        given = app.fetch_token(
            token_url, authorization_response=where, client_secret=place.app.client_secret, include_client_id=True
        )
        assert (given["token_type"], given["expires_in"]) == ("bearer", 1800)
        ada = {"email": "ada@example.com", "firstname": "Ada", "lastname": "Lovelace"}
        made = app.post(f"{place.url}{CONTACTS}", json={"properties": ada})
        assert made.status_code == 201
        renewed = app.refresh_token(token_url, **secret)
        assert renewed["refresh_token"] == given["refresh_token"]
        assert renewed["access_token"] != given["access_token"]
        assert app.get(f"{place.url}{CONTACTS}/{made.json()['id']}").status_code == 200
        refresh = f"{place.url}/oauth/v1/refresh-tokens/{given['refresh_token']}"
        assert requests.delete(refresh, timeout=10).status_code == 204
        assert place.ask(grant_type="refresh_token", refresh_token=given["refresh_token"]).status_code == 400
        assert app.delete(f"{place.url}/appinstalls/v3/external-install").status_code == 204
        assert app.get(f"{place.url}{CONTACTS}").status_code == 401


def test_authlib_from_install_to_uninstall(place: Place) -> None:
    token_url = f"{place.url}/oauth/2026-03/token"
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    with AuthlibSession(
        place.app.client_id,
        place.app.client_secret,
        scope=" ".join(SCOPES),
        redirect_uri=REDIRECT,
        code_challenge_method="S256",
    ) as app:
        link, state = app.create_authorization_url(f"{place.url}/oauth/authorize", code_verifier=verifier)
        where = place.browser.connect(link)
        given = app.fetch_token(token_url, authorization_response=where, state=state, code_verifier=verifier)
        assert app.get(f"{place.url}{CONTACTS}").status_code == 200
        renewed = app.refresh_token(token_url, refresh_token=given["refresh_token"])
        assert app.get(f"{place.url}{CONTACTS}").status_code == 200
        told = app.introspect_token(f"{token_url}/introspect", token=renewed["access_token"]).json()
        assert (told["active"], told["hub_id"], told["user"]) == (True, place.portal, EMAIL)
        assert app.revoke_token(f"{token_url}/revoke", token=given["refresh_token"]).status_code == 200
        with pytest.raises(OAuthError, match="invalid_grant"):
            app.refresh_token(token_url, refresh_token=given["refresh_token"])
        assert app.delete(f"{place.url}/appinstalls/v3/external-install").status_code == 204
        assert place.contacts(renewed["access_token"]).status_code == 401


def test_hubspot_api_client_from_install_to_uninstall(place: Place) -> None:
    client = HubSpot(host=place.url)
    own = {"client_id": place.app.client_id, "client_secret": place.app.client_secret}
    oauth = client.oauth
    given = oauth.tokens_api.create(grant_type="authorization_code", code=place.code(), redirect_uri=REDIRECT, **own)
    assert (given.token_type, given.expires_in) == ("bearer", 1800)
    told = oauth.access_tokens_api.get(given.access_token)
    assert (told.hub_id, told.app_id, told.user, told.scopes) == (place.portal, place.app.app_id, EMAIL, SCOPES)
    assert 1790 <= told.expires_in <= 1800
    acting = HubSpot(access_token=given.access_token, host=place.url, base_url=place.url)
    assert acting.crm.contacts.basic_api.get_page(limit=1) is not None
    renewed = oauth.tokens_api.create(grant_type="refresh_token", refresh_token=given.refresh_token, **own)
    known = oauth.refresh_tokens_api.get(renewed.refresh_token)
    assert (known.client_id, known.hub_id, known.token) == (place.app.client_id, place.portal, given.refresh_token)
    oauth.refresh_tokens_api.archive(given.refresh_token)
    with pytest.raises(ApiException) as refused:
        oauth.tokens_api.create(grant_type="refresh_token", refresh_token=given.refresh_token, **own)
    assert refused.value.status == 400
    assert "BAD_REFRESH_TOKEN" in refused.value.body
    gone = acting.api_request({"method": "DELETE", "path": "/appinstalls/v3/external-install"})
    assert gone.status_code == 204
    assert place.contacts(renewed.access_token).status_code == 401


def test_hubspot_sdk_from_install_to_uninstall(place: Place) -> None:
    """Strict: this SDK refuses answers that are not of the declared types."""
    own: Any = {"client_id": place.app.client_id, "client_secret": place.app.client_secret}
    strict: Any = {"base_url": place.url, "max_retries": 0, "_strict_response_validation": True}
    with hubspot_sdk.HubSpot(access_token="none", **strict) as client:
        oauth = client.auth.oauth
        given = oauth.create_token(grant_type="authorization_code", code=place.code(), redirect_uri=REDIRECT, **own)
        assert given.token_use == "access_token"
        assert (given.hub_id, given.scopes) == (place.portal, SCOPES)
        renewed = oauth.create_token(grant_type="refresh_token", refresh_token=given.refresh_token, **own)
        told = oauth.introspect_token(token=renewed.access_token, **own)
        assert (told.active, told.token_use, told.app_id) == (True, "access_token", place.app.app_id)
        known = oauth.introspect_token(token=given.refresh_token, **own)
        assert (known.active, known.token_use) == (True, "refresh_token")
        app_token = oauth.create_token(grant_type="client_credentials", **own)
        assert app_token.token_use == "client_credentials"
        oauth.revoke_token(token=given.refresh_token, **own)
        with pytest.raises(hubspot_sdk.BadRequestError, match="BAD_REFRESH_TOKEN"):
            oauth.create_token(grant_type="refresh_token", refresh_token=given.refresh_token, **own)
    with hubspot_sdk.HubSpot(access_token=renewed.access_token, **strict) as acting:
        assert acting.crm.objects.contacts.list(limit=1) is not None
        acting.crm.app_uninstalls.uninstall()
        with pytest.raises(hubspot_sdk.AuthenticationError):
            acting.crm.objects.contacts.list(limit=1)


def test_who_cancels_is_sent_back_without_a_code(place: Place) -> None:
    answer = answered(place.browser.connect(place.link(state="s&1"), "deny"))
    assert (answer["error"], answer["state"], "code" in answer) == ("access_denied", "s&1", False)


def test_a_wrong_link_leads_nowhere(place: Place) -> None:
    for wrong in ({"client_id": "nobody"}, {"redirect_uri": "https://evil.example/"}, {"scope": "oauth"}):
        page = place.browser.open(place.link(**wrong))
        assert (page.status_code, page.url.host) == (400, "127.0.0.1")


@pytest.mark.parametrize(
    ("form", "word"),
    [
        ({"client_id": "nobody"}, "BAD_CLIENT_ID"),
        ({"client_secret": "wrong"}, "BAD_CLIENT_SECRET"),
        ({"redirect_uri": "http://localhost:3000/other"}, "MISMATCH_REDIRECT_URI_AUTH_CODE"),
        ({"code": "unknown"}, "BAD_AUTH_CODE"),
    ],
)
def test_a_wrong_exchange_is_refused(place: Place, form: dict[str, str], word: str) -> None:
    answer = place.exchange(place.code(), **form)
    assert (answer.status_code, answer.json()["status"]) == (400, word)
    assert answer.json()["correlationId"] == answer.headers["x-hubspot-correlation-id"]


def test_a_missing_verifier_is_refused(place: Place) -> None:
    challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    code = place.code(code_challenge=challenge, code_challenge_method="S256")
    assert place.exchange(code).json()["status"] == "BAD_AUTH_CODE"


def test_a_replayed_code_costs_its_tokens(place: Place) -> None:
    code = place.code()
    given = place.exchange(code).json()
    assert place.contacts(given["access_token"]).status_code == 200
    assert place.exchange(code).json()["status"] == "BAD_AUTH_CODE"
    assert place.contacts(given["access_token"]).status_code == 401


def test_of_many_exchanges_at_once_one_wins(place: Place) -> None:
    code = place.code()
    with ThreadPoolExecutor(6) as many:
        answers = list(many.map(lambda _: place.exchange(code).status_code, range(6)))
    assert sorted(answers) == [200, 400, 400, 400, 400, 400]


def test_many_refreshes_at_once_all_work(place: Place) -> None:
    given = place.exchange(place.code()).json()

    async def refresh() -> list[str]:
        own = {"client_id": place.app.client_id, "client_secret": place.app.client_secret}
        form = {"grant_type": "refresh_token", "refresh_token": given["refresh_token"], **own}
        async with httpx.AsyncClient(base_url=place.url, timeout=60) as client:
            asked = [client.post("/oauth/v1/token", data=form) for _ in range(8)]
            return [answer.raise_for_status().json()["access_token"] for answer in await asyncio.gather(*asked)]

    tokens = asyncio.run(refresh())
    assert len(set(tokens)) == 8
    assert {place.contacts(token).status_code for token in tokens} == {200}


def test_codes_and_tokens_expire_by_the_portals_clock(place: Place) -> None:
    code = place.code()
    place.later(seconds=301)
    assert place.exchange(code).json()["status"] == "EXPIRED_AUTH_CODE"
    given = place.exchange(place.code()).json()
    assert place.contacts(given["access_token"]).status_code == 200
    place.later(seconds=1800 + 75)
    expired = place.contacts(given["access_token"])
    assert (expired.status_code, expired.json()["category"]) == (401, "EXPIRED_AUTHENTICATION")
    assert expired.json()["message"].startswith("The OAuth token used to make this call expired 7")
    fresh = place.ask(grant_type="refresh_token", refresh_token=given["refresh_token"]).json()
    assert place.contacts(fresh["access_token"]).status_code == 200


def test_no_secret_is_on_the_disk_or_in_the_log(place: Place) -> None:
    code = place.code()
    given = place.exchange(code).json()
    place.contacts(given["access_token"])
    httpx.get(f"{place.url}/oauth/v1/access-tokens/{given['access_token']}")
    kept = b"".join(file.read_bytes() for file in [place.log, *place.data.glob("hubstead.db*")])
    assert place.app.client_id.encode() in kept
    others = [secret for secret in place.app[2:] if secret != place.app.client_secret]
    secrets = [code, given["access_token"], given["refresh_token"], PASSWORD, *others]
    assert [secret for secret in secrets if secret.encode() in kept] == []
    # The client secret signs webhooks, which a digest cannot; it stays out of the log all the same.
    assert place.app.client_secret.encode() not in place.log.read_bytes()
