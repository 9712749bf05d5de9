"""PyPI hubspot-api-client, unmodified, over a socket: every operation on records, for every group that has records."""

import importlib
from datetime import UTC, datetime
from functools import partial, reduce
from typing import Any

import pytest
from hubspot import HubSpot

from tests.client.groups import GENERIC, GROUPS, MERGEABLE, Group
from tests.client.unique import fresh

KEY = "external_key"
"""A unique property that these tests give to every type, to upsert by."""


class Generic:
    """An API of `crm.objects`, for one object type: its first argument is always the type."""

    def __init__(self, api: Any, type: str) -> None:
        self._api, self._type = api, type

    def __getattr__(self, name: str) -> Any:
        return partial(getattr(self._api, name), self._type)


class Records:
    """One group of the client: its APIs, and its models by name."""

    def __init__(self, hubspot: HubSpot, group: Group) -> None:
        self.group = group
        self.models: Any = importlib.import_module(f"hubspot.crm.{group.accessor}")
        client: Any = reduce(getattr, group.accessor.split("."), hubspot.crm)
        self.basic, self.batch, self.search = (
            Generic(api, group.name) if group.accessor == "objects" else api
            for api in (client.basic_api, client.batch_api, client.search_api)
        )
        every = partial(hubspot.crm.objects.get_all, group.name)
        self.get_all = every if group.accessor.startswith("objects") else client.get_all

    def new(self, **values: str) -> Any:
        return self.models.SimplePublicObjectInputForCreate(properties={**fresh(self.group.record), **values})

    def create(self, **values: str) -> Any:
        return self.basic.create(self.new(**values))

    def several(self, count: int) -> list[str]:
        """Ids of records made in one batch."""
        inputs = [
            self.models.SimplePublicObjectBatchInputForCreate(properties=fresh(self.group.record)) for _ in range(count)
        ]
        made = self.batch.create(self.models.BatchInputSimplePublicObjectBatchInputForCreate(inputs=inputs))
        return [record.id for record in made.results]

    def read(self, ids: list[str], **options: Any) -> Any:
        inputs = [self.models.SimplePublicObjectId(id=id) for id in ids]
        options = {"properties": [], "properties_with_history": [], **options}
        return self.batch.read(self.models.BatchReadInputSimplePublicObjectId(inputs=inputs, **options))

    def archive(self, ids: list[str]) -> None:
        inputs = [self.models.SimplePublicObjectId(id=id) for id in ids]
        self.batch.archive(self.models.BatchInputSimplePublicObjectId(inputs=inputs))

    def missing(self, id: str, **options: Any) -> bool:
        """Whether the service says that there is no such record: with a page, not with JSON."""
        with pytest.raises(self.models.exceptions.NotFoundException) as caught:
            self.basic.get_by_id(id, **options)
        return caught.value.status == 404 and "<h2>HTTP ERROR 404</h2>" in caught.value.body


@pytest.fixture(params=GROUPS + GENERIC, ids=str)
def records(request: pytest.FixtureRequest, hubspot: HubSpot) -> Records:
    return Records(hubspot, request.param)


@pytest.fixture
def keyed(records: Records, hubspot: HubSpot) -> Records:
    """The group, with a unique property of our own on its type."""
    from hubspot.crm import properties

    api, type = hubspot.crm.properties, records.group.name
    if KEY not in {found.name for found in api.core_api.get_all(type).results}:
        group = api.groups_api.get_all(type).results[0].name
        api.core_api.create(
            type,
            properties.PropertyCreate(
                name=KEY, label="Key", type="string", field_type="text", group_name=group, has_unique_value=True
            ),
        )
    return records


def test_creates_reads_updates_and_archives_a_record(records: Records) -> None:
    name, value = records.group.change
    start = datetime.now(UTC).replace(microsecond=0)

    made = records.create()
    assert made.id.isdigit()
    assert made.archived is False
    assert start <= made.created_at <= datetime.now(UTC)
    assert made.properties["hs_object_id"] == made.id

    changed = records.basic.update(made.id, records.models.SimplePublicObjectInput(properties={name: value}))
    assert (changed.id, changed.properties[name]) == (made.id, value)
    assert changed.created_at == made.created_at
    assert changed.updated_at >= made.updated_at

    read = records.basic.get_by_id(made.id, properties=[name, "no_such_property"], properties_with_history=[name])
    assert read.properties.keys() == {name} | _stamps(records.group)
    assert [version.value for version in read.properties_with_history[name]] == [value, made.properties[name]]

    records.basic.archive(made.id)
    assert records.missing(made.id)
    gone = records.basic.get_by_id(made.id, archived=True, properties=[name])
    assert (gone.archived, gone.properties[name]) == (True, value)
    assert gone.archived_at >= changed.updated_at


def test_reads_the_documented_properties_when_none_are_asked_for(records: Records) -> None:
    sent = fresh(records.group.record)
    made = records.basic.create(records.models.SimplePublicObjectInputForCreate(properties=sent))
    read = records.basic.get_by_id(made.id)
    assert tuple(read.properties) == records.group.always
    shown = sent.keys() & read.properties.keys()
    assert {name: read.properties[name] for name in shown} == {name: sent[name] for name in shown}


