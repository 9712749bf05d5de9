"""Taking a submission: kept, written to its contact and told, all in one transaction."""

from typing import Any

import msgspec

from hubstead.events import occurrence
from hubstead.events.occurrence import Occurrence
from hubstead.events.standard import FORM_SUBMITTED
from hubstead.kit.ids import named_uuid
from hubstead.marketing.forms.check import every
from hubstead.marketing.forms.fields import CONTACT, MultipleCheckboxesField, key_of
from hubstead.marketing.submissions import contact, others, rows
from hubstead.marketing.submissions.check import Submission
from hubstead.marketing.submissions.rows import Document, Kept
from hubstead.marketing.submissions.wire import SubmitShown, ValueShown
from hubstead.store.unit import Unit
from hubstead.tracking.settings import is_within, settings_of


async def take(unit: Unit, sent: Submission, *, spam: bool, address: str = "", conversion: str = "") -> str:
    """Keep a submission and do what follows from it; nothing follows from spam. `address` is where the request came
    from, empty for one of a server. Answers its id, given or new."""
    kept = await _kept(unit, sent, conversion)
    found = None if spam else await contact.upsert(unit, sent)
    rows.put(unit, sent.form.id, kept, found.id if found else 0, spam=spam)
    if not spam:
        await others.write(unit, sent, found)
        await occurrence.add(unit, _event(sent, kept, found.id if found else 0))
        if found:
            unit.happened("form.submitted", CONTACT, found.id, _encode(await _told(unit, sent, kept, address)).decode())
    return kept.conversion


def answer(sent: Submission) -> SubmitShown:
    """What the visitor is to see."""
    action = sent.form.configuration.post_submit_action
    return (
        SubmitShown(redirect_uri=action.value)
        if action.type == "redirect_url"
        else SubmitShown(inline_message=action.value)
    )


async def _kept(unit: Unit, sent: Submission, conversion: str) -> Kept:
    several = {key_of(field) for field in every(sent.form.fields()) if isinstance(field, MultipleCheckboxesField)}
    values = [
        ValueShown(answer.name, value, answer.type)
        for answer in sent.answers
        for value in (answer.value.split(";") if answer.key in several else [answer.value])
        if value
    ]
    conversion = conversion or named_uuid("conversion", unit.portal, await unit.new_ids(1))
    return Kept(conversion, sent.at, Document(values, sent.context, sent.legal))


def _event(sent: Submission, kept: Kept, contact: int) -> list[Occurrence]:
    """What readers of events see of it; nothing where neither contact nor browser is known."""
    context = sent.context
    properties = {
        "hs_form_id": sent.form.id,
        "hs_form_type": sent.form.form_type.upper(),
        "hs_form_correlation_id": kept.conversion,
        "hs_page_id": context.page_id,
        "hs_page_title": context.page_name,
        "hs_page_url": context.page_uri,
    }
    event = Occurrence(
        event_type=FORM_SUBMITTED,
        event=kept.conversion,
        at=kept.at,
        type=CONTACT,
        id=contact,
        properties={name: value for name, value in properties.items() if value},
        visitor=context.hutk,
    )
    return [event] if contact or context.hutk else []


async def _told(unit: Unit, sent: Submission, kept: Kept, address: str) -> dict[str, Any]:
    """The body of the fact: which form, where, with which cookie. What was sent is kept once, with the submission. One
    from an address that the account excludes is part of no visit (documented)."""
    excluded = (await settings_of(unit)).excluded_addresses
    return {
        "form": sent.form.id,
        "conversionId": kept.conversion,
        "submittedAt": kept.at,
        "context": sent.context,
        "excluded": is_within(sent.context.ip_address or address, excluded),
    }


_encode = msgspec.json.Encoder().encode
