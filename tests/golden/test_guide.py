"""The examples of the API guide, as given: only host, token and the ids of records are this server's."""

from typing import Any

import pytest_asyncio

from tests.golden.comparison import differences
from tests.world import World

SPEC = {"associationCategory": "HUBSPOT_DEFINED"}


class Company:
    """The records that the guide speaks of."""

    def __init__(self, world: World, **ids: str) -> None:
        self.world = world
        self.ids = ids

    async def ok(self, method: str, url: str, body: Any = None, status: int = 200) -> Any:
        reply = await self.world.call(method, url.format(**self.ids), body)
        assert reply.status == status, reply.body
        return reply.json


@pytest_asyncio.fixture
async def guide(world: World) -> Company:
    john = await world.create("contacts", firstname="John", lastname="Doe", email="john.doe@example.com")
    jane = await world.create("contacts", firstname="Jane", email="jane@example.com", lifecyclestage="lead")
    acme = await world.create("companies", name="Acme Corporation", domain="acme.com", numberofemployees="500")
    deal = await world.create("deals", dealname="Enterprise License", dealstage="contractsent", pipeline="default")
    return Company(world, john=john, jane=jane, acme=acme, deal=deal)


async def test_contacts_are_listed_and_read(guide: Company) -> None:
    url = "/crm/v3/objects/contacts?limit=10&properties=firstname,lastname,email,phone&archived=false"
    found = (await guide.ok("GET", url))["results"][0]
    assert found["properties"]["email"] == "john.doe@example.com"
    url = "/crm/v3/objects/contacts/{john}?properties=firstname,lastname,email,phone,company"
    assert (await guide.ok("GET", url))["id"] == guide.ids["john"]
    url = "/crm/v3/objects/contacts/john.doe@example.com?idProperty=email&properties=firstname,lastname,phone"
    assert (await guide.ok("GET", url))["id"] == guide.ids["john"]
    url = "/crm/v3/objects/contacts/{john}?associations=companies,deals&properties=firstname,lastname,email"
    assert "associations" not in await guide.ok("GET", url)


async def test_a_contact_is_created_with_its_company_and_updated(guide: Company) -> None:
    body = {
        "properties": {
            "email": "jane.smith@example.com",
            "firstname": "Jane",
            "lastname": "Smith",
            "phone": "+1-555-0101",
            "company": "Acme Corp",
            "website": "https://acme.com",
            "lifecyclestage": "lead",
        },
        "associations": [{"to": {"id": guide.ids["acme"]}, "types": [{**SPEC, "associationTypeId": 1}]}],
    }
    made = await guide.ok("POST", "/crm/v3/objects/contacts", body, 201)
    assert body["properties"].items() <= made["properties"].items()  # type: ignore[attr-defined]
    url = f"/crm/v3/objects/contacts/{made['id']}?associations=companies"
    linked = (await guide.ok("GET", url))["associations"]["companies"]["results"]
    assert {link["id"] for link in linked} == {guide.ids["acme"]}
    changes = {"phone": "+1-555-0199", "lifecyclestage": "customer", "hs_lead_status": "CONNECTED"}
    answer = await guide.ok("PATCH", f"/crm/v3/objects/contacts/{made['id']}", {"properties": changes})
    assert changes.items() <= answer["properties"].items()
    url = "/crm/v3/objects/contacts/john.doe@example.com?idProperty=email"
    assert (await guide.ok("PATCH", url, {"properties": {"phone": "+1-555-0199"}}))["id"] == guide.ids["john"]
    await guide.ok("DELETE", "/crm/v3/objects/contacts/{john}", status=204)


async def test_contacts_are_searched(guide: Company) -> None:
    body: dict[str, Any] = {
        "filterGroups": [
            {
                "filters": [
                    {"propertyName": "email", "operator": "CONTAINS_TOKEN", "value": "example.com"},
                    {"propertyName": "lifecyclestage", "operator": "EQ", "value": "lead"},
                ]
            }
        ],
        "sorts": ["createdate"],
        "properties": ["firstname", "lastname", "email", "company"],
        "limit": 20,
        "after": "0",
    }
    found = await guide.ok("POST", "/crm/v3/objects/contacts/search", body)
    assert (found["total"], [each["id"] for each in found["results"]]) == (1, [guide.ids["jane"]])
    body = {
        "filterGroups": [
            {"filters": [{"propertyName": "lifecyclestage", "operator": "EQ", "value": "customer"}]},
            {"filters": [{"propertyName": "hs_lead_status", "operator": "EQ", "value": "QUALIFIED"}]},
        ],
        "properties": ["firstname", "lastname", "email"],
        "limit": 50,
    }
    assert await guide.ok("POST", "/crm/v3/objects/contacts/search", body) == {"total": 0, "results": []}


