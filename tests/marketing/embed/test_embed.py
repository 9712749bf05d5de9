"""What pages of others get: the script, and a form without anything that is the portal's own affair."""

import gzip
import itertools
import json
import time
from hashlib import sha256
from importlib.resources import files
from typing import Any

import pytest

from hubstead.marketing.embed.messages import language_of
from tests.marketing.forms.sample import field, form
from tests.world import PORTAL, World

LIMIT = 10_000
"""Bytes of the script over the wire."""
SCRIPTS = ("/forms/v2.js", "/forms/embed/v2.js", f"/forms/embed/{PORTAL}.js")
FOLDER = files("hubstead.marketing.embed")


async def made(world: World, *fields: dict[str, Any], **members: Any) -> str:
    reply = await world.post("/marketing/v3/forms", form(*fields, **members))
    assert reply.status == 201, reply.body
    return str(reply.json["id"])


async def embedded(world: World, id: str, query: str = "") -> Any:
    reply = await world.get(f"/embed/v3/form/{PORTAL}/{id}/json{query}", token=None)
    assert reply.status == 200, reply.body
    return reply.json


@pytest.mark.parametrize("path", SCRIPTS)
async def test_the_script_is_small_and_kept_for_minutes(world: World, path: str) -> None:
    plain = await world.get(path, token=None)
    assert plain.headers["content-type"] == "application/javascript; charset=utf-8"
    assert plain.headers["cache-control"] == "public, max-age=300"
    zipped = await world.get(path, token=None, headers={"accept-encoding": "gzip, br"})
    assert zipped.headers["content-encoding"] == "gzip"
    assert gzip.decompress(zipped.body) == plain.body
    assert len(zipped.body) <= LIMIT


def test_the_minified_script_is_that_of_its_sources() -> None:
    source = sha256((FOLDER / "forms.js").read_bytes() + (FOLDER / "forms.css").read_bytes()).hexdigest()
    assert (FOLDER / "forms.min.js").read_text("utf-8").startswith(f"/* sha256 {source} */"), "run scripts/embed"


def test_all_languages_have_the_same_messages() -> None:
    found = {file.name: json.loads(file.read_text("utf-8")) for file in (FOLDER / "messages").iterdir()}
    names = list(found["en.json"])
    assert {name: list(messages) for name, messages in found.items() if list(messages) != names} == {}
    braces = ("{domain}", "{minAllowedDigits}", "{maxAllowedDigits}")
    for messages in found.values():
        assert [name for name in names if any(brace in messages[name] for brace in braces)] == [
            "blockedEmail",
            "tooShort",
            "tooLong",
        ]


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("pt-br", "pt"),
        ("zh_HK", "zh"),
        ("no-no", "no"),
        ("tl", "en"),
        ("../en", "en"),
        ("", "en"),
    ],
)
def test_the_language_of_a_tag(tag: str, language: str) -> None:
    assert language_of(tag) == language


async def test_a_page_gets_what_it_needs_and_nothing_of_the_portals_own(world: World) -> None:
    configuration = {
        "language": "fr",
        "notifyRecipients": ["4711"],
        "notifyContactOwner": True,
        "lifecycleStages": [{"objectTypeId": "0-1", "value": "lead"}],
        "postSubmitAction": {"type": "thank_you", "value": "<p>Merci</p>"},
    }
    look = {
        "submitButtonText": "Envoyer",
        "theme": "round",
        "style": {"submitColor": "#123456", "labelTextSize": "1px;x:y"},
    }
    id = await made(world, field("firstname"), configuration=configuration, displayOptions=look)
    reply = await world.get(
        f"/embed/v3/form/{PORTAL}/{id}/json", token=None, headers={"origin": "https://shop.example"}
    )
    assert reply.headers["cache-control"] == "public, max-age=60"
    assert reply.headers["access-control-allow-origin"] == "*"
    shown = reply.json
    assert b"4711" not in reply.body
    assert shown["configuration"] == {
        "language": "fr",
        "postSubmitAction": {"type": "thank_you", "value": "<p>Merci</p>"},
    }
    assert shown["displayOptions"] == {
        "theme": "round", "submitButtonText": "Envoyer", "cssClass": "", "style": {"submitColor": "#123456"}
    }  # fmt: skip
    assert [group["fields"][0]["name"] for group in shown["fieldGroups"]] == ["email", "firstname"]
    assert shown["messages"]["sending"] == "Envoi en cours…"
    assert "callingCodes" not in shown
    assert (await embedded(world, id, "?locale=ja"))["messages"]["submit"] == "送信"
    assert (await embedded(world, id, "?locale=xx"))["messages"]["submit"] == "Submit"


