"""Fields of forms in pages of others: filled in, checked, asked under conditions, sent by a real browser."""

from typing import Any

import pytest

from tests.browser.form_page import FormPage, group
from tests.marketing.forms.sample import EMAIL, field


def dependent(operator: str, on: dict[str, Any], **condition: Any) -> list[dict[str, Any]]:
    """One field that is asked under a condition."""
    return [{"dependentCondition": {"operator": operator, **condition}, "dependentField": on}]


async def test_every_type_of_field_is_filled_in_and_sent(forms: FormPage) -> None:
    form = await forms.create(
        field("firstname"),
        field("message", "multi_line_text"),
        field("phone", "phone", useCountryCodeSelect=True),
        field("mobilephone", "mobile_phone"),
        field("age", "number"),
        field("born", "datepicker"),
        field("colour", "radio"),
        field("toppings", "multiple_checkboxes"),
        field("posted", "single_checkbox"),
        field("country", "dropdown", options=[{"label": "Germany", "value": "de"}, {"label": "Sweden", "value": "se"}]),
        field("cv", "file"),
        field("city", hidden=True, defaultValue="Paris"),
    )
    await forms.show(form)
    page = forms.page
    for name, value in (
        ("E-mail", "ada@example.com"),
        ("firstname", "Ada"),
        ("message", "Hello\nyou"),
        ("mobilephone", "+49 170 1234567"),
        ("age", "36"),
        ("born", "1815-12-10"),
        ("cv", "https://ada.example/cv.pdf"),
    ):
        await page.get_by_label(name, exact=name != "E-mail").fill(value)
    await page.get_by_label("Country code").select_option("+44")
    await page.fill("[name=phone]", "20 7946 0000")
    for label in ("Red", "Ham", "Corn", "posted"):
        await page.get_by_label(label, exact=True).check()
    await page.get_by_label("country", exact=True).select_option(label="Sweden")
    await forms.send()
    assert await forms.thanked() == "<p>Thanks</p>"
    assert forms.submissions(form) == [
        [
            ("email", "ada@example.com"),
            ("firstname", "Ada"),
            ("message", "Hello\nyou"),
            ("phone", "+44 20 7946 0000"),
            ("mobilephone", "+49 170 1234567"),
            ("age", "36"),
            ("born", "1815-12-10"),
            ("colour", "red"),
            ("toppings", "ham"),
            ("toppings", "corn"),
            ("posted", "true"),
            ("country", "se"),
            ("cv", "https://ada.example/cv.pdf"),
            ("city", "Paris"),
        ]
    ]
    await forms.visitor.contact(
        "ada@example.com", firstname="Ada", toppings="ham;corn", born="1815-12-10", city="Paris"
    )


async def test_what_is_wrong_is_said_where_it_is_and_in_the_forms_language(forms: FormPage) -> None:
    blocking = {"blockedEmailDomains": ["gmail.com"], "useDefaultBlockList": False}
    form = await forms.create(
        field("phone", "phone"),
        field("colour", "radio", required=True),
        field("cv", "file"),
        fieldGroups=[
            {"groupType": "default_group", "richTextType": "text", "fields": [each]}
            for each in (
                {**EMAIL, "validation": blocking},
                field("phone", "phone"),
                field("colour", "radio", required=True),
            )
        ],
        configuration={"language": "de", "postSubmitAction": {"type": "thank_you", "value": "<p>Danke</p>"}},
    )
    await forms.show(form, "groupErrors: false")
    page = forms.page
    await forms.send()
    errors = await forms.errors()
    assert errors["email"] == "Bitte füllen Sie dieses Pflichtfeld aus."
    assert "Bitte wählen Sie eine Option." in errors.values()
    assert await page.evaluate("document.activeElement.name") == "email"
    assert await page.inner_text(".hs_error_rollup") == "Bitte prüfen Sie die markierten Felder."
    assert "onFormFailedValidation" in await forms.names()
    for given, message in (
        ("nobody", "Bitte geben Sie eine E-Mail-Adresse wie name@example.com ein."),
        ("a@gmail.com", "Adressen bei gmail.com werden nicht angenommen."),
    ):
        await page.fill("[name=email]", given)
        assert message in (await forms.errors())["email"]
    await page.fill("[name=email]", "ada@example.com")
    await page.fill("[name=phone]", "12345")
    await page.press("[name=phone]", "Tab")
    assert await forms.errors() == {
        "phone": "Bitte geben Sie mindestens 7 Ziffern ein.",
        **{name: text for name, text in (await forms.errors()).items() if name.startswith("colour")},
    }
    await page.fill("[name=phone]", "1234567")
    await page.get_by_label("Green", exact=True).check()
    assert await forms.errors() == {}
    await page.press("[name=email]", "Enter")
    assert await forms.thanked() == "<p>Danke</p>"
    assert await page.evaluate("document.activeElement.className.includes('submitted-message')")


async def test_dependent_fields_come_and_go(forms: FormPage) -> None:
    why = field(
        "jobtitle", required=True, dependentFields=dependent("is_not_empty", field("message", "multi_line_text"))
    )
    form = await forms.create(
        field("colour", "radio", dependentFields=dependent("set_any", why, values=["red", "blue"]))
    )
    await forms.show(form)
    page = forms.page
    assert await page.locator("[name=jobtitle]").count() == 0
    await page.get_by_label("Blue", exact=True).check()
    await page.fill("[name=email]", "ada@example.com")
    await forms.send()
    assert await forms.errors() == {"jobtitle": "Please complete this required field."}
    await page.fill("[name=jobtitle]", "Sky")
    await page.fill("[name=message]", "High")
    await page.get_by_label("Green", exact=True).check()
    assert await page.locator("[name=jobtitle], [name=message]").count() == 0
    await forms.send()
    await forms.thanked()
    assert forms.submissions(form) == [[("email", "ada@example.com"), ("colour", "green")]]


