"""PyPI hubspot-api-client over a socket: properties, pipelines, schemas and owners."""

from typing import Any

import pytest
from hubspot import HubSpot
from hubspot.crm import objects, owners, pipelines, properties, schemas

from tests.client.make import make


def text(name: str, **more: Any) -> Any:
    return properties.PropertyCreate(
        **{"name": name, "label": name, "type": "string", "field_type": "text", "group_name": "contactinformation"}
        | more
    )


def test_a_property_is_created_read_changed_archived_and_restored(hubspot: HubSpot) -> None:
    api = hubspot.crm.properties.core_api
    options = [properties.OptionInput(label=word, value=word.lower(), display_order=at, hidden=False)
               for at, word in enumerate(("Brass", "Steel"))]  # fmt: skip
    made = api.create("contacts", text("metal", type="enumeration", field_type="select", options=options))
    assert (made.name, made.type, made.field_type, made.archived) == ("metal", "enumeration", "select", False)
    assert [(option.value, option.display_order) for option in made.options] == [("brass", 0), ("steel", 1)]
    assert made.modification_metadata.archivable is True
    assert made.has_unique_value is False

    contact = make(hubspot, "contacts", metal="steel")
    assert hubspot.crm.contacts.basic_api.get_by_id(contact, properties=["metal"]).properties["metal"] == "steel"

    changed = api.update("contacts", "metal", properties.PropertyUpdate(label="Favourite metal"))
    assert changed.label == "Favourite metal"
    assert api.get_by_name("contacts", "metal").label == "Favourite metal"

    api.archive("contacts", "metal")
    with pytest.raises(properties.exceptions.NotFoundException) as missing:
        api.get_by_name("contacts", "metal")
    assert "metal" in missing.value.body
    assert api.get_by_name("contacts", "metal", archived=True).archived is True
    assert [found.name for found in api.get_all("contacts", archived=True).results] == ["metal"]
    assert (
        api.create("contacts", text("metal", type="enumeration", field_type="select", options=options)).archived
        is False
    )


def test_all_default_properties_are_listed(hubspot: HubSpot) -> None:
    found = {one.name: one for one in hubspot.crm.properties.core_api.get_all("contacts").results}
    assert found.keys() >= {"email", "firstname", "lastname", "lifecyclestage", "hs_object_id", "createdate"}
    assert found["email"].hubspot_defined is True
    assert found["createdate"].modification_metadata.read_only_value is True
    assert {option.value for option in found["lifecyclestage"].options} >= {"subscriber", "lead", "customer"}


def test_properties_in_batches(hubspot: HubSpot) -> None:
    api = hubspot.crm.properties.batch_api
    names = ["first_batched", "second_batched"]
    created = api.create("contacts", properties.BatchInputPropertyCreate(inputs=[text(name) for name in names]))
    assert [made.name for made in created.results] == names

    chosen = [properties.PropertyName(name=name) for name in [*names, "never_made"]]
    read = api.read("contacts", properties.BatchReadInputPropertyName(inputs=chosen, archived=False))
    assert isinstance(read, properties.BatchResponsePropertyWithErrors)
    assert [found.name for found in read.results] == names
    assert read.num_errors == 1

    api.archive("contacts", properties.BatchInputPropertyName(inputs=chosen))
    read = api.read("contacts", properties.BatchReadInputPropertyName(inputs=chosen[:2], archived=True))
    assert [(found.name, found.archived) for found in read.results] == [(name, True) for name in names]


def test_property_groups(hubspot: HubSpot) -> None:
    api = hubspot.crm.properties.groups_api
    made = api.create("deals", properties.PropertyGroupCreate(name="engines", label="Engines", display_order=7))
    assert (made.name, made.label, made.display_order, made.archived) == ("engines", "Engines", 7, False)
    api.update("deals", "engines", properties.PropertyGroupUpdate(label="All engines"))
    assert api.get_by_name("deals", "engines").label == "All engines"
    assert {"engines", "dealinformation"} <= {group.name for group in api.get_all("deals").results}
    api.archive("deals", "engines")
    assert "engines" not in {group.name for group in api.get_all("deals").results}


