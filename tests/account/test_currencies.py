"""Currencies and exchange rates. Shapes are those of the official SDK of 2026-03."""

from typing import Any

import pytest

from hubstead.kit import clock
from hubstead.kit.clock import Clock
from hubstead.store import portal
from hubstead.web.features import HUBS
from tests.account.desk import in_portal
from tests.world import PORTAL, World

ROOT = "/settings/v3/currencies"
RATES = f"{ROOT}/exchange-rates"
NOW = 1_800_000_000_000  # 2027-01-15T08:00:00Z


@pytest.fixture(autouse=True)
def _at_one_moment(world: World) -> Any:  # noqa: ARG001 (a server that starts sets the clocks)
    clock.turn(PORTAL, Clock(frozen=NOW))
    yield
    clock.turn(PORTAL, None)


async def added(world: World, code: str, rate: float, **more: Any) -> dict[str, Any]:
    reply = await world.post(RATES, {"fromCurrencyCode": code, "conversionRate": rate, **more})
    assert reply.status == 201, reply.body
    return dict(reply.json)


async def test_a_rate_makes_its_currency_one_of_the_account(world: World) -> None:
    rate = await added(world, "EUR", 1.25)
    assert rate == {
        "id": rate["id"],
        "fromCurrencyCode": "EUR",
        "toCurrencyCode": "USD",
        "conversionRate": 1.25,
        "effectiveAt": "2027-01-15T08:00:00.000Z",
        "createdAt": "2027-01-15T08:00:00.000Z",
        "updatedAt": "2027-01-15T08:00:00.000Z",
        "visibleInUI": True,
    }
    assert (await world.get(f"/settings/currencies/2026-03/exchange-rates/{rate['id']}")).json == rate
    await added(world, "EUR", 1.5)
    assert (await world.get("/account-info/v3/details")).json["additionalCurrencies"] == ["EUR"]


async def test_the_current_rate_is_the_newest_that_holds(world: World) -> None:
    await added(world, "EUR", 1.0, effectiveAt="2026-01-01T00:00:00Z")
    now = await added(world, "EUR", 1.1, effectiveAt="2027-01-15T09:00:00+01:00")
    later = await added(world, "EUR", 1.2, effectiveAt="2027-02-01T00:00:00Z")
    await added(world, "CHF", 1.2, effectiveAt="2028-01-01T00:00:00Z")
    assert (await world.get(f"{RATES}/current")).json == {"results": [now]}
    clock.turn(PORTAL, Clock(frozen=NOW + 30 * 86_400_000))
    assert (await world.get(f"{RATES}/current")).json == {"results": [later]}


async def test_rates_are_listed_by_pair_and_page(world: World) -> None:
    ids = [(await added(world, code, 2))["id"] for code in ("EUR", "CHF", "EUR")]

    async def listed(query: str) -> list[str]:
        return [rate["id"] for rate in (await world.get(f"{RATES}?{query}")).json["results"]]

    assert await listed("") == ids
    assert await listed("fromCurrencyCode=EUR") == [ids[0], ids[2]]
    assert await listed("fromCurrencyCode=EUR&toCurrencyCode=CHF") == []
    assert await listed("toCurrencyCode=USD") == ids
    page = (await world.get(f"{RATES}?limit=2")).json
    assert await listed(f"limit=2&after={page['paging']['next']['after']}") == ids[2:]


async def test_a_rate_is_changed_and_hidden(world: World) -> None:
    rate = await added(world, "EUR", 1.25)
    clock.turn(PORTAL, Clock(frozen=NOW + 1000))
    changed = await world.patch(f"{RATES}/{rate['id']}", {"conversionRate": 1.3})
    assert changed.json == {**rate, "conversionRate": 1.3, "updatedAt": "2027-01-15T08:00:01.000Z"}
    pair = {"fromCurrencyCode": "EUR", "toCurrencyCode": "USD", "visibleInUI": False}
    assert (await world.post(f"{RATES}/update-visibility", pair)).status == 204
    assert (await world.get(f"{RATES}/{rate['id']}")).json["visibleInUI"] is False
    assert (await world.post(f"{RATES}/update-visibility", {**pair, "toCurrencyCode": "CHF"})).status == 404


async def test_batches(world: World) -> None:
    inputs = [{"fromCurrencyCode": code, "conversionRate": 2} for code in ("EUR", "CHF")]
    made = await world.post(f"{RATES}/batch/create", {"inputs": inputs})
    assert (made.status, made.json["status"]) == (201, "COMPLETE")
    ids = [rate["id"] for rate in made.json["results"]]
    assert (await world.get("/account-info/v3/details")).json["additionalCurrencies"] == ["EUR", "CHF"]
    read = await world.post(f"{RATES}/batch/read", {"inputs": [{"id": id} for id in ids]})
    assert (read.status, read.json["results"]) == (200, made.json["results"])
    some = await world.post(f"{RATES}/batch/read", {"inputs": [{"id": ids[0]}, {"id": "77"}]})
    assert (some.status, some.json["numErrors"], len(some.json["results"])) == (207, 1, 1)
    changes = [{"id": id, "conversionRate": 3} for id in ids]
    updated = await world.post(f"{RATES}/batch/update", {"inputs": changes})
    assert [rate["conversionRate"] for rate in updated.json["results"]] == [3, 3]
    bad = [{"fromCurrencyCode": "NOK", "conversionRate": 2}, {"fromCurrencyCode": "XYZ", "conversionRate": 2}]
    assert (await world.post(f"{RATES}/batch/create", {"inputs": bad})).status == 400
    assert (await world.get("/account-info/v3/details")).json["additionalCurrencies"] == ["EUR", "CHF"]
    assert (await world.post(f"{RATES}/batch/create", {"inputs": inputs * 51})).status == 400


