"""Events: whose they are, what is checked, what they write into records, and how they read."""

from typing import Any

import pytest

from hubstead.store.engine import Writer
from hubstead.store.tables import VISITOR
from tests.crm.timeline.app import TOKENS, V3, App, app_of
from tests.world import PORTAL, World

UTK = "0123456789abcdef0123456789abcdef"


@pytest.fixture
async def app(world: World) -> App:
    return await app_of(world)


async def test_an_event_comes_back_as_it_was_sent(world: World, app: App) -> None:
    template = await app.template()
    ada = await world.create("contacts", email="ada@example.com")
    poll = {"pollData": [{"question": "Pets?", "answer": "Two <b>"}]}
    frame = {"linkLabel": "View", "headerLabel": "Pet", "url": "https://example.com/a", "width": 600, "height": 400}
    sent = await app.send(
        template,
        id="petspot-1",
        email="ADA@example.com",
        timestamp="2026-01-02T03:04:05.678Z",
        tokens={"petName": "Art", "petAge": 3, "petColor": "black", "born": "1577836800000"},
        extraData=poll,
        timelineIFrame=frame,
    )
    assert sent.status == 201, sent.body
    body = sent.json
    assert body.pop("createdAt")
    assert body == {
        "id": "petspot-1",
        "eventTemplateId": template,
        "objectType": "contacts",
        "objectId": ada,
        "email": "ADA@example.com",
        "tokens": {"petName": "Art", "petAge": "3", "petColor": "black", "born": "1577836800000"},
        "timestamp": "2026-01-02T03:04:05.678Z",
        "extraData": poll,
        "timelineIFrame": frame,
    }
    assert (await app.read(template, "petspot-1")).json == sent.json
    detail = await app.read(template, "petspot-1", "/detail")
    assert detail.json == {"details": "Born January 1, 2020\n\n* Pets?: Two &lt;b&gt;\n"}
    header = await app.read(template, "petspot-1", "/render")
    assert header.headers["content-type"].startswith("text/html")
    assert header.headers["x-content-type-options"] == "nosniff"
    assert header.body.decode() == '<p>Registered for <a href="https://example.com">PetSpot</a>: Art</p>\n'
    shown = (await app.read(template, "petspot-1", "/render?detail=true")).body.decode()
    assert shown == "<p>Born January 1, 2020</p>\n<ul>\n<li>Pets?: Two &lt;b&gt;</li>\n</ul>\n"


async def test_an_event_writes_its_tokens_into_the_record(world: World, app: App) -> None:
    tokens = [
        {**TOKENS[0], "objectPropertyName": "firstname"},
        {**TOKENS[1], "objectPropertyName": "no_such_property"},
    ]
    template = await app.template(tokens=tokens)
    sent = await app.send(template, email="new@example.com", tokens={"petName": "Art", "petAge": 4})
    contact = (await world.get(f"/crm/v3/objects/contacts/{sent.json['objectId']}?properties=firstname,email")).json
    assert (contact["properties"]["email"], contact["properties"]["firstname"]) == ("new@example.com", "Art")
    history = await world.get(f"/crm/v3/objects/contacts/{contact['id']}?propertiesWithHistory=firstname")
    [change] = history.json["propertiesWithHistory"]["firstname"]
    assert (change["sourceType"], change["sourceId"]) == ("INTEGRATION", str(app.made.app_id))


async def test_the_id_goes_before_the_address_which_becomes_the_contact_s(world: World, app: App) -> None:
    template = await app.template()
    ada = await world.create("contacts", email="old@example.com")
    sent = await app.send(template, objectId=ada, email="new@example.com")
    assert sent.json["objectId"] == ada
    contact = (await world.get(f"/crm/v3/objects/contacts/{ada}")).json
    assert contact["properties"]["email"] == "new@example.com"
    taken = await world.create("contacts", email="taken@example.com")
    refused = await app.send(template, objectId=taken, email="new@example.com", id="refused")
    assert refused.status == 400
    assert (await app.read(template, "refused")).status == 404


async def test_a_cookie_alone_makes_no_contact_and_is_somebody_s_later(world: World, app: App) -> None:
    template = await app.template()
    sent = await app.send(template, utk=UTK, id="browsed")
    assert (sent.status, "objectId" in sent.json) == (201, False)
    assert (await world.get("/crm/v3/objects/contacts")).json["results"] == []
    ada = await world.create("contacts", email="ada@example.com")

    async def identify(writer: Writer) -> None:
        await writer.put(VISITOR, [(PORTAL, UTK, UTK, int(ada), "{}")])

    await world.server.store.write(identify)
    assert (await app.read(template, "browsed")).json["objectId"] == ada
    assert (await app.send(template, utk=UTK)).json["objectId"] == ada


@pytest.mark.parametrize("type", ["companies", "deals", "tickets"])
async def test_other_records_are_named_by_id(world: World, app: App, type: str) -> None:
    required = {"deals": {"dealname": "x", "dealstage": "contractsent"}, "tickets": {"subject": "x"}}
    values: dict[str, Any] = required.get(type, {"name": "x", "domain": "example.com"})
    record = await world.create(type, **values, **({"hs_pipeline_stage": "1"} if type == "tickets" else {}))
    template = await app.template(objectType=type)
    sent = await app.send(template, objectId=record)
    assert (sent.json["objectType"], sent.json["objectId"]) == (type, record)
    assert (await app.send(template, email="a@example.com")).status == 400
    assert (await app.send(template, objectId="999999")).status == 400
    if type == "companies":
        assert (await app.send(template, domain="example.com")).json["objectId"] == record
        assert (await app.send(template, domain="example_com")).status == 400


