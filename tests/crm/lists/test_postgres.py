"""Lists on PostgreSQL: the tests of following, of members and of the clock, on the other engine."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.crm.lists.test_following import (
    test_contacts_with_a_won_deal,
    test_erased_records_leave,
    test_joining_and_leaving_are_facts,
    test_lists_see_other_lists,
    test_merged_records_keep_their_place_in_lists_made_by_hand,
    test_records_join_and_leave_as_they_change,
    test_what_a_property_ever_was,
)
from tests.crm.lists.test_lists import test_folders, test_names_are_unique_whatever_their_case, test_searches
from tests.crm.lists.test_members import test_adding_and_removing, test_pages
from tests.postgres import cluster
from tests.world import World

__all__ = [
    "test_adding_and_removing",
    "test_contacts_with_a_won_deal",
    "test_erased_records_leave",
    "test_folders",
    "test_joining_and_leaving_are_facts",
    "test_lists_see_other_lists",
    "test_merged_records_keep_their_place_in_lists_made_by_hand",
    "test_names_are_unique_whatever_their_case",
    "test_pages",
    "test_records_join_and_leave_as_they_change",
    "test_searches",
    "test_what_a_property_ever_was",
]


@pytest_asyncio.fixture
async def world() -> AsyncIterator[World]:
    """A server over a database of its own."""
    with cluster().database() as url:
        async with World(database=url) as world:
            yield world
