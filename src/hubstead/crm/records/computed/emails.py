"""E-mails: who wrote to whom, out of the headers, and the start of their counts."""

from typing import Any

import msgspec

from hubstead.crm.properties.text import is_storable
from hubstead.crm.records.computed.activities import preview
from hubstead.crm.records.moment import Moment
from hubstead.crm.records.rule import rule

_PEOPLE = ("from", "sender", "to", "cc", "bcc")
_FIELDS = {"email": "email", "firstname": "firstName", "lastname": "lastName"}
_decode = msgspec.json.Decoder(dict[str, Any]).decode


@rule()
def counts(moment: Moment) -> None:
    """Nobody has opened a new e-mail."""
    for name in ("hs_email_click_rate", "hs_email_open_rate", "hs_email_reply_rate"):
        moment.set(name, "0")
    moment.default("hs_email_attached_video_opened", "false")
    moment.default("hs_email_attached_video_watched", "false")


@rule("hs_email_headers")
def people(moment: Moment) -> None:
    """`hs_email_from_email`, `hs_email_to_firstname` and so on; several people are joined with semicolons.

    Headers are JSON: `{"from": {"email", "firstName", "lastName"}, "to": [{…}], "cc": [], "bcc": [], "sender": {…}}`.
    """
    headers = _headers(moment.get("hs_email_headers"))
    for role in _PEOPLE:
        named = headers.get(role)
        persons = [person for person in (named if isinstance(named, list) else [named]) if isinstance(person, dict)]
        for name, key in _FIELDS.items():
            found = [value for person in persons if isinstance(value := person.get(key), str) and is_storable(value)]
            moment.set(f"hs_email_{role}_{name}", ";".join(filter(None, found)))


def _headers(text: str | None) -> dict[str, Any]:
    try:
        return _decode(text or "{}")
    except (msgspec.MsgspecError, RecursionError):
        return {}


RULES = (preview("hs_email_text", "hs_email_html"), counts, people)