async def test_the_same_id_again_takes_the_place_of_the_first(app: App) -> None:
    template = await app.template()
    for name in ("first", "second"):
        await app.send(template, id="same", email="a@example.com", tokens={"petName": name})
    assert (await app.read(template, "same")).json["tokens"] == {"petName": "second"}
    ids = {(await app.send(template, id="x-{{uuid}}", email="a@example.com")).json["id"] for _ in range(2)}
    assert len(ids) == 2
    assert all(id.startswith("x-") and "{" not in id for id in ids)


@pytest.mark.parametrize(
    "wrong",
    [
        {"tokens": {"unknown": "x"}},
        {"tokens": {"petAge": "old"}},
        {"tokens": {"petColor": "green"}},
        {"tokens": {"born": "long ago"}},
        {"tokens": {"petName": "a\0b"}},
        {"timestamp": "soon"},
        {"email": "nobody"},
        {"email": None},
        {"id": "x" * 256},
        {"extraData": {"a": "x" * 510_000}},
        {"extraData": {"a": ["\0"]}},
        {"timelineIFrame": {"linkLabel": "a", "headerLabel": "b", "url": "javascript:1", "width": 1, "height": 1}},
    ],
)
async def test_an_event_that_is_not_right_leaves_nothing_behind(world: World, app: App, wrong: dict[str, Any]) -> None:
    template = await app.template()
    reply = await app.send(template, **{"email": "a@example.com", **wrong})
    assert reply.status == 400, reply.body
    assert (await world.get("/crm/v3/objects/contacts")).json["results"] == []
    assert await world.server.store.rows("SELECT event FROM timeline_event") == []


async def test_a_batch_takes_what_is_right(app: App) -> None:
    template = await app.template()
    good = {"eventTemplateId": template, "email": "a@example.com", "tokens": {"petName": "Art"}, "id": "one"}
    url = f"{V3}/events/batch/create"
    reply = await app.world.post(url, {"inputs": [good, {**good, "id": "two"}]}, token=app.token)
    assert (reply.status, reply.json["status"]) == (201, "COMPLETE")
    assert [event["id"] for event in reply.json["results"]] == ["one", "two"]
    mixed = [{**good, "id": "three"}, {**good, "eventTemplateId": "1"}, {**good, "tokens": {"x": "y"}}]
    reply = await app.world.post(url, {"inputs": mixed}, token=app.token)
    assert (reply.status, reply.json["numErrors"]) == (207, 2)
    assert [error["context"]["index"] for error in reply.json["errors"]] == [["1"], ["2"]]
    assert (await app.read(template, "three")).status == 200
    assert (await app.world.post(url, {"inputs": [good] * 501}, token=app.token)).status == 400


async def test_events_are_the_app_s_and_the_portal_s(world: World, app: App) -> None:
    template = await app.template()
    await app.send(template, email="a@example.com", id="ours")
    other = await app_of(world, "Other")
    assert (await other.read(template, "ours")).status == 404
    assert (await other.send(template, email="a@example.com")).status == 404
    private = await world.post(f"{V3}/events", {"eventTemplateId": template, "tokens": {}, "email": "a@example.com"})
    assert private.status == 403
    key = app.made.developer_api_key
    assert (await world.get(f"{V3}/events/{template}/ours?hapikey={key}", token=None)).status == 401
    assert (await app.develop("DELETE", f"/{template}")).status == 204
    assert (await app.read(template, "ours")).status == 404


async def test_events_go_with_an_erased_person(world: World, app: App) -> None:
    template = await app.template()
    contact = (await app.send(template, email="a@example.com")).json["objectId"]
    assert len(await world.server.store.rows("SELECT event FROM timeline_event")) == 1
    await world.post("/crm/v3/objects/contacts/gdpr-delete", {"objectId": contact})
    assert await world.server.store.rows("SELECT event FROM timeline_event") == []


async def test_app_events_are_the_same_events_by_another_name(world: World, app: App) -> None:
    template = await app.template()
    dated = "/integrators/timeline/2026-03"
    symbol = {"projectName": "pets", "developerSymbol": "PetSpot Registration"}
    found = await world.post(f"{dated}/types/projects", symbol, token=app.token)
    full = f"ae{app.made.app_id}_integrators-timeline-event-type-id-{template}"
    assert found.json == {"fullyQualifiedName": full, "developerQualifiedSymbol": symbol}
    event = {"eventTypeName": full, "id": "e1", "properties": {"petName": "Art"}, "email": "a@example.com"}
    assert (await world.post(f"{dated}/events", event, token=app.token)).status == 204
    assert (await app.read(template, "e1")).json["tokens"] == {"petName": "Art"}
    named = {**event, "eventTypeName": "PetSpot Registration", "id": "e2"}
    wrong = {**event, "properties": {"x": "y"}}
    reply = await world.post(f"{dated}/events/batch", {"inputs": [named, wrong]}, token=app.token)
    assert (reply.status, reply.json["numErrors"]) == (207, 1)
    [taken] = reply.json["results"]
    assert (taken["id"], taken["eventTypeName"]) == ("e2", "PetSpot Registration")
    unknown = await world.post(f"{dated}/events", {**event, "eventTypeName": "nothing"}, token=app.token)
    assert unknown.status == 404
    without = {name: value for name, value in event.items() if name != "id"}
    assert (await world.post(f"{dated}/events", without, token=app.token)).status == 400