def test_the_default_pipelines_are_the_documented_ones(hubspot: HubSpot) -> None:
    api = hubspot.crm.pipelines.pipelines_api
    deals = api.get_by_id("deals", "default")
    assert deals.label == "Sales Pipeline"
    assert [(stage.id, stage.metadata["probability"], stage.metadata["isClosed"]) for stage in deals.stages] == [
        ("appointmentscheduled", "0.2", "false"),
        ("qualifiedtobuy", "0.4", "false"),
        ("presentationscheduled", "0.6", "false"),
        ("decisionmakerboughtin", "0.8", "false"),
        ("contractsent", "0.9", "false"),
        ("closedwon", "1.0", "true"),
        ("closedlost", "0.0", "true"),
    ]
    tickets = api.get_all("tickets").results
    assert [(found.id, found.label) for found in tickets] == [("0", "Support Pipeline")]
    assert [(stage.id, stage.metadata["ticketState"]) for stage in tickets[0].stages] == [
        ("1", "OPEN"),
        ("2", "OPEN"),
        ("3", "OPEN"),
        ("4", "CLOSED"),
    ]


def stage(label: str, order: int, probability: str) -> Any:
    return pipelines.PipelineStageInput(label=label, display_order=order, metadata={"probability": probability})


def test_a_pipeline_is_created_changed_replaced_used_audited_and_archived(hubspot: HubSpot) -> None:
    api = hubspot.crm.pipelines.pipelines_api
    made = api.create(
        "deals",
        pipelines.PipelineInput(
            label="Engines", display_order=3, stages=[stage("Drawn", 0, "0.1"), stage("Built", 1, "1.0")]
        ),
    )
    assert [(one.label, one.metadata["probability"]) for one in made.stages] == [("Drawn", "0.1"), ("Built", "1.0")]

    patched = api.update("deals", made.id, pipelines.PipelinePatchInput(label="All engines"))
    assert (patched.label, patched.display_order) == ("All engines", 3)
    deal = make(hubspot, "deals", pipeline=made.id, dealstage=made.stages[0].id)
    read = hubspot.crm.deals.basic_api.get_by_id(deal, properties=["hs_is_closed_won"])
    assert read.properties["hs_is_closed_won"] == "false"

    with pytest.raises(pipelines.ApiException) as refused:
        api.archive("deals", made.id, validate_references_before_delete=True)
    assert refused.value.status == 400
    assert deal in refused.value.body

    hubspot.crm.deals.basic_api.archive(deal)
    replaced = api.replace(
        "deals", made.id, pipelines.PipelineInput(label="Engines", display_order=4, stages=[stage("Sold", 0, "1.0")])
    )
    assert (replaced.id, replaced.display_order, [one.label for one in replaced.stages]) == (made.id, 4, ["Sold"])
    api.archive("deals", made.id, validate_references_before_delete=True)
    assert made.id not in {found.id for found in api.get_all("deals").results}
    with pytest.raises(pipelines.exceptions.NotFoundException):
        api.get_by_id("deals", made.id)

    audit = hubspot.crm.pipelines.pipeline_audits_api.get_audit("deals", made.id).results
    assert [entry.action for entry in audit] == ["DELETE", "UPDATE", "UPDATE", "CREATE"]


def test_a_stage_is_created_changed_replaced_audited_and_archived(hubspot: HubSpot) -> None:
    api = hubspot.crm.pipelines.pipeline_stages_api
    made = api.create("deals", "default", stage("In the post", 7, "0.7"))
    assert (made.metadata["probability"], made.write_permissions) == ("0.7", "CRM_PERMISSIONS_ENFORCEMENT")
    assert api.get_by_id("deals", "default", made.id).label == "In the post"
    assert made.id in {found.id for found in api.get_all("deals", "default").results}

    patched = api.update(
        "deals", "default", made.id, pipelines.PipelineStagePatchInput(label="On the train", metadata={})
    )
    assert (patched.label, patched.metadata["probability"]) == ("On the train", "0.7")
    replaced = api.replace("deals", "default", made.id, stage("On the ship", 8, "0.5"))
    assert (replaced.label, replaced.metadata["probability"]) == ("On the ship", "0.5")

    api.archive("deals", "default", made.id)
    with pytest.raises(pipelines.exceptions.NotFoundException):
        api.get_by_id("deals", "default", made.id)
    # This SDK sends a literal `{pipelineId}` here: the stage alone must be enough.
    audit = hubspot.crm.pipelines.pipeline_stage_audits_api.get_audit("deals", made.id).results
    assert [entry.action for entry in audit] == ["DELETE", "UPDATE", "UPDATE", "CREATE"]


