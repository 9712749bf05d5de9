"""PyPI hubspot_sdk over a socket, by the dated paths: what connects records, and what they are made of."""

from typing import Any

import hubspot_sdk
import pytest

from tests.client.groups import GENERIC, GROUPS
from tests.client.portal import Portal
from tests.client.unique import fresh

PLAIN, PRIMARY, CONTACT_TO_DEAL = 279, 1, 4
_RECORDS = {group.name: group.record for group in GROUPS + GENERIC}


@pytest.fixture
def lenient(sdk: hubspot_sdk.HubSpot) -> hubspot_sdk.HubSpot:
    """As users have it by default. Ids at the ends of associations are numbers on the wire (recorded), and strings in
    the SDK's types."""
    return sdk.with_options(_extra_kwargs={"_strict_response_validation": False})


def make(sdk: hubspot_sdk.HubSpot, type: str, **values: str) -> str:
    record = {**fresh(_RECORDS[type]), **values}
    return sdk.crm.objects.generic_objects.create(type, properties=record, associations=[]).id


def linked(from_id: str, to_id: str, *type_ids: int) -> Any:
    types: list[Any] = [{"association_category": "HUBSPOT_DEFINED", "association_type_id": id} for id in type_ids]
    return {"from": {"id": from_id}, "to": {"id": to_id}, "types": types}


def types(sdk: hubspot_sdk.HubSpot, from_type: str, id: str, to_type: str) -> dict[str, set[tuple[int, str | None]]]:
    page = sdk.crm.associations.list(to_type, object_type=from_type, object_id=id)
    return {str(found.to_object_id): {(type.type_id, type.label) for type in found.association_types} for found in page}


def test_associates_and_removes(sdk: hubspot_sdk.HubSpot, lenient: hubspot_sdk.HubSpot) -> None:
    contact, company = make(sdk, "contacts"), make(sdk, "companies")
    ends: Any = {"object_type": "contacts", "object_id": contact, "to_object_type": "companies"}
    made = sdk.crm.associations.create(
        company, from_object_type="contacts", from_object_id=contact, to_object_type="companies"
    )
    assert (contact, company, PLAIN) in {
        (result.from_.id, result.to.id, result.association_spec.association_type_id) for result in made.results
    }
    body: Any = [{"association_category": "HUBSPOT_DEFINED", "association_type_id": PRIMARY}]
    assert lenient.crm.associations.update_labels(company, **ends, body=body).labels == ["Primary"]
    assert types(lenient, "contacts", contact, "companies") == {company: {(PLAIN, None), (PRIMARY, "Primary")}}
    sdk.crm.associations.delete(company, **ends)
    assert types(lenient, "companies", company, "contacts") == {}


def test_associates_in_batches(sdk: hubspot_sdk.HubSpot, lenient: hubspot_sdk.HubSpot) -> None:
    contact, first, second = make(sdk, "contacts"), make(sdk, "companies"), make(sdk, "companies")
    ends: Any = {"from_object_type": "contacts"}
    batch = lenient.crm.associations.batch
    default = sdk.crm.associations.batch.create_default(
        "companies", **ends, inputs=[{"from": {"id": contact}, "to": {"id": first}}]
    )
    assert default.status == "COMPLETE"
    made = batch.create("companies", **ends, inputs=[linked(contact, second, PRIMARY)])
    assert [pair.labels for pair in made.results] == [["Primary"]]
    read = batch.get("companies", **ends, inputs=[{"id": contact}])
    assert {str(found.to_object_id) for found in read.results[0].to} == {first, second}
    batch.delete_labels("companies", **ends, inputs=[linked(contact, second, PRIMARY)])
    assert types(lenient, "contacts", contact, "companies")[second] == {(PLAIN, None)}
    batch.delete("companies", **ends, inputs=[{"from": {"id": contact}, "to": [{"id": first}, {"id": second}]}])
    assert types(lenient, "contacts", contact, "companies") == {}


def test_labels(sdk: hubspot_sdk.HubSpot) -> None:
    api = sdk.crm.associations_schema.labels
    made = api.create_label(
        "companies", from_object_type="contacts", name="adviser", label="Adviser", inverse_label="Advised by"
    )
    assert [found.label for found in made.results] == ["Adviser", "Advised by"]
    id = made.results[0].type_id
    api.update_label("companies", from_object_type="contacts", association_type_id=id, label="Counsel")
    listed = api.list_labels("companies", from_object_type="contacts").results
    assert {("USER_DEFINED", id, "Counsel"), ("HUBSPOT_DEFINED", PRIMARY, "Primary")} <= {
        (found.category, found.type_id, found.label) for found in listed
    }
    api.delete_label(id, from_object_type="contacts", to_object_type="companies")
    listed = api.list_labels("companies", from_object_type="contacts").results
    assert {found.category for found in listed} == {"HUBSPOT_DEFINED"}


