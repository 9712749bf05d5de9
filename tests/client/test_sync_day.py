"""A day of an integration that keeps a CRM in step, with PyPI hubspot-api-client, over a socket."""

from datetime import datetime
from typing import Any

import pytest
from hubspot import HubSpot
from hubspot.crm import companies, contacts, deals, objects
from hubspot.crm.associations import v4

COMPANIES, PEOPLE = 12, 130
CONTACT_TO_COMPANY, CONTACT_TO_DEAL, DEAL_TO_COMPANY = 279, 4, 341


def test_a_whole_day(hubspot: HubSpot) -> None:
    firms = morning_imports_companies(hubspot)
    people = contacts_follow_in_batches(hubspot)
    associate(hubspot, firms, people)
    sales = deals_are_won_and_lost(hubspot, firms, people)
    everything_is_there(hubspot, firms, people)
    noon = newest_change(hubspot)
    changed = the_afternoon_changes_some(hubspot, people)
    assert changed_since(hubspot, noon) == changed
    duplicates_are_merged(hubspot, people)
    the_evening_clears_up(hubspot, sales)


def morning_imports_companies(hubspot: HubSpot) -> list[str]:
    inputs = [
        companies.SimplePublicObjectBatchInputForCreate(
            properties={"name": f"Mill {number}", "domain": f"mill{number}.example", "numberofemployees": str(number)}
        )
        for number in range(COMPANIES)
    ]
    batch = companies.BatchInputSimplePublicObjectBatchInputForCreate(inputs=inputs)
    made = hubspot.crm.companies.batch_api.create(batch)
    assert [result.properties["domain"] for result in made.results] == [f"mill{n}.example" for n in range(COMPANIES)]
    return [result.id for result in made.results]


def contacts_follow_in_batches(hubspot: HubSpot) -> list[str]:
    """Upserted by address, a hundred at a time; the second run of the same day finds them all."""
    first, again = ([upserted(hubspot, run, start) for start in (0, 100)] for run in ("first", "again"))
    for batches, new in ((first, True), (again, False)):
        assert all(result.new is new for batch in batches for result in batch)
    ids = [result.id for batch in again for result in batch]
    assert ids == [result.id for batch in first for result in batch]
    return ids


def upserted(hubspot: HubSpot, run: str, start: int) -> list[Any]:
    inputs = [
        contacts.SimplePublicObjectBatchInputUpsert(
            id=f"person{number}@mill{number % COMPANIES}.example",
            id_property="email",
            properties={"firstname": f"Person {number}", "jobtitle": run, "lifecyclestage": "lead"},
        )
        for number in range(start, min(start + 100, PEOPLE))
    ]
    batch = contacts.BatchInputSimplePublicObjectBatchInputUpsert(inputs=inputs)
    results: list[Any] = hubspot.crm.contacts.batch_api.upsert(batch).results
    return results


def associate(hubspot: HubSpot, firms: list[str], people: list[str]) -> None:
    spec = v4.AssociationSpec(association_category="HUBSPOT_DEFINED", association_type_id=CONTACT_TO_COMPANY)
    inputs = [
        v4.PublicAssociationMultiPost(
            _from=v4.PublicObjectId(id=person), to=v4.PublicObjectId(id=firms[at % COMPANIES]), types=[spec]
        )
        for at, person in enumerate(people)
    ]
    batch = v4.BatchInputPublicAssociationMultiPost(inputs=inputs)
    made = hubspot.crm.associations.v4.batch_api.create("contacts", "companies", batch)
    assert len(made.results) == PEOPLE
    first = hubspot.crm.companies.basic_api.get_by_id(firms[0], properties=["num_associated_contacts"])
    assert first.properties["num_associated_contacts"] == "11"  # 0, 12, 24, ... 120