async def test_contacts_in_batches(guide: Company) -> None:
    url = "/crm/v3/objects/contacts/batch/"
    inputs: list[Any] = [
        {
            "properties": {"email": "contact1@example.com", "firstname": "Contact", "lastname": "One"},
            "associations": [],
        },
        {
            "properties": {"email": "contact2@example.com", "firstname": "Contact", "lastname": "Two"},
            "associations": [],
        },
    ]
    made = (await guide.ok("POST", url + "create", {"inputs": inputs}, 201))["results"]
    body: dict[str, Any] = {
        "properties": ["firstname", "lastname", "email", "phone"],
        "propertiesWithHistory": [],
        "inputs": [{"id": each["id"]} for each in made],
    }
    assert len((await guide.ok("POST", url + "read", body))["results"]) == 2
    body = {
        "properties": ["firstname", "lastname"],
        "propertiesWithHistory": [],
        "idProperty": "email",
        "inputs": [{"id": "john.doe@example.com"}, {"id": "jane@example.com"}],
    }
    found = (await guide.ok("POST", url + "read", body))["results"]
    assert [each["id"] for each in found] == [guide.ids["john"], guide.ids["jane"]]
    inputs = [
        {"id": guide.ids["john"], "properties": {"lifecyclestage": "customer"}},
        {"id": guide.ids["jane"], "properties": {"lifecyclestage": "opportunity"}},
    ]
    changed = (await guide.ok("POST", url + "update", {"inputs": inputs}))["results"]
    assert [each["properties"]["lifecyclestage"] for each in changed] == ["customer", "opportunity"]
    inputs = [
        {
            "id": "new.contact@example.com",
            "idProperty": "email",
            "properties": {"email": "new.contact@example.com", "firstname": "New", "lastname": "Contact"},
        },
        {"id": "jane@example.com", "idProperty": "email", "properties": {"phone": "+1-555-9999"}},
    ]
    put = (await guide.ok("POST", url + "upsert", {"inputs": inputs}))["results"]
    assert [each["new"] for each in put] == [True, False]
    body = {"primaryObjectId": guide.ids["john"], "objectIdToMerge": guide.ids["jane"]}
    merged = await guide.ok("POST", "/crm/v3/objects/contacts/merge", body)
    assert (await guide.ok("GET", "/crm/v3/objects/contacts/{jane}"))["id"] == merged["id"]


async def test_companies(guide: Company) -> None:
    await guide.ok("GET", "/crm/v3/objects/companies?limit=10&properties=name,domain,industry,numberofemployees")
    properties = {
        "name": "TechStart Inc",
        "domain": "techstart.io",
        "industry": "TECHNOLOGY",
        "description": "An innovative tech startup",
        "numberofemployees": "50",
        "annualrevenue": "5000000",
        "city": "San Francisco",
        "state": "California",
        "country": "United States",
    }
    made = await guide.ok("POST", "/crm/v3/objects/companies", {"properties": properties, "associations": []}, 201)
    assert properties.items() <= made["properties"].items()
    changes = {"numberofemployees": "750", "annualrevenue": "25000000", "lifecyclestage": "customer"}
    await guide.ok("PATCH", f"/crm/v3/objects/companies/{made['id']}", {"properties": changes})
    filters = [
        {"propertyName": "industry", "operator": "EQ", "value": "TECHNOLOGY"},
        {"propertyName": "numberofemployees", "operator": "GTE", "value": "100"},
    ]
    body = {"filterGroups": [{"filters": filters}], "properties": ["name", "domain", "industry"], "limit": 25}
    found = await guide.ok("POST", "/crm/v3/objects/companies/search", body)
    assert [each["id"] for each in found["results"]] == [made["id"]]


