"""Form definitions: what goes in comes out, whatever the field; archiving, paging, and what is refused."""

from typing import Any
from uuid import UUID

import pytest

from tests.marketing.forms.sample import EMAIL, field, form
from tests.world import World

FORMS = "/marketing/v3/forms"
DIGITS = {"minAllowedDigits": 1, "maxAllowedDigits": 5}
OPTIONS = [{"label": "Germany", "value": "de", "displayOrder": 0, "description": ""}]
TEXT = {"description": "Why", "placeholder": "…", "defaultValue": "x"}
CHOICE = {"options": OPTIONS, "defaultValues": ["de"]}
FIELDS: dict[str, dict[str, Any]] = {
    "email": {**TEXT, "validation": {"blockedEmailDomains": ["gmail.com"], "useDefaultBlockList": True}},
    "phone": {**TEXT, "useCountryCodeSelect": True, "validation": DIGITS},
    "mobile_phone": {**TEXT, "validation": DIGITS},
    "single_line_text": TEXT,
    "multi_line_text": TEXT,
    "number": {**TEXT, "validation": DIGITS},
    "single_checkbox": {"defaultValue": "true"},
    "multiple_checkboxes": CHOICE,
    "dropdown": {**CHOICE, "placeholder": "Choose"},
    "radio": CHOICE,
    "datepicker": TEXT,
    "file": {**TEXT, "allowMultipleFiles": True},
    "payment_link_radio": CHOICE,
}
"""Every field type of the specification with all its members."""


async def made(world: World, *fields: dict[str, Any], **more: Any) -> Any:
    reply = await world.post(FORMS, form(*fields, **more))
    assert reply.status == 201, reply.body
    return reply.json


@pytest.mark.parametrize("kind", FIELDS)
async def test_each_field_type_comes_back_as_it_was_given(shared_world: World, kind: str) -> None:
    given = field("country", kind, required=True, hidden=True, dependentFields=[], **FIELDS[kind])
    shown = await made(shared_world, given)
    assert shown["fieldGroups"][1]["fields"] == [given]
    assert (await shared_world.get(f"{FORMS}/{shown['id']}")).json == shown


async def test_what_a_client_leaves_out_is_always_answered(world: World) -> None:
    """Generated clients refuse fields without these members."""
    shown = await made(world, field("city"), field("country", "dropdown"))
    city, country = (group["fields"][0] for group in shown["fieldGroups"][1:])
    assert city == {**field("city"), "required": False, "hidden": False, "dependentFields": []}
    assert (country["options"], country["defaultValues"]) == ([], [])
    assert shown["configuration"] == {
        "language": "en",
        "cloneable": True,
        "editable": True,
        "archivable": True,
        "recaptchaEnabled": False,
        "createNewContactForNewEmail": False,
        "notifyContactOwner": False,
        "notifyRecipients": [],
        "prePopulateKnownValues": True,
        "allowLinkToResetKnownValues": False,
        "lifecycleStages": [],
        "postSubmitAction": {"type": "thank_you", "value": "<p>Thanks</p>"},
        "embedType": "V3",
    }
    assert len(shown["displayOptions"]["style"]) == 12
    assert shown["archived"] is False
    assert "archivedAt" not in shown


async def test_the_server_says_id_and_dates(world: World) -> None:
    shown = await made(world, createdAt="1999-01-01T00:00:00.000Z", id="mine")
    assert str(UUID(shown["id"])) == shown["id"]

    assert shown["createdAt"] == shown["updatedAt"] > "2026"
    assert len(shown["createdAt"]) == len("2026-01-05T10:00:00.000Z")


