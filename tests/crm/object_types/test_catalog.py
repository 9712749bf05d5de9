from collections import Counter

import pytest

from hubstead.crm.object_types import catalog
from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.object_types.property import Property

TYPE_IDS = {
    "contacts": "0-1",
    "companies": "0-2",
    "deals": "0-3",
    "tickets": "0-5",
    "products": "0-7",
    "line_items": "0-8",
    "quotes": "0-14",
    "communications": "0-18",
    "feedback_submissions": "0-19",
    "tasks": "0-27",
    "campaigns": "0-35",
    "notes": "0-46",
    "meetings": "0-47",
    "calls": "0-48",
    "emails": "0-49",
    "invoices": "0-53",
    "marketing_events": "0-54",
    "quote_templates": "0-64",
    "subscriptions": "0-69",
    "deal_splits": "0-72",
    "goal_targets": "0-74",
    "discounts": "0-84",
    "fees": "0-85",
    "taxes": "0-86",
    "commerce_payments": "0-101",
    "users": "0-115",
    "postal_mail": "0-116",
    "orders": "0-123",
    "leads": "0-136",
    "carts": "0-142",
    "services": "0-162",
    "courses": "0-410",
    "listings": "0-420",
    "appointments": "0-421",
    "projects": "0-970",
}

CALCULATIONS = {"calculation_equation", "calculation_rollup", "calculation_read_time", "calculation_score"}
FIELD_TYPES = {
    "string": {"text", "textarea", "html", "file", "phonenumber"} | CALCULATIONS,
    "number": {"number"} | CALCULATIONS,
    "date": {"date"},
    "datetime": {"date"} | CALCULATIONS,
    "enumeration": {"select", "radio", "checkbox", "booleancheckbox"} | CALCULATIONS,
    "bool": {"booleancheckbox"} | CALCULATIONS,
    "phone_number": {"phonenumber"} | CALCULATIONS,
    "object_coordinates": {"text"},
}

DEFAULT_READS = {
    "contacts": "createdate email firstname hs_object_id lastmodifieddate lastname",
    "companies": "createdate domain hs_lastmodifieddate hs_object_id name",
    "deals": "amount closedate createdate dealname dealstage hs_lastmodifieddate hs_object_id pipeline",
    "tickets": "content createdate hs_lastmodifieddate hs_object_id hs_pipeline hs_pipeline_stage"
    " hs_ticket_category hs_ticket_priority subject",
    "products": "createdate description hs_lastmodifieddate hs_object_id name price",
    "line_items": "amount createdate hs_lastmodifieddate hs_object_id price quantity",
    "quotes": "hs_createdate hs_expiration_date hs_lastmodifieddate hs_object_id hs_public_url_key hs_status hs_title",
    "invoices": "createdate hs_lastmodifieddate hs_object_id",
    "notes": "hs_createdate hs_lastmodifieddate hs_object_id",
}

READ_BY_CONNECTORS = {
    "quotes": "hs_title hs_status hs_createdate hs_expiration_date hs_public_url_key hs_lastmodifieddate",
    "tickets": "subject content hs_pipeline hs_pipeline_stage hs_ticket_category hs_ticket_priority hs_ticket_id"
    " hubspot_owner_id",
    "products": "name price description hs_sku",
}

every_type = pytest.mark.parametrize("kind", catalog.standard_types(), ids=lambda kind: kind.name)


def properties(name: str) -> dict[str, Property]:
    return dict(catalog.default_properties(TYPE_IDS[name]))


def test_the_catalog_has_every_type_under_its_id() -> None:
    assert {found.name: found.id for found in catalog.standard_types()} == TYPE_IDS
    assert tuple(found.name for found in catalog.standard_types()) == catalog.STANDARD


@every_type
def test_every_property_that_the_type_names_exists(kind: ObjectType) -> None:
    named = {
        kind.primary_display_property,
        kind.create_date_property,
        kind.modified_date_property,
        *kind.secondary_display_properties,
        *kind.required_properties,
        *kind.searchable_properties,
        *kind.default_read_properties,
    }
    named |= {name for name in (kind.pipeline_property, kind.stage_property, kind.owner_property) if name}
    assert named <= set(catalog.default_properties(kind.id))


@every_type
def test_properties_are_well_formed(kind: ObjectType) -> None:
    groups = {group.name for group in catalog.default_groups(kind.id)}
    for name, found in catalog.default_properties(kind.id).items():
        assert found.name == name
        assert found.field_type in FIELD_TYPES[found.type], name
        assert found.group_name in groups, name
        assert found.hubspot_defined, name
        assert found.label, name
        assert found.description.endswith("."), name
        assert found.read_only_value or not found.calculated, name


