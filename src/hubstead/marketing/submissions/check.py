"""Judging a submission by its form: everything that is wrong is found at once, and what is right becomes values."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import NamedTuple

from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.properties.datetimes import parse_datetime
from hubstead.crm.properties.definition import TypeDefinition, define
from hubstead.crm.properties.text import InvalidValue, is_storable, scalar_text, shown
from hubstead.kit.errors import Invalid
from hubstead.marketing.forms.check import every
from hubstead.marketing.forms.fields import Field, MultipleCheckboxesField, key, key_of
from hubstead.marketing.forms.form import Form
from hubstead.marketing.submissions import legal
from hubstead.marketing.submissions.conditions import DAY, holds
from hubstead.marketing.submissions.context import Context, read_context
from hubstead.marketing.submissions.problem import Problem, refused
from hubstead.marketing.submissions.values import Fault, coerced, fault_of_field, too_large
from hubstead.marketing.submissions.wire import FieldValue, LegalOptions, SubmissionInput
from hubstead.store.unit import Unit

MOST_VALUES = 1_000
OLDEST = 31 * DAY
"""How far back `submittedAt` may lie."""
CLOCKS_DIFFER = DAY
"""How far ahead: the clocks of browsers differ."""


class Answer(NamedTuple):
    """A value that was sent, under the object type and property that it is for."""

    type: str
    name: str
    value: str

    @property
    def key(self) -> str:
        """How forms and messages name the field."""
        return key(self.type, self.name)


class Submission(NamedTuple):
    """A submission that was judged good.

    `answers` as they were sent; `values` by object type id, as properties store them; `at` in ms.
    """

    form: Form
    answers: tuple[Answer, ...]
    values: Mapping[str, Mapping[str, str]]
    context: Context
    legal: LegalOptions | None
    at: int


async def judged(unit: Unit, form: Form, given: SubmissionInput, *, strict: bool, proved: bool = False) -> Submission:
    """The submission. Raises `Unreadable` with every problem; `strict` refuses fields that the form does not list.

    `proved`: what a form with spam protection wants is there.
    """
    if form.configuration.recaptcha_enabled and not proved:
        said = f"Form '{form.id}' can't receive API submissions as Captcha (SPAM prevention) is enabled."
        raise refused([Problem("FORM_HAS_RECAPTCHA_ENABLED", "", said)])
    if len(given.fields) > MOST_VALUES:
        said = f"{len(given.fields)} values were sent; at most {MOST_VALUES} are taken"
        raise refused([Problem("MAX_NUMBER_OF_SUBMITTED_VALUES_EXCEEDED", "fields", said)])
    context, problems = read_context(given.context or {})
    if given.legal_consent_options is not None:
        problems += legal.problems_of(given.legal_consent_options)
    at = _moment(unit, given, problems)
    answers = tuple(_answers(form, given.fields, problems))
    problems += _missing(form, answers, unit.now)
    values = await _values(unit, form, answers, problems, strict=strict)
    if problems:
        raise refused(problems)
    return Submission(form, answers, values, context, given.legal_consent_options, at)


def _moment(unit: Unit, given: SubmissionInput, problems: list[Problem]) -> int:
    if given.submitted_at in (None, ""):
        return unit.now
    try:
        at = parse_datetime(given.submitted_at)
    except ValueError:
        at = -1
    if unit.now - OLDEST <= at <= unit.now + CLOCKS_DIFFER:
        return at
    said = f"'{shown(str(given.submitted_at))}' is not a moment of the last month, in milliseconds"
    problems.append(Problem("INVALID_METADATA", "submittedAt", said))
    return unit.now


def _answers(form: Form, given: Iterable[FieldValue], problems: list[Problem]) -> Iterator[Answer]:
    """Several values of one choice come joined or one by one; of another field the last counts."""
    several = {key_of(field) for field in every(form.fields()) if isinstance(field, MultipleCheckboxesField)}
    answers: dict[str, Answer] = {}
    for sent in given:
        name = key(sent.object_type_id, sent.name)
        try:
            value = scalar_text(sent.value, sent.name)
        except InvalidValue as problem:
            problems.append(Problem("INVALID_NUMBER", f"fields.{shown(name)}", problem.message))
            continue
        earlier = answers.get(name)
        if earlier and earlier.value and name in several:
            value = ";".join(filter(None, (earlier.value, value)))
        answers[name] = Answer(sent.object_type_id, sent.name, value)
    return iter(answers.values())


def _missing(form: Form, answers: Iterable[Answer], now: int) -> Iterator[Problem]:
    sent = {answer.key for answer in answers}
    given = {answer.key: answer.value for answer in answers if answer.value.strip()}
    for field in _asked(_seen(form, sent), given, now):
        name = key_of(field)
        if field.required and name not in given:
            yield Problem("REQUIRED_FIELD", f"fields.{name}", f"Required field '{name}' is missing")


def _seen(form: Form, sent: Container[str]) -> Iterator[Field]:
    """The fields that a visitor saw: groups that wait for earlier answers are seen by those who send their fields."""
    for group in form.field_groups:
        waits = group.group_type != "default_group"
        yield from (field for field in group.fields if not waits or key_of(field) in sent)


def _asked(fields: Iterable[Field], given: Mapping[str, str], now: int) -> Iterator[Field]:
    """The fields that a visitor sees who answers like this."""
    for field in fields:
        yield field
        answer = given.get(key_of(field), "")
        following = [
            one.dependent_field for one in field.dependent_fields if holds(one.dependent_condition, answer, now)
        ]
        yield from _asked(following, given, now)


async def _values(
    unit: Unit, form: Form, answers: Iterable[Answer], problems: list[Problem], *, strict: bool
) -> Mapping[str, Mapping[str, str]]:
    listed = {key_of(field): field for field in every(form.fields())}
    values: dict[str, dict[str, str]] = defaultdict(dict)
    for answer in answers:
        field = listed.get(answer.key)
        path = f"fields.{shown(answer.key)}"
        if field is None and strict:
            said = f"The form has no field '{shown(answer.key)}'"
            problems.append(Problem("FIELD_NOT_IN_FORM_DEFINITION", path, said))
            continue
        stored = _stored(await _definition(unit, answer.type), field, answer)
        if isinstance(stored, tuple):
            problems.append(Problem(stored[0], path, stored[1]))
        elif stored:
            values[answer.type][answer.name] = stored
    return values


def _stored(definition: TypeDefinition | None, field: Field | None, answer: Answer) -> str | Fault:
    """The value for the record: `""` where there is none or the property cannot be written."""
    property = definition.properties.get(answer.name) if definition else None
    if not answer.value.strip():
        return ""
    fault = too_large(answer.value) or (fault_of_field(field, property, answer.value) if field else None)
    if fault is None and not is_storable(answer.value):
        fault = ("VALUE_NOT_IN_FIELD_DEFINITION", "The value contains characters that cannot be stored")
    if fault:
        return fault
    if definition is None or property is None or property.read_only_value or property.calculated:
        return ""
    return coerced(definition.coercer(answer.name), answer.value)


async def _definition(unit: Unit, type: str) -> TypeDefinition | None:
    """The object type, if the portal has it: the token's endpoint takes whatever is sent."""
    try:
        return await define(unit, await resolve(unit, type))
    except Invalid:
        return None
