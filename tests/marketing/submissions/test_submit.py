"""What becomes of a form that is sent: a contact with its history, other records, a submission that can be read."""

from typing import Any

import msgspec
import pytest

from tests.marketing.forms.sample import field
from tests.marketing.submissions.site import Site, site
from tests.world import PORTAL, World

UTK = "0123456789abcdef0123456789abcdef"
OTHER_UTK = "f" * 32


async def test_a_new_address_makes_a_contact(world: World) -> None:
    ours = await site(world, field("firstname"), field("city"))
    reply = await ours.send(email="Ada@Example.com", firstname="Ada", city="")
    assert (reply.status, reply.json) == (200, {"inlineMessage": "<p>Thanks</p>"})
    names = ("email", "firstname", "city", "hs_object_source", "hs_object_source_id")
    contact = await ours.contact("ada@example.com", *names)
    assert contact["firstname"] == "Ada"
    assert contact["city"] is None
    assert contact["hs_object_source"] == "FORM"
    assert contact["hs_object_source_id"] == ours.id


async def test_the_history_names_the_form(world: World) -> None:
    ours = await site(world, field("city"))
    id = await world.create("contacts", email="ada@example.com", city="London")
    await ours.send(email="ada@example.com", city="Paris")
    versions = (await world.get(f"/crm/v3/objects/contacts/{id}?propertiesWithHistory=city")).json
    paris, london = versions["propertiesWithHistory"]["city"]
    assert (paris["value"], paris["sourceType"], paris["sourceId"]) == ("Paris", "FORM", ours.id)
    assert (london["value"], london["sourceType"]) == ("London", "INTEGRATION")


async def test_an_empty_answer_leaves_what_was_there(world: World) -> None:
    ours = await site(world, field("city"))
    await world.create("contacts", email="ada@example.com", city="London")
    await ours.send(email="ada@example.com", city="")
    assert (await ours.contact("ada@example.com", "city"))["city"] == "London"


async def test_a_redirect_is_answered_as_such(world: World) -> None:
    action = {"type": "redirect_url", "value": "https://acme.de/thanks"}
    ours = await site(world, configuration={"postSubmitAction": action})
    assert (await ours.send(email="ada@example.com")).json == {"redirectUri": "https://acme.de/thanks"}


async def test_conversions_are_counted(world: World) -> None:
    """Two submissions of one form and one of another: three conversions, two of them unique."""
    first, second = await site(world, name="Contact us"), await site(world, name="Newsletter")
    await first.send(email="ada@example.com", context={"pageName": "Home"})
    await first.send(email="ada@example.com")
    await second.send(email="ada@example.com", context={"pageName": "Blog"})
    contact = await first.contact(
        "ada@example.com",
        "num_conversion_events",
        "num_unique_conversion_events",
        "first_conversion_event_name",
        "recent_conversion_event_name",
    )
    assert (contact["num_conversion_events"], contact["num_unique_conversion_events"]) == ("3", "2")
    assert contact["first_conversion_event_name"] == "Home: Contact us"
    assert contact["recent_conversion_event_name"] == "Blog: Newsletter"


async def test_the_lifecycle_moves_forward_only(world: World) -> None:
    stages = [{"objectTypeId": "0-1", "value": "lead"}]
    ours = await site(
        world, configuration={"lifecycleStages": stages, "postSubmitAction": {"type": "thank_you", "value": ""}}
    )
    await world.create("contacts", email="old@example.com", lifecyclestage="customer")
    for email, stage in (("new@example.com", "lead"), ("old@example.com", "customer")):
        await ours.send(email=email)
        assert (await ours.contact(email, "lifecyclestage"))["lifecyclestage"] == stage


async def test_a_stage_that_is_gone_is_not_set(world: World) -> None:
    """The form was made while the stage was there; since then the portal has done without it."""
    pipeline = "/crm/v3/pipelines/contacts/contacts-lifecycle-pipeline/stages"
    stage = {"label": "Warm", "displayOrder": 9, "metadata": {}}
    warm = (await world.post(pipeline, stage)).json["id"]
    ours = await site(world, configuration={"lifecycleStages": [{"objectTypeId": "0-1", "value": warm}]})
    await ours.send(email="ada@example.com")
    assert (await world.delete(f"{pipeline}/{warm}?validateReferencesBeforeDelete=false")).status == 204
    assert (await ours.send(email="grace@example.com")).status == 200
    stages = [
        (await ours.contact(f"{who}@example.com", "lifecyclestage"))["lifecyclestage"] for who in ("ada", "grace")
    ]
    assert stages == [warm, None]


