"""Answers to writes, as the real service gave them (2022: meetings, contacts, companies; 2024: tickets, tasks)."""

from typing import Any

from hubstead.store.unit import Origin
from tests.crm.records.desk import OTTO, Desk

SOURCE = {
    "hs_object_source": "INTEGRATION",
    "hs_object_source_id": "1024738",
    "hs_object_source_label": "INTEGRATION",
}
"""Answers show these since 2023; the recordings of 2022 do not have them yet."""


def _but(properties: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if name not in names}


async def test_a_ticket_is_created(desk: Desk) -> None:
    given = {"hs_pipeline": "0", "hs_pipeline_stage": "1", "hs_ticket_priority": "MEDIUM", "subject": "test ticket"}
    answer = await desk.create("tickets", given, "2024-11-07T10:07:53.620Z")
    assert _but(answer, "hs_object_id") == {
        "createdate": "2024-11-07T10:07:53.620Z",
        "hs_helpdesk_sort_timestamp": "2024-11-07T10:07:53.620Z",
        "hs_last_message_from_visitor": "false",
        "hs_lastmodifieddate": "2024-11-07T10:07:53.620Z",
        "hs_pipeline": "0",
        "hs_pipeline_stage": "1",
        "hs_ticket_id": answer["hs_object_id"],
        "hs_ticket_priority": "MEDIUM",
        "subject": "test ticket",
        **SOURCE,
    }


async def test_a_ticket_is_updated(desk: Desk) -> None:
    given = {"hs_pipeline": "0", "hs_pipeline_stage": "1", "hs_ticket_priority": "MEDIUM", "subject": "test ticket"}
    id = (await desk.create("tickets", given, "2024-11-07T10:07:53.620Z"))["hs_object_id"]
    desk.origin = Origin("INTEGRATION", "1024738", 5555888)
    changed = {"hs_ticket_priority": "HIGH", "subject": "New name"}
    assert await desk.update("tickets", id, changed, "2024-11-07T16:48:44.224Z") == {
        "createdate": "2024-11-07T10:07:53.620Z",
        "hs_helpdesk_sort_timestamp": "2024-11-07T10:07:53.620Z",
        "hs_lastmodifieddate": "2024-11-07T16:48:44.224Z",
        "hs_object_id": id,
        "hs_pipeline": "0",
        "hs_pipeline_stage": "1",
        "hs_ticket_id": id,
        "hs_ticket_priority": "HIGH",
        "hs_updated_by_user_id": "5555888",
        "subject": "New name",
        **SOURCE,
    }


async def test_a_task_is_created(desk: Desk) -> None:
    given = {
        "hs_task_status": "NOT_STARTED",
        "hs_task_type": "TODO",
        "hs_task_body": "i am a task",
        "hs_task_subject": "title of task",
        "hs_timestamp": "1732111731855",
    }
    answer = await desk.create("tasks", given, "2024-11-20T14:08:52.191Z")
    assert _but(answer, "hs_object_id") == {
        "hs_body_preview": "i am a task",
        "hs_body_preview_html": "<html>\n <head></head>\n <body>\n i am a task\n </body>\n</html>",
        "hs_body_preview_is_truncated": "false",
        "hs_createdate": "2024-11-20T14:08:52.191Z",
        "hs_lastmodifieddate": "2024-11-20T14:08:52.191Z",
        "hs_task_body": "i am a task",
        "hs_task_completion_count": "0",
        "hs_task_family": "SALES",
        "hs_task_for_object_type": "OWNER",
        "hs_task_is_all_day": "false",
        "hs_task_is_completed": "0",
        "hs_task_is_completed_call": "0",
        "hs_task_is_completed_email": "0",
        "hs_task_is_completed_linked_in": "0",
        "hs_task_is_completed_sequence": "0",
        "hs_task_is_overdue": "true",
        "hs_task_is_past_due_date": "true",
        "hs_task_missed_due_date": "true",
        "hs_task_missed_due_date_count": "1",
        "hs_task_priority": "NONE",
        "hs_task_status": "NOT_STARTED",
        "hs_task_subject": "title of task",
        "hs_task_type": "TODO",
        "hs_timestamp": "2024-11-20T14:08:51.855Z",
        **SOURCE,
    }


