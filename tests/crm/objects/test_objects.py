"""Records over HTTP, one by one: what the reference and the recordings say of reads and writes."""

from typing import Any

import pytest

from tests.world import PORTAL, World

CONTACTS = "/crm/v3/objects/contacts"


async def test_create_answers_what_was_set_and_what_follows(world: World) -> None:
    reply = await world.post(CONTACTS, {"properties": {"email": "Grouparoo@Demo.com", "firstname": "John"}})
    assert reply.status == 201
    contact = reply.json
    assert reply.headers["location"] == f"http://hubstead.test{CONTACTS}/{contact['id']}"
    created = contact["createdAt"]
    # The eleven properties that the service answered in 2022, and hs_object_source*, which came later.
    assert contact["properties"] == {
        "createdate": created,
        "email": "grouparoo@demo.com",
        "firstname": "John",
        "hs_all_contact_vids": contact["id"],
        "hs_email_domain": "demo.com",
        "hs_is_contact": "true",
        "hs_is_unworked": "true",
        "hs_object_id": contact["id"],
        "hs_object_source": "INTEGRATION",
        "hs_object_source_id": contact["properties"]["hs_object_source_id"],
        "hs_object_source_label": "INTEGRATION",
        "hs_pipeline": "contacts-lifecycle-pipeline",
        "lastmodifieddate": created,
    }
    assert list(contact["properties"]) == sorted(contact["properties"])
    assert list(contact) == ["id", "properties", "createdAt", "updatedAt", "archived"]
    assert contact["archived"] is False


async def test_patch_answers_only_what_was_written_and_what_moved(world: World) -> None:
    contact = await world.create("contacts", email="grouparoo@demo.com", firstname="John")
    body = {"properties": {"email": "grouparoo@demo.com", "firstname": "John", "lastname": "Doe"}}
    reply = await world.patch(f"{CONTACTS}/{contact}", body)
    assert reply.status == 200
    assert reply.json["properties"] == {
        "email": "grouparoo@demo.com",
        "firstname": "John",
        "hs_email_domain": "demo.com",
        "lastmodifieddate": reply.json["updatedAt"],
        "lastname": "Doe",
    }


async def test_get_shows_the_default_set_with_null_for_unset(world: World) -> None:
    contact = await world.create("contacts", email="a@example.com")
    reply = await world.get(f"{CONTACTS}/{contact}")
    properties = reply.json["properties"]
    assert list(properties) == ["createdate", "email", "firstname", "hs_object_id", "lastmodifieddate", "lastname"]
    assert properties["firstname"] is None
    assert reply.json["url"].endswith(f"/contacts/{PORTAL}/record/0-1/{contact}")


async def test_asked_properties_come_with_ids_and_dates_and_unknown_ones_are_left_out(world: World) -> None:
    contact = await world.create("contacts", email="a@example.com")
    for query in ("properties=phone&properties=nonsense", "properties=phone,nonsense", "properties=phone%2Cnonsense"):
        reply = await world.get(f"{CONTACTS}/{contact}?{query}")
        assert list(reply.json["properties"]) == ["createdate", "hs_object_id", "lastmodifieddate", "phone"]
        assert reply.json["properties"]["phone"] is None


async def test_read_and_update_by_a_unique_property(world: World) -> None:
    contact = await world.create("contacts", email="a@example.com")
    assert (await world.get(f"{CONTACTS}/A%40example.com?idProperty=email")).json["id"] == contact
    reply = await world.patch(f"{CONTACTS}/a@example.com?idProperty=email", {"properties": {"phone": "1"}})
    assert reply.json["id"] == contact
    refused = await world.get(f"{CONTACTS}/John?idProperty=firstname")
    assert refused.status == 400
    assert "not unique" in refused.json["message"]


async def test_an_email_that_is_taken_is_a_conflict_with_the_id(world: World) -> None:
    contact = await world.create("contacts", email="a@example.com")
    reply = await world.post(CONTACTS, {"properties": {"email": "A@EXAMPLE.COM"}})
    assert reply.status == 409
    assert reply.json["message"] == f"Contact already exists. Existing ID: {contact}"
    assert reply.json["category"] == "CONFLICT"
    assert reply.json["context"] == {"id": [contact]}


