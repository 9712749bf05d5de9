"""Batches: all or nothing, unless inputs carry trace ids."""

from typing import Any

import pytest

from hubstead.crm.objects import find, write
from tests.world import World

CONTACTS = "/crm/v3/objects/contacts"


def inputs(*properties: dict[str, Any]) -> dict[str, Any]:
    return {"inputs": [{"properties": each} for each in properties]}


async def test_create_answers_201_and_the_recorded_envelope(world: World) -> None:
    reply = await world.post(f"{CONTACTS}/batch/create", inputs({"email": "a@x.com"}, {"email": "b@x.com"}))
    assert reply.status == 201
    assert list(reply.json) == ["status", "results", "startedAt", "completedAt"]
    assert reply.json["status"] == "COMPLETE"
    assert [found["properties"]["email"] for found in reply.json["results"]] == ["a@x.com", "b@x.com"]


async def test_one_bad_input_undoes_the_batch(world: World) -> None:
    reply = await world.post(f"{CONTACTS}/batch/create", inputs({"email": "a@x.com"}, {"nonsense": "1"}))
    assert reply.status == 400
    assert (await world.get(CONTACTS)).json["results"] == []
    await world.create("contacts", email="a@x.com")


async def test_two_inputs_with_one_email_are_a_conflict(world: World) -> None:
    reply = await world.post(f"{CONTACTS}/batch/create", inputs({"email": "a@x.com"}, {"email": "A@x.com"}))
    assert reply.status == 409
    assert (await world.get(CONTACTS)).json["results"] == []


async def test_traced_inputs_succeed_or_fail_alone(world: World) -> None:
    body = inputs({"email": "a@x.com"}, {"nonsense": "1"}, {"email": "a@x.com"})
    for trace, each in zip("xyz", body["inputs"], strict=True):
        each["objectWriteTraceId"] = trace
    reply = await world.post(f"{CONTACTS}/batch/create", body)
    assert reply.status == 207
    assert [found["objectWriteTraceId"] for found in reply.json["results"]] == ["x"]
    assert reply.json["numErrors"] == 2
    assert [error["context"]["objectWriteTraceId"] for error in reply.json["errors"]] == [["y"], ["z"]]
    assert reply.json["errors"][0]["category"] == "VALIDATION_ERROR"
    assert reply.json["errors"][1]["category"] == "CONFLICT"
    assert len((await world.get(CONTACTS)).json["results"]) == 1


async def test_read_keeps_the_order_and_answers_207_for_missing_ids(world: World) -> None:
    first, second = await world.create("contacts", email="a@x.com"), await world.create("contacts", email="b@x.com")
    body: dict[str, Any] = {"inputs": [{"id": second}, {"id": int(first)}, {"id": second}], "properties": ["email"]}
    reply = await world.post(f"{CONTACTS}/batch/read", body)
    assert reply.status == 200
    assert [found["id"] for found in reply.json["results"]] == [second, first]
    body["inputs"].append({"id": "999999"})
    reply = await world.post(f"{CONTACTS}/batch/read", body)
    assert reply.status == 207
    assert reply.json["errors"] == [
        {
            "status": "error",
            "category": "OBJECT_NOT_FOUND",
            "message": "Could not get some CONTACT objects, they may be deleted or not exist. "
            "Check that ids are valid.",
            "context": {"ids": ["999999"]},
        }
    ]


async def test_read_by_email(world: World) -> None:
    contact = await world.create("contacts", email="john@example.com", firstname="John")
    body = {"properties": ["firstname"], "idProperty": "email", "inputs": [{"id": "JOHN@example.com"}]}
    reply = await world.post(f"{CONTACTS}/batch/read", body)
    assert [(found["id"], found["properties"]["firstname"]) for found in reply.json["results"]] == [(contact, "John")]


async def test_update_changes_all_or_none(world: World) -> None:
    first = await world.create("contacts", email="a@x.com")
    body = {"inputs": [{"id": first, "properties": {"phone": "1"}}, {"id": "999", "properties": {"phone": "2"}}]}
    assert (await world.post(f"{CONTACTS}/batch/update", body)).status == 404
    assert (await world.get(f"{CONTACTS}/{first}?properties=phone")).json["properties"]["phone"] is None
    body["inputs"].pop()
    reply = await world.post(f"{CONTACTS}/batch/update", body)
    assert (reply.status, reply.json["results"][0]["properties"]["phone"]) == (200, "1")


async def test_upsert_says_which_are_new(world: World) -> None:
    known = await world.create("contacts", email="existing@example.com")
    body = {
        "inputs": [
            {"id": "new@example.com", "idProperty": "email", "properties": {"firstname": "New"}},
            {"id": "Existing@example.com", "idProperty": "email", "properties": {"phone": "+1-555-9999"}},
        ]
    }
    reply = await world.post(f"{CONTACTS}/batch/upsert", body)
    assert reply.status == 200
    assert [found["new"] for found in reply.json["results"]] == [True, False]
    assert reply.json["results"][0]["properties"]["email"] == "new@example.com"
    assert reply.json["results"][1]["id"] == known
    again = await world.post(f"{CONTACTS}/batch/upsert", body)
    assert [found["new"] for found in again.json["results"]] == [False, False]


async def test_an_upsert_that_another_one_overtakes_changes_the_record(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    contact = await world.create("contacts", email="p@x.com")
    looks: list[dict[str, int]] = [{}]  # the first look finds nothing, as if the record had been made just after it

    async def ids_of(*args: Any) -> dict[str, int]:
        return looks.pop() if looks else await find.ids_of(*args)

    monkeypatch.setattr(write, "ids_of", ids_of)
    body = {"inputs": [{"id": "p@x.com", "idProperty": "email", "properties": {"firstname": "P"}}]}
    reply = await world.post(f"{CONTACTS}/batch/upsert", body)
    assert reply.status == 200
    assert [(made["id"], made["new"]) for made in reply.json["results"]] == [(contact, False)]
    assert looks == []


async def test_a_batch_names_each_record_once(world: World) -> None:
    given = {"id": "p@x.com", "idProperty": "email", "properties": {"firstname": "P"}}
    reply = await world.post(f"{CONTACTS}/batch/upsert", {"inputs": [given, given]})
    assert (reply.status, reply.json["category"]) == (400, "VALIDATION_ERROR")
    assert (await world.get("/crm/v3/objects/contacts")).json["results"] == []


async def test_archive_is_quiet_about_what_is_gone(world: World) -> None:
    first = await world.create("contacts", email="a@x.com")
    reply = await world.post(f"{CONTACTS}/batch/archive", {"inputs": [{"id": first}, {"id": "999"}]})
    assert (reply.status, reply.body) == (204, b"")
    assert (await world.get(CONTACTS)).json["results"] == []


async def test_more_than_a_hundred_inputs_are_refused(world: World) -> None:
    reply = await world.post(f"{CONTACTS}/batch/create", inputs(*({"email": f"c{n}@x.com"} for n in range(101))))
    assert reply.status == 400
    assert "100" in reply.json["message"]


async def test_an_empty_batch_is_an_empty_answer(world: World) -> None:
    for operation in ("read", "create", "update", "upsert"):
        reply = await world.post(f"{CONTACTS}/batch/{operation}", {"inputs": []})
        assert reply.json["results"] == [], operation