async def test_the_cookie_finds_who_sent_a_form_before(world: World) -> None:
    """With another address the contact gets that one; or, if the form says so, it is another contact."""
    ours = await site(world, field("city"))
    await ours.send(email="ada@example.com", context={"hutk": UTK})
    ada = (await ours.contact("ada@example.com"))["id"]
    await ours.send(email="ada@work.example.com", context={"hutk": UTK})
    assert (await ours.contact("ada@work.example.com"))["id"] == ada
    other = await site(world, configuration={"createNewContactForNewEmail": True})
    await other.send(email="grace@example.com", context={"hutk": UTK})
    assert (await ours.contact("grace@example.com"))["id"] != ada


async def test_without_an_address_the_cookie_alone_decides(world: World) -> None:
    asked = {"fieldGroups": [{"fields": [field("city")]}]}
    ours, anonymous = await site(world), await site(world, **asked)
    await ours.send(email="ada@example.com", context={"hutk": UTK})
    for hutk in (UTK, OTHER_UTK):
        assert (await anonymous.send(city=f"City of {hutk}", context={"hutk": hutk})).status == 200
    assert (await ours.contact("ada@example.com", "city"))["city"] == f"City of {UTK}"
    assert len((await world.get("/crm/v3/objects/contacts")).json["results"]) == 1
    assert len((await anonymous.submissions())["results"]) == 2


async def test_a_merged_contact_is_found_by_its_cookie(world: World) -> None:
    ours = await site(world)
    await ours.send(email="ada@example.com", context={"hutk": UTK})
    ada, grace = (await ours.contact("ada@example.com"))["id"], await world.create("contacts", email="g@example.com")
    merge = {"primaryObjectId": grace, "objectIdToMerge": ada}
    merged = (await world.post("/crm/v3/objects/contacts/merge", merge)).json["id"]
    await ours.send(email="new@example.com", context={"hutk": UTK})
    assert (await ours.contact("new@example.com"))["id"] == merged


async def test_a_company_a_ticket_and_a_contact_are_linked(world: World) -> None:
    company = {**field("name"), "objectTypeId": "0-2"}
    subject = {**field("subject"), "objectTypeId": "0-5"}
    ours = await site(world, company, subject)

    async def send(name: str) -> None:
        fields = [
            {"name": "email", "value": "ada@example.com"},
            {"objectTypeId": "0-2", "name": "name", "value": name},
            {"objectTypeId": "0-5", "name": "subject", "value": "Help"},
        ]
        assert (await ours.send(fields=fields)).status == 200

    await send("Acme")
    await send("Acme Ltd")
    companies = (await world.get("/crm/v3/objects/companies?properties=name&associations=contacts")).json["results"]
    assert [found["properties"]["name"] for found in companies] == ["Acme Ltd"]
    ada = (await ours.contact("ada@example.com"))["id"]
    assert ada in {link["id"] for link in companies[0]["associations"]["contacts"]["results"]}
    tickets = (await world.get("/crm/v3/objects/tickets?associations=contacts")).json["results"]
    assert [ticket["associations"]["contacts"]["results"][0]["id"] for ticket in tickets] == [ada, ada]


async def test_a_company_is_found_by_its_domain(world: World) -> None:
    old = await world.create("companies", name="Acme", domain="acme.de")
    await world.create("companies", name="Younger", domain="acme.de")
    await world.create("companies", name="Other", domain="other.acme.de")
    ours = await site(world, *({**field(name), "objectTypeId": "0-2"} for name in ("domain", "city")))

    async def send(email: str, domain: str) -> str:
        """The name of the contact's company."""
        fields = [{"objectTypeId": "0-2", "name": "domain", "value": domain}, {"name": "email", "value": email}]
        reply = await ours.send(fields=[*fields, {"objectTypeId": "0-2", "name": "city", "value": "Ulm"}])
        assert reply.status == 200, reply.body
        id = (await ours.contact(email))["id"]
        [link] = (await world.get(f"/crm/v4/objects/contacts/{id}/associations/companies")).json["results"]
        found = (await world.get(f"/crm/v3/objects/companies/{link['toObjectId']}?properties=city,domain")).json
        assert found["properties"]["city"] == "Ulm"
        return str(link["toObjectId"])

    assert await send("ada@acme.de", "https://ACME.de/") == old
    assert await send("ada@acme.de", "acme.de") == old
    assert await send("grace@acme.de", "acme.de") == old
    assert await send("eve@new.example", "new.example") not in (old, "")
    companies = (await world.get("/crm/v3/objects/companies")).json["results"]
    assert len(companies) == 4