def test_pages_through_all_records(records: Records) -> None:
    made = records.several(5)
    start = made[0]

    first = records.basic.get_page(limit=2, after=start)
    assert [record.id for record in first.results] == made[:2]
    assert first.paging.next.after == str(int(made[1]) + 1)
    assert first.paging.next.link.endswith(f"&after={first.paging.next.after}")
    last = records.basic.get_page(limit=3, after=first.paging.next.after)
    assert [record.id for record in last.results] == made[2:]
    assert last.paging is None

    records.basic.archive(made[1])
    everything = [record.id for record in records.get_all()]
    assert everything[-4:] == [made[0], *made[2:]]
    assert [record.id for record in records.basic.get_page(archived=True, after=start).results] == [made[1]]


def test_writes_and_reads_batches(records: Records) -> None:
    name, value = records.group.change
    models = records.models
    ids = records.several(3)

    wanted = {id: f"{value} {id}" for id in ids}
    inputs = [models.SimplePublicObjectBatchInput(id=id, properties={name: wanted[id]}) for id in ids]
    updated = records.batch.update(models.BatchInputSimplePublicObjectBatchInput(inputs=inputs))
    assert updated.status == "COMPLETE"
    assert updated.started_at <= updated.completed_at
    assert {record.id: record.properties[name] for record in updated.results} == wanted

    read = records.read(ids, properties=[name])
    assert {record.id: record.properties[name] for record in read.results} == wanted

    records.archive(ids[:2])
    partly = records.read(ids)
    assert isinstance(partly, models.BatchResponseSimplePublicObjectWithErrors)
    assert [record.id for record in partly.results] == ids[2:]
    assert partly.num_errors == 1
    assert partly.errors[0].category == "OBJECT_NOT_FOUND"
    assert sorted(partly.errors[0].context["ids"]) == ids[:2]


def test_upserts_by_a_unique_property(keyed: Records) -> None:
    name, value = keyed.group.change
    models = keyed.models
    known = keyed.create(**{KEY: f"known {keyed.group}"})

    inputs = [
        models.SimplePublicObjectBatchInputUpsert(
            id=key, id_property=KEY, properties={**fresh(keyed.group.record), name: value}
        )
        for key in (f"known {keyed.group}", f"new {keyed.group}")
    ]
    done = keyed.batch.upsert(models.BatchInputSimplePublicObjectBatchInputUpsert(inputs=inputs))
    assert [result.new for result in done.results] == [False, True]
    assert [result.properties[name] for result in done.results] == [value, value]
    assert done.results[0].id == known.id
    assert keyed.basic.get_by_id(f"new {keyed.group}", id_property=KEY).id == done.results[1].id


def test_searches(records: Records) -> None:
    ids = records.several(3)
    models = records.models

    def search(**options: Any) -> Any:
        chosen = models.Filter(property_name="hs_object_id", operator="IN", values=ids)
        groups = [models.FilterGroup(filters=[chosen])]
        return records.search.do_search(models.PublicObjectSearchRequest(filter_groups=groups, **options))

    first = search(sorts=["hs_object_id"], limit=2, properties=["hs_object_id"], after="0")
    assert (first.total, [record.id for record in first.results]) == (3, ids[:2])
    assert first.paging.next.after == "2"
    last = search(sorts=["hs_object_id"], limit=2, after=first.paging.next.after)
    assert (last.total, [record.id for record in last.results], last.paging) == (3, ids[2:], None)
    assert [record.id for record in search(sorts=["-hs_object_id"]).results] == ids[::-1]

    records.archive(ids[:1])
    assert search().total == 2


@pytest.mark.parametrize("group", [group for group in GROUPS if group.name in MERGEABLE], ids=str)
def test_merges_into_a_new_record_to_which_both_ids_lead(hubspot: HubSpot, group: Group) -> None:
    records = Records(hubspot, group)
    name, value = group.change
    primary, other = records.create(**{name: value}), records.create()
    merged = records.basic.merge(
        records.models.PublicMergeInput(primary_object_id=primary.id, object_id_to_merge=other.id)
    )
    assert merged.id not in (primary.id, other.id)
    for id in (primary.id, other.id, merged.id):
        found = records.basic.get_by_id(id, properties=[name, "hs_merged_object_ids"])
        assert (found.id, found.properties[name]) == (merged.id, value)
        assert set(found.properties["hs_merged_object_ids"].split(";")) == {primary.id, other.id}


def test_erases_a_contact_for_good(hubspot: HubSpot) -> None:
    contacts = Records(hubspot, GROUPS[0])
    by_id, by_email = contacts.create(), contacts.create(email="erase.me@example.com")
    erase = contacts.models.PublicGdprDeleteInput
    contacts.basic.purge(erase(object_id=by_id.id))
    contacts.basic.purge(erase(object_id="erase.me@example.com", id_property="email"))
    for made in (by_id, by_email):
        assert contacts.missing(made.id)
        assert contacts.missing(made.id, archived=True)


def test_feedback_submissions_are_only_read(hubspot: HubSpot) -> None:
    """Surveys make them, not this API."""
    from hubspot.crm.objects import feedback_submissions as models

    api = hubspot.crm.objects.feedback_submissions
    page = api.basic_api.get_page()
    assert (page.results, page.paging) == ([], None)
    assert api.search_api.do_search(models.PublicObjectSearchRequest(query="good")).total == 0
    with pytest.raises(models.exceptions.NotFoundException):
        api.basic_api.get_by_id("1")
    asked = models.BatchReadInputSimplePublicObjectId(
        inputs=[models.SimplePublicObjectId(id="1")], properties=[], properties_with_history=[]
    )
    assert api.batch_api.read(asked).num_errors == 1


def _stamps(group: Group) -> set[str]:
    return {name for name in group.always if name == "hs_object_id" or name.endswith(("createdate", "modifieddate"))}