async def test_a_task_is_completed(desk: Desk) -> None:
    given = {"hs_timestamp": "2024-11-12T00:00:00Z", "hubspot_owner_id": 31871900}
    id = (await desk.create("tasks", given, "2024-11-13T15:17:14.590Z"))["hs_object_id"]
    assert await desk.update("tasks", id, {"hs_task_status": "COMPLETED"}, "2024-12-10T11:06:00.427Z") == {
        "hs_all_owner_ids": "31871900",
        "hs_createdate": "2024-11-13T15:17:14.590Z",
        "hs_lastmodifieddate": "2024-12-10T11:06:00.427Z",
        "hs_object_id": id,
        "hs_pipeline": "3d314325-1b2a-4225-9388-375f49c57ec3",
        "hs_pipeline_stage": "af0e6a5c-2ea3-4c72-b69f-7c6cb3fdb591",
        "hs_task_completion_count": "1",
        "hs_task_completion_date": "2024-12-10T11:06:00.427Z",
        "hs_task_is_completed": "1",
        "hs_task_is_completed_call": "0",
        "hs_task_is_completed_email": "0",
        "hs_task_is_completed_linked_in": "0",
        "hs_task_is_completed_sequence": "0",
        "hs_task_is_overdue": "false",
        "hs_task_is_past_due_date": "true",
        "hs_task_missed_due_date": "true",
        "hs_task_missed_due_date_count": "1",
        "hs_task_status": "COMPLETED",
        "hs_task_type": "TODO",
        "hs_timestamp": "2024-11-12T00:00:00Z",
        "hs_user_ids_of_all_owners": "5555888",
        "hubspot_owner_assigneddate": "2024-11-13T15:17:14.590Z",
        "hubspot_owner_id": "31871900",
        **SOURCE,
    }


async def test_a_meeting_is_created(desk: Desk) -> None:
    given = {
        "hs_timestamp": "1659970341857",
        "hubspot_owner_id": int(OTTO.id),
        "hs_meeting_title": "hs_meeting_title",
        "hs_meeting_body": "hs_meeting_body",
        "hs_meeting_start_time": "1651568400000",
        "hs_meeting_end_time": "1651569300000",
        "hs_meeting_outcome": "SCHEDULED",
    }
    answer = await desk.create("meetings", given, "2022-08-08T14:52:22.036Z")
    assert _but(answer, "hs_object_id", *SOURCE) == {
        "hs_all_owner_ids": "156644386",
        "hs_body_preview": "hs_meeting_body",
        "hs_body_preview_html": "<html>\n <head></head>\n <body>\n hs_meeting_body\n </body>\n</html>",
        "hs_body_preview_is_truncated": "false",
        "hs_createdate": "2022-08-08T14:52:22.036Z",
        "hs_lastmodifieddate": "2022-08-08T14:52:22.036Z",
        "hs_meeting_body": "hs_meeting_body",
        "hs_meeting_end_time": "2022-05-03T09:15:00Z",
        "hs_meeting_outcome": "SCHEDULED",
        "hs_meeting_source": "CRM_UI",
        "hs_meeting_start_time": "2022-05-03T09:00:00Z",
        "hs_meeting_title": "hs_meeting_title",
        "hs_timestamp": "2022-08-08T14:52:21.857Z",
        "hs_user_ids_of_all_owners": "11598694",
        "hubspot_owner_assigneddate": "2022-08-08T14:52:22.036Z",
        "hubspot_owner_id": "156644386",
    }


async def test_a_contact_is_created(desk: Desk) -> None:
    given = {"email": "grouparoo@demo.com", "firstname": "John"}
    answer = await desk.create("contacts", given, "2022-02-17T19:22:45.581Z")
    assert _but(answer, *SOURCE) == {
        "createdate": "2022-02-17T19:22:45.581Z",
        "email": "grouparoo@demo.com",
        "firstname": "John",
        "hs_all_contact_vids": answer["hs_object_id"],
        "hs_email_domain": "demo.com",
        "hs_is_contact": "true",
        "hs_is_unworked": "true",
        "hs_object_id": answer["hs_object_id"],
        "hs_pipeline": "contacts-lifecycle-pipeline",
        "lastmodifieddate": "2022-02-17T19:22:45.581Z",
    }


async def test_a_contact_is_updated(desk: Desk) -> None:
    id = (await desk.create("contacts", {"email": "grouparoo@demo.com", "firstname": "John"}))["hs_object_id"]
    changed = {"email": "grouparoo@demo.com", "firstname": "John", "lastname": "Doe", "numemployees": "50-100"}
    assert await desk.update("contacts", id, changed, "2025-02-17T19:23:18.734Z") == {
        "email": "grouparoo@demo.com",
        "firstname": "John",
        "hs_email_domain": "demo.com",
        "lastmodifieddate": "2025-02-17T19:23:18.734Z",
        "lastname": "Doe",
        "numemployees": "50-100",
    }


async def test_a_company_gets_its_domain_as_website(desk: Desk) -> None:
    answer = await desk.create("companies", {"name": "bossa", "domain": "bossa.grouparoo.com"})
    assert answer["website"] == "bossa.grouparoo.com"
    assert sorted(_but(answer, *SOURCE)) == [
        "createdate",
        "domain",
        "hs_lastmodifieddate",
        "hs_object_id",
        "name",
        "website",
    ]


async def test_a_company_keeps_its_website_when_the_domain_changes(desk: Desk) -> None:
    id = (await desk.create("companies", {"name": "John", "domain": "grouparoo.demo.com"}))["hs_object_id"]
    answer = await desk.update("companies", id, {"domain": "notgrouparoo.demo.com", "name": "John"})
    assert sorted(_but(answer, *SOURCE)) == ["createdate", "domain", "hs_lastmodifieddate", "hs_object_id", "name"]
    assert (await desk.record("companies", id)).values["website"] == "grouparoo.demo.com"