async def test_an_additional_email_is_taken_too(world: World) -> None:
    contact = await world.create("contacts", email="a@example.com", hs_additional_emails="b@example.com;c@example.com")
    reply = await world.post(CONTACTS, {"properties": {"email": "c@example.com"}})
    assert (reply.status, reply.json["context"]) == (409, {"id": [contact]})
    await world.patch(f"{CONTACTS}/{contact}", {"properties": {"hs_additional_emails": "b@example.com"}})
    assert (await world.post(CONTACTS, {"properties": {"email": "c@example.com"}})).status == 201


async def test_taking_an_email_by_update_is_refused_in_the_services_words(world: World) -> None:
    holder = await world.create("contacts", email="x@y.com")
    other = await world.create("contacts", email="other@y.com")
    reply = await world.patch(f"{CONTACTS}/{other}", {"properties": {"email": "x@y.com"}})
    assert reply.status == 400
    assert reply.json["message"] == (
        f"Cannot set PropertyValueCoordinates{{portalId={PORTAL}, "
        "objectTypeId=ObjectTypeId{legacyObjectType=CONTACT}, propertyName=email, value=x@y.com} "
        f"on {other}. {holder} already has that value."
    )
    assert reply.json["category"] == "VALIDATION_ERROR"


async def test_an_unknown_property_is_refused_as_captured(world: World) -> None:
    reply = await world.post(CONTACTS, {"properties": {"firstname": "x", "nonsense": "1"}})
    assert reply.status == 400
    assert reply.json["message"] == (
        'Property values were not valid: [{"isValid":false,"message":"Property \\"nonsense\\" does not exist",'
        '"error":"PROPERTY_DOESNT_EXIST","name":"nonsense",'
        f'"localizedErrorMessage":"Property \\"nonsense\\" does not exist","portalId":{PORTAL}}}]'
    )
    assert reply.json["errors"] == [
        {
            "message": 'Property "nonsense" does not exist',
            "code": "PROPERTY_DOESNT_EXIST",
            "context": {"propertyName": ["nonsense"]},
        }
    ]


async def test_every_bad_value_is_named_and_nothing_is_written(world: World) -> None:
    body = {"properties": {"email": "not an address", "hs_object_id": "1", "nonsense": "1"}}
    reply = await world.post(CONTACTS, body)
    codes = [error["code"] for error in reply.json["errors"]]
    assert codes == ["INVALID_EMAIL", "READ_ONLY_VALUE", "PROPERTY_DOESNT_EXIST"]
    assert (await world.get(CONTACTS)).json["results"] == []


async def test_numbers_and_booleans_are_accepted_and_shown_as_text(world: World) -> None:
    reply = await world.post("/crm/v3/objects/companies", {"properties": {"name": "A", "numberofemployees": 50}})
    assert reply.json["properties"]["numberofemployees"] == "50"


async def test_an_empty_value_clears(world: World) -> None:
    """A cleared value is shown as empty text (recorded 2022), one that was never set as null."""
    contact = await world.create("contacts", email="a@example.com", firstname="A")
    reply = await world.patch(f"{CONTACTS}/{contact}", {"properties": {"firstname": "", "lastname": ""}})
    assert reply.json["properties"]["firstname"] == ""
    assert reply.json["properties"]["lastname"] == ""
    properties = (await world.get(f"{CONTACTS}/{contact}")).json["properties"]
    assert (properties["firstname"], properties["lastname"]) == ("", None)
    for operator, total in (("HAS_PROPERTY", 0), ("NOT_HAS_PROPERTY", 1)):
        filters = {"filters": [{"propertyName": "firstname", "operator": operator}]}
        assert (await world.post(f"{CONTACTS}/search", filters)).json["total"] == total


async def test_a_semicolon_adds_options_and_is_text_elsewhere(world: World) -> None:
    contact = await world.create("contacts", email="a@example.com", hs_buying_role="BUDGET_HOLDER", firstname=";a")
    reply = await world.patch(f"{CONTACTS}/{contact}", {"properties": {"hs_buying_role": ";END_USER", "phone": ";1"}})
    assert reply.json["properties"]["hs_buying_role"] == "BUDGET_HOLDER;END_USER"
    assert reply.json["properties"]["phone"] == ";1"
    assert (await world.get(f"{CONTACTS}/{contact}")).json["properties"]["firstname"] == ";a"


