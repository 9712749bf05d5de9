"""Event definitions: made once, found by every name, never coming back."""

from typing import Any

import pytest

from tests.events.shop import BOUGHT, DEFINITIONS, PROPERTIES, definition, shop
from tests.world import PORTAL, World


async def test_a_definition_is_answered_with_everything(world: World) -> None:
    reply = await world.post(DEFINITIONS, definition())
    assert reply.status == 201
    made = reply.json
    assert made["labels"] == {"singular": "Bought book"}
    assert (made["name"], made["fullyQualifiedName"]) == ("bought_book", BOUGHT)
    assert made["objectTypeId"] == f"6-{made['id']}"
    assert (made["primaryObject"], made["primaryObjectId"]) == ("CONTACT", "0-1")
    assert (made["trackingType"], made["archived"]) == ("MANUAL", False)
    assert made["description"] == "Somebody bought a book"
    kinds = [(found["name"], found["type"], found["fieldType"]) for found in made["properties"]]
    assert kinds == [
        ("title", "string", "text"),
        ("price", "number", "number"),
        ("form", "enumeration", "select"),
        ("printed", "datetime", "date"),
    ]
    [association] = made["associations"]
    assert (association["fromObjectTypeId"], association["toObjectTypeId"]) == (made["objectTypeId"], "0-1")
    for spelling in ("bought_book", BOUGHT, made["id"], made["objectTypeId"]):
        assert (await world.get(f"{DEFINITIONS}/{spelling}")).json == made


async def test_names_follow_from_labels(world: World) -> None:
    properties = [{"label": "Shoe size (EU)", "type": "number"}]
    made = (await world.post(DEFINITIONS, {"label": "Bought 2 Shoes!", "propertyDefinitions": properties})).json
    assert made["name"] == "bought_2_shoes"
    names = [found["name"] for found in made["properties"]]
    assert names[-1] == "shoe_size_eu"
    assert "hs_page_url" in names  # the default properties are there unless they are left out


NUL = [{"label": "\0", "value": "a"}]


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"name": "Bought"}, 400),
        ({"name": "2_books"}, 400),
        ({"name": "b" * 51}, 400),
        ({"name": "b" * 50}, 201),
        ({"name": "with-hyphen"}, 201),
        ({"label": "l" * 101}, 400),
        ({"label": " "}, 400),
        ({"label": "Bad nul \0"}, 400),
        ({"description": "Bad nul \0"}, 400),
        ({"propertyDefinitions": [{"label": "L\0", "type": "string"}]}, 400),
        ({"propertyDefinitions": [{"label": "L", "type": "enumeration", "options": NUL}]}, 400),
        ({"primaryObject": "SPACESHIP"}, 400),
        ({"primaryObject": "deal"}, 201),
        ({"propertyDefinitions": [{"label": "L", "type": "bool"}]}, 400),
        ({"propertyDefinitions": [{"label": "L", "type": "enumeration"}]}, 400),
        ({"propertyDefinitions": [{"label": "L", "type": "string", "name": "hs_mine"}]}, 400),
        ({"propertyDefinitions": [{"label": f"L{number}", "type": "string"} for number in range(51)]}, 400),
        ({"propertyDefinitions": [{"label": f"L{number}", "type": "string"} for number in range(50)]}, 201),
    ],
)
async def test_what_a_definition_must_be_like(world: World, more: dict[str, Any], status: int) -> None:
    assert (await world.post(DEFINITIONS, definition(**more))).status == status


async def test_a_name_is_given_once_and_never_again(world: World) -> None:
    await shop(world)
    assert (await world.post(DEFINITIONS, definition())).status == 409
    assert (await world.delete(f"{DEFINITIONS}/bought_book")).status == 204
    assert (await world.get(f"{DEFINITIONS}/bought_book")).status == 404
    assert (await world.delete(f"{DEFINITIONS}/bought_book")).status == 404
    again = await world.post(DEFINITIONS, definition())
    assert (again.status, "was deleted" in again.json["message"]) == (409, True)
    assert (await world.get(DEFINITIONS)).json == {"total": 0, "results": []}


