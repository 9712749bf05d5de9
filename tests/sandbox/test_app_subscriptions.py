"""What apps subscribed to outlives a reset of their portal; what they were told of it does not."""

from tests.sandbox.conftest import Sandboxed
from tests.webhooks.conftest import Developer
from tests.webhooks.journal import BASE, Reading, granted
from tests.webhooks.receiver import Receiver
from tests.webhooks.test_delivery import create
from tests.world import PORTAL


async def test_subscriptions_go_on_after_a_reset_under_their_own_ids(sandboxed: Sandboxed) -> None:
    async with Receiver() as receiver:
        developer = await Developer.of(sandboxed)
        await granted(developer, "crm.objects.contacts.read", "crm.objects.companies.read")
        reading = await Reading.of(developer)
        await developer.settings(receiver.url)
        hooks = [await developer.subscribe("contact.creation")]
        wanted = [(await reading.subscribe("OBJECT", "CREATE", objectTypeId="0-1"))["id"]]
        await create(sandboxed, "ann")
        assert len(await reading.events()) == 1
        await developer.settled()
        assert (await sandboxed.ask("POST", f"/portals/{PORTAL}/reset")).status == 200
        assert (await reading.next()).status == 404
        assert (await reading.ask("GET", f"{BASE}/earliest")).status == 204
        for type, name in (("0-2", "company"), ("0-1", "contact")):
            hooks.append(await developer.subscribe(f"{name}.deletion"))
            wanted.append((await reading.subscribe("OBJECT", "CREATE", objectTypeId=type))["id"])
        assert len(set(hooks)) == 3
        assert len(set(wanted)) == 2
        assert wanted[2] == wanted[0]
        reading.offset = ""
        ids = await create(sandboxed, "bob")
        assert [event["objectId"] for event in await reading.events()] == ids
        assert (await receiver.until(2))[1]["objectId"] == ids[0]