async def test_deals(guide: Company) -> None:
    body: dict[str, Any] = {
        "properties": {
            "dealname": "New Software License",
            "amount": "75000",
            "closedate": "2024-06-30",
            "pipeline": "default",
            "dealstage": "appointmentscheduled",
            "hubspot_owner_id": "12345",
        },
        "associations": [
            {"to": {"id": guide.ids["john"]}, "types": [{**SPEC, "associationTypeId": 3}]},
            {"to": {"id": guide.ids["acme"]}, "types": [{**SPEC, "associationTypeId": 5}]},
        ],
    }
    made = await guide.ok("POST", "/crm/v3/objects/deals", body, 201)
    assert made["properties"]["closedate"] == "2024-06-30T00:00:00Z"
    url = (
        "/crm/v3/objects/deals?limit=10&properties=dealname,amount,closedate,pipeline,dealstage"
        "&associations=contacts,companies"
    )
    linked = next(each for each in (await guide.ok("GET", url))["results"] if each["id"] == made["id"])["associations"]
    assert linked["contacts"]["results"] == [{"id": guide.ids["john"], "type": "deal_to_contact"}]
    assert {"id": guide.ids["acme"], "type": "deal_to_company"} in linked["companies"]["results"]
    changes = {"dealstage": "closedwon", "amount": "55000", "closedate": "2024-01-20"}
    won = await guide.ok("PATCH", f"/crm/v3/objects/deals/{made['id']}", {"properties": changes})
    assert (won["properties"]["dealstage"], won["properties"]["hs_is_closed_won"]) == ("closedwon", "true")
    inputs = [
        {
            "properties": {"dealname": name, "amount": amount, "pipeline": "default", "dealstage": stage},
            "associations": [],
        }
        for name, amount, stage in (("Deal A", "25000", "appointmentscheduled"), ("Deal B", "50000", "qualifiedtobuy"))
    ]
    batch = (await guide.ok("POST", "/crm/v3/objects/deals/batch/create", {"inputs": inputs}, 201))["results"]
    inside = await guide.world.create(
        "deals", dealname="In range", amount="12000", dealstage="qualifiedtobuy", closedate="2024-02-15"
    )
    filters = [
        {"propertyName": "amount", "operator": "GTE", "value": "10000"},
        {
            "propertyName": "dealstage",
            "operator": "IN",
            "values": ["qualifiedtobuy", "presentationscheduled", "decisionmakerboughtin"],
        },
        {"propertyName": "closedate", "operator": "BETWEEN", "value": "2024-01-01", "highValue": "2024-03-31"},
    ]
    search = {"filterGroups": [{"filters": filters}], "sorts": ["-amount"], "properties": ["dealname"], "limit": 50}
    found = await guide.ok("POST", "/crm/v3/objects/deals/search", search)
    assert [each["id"] for each in found["results"]] == [inside]
    assert len(batch) == 2


async def test_tickets(guide: Company) -> None:
    body = {
        "properties": {
            "subject": "Product inquiry",
            "content": "Customer wants to know about enterprise features",
            "hs_pipeline": "0",
            "hs_pipeline_stage": "1",
            "hs_ticket_priority": "MEDIUM",
            "hs_ticket_category": "PRODUCT_ISSUE",
        },
        "associations": [{"to": {"id": guide.ids["john"]}, "types": [{**SPEC, "associationTypeId": 16}]}],
    }
    made = await guide.ok("POST", "/crm/v3/objects/tickets", body, 201)
    url = "/crm/v3/objects/tickets?limit=10&properties=subject,content,hs_pipeline,hs_pipeline_stage,hs_ticket_priority"
    found = (await guide.ok("GET", url))["results"][0]
    assert (found["id"], found["properties"]["hs_ticket_priority"]) == (made["id"], "MEDIUM")


async def test_pipelines(guide: Company) -> None:
    sales = (await guide.ok("GET", "/crm/v3/pipelines/deals"))["results"][0]
    expected = {"id": "default", "label": "Sales Pipeline", "displayOrder": 0}
    assert expected.items() <= sales.items()
    assert sales["stages"][0]["id"] == "appointmentscheduled"
    assert [each["id"] for each in (await guide.ok("GET", "/crm/v3/pipelines/tickets"))["results"]] == ["0"]
    assert (await guide.ok("GET", "/crm/v3/pipelines/deals/default"))["id"] == "default"
    stages = [
        ("Discovery", "0.1"),
        ("Proposal", "0.4"),
        ("Negotiation", "0.7"),
        ("Closed Won", "1.0"),
        ("Closed Lost", "0"),
    ]
    body = {
        "label": "Enterprise Sales Pipeline",
        "displayOrder": 1,
        "stages": [
            {"label": label, "displayOrder": place, "metadata": {"probability": probability}}
            for place, (label, probability) in enumerate(stages)
        ],
    }
    made = await guide.ok("POST", "/crm/v3/pipelines/deals", body, 201)
    assert [stage["label"] for stage in made["stages"]] == [label for label, _ in stages]