async def test_changes_answer_201(world: World) -> None:
    await shop(world)
    changed = await world.patch(f"{DEFINITIONS}/{BOUGHT}", {"label": "Read book"})
    assert (changed.status, changed.json["labels"]["singular"]) == (201, "Read book")
    assert changed.json["description"] == "Somebody bought a book"
    property = f"{DEFINITIONS}/bought_book/property"
    added = await world.post(property, {"name": "pages", "label": "Pages", "type": "number"})
    assert (added.status, added.json["name"]) == (201, "pages")
    assert (await world.post(property, {"name": "pages", "label": "Pages", "type": "number"})).status == 409
    patched = await world.patch(f"{property}/pages", {"label": "Number of pages"})
    assert (patched.status, patched.json["label"], patched.json["type"]) == (201, "Number of pages", "number")
    assert (await world.delete(f"{property}/pages")).status == 204
    assert (await world.delete(f"{property}/pages")).status == 404
    names = [found["name"] for found in (await world.get(f"{DEFINITIONS}/bought_book")).json["properties"]]
    assert names == [found["name"] for found in PROPERTIES]


async def test_default_properties_stay(world: World) -> None:
    await shop(world, includeDefaultProperties=True)
    url = f"{DEFINITIONS}/bought_book/property"
    assert (await world.delete(f"{url}/hs_page_url")).status == 400
    assert (await world.patch(f"{url}/hs_page_url", {"label": "x"})).status == 400


async def test_the_list_searches_and_pages(world: World) -> None:
    for name in ("alpha", "beta", "betamax"):
        await world.post(DEFINITIONS, definition(name=name, label=f"Label of {name}"))
    first = (await world.get(f"{DEFINITIONS}?limit=2&includeProperties=false")).json
    assert first["total"] == 3
    assert [(found["name"], found["properties"]) for found in first["results"]] == [("alpha", []), ("beta", [])]
    after = first["paging"]["next"]["after"]
    last = (await world.get(f"{DEFINITIONS}?limit=2&after={after}")).json
    assert [found["name"] for found in last["results"]] == ["betamax"]
    assert "paging" not in last
    found = (await world.get(f"{DEFINITIONS}?searchString=BETA&sortOrder=DESC")).json
    assert [one["name"] for one in found["results"]] == ["betamax", "beta"]
    assert found["results"][0]["properties"]


@pytest.mark.parametrize("base", ["/events/2026-03", "/events/custom/2026-03", "/events/custom/2026-09"])
async def test_the_dated_paths_are_the_same(world: World, base: str) -> None:
    definitions = f"{base}/event-definitions"
    await world.create("contacts", email="ada@example.com")
    assert (await world.post(definitions, definition())).json["fullyQualifiedName"] == BOUGHT
    assert (await world.patch(f"{definitions}/bought_book", {"label": "Bought"})).status == 201
    added = await world.post(f"{definitions}/bought_book/property", {"label": "Pages", "type": "number"})
    assert (added.status, added.json["name"]) == (201, "pages")
    assert (await world.patch(f"{definitions}/bought_book/property/pages", {"label": "Length"})).status == 201
    assert (await world.delete(f"{definitions}/bought_book/property/pages")).status == 204
    sent = {"eventName": BOUGHT, "email": "ada@example.com", "properties": {"title": "Notes"}}
    assert (await world.post(f"{base}/send", sent)).status == 204
    assert (await world.post(f"{base}/send/batch", {"inputs": [sent, sent]})).status == 204
    assert len((await world.get(f"/events/v3/events?eventType={BOUGHT}")).json["results"]) == 3
    assert (await world.get(definitions)).json["results"] == [(await world.get(f"{DEFINITIONS}/bought_book")).json]
    assert (await world.delete(f"{definitions}/bought_book")).status == 204
    assert (await world.get(f"{definitions}/bought_book")).status == 404


async def test_the_scope_and_the_plan(world: World) -> None:
    token = await world.token("pat-na1-contacts-only", ("crm.objects.contacts.read",))
    assert (await world.get(DEFINITIONS, token=token)).status == 403
    assert (await world.get("/events/v3/events", token=token)).status == 403
    assert (await world.post("/events/v3/send", {"eventName": f"pe{PORTAL}_x"}, token=token)).status == 403


@pytest.mark.parametrize(
    ("rule", "status"),
    [
        ({"eventPropertyName": "title", "targetObjectPropertyName": "email"}, 201),
        ({"eventPropertyName": "title", "targetObjectPropertyName": "hs_object_id"}, 201),
        ({"eventPropertyName": "title", "targetObjectPropertyName": "firstname"}, 400),
        ({"eventPropertyName": "nothing", "targetObjectPropertyName": "email"}, 400),
    ],
)
async def test_matching_needs_unique_values(world: World, rule: dict[str, str], status: int) -> None:
    given = definition(customMatchingId={"primaryObjectRule": rule})
    reply = await world.post(DEFINITIONS, given)
    assert reply.status == status
    if status == 201:
        assert reply.json["customMatchingId"] == {"primaryObjectRule": rule}