async def test_submissions_are_read_newest_first(world: World) -> None:
    box = [{"label": value, "value": value, "displayOrder": 0} for value in ("a", "b")]
    await world.post(
        "/crm/v3/properties/contacts",
        {
            "name": "likes",
            "label": "Likes",
            "type": "enumeration",
            "fieldType": "checkbox",
            "groupName": "contactinformation",
            "options": [{**each, "hidden": False} for each in box],
        },
    )
    ours = await site(world, field("likes", "multiple_checkboxes", options=box))
    now = await _now(world)
    for number in range(3):
        sent = await ours.send(
            email=f"{number}@example.com",
            likes="a;b",
            submittedAt=now - 1_000 * number,
            context={"pageUri": f"https://acme.de/{number}"},
        )
        assert sent.status == 200, sent.body
    page = await ours.submissions("?limit=2")
    assert [found["pageUrl"][-1] for found in page["results"]] == ["0", "1"]
    newest = page["results"][0]
    assert set(newest) == {"conversionId", "submittedAt", "updatedAt", "values", "pageUrl"}
    assert newest["submittedAt"] == now
    assert newest["values"] == [
        {"name": "email", "value": "0@example.com", "objectTypeId": "0-1"},
        {"name": "likes", "value": "a", "objectTypeId": "0-1"},
        {"name": "likes", "value": "b", "objectTypeId": "0-1"},
    ]
    after = page["paging"]["next"]["after"]
    last = await ours.submissions(f"?limit=2&after={after}")
    assert [found["pageUrl"][-1] for found in last["results"]] == ["2"]
    assert "paging" not in last
    assert (await ours.contact("0@example.com", "likes"))["likes"] == "a;b"


async def _now(world: World) -> int:
    rows = await world.server.store.rows("SELECT max(at) FROM fact")
    return int(rows[0][0])


async def test_an_archived_form_takes_nothing_and_can_still_be_read(world: World) -> None:
    ours = await site(world)
    await ours.send(email="ada@example.com")
    await world.delete(f"/marketing/v3/forms/{ours.id}")
    reply = await ours.send(email="grace@example.com")
    assert (reply.status, reply.json["message"]) == (404, f"No form found with guid '{ours.id}'")
    assert len((await ours.submissions())["results"]) == 1


@pytest.mark.parametrize(
    ("portal", "form", "status"),
    [(str(PORTAL), "nobody", 404), (str(PORTAL + 1), None, 404), ("abc", None, 400), ("9" * 30, None, 400)],
)
async def test_other_portals_and_forms(world: World, portal: str, form: str | None, status: int) -> None:
    ours = await site(world)
    for way in ("", "secure/"):
        url = f"/submissions/v3/integration/{way}submit/{portal}/{form or ours.id}"
        assert (await world.post(url, {"fields": []})).status == status
    assert (await world.get("/form-integrations/v1/submissions/forms/nobody")).status == 404


async def test_erasing_the_contact_erases_its_submissions(world: World) -> None:
    ours = await site(world)
    await ours.send(email="ada@example.com")
    await ours.send(email="grace@example.com")
    ada = (await ours.contact("ada@example.com"))["id"]
    await world.post("/crm/v3/objects/contacts/gdpr-delete", {"objectId": ada})
    [left] = (await ours.submissions())["results"]
    assert left["values"][0]["value"] == "grace@example.com"
    assert await world.server.store.rows("SELECT 1 FROM fact WHERE kind = 'form.submitted'") == [(1,)]


