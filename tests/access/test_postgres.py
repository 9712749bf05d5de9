"""The bounds of users on PostgreSQL: the tests of lists, batches, searches and associations, on the other engine."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.access.test_associations import linked, test_only_visible_other_ends_are_shown
from tests.access.test_associations import test_pages_of_associations_are_full as test_associations_are_full
from tests.access.test_records import (
    test_inputs_with_trace_ids_are_refused_alone,
    test_pages_are_full_and_can_be_followed,
    test_what_is_not_seen_answers_as_what_does_not_exist,
)
from tests.access.test_search import test_pages_of_a_search_are_full
from tests.postgres import cluster
from tests.world import World

__all__ = [
    "linked",
    "test_associations_are_full",
    "test_inputs_with_trace_ids_are_refused_alone",
    "test_only_visible_other_ends_are_shown",
    "test_pages_are_full_and_can_be_followed",
    "test_pages_of_a_search_are_full",
    "test_what_is_not_seen_answers_as_what_does_not_exist",
]


@pytest_asyncio.fixture
async def world() -> AsyncIterator[World]:
    """A server over a database of its own."""
    with cluster().database() as url:
        async with World(database=url) as world:
            yield world
