"""Values as clients send them, and as records store them."""

import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubstead.crm.object_types.property import Option, Property
from hubstead.crm.properties.values import (
    Coercer,
    InvalidValue,
    append_options,
    compile_coercer,
    format_datetime,
    parse_datetime,
)

COLOURS = ("red", "green", "Dark blue")
TYPES = (
    "string", "number", "date", "datetime", "enumeration", "bool", "phone_number", "object_coordinates", "json",
    "currency_number",
)  # fmt: skip


def coercer(
    type_: str = "string", field_type: str = "text", *, name: str = "p", of: str = "0-1", **more: Any
) -> Coercer:
    definition = Property(name=name, label=name, type=type_, field_type=field_type, group_name="g", **more)
    return compile_coercer(definition, 62515, of)


def select(field_type: str = "select", **more: Any) -> Coercer:
    options = tuple(Option(label=colour.title(), value=colour) for colour in COLOURS)
    return coercer("enumeration", field_type, options=options, **more)


def refusal(coerce: Coercer, value: object) -> tuple[str, str]:
    with pytest.raises(InvalidValue) as caught:
        coerce(value)
    return caught.value.code, caught.value.message


@pytest.mark.parametrize("type_", TYPES)
@pytest.mark.parametrize("nothing", [None, ""])
def test_null_and_the_empty_string_clear_every_type(type_: str, nothing: object) -> None:
    assert coercer(type_)(nothing) == ""


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        ("  Brian  ", "  Brian  "),
        (156644386, "156644386"),
        (True, "true"),
        (12.5, "12.5"),
        (12.0, "12.0"),
        (0.00001, "0.00001"),
        (1e22, "10000000000000000000000"),
        ("Zoë 😀", "Zoë 😀"),
        pytest.param("x" * 65_536, "x" * 65_536, id="longest"),
    ],
)
@pytest.mark.parametrize("type_", ["string", "phone_number", "object_coordinates"])
def test_text_is_kept_as_sent(type_: str, value: object, stored: str) -> None:
    assert coercer(type_)(value) == stored


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("a\0b", "INVALID_CHARACTERS"),
        ("a\ud800b", "INVALID_CHARACTERS"),
        pytest.param("x" * 65_537, "VALUE_TOO_LONG", id="too long"),
        (["a"], "INVALID_TYPE"),
        ({"a": 1}, "INVALID_TYPE"),
        pytest.param(10**4000, "INVALID_TYPE", id="huge integer"),
        (float("nan"), "INVALID_TYPE"),
    ],
)
def test_what_cannot_be_stored_as_text_is_refused(value: object, code: str) -> None:
    assert refusal(coercer(), value)[0] == code


def test_an_error_names_the_property_and_stays_short() -> None:
    with pytest.raises(InvalidValue) as caught:
        coercer("number", name="amount")("\ud800" + "9e" * 10_000)
    assert caught.value.name == "amount"
    assert len(caught.value.message.encode()) < 600


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        ("75000", "75000"),
        ("12.50", "12.50"),
        (75000, "75000"),
        (12.5, "12.5"),
        (1e21, "1000000000000000000000"),
        ("-0.25", "-0.25"),
        (" 42 ", "42"),
        (".5", "0.5"),
        ("5.", "5"),
        ("-.5", "-0.5"),
        pytest.param("9" * 300, "9" * 300, id="300 digits"),
    ],
)
@pytest.mark.parametrize("type_", ["number", "currency_number"])
def test_a_number_keeps_its_digits(type_: str, value: object, stored: str) -> None:
    assert coercer(type_, "number")(value) == stored


@pytest.mark.parametrize(
    "value",
    [
        "abc",
        "1,000",
        "1.2.3",
        "4 68",
        "+5",
        "1e3",
        "NaN",
        "Infinity",
        "0x10",
        "1_000",
        "-",
        ".",
        " ",
        "٣",
        "9" * 310,
        "0." + "1" * 400,
        True,
        10**400,
    ],
)
def test_what_is_no_number_is_refused(value: object) -> None:
    assert refusal(coercer("number", "number"), value)[0] == "INVALID_INTEGER"


