"""Taking a submission: kept, written to its contact and told, all in one transaction."""

from typing import Any

import msgspec

from hubstead.kit.ids import named_uuid
from hubstead.marketing.forms.check import every
from hubstead.marketing.forms.fields import CONTACT, MultipleCheckboxesField, key_of
from hubstead.marketing.submissions import contact, others, rows
from hubstead.marketing.submissions.check import Submission
from hubstead.marketing.submissions.rows import Document, Kept
from hubstead.marketing.submissions.wire import SubmitShown, ValueShown
from hubstead.store.unit import Unit


async def take(unit: Unit, sent: Submission, *, spam: bool) -> None:
    """Keep a submission and do what follows from it; nothing follows from spam."""
    kept = await _kept(unit, sent)
    found = None if spam else await contact.upsert(unit, sent)
    rows.put(unit, sent.form.id, kept, found.id if found else 0, spam=spam)
    if not spam:
        await others.write(unit, sent, found)
        if found:
            unit.happened("form.submitted", CONTACT, found.id, _encode(_told(sent, kept)).decode())


def answer(sent: Submission) -> SubmitShown:
    """What the visitor is to see."""
    action = sent.form.configuration.post_submit_action
    return (
        SubmitShown(redirect_uri=action.value)
        if action.type == "redirect_url"
        else SubmitShown(inline_message=action.value)
    )


async def _kept(unit: Unit, sent: Submission) -> Kept:
    several = {key_of(field) for field in every(sent.form.fields()) if isinstance(field, MultipleCheckboxesField)}
    values = [
        ValueShown(answer.name, value, answer.type)
        for answer in sent.answers
        for value in (answer.value.split(";") if answer.key in several else [answer.value])
        if value
    ]
    conversion = named_uuid("conversion", unit.portal, await unit.new_ids(1))
    return Kept(conversion, sent.at, Document(values, sent.context, sent.legal))


def _told(sent: Submission, kept: Kept) -> dict[str, Any]:
    """The body of the fact: which form, where, with which cookie. What was sent is kept once, with the submission."""
    return {"form": sent.form.id, "conversionId": kept.conversion, "submittedAt": kept.at, "context": sent.context}


_encode = msgspec.json.Encoder().encode