async def test_choices_without_options_of_their_own_have_those_of_their_property(world: World) -> None:
    options = [
        {"label": "Red", "value": "red", "displayOrder": 0},
        {"label": "Old", "value": "old", "displayOrder": 1, "hidden": True},
    ]
    colour = {"name": "colour", "label": "Colour", "type": "enumeration", "fieldType": "radio", "options": options}
    await world.post("/crm/v3/properties/contacts", {**colour, "groupName": "contactinformation"})
    on = {"dependentCondition": {"operator": "is_not_empty"}, "dependentField": field("colour", "dropdown")}
    id = await made(world, field("firstname", dependentFields=[on]), field("phone", "phone", useCountryCodeSelect=True))
    shown = await embedded(world, id)
    [found] = shown["fieldGroups"][1]["fields"][0]["dependentFields"]
    assert found["dependentField"]["options"] == [{"label": "Red", "value": "red", "displayOrder": 0}]
    codes = dict(map(tuple, shown["callingCodes"]))
    assert (codes["DE"], codes["US"], codes["CA"], codes["RU"], codes["JM"]) == ("49", "1", "1", "7", "1876")


async def test_a_changed_form_is_another(world: World) -> None:
    id = await made(world)
    assert (await embedded(world, id))["name"] == "Contact us"
    await world.patch(f"/marketing/v3/forms/{id}", {"name": "Write to us"})
    assert (await embedded(world, id))["name"] == "Write to us"
    await world.delete(f"/marketing/v3/forms/{id}")
    assert (await world.get(f"/embed/v3/form/{PORTAL}/{id}/json", token=None)).status == 404


@pytest.mark.parametrize("path", ["1/{id}", "x/{id}", f"{PORTAL}/nothing", "0/{id}"])
async def test_there_is_no_form_for_others(world: World, path: str) -> None:
    id = await made(world)
    assert (await world.get(f"/embed/v3/form/{path.format(id=id)}/json", token=None)).status in (400, 404)


async def test_a_form_that_is_sent_says_under_which_id_it_is_kept(world: World) -> None:
    id = await made(world)
    fields = [{"objectTypeId": "0-1", "name": "email", "value": "ada@example.com"}]
    reply = await world.post(f"/embed/v3/form/{PORTAL}/{id}/submit", {"fields": fields}, token=None)
    [kept] = (await world.get(f"/form-integrations/v1/submissions/forms/{id}")).json["results"]
    assert (reply.status, reply.json) == (200, {"conversionId": kept["conversionId"], "inlineMessage": "<p>Thanks</p>"})
    wrong = await world.post(f"/embed/v3/form/{PORTAL}/{id}/submit", {"fields": []}, token=None)
    assert (wrong.status, wrong.json["errors"][0]["errorType"]) == (400, "REQUIRED_FIELD")


def proof_for(form: str, at: int, bits: int) -> str:
    """As the script computes it."""
    for number in itertools.count():
        text = f"{form}:{at}:salt:{number}"
        if int.from_bytes(sha256(text.encode()).digest()[:4], "big") >> (32 - bits) == 0:
            return text
    raise AssertionError


async def test_a_form_with_spam_protection_wants_a_proof_and_takes_it_once(world: World) -> None:
    configuration = {**form()["configuration"], "recaptchaEnabled": True}
    id, other = await made(world, configuration=configuration), await made(world, configuration=configuration)
    bits = (await embedded(world, id))["proofBits"]
    fields = [{"name": "email", "value": "ada@example.com"}]
    now = round(time.time() * 1000)

    async def send(**more: Any) -> int:
        body = {"fields": fields, **more}
        return (await world.post(f"/embed/v3/form/{PORTAL}/{id}/submit", body, token=None)).status

    proof, of_another = proof_for(id, now, bits), proof_for(other, now, bits)
    old = proof_for(id, now - 2 * 86_400_000, bits)
    for wrong in ("", "x", f"{id}:{now}:salt:nothing", of_another, old):
        assert await send(proof=wrong) == 400
    assert await send() == 400
    assert await send(proof=proof) == 200
    assert await send(proof=proof) == 400
    api = f"/submissions/v3/integration/submit/{PORTAL}/{id}"
    assert (await world.post(api, {"fields": fields, "proof": proof_for(id, now + 1, bits)}, token=None)).status == 400


async def test_groups_that_wait_are_asked_of_those_who_saw_them(world: World) -> None:
    waiting = {"groupType": "progressive", "richTextType": "text", "fields": [field("company", required=True)]}
    always = form()["fieldGroups"][0]
    id = await made(world, fieldGroups=[always, waiting])
    email = {"name": "email", "value": "ada@example.com"}
    for fields, status in (
        ([email], 200),
        ([email, {"name": "company", "value": ""}], 400),
        ([email, {"name": "company", "value": "Engines"}], 200),
    ):
        reply = await world.post(f"/submissions/v3/integration/submit/{PORTAL}/{id}", {"fields": fields}, token=None)
        assert reply.status == status, reply.body