@pytest.mark.parametrize(
    ("condition", "yes", "no"),
    [
        ({"operator": "eq", "value": "5"}, "5.0", "6"),
        ({"operator": "neq", "value": "x"}, "y", "X"),
        ({"operator": "contains", "value": "Lo"}, "hello", "hero"),
        ({"operator": "doesnt_contain", "value": "lo"}, "hero", "HELLO"),
        ({"operator": "str_starts_with", "value": "he"}, "Hello", "the"),
        ({"operator": "str_ends_with", "value": "lo"}, "HELLO", "lot"),
        ({"operator": "lt", "value": "10"}, "9", "10"),
        ({"operator": "lte", "value": "10"}, "10", "11"),
        ({"operator": "gt", "value": "10"}, "10.5", "9"),
        ({"operator": "gte", "value": "2026-01-02"}, "2026-01-02", "2026-01-01"),
        ({"operator": "between", "rangeStart": "1", "rangeEnd": "3"}, "2", "4"),
        ({"operator": "not_between", "rangeStart": "1", "rangeEnd": "3"}, "x", "3"),
        ({"operator": "set_any", "values": ["a", "b"]}, "b;c", "c"),
        ({"operator": "set_not_any", "values": ["a", "b"]}, "c", "a"),
        ({"operator": "set_all", "values": ["a", "b"]}, "a;b;c", "a"),
        ({"operator": "set_not_all", "values": ["a", "b"]}, "a", "b;a"),
        ({"operator": "set_eq", "values": ["a", "b"]}, "b;a", "a;b;c"),
        ({"operator": "set_neq", "values": ["a"]}, "b", "a"),
        ({"operator": "is_not_empty"}, "x", ""),
        ({"operator": "within_time", "value": "3"}, "TOMORROW", "2020-01-01"),
        ({"operator": "within_time_reverse", "value": "3"}, "YESTERDAY", "TOMORROW"),
    ],
    ids=lambda given: given["operator"] if isinstance(given, dict) else "",
)
async def test_conditions(forms: FormPage, condition: dict[str, Any], yes: str, no: str) -> None:
    """The same cases as the server's, in the browser; what the page shows, the server asks for."""
    form = await forms.create(
        field("firstname", dependentFields=dependent(on=field("lastname", required=True), **condition))
    )
    await forms.show(form)
    days = {
        name: await forms.page.evaluate(
            "days => new Date(Date.now() + days * 864e5).toISOString().slice(0, 10)", number
        )
        for name, number in (("TOMORROW", 1), ("YESTERDAY", -1))
    }
    for given, count in ((yes, 1), (no, 0), (yes, 1)):
        await forms.page.fill("[name=firstname]", days.get(given, given))
        assert await forms.page.locator("[name=lastname]").count() == count
    await forms.page.fill("[name=email]", "ada@example.com")
    await forms.page.fill("[name=lastname]", "L")
    await forms.send()
    await forms.thanked()


async def test_the_pages_address_fills_in_fields(forms: FormPage) -> None:
    form = await forms.create(
        field("firstname", defaultValue="Nobody"),
        field("toppings", "multiple_checkboxes", defaultValues=["ham"]),
        field("posted", "single_checkbox"),
        field("country", "dropdown", options=[{"label": "Sweden", "value": "se"}]),
        field("city", hidden=True),
    )
    query = "email=ada%40example.com&firstname=Ada&toppings=cheese%3Bcorn&posted=true&country=se&city=Lund&other=1"
    await forms.show(form, path=f"/contact?{query}")
    await forms.send()
    await forms.thanked()
    assert forms.submissions(form)[0] == [
        ("email", "ada@example.com"),
        ("firstname", "Ada"),
        ("toppings", "cheese"),
        ("toppings", "corn"),
        ("posted", "true"),
        ("country", "se"),
        ("city", "Lund"),
    ]


async def test_groups_that_wait_for_earlier_answers(forms: FormPage) -> None:
    form = await forms.create(
        fieldGroups=[
            group("default_group", EMAIL),
            group("default_group", field("firstname")),
            group("progressive", field("company", required=True)),
            group("queued", field("city")),
        ]
    )

    async def asked() -> list[str]:
        names: list[str] = await forms.page.evaluate(
            "[...document.querySelectorAll('form .hs-form-field .hs-input')].map((one) => one.name)"
        )
        return names

    await forms.show(form)
    assert await asked() == ["email", "firstname"]
    await forms.page.fill("[name=email]", "ada@example.com")
    await forms.page.fill("[name=firstname]", "Ada")
    await forms.send()
    await forms.thanked()
    await forms.show(form)
    assert await asked() == ["email", "city", "company"]
    await forms.page.fill("[name=email]", "ada@example.com")
    await forms.send()
    assert await forms.errors() == {"company": "Please complete this required field."}
    await forms.page.fill("[name=company]", "Engines")
    await forms.send()
    await forms.thanked()
    assert forms.submissions(form)[0] == [("email", "ada@example.com"), ("company", "Engines")]
