"""Forms in pages of others: shown, told of and sent by a real browser, under a strict content policy."""

from typing import Any

import pytest
from playwright.async_api import Browser

from tests.browser.form_page import SITE, FormPage, group
from tests.marketing.forms.sample import EMAIL, field


async def test_callbacks_and_messages_in_their_order(forms: FormPage) -> None:
    form = await forms.create(field("city", hidden=True))
    await forms.show(
        form,
        """target: "#here", formInstanceId: "7",
        onBeforeFormInit: (options) => calls.push(["onBeforeFormInit", options.formId]),
        onFormReady: (form) => calls.push(["onFormReady", form.tagName]),
        onBeforeFormSubmit: (form, data) => calls.push(["onBeforeFormSubmit", data]),
        onFormSubmit: (form) => { form.querySelector("[name=city]").value = "Turin"; calls.push(["onFormSubmit"]); },
        onFormSubmitted: (form, data) => calls.push(["onFormSubmitted", data]),""",
        body='<div id="here"></div><script nonce="n">window.calls = []</script>',
    )
    assert await forms.page.locator("#here > form.hs-form[data-instance-id='7']").count() == 1
    await forms.page.fill("[name=email]", "ada@example.com")
    await forms.send()
    told = await forms.heard("onFormSubmitted")
    calls = await forms.page.evaluate("calls")
    assert calls == [
        ["onBeforeFormInit", form],
        ["onFormReady", "FORM"],
        ["onBeforeFormSubmit", [{"name": "email", "value": "ada@example.com"}]],
        ["onFormSubmit"],
        ["onFormSubmitted", told["data"]],
    ]
    [kept] = forms.visitor.ask("GET", f"/form-integrations/v1/submissions/forms/{form}")["results"]
    assert told["id"] == form
    assert told["data"] == {
        "conversionId": kept["conversionId"],
        "formGuid": form,
        "submissionValues": {"email": "ada@example.com", "city": "Turin"},
    }
    names = [name for name in await forms.names() if name.startswith("onF") or name.startswith("onB")]
    assert names == [
        "onBeforeFormInit",
        "onFormDefinitionFetchSuccess",
        "onFormReady",
        "onBeforeFormSubmit",
        "onFormSubmit",
        "onFormSubmitted",
    ]
    assert (await forms.heard("onFormSubmit"))["data"] == [
        {"name": "email", "value": "ada@example.com"},
        {"name": "city", "value": "Turin"},
    ]


async def test_a_callback_that_throws_harms_nothing(forms: FormPage) -> None:
    form = await forms.create()
    await forms.show(form, "onFormReady() { throw new Error('mine') }, onFormSubmit: 'no function',")
    await forms.page.fill("[name=email]", "ada@example.com")
    await forms.send()
    assert await forms.thanked() == "<p>Thanks</p>"


async def test_the_visitor_and_the_page_go_with_it_and_the_tracking_code_is_told(forms: FormPage) -> None:
    utk = "0123456789abcdef0123456789abcdef"
    form = await forms.create()
    await forms.page.context.add_cookies([{"name": "hubspotutk", "value": utk, "url": SITE}])
    await forms.show(form, "pageId: 42,", path="/contact?utm_source=letter")
    await forms.page.fill("[name=email]", "ada@example.com")
    await forms.send()
    conversion = (await forms.heard("onFormSubmitted"))["data"]["conversionId"]
    [kept] = forms.visitor.ask("GET", f"/form-integrations/v1/submissions/forms/{form}")["results"]
    assert kept["pageUrl"] == f"{SITE}/contact?utm_source=letter"
    contact = await forms.visitor.contact("ada@example.com", recent_conversion_event_name="Contact us: Contact us")
    [event] = forms.visitor.ask(
        "GET", f"/events/v3/events?objectType=contact&objectId={contact['id']}&eventType=e_submitted_form"
    )["results"]
    assert event["properties"]["hs_page_id"] == "42"
    kind = {"formType": "hubspot"}
    assert await forms.tracked() == [
        ["trackFormInstall", form, "", kind],
        ["trackFormView", form, "", kind],
        ["trackFormVisible", form, "", kind],
        ["trackFormInteraction", form, "", kind],
        ["trackFormCompletion", form, conversion, kind],
    ]


