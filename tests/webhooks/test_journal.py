"""The webhooks journal: what apps read in it, in which form, and what they do not."""

import uuid
from typing import Any

import msgspec
import pytest

from hubstead.apps.install import uninstall
from hubstead.kit import clock
from hubstead.kit.clock import Clock
from hubstead.store.unit import write
from hubstead.webhooks.journal import draft, journaler
from hubstead.webhooks.journal.filters import JournalFilter, fits, problem
from tests.jobs.conftest import ACTOR
from tests.webhooks.conftest import CONTACTS, Developer
from tests.webhooks.journal import BASE, SNAPSHOTS, SUBSCRIPTIONS, Reading, granted
from tests.webhooks.test_day import made
from tests.webhooks.test_delivery import create, session
from tests.world import PORTAL, World

AT = 1_786_997_905_000
ISO = "2026-08-17T20:18:25.000Z"
SCOPES = ("crm.objects.contacts.read", "crm.objects.companies.read", "crm.lists.read")


@pytest.fixture
async def reading(developer: Developer) -> Reading:
    """An app that may read contacts and companies of the first portal."""
    await granted(developer, *SCOPES)
    return await Reading.of(developer)


async def test_a_day_is_told_in_order_with_the_keys_seen_live(world: World, reading: Reading) -> None:
    clock.turn(PORTAL, Clock(frozen=AT))
    contacts: dict[str, Any] = {"objectTypeId": "0-1", "objectIds": [], "properties": ["firstname", "email"]}
    shown = await reading.subscribe("OBJECT", "CREATE", "UPDATE", "DELETE", "MERGE", **contacts)
    assert shown == {
        "id": shown["id"], "appId": reading.app, "subscriptionType": "OBJECT", "objectTypeId": "0-1",
        "portalId": PORTAL, "actions": ["CREATE", "UPDATE", "DELETE", "MERGE"], "properties": ["firstname", "email"],
        "objectIds": [], "createdAt": ISO, "updatedAt": ISO, "createdBy": shown["createdBy"],
    }  # fmt: skip
    linked: dict[str, Any] = {"objectTypeId": "0-1", "associatedObjectTypeIds": ["0-2"], "objectIds": []}
    await reading.subscribe("ASSOCIATION", "ASSOCIATION_ADDED", "ASSOCIATION_REMOVED", **linked)
    await reading.subscribe("LIST_MEMBERSHIP", "ADDED_TO_LIST", "REMOVED_FROM_LIST", listIds=[], objectIds=[])
    await reading.subscribe("GDPR_PRIVACY_DELETION", "GDPR_DELETE", objectTypeId="0-1")

    ann = await made(world, "contacts", email="ann@example.com", firstname="Ann", lastname="Lee")
    await world.patch(f"{CONTACTS}/{ann}", {"properties": {"lastname": "Ray"}})
    await world.patch(f"{CONTACTS}/{ann}", {"properties": {"firstname": "", "lastname": "Kay"}})
    company = await made(world, "companies", name="Acme")
    path = f"/crm/v4/objects/contacts/{ann}/associations/companies/{company}"
    await world.put(path, [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 279}])
    new = {"name": "Some", "objectTypeId": "0-1", "processingType": "MANUAL"}
    some = int((await world.post("/crm/v3/lists", new)).json["list"]["listId"])
    await world.put(f"/crm/v3/lists/{some}/memberships/add", [str(ann)])
    bob = await made(world, "contacts", firstname="Bob")
    merging = {"primaryObjectId": str(ann), "objectIdToMerge": str(bob)}
    both = int((await world.post(f"{CONTACTS}/merge", merging)).json["id"])
    events = await reading.events()
    await world.delete(f"{CONTACTS}/{both}")
    events += await reading.events()

    def of(type: str, action: str, id: int | None = None, **more: Any) -> dict[str, Any]:
        common = {"type": type, "portalId": PORTAL, "occurredAt": ISO, "action": action}
        return common | ({} if id is None else {"objectTypeId": "0-1", "objectId": id}) | more

    assert [event for event in events if event["type"] == "crmObject"] == [
        of("crmObject", "CREATE", ann, propertyChanges={"email": "ann@example.com", "firstname": "Ann"}),
        of("crmObject", "UPDATE", ann, propertyChanges={"firstname": None}),
        of("crmObject", "CREATE", bob, propertyChanges={"firstname": "Bob"}),
        of("crmObject", "MERGE", both, propertyChanges={}, mergedObjectIds=[ann, bob]),
        of("crmObject", "DELETE", both, propertyChanges={}),
    ]
    assert list(events[0]) == ["type", "portalId", "occurredAt", "action", "objectTypeId", "objectId",
                                  "propertyChanges"]  # fmt: skip
    ends: dict[str, Any] = {
        "fromObjectTypeId": "0-1",
        "fromObjectId": ann,
        "toObjectTypeId": "0-2",
        "toObjectId": company,
    }
    kind: dict[str, Any] = {
        "associationTypeId": 279,
        "associationCategory": "HUBSPOT_DEFINED",
        "isPrimaryAssociation": False,
    }
    assert of("association", "ASSOCIATION_ADDED", **ends, **kind) in events
    assert all(event["fromObjectTypeId"] == "0-1" for event in events if event["type"] == "association")
    assert of("listMembership", "ADDED_TO_LIST", ann, listId=some) in events

    eve = await made(world, "contacts", email="eve@example.com")
    before = await reading.next()
    assert (await world.post(f"{CONTACTS}/gdpr-delete", {"objectId": str(eve)})).status == 204
    erased = await reading.events()
    if before.status == 200:  # told before she was erased: the link does not tell of her any more
        assert (await reading.file(before.json))["journalEvents"] == []
    # Lists follow in their own time: who left one is told before or after.
    assert [event for event in erased if event["type"] != "listMembership"][-2:] == [
        of("crmObject", "DELETE", eve, propertyChanges={}),
        of("gdprPrivacyDeletion", "GDPR_DELETE", eve),
    ]
    assert "eve@example.com" not in str(erased)