async def test_dependent_fields_depend_on_dependent_fields(world: World) -> None:
    condition = {"operator": "set_any", "value": "", "values": ["de", "at"], "rangeStart": "", "rangeEnd": ""}
    inner = {
        "dependentCondition": condition,
        "dependentField": field("zip", required=True, hidden=False, dependentFields=[]),
    }
    outer = {
        "dependentCondition": {**condition, "operator": "eq", "value": "de", "values": []},
        "dependentField": field("city", required=False, hidden=False, dependentFields=[inner]),
    }
    shown = await made(world, field("country", dependentFields=[outer]))
    assert shown["fieldGroups"][1]["fields"][0]["dependentFields"] == [outer]


@pytest.mark.parametrize(
    "options",
    [
        {"type": "none"},
        {
            "type": "implicit_consent_to_process",
            "communicationsCheckboxes": [{"label": "News", "required": False, "subscriptionTypeId": 999}],
            "communicationConsentText": "We write",
            "consentToProcessText": "By sending",
            "privacyText": "Privacy",
        },
        {
            "type": "explicit_consent_to_process",
            "communicationsCheckboxes": [],
            "consentToProcessCheckboxLabel": "I agree",
            "consentToProcessFooterText": "You may take it back",
            "privacyText": "",
        },
        {"type": "legitimate_interest", "lawfulBasis": "lead", "subscriptionTypeIds": [1, 2], "privacyText": "P"},
    ],
)
async def test_each_way_to_ask_for_consent(shared_world: World, options: dict[str, Any]) -> None:
    assert (await made(shared_world, legalConsentOptions=options))["legalConsentOptions"] == options


@pytest.mark.parametrize(
    "member",
    ["formType", "name", "createdAt", "updatedAt", "archived", "fieldGroups", "configuration", "displayOptions",
     "legalConsentOptions"],
)  # fmt: skip
async def test_every_member_of_the_contract_must_be_there(shared_world: World, member: str) -> None:
    given = form()
    del given[member]
    reply = await shared_world.post(FORMS, given)
    assert reply.status == 400
    assert f"[{member}]" in reply.json["message"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"name": " "}, "needs a name"),
        ({"formType": "flow"}, "formType"),
        ({"configuration": {"postSubmitAction": {"type": "redirect_url", "value": "javascript:alert(1)"}}}, "absolute"),
        ({"configuration": {"language": "tlh"}}, "language"),
        ({"configuration": {"lifecycleStages": [{"objectTypeId": "0-1", "value": "nostage"}]}}, "nostage was not one"),
        ({"configuration": {"lifecycleStages": [{"objectTypeId": "0-1", "value": ""}]}}, "needs a value"),
        ({"displayOptions": {"theme": "comic"}}, "theme"),
        ({"legalConsentOptions": {"type": "shrug"}}, "shrug"),
        ({"fieldGroups": [{"fields": [field("no_such_property")]}]}, "no property 'no_such_property'"),
        ({"fieldGroups": [{"fields": [{**field("name"), "objectTypeId": "9-9"}]}]}, "9-9"),
        ({"fieldGroups": [{"fields": [EMAIL, EMAIL]}]}, "twice"),
        ({"fieldGroups": [{"fields": [field("city", "hologram")]}]}, "hologram"),
        ({"fieldGroups": [{"fields": [field("phone", "phone", validation={"minAllowedDigits": 9,
          "maxAllowedDigits": 2})]}]}, "digits"),
    ],
)  # fmt: skip
async def test_what_is_refused(shared_world: World, more: dict[str, Any], said: str) -> None:
    before = (await shared_world.get(FORMS)).json
    reply = await shared_world.post(FORMS, form(**more))
    assert reply.status == 400
    assert said in reply.json["message"]
    assert (await shared_world.get(FORMS)).json == before


async def test_put_replaces_everything_and_patch_single_members(world: World) -> None:
    first = await made(world, field("city"))
    patched = (await world.patch(f"{FORMS}/{first['id']}", {"name": "Renamed"})).json
    assert patched == {**first, "name": "Renamed", "updatedAt": patched["updatedAt"]}
    given = form(name="Other", configuration={"postSubmitAction": {"type": "redirect_url", "value": "https://a.de"}})
    put = await world.put(f"{FORMS}/{first['id']}", {**given, "id": first["id"]})
    assert put.status == 200
    assert put.json["id"] == first["id"]
    assert put.json["createdAt"] == first["createdAt"]
    assert [group["fields"][0]["name"] for group in put.json["fieldGroups"]] == ["email"]
    assert (await world.get(f"{FORMS}/{first['id']}")).json == put.json


