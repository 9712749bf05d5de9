"""Forms of the site itself: each is a captured form, and who sends it a contact."""

from typing import Any

import pytest
import pytest_asyncio

from tests.marketing.forms.sample import form
from tests.world import PORTAL, World

COLLECT = "/collected-forms/submit/form"
SETTINGS = "/hubstead/tracking/settings"
CONVERSIONS = "num_conversion_events"
UTK = "0123456789abcdef0123456789abcdef"


@pytest_asyncio.fixture
async def world(world: World) -> World:
    """A server whose portal collects forms."""
    assert (await world.put(SETTINGS, {"collectForms": True})).status == 200
    return world


def body(**more: Any) -> dict[str, Any]:
    """As the tracking code sends it."""
    return {
        "contactFields": {"email": "Ada@example.com", "firstName": "Ada", "lastName": "Lovelace"},
        "formSelectorId": "#newsletter",
        "formSelectorClasses": ".a, .b",
        "formValues": {"Your e-mail": "Ada@example.com", "Terms": "Checked"},
        "pageTitle": "Home",
        "pageUrl": "https://acme.de/",
        "portalId": PORTAL,
        "type": "SCRAPED",
        "utk": UTK,
        "uuid": "1",
        "version": "collected-forms-embed-js-static-1.4883",
        **more,
    }


async def test_a_form_of_the_site_makes_a_captured_form_and_a_contact(world: World) -> None:
    for uuid in ("1", "2"):
        reply = await world.post(COLLECT, body(uuid=uuid), token=None, headers={"origin": "https://acme.de"})
        assert (reply.status, reply.headers["access-control-allow-origin"]) == (204, "*")
    assert (await world.get("/marketing/v3/forms")).json["results"] == []
    [captured] = (await world.get("/marketing/v3/forms?formTypes=captured")).json["results"]
    assert (captured["name"], captured["formType"]) == ("#newsletter, .a, .b", "captured")
    [first, _] = (await world.get(f"/form-integrations/v1/submissions/forms/{captured['id']}")).json["results"]
    assert {value["name"]: value["value"] for value in first["values"]} == {
        "Your e-mail": "Ada@example.com",
        "Terms": "Checked",
        "email": "Ada@example.com",
        "firstname": "Ada",
        "lastname": "Lovelace",
    }
    names = "properties=firstname,lastname,num_conversion_events,recent_conversion_event_name"
    found = await world.get(f"/crm/v3/objects/contacts/ada@example.com?idProperty=email&{names}")
    properties = found.json["properties"]
    assert (properties["firstname"], properties["lastname"]) == ("Ada", "Lovelace")
    assert properties["num_conversion_events"] == "2"
    assert properties["recent_conversion_event_name"] == "Home: #newsletter, .a, .b"


async def test_what_is_sent_twice_counts_once(world: World) -> None:
    """A page that is left before the answer leaves the form to the next page."""
    for _ in range(3):
        assert (await world.post(COLLECT, body(), token=None)).status == 204
    found = await world.get(
        "/crm/v3/objects/contacts/ada@example.com?idProperty=email&properties=num_conversion_events"
    )
    assert found.json["properties"]["num_conversion_events"] == "1"


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"contactFields": {}}, 400),
        ({"contactFields": {"email": "nobody"}}, 400),
        ({"contactFields": {"email": "Undefined@example.com"}}, 400),
        ({"portalId": 7}, 404),
        ({"portalId": "x"}, 400),
        ({"portalId": 10**15}, 404),
        ({"portalId": 10**19}, 400),
        ({"portalId": -1}, 400),
        ({"utk": "x", "pageUrl": "javascript:1", "pageTitle": "a\0b", "formValues": {"a\0": "b", "c": "d\0"}}, 204),
        ({"formSelectorId": None, "formSelectorClasses": None, "pageTitle": None, "pageUrl": None, "utk": None}, 204),
        ({"formSelectorId": "#" + "x" * 1_000}, 204),
        ({"uuid": "x" * 101}, 400),
    ],
)
async def test_what_is_taken(shared_world: World, more: dict[str, Any], status: int) -> None:
    await shared_world.put(SETTINGS, {"collectForms": True})
    assert (await shared_world.post(COLLECT, body(**more), token=None)).status == status


async def test_nothing_is_collected_that_the_portal_does_not_want(world: World) -> None:
    """Collecting is off until it is turned on; a page on another's domain is answered like any, and makes nothing."""
    own = ["shop.example", "www.help.example"]
    for settings, url, status in (
        ({}, "https://shop.example/", 400),
        ({"collectForms": True, "siteDomains": own}, "https://evil.test/?shop.example", 204),
        ({"collectForms": True, "siteDomains": own}, None, 204),
    ):
        await world.put(SETTINGS, settings)
        assert (await world.post(COLLECT, body(pageUrl=url, uuid=str(url)), token=None)).status == status
        assert (await world.get("/crm/v3/objects/contacts")).json["results"] == []
    await world.put(SETTINGS, {"collectForms": True, "siteDomains": own, "cookieDomains": ["blog.example"]})
    for host in ("eu.shop.example:8443", "www.shop.example", "help.example", "blog.example"):
        sent = body(pageUrl=f"https://{host}/", uuid=host)
        assert (await world.post(COLLECT, sent, token=None)).status == 204
    found = await world.get(f"/crm/v3/objects/contacts/ada@example.com?idProperty=email&properties={CONVERSIONS}")
    assert found.json["properties"][CONVERSIONS] == "4"


async def test_an_archived_captured_form_takes_nothing(world: World) -> None:
    await world.post(COLLECT, body(), token=None)
    [captured] = (await world.get("/marketing/v3/forms?formTypes=captured")).json["results"]
    await world.delete(f"/marketing/v3/forms/{captured['id']}")
    assert (await world.post(COLLECT, body(), token=None)).status == 404


async def test_a_captured_form_is_not_edited(world: World) -> None:
    await world.post(COLLECT, body(), token=None)
    [captured] = (await world.get("/marketing/v3/forms?formTypes=captured")).json["results"]
    url = f"/marketing/v3/forms/{captured['id']}"
    assert (await world.patch(url, {"name": "Other"})).status == 400
    assert (await world.put(url, form())).status == 400
    assert (await world.patch(url, {"archived": True})).json["archived"] is True
    assert (await world.patch(url, {"archived": False})).json["archived"] is False


async def test_captured_forms_have_an_end(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hubstead.marketing.forms.manage.MOST_CAPTURED", 2)
    statuses = [
        (await world.post(COLLECT, body(formSelectorId=f"#{number}"), token=None)).status for number in (1, 2, 3, 1)
    ]
    assert statuses == [204, 204, 400, 204]