async def test_entries_are_read_forward_by_offset_singly_and_in_batches(
    world: World, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft, "EVENTS", 10)
    await reading.subscribe("OBJECT", "CREATE", objectTypeId="0-1")
    assert (await reading.next()).status == 204
    empty = await reading.ask("GET", f"{BASE}/batch/earliest/100")
    assert (empty.status, empty.json["results"]) == (200, [])
    ids = await create(world, *(f"n{number}" for number in range(35)))
    await reading.settled()
    batch = (await reading.ask("GET", f"{BASE}/batch/earliest/100")).json
    assert batch.keys() == {"status", "results", "startedAt", "completedAt"}
    entries = batch["results"]
    assert entries[0].keys() == {"url", "expiresAt", "currentOffset"}
    files = [await reading.file(entry) for entry in entries]
    assert [len(file["journalEvents"]) for file in files] == [10, 10, 10, 5]
    assert [event["objectId"] for file in files for event in file["journalEvents"]] == ids
    offsets = [entry["currentOffset"] for entry in entries]
    assert offsets == sorted(offsets)
    assert {uuid.UUID(offset).version for offset in offsets} == {7}

    singly = []
    while (entry := await reading.next()).status == 200:
        singly.append(entry.json["currentOffset"])
    assert singly == offsets
    assert (await reading.ask("GET", f"{BASE}/latest")).json["currentOffset"] == offsets[-1]

    async def batched(path: str) -> list[str]:
        return [entry["currentOffset"] for entry in (await reading.ask("GET", f"{BASE}/batch/{path}")).json["results"]]

    assert await batched("latest/3") == offsets[1:]
    assert await batched(f"{offsets[0]}/next/2") == offsets[1:3]
    assert await batched(f"{offsets[-1]}/next/2") == []
    for spelling in ("/webhooks-journal/journal-local/2026-03", "/webhooks/v4/journal", "/webhooks-journal/journal/v4"):
        assert (await reading.ask("GET", f"{spelling}/earliest")).json["currentOffset"] == offsets[0]
    unknown = str(uuid.uuid4())
    read = await reading.ask("POST", f"{BASE}/batch/read", {"inputs": [offsets[2], unknown, "nonsense"]})
    assert (read.status, [entry["currentOffset"] for entry in read.json["results"]]) == (207, [offsets[2]])
    assert (read.json["numErrors"], [error["category"] for error in read.json["errors"]]) == (
        2, ["OBJECT_NOT_FOUND", "VALIDATION_ERROR"],
    )  # fmt: skip
    for path, status in (
        (f"offset/{unknown}/next", 404),
        ("offset/nonsense/next", 400),
        ("batch/earliest/0", 400),
        ("batch/latest/101", 400),
        (f"batch/{offsets[0]}/next/x", 400),
    ):
        assert (await reading.ask("GET", f"{BASE}/{path}")).status == status, path


