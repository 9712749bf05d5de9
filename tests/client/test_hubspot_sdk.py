"""PyPI hubspot_sdk, unmodified, over a socket: every operation on records, by the dated paths (2026-03).

It refuses every answer that is not exactly of the declared types, which also means: no `null` among properties. So the
tests ask for properties that have values.
"""

from typing import Any

import hubspot_sdk
import pytest

from tests.client.groups import GENERIC, GROUPS, Group
from tests.client.unique import fresh

KEY = "external_key"
_OF_GENERIC = ("orders", "carts", "discounts", "fees", "services", "courses", "listings", "appointments", "projects",
               "subscriptions", "commerce_payments")  # fmt: skip
TYPES = {group.name: group for group in GROUPS} | dict(zip(_OF_GENERIC, GENERIC, strict=True))
"""What a record of each type is, by the name that this SDK has for the type."""
MERGEABLE = ("contacts", "companies", "deals", "tickets", "projects")


class Records:
    """The methods for one type. Types without a resource of their own go through `generic_objects`."""

    def __init__(self, sdk: hubspot_sdk.HubSpot, type: str) -> None:
        self.group: Group = TYPES[type]
        self.type = type
        own = getattr(sdk.crm.objects, type, None)
        self._api: Any = own or sdk.crm.objects.generic_objects
        self._options = {} if own else {"object_type": type}
        self.get_all = self._bound(self._api, "list")

    def __getattr__(self, name: str) -> Any:
        """`create`, `batch_create`, …"""
        batch = name.startswith("batch_")
        return self._bound(self._api.batch if batch else self._api, name.removeprefix("batch_"))

    def _bound(self, api: Any, name: str) -> Any:
        def call(*args: Any, **options: Any) -> Any:
            return getattr(api, name)(*args, **self._options, **options)

        return call

    def make(self, **values: str) -> Any:
        return self.create(properties={**fresh(self.group.record), **values}, associations=[])

    def several(self, count: int) -> list[str]:
        inputs = [{"properties": fresh(self.group.record), "associations": []} for _ in range(count)]
        return [record.id for record in self.batch_create(inputs=inputs).results]


@pytest.fixture(params=TYPES)
def records(request: pytest.FixtureRequest, sdk: hubspot_sdk.HubSpot) -> Records:
    return Records(sdk, request.param)


@pytest.fixture
def keyed(records: Records, sdk: hubspot_sdk.HubSpot) -> Records:
    """The type, with a unique property of our own."""
    known = {found.name for found in sdk.crm.properties.list(records.type).results}
    if KEY not in known:
        group = sdk.crm.properties.groups.list(records.type).results[0].name
        sdk.crm.properties.create(
            records.type,
            name=KEY,
            label="Key",
            type="string",
            field_type="text",
            group_name=group,
            has_unique_value=True,
        )
    return records


def test_creates_reads_updates_and_archives_a_record(records: Records) -> None:
    name, value = records.group.change
    made = records.make()
    assert made.properties["hs_object_id"] == made.id
    changed = records.update(made.id, properties={name: value})
    assert changed.properties[name] == value
    read = records.get(made.id, properties=[name], properties_with_history=[name])
    assert read.properties[name] == value
    assert [version.value for version in read.properties_with_history[name]] == [value, made.properties[name]]
    records.delete(made.id)
    with pytest.raises(hubspot_sdk.NotFoundError):
        records.get(made.id)
    gone = records.get(made.id, archived=True, properties=[name])
    assert gone.archived
    assert gone.archived_at is not None


def test_reads_the_documented_properties_when_none_are_asked_for(records: Records) -> None:
    made = records.make()
    assert tuple(records.get(made.id).properties) == records.group.always


def test_pages_through_all_records(records: Records) -> None:
    made = records.several(5)
    page = records.get_all(limit=2, after=made[0])
    assert [record.id for record in page.results] == made[:2]
    assert [record.id for record in page] == made
    records.batch_delete(inputs=[{"id": id} for id in made[:4]])
    assert [record.id for record in records.get_all(after=made[0])] == made[4:]
    assert [record.id for record in records.get_all(after=made[0], archived=True, limit=3)] == made[:4]