def test_a_custom_object_is_defined_filled_changed_and_deleted(hubspot: HubSpot) -> None:
    api = hubspot.crm.schemas.core_api
    labels = schemas.ObjectTypeDefinitionLabels(singular="Engine", plural="Engines")
    name = schemas.ObjectTypePropertyCreate(
        name="engine_name", label="Name", type="string", field_type="text", has_unique_value=True
    )
    made = api.create(
        schemas.ObjectSchemaEgg(
            name="engine",
            labels=labels,
            properties=[name],
            primary_display_property="engine_name",
            required_properties=["engine_name"],
            searchable_properties=["engine_name"],
            secondary_display_properties=[],
            associated_objects=["CONTACT"],
        )
    )
    assert made.object_type_id == f"2-{made.id}"
    assert made.fully_qualified_name.endswith("_engine")
    assert (made.labels.plural, made.required_properties) == ("Engines", ["engine_name"])
    assert {found.name for found in made.properties} >= {"engine_name", "hs_createdate", "hs_object_id"}
    assert ("0-1", made.object_type_id) in [
        (one.from_object_type_id, one.to_object_type_id) for one in made.associations
    ]

    records = hubspot.crm.objects.basic_api
    new = objects.SimplePublicObjectInputForCreate(properties={"engine_name": "Mark I"})
    engine = records.create(made.object_type_id, new)
    for spelling in ("p_engine", "P_Engine", made.fully_qualified_name, made.object_type_id):
        found = records.get_by_id(spelling, "Mark I", id_property="engine_name")
        assert (found.id, found.properties.keys()) == (
            engine.id,
            {"hs_createdate", "hs_lastmodifieddate", "hs_object_id"},
        )

    contact = make(hubspot, "contacts")
    hubspot.crm.associations.v4.basic_api.create_default("contacts", contact, made.object_type_id, engine.id)
    back = hubspot.crm.associations.v4.basic_api.get_page(made.object_type_id, engine.id, "contacts")
    assert [found.to_object_id for found in back.results] == [contact]

    patch = schemas.ObjectTypeDefinitionPatch(
        labels=schemas.ObjectTypeDefinitionLabels(singular="Mill", plural="Mills")
    )
    assert api.update(made.object_type_id, patch).labels.plural == "Mills"
    assert api.get_by_id("p_engine").labels.plural == "Mills"
    assert [schema.name for schema in api.get_all().results] == ["engine"]

    egg = schemas.AssociationDefinitionEgg(
        from_object_type_id=made.object_type_id, to_object_type_id="0-3", name="engine_to_deal"
    )
    tie = api.create_association(made.object_type_id, egg)
    assert (tie.name, tie.to_object_type_id) == ("engine_to_deal", "0-3")
    api.archive_association(made.object_type_id, tie.id)
    assert tie.id not in {one.id for one in api.get_by_id("p_engine").associations}

    with pytest.raises(schemas.ApiException) as refused:
        api.archive(made.object_type_id)
    assert refused.value.status == 400
    records.archive(made.object_type_id, engine.id)
    api.archive(made.object_type_id)
    assert api.get_all().results == []


def test_owners(hubspot: HubSpot) -> None:
    page = hubspot.crm.owners.owners_api.get_page(limit=100)
    assert page.paging is None
    first = page.results[0]
    assert (first.archived, first.user_id_including_inactive) == (False, first.user_id)
    assert [owner.id for owner in hubspot.crm.owners.get_all()] == [owner.id for owner in page.results]
    api = hubspot.crm.owners.owners_api
    assert api.get_by_id(int(first.id)).email == first.email
    assert api.get_by_id(first.user_id, id_property="userId").id == first.id
    assert [owner.id for owner in api.get_page(email=first.email).results] == [first.id]
    assert api.get_page(email="nobody@example.com").results == []
    with pytest.raises(owners.exceptions.NotFoundException):
        api.get_by_id(1)


def test_an_owner_is_assigned(hubspot: HubSpot) -> None:
    owner = hubspot.crm.owners.get_all()[0]
    deal = make(hubspot, "deals", hubspot_owner_id=owner.id)
    read = hubspot.crm.deals.basic_api.get_by_id(deal, properties=["hubspot_owner_id", "hubspot_owner_assigneddate"])
    assert read.properties["hubspot_owner_id"] == owner.id
    assert read.properties["hubspot_owner_assigneddate"] is not None