async def test_what_is_wanted_changes_between_two_events_and_nothing_is_told_twice(
    world: World, reading: Reading
) -> None:
    wanted: dict[str, Any] = {"objectTypeId": "0-1", "properties": ["firstname"]}
    first = await reading.subscribe("OBJECT", "CREATE", "UPDATE", **wanted)
    ann = await made(world, "contacts", firstname="Ann", lastname="Lee")
    again = await reading.subscribe("OBJECT", "UPDATE", **wanted | {"properties": ["lastname"]})
    assert (again["id"], again["actions"], again["properties"]) == (first["id"], ["UPDATE"], ["lastname"])
    await world.patch(f"{CONTACTS}/{ann}", {"properties": {"firstname": "Zoe"}})
    await world.patch(f"{CONTACTS}/{ann}", {"properties": {"lastname": "Ray"}})
    assert (await reading.ask("DELETE", f"{SUBSCRIPTIONS}/{first['id']}")).status == 204
    await world.patch(f"{CONTACTS}/{ann}", {"properties": {"lastname": "Kay"}})
    other = await reading.subscribe("OBJECT", "UPDATE", **wanted)
    assert other["id"] != first["id"]
    await world.patch(f"{CONTACTS}/{ann}", {"properties": {"firstname": "Ida"}})
    assert [(event["action"], event["propertyChanges"]) for event in await reading.events()] == [
        ("CREATE", {"firstname": "Ann"}),
        ("UPDATE", {"lastname": "Ray"}),
        ("UPDATE", {"firstname": "Ida"}),
    ]
    results = (await reading.ask("GET", SUBSCRIPTIONS)).json["results"]
    assert [one["id"] for one in results] == [other["id"]]
    assert (await reading.ask("GET", f"{SUBSCRIPTIONS}/{first['id']}")).status == 404
    assert (await reading.ask("DELETE", f"{SUBSCRIPTIONS}/portals/{PORTAL}")).status == 204
    assert (await reading.ask("GET", SUBSCRIPTIONS)).json["results"] == []