def test_the_number_error_reads_as_the_services_does() -> None:
    answer = refusal(coercer("number", "number"), "1.4210854715202004e-14")
    assert answer == ("INVALID_INTEGER", "1.4210854715202004e-14 was not a valid number.")


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        ("2022-05-03T09:00:00Z", "2022-05-03T09:00:00Z"),
        ("2022-05-03T09:00:00.857Z", "2022-05-03T09:00:00.857Z"),
        ("2022-05-03T09:00:00.8579999Z", "2022-05-03T09:00:00.857Z"),
        ("2022-05-03T09:00:00.5Z", "2022-05-03T09:00:00.500Z"),
        ("2022-05-03T11:00:00+02:00", "2022-05-03T09:00:00Z"),
        ("2022-05-03T11:00:00+0200", "2022-05-03T09:00:00Z"),
        ("2022-05-03T05:30-03:30", "2022-05-03T09:00:00Z"),
        ("2022-05-03 09:00:00", "2022-05-03T09:00:00Z"),
        ("2022-05-03T09:00", "2022-05-03T09:00:00Z"),
        ("2022-05-03", "2022-05-03T00:00:00Z"),
        (" 1651568400000 ", "2022-05-03T09:00:00Z"),
        (1651568400857, "2022-05-03T09:00:00.857Z"),
        (1651568400857.0, "2022-05-03T09:00:00.857Z"),
        (0, "1970-01-01T00:00:00Z"),
        ("-1", "1969-12-31T23:59:59.999Z"),
        ("0001-01-01", "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"),
    ],
)
def test_a_datetime_is_iso_in_utc(value: object, stored: str) -> None:
    assert coercer("datetime", "date")(value) == stored


@pytest.mark.parametrize(
    "value",
    [
        "tomorrow",
        "2022-13-01",
        "2022-02-30",
        "2022-05-03T25:00:00Z",
        "2022-05-03X09:00:00Z",
        "2022-W18-2",
        "0000-01-01",
        "0001-01-01T00:00:00+01:00",
        "253402300800000",
        "1651568400.5",
        "\u0662\u0660\u0662\u0662-01-01",
        "9" * 16,
        True,
        10**400,
    ],
)
def test_what_is_no_datetime_is_refused(value: object) -> None:
    assert refusal(coercer("datetime", "date"), value)[0] == "INVALID_LONG"


def test_the_datetime_error_reads_as_the_services_does() -> None:
    answer = refusal(coercer("datetime", "date", name="hs_meeting_start_time", of="0-47"), "invalid")
    assert answer == ("INVALID_LONG", "invalid was not a valid long. Portal 62515, object type 0-47")


@pytest.mark.parametrize("value", ["2022-05-03", "2022-05-03T00:00:00Z", 1651536000000, "1651536000000"])
def test_a_date_is_a_day_or_its_midnight(value: object) -> None:
    assert coercer("date", "date")(value) == "2022-05-03"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (1579179660000, "1579179660000 is at 13:1:0.0 UTC, not midnight!"),
        ("1521225089103", "1521225089103 is at 18:31:29.103 UTC, not midnight!"),
        ("2022-02-30", "2022-02-30 was not a valid date."),
        ("soon", "soon was not a valid date."),
    ],
)
def test_what_is_no_date_is_refused(value: object, message: str) -> None:
    assert refusal(coercer("date", "date"), value) == ("INVALID_DATE", message)


def test_one_option_is_case_sensitive() -> None:
    assert select()("red") == "red"
    assert refusal(select(), "Red") == (
        "INVALID_OPTION",
        "Red was not one of the allowed options: [red, green, Dark blue]",
    )
    assert refusal(select(), "red;green")[0] == "INVALID_OPTION"


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        ("green", "green"),
        ("green;red", "green;red"),
        ("green;red;green;", "green;red"),
        (";Dark blue;red", ";Dark blue;red"),
    ],
)
def test_a_checkbox_takes_several_options(value: str, stored: str) -> None:
    assert select("checkbox")(value) == stored


def test_every_option_of_a_checkbox_must_be_known() -> None:
    assert refusal(select("checkbox"), "red;pink")[1].startswith("pink was not one of the allowed options: [red,")


@pytest.mark.parametrize(
    ("current", "addition", "value"),
    [
        ("a;b", ";b;c", "a;b;c"),
        (None, ";a", "a"),
        ("", ";a;b", "a;b"),
        ("a;b", ";", "a;b"),
        ("a;b", "c", "c"),
        ("a;b", "", ""),
    ],
)
def test_a_leading_semicolon_adds_options(current: str | None, addition: str, value: str) -> None:
    assert append_options(current, addition) == value


def test_options_that_live_elsewhere_are_not_checked() -> None:
    owners = coercer("enumeration", "select", external_options=True, options=(Option(label="x", value="x"),))
    assert owners(156644386) == "156644386"
    assert coercer("enumeration", "checkbox", external_options=True)(";1;2;1") == ";1;2"
    assert coercer("enumeration", "select")("anything") == "anything"


@pytest.mark.parametrize(
    ("value", "stored"), [("true", "true"), ("TRUE", "true"), (True, "true"), ("False", "false"), (False, "false")]
)
def test_a_bool_is_true_or_false(value: object, stored: str) -> None:
    assert coercer("bool", "booleancheckbox")(value) == stored


