"""Activities: tasks and their due dates, previews, people of e-mails, outcomes of meetings."""

from typing import Any

import pytest

from hubstead.crm.objects.read import View, one
from hubstead.crm.records.computed.activities import plain
from hubstead.crm.records.computed.tasks import STAGES
from hubstead.store.unit import Unit
from tests.crm.records.desk import NOW, Desk

DUE = ("hs_task_is_past_due_date", "hs_task_is_overdue", "hs_task_missed_due_date", "hs_task_missed_due_date_count")


@pytest.mark.parametrize(
    ("given", "status", "stage"),
    [
        ({}, "NOT_STARTED", "NOT_STARTED"),
        ({"hs_task_status": "WAITING"}, "WAITING", "WAITING"),
        ({"hs_pipeline_stage": STAGES["DEFERRED"]}, "DEFERRED", "DEFERRED"),
        ({"hs_task_status": "COMPLETED", "hs_pipeline_stage": STAGES["WAITING"]}, "COMPLETED", "COMPLETED"),
    ],
)
async def test_status_and_stage_say_the_same(desk: Desk, given: dict[str, str], status: str, stage: str) -> None:
    values = await desk.values("tasks", {"hs_timestamp": NOW, **given})
    assert (values["hs_task_status"], values["hs_pipeline_stage"]) == (status, STAGES[stage])


async def test_a_stage_moves_the_status(desk: Desk) -> None:
    values = await desk.values("tasks", {"hs_timestamp": NOW}, {"hs_pipeline_stage": STAGES["COMPLETED"]})
    assert (values["hs_task_status"], values["hs_task_is_completed"]) == ("COMPLETED", "1")
    assert values["hs_task_completion_date"] == "2024-11-20T15:08:52.191Z"


@pytest.mark.parametrize(("type", "flags"), [("CALL", "100"), ("EMAIL", "010"), ("LINKED_IN", "001"), ("TODO", "000")])
async def test_completed_tasks_are_counted_by_type(desk: Desk, type: str, flags: str) -> None:
    values = await desk.values("tasks", {"hs_timestamp": NOW, "hs_task_type": type, "hs_task_status": "COMPLETED"})
    kinds = ("call", "email", "linked_in")
    assert "".join(values[f"hs_task_is_completed_{kind}"] for kind in kinds) == flags


async def test_a_task_that_is_done_again_undone(desk: Desk) -> None:
    done, undone = {"hs_timestamp": NOW, "hs_task_status": "COMPLETED"}, {"hs_task_status": "IN_PROGRESS"}
    values = await desk.values("tasks", done, undone)
    assert values["hs_task_is_completed"] == "0"
    assert "hs_task_completion_date" not in values


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2024-11-21T11:59:59Z", ("false", "false", "false", "0")),
        ("2024-11-21T12:00:01Z", ("true", "true", "true", "1")),
    ],
)
async def test_a_task_becomes_overdue_by_itself(desk: Desk, at: str, expected: tuple[str, ...]) -> None:
    id = (await desk.create("tasks", {"hs_timestamp": "2024-11-21T12:00:00Z"}))["hs_object_id"]
    definition = await desk.definition("tasks")

    async def read(unit: Unit) -> Any:
        return await one(unit, definition, id, None, View(properties=DUE))

    properties = (await desk.work(read, at))["properties"]
    assert tuple(properties[name] for name in DUE) == expected


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("plain words", "plain words"),
        ("<p>Hello <b>you</b></p><p>again</p>", "Hello you again"),
        ("one<br/>two &amp; three", "one two & three"),
        ("1 < 2", "1 < 2"),
        ("<<<", "<<<"),
    ],
)
def test_the_preview_is_plain_text(body: str, text: str) -> None:
    assert plain(body) == text


async def test_a_long_body_is_cut(desk: Desk) -> None:
    values = await desk.values("notes", {"hs_timestamp": NOW, "hs_note_body": "x" * 300})
    assert values["hs_body_preview"] == "x" * 255
    assert values["hs_body_preview_is_truncated"] == "true"


async def test_a_body_that_goes_takes_its_preview_with_it(desk: Desk) -> None:
    values = await desk.values("notes", {"hs_timestamp": NOW, "hs_note_body": "x"}, {"hs_note_body": ""})
    assert not {"hs_body_preview", "hs_body_preview_html"} & values.keys()
    assert values["hs_body_preview_is_truncated"] == "false"


HEADERS = """{"from": {"email": "from@domain.com", "firstName": "FromFirst", "lastName": "FromLast"},
 "sender": {"email": "sender@domain.com", "firstName": "SenderFirst", "lastName": "SenderLast"},
 "to": [{"email": "to@test.com", "firstName": "ToFirst", "lastName": "ToLast"}, {"email": "too@test.com"}],
 "cc": [], "bcc": []}"""


async def test_an_email_tells_its_people_from_the_headers(desk: Desk) -> None:
    values = await desk.values("emails", {"hs_timestamp": NOW, "hs_email_headers": HEADERS, "hs_email_text": "Hello"})
    people = {name: value for name, value in values.items() if name.startswith(("hs_email_from", "hs_email_to"))}
    assert people == {
        "hs_email_from_email": "from@domain.com",
        "hs_email_from_firstname": "FromFirst",
        "hs_email_from_lastname": "FromLast",
        "hs_email_to_email": "to@test.com;too@test.com",
        "hs_email_to_firstname": "ToFirst",
        "hs_email_to_lastname": "ToLast",
    }
    assert values["hs_email_sender_email"] == "sender@domain.com"
    assert (values["hs_email_open_rate"], values["hs_body_preview"]) == ("0", "Hello")


@pytest.mark.parametrize(
    "headers", ["[]", "no json", '{"from": 7, "to": [7, {"email": ["a"]}, {"email": "a\\u0000"}]}']
)
async def test_headers_that_cannot_be_read_name_nobody(desk: Desk, headers: str) -> None:
    values = await desk.values("emails", {"hs_timestamp": NOW, "hs_email_headers": headers})
    assert not {"hs_email_from_email", "hs_email_to_email"} & values.keys()


async def test_a_meeting_takes_place_when_it_starts(desk: Desk) -> None:
    given = {"hs_meeting_start_time": "2024-12-01T09:00:00Z", "hs_meeting_outcome": "NO_SHOW"}
    values = await desk.values("meetings", given)
    assert values["hs_timestamp"] == "2024-12-01T09:00:00Z"
    outcomes = ("scheduled", "completed", "rescheduled", "no_show", "canceled")
    assert "".join(values[f"hs_outcome_{outcome}_count"] for outcome in outcomes) == "00010"
