"""Pages of a search."""

from tests.world import World

SEARCH = "/crm/v3/objects/contacts/search"


async def test_after_leads_through_all_pages_and_the_last_one_has_no_paging(world: World) -> None:
    ids = [await world.create("contacts", firstname="P") for _ in range(5)]
    seen: list[str] = []
    after: str | None = "0"
    while after is not None:
        page = (await world.post(SEARCH, {"limit": 2, "after": after})).json
        assert page["total"] == 5
        seen += [found["id"] for found in page["results"]]
        after = page["paging"]["next"]["after"] if "paging" in page else None
    assert seen == ids


async def test_a_page_without_results_leads_nowhere(world: World) -> None:
    await world.create("contacts", firstname="P")
    assert (await world.post(SEARCH, {"limit": 0})).json == {"total": 1, "results": []}
    assert (await world.post(SEARCH, {"after": "5"})).json == {"total": 1, "results": []}