@pytest.mark.parametrize(
    ("operator", "given", "passing"),
    [
        ("EQ", "5", [5]), ("N_EQ", "5", [1, 3, 7, None]), ("LT", "5", [1, 3]), ("LTE", "5", [1, 3, 5]),
        ("GT", "5", [7]), ("GTE", "5.0", [5, 7]), ("CONTAINS", "3", [3]), ("STARTS_WITH", "7", [7]),
        ("ENDS_WITH", "1", [1]), ("IN", ["1", "7"], [1, 7]), ("NOT_IN", ["1", "7"], [3, 5, None]),
        ("IS_EMPTY", None, [None]), ("IS_NOT_EMPTY", None, [1, 3, 5, 7]),
    ],
)  # fmt: skip
def test_conditions_compare_as_they_say(operator: str, given: Any, passing: list[int | None]) -> None:
    condition: dict[str, Any] = {"filterType": "CRM_OBJECT_PROPERTY", "property": "n", "operator": operator}
    condition |= {"values" if isinstance(given, list) else "value": given} if given is not None else {}
    wanted = msgspec.convert({"conditions": [condition]}, JournalFilter)
    assert problem(wanted) == ""
    held = [(number, {} if number is None else {"n": str(number)}) for number in (1, 3, 5, 7, None)]
    assert [number for number, values in held if fits(wanted, values)] == passing


async def test_a_filtered_subscription_tells_of_records_that_fit(world: World, reading: Reading) -> None:
    one = await reading.subscribe("OBJECT", "UPDATE", objectTypeId="0-1", properties=["lastname"])
    condition = {"filterType": "CRM_OBJECT_PROPERTY", "property": "firstname", "operator": "EQ", "value": "Ann"}
    given = {"subscriptionId": one["id"], "filter": {"conditions": [condition]}}
    id = (await reading.ask("POST", f"{SUBSCRIPTIONS}/filters", given)).json["filterId"]
    shown = (await reading.ask("GET", f"{SUBSCRIPTIONS}/filters/{id}")).json
    assert shown == {"id": id, "createdAt": shown["createdAt"], "filter": given["filter"]}
    assert (await reading.ask("GET", f"{SUBSCRIPTIONS}/filters/subscription/{one['id']}")).json == [shown]
    ann, bob = await made(world, "contacts", firstname="Ann"), await made(world, "contacts", firstname="Bob")
    for record in (ann, bob):
        await world.patch(f"{CONTACTS}/{record}", {"properties": {"lastname": "Lee"}})
    assert [event["objectId"] for event in await reading.events()] == [ann]
    assert (await reading.ask("DELETE", f"{SUBSCRIPTIONS}/filters/{id}")).status == 204
    await world.patch(f"{CONTACTS}/{bob}", {"properties": {"lastname": "Ray"}})
    assert [event["objectId"] for event in await reading.events()] == [bob]
    for wrong in ({**condition, "operator": "LIKE"}, {**condition, "operator": "IN"}, {"filterType": "X"}):
        given = {"subscriptionId": one["id"], "filter": {"conditions": [wrong]}}
        assert (await reading.ask("POST", f"{SUBSCRIPTIONS}/filters", given)).status == 400, wrong


async def test_snapshots_stand_in_the_journal_and_say_what_became_of_them(world: World, reading: Reading) -> None:
    ann = await made(world, "contacts", firstname="Ann", lastname="Lee")
    deal = await made(world, "deals", dealname="Big", pipeline="default", dealstage="appointmentscheduled")
    asked = [
        {"portalId": PORTAL, "objectId": ann, "objectTypeId": "0-1", "properties": ["lastname", "city"]},
        {"portalId": PORTAL, "objectId": 1, "objectTypeId": "0-1", "properties": ["lastname"]},
        {"portalId": PORTAL, "objectId": deal, "objectTypeId": "0-3", "properties": ["dealname"]},
        {"portalId": 1, "objectId": ann, "objectTypeId": "0-1", "properties": ["lastname"]},
        {"portalId": 10**30, "objectId": ann, "objectTypeId": "0-1", "properties": []},
        {"portalId": PORTAL, "objectId": 10**30, "objectTypeId": "0-1", "properties": []},
    ]
    answer = await reading.ask("POST", SNAPSHOTS, {"snapshotRequests": asked})
    assert answer.status == 200, answer.json
    responses = answer.json["snapshotResponses"]
    assert [{**one, "snapshotStatusId": ""} for one in responses] == [
        {"portalId": one["portalId"], "objectId": one["objectId"], "objectTypeId": one["objectTypeId"],
         "snapshotStatusId": ""} for one in asked
    ]  # fmt: skip
    await world.patch(f"{CONTACTS}/{ann}", {"properties": {"lastname": "Ray"}})
    [event] = await reading.events()
    assert (event["action"], event["objectId"]) == ("SNAPSHOT", ann)
    assert event["propertyChanges"] == {"lastname": "Lee", "city": None}
    states = [(await reading.ask("GET", f"{BASE}/status/{one['snapshotStatusId']}")).json for one in responses]
    assert [(one["status"], one.get("errorCode")) for one in states] == [
        ("COMPLETED", None),
        ("FAILED", "VALIDATION_ERROR"),
        ("FAILED", "PERMISSION_DENIED"),
        ("FAILED", "PERMISSION_DENIED"),
        ("FAILED", "PERMISSION_DENIED"),
        ("FAILED", "VALIDATION_ERROR"),
    ]
    assert states[0].keys() == {"id", "status", "initiatedAt", "completedAt"}
    assert (await reading.ask("GET", f"{BASE}/status/{uuid.uuid4()}")).status == 404