async def test_a_redirect_of_the_form_and_of_the_page(forms: FormPage) -> None:
    action = {"language": "en", "postSubmitAction": {"type": "redirect_url", "value": f"{SITE}/thanks"}}
    form = await forms.create(configuration=action)
    await forms.show(form)
    await forms.page.fill("[name=email]", "ada@example.com")
    await forms.send()
    await forms.page.wait_for_url(f"{SITE}/thanks")
    await forms.show(form, "redirectUrl: '/elsewhere',")
    await forms.page.fill("[name=email]", "ada@example.com")
    await forms.send()
    await forms.page.wait_for_url(f"{SITE}/elsewhere")
    await forms.show(form, "redirectUrl: 'javascript:heard.push({eventName: 1})', ")
    await forms.page.fill("[name=email]", "ada@example.com")
    await forms.send()
    assert await forms.thanked() == "Thank you."
    await forms.show(form, "inlineMessage: '<b>Mine</b>',")
    await forms.page.fill("[name=email]", "ada@example.com")
    await forms.send()
    assert await forms.thanked() == "<b>Mine</b>"


CONSENT = {
    "communicationsCheckboxes": [{"label": "<p>News</p>", "required": False, "subscriptionTypeId": 7}],
    "communicationConsentText": "<p>May we write?</p>",
    "consentToProcessText": "<p>We store this.</p>",
    "privacyText": "<p>Private.</p>",
}


INTEREST = {"type": "legitimate_interest", "subscriptionTypeIds": [7]}


@pytest.mark.parametrize(
    ("options", "boxes", "text", "basis"),
    [
        (
            {"type": "implicit_consent_to_process", **CONSENT},
            ["LEGAL_CONSENT.subscription_type_7"],
            "May we write? News We store this. Private.",
            "Freely given consent from contact",
        ),
        (
            {
                "type": "explicit_consent_to_process",
                **CONSENT,
                "consentToProcessCheckboxLabel": "<p>I agree</p>",
                "consentToProcessFooterText": "<p>Or not.</p>",
            },
            ["LEGAL_CONSENT.subscription_type_7", "LEGAL_CONSENT.processing"],
            "May we write? News We store this. I agree * Or not. Private.",
            "Freely given consent from contact",
        ),
        (
            {
                "type": "legitimate_interest",
                "lawfulBasis": "client",
                "subscriptionTypeIds": [7],
                "privacyText": "<p>We may.</p>",
            },
            [],
            "We may.",
            "Legitimate interest – existing customer",  # noqa: RUF001
        ),
        (
            {**INTEREST, "lawfulBasis": "other", "privacyText": ""},
            [],
            "",
            "Legitimate interest – other",  # noqa: RUF001
        ),
    ],
)
async def test_what_the_law_asks(
    forms: FormPage, options: dict[str, Any], boxes: list[str], text: str, basis: str
) -> None:
    form = await forms.create(legalConsentOptions=options)
    await forms.show(form)
    page = forms.page
    assert (
        await page.evaluate("[...document.querySelectorAll('.legal-consent-container input')].map((one) => one.name)")
        == boxes
    )
    assert " ".join((await page.inner_text(".legal-consent-container")).split()) == text
    await page.fill("[name=email]", "ada@example.com")
    if "LEGAL_CONSENT.processing" in boxes:
        await forms.send()
        assert await forms.errors() == {"LEGAL_CONSENT.processing": "Please complete this required field."}
        await page.check("[name='LEGAL_CONSENT.processing']")
    await forms.send()
    assert await forms.thanked() == "<p>Thanks</p>"
    await forms.visitor.contact("ada@example.com", hs_legal_basis=basis)


async def test_rich_text_cannot_run(forms: FormPage) -> None:
    evil = (
        "<p onclick=alert(1) style='text-align:center;position:fixed'>Hi <a href='javascript:alert(2)'>you</a></p>"
        "<script>alert(3)</script><iframe src='//x'></iframe><form><input name=a></form><svg onload=alert(4)></svg>"
    )
    form = await forms.create(
        fieldGroups=[group("default_group", EMAIL, richText=evil)],
        configuration={"language": "en", "postSubmitAction": {"type": "thank_you", "value": evil}},
    )
    answer = await forms.page.context.request.get(f"{forms.portal.url}/embed/v3/form/{forms.portal.id}/{form}/json")
    body = await answer.json()
    clean = '<p style="text-align:center">Hi <a rel="noopener noreferrer">you</a></p>'
    assert body["fieldGroups"][0]["richText"] == clean
    assert body["configuration"]["postSubmitAction"]["value"] == clean


async def test_texts_and_classes_of_the_page(forms: FormPage) -> None:
    form = await forms.create()
    await forms.show(
        form,
        """css: "", cssClass: "mine", submitButtonClass: "go", errorClass: "bad", errorMessageClass: "oops",
        submitText: "Go!", locale: "de", manuallyBlockedEmailDomain: ["example.org"],
        translations: {de: {fieldLabels: {email: "Post"}, required: "Her damit"}},""",
    )
    page = forms.page
    assert await page.locator("form.hs-form.mine [type=submit].go[value='Go!']").count() == 1
    assert await page.locator(".hsf").count() == 0
    assert await page.inner_text("form label") == "Post*"
    await page.click(".go")
    assert await page.inner_text(".oops li") == "Her damit"
    assert await page.locator("[name=email].bad").count() == 1
    await page.fill("[name=email]", "a@example.org")
    assert "example.org" in await page.inner_text(".oops li")


