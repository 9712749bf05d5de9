"""Activities: the preview of the body that timelines show, and what meetings and calls say of themselves."""

import re
from html import unescape

from hubstead.crm.records.moment import Moment
from hubstead.crm.records.rule import Rule, rule

PREVIEW = 255
"""Characters of the plain preview."""
_BREAK = re.compile(r"</?(?:p|div|br|li|ul|ol|tr|td|h[1-6])\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
_OUTCOMES = ("SCHEDULED", "COMPLETED", "RESCHEDULED", "NO_SHOW", "CANCELED")


def preview(*bodies: str) -> Rule:
    """The rule that keeps `hs_body_preview*` in step with the body: the first of these properties with a value."""

    def run(moment: Moment) -> None:
        body = next((found for name in bodies if (found := moment.get(name))), "")
        text = plain(body)
        moment.set("hs_body_preview", text[:PREVIEW])
        moment.flag("hs_body_preview_is_truncated", len(text) > PREVIEW)
        page = f"<html>\n <head></head>\n <body>\n {body}\n </body>\n</html>"
        moment.set("hs_body_preview_html", page if body else None)

    return Rule(frozenset(bodies), run, always=True)


def plain(body: str) -> str:
    """The text of a body that may be HTML, on one line."""
    if "<" in body:
        body = _TAG.sub("", _BREAK.sub(" ", body))
    return " ".join(unescape(body).split())


@rule()
def meeting_defaults(moment: Moment) -> None:
    """Meetings made through the API count as made in the CRM (recorded in 2022), and take place when they start."""
    moment.default("hs_meeting_source", "CRM_UI")
    moment.default("hs_timestamp", moment.get("hs_meeting_start_time") or "")


@rule("hs_meeting_outcome")
def outcome(moment: Moment) -> None:
    """The outcome as one flag each, counted as `1` and `0` for sums."""
    found = moment.get("hs_meeting_outcome")
    found = "CANCELED" if found == "CANCELLED" else found
    for known in _OUTCOMES:
        moment.set(f"hs_outcome_{known.lower()}_count", "1" if found == known else "0")


@rule("hs_call_transcription_id")
def transcript(moment: Moment) -> None:
    """Whether the call has a transcript."""
    moment.flag("hs_call_has_transcript", bool(moment.get("hs_call_transcription_id")))


NOTES = (preview("hs_note_body"),)
CALLS = (preview("hs_call_body"), transcript)
MEETINGS = (preview("hs_meeting_body"), meeting_defaults, outcome)
TASKS = (preview("hs_task_body"),)
COMMUNICATIONS = (preview("hs_communication_body"),)
POSTAL_MAIL = (preview("hs_postal_mail_body"),)
