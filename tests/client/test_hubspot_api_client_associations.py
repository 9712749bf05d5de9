"""PyPI hubspot-api-client over a socket: associations, v4 and v3, with their types, labels and limits.

Type ids: contact to company 279, back 280, primary 1 and 2; contact to deal 4, back 3 (HubSpot's published list).
"""

from typing import Any

import pytest
from hubspot import HubSpot
from hubspot.crm import associations as v3
from hubspot.crm.associations import v4
from hubspot.crm.associations.v4 import schema

from tests.client.make import make

PLAIN, PLAIN_BACK, PRIMARY = 279, 280, 1
CONTACT_TO_DEAL, DEAL_TO_CONTACT = 4, 3


@pytest.fixture
def contact(hubspot: HubSpot) -> str:
    return make(hubspot, "contacts")


@pytest.fixture
def company(hubspot: HubSpot) -> str:
    return make(hubspot, "companies")


def types(hubspot: HubSpot, from_type: str, id: str, to_type: str) -> dict[str, list[tuple[int, str | None]]]:
    """What is associated with a record: id to (type id, label)."""
    page = hubspot.crm.associations.v4.basic_api.get_page(from_type, id, to_type)
    return {
        found.to_object_id: sorted((type.type_id, type.label) for type in found.association_types)
        for found in page.results
    }


def defined(type_id: int) -> Any:
    return v4.AssociationSpec(association_category="HUBSPOT_DEFINED", association_type_id=type_id)


def linked(from_id: str, to_id: str, *type_ids: int) -> Any:
    return v4.PublicAssociationMultiPost(
        _from=v4.PublicObjectId(id=from_id), to=v4.PublicObjectId(id=to_id), types=[defined(id) for id in type_ids]
    )


def test_associates_by_default_in_both_directions(hubspot: HubSpot, contact: str, company: str) -> None:
    api = hubspot.crm.associations.v4.basic_api
    made = api.create_default("contacts", contact, "companies", company)
    assert made.status == "COMPLETE"
    assert {
        (result._from.id, result.to.id, result.association_spec.association_type_id) for result in made.results
    } >= {(contact, company, PLAIN), (company, contact, PLAIN_BACK)}

    assert (PLAIN, None) in types(hubspot, "contacts", contact, "companies")[company]
    assert (PLAIN_BACK, None) in types(hubspot, "companies", company, "contacts")[contact]
    api.archive("companies", company, "contacts", contact)
    assert types(hubspot, "contacts", contact, "companies") == {}
    assert types(hubspot, "companies", company, "contacts") == {}


def test_a_primary_company_is_also_a_plain_one(hubspot: HubSpot, contact: str, company: str) -> None:
    api = hubspot.crm.associations.v4.basic_api
    pair = api.create("contacts", contact, "companies", company, [defined(PRIMARY)])
    assert (pair.from_object_id, pair.to_object_id) == (contact, company)
    assert (pair.from_object_type_id, pair.to_object_type_id) == ("0-1", "0-2")
    assert pair.labels == ["Primary"]
    assert types(hubspot, "contacts", contact, "companies") == {company: [(PRIMARY, "Primary"), (PLAIN, None)]}

    other = make(hubspot, "companies")
    api.create("contacts", contact, "companies", other, [defined(PRIMARY)])
    assert types(hubspot, "contacts", contact, "companies") == {
        company: [(PLAIN, None)],
        other: [(PRIMARY, "Primary"), (PLAIN, None)],
    }


def test_associations_come_with_the_record(hubspot: HubSpot, contact: str) -> None:
    deals = [make(hubspot, "deals") for _ in range(2)]
    for deal in deals:
        hubspot.crm.associations.v4.basic_api.create_default("contacts", contact, "deals", deal)
    read = hubspot.crm.contacts.basic_api.get_by_id(contact, associations=["deals", "tickets"])
    assert list(read.associations) == ["deals"]
    assert [(found.id, found.type) for found in read.associations["deals"].results] == [
        (deal, "contact_to_deal") for deal in deals
    ]