async def test_several_forms_on_a_page_do_not_meet(forms: FormPage) -> None:
    form, other = await forms.create(), await forms.create(name="Other")
    await forms.open(
        f"""for (const [target, formId] of [["#one", "{form}"], ["#two", "{form}"], ["#three", "{other}"]])
              hbspt.forms.create({{portalId: PORTAL, formId, target}});""",
        body='<div id="one"></div><div id="two"></div><div id="three"></div>',
    )
    page = forms.page
    await page.wait_for_function("() => document.querySelectorAll('form.hs-form').length === 3")
    ids = await page.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
    assert len(ids) == len(set(ids))
    await page.fill("#two [name=email]", "ada@example.com")
    await page.click("#two [type=submit]")
    await page.wait_for_selector("#two .submitted-message")
    assert await page.locator("form.hs-form").count() == 2
    assert (len(forms.submissions(form)), len(forms.submissions(other))) == (1, 0)


async def test_frames_of_the_newer_script(forms: FormPage) -> None:
    form = await forms.create(field("firstname"))
    frame = (
        f'<div class="hs-form-frame" data-region="na1" data-portal-id="{forms.portal.id}" data-form-id="{form}"></div>'
    )
    await forms.open(
        """addEventListener("hs-form-event:on-submission:success", async (event) => {
             window.values = await HubSpotFormsV4.getFormFromEvent(event).getFormFieldValues(); });""",
        body=frame,
        script=f"/forms/embed/{forms.portal.id}.js",
    )
    page = forms.page
    ready = await forms.heard("on-ready")
    assert ready["formId"] == form
    await page.evaluate("HubSpotFormsV4.getForms()[0].setFieldValue('0-1/firstname', 'Ada')")
    await page.fill("[name=email]", "ada@example.com")
    await forms.send()
    assert (await forms.heard("on-submission:success"))["instanceId"] == ready["instanceId"]
    assert await page.evaluate("values") == [
        {"name": "0-1/email", "value": "ada@example.com"},
        {"name": "0-1/firstname", "value": "Ada"},
    ]
    await page.evaluate(
        """([portal, form]) => { const element = document.createElement("div"); element.className = "hs-form-frame";
           element.dataset.portalId = portal; element.dataset.formId = form; document.body.append(element); }""",
        [str(forms.portal.id), form],
    )
    await page.wait_for_selector(".hs-form-frame form")


async def test_a_refusal_of_the_server_is_shown_and_the_form_can_be_sent_again(
    forms: FormPage, chromium: Browser
) -> None:
    form = await forms.create()
    validation = {"blockedEmailDomains": [], "useDefaultBlockList": True}
    strict = group("default_group", {**EMAIL, "validation": validation})
    forms.visitor.ask("PATCH", f"/marketing/v3/forms/{form}", {"fieldGroups": [strict]})
    page = FormPage(await chromium.new_page(), forms.portal)
    await page.show(form)
    await page.page.fill("[name=email]", "ada@gmail.com")
    await page.send()
    assert (await page.heard("on-submission:failed"))["formId"] == form
    assert "gmail.com" in (await page.errors())["email"]
    assert await page.page.is_enabled("[type=submit]")
    await page.page.fill("[name=email]", "ada@example.com")
    await page.send()
    assert await page.thanked() == "<p>Thanks</p>"


async def test_a_form_with_spam_protection_is_sent(forms: FormPage) -> None:
    action = {"type": "thank_you", "value": "<p>Thanks</p>"}
    configuration = {"language": "en", "recaptchaEnabled": True, "postSubmitAction": action}
    form = await forms.create(configuration=configuration)
    await forms.show(form)
    await forms.page.fill("[name=email]", "ada@example.com")
    await forms.send()
    assert await forms.thanked() == "<p>Thanks</p>"
    assert len(forms.submissions(form)) == 1


async def test_programs_fall_into_the_trap(forms: FormPage) -> None:
    form = await forms.create()
    await forms.show(form)
    await forms.page.fill("[name=email]", "robot@example.com")
    await forms.page.evaluate("document.querySelector('[name=hs_trap]').value = 'x'")
    await forms.send()
    assert await forms.thanked() == "<p>Thanks</p>"
    assert forms.submissions(form) == []
