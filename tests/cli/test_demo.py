"""`hubstead serve --demo`."""

import time
from pathlib import Path
from typing import Any

from tests.cli.command import ask, hubstead
from tests.client.process import ServerProcess


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
    with ServerProcess("--data", data, "--demo", log=tmp_path / "log") as server:
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