async def test_an_app_reads_of_accounts_that_have_it_and_of_what_they_granted(
    world: World, developer: Developer, reading: Reading
) -> None:
    wanted: Any = {"objectTypeId": "0-1"}
    for type, status in (("0-3", 403), ("nonsense", 400)):
        await reading.subscribe("OBJECT", "CREATE", objectTypeId=type, status=status)
    for portal in (PORTAL + 1, -1, 0):
        await reading.subscribe("OBJECT", "CREATE", portalId=portal, **wanted, status=403)
    for wrong in ((), ("ADDED_TO_LIST",), ("EXPLODE",)):
        await reading.subscribe("OBJECT", *wrong, **wanted, status=400)
    await reading.subscribe("OBJECT", "CREATE", **wanted)
    for type in ("4-1909196", "4-1916193"):
        await reading.subscribe("APP_LIFECYCLE_EVENT", eventTypeId=type, properties=["hs_app_id"])
    other = await Developer.of(world, "Other")
    stranger = await Reading.of(other)
    ann = await made(world, "contacts", firstname="Ann")
    [event] = await reading.events()
    assert (event["objectId"], await stranger.events()) == (ann, [])
    assert (await stranger.ask("GET", f"{BASE}/offset/{reading.offset}/next")).status == 404
    told = (await reading.ask("GET", f"{BASE}/latest?installPortalId={PORTAL}")).json
    assert told["currentOffset"] == reading.offset
    for strange, status in ((PORTAL + 1, 204), ("9" * 30, 204), ("x", 400)):
        assert (await reading.ask("GET", f"{BASE}/latest?installPortalId={strange}")).status == status

    await write(world.server.store, ACTOR, lambda unit: uninstall(unit, developer.app, "Hooks"))
    await made(world, "contacts", firstname="Bob")
    reading.token = await session(world, developer)  # the old one went with the install in the app's own account
    [gone] = await reading.events()
    lifecycle = {"type": "app_lifecycle_event", "action": "APP_UNINSTALL", "eventTypeId": "4-1916193"}
    assert gone == {**gone, **lifecycle, "portalId": PORTAL, "properties": {"hs_app_id": str(developer.app)}}
    assert (await reading.file(told))["journalEvents"] == []
    await granted(developer, "oauth")
    await made(world, "contacts", firstname="Cleo")  # contacts may not be read any more
    assert [event["action"] for event in await reading.events()] == ["APP_INSTALL"]