async def test_the_company_currency_changes(world: World) -> None:
    before = (await world.get(f"{ROOT}/company-currency")).json
    assert before["id"] == "USD"
    rate = await added(world, "EUR", 1.25)
    changed = await world.put(f"{ROOT}/company-currency", {"currencyCode": "EUR"})
    assert changed.json == {"id": "EUR", "createdAt": "2027-01-15T08:00:00.000Z"}
    clock.turn(PORTAL, Clock(frozen=NOW + 5000))
    assert (await world.get(f"{ROOT}/company-currency")).json == changed.json
    assert (await world.put(f"{ROOT}/company-currency", {"currencyCode": "EUR"})).json == changed.json
    details = (await world.get("/account-info/v3/details")).json
    assert (details["companyCurrency"], details["additionalCurrencies"]) == ("EUR", ["USD"])
    assert (await world.get(f"{RATES}/{rate['id']}")).json == rate
    assert (await added(world, "USD", 0.8))["toCurrencyCode"] == "EUR"


async def test_codes_have_names(world: World) -> None:
    found = {one["currencyCode"]: one["currencyName"] for one in (await world.get(f"{ROOT}/codes")).json["results"]}
    assert len(found) == 176
    assert (found["USD"], found["EUR"], found["VEF"]) == ("US Dollar", "Euro", "Bolívar Fuerte")


async def test_there_are_no_central_rates(world: World) -> None:
    central = f"{ROOT}/central-fx-rates"
    assert (await world.get(f"{central}/information")).json == {"centralExchangeRatesEnabled": False}
    assert len((await world.get(f"{central}/unsupported-currencies")).json["results"]) == 176
    refused = await world.post(f"{central}/add-currency", {"currencyCode": "EUR"})
    assert refused.status == 400
    assert "POST /settings/v3/currencies/exchange-rates" in refused.json["message"]


@pytest.mark.parametrize(
    "body",
    [
        {"fromCurrencyCode": "XYZ", "conversionRate": 1},
        {"fromCurrencyCode": "USD", "conversionRate": 1},
        {"fromCurrencyCode": "EUR", "conversionRate": 0},
        {"fromCurrencyCode": "EUR", "conversionRate": -1},
        {"fromCurrencyCode": "EUR", "conversionRate": "much"},
        {"fromCurrencyCode": "EUR"},
        {"fromCurrencyCode": "EUR", "conversionRate": 1, "effectiveAt": "soon"},
        {"fromCurrencyCode": "EUR", "conversionRate": 1, "effectiveAt": "9999-12-31T23:59:59-10:00"},
        {"fromCurrencyCode": "EUR", "conversionRate": 1, "effectiveAt": "0001-01-01T00:00:00+10:00"},
    ],
)
async def test_what_is_no_rate_is_refused(world: World, body: Any) -> None:
    assert (await world.post(RATES, body)).status == 400
    assert (await world.get(RATES)).json == {"results": []}


async def test_a_number_too_large_is_refused(world: World) -> None:
    assert (await world.post(RATES, b'{"fromCurrencyCode": "EUR", "conversionRate": 1e999}')).status == 400


@pytest.mark.parametrize("id", ["77", "x", "9" * 30, "-1"])
async def test_an_unknown_rate_is_not_found(world: World, id: str) -> None:
    assert (await world.get(f"{RATES}/{id}")).status == 404
    assert (await world.patch(f"{RATES}/{id}", {"conversionRate": 1})).status == 404


async def test_the_plan_must_include_several_currencies(world: World) -> None:
    async def have(**tiers: str) -> None:
        await in_portal(world, lambda unit: portal.change(unit, "portal.tier_changed", {}, tiers=tiers))

    free = dict.fromkeys(HUBS, "free")
    await have(**free)
    refused = await world.post(RATES, {"fromCurrencyCode": "EUR", "conversionRate": 1})
    assert (refused.status, refused.json["category"]) == (403, "MISSING_SCOPES")
    assert "several currencies" in refused.json["errors"][0]["message"]
    assert (await world.get(RATES)).status == 200
    await have(**{**free, "sales": "starter"})
    assert (await world.post(RATES, {"fromCurrencyCode": "EUR", "conversionRate": 1})).status == 201
