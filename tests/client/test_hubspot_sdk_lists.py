"""PyPI hubspot_sdk over a socket, by the dated paths: every operation on lists."""

import time
from typing import Any

import hubspot_sdk
import pytest

from tests.client.unique import fresh
from tests.crm.lists.asking import either, text


@pytest.fixture
def lenient(sdk: hubspot_sdk.HubSpot) -> hubspot_sdk.HubSpot:
    """As users have it by default: what comes of a change of members leaves empty arrays out (recorded), which the
    SDK's types demand."""
    return sdk.with_options(_extra_kwargs={"_strict_response_validation": False})


def contact(sdk: hubspot_sdk.HubSpot, **properties: str) -> str:
    record = {**fresh({"email": "dated-list@example.com"}), **properties}
    return sdk.crm.objects.generic_objects.create("contacts", properties=record, associations=[]).id


def manual(sdk: hubspot_sdk.HubSpot, name: str) -> str:
    return sdk.crm.lists.create(name=name, object_type_id="0-1", processing_type="MANUAL").list.list_id


def test_a_list_from_its_filters_to_its_end(sdk: hubspot_sdk.HubSpot) -> None:
    lists = sdk.crm.lists
    ada = contact(sdk, firstname="Dated")
    tree: Any = either(text("firstname", "dated"))
    one = lists.create(name="Dated", object_type_id="0-1", processing_type="DYNAMIC", filter_branch=tree).list
    until = time.monotonic() + 10
    while lists.get(one.list_id).list.processing_status != "COMPLETE" and time.monotonic() < until:
        time.sleep(0.05)
    assert [member.record_id for member in lists.list_memberships(one.list_id).results] == [ada]
    assert lists.get(one.list_id, include_filters=True).list.size == 1
    assert lists.get_by_object_type_and_name("dated", object_type_id="0-1").list.list_id == one.list_id
    assert [each.list_id for each in lists.list(list_ids=[one.list_id]).lists] == [one.list_id]
    assert lists.update_list_name(one.list_id, list_name="Renamed").updated_list is not None
    updated = lists.update_list_filters(one.list_id, filter_branch=tree).updated_list
    assert updated is not None
    assert updated.list_version == 2
    plan = lists.update_schedule_conversion(one.list_id, conversion_type="INACTIVITY", time_unit="DAY", offset=2)
    assert plan.list_id == one.list_id
    assert lists.get_schedule_conversion(one.list_id).list_id == one.list_id
    lists.schedule_conversion(one.list_id)  # its DELETE
    history = lists.get_size_and_edits_history_between(
        one.list_id, start_date="2020-01-01T00:00:00Z", end_date="2999-01-01T00:00:00Z"
    )
    assert [point.size for point in history.size_history] == [1]
    assert len(history.edit_history) == 2
    lists.delete(one.list_id)
    lists.restore(one.list_id)
    assert lists.get(one.list_id).list.list_id == one.list_id


def test_members_by_hand(sdk: hubspot_sdk.HubSpot, lenient: hubspot_sdk.HubSpot) -> None:
    lists, loose = sdk.crm.lists, lenient.crm.lists
    one, two = contact(sdk), contact(sdk)
    first, second = manual(sdk, "Dated first"), manual(sdk, "Dated second")
    assert loose.add_memberships(first, body=[one]).records_ids_added == [one]
    changed = loose.add_and_remove_memberships(first, record_ids_to_add=[two], record_ids_to_remove=[one])
    assert changed.record_ids_removed == [one]
    lists.add_memberships_from(first, list_id=second)
    found = lists.get_record_memberships(two, object_type_id="0-1")
    assert {each.list_id for each in found.results} == {first, second}
    batch = lists.batch_read_memberships(inputs=[{"object_type_id": "0-1", "record_id": two}])
    assert len(batch.results[0].record_list_memberships) == 2
    assert [each.record_id for each in lists.get_memberships_join_order(second).results] == [two]
    assert loose.remove_memberships(second, body=[two]).record_ids_removed == [two]
    lists.delete_memberships(first)
    assert list(lists.list_memberships(first).results) == []


def test_folders_ids_and_searches(sdk: hubspot_sdk.HubSpot) -> None:
    lists = sdk.crm.lists
    outer = lists.create_folder(name="Dated outer", parent_folder_id="0").folder
    inner = lists.create_folder(name="Dated inner", parent_folder_id=outer.id).folder
    one = manual(sdk, "Dated in a folder")
    lists.move_list(list_id=one, new_folder_id=inner.id)
    assert lists.list_folders(folder_id=inner.id).folder.child_lists == [int(one)]
    assert lists.rename_folder(inner.id, new_folder_name="Other").folder.name == "Other"
    assert lists.move_folder("0", folder_id=inner.id).folder.parent_folder_id == "0"
    lists.move_list(list_id=one, new_folder_id="0")
    lists.delete_folder(inner.id)
    assert lists.get_id_mapping(legacy_list_id=one).list_id == one
    assert lists.create_id_mapping(body=[one, "3"]).missing_legacy_list_ids == ["3"]
    found = lists.list_by_search(
        query="dated in", list_ids=[], offset=0, processing_types=[], additional_filter_properties=["hs_createdate"]
    )
    assert [each.list_id for each in found.lists] == [one]
    extra = found.lists[0].model_extra  # the SDK has another name for them than the service
    assert extra is not None
    assert "hs_createdate" in extra["additionalProperties"]