async def test_a_patched_configuration_replaces_the_old_one(world: World) -> None:
    first = await made(world, configuration={"language": "de", "cloneable": False})
    patched = (await world.patch(f"{FORMS}/{first['id']}", {"configuration": {"language": "fr"}})).json
    assert (patched["configuration"]["language"], patched["configuration"]["cloneable"]) == ("fr", True)


async def test_an_archived_form_is_seen_only_when_asked_for(world: World) -> None:
    gone, kept = await made(world), await made(world, name="Kept")
    assert (await world.delete(f"{FORMS}/{gone['id']}")).status == 204
    assert (await world.get(f"{FORMS}/{gone['id']}")).status == 404
    archived = (await world.get(f"{FORMS}/{gone['id']}?archived=true")).json
    assert archived["archived"] is True
    assert archived["archivedAt"] == archived["updatedAt"]
    assert [found["id"] for found in (await world.get(FORMS)).json["results"]] == [kept["id"]]
    assert (await world.get(f"{FORMS}?archived=true")).json["results"] == [archived]
    for refused in (
        await world.delete(f"{FORMS}/{gone['id']}"),
        await world.patch(f"{FORMS}/{gone['id']}", {"name": "x"}),
    ):
        assert refused.status == 404
        assert refused.json["message"] == f"No form found with guid '{gone['id']}'"


async def test_archived_false_takes_a_form_back(world: World) -> None:
    form_id = (await made(world))["id"]
    assert (await world.patch(f"{FORMS}/{form_id}", {"archived": True})).json["archived"] is True
    back = (await world.patch(f"{FORMS}/{form_id}", {"archived": False})).json
    assert back["archived"] is False
    assert (await world.get(f"{FORMS}/{form_id}")).json == back


async def test_pages_follow_each_other(world: World) -> None:
    ids = [(await made(world, name=str(number)))["id"] for number in range(5)]
    seen: list[str] = []
    url: str | None = f"{FORMS}/?limit=2&formTypes=hubspot"
    while url:
        page = (await world.get(url)).json
        seen += [found["id"] for found in page["results"]]
        url = page["paging"]["next"]["link"].removeprefix("http://hubstead.test") if "paging" in page else None
    assert sorted(seen) == sorted(ids)
    assert len(seen) == 5
    for nonsense in ("nonsense", "wrJ8eA==", "OTk5OTk5OTk5OTk5OTk5OTk5OXx4"):  # the others are `²|x`, `9…9|x`
        assert (await world.get(f"{FORMS}?after={nonsense}")).status == 400
    assert (await world.get(f"{FORMS}?limit=0")).status == 400


async def test_form_types_choose(world: World) -> None:
    await made(world)
    for asked, count in (("hubspot", 1), ("all", 1), ("captured", 0), ("hubspot,flow,captured,blog_comment", 1)):
        assert len((await world.get(f"{FORMS}?formTypes={asked}&properties=name")).json["results"]) == count
    assert (await world.get(f"{FORMS}?formTypes=paper")).status == 400


async def test_the_scope_is_forms(world: World) -> None:
    token = await world.token("pat-na1-contacts-only", ("crm.objects.contacts.read",))
    assert (await world.get(FORMS, token=token)).status == 403
    token = await world.token("pat-na1-forms-only", ("forms",))
    assert (await world.get("/marketing/forms/2026-03", token=token)).status == 200


async def test_an_unknown_form_is_a_json_404(world: World) -> None:
    reply = await world.get(f"{FORMS}/-1")
    assert (reply.status, reply.json["message"]) == (404, "No form found with guid '-1'")
