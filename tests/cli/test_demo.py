"""`hubstead serve --demo`."""

import time
from pathlib import Path
from typing import Any

import pytest

from hubstead.demo.company import fill
from tests.cli.command import ask, hubstead
from tests.client.process import ServerProcess
from tests.world import World


def total(url: str, type: str, *filters: dict[str, str]) -> int:
    """How many records match."""
    status, answer = ask("POST", f"{url}/crm/v3/objects/{type}/search", {"filters": list(filters), "limit": 1})
    assert status == 200, answer
    count: int = answer["total"]
    return count


def equal(name: str, value: str) -> dict[str, str]:
    """A filter."""
    return {"propertyName": name, "operator": "EQ", "value": value}


def between(name: str, first: int, last: int) -> dict[str, str]:
    """A filter for the time from `first` to `last` days ago."""
    now = time.time()
    ago = {"value": first, "highValue": last}
    return {
        "propertyName": name,
        "operator": "BETWEEN",
        **{word: str(int((now - days * 86_400) * 1000)) for word, days in ago.items()},
    }


def test_the_sample_company_is_coherent(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    with ServerProcess("--data", data, "--demo", "--no-demo-visits", log=tmp_path / "log") as server:
        url = server.url
        assert [total(url, type) for type in ("contacts", "companies", "deals", "tickets")] == [60, 20, 40, 15]
        stages = {stage: total(url, "deals", equal("dealstage", stage)) for stage in stages_of(url)}
        assert all(stages.values())
        assert sum(stages.values()) == 40
        for type in ("notes", "calls", "emails", "meetings", "tasks"):
            assert total(url, type) > 0
        for first, last in ((90, 60), (60, 30), (30, 0)):
            assert total(url, "calls", between("hs_timestamp", first, last)) > 0
        _, answer = ask("GET", f"{url}/crm/v3/objects/contacts?limit=100&associations=companies,deals")
        for contact in answer["results"]:
            kinds = {link["type"] for link in contact["associations"]["companies"]["results"]}
            assert kinds == {"contact_to_company", "contact_to_company_unlabeled"}
        _, answer = ask("GET", f"{url}/crm/v3/objects/deals?limit=100&properties=createdate,closedate,hs_is_closed_won")
        won = [deal["properties"] for deal in answer["results"] if deal["properties"]["hs_is_closed_won"] == "true"]
        assert len(won) == stages["closedwon"]
        assert all(deal["createdate"] < deal["closedate"] for deal in won)
        assert total(url, "contacts", equal("lifecyclestage", "customer")) == stages["closedwon"]
    assert hubstead("check", "--data", data).code == 0
    with ServerProcess("--data", data, "--demo", log=tmp_path / "log") as server:
        assert total(server.url, "contacts") == 60


def stages_of(url: str) -> list[Any]:
    """The stages of the default pipeline of deals."""
    _, answer = ask("GET", f"{url}/crm/v3/pipelines/deals/default/stages")
    return [stage["id"] for stage in answer["results"]]


async def test_its_website_has_visits_to_look_at(world: World) -> None:
    assert await fill(world.server.store, world.server.definitions)
    assert world.server.processor
    await world.server.processor.catch_up()

    async def rows(report: str) -> dict[str, Any]:
        answer = (await world.get(f"/analytics/v2/reports/{report}/total?start=20200101&limit=100")).json
        return {row["breakdown"]: row for row in answer["breakdowns"]}

    # As many page views as hits say `k=1`: none is refused, a form's view is another kind.
    counts = (await world.get("/hubstead/tracking/hits")).json["results"]
    assert {outcome for day in counts for outcome in day["outcomes"]} == {"KEPT"}
    sources = await rows("sources")
    kinds = ["direct", "organic", "paid", "social", "referrals", "email", "paid-social", "ai-referrals", "offline"]
    assert set(sources) == set(kinds)
    kept = sum(day["outcomes"]["KEPT"] for day in counts)
    viewed = sum(row.get("rawViews", 0) for row in sources.values())
    [form] = (await rows("forms")).values()
    assert viewed + form["formViews"] == kept
    assert len(await rows("geolocation")) > 10
    # Every company's last contact sent the form, and every deal of new business began with it: of five products the
    # third and the fifth are for customers, so 40 deals are 24 of new business.
    assert form["submissions"] == 20 + 24
    # A third of the contacts, those of tickets, never came.
    assert sum(row.get("contacts", 0) for row in sources.values()) == 60
    assert sources["offline"]["contacts"] == 20
    won = {"filters": [equal("dealstage", "closedwon")], "properties": ["amount"]}
    deals = (await world.post("/crm/v3/objects/deals/search", won)).json["results"]
    revenue = (await world.get("/analytics/hubstead/attribution?start=20200101&model=linear")).json
    assert revenue["deals"] == len(deals)
    assert sum(row["revenue"] for row in revenue["results"]) == pytest.approx(
        sum(int(deal["properties"]["amount"]) for deal in deals)
    )