def test_pages_through_associations(hubspot: HubSpot, contact: str) -> None:
    deals = [make(hubspot, "deals") for _ in range(3)]
    api = hubspot.crm.associations.v4
    inputs = [linked(contact, deal, CONTACT_TO_DEAL) for deal in deals]
    api.batch_api.create("contacts", "deals", v4.BatchInputPublicAssociationMultiPost(inputs=inputs))

    first = api.basic_api.get_page("contacts", contact, "deals", limit=2)
    last = api.basic_api.get_page("contacts", contact, "deals", limit=2, after=first.paging.next.after)
    assert [found.to_object_id for found in first.results + last.results] == deals
    assert last.paging is None


def test_batches_associate_label_and_remove(hubspot: HubSpot, contact: str, company: str) -> None:
    api = hubspot.crm.associations.v4.batch_api
    other = make(hubspot, "companies")
    pairs = [
        v4.PublicDefaultAssociationMultiPost(_from=v4.PublicObjectId(id=contact), to=v4.PublicObjectId(id=id))
        for id in (company, other)
    ]
    done = api.create_default("contacts", "companies", v4.BatchInputPublicDefaultAssociationMultiPost(inputs=pairs))
    assert {result.to.id for result in done.results if result._from.id == contact} == {company, other}

    labelled = v4.BatchInputPublicAssociationMultiPost(inputs=[linked(contact, other, PRIMARY)])
    made = api.create("contacts", "companies", labelled)
    assert [(pair.to_object_id, pair.labels) for pair in made.results] == [(other, ["Primary"])]

    asked = v4.BatchInputPublicFetchAssociationsBatchRequest(
        inputs=[v4.PublicFetchAssociationsBatchRequest(id=contact)]
    )
    read = api.get_page("contacts", "companies", asked)
    assert read.results[0]._from.id == contact
    assert {found.to_object_id for found in read.results[0].to} == {company, other}

    api.archive_labels("contacts", "companies", labelled)
    assert types(hubspot, "contacts", contact, "companies")[other] == [(PLAIN, None)]
    gone = v4.PublicAssociationMultiArchive(
        _from=v4.PublicObjectId(id=contact), to=[v4.PublicObjectId(id=company), v4.PublicObjectId(id=other)]
    )
    api.archive("contacts", "companies", v4.BatchInputPublicAssociationMultiArchive(inputs=[gone]))
    assert types(hubspot, "contacts", contact, "companies") == {}


def test_a_batch_says_which_pairs_cannot_be_associated(hubspot: HubSpot, contact: str, company: str) -> None:
    inputs = [linked(contact, company, PLAIN), linked("1234", company, PLAIN)]
    done = hubspot.crm.associations.v4.batch_api.create(
        "contacts", "companies", v4.BatchInputPublicAssociationMultiPost(inputs=inputs)
    )
    assert isinstance(done, v4.BatchResponseLabelsBetweenObjectPairWithErrors)
    assert [pair.from_object_id for pair in done.results] == [contact]
    assert done.num_errors == 1
    assert (done.errors[0].category, done.errors[0].message) == ("VALIDATION_ERROR", "CONTACT=1234 is not valid")


def test_labels_are_defined_in_pairs_renamed_and_deleted(hubspot: HubSpot, contact: str, company: str) -> None:
    api = hubspot.crm.associations.v4.schema.definitions_api
    made = api.create(
        "contacts",
        "companies",
        schema.PublicAssociationDefinitionCreateRequest(name="adviser", label="Adviser", inverse_label="Advised by"),
    )
    assert [(found.category, found.label) for found in made.results] == [
        ("USER_DEFINED", "Adviser"),
        ("USER_DEFINED", "Advised by"),
    ]
    forward, backward = (found.type_id for found in made.results)
    own = v4.AssociationSpec(association_category="USER_DEFINED", association_type_id=forward)
    pair = hubspot.crm.associations.v4.basic_api.create("contacts", contact, "companies", company, [own])
    assert pair.labels == ["Adviser"]
    assert (backward, "Advised by") in types(hubspot, "companies", company, "contacts")[contact]

    api.update(
        "contacts",
        "companies",
        schema.PublicAssociationDefinitionUpdateRequest(
            association_type_id=forward, label="Counsel", inverse_label="Counselled by"
        ),
    )
    known = {(found.type_id, found.label) for found in api.get_all("contacts", "companies").results}
    assert known >= {(PLAIN, None), (PRIMARY, "Primary"), (forward, "Counsel")}

    api.remove("contacts", "companies", forward)
    assert "USER_DEFINED" not in {found.category for found in api.get_all("contacts", "companies").results}
    assert types(hubspot, "contacts", contact, "companies") == {company: [(PLAIN, None)]}