@every_type
def test_options_are_unique_and_only_where_they_mean_something(kind: ObjectType) -> None:
    for name, found in catalog.default_properties(kind.id).items():
        values = [option.value for option in found.options]
        assert max(Counter(values).values(), default=1) == 1, name
        assert not values or found.type in ("enumeration", "bool"), name
        assert found.type != "bool" or values == ["true", "false"], name


@every_type
def test_properties_are_in_the_order_of_their_names(kind: ObjectType) -> None:
    names = list(catalog.default_properties(kind.id))
    assert names == sorted(names)


@every_type
def test_every_group_holds_something(kind: ObjectType) -> None:
    groups = [group.name for group in catalog.default_groups(kind.id)]
    assert sorted(groups) == sorted({found.group_name for found in catalog.default_properties(kind.id).values()})


@every_type
def test_what_the_server_keeps_is_read_only(kind: ObjectType) -> None:
    known = catalog.default_properties(kind.id)
    for name in (kind.create_date_property, kind.modified_date_property, "hs_object_id", "hs_createdate"):
        # The service takes the creation date of a deal from the client.
        assert known[name].read_only_value or (kind.name, name) == ("deals", "createdate"), name


@every_type
def test_a_type_with_stages_has_a_pipeline(kind: ObjectType) -> None:
    pipelines = catalog.default_pipelines(kind.id)
    assert pipelines or kind.pipeline_property is None
    assert (kind.pipeline_property is None) is (kind.stage_property is None)
    for pipeline in pipelines:
        ids = [stage.id for stage in pipeline.stages]
        assert len(ids) == len(set(ids)) > 1
        assert [stage.display_order for stage in pipeline.stages] == list(range(len(ids)))
        assert all(stage.label for stage in pipeline.stages)


@every_type
def test_every_spelling_leads_to_the_type_in_any_case(kind: ObjectType) -> None:
    for spelling in (kind.id, kind.name, kind.fully_qualified_name, *kind.path_names):
        for written in (spelling, spelling.upper(), spelling.capitalize()):
            assert catalog.resolve_standard(written) is kind, written


def test_no_two_types_share_a_spelling() -> None:
    spellings = Counter(
        spelling
        for kind in catalog.standard_types()
        for spelling in {kind.id, *(name.lower() for name in (kind.name, kind.fully_qualified_name, *kind.path_names))}
    )
    assert max(spellings.values()) == 1


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("contact", "contacts"),
        ("Company", "companies"),
        ("DEAL", "deals"),
        ("LINE_ITEM", "line_items"),
        ("meeting_event", "meetings"),
        ("goals", "goal_targets"),
        ("payments", "commerce_payments"),
        ("commerce_subscriptions", "subscriptions"),
        ("0-420", "listings"),
    ],
)
def test_spellings_that_clients_send(spelling: str, name: str) -> None:
    found = catalog.resolve_standard(spelling)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("spelling", ["", "FAKE_TYPE", "2-3604285", "p_car", "0-", "contacts/"])
def test_other_spellings_lead_nowhere(spelling: str) -> None:
    assert catalog.resolve_standard(spelling) is None


@pytest.mark.parametrize("name", DEFAULT_READS)
def test_default_read_properties(name: str) -> None:
    found = catalog.resolve_standard(name)
    assert found is not None
    assert sorted(found.default_read_properties) == DEFAULT_READS[name].split()


@pytest.mark.parametrize("name", READ_BY_CONNECTORS)
def test_connectors_find_what_they_name(name: str) -> None:
    assert set(READ_BY_CONNECTORS[name].split()) <= set(properties(name))


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        ("contacts", "lifecyclestage", "marketingqualifiedlead"),
        ("contacts", "hs_lead_status", "CONNECTED"),
        ("contacts", "hs_buying_role", "BUDGET_HOLDER"),
        ("contacts", "hs_analytics_source", "DIRECT_TRAFFIC"),
        ("companies", "industry", "TECHNOLOGY"),
        ("companies", "industry", "COMPUTER_SOFTWARE"),
        ("deals", "dealtype", "newbusiness"),
        ("deals", "dealstage", "closedwon"),
        ("tickets", "hs_ticket_category", "PRODUCT_ISSUE"),
        ("tickets", "hs_ticket_priority", "MEDIUM"),
        ("tasks", "hs_task_status", "NOT_STARTED"),
        ("tasks", "hs_object_source_label", "INTEGRATION"),
        ("meetings", "hs_meeting_outcome", "SCHEDULED"),
        ("meetings", "hs_meeting_source", "CRM_UI"),
    ],
)
def test_options_that_clients_use(kind: str, name: str, value: str) -> None:
    assert value in {option.value for option in properties(kind)[name].options}