async def test_history_is_newest_first_with_its_source(world: World) -> None:
    contact = await world.create("contacts", email="a@example.com", firstname="One")
    await world.patch(f"{CONTACTS}/{contact}", {"properties": {"firstname": "Two"}})
    await world.patch(f"{CONTACTS}/{contact}", {"properties": {"firstname": ""}})
    reply = await world.get(f"{CONTACTS}/{contact}?propertiesWithHistory=firstname")
    versions = reply.json["propertiesWithHistory"]["firstname"]
    assert [version["value"] for version in versions] == ["", "Two", "One"]
    assert {version["sourceType"] for version in versions} == {"INTEGRATION"}
    assert versions[0]["timestamp"] >= versions[-1]["timestamp"]
    assert reply.json["properties"]["firstname"] == ""


async def test_archived_records_leave_lists_and_can_be_read_as_archived(world: World) -> None:
    contact = await world.create("contacts", email="a@example.com")
    assert (await world.delete(f"{CONTACTS}/{contact}")).status == 204
    assert (await world.delete(f"{CONTACTS}/{contact}")).status == 204
    assert (await world.get(f"{CONTACTS}/{contact}")).status == 404
    assert (await world.get(CONTACTS)).json == {"results": []}
    archived = (await world.get(f"{CONTACTS}?archived=true")).json["results"]
    assert [(found["id"], found["archived"]) for found in archived] == [(contact, True)]
    assert archived[0]["archivedAt"]
    assert (await world.get(f"{CONTACTS}/{contact}?archived=true")).json["id"] == contact
    assert await world.create("contacts", email="a@example.com") != contact


async def test_pages_go_on_after_the_last_id_and_the_last_has_no_paging(world: World) -> None:
    ids = [await world.create("contacts", email=f"c{n}@example.com") for n in range(5)]
    reply = await world.get(f"{CONTACTS}?limit=2&properties=email&archived=false")
    assert [found["id"] for found in reply.json["results"]] == ids[:2]
    following = reply.json["paging"]["next"]
    assert following["after"] == str(int(ids[1]) + 1)
    assert following["link"] == (
        "http://hubstead.test/crm/objects/v3/contacts?offset_param=after&limit=2&properties=email&archived=false"
        f"&after={following['after']}"
    )
    seen: list[str] = []
    url = f"{CONTACTS}?limit=2"
    while url:
        page = (await world.get(url)).json
        seen += [found["id"] for found in page["results"]]
        url = page.get("paging", {}).get("next", {}).get("link", "").removeprefix("http://hubstead.test")
    assert seen == ids


@pytest.mark.parametrize("spelling", ["contact", "CONTACTS", "Contact", "0-1"])
async def test_every_spelling_of_a_type_is_the_same_resource(world: World, spelling: str) -> None:
    contact = await world.create("contacts", email="a@example.com")
    assert (await world.get(f"/crm/objects/2026-03/{spelling}/{contact}")).json["id"] == contact


async def test_an_unknown_type_is_refused(world: World) -> None:
    reply = await world.get("/crm/v3/objects/nonsense")
    assert (reply.status, reply.json["message"]) == (400, "Unable to infer object type from: nonsense")


@pytest.mark.parametrize("id", ["abc", "0", "99999999999999999999", "-1", "1.5", "%20"])
async def test_ids_that_no_record_has_are_missing(world: World, id: str) -> None:
    for method in ("GET", "PATCH"):
        body: Any = {"properties": {"firstname": "x"}} if method == "PATCH" else None
        assert (await world.call(method, f"{CONTACTS}/{id}", body)).status == 404
    assert (await world.delete(f"{CONTACTS}/{id}")).status == 204


async def test_portals_do_not_see_each_other(world: World) -> None:
    from hubstead.account import portals

    contact = await world.create("contacts", email="a@example.com")
    other = await portals.create(world.server.store, "Other", 0)
    token = "pat-na1-other-portal"
    from hubstead.apps import tokens

    await tokens.store_token(world.server.store, other.id, token, tokens.Token(name="x", app_id=1))
    assert (await world.get(f"{CONTACTS}/{contact}", token=token)).status == 404
    assert (await world.get(CONTACTS, token=token)).json["results"] == []
    assert (await world.post(CONTACTS, {"properties": {"email": "a@example.com"}}, token=token)).status == 201
    found = await world.post(f"{CONTACTS}/search", {"query": "example"}, token=token)
    assert found.json["total"] == 1
