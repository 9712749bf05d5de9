"""The contact behind a submission: found or made, and changed by what was sent."""

from collections.abc import Mapping

from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.objects.find import ids_of
from hubstead.crm.objects.write import fresh, saved
from hubstead.crm.pipelines.lifecycle import PROPERTY as STAGE
from hubstead.crm.properties.datetimes import format_datetime
from hubstead.crm.properties.definition import TypeDefinition, define
from hubstead.crm.records import change
from hubstead.crm.records import record as records
from hubstead.crm.records.record import Record, merged_from
from hubstead.kit.errors import Failure
from hubstead.marketing.forms.fields import CONTACT
from hubstead.marketing.submissions import rows
from hubstead.marketing.submissions.check import Submission
from hubstead.marketing.submissions.legal import basis_of
from hubstead.marketing.submissions.values import coerced
from hubstead.store.engine import Raced
from hubstead.store.unit import Unit

EMAIL = "email"
LEGAL_BASIS = "hs_legal_basis"


async def upsert(unit: Unit, sent: Submission) -> Record | None:
    """Find the contact by e-mail address, else by the browser's cookie; make one where an address is new.

    `None` where nobody can be named.
    """
    definition = await define(unit, await resolve(unit, CONTACT))
    given = sent.values.get(CONTACT, {})
    record = await _known(unit, definition, sent, given.get(EMAIL, ""))
    if record is None and not given.get(EMAIL):
        return None
    values = {**given, **_that_follow(definition, sent, given, record), **await _conversions(unit, sent, record)}
    context = await change.context_of(unit, definition)
    moment = change.revise(context, record, values) if record else fresh(context, await unit.new_ids(1), values)
    [outcome] = await saved(unit, definition, [moment])
    if isinstance(outcome, Failure):
        if record is None:
            raise Raced("another unit made this contact meanwhile")
        raise outcome
    return moment.record


async def _known(unit: Unit, definition: TypeDefinition, sent: Submission, email: str) -> Record | None:
    found = await _load(unit, (await ids_of(unit, definition, [email], EMAIL)).get(email, 0)) if email else None
    if found is None and sent.context.hutk:
        found = await _load(unit, await contact_of(unit, sent.context.hutk))
        other = found is not None and bool(email) and found.values.get(EMAIL, "") not in ("", email)
        if other and sent.form.configuration.create_new_contact_for_new_email:
            return None
    return found


async def contact_of(unit: Unit, hutk: str) -> int:
    """Whom the tracking code knows by this cookie, else who sent a form with it; 0 for nobody."""
    known = await unit.rows("SELECT contact FROM visitor WHERE portal = ?1 AND utk = ?2 AND contact > 0", hutk)
    return known[0][0] if known else await rows.contact_of_visitor(unit, hutk)


async def _load(unit: Unit, id: int) -> Record | None:
    return (await records.load(unit, CONTACT, [id], lock=True, bounded=False)).get(id) if id else None


def _that_follow(
    definition: TypeDefinition, sent: Submission, given: Mapping[str, str], record: Record | None
) -> dict[str, str]:
    """What the form and the consent say of a contact. A stage that is gone since the form was made is left out."""
    values: dict[str, str] = {}
    for stage in sent.form.configuration.lifecycle_stages:
        if stage.object_type_id == CONTACT and STAGE not in given:
            values[STAGE] = stage.value
    basis = basis_of(sent.legal)
    if basis and LEGAL_BASIS not in given:
        values[LEGAL_BASIS] = f";{basis}" if record else basis
    if STAGE in values and not isinstance(coerced(definition.coercer(STAGE), values[STAGE]), str):
        del values[STAGE]
    return {name: value for name, value in values.items() if name in definition.properties}


async def _conversions(unit: Unit, sent: Submission, record: Record | None) -> dict[str, str]:
    """How often the contact sent a form, and which one first and last. They are named by page and form."""
    event = ": ".join(filter(None, (sent.context.page_name, sent.form.name)))
    at = format_datetime(sent.at)
    before = record.values if record else {}
    new_form = record is None or not await rows.sent_before(unit, sent.form.id, await _ids(unit, record))
    values = {
        "recent_conversion_event_name": event,
        "recent_conversion_date": at,
        "num_conversion_events": str(int(before.get("num_conversion_events") or 0) + 1),
        "num_unique_conversion_events": str(int(before.get("num_unique_conversion_events") or 0) + new_form),
    }
    if not before.get("first_conversion_date"):
        values |= {"first_conversion_event_name": event, "first_conversion_date": at}
    return values


async def _ids(unit: Unit, record: Record) -> list[int]:
    """The contact's id, and those that it had before merges."""
    return [record.id, *(await merged_from(unit, CONTACT, [record.id])).get(record.id, [])]