@pytest.mark.parametrize("value", ["yes", "1", 1, 0, "t", " true"])
def test_what_is_no_bool_is_refused(value: object) -> None:
    assert refusal(coercer("bool", "booleancheckbox"), value)[0] == "INVALID_BOOLEAN"


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        ('{"a": [1, null]}', '{"a": [1, null]}'),
        ({"a": [1, "é"]}, '{"a":[1,"é"]}'),
        ([], "[]"),
        (5, "5"),
        (True, "true"),
    ],
)
def test_json_is_kept_as_text(value: object, stored: str) -> None:
    assert coercer("json")(value) == stored


@pytest.mark.parametrize("value", ["{", "nope", "[1,]", pytest.param("[" * 50_000, id="deep"), ["\ud800"], [10**5000]])
def test_what_is_no_json_is_refused(value: object) -> None:
    assert refusal(coercer("json"), value)[0] == "INVALID_JSON"


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        ("BH@HubSpot.com", "bh@hubspot.com"),
        (" jane.o'neill+news@mail.example.co.uk ", "jane.o'neill+news@mail.example.co.uk"),
        ("jürgen@bücher.example.org", "jürgen@bücher.example.org"),
        ("a!b@example.com", "a!b@example.com"),
    ],
)
def test_a_contacts_email_is_lower_cased(value: str, stored: str) -> None:
    assert coercer(name="email")(value) == stored


@pytest.mark.parametrize("value", [
    "an_invalid_email", "000", "a@b", "@example.com", "a@", "a b@example.com", "a..b@example.com", "a@-x.com",
    "a@x..com", "x" * 65 + "@example.com", f"a@{'x.' * 130}com", "a@example.com,b@example.com",
])  # fmt: skip
def test_what_is_no_email_is_refused(value: str) -> None:
    assert refusal(coercer(name="email"), value) == ("INVALID_EMAIL", f"Email address {value} is invalid")


def test_email_rules_are_for_contacts_alone() -> None:
    assert coercer(name="email", of="0-115")("An_invalid_email") == "An_invalid_email"


def test_each_additional_email_is_checked() -> None:
    emails = coercer("enumeration", "checkbox", name="hs_additional_emails", external_options=True)
    assert emails("A@x.org; b@x.org;a@x.org;") == "a@x.org;b@x.org"
    assert emails(";B@x.org") == ";b@x.org"
    assert refusal(emails, "a@x.org;nope") == ("INVALID_EMAIL", "Email address nope is invalid")


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        ("HubSpot.com", "hubspot.com"),
        ("https://www.HubSpot.com/products?x=1#y", "www.hubspot.com"),
        ("hubspot.com/", "hubspot.com"),
        (" hubspot.com:8080 ", "hubspot.com:8080"),
        ("/", "/"),
    ],
)
def test_a_companys_domain_is_a_host(value: str, stored: str) -> None:
    assert coercer(name="domain", of="0-2")(value) == stored


def test_parse_datetime_counts_milliseconds_since_the_epoch() -> None:
    assert parse_datetime("1970-01-02T00:00:00.001Z") == 86_400_001
    assert parse_datetime("2018-04-09T13:17:00.224Z") == 1_523_279_820_224


def test_format_datetime_shows_milliseconds_only_where_there_are_some() -> None:
    assert format_datetime(1_523_279_820_224) == "2018-04-09T13:17:00.224Z"
    assert format_datetime(1_523_279_820_000) == "2018-04-09T13:17:00Z"
    assert format_datetime(1_523_279_820_020) == "2018-04-09T13:17:00.020Z"


@given(st.integers(-62_135_596_800_000, 253_402_300_799_999))
def test_datetimes_survive_the_round_trip(milliseconds: int) -> None:
    assert parse_datetime(format_datetime(milliseconds)) == milliseconds


@given(st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)), st.integers(-720, 840))
def test_an_offset_is_taken_off(local: datetime, minutes: int) -> None:
    moment = local.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    seconds = (moment.replace(tzinfo=None) - datetime(1970, 1, 1)) // timedelta(seconds=1)
    assert parse_datetime(moment.isoformat()) == (seconds - 60 * minutes) * 1000


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters())
    | st.from_regex(r"\A;?[a-c0-9 .;:@TZ+-]{0,30}\Z"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)  # fmt: skip
EVERY = {
    **{type_: coercer(type_) for type_ in TYPES},
    "select": select(),
    "checkbox": select("checkbox"),
    "owners": coercer("enumeration", "checkbox", external_options=True),
    "email": coercer(name="email"),
    "additional emails": coercer(name="hs_additional_emails"),
    "domain": coercer(name="domain", of="0-2"),
}


@pytest.mark.parametrize("kind", EVERY)
@given(value=JSON)
def test_any_json_is_stored_or_refused_and_stays_as_it_is_stored(kind: str, value: object) -> None:
    coerce = EVERY[kind]
    try:
        stored = coerce(value)
    except InvalidValue as refused:
        json.dumps(refused.message).encode()
        refused.message.encode()
    else:
        assert coerce(stored) == stored
        assert "\0" not in stored
        stored.encode()