def test_limits_are_set_changed_kept_and_lifted(hubspot: HubSpot) -> None:
    api = hubspot.crm.associations.v4.schema.definition_configurations_api

    def limit(kind: Any, most: int) -> Any:
        return kind(category="HUBSPOT_DEFINED", type_id=CONTACT_TO_DEAL, max_to_object_ids=most)

    new = schema.BatchInputPublicAssociationDefinitionConfigurationCreateRequest(
        inputs=[limit(schema.PublicAssociationDefinitionConfigurationCreateRequest, 2)]
    )
    created = api.batch_create("contacts", "deals", new)
    assert [found.user_enforced_max_to_object_ids for found in created.results] == [2]
    changed = schema.BatchInputPublicAssociationDefinitionConfigurationUpdateRequest(
        inputs=[limit(schema.PublicAssociationDefinitionConfigurationUpdateRequest, 1)]
    )
    updated = api.batch_update("contacts", "deals", changed)
    assert [(found.type_id, found.user_enforced_max_to_object_ids) for found in updated.results] == [
        (CONTACT_TO_DEAL, 1)
    ]
    for found in (api.get_all(), api.get_all_between_two_object_types("contacts", "deals")):
        assert [(one.type_id, one.user_enforced_max_to_object_ids) for one in found.results] == [(CONTACT_TO_DEAL, 1)]

    contact, first, second = make(hubspot, "contacts"), make(hubspot, "deals"), make(hubspot, "deals")
    basic = hubspot.crm.associations.v4.basic_api
    basic.create_default("contacts", contact, "deals", first)
    with pytest.raises(v4.ApiException) as refused:
        basic.create("contacts", contact, "deals", second, [defined(CONTACT_TO_DEAL)])
    assert refused.value.status == 400

    lifted = schema.BatchInputPublicAssociationSpec(
        inputs=[schema.PublicAssociationSpec(category="HUBSPOT_DEFINED", type_id=CONTACT_TO_DEAL)]
    )
    api.batch_remove("contacts", "deals", lifted)
    assert api.get_all().results == []
    basic.create("contacts", contact, "deals", second, [defined(CONTACT_TO_DEAL)])
    assert types(hubspot, "contacts", contact, "deals").keys() == {first, second}


def test_requests_the_report_of_records_near_their_limits(hubspot: HubSpot) -> None:
    owner = hubspot.crm.owners.get_all()[0]
    report = hubspot.crm.associations.v4.report_api.request(owner.user_id)
    assert (report.user_id, report.user_email) == (owner.user_id, owner.email)


def test_v3_associates_by_name(hubspot: HubSpot, contact: str) -> None:
    api = hubspot.crm.associations.batch_api
    deal = make(hubspot, "deals")
    pair = v3.PublicAssociation(
        _from=v3.PublicObjectId(id=contact), to=v3.PublicObjectId(id=deal), type="contact_to_deal"
    )
    made = api.create("contacts", "deals", v3.BatchInputPublicAssociation(inputs=[pair]))
    assert [(found._from.id, found.to.id, found.type) for found in made.results] == [(contact, deal, "contact_to_deal")]
    asked = v3.BatchInputPublicObjectId(inputs=[v3.PublicObjectId(id=deal)])
    read = api.read("deals", "contacts", asked)
    assert [(found.id, found.type) for found in read.results[0].to] == [(contact, "deal_to_contact")]
    api.archive("contacts", "deals", v3.BatchInputPublicAssociation(inputs=[pair]))
    assert types(hubspot, "contacts", contact, "deals") == {}


def test_v3_names_the_types(hubspot: HubSpot) -> None:
    found = hubspot.crm.associations.schema.types_api.get_all("contacts", "deals").results
    assert (str(CONTACT_TO_DEAL), "contact_to_deal") in [(one.id, one.name) for one in found]