def deals_are_won_and_lost(hubspot: HubSpot, firms: list[str], people: list[str]) -> list[str]:
    def to(id: str, type: int) -> Any:
        spec = deals.AssociationSpec(association_category="HUBSPOT_DEFINED", association_type_id=type)
        return deals.PublicAssociationsForObject(to=deals.PublicObjectId(id=id), types=[spec])

    made = [
        hubspot.crm.deals.basic_api.create(
            deals.SimplePublicObjectInputForCreate(
                properties={
                    "dealname": f"Deal {at}",
                    "pipeline": "default",
                    "dealstage": stage,
                    "amount": str(100 * at),
                },
                associations=[to(people[at], 3), to(firms[at], DEAL_TO_COMPANY)],
            )
        )
        for at, stage in enumerate(["appointmentscheduled", "contractsent", "closedwon", "closedlost"])
    ]
    won = hubspot.crm.deals.basic_api.get_by_id(
        made[2].id, properties=["hs_is_closed_won", "closedate"], associations=["contacts", "companies"]
    )
    assert won.properties["hs_is_closed_won"] == "true"
    assert won.properties["closedate"] is not None
    assert {found.id for found in won.associations["contacts"].results} == {people[2]}
    assert {found.id for found in won.associations["companies"].results} == {firms[2]}
    return [deal.id for deal in made]


def everything_is_there(hubspot: HubSpot, firms: list[str], people: list[str]) -> None:
    found = hubspot.crm.contacts.get_all(properties=["jobtitle"], associations=["companies"])
    assert [contact.id for contact in found] == people
    assert {contact.properties["jobtitle"] for contact in found} == {"again"}
    assert [contact.associations["companies"].results[0].id for contact in found] == [
        firms[at % COMPANIES] for at in range(PEOPLE)
    ]
    assert [firm.id for firm in hubspot.crm.companies.get_all()] == firms
    assert len(hubspot.crm.contacts.get_all(properties_with_history=["jobtitle"])) == PEOPLE


def newest_change(hubspot: HubSpot) -> datetime:
    newest: datetime = max(contact.updated_at for contact in hubspot.crm.contacts.get_all())
    return newest


def the_afternoon_changes_some(hubspot: HubSpot, people: list[str]) -> list[str]:
    changed = people[10:25]
    for person in changed:
        hubspot.crm.contacts.basic_api.update(
            person, contacts.SimplePublicObjectInput(properties={"lifecyclestage": "customer"})
        )
    return changed


def changed_since(hubspot: HubSpot, moment: datetime) -> list[str]:
    """How connectors find what is new: by the modification date, page by page, oldest change first."""
    found: list[str] = []
    after: str | None = None
    while True:
        since = contacts.Filter(
            property_name="lastmodifieddate", operator="GT", value=str(round(moment.timestamp() * 1000))
        )
        page = hubspot.crm.contacts.search_api.do_search(
            contacts.PublicObjectSearchRequest(
                filter_groups=[contacts.FilterGroup(filters=[since])],
                sorts=[{"propertyName": "lastmodifieddate", "direction": "ASCENDING"}],
                properties=["lifecyclestage", "lastmodifieddate"],
                limit=10,
                after=after,
            )
        )
        assert {contact.properties["lifecyclestage"] for contact in page.results} == {"customer"}
        found += [contact.id for contact in page.results]
        if page.paging is None:
            assert page.total == len(found)
            return found
        after = page.paging.next.after


def duplicates_are_merged(hubspot: HubSpot, people: list[str]) -> None:
    keep, drop = people[:2]
    merged = hubspot.crm.contacts.basic_api.merge(
        contacts.PublicMergeInput(primary_object_id=keep, object_id_to_merge=drop)
    )
    found = hubspot.crm.contacts.basic_api.get_by_id(drop, associations=["companies", "deals"])
    assert (found.id, found.properties["email"]) == (merged.id, "person0@mill0.example")
    assert len({link.id for link in found.associations["companies"].results}) == 2
    assert len({link.id for link in found.associations["deals"].results}) == 2
    by_second = hubspot.crm.contacts.basic_api.get_by_id("person1@mill1.example", id_property="email")
    assert by_second.id == merged.id
    assert len(hubspot.crm.contacts.get_all()) == PEOPLE - 1


def the_evening_clears_up(hubspot: HubSpot, sales: list[str]) -> None:
    inputs = [deals.SimplePublicObjectId(id=id) for id in sales[:3]]
    hubspot.crm.deals.batch_api.archive(deals.BatchInputSimplePublicObjectId(inputs=inputs))
    assert [deal.id for deal in hubspot.crm.deals.get_all()] == sales[3:]
    assert [deal.id for deal in hubspot.crm.deals.get_all(archived=True)] == sales[:3]
    assert hubspot.crm.deals.search_api.do_search(deals.PublicObjectSearchRequest()).total == 1
    with pytest.raises(objects.exceptions.NotFoundException):
        hubspot.crm.objects.basic_api.get_by_id("deals", sales[0])
