"""Settings and subscriptions over HTTP."""

from typing import Any

import pytest

from hubstead.webhooks import manage
from tests.webhooks.conftest import Developer
from tests.world import World

URL = "https://example.com/hook"


async def test_settings_are_set_read_and_deleted_in_both_shapes(developer: Developer) -> None:
    assert (await developer.ask("GET", "/settings")).status == 404
    old = {"targetUrl": URL, "throttling": {"maxConcurrentRequests": 20, "period": "SECONDLY"}}
    answer = await developer.ask("PUT", "/settings", old)
    assert answer.status == 200
    assert answer.json.keys() == {"createdAt", "targetUrl", "throttling", "updatedAt"}
    assert (answer.json["targetUrl"], answer.json["throttling"]) == (URL, {"maxConcurrentRequests": 20})
    new = await developer.ask("PUT", "/settings", {"targetUrl": URL, "maxConcurrentRequests": 30}, version="2026-03")
    assert new.json["throttling"] == {"maxConcurrentRequests": 30}
    assert new.json["createdAt"] == answer.json["createdAt"]
    assert (await developer.ask("PUT", "/settings", {"targetUrl": URL})).json["throttling"][
        "maxConcurrentRequests"
    ] == 10
    id = await developer.subscribe("contact.creation")
    assert (await developer.ask("DELETE", "/settings")).status == 204
    assert (await developer.ask("GET", "/settings", version="2025-09")).status == 404
    assert (await developer.ask("GET", f"/subscriptions/{id}")).json["active"] is False


PLACES: list[Any] = [
    {"targetUrl": "http://example.com/", "throttling": {}},
    {"targetUrl": "https://10.0.0.1/", "throttling": {}},
    {"targetUrl": "https://[::ffff:169.254.169.254]/", "throttling": {}},
    {"targetUrl": "https://2852039166/", "throttling": {}},
    {"targetUrl": "ftp://example.com/", "throttling": {}},
    {"targetUrl": URL, "throttling": {"maxConcurrentRequests": 5}},
    {"targetUrl": URL, "throttling": {"maxConcurrentRequests": 1001}},
    {"throttling": {}},
    [],
]


async def test_places_that_must_not_be_called_are_refused(developer: Developer) -> None:
    for given in PLACES:
        assert (await developer.ask("PUT", "/settings", given)).status == 400, given
    assert (await developer.ask("GET", "/settings")).status == 404


async def test_a_subscription_is_born_paused_turned_on_and_ended(developer: Developer) -> None:
    given = {"eventType": "contact.propertyChange", "propertyName": "email"}
    made = await developer.ask("POST", "/subscriptions", given)
    assert made.status == 201
    assert made.json.keys() == {"active", "createdAt", "eventType", "id", "propertyName", "updatedAt"}
    assert (made.json["active"], made.json["propertyName"], type(made.json["id"])) == (False, "email", str)
    path = f"/subscriptions/{made.json['id']}"
    assert (await developer.ask("PATCH", path, {"active": True})).json["active"] is True
    assert (await developer.ask("GET", path)).json["active"] is True
    assert [one["id"] for one in (await developer.ask("GET", "/subscriptions")).json["results"]] == [made.json["id"]]
    assert (await developer.ask("DELETE", path)).status == 204
    assert (await developer.ask("DELETE", path)).status == 204
    assert (await developer.ask("GET", path)).status == 404
    assert (await developer.ask("PATCH", path, {"active": True})).status == 404


EVENTS: list[dict[str, str]] = [
    {"eventType": "contact.explosion"},
    {"eventType": "contact.propertyChange"},
    {"eventType": "contact.propertyChange", "propertyName": "hs_lastmodifieddate"},
    {"eventType": "contact.propertyChange", "propertyName": "num_unique_conversion_events"},
    {"eventType": "contact.creation", "propertyName": "email"},
    {"eventType": "object.creation"},
    {"eventType": "object.propertyChange", "objectTypeId": "0-49", "propertyName": "hs_email_html"},
    {"eventType": "product.associationChange"},
    {"eventType": "object.privacyDeletion", "objectTypeId": "0-1"},
    {},
]


async def test_what_cannot_be_subscribed_to_is_refused(developer: Developer) -> None:
    for given in EVENTS:
        assert (await developer.ask("POST", "/subscriptions", given)).status == 400, given


async def test_many_are_turned_on_at_once_and_unknown_ones_are_named(developer: Developer) -> None:
    ids = [int((await developer.ask("POST", "/subscriptions", {"eventType": name})).json["id"])
           for name in ("deal.creation", "deal.deletion")]  # fmt: skip
    inputs = [{"id": id, "active": True} for id in ids]
    answer = await developer.ask("POST", "/subscriptions/batch/update", {"inputs": inputs})
    assert (answer.status, [one["active"] for one in answer.json["results"]]) == (200, [True, True])
    answer = await developer.ask(
        "POST", "/subscriptions/batch/update", {"inputs": [{"id": 1, "active": True}, inputs[0]]}
    )
    assert (answer.status, answer.json["numErrors"], len(answer.json["results"])) == (207, 1, 1)
    assert answer.json["errors"][0]["context"] == {"id": ["1"]}


async def test_one_more_than_the_most_is_refused(developer: Developer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manage, "SUBSCRIPTIONS", 1)
    await developer.subscribe("contact.creation")
    answer = await developer.ask("POST", "/subscriptions", {"eventType": "contact.deletion"})
    assert (answer.status, answer.json["message"]) == (
        400,
        "Couldn't create another subscription. You've reached the maximum number allowed per application (1).",
    )


async def test_only_the_developer_of_an_app_gets_in(world: World, developer: Developer) -> None:
    path = f"/webhooks/v3/{developer.app}/subscriptions"
    refused = await world.call("GET", path)
    assert (refused.status, refused.json["message"][:39]) == (401, "Authentication credentials not found. T")
    assert (await world.call("GET", path, token=None)).status == 401
    other = await Developer.of(world, "Other")
    assert (await world.call("GET", f"{path}?hapikey={other.made.client_secret}", token=None)).status == 401
    assert (await developer.ask("GET", "/../999/settings")).status == 404
    form = (
        f"grant_type=client_credentials&client_id={developer.made.client_id}"
        f"&client_secret={developer.made.client_secret}"
    ).encode()
    headers = {"content-type": "application/x-www-form-urlencoded"}
    token = (await world.call("POST", "/oauth/v1/token", form, token=None, headers=headers)).json["access_token"]
    assert (await world.call("GET", path, token=token)).status == 200
    assert (await world.call("GET", f"/webhooks/v3/{other.app}/subscriptions", token=token)).status == 401
