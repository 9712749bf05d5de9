"""Forms as exporters of before v3 read them."""

from typing import Any

import pytest

from tests.marketing.forms.sample import EMAIL, field, form
from tests.world import PORTAL, World

RECORDED = """portalId guid name action method cssClass redirect submitText followUpId notifyRecipients
leadNurturingCampaignId formFieldGroups createdAt updatedAt performableHtml migratedFrom ignoreCurrentValues metaData
deletable inlineMessage tmsId captchaEnabled campaignGuid cloneable editable formType deletedAt themeName parentId style
isPublished publishAt unpublishAt publishedAt kickbackEmailWorkflowId kickbackEmailsJson customUid
createMarketableContact editVersion thankYouMessageJson themeColor alwaysCreateNewCompany internalUpdatedAt
businessUnitId portableKey paymentSessionTemplateIds selectedExternalOptions"""
"""Members of a form, of the service in 2022."""
RECORDED_FIELD = """name label type fieldType description groupName displayOrder required selectedOptions options
validation enabled hidden defaultValue isSmartField unselectedLabel placeholder dependentFieldFilters labelHidden
propertyObjectType metaData objectTypeId"""


async def made(world: World, *fields: dict[str, Any], **members: Any) -> str:
    reply = await world.post("/marketing/v3/forms", form(*fields, **members))
    assert reply.status == 201, reply.body
    return str(reply.json["id"])


@pytest.mark.parametrize("base", ["/forms/v2", "/contacts/v1"])
async def test_a_form_in_the_older_members(world: World, base: str) -> None:
    phone = field("phone", "phone", required=True, placeholder="+49")
    company = {**field("name"), "objectTypeId": "0-2"}
    configuration = {
        "language": "de",
        "notifyRecipients": ["7", "8"],
        "postSubmitAction": {"type": "redirect_url", "value": "https://acme.de/thanks"},
    }
    id = await made(world, phone, company, configuration=configuration)
    reply = await world.get(f"{base}/forms/{id}")
    assert reply.status == 200
    shown = reply.json
    assert sorted(shown) == sorted(RECORDED.split())
    assert (shown["portalId"], shown["guid"], shown["formType"], shown["deletedAt"]) == (PORTAL, id, "HUBSPOT", 0)
    assert (shown["redirect"], shown["inlineMessage"]) == ("https://acme.de/thanks", "")
    assert (shown["notifyRecipients"], shown["submitText"], shown["method"]) == ("7,8", "Send", "POST")
    assert {"name": "lang", "value": "de"} in shown["metaData"]
    assert isinstance(shown["createdAt"], int)
    group = shown["formFieldGroups"][1]
    assert (group["default"], group["isSmartGroup"], group["richText"]) == (
        True,
        False,
        {"content": "", "type": "TEXT"},
    )
    [found] = group["fields"]
    assert sorted(found) == sorted(RECORDED_FIELD.split())
    assert (found["name"], found["type"], found["fieldType"], found["required"]) == (
        "phone",
        "string",
        "phonenumber",
        True,
    )
    assert (found["groupName"], found["placeholder"]) == ("contactinformation", "+49")
    assert found["validation"]["data"] == "7:20:true"
    assert shown["formFieldGroups"][2]["fields"][0]["propertyObjectType"] == "COMPANY"
    assert (await world.get(f"{base}/forms")).json == [shown]


async def test_what_the_list_shows(world: World) -> None:
    first, second, gone = [await made(world, name=name) for name in ("One", "Two", "Three")]
    await world.delete(f"/forms/v2/forms/{gone}")
    await world.put("/hubstead/tracking/settings", {"collectForms": True})
    collected = {"portalId": PORTAL, "contactFields": {"email": "ada@example.com"}, "formSelectorId": "#signup"}
    assert (await world.post("/collected-forms/submit/form", collected, token=None)).status == 204

    async def listed(query: str) -> list[str]:
        return [shown["name"] for shown in (await world.get(f"/forms/v2/forms{query}")).json]

    assert await listed("") == ["One", "Two"]
    assert await listed("?formTypes=ALL") == ["One", "Two", "#signup"]
    assert await listed("?formTypes=CAPTURED") == ["#signup"]
    assert await listed("?limit=1&offset=1") == ["Two"]
    assert await listed("?recent=true&limit=250") == ["One", "Two"]
    assert {first, second} == {shown["guid"] for shown in (await world.get("/forms/v2/forms")).json}


async def test_fields_of_a_form(world: World) -> None:
    on = {"dependentCondition": {"operator": "set_any", "values": ["a"]}, "dependentField": field("lastname")}
    id = await made(world, field("firstname", dependentFields=[on]))
    fields = (await world.get(f"/forms/v2/fields/{id}")).json
    assert [found["name"] for found in fields] == ["email", "firstname"]
    [after] = fields[1]["dependentFieldFilters"]
    assert (after["filters"][0]["operator"], after["filters"][0]["strValues"]) == ("SET_ANY", ["a"])
    assert (after["dependentFormField"]["name"], after["formFieldAction"]) == ("lastname", "DISPLAY")
    assert (await world.get(f"/forms/v2/fields/{id}/email")).json["fieldType"] == "text"
    missing = await world.get(f"/forms/v2/fields/{id}/shoe")
    assert missing.status == 404
    assert missing.json["message"] == f"The Form with the guid '{id}' has no FormField with the name 'shoe'."


async def test_blocked_domains_of_a_field(world: World) -> None:
    blocking = {"blockedEmailDomains": ["gmail.com", "gmx.de"], "useDefaultBlockList": True}
    group = {"groupType": "default_group", "richTextType": "text", "fields": [{**EMAIL, "validation": blocking}]}
    id = await made(world, fieldGroups=[group])
    [found] = (await world.get(f"/forms/v2/fields/{id}")).json
    assert found["validation"] == {
        "name": "",
        "message": "",
        "data": "gmail.com,gmx.de",
        "useDefaultBlockList": True,
        "blockedEmailAddresses": ["gmail.com", "gmx.de"],
    }


async def test_a_form_that_is_not_there(world: World) -> None:
    reply = await world.get("/forms/v2/forms/-1")
    assert (reply.status, reply.json["message"], reply.json["type"]) == (
        404,
        "No form found with guid '-1'",
        "NOT_FOUND",
    )
    assert reply.headers["x-hubspot-notfound"] == "true"
