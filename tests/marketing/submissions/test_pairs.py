"""Forms sent as pairs of name and value, the older way."""

import json
from urllib.parse import urlencode

from tests.marketing.forms.sample import field
from tests.marketing.submissions.site import Site, site
from tests.world import PORTAL, Reply, World

UTK = "0123456789abcdef0123456789abcdef"


async def send(world: World, ours: Site, body: str, portal: object = PORTAL) -> Reply:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return await world.call("POST", f"/uploads/form/v2/{portal}/{ours.id}", body.encode(), token=None, headers=headers)


async def test_a_form_is_sent_with_its_context(world: World) -> None:
    ours = await site(world, {**field("name"), "objectTypeId": "0-2"})
    page = {"pageUrl": "https://acme.de/contact", "pageName": "Contact"}
    context = json.dumps({"hutk": UTK, "other": 1, **page})
    pairs = [("email", "ada@example.com"), ("firstname", "Ada"), ("0-2/name", "Acme"), ("hs_context", context)]
    reply = await send(world, ours, urlencode(pairs))
    assert (reply.status, reply.body) == (204, b"")
    [kept] = (await ours.submissions())["results"]
    assert kept["pageUrl"] == "https://acme.de/contact"
    assert [(value["objectTypeId"], value["name"], value["value"]) for value in kept["values"]] == [
        ("0-1", "email", "ada@example.com"),
        ("0-1", "firstname", "Ada"),
        ("0-2", "name", "Acme"),
    ]
    contact = await ours.contact("ada@example.com", "recent_conversion_event_name")
    assert contact["recent_conversion_event_name"] == "Contact: Contact us"


async def test_a_form_with_a_redirect_says_where_to_go(world: World) -> None:
    action = {"type": "redirect_url", "value": "https://acme.de/thanks?a=1#top"}
    ours = await site(world, configuration={"language": "en", "postSubmitAction": action})
    reply = await send(world, ours, "email=ada%40example.com")
    [kept] = (await ours.submissions())["results"]
    assert reply.status == 302
    assert reply.headers["location"] == f"https://acme.de/thanks?a=1&submissionGuid={kept['conversionId']}#top"
    odd = await site(
        world, configuration={"language": "en", "postSubmitAction": {**action, "value": "https://a.de/ü%20x"}}
    )
    location = (await send(world, odd, "email=ada%40example.com")).headers["location"]
    assert location.startswith("https://a.de/%C3%BC%20x?submissionGuid=")


async def test_what_is_refused(world: World) -> None:
    ours = await site(world)
    bad = await send(world, ours, "email=ada%40example.com", portal="xxx")
    assert (bad.status, bad.json["message"]) == (400, "Unable to parse value for path parameter: portalId")
    for body in ("email=nobody", "", "email", "email=a%40b.de&hs_context=%7B", "email=%ff"):
        assert (await send(world, ours, body)).status == 400, body
    assert (await send(world, ours, "email=a%40b.de", portal=1)).status == 404
    assert (await ours.submissions())["results"] == []


async def test_the_trap_is_there_too(world: World) -> None:
    ours = await site(world)
    assert (await send(world, ours, "email=robot%40example.com&hs_trap=x")).status == 204
    assert (await ours.submissions())["results"] == []
