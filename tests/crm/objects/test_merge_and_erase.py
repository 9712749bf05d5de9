"""Merging makes a new record to which both old ids lead; erasing leaves nothing."""

from typing import Any

from tests.world import World

CONTACTS = "/crm/v3/objects/contacts"


async def test_merge_makes_a_new_record_and_both_old_ids_resolve(world: World) -> None:
    primary = await world.create("contacts", email="p@x.com", firstname="P")
    other = await world.create("contacts", email="o@x.com", firstname="O", phone="1")
    reply = await world.post(f"{CONTACTS}/merge", {"primaryObjectId": primary, "objectIdToMerge": other})
    assert reply.status == 200
    merged = reply.json["id"]
    assert merged not in (primary, other)
    query = "properties=firstname,phone,email,hs_additional_emails,hs_merged_object_ids"
    for id in (merged, primary, other):
        found = (await world.get(f"{CONTACTS}/{id}?{query}")).json
        assert found["id"] == merged
        assert found["properties"]["firstname"] == "P"
        assert found["properties"]["phone"] == "1"
        assert found["properties"]["email"] == "p@x.com"
        assert found["properties"]["hs_additional_emails"] == "o@x.com"
        assert found["properties"]["hs_merged_object_ids"] == f"{primary};{other}"
    assert [found["id"] for found in (await world.get(CONTACTS)).json["results"]] == [merged]
    assert (await world.get(f"{CONTACTS}?archived=true")).json["results"] == []
    conflict = await world.post(CONTACTS, {"properties": {"email": "o@x.com"}})
    assert conflict.json["context"] == {"id": [merged]}


async def test_history_moves_with_a_merge(world: World) -> None:
    primary = await world.create("contacts", email="p@x.com", firstname="P")
    other = await world.create("contacts", email="o@x.com", firstname="O")
    body = {"primaryObjectId": primary, "objectIdToMerge": other}
    merged = (await world.post(f"{CONTACTS}/merge", body)).json["id"]
    await world.patch(f"{CONTACTS}/{merged}", {"properties": {"firstname": "New"}})
    found = (await world.get(f"{CONTACTS}/{merged}?propertiesWithHistory=firstname")).json
    values = [version["value"] for version in found["propertiesWithHistory"]["firstname"]]
    assert values == ["New", "O", "P"]


async def test_searches_find_the_merged_record_alone(world: World) -> None:
    primary = await world.create("contacts", email="p@x.com", firstname="Same")
    other = await world.create("contacts", email="o@x.com", firstname="Same")
    filters = {"filters": [{"propertyName": "firstname", "operator": "EQ", "value": "same"}]}
    assert (await world.post(f"{CONTACTS}/search", filters)).json["total"] == 2
    body = {"primaryObjectId": primary, "objectIdToMerge": other}
    merged = (await world.post(f"{CONTACTS}/merge", body)).json["id"]
    found = (await world.post(f"{CONTACTS}/search", filters)).json
    assert [result["id"] for result in found["results"]] == [merged]


async def test_a_merged_record_can_be_merged_again(world: World) -> None:
    ids = [await world.create("contacts", email=f"{n}@x.com") for n in range(3)]
    body: dict[str, Any] = {"primaryObjectId": ids[0], "objectIdToMerge": ids[1]}
    first = (await world.post(f"{CONTACTS}/merge", body)).json["id"]
    body = {"primaryObjectId": int(ids[2]), "objectIdToMerge": int(ids[0])}
    last = (await world.post(f"{CONTACTS}/merge", body)).json["id"]
    for id in (*ids, first, last):
        assert (await world.get(f"{CONTACTS}/{id}")).json["id"] == last


async def test_merges_that_make_no_sense_are_refused(world: World) -> None:
    contact = await world.create("contacts", email="p@x.com")
    itself = await world.post(f"{CONTACTS}/merge", {"primaryObjectId": contact, "objectIdToMerge": contact})
    assert (itself.status, itself.json["message"]) == (400, "Cannot merge a contact with itself")
    missing = await world.post(f"{CONTACTS}/merge", {"primaryObjectId": contact, "objectIdToMerge": "999"})
    assert missing.status == 404
    product = await world.create("products", name="P")
    body = {"primaryObjectId": product, "objectIdToMerge": product}
    assert (await world.post("/crm/v3/objects/products/merge", body)).status == 400


async def test_gdpr_delete_leaves_nothing(world: World) -> None:
    contact = await world.create("contacts", email="secret@x.com", firstname="Very Secret")
    body = {"objectId": "secret@x.com", "idProperty": "email"}
    assert (await world.post(f"{CONTACTS}/gdpr-delete", body)).status == 204
    for query in ("", "?archived=true"):
        assert (await world.get(f"{CONTACTS}/{contact}{query}")).status == 404
    store = world.server.store
    for table in ("record", "unique_value", "fact", "association"):
        for row in await store.rows(f"SELECT * FROM {table}"):
            assert not any("secret" in str(value).lower() for value in row), (table, row)
    found = await world.post(f"{CONTACTS}/search", {"query": "secret"})
    assert found.json["total"] == 0
    assert (await world.post(f"{CONTACTS}/gdpr-delete", {"objectId": contact})).status == 404


async def test_a_search_finds_nothing_of_who_was_merged_and_erased_at_once(world: World) -> None:
    primary = await world.create("contacts", email="secret@x.com", firstname="Very Secret")
    other = await world.create("contacts", email="secret2@x.com", firstname="Very Secret")
    filters = {"filters": [{"propertyName": "firstname", "operator": "EQ", "value": "very secret"}]}
    assert (await world.post(f"{CONTACTS}/search", filters)).json["total"] == 2
    await world.post(f"{CONTACTS}/merge", {"primaryObjectId": primary, "objectIdToMerge": other})
    assert (await world.post(f"{CONTACTS}/gdpr-delete", {"objectId": primary})).status == 204
    assert (await world.post(f"{CONTACTS}/search", filters)).json["total"] == 0


async def test_erasing_an_archived_contact_leaves_its_address_to_who_has_it_now(world: World) -> None:
    gone = await world.create("contacts", email="p@x.com")
    await world.delete(f"{CONTACTS}/{gone}")
    heir = await world.create("contacts", email="p@x.com")
    assert (await world.post(f"{CONTACTS}/gdpr-delete", {"objectId": gone})).status == 204
    assert (await world.get(f"{CONTACTS}/p@x.com?idProperty=email")).json["id"] == heir
    assert (await world.post(CONTACTS, {"properties": {"email": "p@x.com"}})).status == 409


async def test_other_types_have_no_gdpr_delete(world: World) -> None:
    product = await world.create("products", name="P")
    assert (await world.post("/crm/v3/objects/products/gdpr-delete", {"objectId": product})).status == 400