def test_both_spellings_of_a_canceled_meeting_are_accepted_and_one_is_shown() -> None:
    outcomes = {option.value: option for option in properties("meetings")["hs_meeting_outcome"].options}
    assert not outcomes["CANCELED"].hidden
    assert outcomes["CANCELLED"].hidden


def test_the_email_address_identifies_a_contact() -> None:
    assert properties("contacts")["email"].has_unique_value
    assert not properties("companies")["domain"].has_unique_value


def test_the_deal_pipeline() -> None:
    (pipeline,) = catalog.default_pipelines("0-3")
    assert (pipeline.id, pipeline.label) == ("default", "Sales Pipeline")
    assert [(stage.id, stage.metadata["probability"], stage.metadata["isClosed"]) for stage in pipeline.stages] == [
        ("appointmentscheduled", "0.2", "false"),
        ("qualifiedtobuy", "0.4", "false"),
        ("presentationscheduled", "0.6", "false"),
        ("decisionmakerboughtin", "0.8", "false"),
        ("contractsent", "0.9", "false"),
        ("closedwon", "1.0", "true"),
        ("closedlost", "0.0", "true"),
    ]


def test_the_ticket_pipeline() -> None:
    (pipeline,) = catalog.default_pipelines("0-5")
    assert (pipeline.id, pipeline.label) == ("0", "Support Pipeline")
    assert [(stage.id, stage.metadata["ticketState"]) for stage in pipeline.stages] == [
        ("1", "OPEN"),
        ("2", "OPEN"),
        ("3", "OPEN"),
        ("4", "CLOSED"),
    ]


def test_a_completed_task_is_in_the_last_stage() -> None:
    (pipeline,) = catalog.default_pipelines("0-27")
    assert pipeline.id == "3d314325-1b2a-4225-9388-375f49c57ec3"
    assert (pipeline.stages[-1].id, pipeline.stages[-1].label) == ("af0e6a5c-2ea3-4c72-b69f-7c6cb3fdb591", "Completed")


def test_each_task_status_has_a_stage() -> None:
    (pipeline,) = catalog.default_pipelines("0-27")
    statuses = [option.value for option in properties("tasks")["hs_task_status"].options]
    assert [stage.label.upper().replace(" ", "_") for stage in pipeline.stages] == statuses


def test_lifecycle_stages_are_the_options_of_the_property() -> None:
    for name in ("contacts", "companies"):
        (pipeline,) = catalog.default_pipelines(TYPE_IDS[name])
        assert pipeline.id == f"{name}-lifecycle-pipeline"
        assert [stage.id for stage in pipeline.stages] == [
            option.value for option in properties(name)["lifecyclestage"].options
        ]


@pytest.mark.parametrize(
    ("name", "creatable", "updatable"),
    [
        ("contacts", True, True),
        ("feedback_submissions", False, False),
        ("quote_templates", False, False),
        ("users", False, True),
    ],
)
def test_what_the_api_may_write(name: str, creatable: bool, updatable: bool) -> None:
    found = catalog.resolve_standard(name)
    assert found is not None
    assert (found.creatable, found.updatable) == (creatable, updatable)


@every_type
def test_scopes_name_who_may_read_and_write(kind: ObjectType) -> None:
    assert kind.read_scopes
    assert bool(kind.write_scopes) is (kind.creatable or kind.updatable)


@pytest.mark.parametrize(
    ("name", "read", "write"),
    [
        ("contacts", "crm.objects.contacts.read", "crm.objects.contacts.write"),
        ("tickets", "tickets", "tickets"),
        ("products", "e-commerce", "e-commerce"),
        ("notes", "crm.objects.contacts.read", "crm.objects.contacts.write"),
        ("commerce_payments", "crm.objects.commercepayments.read", "crm.objects.commercepayments.write"),
    ],
)
def test_scopes(name: str, read: str, write: str) -> None:
    found = catalog.resolve_standard(name)
    assert found is not None
    assert read in found.read_scopes
    assert write in found.write_scopes


def test_a_custom_object_starts_with_the_shared_properties() -> None:
    defaults = catalog.custom_defaults("grouparoo_object")
    assert {
        "hs_all_accessible_team_ids",
        "hs_all_assigned_business_unit_ids",
        "hs_created_by_user_id",
        "hs_createdate",
        "hs_lastmodifieddate",
        "hs_merged_object_ids",
        "hs_object_id",
        "hs_unique_creation_key",
        "hs_updated_by_user_id",
        "hs_user_ids_of_all_notification_followers",
        "hs_user_ids_of_all_notification_unfollowers",
        "hs_user_ids_of_all_owners",
        "hubspot_owner_id",
    } <= set(defaults.properties)
    assert {found.group_name for found in defaults.properties.values()} == {"grouparoo_object_information"}
    assert [group.name for group in defaults.groups] == ["grouparoo_object_information"]
    assert defaults.pipelines == ()