def test_limits(sdk: hubspot_sdk.HubSpot) -> None:
    api = sdk.crm.associations_schema.limits
    ends: Any = {"from_object_type": "contacts"}
    limit: Any = {"category": "HUBSPOT_DEFINED", "type_id": CONTACT_TO_DEAL}
    inputs: list[Any] = [{**limit, "max_to_object_ids": most} for most in (3, 2)]
    made = sdk.crm.associations_schema.labels.batch_create("deals", **ends, inputs=inputs[:1])
    assert [found.user_enforced_max_to_object_ids for found in made.results] == [3]
    changed = api.batch_update("deals", **ends, inputs=inputs[1:])
    assert [found.user_enforced_max_to_object_ids for found in changed.results] == [2]
    for listed in (api.list(), api.get_by_object_types("deals", **ends)):
        assert [(found.type_id, found.user_enforced_max_to_object_ids) for found in listed.results] == [
            (CONTACT_TO_DEAL, 2)
        ]
    api.batch_delete("deals", **ends, inputs=[limit])
    assert api.list().results == []


def test_requests_the_usage_report(lenient: hubspot_sdk.HubSpot) -> None:
    owner = next(iter(lenient.crm.owners.list()))
    assert owner.user_id is not None
    assert lenient.crm.associations.request_high_usage_report(owner.user_id).user_email == owner.email


def test_the_search_of_the_associations_group_is_that_of_records(sdk: hubspot_sdk.HubSpot) -> None:
    note = make(sdk, "notes")
    groups: Any = [{"filters": [{"property_name": "hs_object_id", "operator": "EQ", "value": note}]}]
    found = sdk.crm.associations.search(
        "notes", filter_groups=groups, properties=["hs_object_id"], sorts=[], limit=10, after="0"
    )
    assert [record.id for record in found.results] == [note]


def test_properties_and_groups(sdk: hubspot_sdk.HubSpot) -> None:
    groups, api = sdk.crm.properties.groups, sdk.crm.properties
    assert groups.create("deals", name="engines", label="Engines").archived is False
    assert groups.update("engines", object_type="deals", label="All engines").label == "All engines"
    assert groups.get("engines", object_type="deals").label == "All engines"
    assert "engines" in {group.name for group in groups.list("deals").results}

    metal: Any = {"name": "metal", "label": "Metal", "type": "string", "field_type": "text", "group_name": "engines"}
    assert api.create("deals", **metal).name == "metal"
    assert api.update("metal", object_type="deals", label="Its metal").label == "Its metal"
    assert api.get("metal", object_type="deals").label == "Its metal"
    assert {"metal", "dealname"} <= {found.name for found in api.list("deals").results}
    api.delete("metal", object_type="deals")
    assert [found.name for found in api.list("deals", archived=True).results] == ["metal"]

    weight: Any = {**metal, "name": "weight"}
    made = api.batch.create("deals", inputs=[weight])
    assert [found.name for found in made.results] == ["weight"]
    named: Any = [{"name": "weight"}]
    read = api.batch.get("deals", inputs=named, archived=False, data_sensitivity="non_sensitive")
    assert [found.name for found in read.results] == ["weight"]
    api.batch.delete("deals", inputs=named)
    groups.delete("engines", object_type="deals")
    with pytest.raises(hubspot_sdk.NotFoundError):
        api.get("weight", object_type="deals")


def test_all_default_definitions_are_of_the_declared_types(sdk: hubspot_sdk.HubSpot) -> None:
    for group in GROUPS + GENERIC:
        assert sdk.crm.properties.list(group.name).results
        assert sdk.crm.properties.groups.list(group.name).results
        assert sdk.crm.pipelines.list(group.name).results is not None


def test_pipelines_and_stages(sdk: hubspot_sdk.HubSpot) -> None:
    api = sdk.crm.pipelines
    drawn: Any = {"label": "Drawn", "display_order": 0, "metadata": {"probability": "0.1"}}
    made = api.create("deals", label="Engines", display_order=3, stages=[drawn])
    where: Any = {"object_type": "deals"}
    assert api.get(made.id, **where).stages[0].write_permissions == "CRM_PERMISSIONS_ENFORCEMENT"
    assert api.update(made.id, **where, label="All engines").label == "All engines"
    sold: Any = {"label": "Sold", "display_order": 0, "metadata": {"probability": "1.0"}}
    replaced = api.update_all_properties(made.id, **where, label="Engines", display_order=4, stages=[sold])
    assert [stage.label for stage in replaced.stages] == ["Sold"]

    inside: Any = {**where, "pipeline_id": made.id}
    stage = api.create_stage(made.id, **where, **{**drawn, "label": "Built"})
    assert api.get_stage(stage.id, **inside).label == "Built"
    assert api.update_stage(stage.id, **inside, label="Rebuilt", metadata={}).metadata["probability"] == "0.1"
    assert api.update_stage_all_properties(stage.id, **inside, **{**drawn, "label": "Oiled"}).label == "Oiled"
    assert {found.label for found in api.list_stages(made.id, **where).results} == {"Sold", "Oiled"}
    api.delete_stage(stage.id, **inside)
    assert [entry.action for entry in api.list_stage_audit(stage.id, **inside).results] == [
        "DELETE",
        "UPDATE",
        "UPDATE",
        "CREATE",
    ]
    api.delete(made.id, **where)
    assert api.list_audit(made.id, **where).results[0].action == "DELETE"
    with pytest.raises(hubspot_sdk.NotFoundError):
        api.get(made.id, **where)


