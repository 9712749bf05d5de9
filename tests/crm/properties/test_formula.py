"""Formulas of calculated properties; every result is worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubstead.crm.properties.formula.formula import FormulaError, compile_formula

TYPES = {
    "amount": "number",
    "cost": "number",
    "rate": "currency_number",
    "name": "string",
    "domain": "string",
    "stage": "enumeration",
    "flag": "bool",
    "start": "datetime",
    "end": "datetime",
    "day": "date",
}
VALUES = {
    "amount": "200",
    "cost": "80.5",
    "name": "Acme",
    "stage": "won",
    "flag": "true",
    "start": "2022-05-03T09:00:00Z",
    "end": "2022-05-03T09:00:01.500Z",
    "day": "2022-05-03",
}
"""`rate` and `domain` are missing."""


def result(formula: str) -> str:
    return compile_formula(formula, TYPES)(VALUES)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("amount + cost", "280.5"),
        ("amount - cost * 2", "39"),
        ("(amount - cost) * 2", "239"),
        ("amount / 3 * 3", "200"),
        ("0.1 + 0.2", "0.3"),
        ("2 / 3", "0.66666666666666666667"),
        ("10 - 4 - 3", "3"),
        ("100 / 10 / 5", "2"),
        ("-amount + 1", "-199"),
        ("--2 * -3", "-6"),
        ("0 * -1", "0"),
        ("1.50", "1.5"),
        ("2.5e3 + .5", "2500.5"),
        ("1e20 + 1", "100000000000000000000"),
        ("[properties.amount] * 2", "400"),
        ("[ properties.amount ]*2", "400"),
        ("+".join(["1"] * 4_000), "4000"),
    ],
)
def test_arithmetic(formula: str, value: str) -> None:
    assert result(formula) == value


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("amount > 100", "true"),
        ("amount <= 199.99", "false"),
        ("amount = 200.0", "true"),
        ("amount equals 200", "true"),
        ("amount == 200", "true"),
        ("amount != 200", "false"),
        ("amount not_equals 200", "false"),
        ("string(name) = 'Acme'", "true"),
        ('name equals "acme"', "false"),
        ("stage = 'won'", "true"),
        ("'a' < 'b'", "true"),
        ("bool(flag)", "true"),
        ("flag = 1", "true"),
        ("not flag", "false"),
        ("not amount = 3", "true"),
        ("! flag || amount > 1 && cost > 100", "false"),
        ("true or false and false", "true"),
        ("true xor true", "false"),
        ("true xor false", "true"),
        ("TRUE AND NOT False", "true"),
        ("1 + 1 < 3 and 2 * 2 >= 4", "true"),
    ],
)
def test_conditions(formula: str, value: str) -> None:
    assert result(formula) == value


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("if amount > 100 then 'big' else 'small'", "big"),
        ("if amount > 500 then 'A' elseif amount >= 200 then 'B' else 'C'", "B"),
        ("if amount > 500 then 'A' elseif amount > 400 then 'B' else 'C' endif", "C"),
        ("if amount > 500 then 'A'", ""),
        ("if (amount > 100) and (cost > 100) then 1 else 2", "2"),
        ("if (amount + cost) * 2 > 561 then 1 else 2", "2"),
        ("if flag then if amount = 1 then 0 else 1 else ''", "1"),
        ("(if flag then 1 else 2) + 10", "11"),
        ("if flag then 1 else 2 + 10", "1"),
        ("if(amount > 100, 'big', 'small')", "big"),
        ("IF([properties.amount] < 100 || not flag, 1, cost)", "80.5"),
        ("if is_present(string(domain)) then string(domain) else string(name)", "Acme"),
        ("if is_present(rate) and rate >= 1 then true else false", "false"),
        ("if amount > 100 then 1 else rate", "1"),
        ("not (is_present(start)) or not (is_present(rate)) or rate < start", "true"),
    ],
)
def test_choices(formula: str, value: str) -> None:
    assert result(formula) == value


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("max(amount, cost, 3)", "200"),
        ("min(amount, cost, rate)", "80.5"),
        ("is_known(amount)", "true"),
        ("is_present(rate)", "false"),
        ("is_present(amount / 0)", "false"),
        ("is_blank(domain)", "true"),
        ("coalesce(rate, cost, 1)", "80.5"),
        ("coalesce(rate, -1) + amount", "199"),
        ("abs(cost - amount)", "119.5"),
        ("sqrt(amount * 2)", "20"),
        ("power(2, 10)", "1024"),
        ("power(amount, -1)", "0.005"),
        ("round_up(2.341, 2)", "2.35"),
        ("round_up(2.1)", "3"),
        ("round_down(2.349, 2)", "2.34"),
        ("round_down(-2.9)", "-2"),
        ("round_nearest(2.345, 2)", "2.35"),
        ("round_nearest(0.5)", "1"),
        ("round(1250, -2)", "1300"),
        ("round_up(amount / 3, 2)", "66.67"),
        ("concatenate(name, ' ', stage)", "Acme won"),
        ("concat('a', \"b\")", "ab"),
        ("name + '!'", "Acme!"),
        ("contains(name, 'cm')", "true"),
        ("contains(name, 'CM')", "false"),
        ("starts_with(name, 'Ac')", "true"),
        ("begins_with(name, 'me')", "false"),
        ("lower(name) + to_upper_case(name)", "acmeACME"),
        ("string_length(name)", "4"),
        ("substring(name, 1, 3)", "cm"),
        ("substring(name, 1)", "cme"),
        ("number_to_string(cost * 2) + ' EUR'", "161 EUR"),
        ("string_to_number(' 12.50 ') * 2", "25"),
        ("string(cost) + string(start)", "80.52022-05-03T09:00:00Z"),
        ("time_between(start, end)", "1500"),
        ("start", "1651568400000"),
        ("max(start, end)", "1651568401500"),
        ("timestamp(start) - day", "32400000"),
        ("year(day) * 100 + month(day)", "202205"),
        (r"'it\'s \\ ' + " + '"\\"x\\""', 'it\'s \\ "x"'),
    ],
)
def test_functions(formula: str, value: str) -> None:
    assert result(formula) == value


@pytest.mark.parametrize(
    "formula",
    [
        "amount + rate",
        "rate",
        "name + domain",
        "if rate > 1 then 1 else 2",
        "max(rate, rate)",
        "coalesce(rate, domain)",
        "amount / 0",
        "0 / 0",
        "amount / (cost - cost)",
        "sqrt(-1)",
        "power(0, 0)",
        "power(10, 400)",
        "power(power(10, 300), 300)",
        "1e308 * 10",
        "amount + name",
        "not name",
        "amount = name",
        "name * 2",
        "abs(name)",
        "contains(amount, '2')",
        "string_to_number('abc')",
        "string_to_number('NaN')",
        "string_to_number('Infinity')",
        "round_up(amount, 1e9)",
        "year(power(10, 200))",
    ],
)
def test_there_is_no_result_without_what_it_needs(formula: str) -> None:
    assert result(formula) == ""


def test_a_text_that_no_property_can_hold_is_no_result() -> None:
    twice = compile_formula("concatenate(name, name)", TYPES)
    assert twice({"name": "x" * 32_768}) == "x" * 65_536
    assert twice({"name": "x" * 32_769}) == ""
    assert compile_formula("upper(name)", TYPES)({"name": "ß" * 40_000}) == ""


def test_stored_values_of_another_form_are_no_values() -> None:
    values = {"amount": "NaN", "start": "soon"}
    assert compile_formula("amount", TYPES)(values) == ""
    assert compile_formula("start", TYPES)(values) == ""
    assert compile_formula("is_present(amount) or is_present(start)", TYPES)(values) == "false"


def test_inputs_are_the_properties_that_it_reads() -> None:
    formula = compile_formula("if is_known([properties.name]) then max(amount, 1) + amount else string(stage)", TYPES)
    assert formula.inputs == {"name", "amount", "stage"}
    assert compile_formula("1 + 1", TYPES).inputs == frozenset()


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("", "Unexpected end of the formula at position 1: expected a value"),
        ("amount +", "Unexpected end of the formula at position 9: expected a value"),
        ("(amount", "Unexpected end of the formula at position 8: expected ')'"),
        ("amount)", "Unexpected ')' at position 7: expected an operator or the end"),
        ("amount cost", "Unexpected 'cost' at position 8: expected an operator or the end"),
        ("if amount 1", "Unexpected '1' at position 11: expected 'then'"),
        ("if(flag, 1)", "Unexpected ')' at position 11: expected ','"),
        ("* 2", "Unexpected '*' at position 1: expected a value"),
        ("string('x')", "Unexpected 'x' at position 8: expected the name of a property"),
        ("amount  # 2", "Unexpected character '#' at position 9"),
        ("'open", "Unexpected character ''' at position 1"),
        ("1.2.3", "Unexpected character '1' at position 1"),
        ("amount + nope", "There is no property 'nope' (position 10)"),
        ("Amount", "There is no property 'Amount' (position 1)"),
        ("eval('1')", "There is no function 'eval' (position 1)"),
        ("abs(1, 2)", "The function 'abs' takes 1 arguments, not 2 (position 1)"),
        ("round_up(1, 2, 3)", "The function 'round_up' takes 1 to 2 arguments, not 3 (position 1)"),
        ("'\0'", "The formula contains characters that cannot be stored"),
        ("1" * 10_001, "The formula has 10001 characters, more than the 10000 that are allowed"),
    ],
)
def test_what_is_no_formula_is_explained(formula: str, message: str) -> None:
    with pytest.raises(FormulaError) as caught:
        compile_formula(formula, TYPES)
    assert caught.value.message == message


@pytest.mark.parametrize(
    "opening", ["(", "-", "not ", "abs(", "if flag then ", "if flag then 1 else ", "if(", "1+(1*("]
)
def test_deep_nesting_is_refused(opening: str) -> None:
    with pytest.raises(FormulaError, match="nested more than 50 deep"):
        compile_formula(opening * 60, TYPES)


def test_nesting_within_the_bound_works() -> None:
    assert result("(" * 49 + "7" + ")" * 49) == "7"
    assert result("1+(1*(" * 24 + "1" + "))" * 24) == "25"


WORDS = st.sampled_from((
    "amount", "name", "rate", "flag", "start", "[properties.amount]", "true", "1", "0.5", "9e99", "'x'",
    "(", ")", ",", "+", "-", "*", "/", "=", "<", "and", "or", "not", "if", "then", "elseif", "else", "endif",
    "string(", "bool(", "max(", "power(", "round_up(", "coalesce(", "concat(", "substring(", "year(", "is_known(",
))  # fmt: skip
NUMBERS = st.integers(-1000, 1000)


@given(st.text(max_size=60) | st.lists(WORDS, max_size=25).map(" ".join))
def test_any_text_is_a_formula_or_a_formula_error(text: str) -> None:
    try:
        formula = compile_formula(text, TYPES)
    except FormulaError as refused:
        refused.message.encode()
    else:
        assert isinstance(formula(VALUES), str)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_sums_and_products_are_those_of_integers(left: int, middle: int, right: int) -> None:
    formula = compile_formula("amount - cost * rate", TYPES)
    values = {"amount": str(left), "cost": str(middle), "rate": str(right)}
    assert formula(values) == str(left - middle * right)
