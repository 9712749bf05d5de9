"""Forms and events on PostgreSQL: the same statements there."""

import asyncio

import pytest

from tests.events.shop import BOUGHT, shop
from tests.marketing.forms.sample import field
from tests.marketing.submissions.site import site
from tests.postgres import database
from tests.world import World

UTK = "0" * 32


@pytest.mark.timeout(180)
async def test_what_is_sent_is_read_and_erased() -> None:
    with database() as url:
        async with World(database=url) as world:
            ours, books = await site(world, field("city")), await shop(world)
            for city in ("London", "Paris"):
                sent = await ours.send(email="ada@example.com", city=city, context={"hutk": UTK})
                assert sent.status == 200, sent.body
            page = await ours.submissions("?limit=1")
            rest = await ours.submissions(f"?after={page['paging']['next']['after']}")
            cities = [kept["values"][1]["value"] for kept in (*page["results"], *rest["results"])]
            assert sorted(cities) == ["London", "Paris"]
            for title in ("A", "B"):
                assert (await books.buy(title, email="ada@example.com", second=1, uuid=title)).status == 204
            assert (await books.buy("A", email="ada@example.com", uuid="A")).status == 204
            ada = (await ours.contact("ada@example.com", "num_conversion_events"))["id"]
            asked = f"eventType={BOUGHT}&objectType=contact&objectId={ada}&occurredAfter=2026-01-01T00:00:00Z"
            assert await books.titles(asked) == ["A", "B"]
            first = (await world.get(f"/events/v3/events?{asked}&limit=1")).json["paging"]["next"]["after"]
            assert await books.titles(f"{asked}&after={first}&id=A,B") == ["B"]
            await ours.send(email="Ada@example.com", hs_trap="x")
            await world.post("/crm/v3/objects/contacts/gdpr-delete", {"objectId": ada})
            assert await world.server.store.rows("SELECT 1 FROM form_submission") == []
            assert await books.titles() == []
            assert (await ours.submissions())["results"] == []


@pytest.mark.timeout(180)
async def test_submissions_that_race_for_a_new_address_make_one_contact() -> None:
    with database() as url:
        async with World(database=url) as world:
            ours = await site(world)
            sent = await asyncio.gather(*(ours.send(email="ada@example.com") for _ in range(8)))
            assert [reply.status for reply in sent] == [200] * 8
            contact = await ours.contact("ada@example.com", "num_conversion_events", "num_unique_conversion_events")
            assert (contact["num_conversion_events"], contact["num_unique_conversion_events"]) == ("8", "1")
            assert len((await ours.submissions())["results"]) == 8
            assert len((await world.get("/crm/v3/objects/contacts")).json["results"]) == 1