def test_custom_objects(sdk: hubspot_sdk.HubSpot) -> None:
    api = sdk.crm.object_schemas
    made = api.create(
        name="engine",
        labels={"singular": "Engine", "plural": "Engines"},
        properties=[{"name": "engine_name", "label": "Name", "type": "string", "field_type": "text"}],
        primary_display_property="engine_name",
        required_properties=["engine_name"],
        searchable_properties=["engine_name"],
        secondary_display_properties=[],
        associated_objects=["CONTACT"],
        allows_sensitive_properties=False,
    )
    type = made.object_type_id
    assert api.get(type).name == api.list().results[0].name == "engine"
    read = api.batch.get(
        inputs=[type],
        include_association_definitions=True,
        include_audit_metadata=False,
        include_property_definitions=True,
    )
    assert [schema.object_type_id for schema in read.results] == [type]
    changed = api.update(type, clear_description=False, labels={"singular": "Mill", "plural": "Mills"})
    assert changed.labels.plural == "Mills"
    tie = api.create_association(type, from_object_type_id=type, to_object_type_id="0-3", name="engine_to_deal")
    api.delete_association(tie.id, object_type=type)

    engines = sdk.crm.objects.custom
    first, second = (
        engines.create(type, properties={"engine_name": name}, associations=[]).id for name in ("One", "Two")
    )
    assert engines.update(first, object_type=type, properties={"engine_name": "First"}).id == first
    assert [engine.id for engine in engines.list(type)] == [first, second]
    assert engines.get(first, object_type=type, properties=["engine_name"]).properties["engine_name"] == "First"
    words: Any = {"filter_groups": [], "properties": ["engine_name"], "sorts": [], "limit": 10, "after": "0"}
    assert [found.id for found in engines.search(type, query="first", **words).results] == [first]
    merged = engines.merge(type, primary_object_id=first, object_id_to_merge=second)
    assert engines.get(second, object_type=type).id == merged.id
    batch = engines.batch
    inputs: Any = [{"properties": {"engine_name": "Three"}, "associations": []}]
    third = batch.create(type, inputs=inputs).results[0].id
    inputs = [{"id": third, "properties": {"engine_name": "Third"}}]
    assert batch.update(type, inputs=inputs).results[0].properties["engine_name"] == "Third"
    upserted = batch.upsert(
        type, inputs=[{"id": third, "properties": {"engine_name": "3"}, "id_property": "hs_object_id"}]
    )
    assert [result.new for result in upserted.results] == [False]
    ids: Any = [{"id": merged.id}, {"id": third}]
    found = batch.get(type, inputs=ids, properties=["engine_name"], properties_with_history=[])
    assert [record.properties["engine_name"] for record in found.results] == ["First", "3"]
    batch.delete(type, inputs=ids[:1])
    engines.delete(third, object_type=type)
    api.delete(type)
    assert api.list().results == []


def test_owners(sdk: hubspot_sdk.HubSpot) -> None:
    owners = list(sdk.crm.owners.list())
    assert owners[0].type == "PERSON"
    assert sdk.crm.owners.get(int(owners[0].id)).email == owners[0].email
    assert [owner.id for owner in sdk.crm.owners.list(email=owners[0].email or "")] == [owners[0].id]


def test_deal_splits(sdk: hubspot_sdk.HubSpot, portal: Portal) -> None:
    owners = [int(next(iter(sdk.crm.owners.list())).id), int(portal.add_owner("sharing@example.com"))]
    deal = make(sdk, "deals")
    shares: Any = [{"owner_id": owners[0], "percentage": 0.25}, {"owner_id": owners[1], "percentage": 0.75}]
    made = sdk.crm.deal_splits.batch.upsert(inputs=[{"id": int(deal), "splits": shares}])
    read = sdk.crm.deal_splits.batch.read(inputs=[{"id": deal}])
    for answer in (made, read):
        assert [split.properties["hs_deal_split_percentage"] for split in answer.results[0].splits] == ["0.25", "0.75"]