async def test_links_end_and_cannot_be_made_up(world: World, reading: Reading) -> None:
    await reading.subscribe("OBJECT", "CREATE", objectTypeId="0-1")
    await create(world, "ann")
    await reading.settled()
    url = (await reading.next()).json["url"].removeprefix("http://hubstead.test")
    assert (await world.get(url, token=None)).status == 200
    place, signature = url.rsplit(".", 1)
    until = place.rsplit(".", 1)[1]
    later = place.removesuffix(until) + str(int(until) + 1)
    for wrong in (f"{later}.{signature}", f"{place}.", "/webhooks-journal/files/1.2", "/webhooks-journal/files/é"):
        assert (await world.get(wrong.replace("é", "%C3%A9"), token=None)).status == 403, wrong
    clock.turn(PORTAL, Clock(ahead=3_600_000))
    assert (await world.get(url, token=None)).json["category"] == "EXPIRED_SIGNATURE"


async def test_entries_are_kept_as_long_as_the_setting_says(
    world: World, developer: Developer, reading: Reading
) -> None:
    await reading.subscribe("OBJECT", "CREATE", objectTypeId="0-1")
    await create(world, "ann")
    await reading.events()
    old = reading.offset
    clock.turn(PORTAL, Clock(ahead=3 * 86_400_000 + 60_000))
    reading.token = await session(world, developer)
    assert (await reading.next()).status == 404
    assert (await reading.ask("GET", f"{BASE}/earliest")).status == 204
    [bob] = await create(world, "bob")
    await reading.settled()
    await world.server.journaler.forget()
    assert len(await world.server.store.rows("SELECT seq FROM journal_entry WHERE portal = ?1", PORTAL)) == 1
    reading.offset = ""
    [event] = await reading.events()
    assert (event["objectId"], reading.offset != old) == (bob, True)


async def test_a_late_listener_tells_once_what_was_wanted_when_it_happened(
    world: World, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journaler, "FACTS_AT_ONCE", 3)
    wanted: dict[str, Any] = {"objectTypeId": "0-1", "properties": ["email"]}
    one = await reading.subscribe("OBJECT", "CREATE", **wanted)
    told = await create(world, *(f"n{number}" for number in range(20)))
    await world.server.journaler.stop()  # wherever it is: as after a crash
    told += await create(world, *(f"m{number}" for number in range(20)))
    await reading.subscribe("OBJECT", "DELETE", **wanted)
    await create(world, "unwanted")
    assert (await world.delete(f"{CONTACTS}/{told[0]}")).status == 204
    assert (await reading.ask("DELETE", f"{SUBSCRIPTIONS}/{one['id']}")).status == 204
    await create(world, "nobody's")
    world.server.journaler = journaler.Journaler(world.server.store, 3)
    await world.server.journaler.start()
    events = [(event["action"], event["objectId"]) for event in await reading.events()]
    assert events == [*(("CREATE", id) for id in told), ("DELETE", told[0])]


async def test_subscriptions_are_kept_in_our_namespace_too(reading: Reading) -> None:
    own = f"/hubstead/webhooks/{reading.app}/journal/subscriptions"
    given = {"subscriptionType": "OBJECT", "portalId": PORTAL, "objectTypeId": "contacts", "actions": ["CREATE"]}
    reply = await reading.ask("POST", own, given)
    assert reply.status == 200, reply.body
    made = reply.json
    assert (made["objectTypeId"], made["actions"]) == ("0-1", ["CREATE"])
    assert (await reading.ask("GET", SUBSCRIPTIONS)).json["results"] == [made]
    assert (await reading.ask("GET", own)).json["results"] == [made]
    assert (await reading.ask("POST", own, {**given, "actions": ["ADDED_TO_LIST"]})).status == 400
    assert (await reading.ask("POST", own, {**given, "objectTypeId": "deals"})).status == 403
    assert (await reading.ask("POST", own, {**given, "portalId": 1})).status == 403
    assert (await reading.ask("GET", "/hubstead/webhooks/999999/journal/subscriptions")).status == 404
    assert (await reading.ask("DELETE", f"{own}/{made['id']}")).status == 204
    assert (await reading.ask("GET", SUBSCRIPTIONS)).json["results"] == []
