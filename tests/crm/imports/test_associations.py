"""Imports whose rows are associated: two objects in a row, files that refer to each other, labels and notes."""

import pytest

from tests.crm.imports.desk import Desk, column, request
from tests.world import World

LABELS = "/crm/v4/associations/contacts/companies/labels"


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


async def _id(desk: Desk, type: str, property: str, value: str) -> str:
    filters = {"filters": [{"propertyName": property, "operator": "EQ", "value": value}]}
    found = (await desk.world.post(f"/crm/v3/objects/{type}/search", filters)).json["results"]
    assert len(found) == 1, (type, value, found)
    return str(found[0]["id"])


async def test_two_objects_of_a_row_are_associated(desk: Desk) -> None:
    columns = [
        column("Email", "email"),
        column("Domain", "domain", "0-2"),
        column("Note", "hs_note_body", "0-46"),
    ]
    rows = "a@one.com,one.com,First call\nb@one.com,one.com,\nc@two.com,two.com,\nd@none.com,,\n"
    done = await desk.run(request(("a.csv", columns)), a="Email,Domain,Note\n" + rows)
    assert await desk.told(done["id"]) == []
    assert done["mappedObjectTypeIds"] == ["0-1", "0-2", "0-46"]
    assert done["metadata"]["counters"]["UNIQUE_OBJECTS_WRITTEN"] == 7
    one, two = [await _id(desk, "companies", "domain", domain) for domain in ("one.com", "two.com")]
    a, b, c, d = [
        await _id(desk, "contacts", "email", email) for email in ("a@one.com", "b@one.com", "c@two.com", "d@none.com")
    ]
    assert await desk.linked("companies", one, "contacts") == sorted([a, b], key=int)
    assert await desk.linked("contacts", c, "companies") == [two]
    assert await desk.linked("contacts", d, "companies") == []
    [note] = await desk.linked("contacts", a, "notes")
    assert await desk.linked("notes", note, "companies") == [one]


async def test_a_label_column_says_how(world: World, desk: Desk) -> None:
    assert (await world.post(LABELS, {"name": "boss", "label": "Boss"})).status == 200
    columns = [
        column("Email", "email"),
        column("Domain", "domain", "0-2"),
        column("How", None, "0-1", toColumnObjectTypeId="0-2", columnType="FLEXIBLE_ASSOCIATION_LABEL"),
    ]
    rows = "a@one.com,one.com,Boss\nb@one.com,one.com,Nobody\n"
    done = await desk.run(request(("a.csv", columns)), a="Email,Domain,How\n" + rows)
    assert await desk.told(done["id"]) == [(3, "ASSOCIATION_LABEL_NOT_FOUND", 2, "Nobody")]
    a = await _id(desk, "contacts", "email", "a@one.com")
    [link] = (await world.get(f"/crm/v4/objects/contacts/{a}/associations/companies")).json["results"]
    assert "Boss" in [type["label"] for type in link["associationTypes"]]


@pytest.mark.parametrize("contacts_first", [True, False])
async def test_files_refer_to_each_other(world: World, desk: Desk, contacts_first: bool) -> None:
    kept = await world.create("contacts", email="there@example.com")
    contacts = (
        "contacts.csv",
        [column("Email", "email", associationIdentifierColumn=True), column("Name", "firstname")],
    )
    key = {"associationTypeId": 280, "associationCategory": "HUBSPOT_DEFINED"}
    companies = (
        "companies.csv",
        [
            column("Domain", "domain", "0-2"),
            column("Email", None, "0-2", toColumnObjectTypeId="0-1", foreignKeyType=key),
        ],
    )
    files = (contacts, companies) if contacts_first else (companies, contacts)
    done = await desk.run(
        request(*files),
        **{
            "contacts.csv": "Email,Name\na@x.com,A\nb@x.com,B\n",
            "companies.csv": "Domain,Email\nx.com,A@x.com;b@x.com\ny.com,there@example.com\nz.com,nobody@example.com\n",
        },
    )
    assert await desk.told(done["id"]) == [(4, "NO_OBJECT_ID_FROM_ASSOCIATION_IDENTIFIER", 1, "nobody@example.com")]
    x, y = [await _id(desk, "companies", "domain", domain) for domain in ("x.com", "y.com")]
    people = [await _id(desk, "contacts", "email", email) for email in ("a@x.com", "b@x.com")]
    assert await desk.linked("companies", x, "contacts") == sorted(people, key=int)
    assert await desk.linked("companies", y, "contacts") == [kept]


async def test_records_of_one_type_are_associated_by_their_ids(world: World, desk: Desk) -> None:
    other = await world.create("contacts", firstname="Other")
    columns = [
        column("Email", "email"),
        column("Knows", None, "0-1", toColumnObjectTypeId="0-1", columnType="ASSOCIATION_KEYS"),
    ]
    await desk.run(request(("a.csv", columns)), a=f"Email,Knows\na@x.com,{other}\n")
    assert await desk.linked("contacts", await _id(desk, "contacts", "email", "a@x.com"), "contacts") == [other]


async def test_custom_objects_are_imported_by_their_unique_property(world: World, desk: Desk) -> None:
    schema = {
        "name": "car",
        "labels": {"singular": "Car", "plural": "Cars"},
        "primaryDisplayProperty": "plate",
        "requiredProperties": ["plate"],
        "properties": [
            {"name": "plate", "label": "Plate", "type": "string", "fieldType": "text", "hasUniqueValue": True},
            {"name": "built", "label": "Built", "type": "date", "fieldType": "date"},
        ],
        "associatedObjects": ["CONTACT"],
    }
    type = (await world.post("/crm/v3/schemas", schema)).json["objectTypeId"]
    columns = [column("Plate", "plate", type), column("Built", "built", type), column("Email", "email")]
    rows = "M-1,3/4/2020,a@x.com\nM-1,04/05/21,a@x.com\n,1/1/2020,b@x.com\n"
    done = await desk.run(request(("a.csv", columns)), a="Plate,Built,Email\n" + rows)
    assert await desk.records(type, "plate", "built") == [{"plate": "M-1", "built": "2021-04-05"}]
    assert await desk.told(done["id"]) == [(4, "MISSING_REQUIRED_PROPERTY", None, None)]
    [car] = (await world.get(f"/crm/v3/objects/{type}")).json["results"]
    assert len(await desk.linked(type, car["id"], "contacts")) == 1