def test_writes_and_reads_batches(records: Records) -> None:
    name, value = records.group.change
    ids = records.several(3)
    updated = records.batch_update(inputs=[{"id": id, "properties": {name: f"{value} {id}"}} for id in ids])
    assert {record.id: record.properties[name] for record in updated.results} == {id: f"{value} {id}" for id in ids}
    read = records.batch_get(inputs=[{"id": id} for id in ids], properties=[name], properties_with_history=[])
    assert {record.id: record.properties[name] for record in read.results} == {id: f"{value} {id}" for id in ids}
    records.batch_delete(inputs=[{"id": id} for id in ids[:2]])
    partly = records.batch_get(inputs=[{"id": id} for id in ids], properties=[name], properties_with_history=[])
    assert [record.id for record in partly.results] == ids[2:]


def test_upserts_by_a_unique_property(keyed: Records) -> None:
    name, value = keyed.group.change
    known = keyed.make(**{KEY: f"known {keyed.type}"})
    inputs = [
        {"id": f"{which} {keyed.type}", "id_property": KEY, "properties": {**fresh(keyed.group.record), name: value}}
        for which in ("known", "new")
    ]
    done = keyed.batch_upsert(inputs=inputs)
    assert [result.new for result in done.results] == [False, True]
    assert done.results[0].id == known.id
    assert keyed.get(f"new {keyed.type}", id_property=KEY, properties=[name]).id == done.results[1].id


def test_searches(records: Records) -> None:
    ids = records.several(3)
    groups = [{"filters": [{"property_name": "hs_object_id", "operator": "IN", "values": ids}]}]
    options = {"filter_groups": groups, "properties": ["hs_object_id"], "sorts": ["-hs_object_id"]}
    first = records.search(**options, limit=2, after="0")
    assert (first.total, [record.id for record in first.results]) == (3, ids[:0:-1])
    last = records.search(**options, limit=2, after=first.paging.next.after)
    assert ([record.id for record in last.results], last.paging) == (ids[:1], None)


@pytest.mark.parametrize("type", MERGEABLE)
def test_merges_into_a_new_record(sdk: hubspot_sdk.HubSpot, type: str) -> None:
    records = Records(sdk, type)
    name, _ = records.group.change
    primary, other = records.make(), records.make()
    merged = records.merge(primary_object_id=primary.id, object_id_to_merge=other.id)
    assert {records.get(id, properties=[name]).id for id in (primary.id, other.id)} == {merged.id}


def test_erases_a_contact_for_good(sdk: hubspot_sdk.HubSpot) -> None:
    contacts = sdk.crm.objects.contacts
    made = contacts.create(properties={"email": "erase.sdk@example.com"}, associations=[])
    contacts.gdpr_delete(object_id="erase.sdk@example.com", id_property="email")
    for archived in (False, True):
        with pytest.raises(hubspot_sdk.NotFoundError):
            contacts.get(made.id, archived=archived)


def test_creates_with_associations(sdk: hubspot_sdk.HubSpot) -> None:
    company = Records(sdk, "companies").make()
    contact = sdk.crm.objects.contacts.create(
        properties={"email": "linked.sdk@example.com"},
        associations=[
            {
                "to": {"id": company.id},
                "types": [{"association_category": "HUBSPOT_DEFINED", "association_type_id": 279}],
            }
        ],
    )
    read = sdk.crm.objects.contacts.get(contact.id, properties=["email"], associations=["companies"])
    assert read.associations is not None
    assert {found.id for found in read.associations["companies"].results} == {company.id}


def test_feedback_submissions_are_only_read(sdk: hubspot_sdk.HubSpot) -> None:
    api = sdk.crm.objects.feedback_submissions
    assert list(api.list()) == []
    assert api.search(filter_groups=[], properties=[], sorts=[], limit=10, after="0").total == 0
    with pytest.raises(hubspot_sdk.NotFoundError):
        api.get("1")
    assert api.batch.get(inputs=[{"id": "1"}], properties=[], properties_with_history=[]).results == []


def test_refusals_are_its_exceptions(sdk: hubspot_sdk.HubSpot) -> None:
    contacts = sdk.crm.objects.contacts
    made = contacts.create(properties={"email": "twice.sdk@example.com"}, associations=[])
    with pytest.raises(hubspot_sdk.ConflictError) as conflict:
        contacts.create(properties={"email": "twice.sdk@example.com"}, associations=[])
    body: Any = conflict.value.body
    assert body["message"] == f"Contact already exists. Existing ID: {made.id}"
    with pytest.raises(hubspot_sdk.BadRequestError):
        contacts.create(properties={"nonsense": "1"}, associations=[])
    with pytest.raises(hubspot_sdk.AuthenticationError):
        sdk.with_options(access_token="pat-na1-unknown-0000-0000").crm.objects.contacts.list()
