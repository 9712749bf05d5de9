"""A submission as pairs of name and value, with the context as JSON in one of them: how forms were sent before JSON."""

import re
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from hubstead.kit.errors import Unreadable
from hubstead.marketing.forms.fields import CONTACT
from hubstead.marketing.submissions.check import MOST_VALUES
from hubstead.marketing.submissions.context import MEMBERS
from hubstead.marketing.submissions.wire import FieldValue, SubmissionInput
from hubstead.web.call import Call

CONTEXT = "hs_context"
_RENAMED = {"pageUrl": "pageUri"}
_TYPE = re.compile(r"\d{1,3}-\d{1,18}")


def read_pairs(call: Call) -> SubmissionInput:
    """The submission in the body. Raises `Unreadable`."""
    try:
        pairs = parse_qsl(
            call.body.decode(), keep_blank_values=True, strict_parsing=bool(call.body), max_num_fields=2 * MOST_VALUES
        )
    except ValueError:
        raise Unreadable("The form could not be read: send pairs of name and value, URL-encoded.") from None
    fields = [_field(name, value) for name, value in pairs if name != CONTEXT]
    return SubmissionInput(fields=fields, context=_context(dict(pairs).get(CONTEXT, "")))


def _field(name: str, value: str) -> FieldValue:
    """`email` is a contact's, `0-2/name` a company's."""
    type, slash, rest = name.partition("/")
    if slash and _TYPE.fullmatch(type):
        return FieldValue(rest, value, type)
    return FieldValue(name, value, CONTACT)


def _context(text: str) -> dict[str, Any]:
    """What is known of it; scripts of sites put more into it. Raises `Unreadable` for no JSON."""
    try:
        given = msgspec.json.decode(text, type=dict[str, Any]) if text else {}
    except msgspec.DecodeError:
        raise Unreadable(f"The field {CONTEXT} is no JSON object.") from None
    named = {_RENAMED.get(name, name): value for name, value in given.items()}
    return {name: value for name, value in named.items() if name in MEMBERS}