async def test_properties(guide: Company) -> None:
    listed = (await guide.ok("GET", "/crm/v3/properties/contacts?archived=false"))["results"]
    email = next(each for each in listed if each["name"] == "email")
    shown = {"label": "Email", "type": "string", "fieldType": "text", "groupName": "contactinformation"}
    assert differences(shown, {name: email[name] for name in shown}) == []
    colours = [("Red", "red"), ("Blue", "blue"), ("Green", "green")]
    body: dict[str, Any] = {
        "name": "favorite_color",
        "label": "Favorite Color",
        "type": "enumeration",
        "fieldType": "select",
        "groupName": "contactinformation",
        "description": "Customer preferred color",
        "options": [{"label": a, "value": b, "displayOrder": n} for n, (a, b) in enumerate(colours)],
    }
    await guide.ok("POST", "/crm/v3/properties/contacts", body, 201)
    terms = [("Annual Billing", "annual"), ("Monthly Billing", "monthly"), ("Net 30", "net30")]
    body = {
        "name": "contract_terms",
        "label": "Contract Terms",
        "type": "enumeration",
        "fieldType": "checkbox",
        "groupName": "companyinformation",
        "options": [{"label": a, "value": b, "displayOrder": n} for n, (a, b) in enumerate(terms)],
    }
    await guide.ok("POST", "/crm/v3/properties/companies", body, 201)
    options = [{"label": a, "value": b, "displayOrder": n} for n, (a, b) in enumerate([*colours, ("Yellow", "yellow")])]
    body = {"label": "Preferred Color", "options": options}
    changed = await guide.ok("PATCH", "/crm/v3/properties/contacts/favorite_color", body)
    assert (changed["label"], len(changed["options"])) == ("Preferred Color", 4)


async def test_associations(guide: Company) -> None:
    pair = {"from": {"id": guide.ids["john"]}, "to": {"id": guide.ids["acme"]}}
    body: dict[str, Any] = {"inputs": [{**pair, "types": [{**SPEC, "associationTypeId": 1}]}]}
    await guide.ok("POST", "/crm/v4/associations/contacts/companies/batch/create", body, 201)
    body = {
        "inputs": [
            {
                "from": {"id": guide.ids["deal"]},
                "to": {"id": guide.ids[who]},
                "types": [{**SPEC, "associationTypeId": 3}],
            }
            for who in ("john", "jane")
        ]
    }
    await guide.ok("POST", "/crm/v4/associations/deals/contacts/batch/create", body, 201)
    url = "/crm/v4/objects/deals/{deal}/associations/default/contacts/{john}"
    await guide.ok("PUT", url)
    body = {"inputs": [{"from": {"id": guide.ids["john"]}, "to": [{"id": guide.ids["acme"]}]}]}
    await guide.ok("POST", "/crm/v4/associations/contacts/companies/batch/archive", body, 204)
    assert (await guide.ok("GET", "/crm/v4/objects/contacts/{john}/associations/companies"))["results"] == []


async def test_a_note_is_logged_on_a_contact(guide: Company) -> None:
    body = {
        "properties": {"hs_note_body": "Payment received", "hs_timestamp": "2024-01-15T16:00:00Z"},
        "associations": [{"to": {"id": guide.ids["john"]}, "types": [{**SPEC, "associationTypeId": 202}]}],
    }
    made = await guide.ok("POST", "/crm/v3/objects/notes", body, 201)
    assert made["properties"]["hs_note_body"] == "Payment received"


async def test_the_other_header_of_private_apps(guide: Company) -> None:
    token = await guide.world.token("pat-na1-private-app-header", ("crm.objects.contacts.read",))
    url = "/crm/v3/objects/contacts"
    assert (await guide.world.get(url, token=None, headers={"private-app": token})).status == 200
