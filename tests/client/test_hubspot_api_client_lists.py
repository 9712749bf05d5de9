"""PyPI hubspot-api-client over a socket: every operation on lists, their members and folders."""

import time
from typing import Any

import pytest
from hubspot import HubSpot
from hubspot.crm import lists as models
from hubspot.crm.lists.exceptions import ApiException

from tests.client.unique import fresh
from tests.crm.lists.asking import either, text


@pytest.fixture(scope="module")
def lists(hubspot: HubSpot) -> Any:
    return hubspot.crm.lists


def made(lists: Any, name: str, **more: Any) -> Any:
    body = {"name": name, "objectTypeId": "0-1", "processingType": "MANUAL", **more}
    return lists.lists_api.create(body).list


def contact(hubspot: HubSpot, **properties: str) -> str:
    record = {**fresh({"email": "list@example.com"}), **properties}
    return str(hubspot.crm.contacts.basic_api.create({"properties": record}).id)


def test_a_list_from_its_filters_to_its_end(hubspot: HubSpot, lists: Any) -> None:
    ada = contact(hubspot, firstname="Listed")
    tree = either(text("firstname", "listed"))
    one = made(lists, "Listed", processingType="DYNAMIC", filterBranch=tree)
    assert (one.processing_status, one.list_version) == ("PROCESSING", 1)
    assert members(lists, one.list_id, [ada]) == [ada]
    read = lists.lists_api.get_by_id(one.list_id, include_filters=True).list
    assert (read.size, read.processing_status) == (1, "COMPLETE")
    assert lists.lists_api.get_by_name("listed", "0-1").list.list_id == one.list_id
    assert [each.list_id for each in lists.lists_api.get_all(list_ids=[one.list_id, "1"]).lists] == [one.list_id]
    assert lists.lists_api.update_name(one.list_id, list_name="Renamed").updated_list.name == "Renamed"
    bob = contact(hubspot, firstname="Other")
    changed = lists.lists_api.update_list_filters(one.list_id, {"filterBranch": either(text("firstname", "other"))})
    assert changed.updated_list.list_version == 2
    assert members(lists, one.list_id, [bob]) == [bob]
    found = lists.lists_api.do_search(models.ListSearchRequest(query="renam", additional_properties=["hs_createdate"]))
    assert [each.list_id for each in found.lists] == [one.list_id]
    lists.lists_api.remove(one.list_id)
    with pytest.raises(ApiException) as missing:
        lists.lists_api.get_by_id(one.list_id)
    assert missing.value.status == 404
    lists.lists_api.restore(one.list_id)
    assert members(lists, one.list_id, [bob]) == [bob]


def members(lists: Any, list_id: str, expected: list[str]) -> list[str]:
    """Who is in a list, once it is as expected: it is evaluated in the background."""
    until = time.monotonic() + 10
    while True:
        found = [each.record_id for each in lists.memberships_api.get_page(list_id).results]
        if found == expected or time.monotonic() > until:
            return found
        time.sleep(0.05)


def test_members_by_hand(hubspot: HubSpot, lists: Any) -> None:
    one, two = contact(hubspot), contact(hubspot)
    first, second = made(lists, "First").list_id, made(lists, "Second").list_id
    api = lists.memberships_api
    assert api.add(first, [one]).records_ids_added == [one]
    changes = models.MembershipChangeRequest(record_ids_to_add=[two], record_ids_to_remove=[one])
    outcome = api.add_and_remove(first, changes)
    assert (outcome.records_ids_added, outcome.record_ids_removed) == ([two], [one])
    api.add_all_from_list(second, first)
    assert [each.record_id for each in api.get_page(second).results] == [two]
    assert {each.list_id for each in api.get_lists("0-1", two).results} == {first, second}
    assert api.remove(second, [two, "1"]).record_ids_missing == ["1"]
    api.add(first, [one])
    joined = api.get_page_ordered_by_added_to_list_date(first, limit=1)
    rest = api.get_page_ordered_by_added_to_list_date(first, limit=1, after=joined.paging.next.after)
    assert [joined.results[0].record_id, rest.results[0].record_id] == [two, one]
    page = api.get_page(first, limit=1)
    assert api.get_page(first, after=page.paging.next.after).results[0].record_id == max(one, two, key=int)
    api.remove_all(first)
    assert api.get_page(first).results == []


def test_folders_and_ids(lists: Any) -> None:
    api = lists.folders_api
    folder = api.create(models.ListFolderCreateRequest(name="Folder")).folder
    inner = api.create(models.ListFolderCreateRequest(name="Inner", parent_folder_id=str(folder.id))).folder
    one = made(lists, "In a folder").list_id
    api.move_list(models.ListMoveRequest(list_id=one, new_folder_id=str(inner.id)))
    assert api.get_all(folder_id=str(inner.id)).folder.child_lists == [int(one)]
    assert api.rename(inner.id, new_folder_name="Renamed").folder.name == "Renamed"
    assert api.move(inner.id, "0").folder.parent_folder_id == 0
    api.move_list(models.ListMoveRequest(list_id=one, new_folder_id="0"))
    api.remove(inner.id)
    mapped = lists.mapping_api.translate_legacy_list_id_to_list_id(legacy_list_id=one)
    assert mapped.list_id == one
    batch = lists.mapping_api.translate_legacy_list_id_to_list_id_batch([one, "3"])
    assert batch.missing_legacy_list_ids == ["3"]