async def test_what_was_taken_for_spam_is_erased_with_the_address(world: World) -> None:
    """Spam is of no contact: it is found by its address alone, also when that is a second one and written otherwise."""
    ours = await site(world, field("firstname"))
    await ours.send(email=" Ada@Example.com", hs_trap="x")
    await ours.send(email="ada@work.example.com", firstname="buy http://x.example")
    await ours.send(email="not-ada@example.com", hs_trap="x")
    await ours.send(email="ada@example.com")
    ada = (await ours.contact("ada@example.com"))["id"]
    second = {"properties": {"hs_additional_emails": "ada@work.example.com"}}
    assert (await world.patch(f"/crm/v3/objects/contacts/{ada}", second)).status == 200
    await world.post("/crm/v3/objects/contacts/gdpr-delete", {"objectId": ada})
    [(left,)] = await world.server.store.rows("SELECT document FROM form_submission")
    assert "not-ada@example.com" in left


async def test_the_fact_names_form_and_cookie(world: World) -> None:
    ours = await site(world)
    await ours.send(email="ada@example.com", context={"hutk": UTK, "pageUri": "https://acme.de/"})
    sql = "SELECT source, source_id, id, body FROM fact WHERE kind = 'form.submitted'"
    [(source, source_id, id, body)] = await world.server.store.rows(sql)
    assert (source, source_id, str(id)) == ("FORM", ours.id, (await ours.contact("ada@example.com"))["id"])
    told = msgspec.json.decode(body)
    assert told["form"] == ours.id
    assert told["context"] == {"hutk": UTK, "pageUri": "https://acme.de/"}
    assert told["conversionId"] == (await ours.submissions())["results"][0]["conversionId"]


async def test_any_origin_may_send(world: World) -> None:
    ours = await site(world)
    url = f"/submissions/v3/integration/submit/{PORTAL}/{ours.id}"
    asked = {"origin": "https://acme.de", "access-control-request-method": "POST"}
    preflight = await world.call("OPTIONS", url, token=None, headers=asked)
    assert preflight.status == 204
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert "content-type" in preflight.headers["access-control-allow-headers"]
    for email in ("ada@example.com", "nonsense"):
        reply = await ours.send(email=email, headers={"origin": "https://acme.de"})
        assert reply.headers["access-control-allow-origin"] == "*"


async def test_a_body_of_fifty_megabytes_is_refused(world: World) -> None:
    ours = await site(world)
    url = f"/submissions/v3/integration/submit/{PORTAL}/{ours.id}"
    assert (await world.post(url, b" " * 50_000_000, token=None)).status == 413


async def test_the_token_endpoint_needs_its_scope(world: World) -> None:
    ours = await site(world)
    url = f"/submissions/v3/integration/secure/submit/{PORTAL}/{ours.id}"
    assert (await world.post(url, {"fields": []}, token=None)).status == 401
    token = await world.token("pat-na1-contacts-only", ("crm.objects.contacts.write",))
    assert (await world.post(url, {"fields": []}, token=token)).status == 403
    assert (await world.get(f"/form-integrations/v1/submissions/forms/{ours.id}", token=token)).status == 403


async def test_with_a_token_fields_need_not_be_listed(world: World) -> None:
    ours = await site(world)
    sent = await ours.send_secure(email="ada@example.com", city="London", shoe_size="42", createdate="2020-01-01")
    assert sent.status == 200
    assert (await ours.contact("ada@example.com", "city"))["city"] == "London"
    names = {value["name"] for value in (await ours.submissions())["results"][0]["values"]}
    assert names == {"email", "city", "shoe_size", "createdate"}
    assert (await ours.send_secure(city="London")).json["errors"][0]["errorType"] == "REQUIRED_FIELD"
    mars = await ours.send_secure(email="a@b.com", hs_analytics_source="MARS")
    assert mars.json["errors"][0]["errorType"] == "VALUE_NOT_IN_FIELD_DEFINITION"


async def test_spam_is_answered_and_makes_nothing(world: World) -> None:
    ours: Site = await site(world, field("firstname"))
    spam: Any
    for spam in ({"hs_trap": "x"}, {"firstname": "Win https://spam.example"}):
        reply = await ours.send(email="bot@example.com", **spam)
        assert (reply.status, reply.json) == (200, {"inlineMessage": "<p>Thanks</p>"})
    assert (await ours.send(email="ada@example.com", hs_trap="")).status == 200
    assert [one["values"][0]["value"] for one in (await ours.submissions())["results"]] == ["ada@example.com"]
    assert len((await world.get("/crm/v3/objects/contacts")).json["results"]) == 1
