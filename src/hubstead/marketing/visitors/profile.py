"""Making the profiles of contacts: values with their history, forms that were sent, addresses, the company."""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from msgspec import UNSET

from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.objects.history import Versions, histories
from hubstead.crm.properties.datetimes import parse_datetime
from hubstead.crm.properties.definition import TypeDefinition, define
from hubstead.crm.records import record as records
from hubstead.crm.records.record import Record, merged_from
from hubstead.crm.records.unique import ADDITIONAL_EMAILS
from hubstead.kit.ids import named_uuid
from hubstead.marketing.forms import manage
from hubstead.marketing.forms.fields import CONTACT
from hubstead.marketing.submissions import rows
from hubstead.marketing.submissions.rows import Kept
from hubstead.marketing.visitors.wire import (
    AssociatedCompany,
    FormSubmission,
    Identity,
    IdentityProfile,
    Profile,
    Value,
    Version,
)
from hubstead.store.unit import Unit

COMPANY = "0-2"
DAYS = ("date", "datetime")
Forms = Literal["all", "none", "newest", "oldest"]


class View(NamedTuple):
    """What is to be seen: which properties (none: all that have a value), with their history or not, which forms."""

    properties: tuple[str, ...]
    history: bool
    forms: Forms


async def profiles(unit: Unit, ids: Sequence[int], view: View) -> dict[int, Profile]:
    """The profiles of contacts by the id that was asked for; contacts that are gone or out of sight are left out."""
    definition = await define(unit, await resolve(unit, CONTACT))
    found = await records.load(unit, CONTACT, ids)
    olds = await merged_from(unit, CONTACT, sorted({record.id for record in found.values()}))
    names = {name for record in found.values() for name in _names(record, view)}
    past = await histories(unit, CONTACT, [one.id for one in found.values()], sorted(names)) if view.history else {}
    companies = await _companies(unit, list(found.values()))
    return {
        asked: Profile(
            vid=asked,
            canonical_vid=record.id,
            merged_vids=[*olds[record.id], record.id] if record.id in olds else [],
            portal_id=unit.portal,
            is_contact=True,
            properties=_values(definition, record, view, past.get(record.id, {})),
            list_memberships=[],
            identity_profiles=[_identities(unit, record)],
            merge_audits=[],
            form_submissions=await _forms(unit, [record.id, *olds.get(record.id, [])], view),
            associated_company=companies.get(record.values.get("associatedcompanyid", ""), UNSET),
        )
        for asked, record in found.items()
    }


def _names(record: Record, view: View) -> list[str]:
    return [name for name in view.properties or record.values if record.values.get(name)]


def _values(definition: TypeDefinition, record: Record, view: View, past: Versions) -> dict[str, Value]:
    values = {}
    for name in _names(record, view):
        property = definition.properties.get(name)
        in_ms = property is not None and property.type in DAYS
        versions = [_version(one, in_ms=in_ms) for one in past.get(name, ())] if view.history else UNSET
        values[name] = Value(_text(record.values[name], in_ms=in_ms), versions)
    return values


def _version(known: Mapping[str, str | int], *, in_ms: bool) -> Version:
    user = known.get("updatedByUserId")
    return Version(
        value=_text(str(known["value"]), in_ms=in_ms),
        source_type=str(known["sourceType"]),
        source_id=str(known["sourceId"]) if "sourceId" in known else None,
        source_label=None,
        updated_by_user_id=int(user) if user else None,
        timestamp=parse_datetime(known["timestamp"]),
    )


def _text(value: str, *, in_ms: bool) -> str:
    """Moments and days are milliseconds here."""
    try:
        return str(parse_datetime(value)) if in_ms and value else value
    except ValueError:
        return value


def _identities(unit: Unit, record: Record) -> IdentityProfile:
    values, at = record.values, record.created
    identities = [Identity("LEAD_GUID", named_uuid("lead", unit.portal, record.id), at)]
    if values.get("email"):
        identities.insert(0, Identity("EMAIL", values["email"], at, is_primary=True))
    others = filter(None, values.get(ADDITIONAL_EMAILS, "").split(";"))
    identities += [Identity("EMAIL", address, at, is_secondary=True) for address in others]
    return IdentityProfile(record.id, at, 0, identities)


async def _forms(unit: Unit, ids: Sequence[int], view: View) -> list[FormSubmission]:
    """The forms that a contact sent, under all ids that it had, newest first."""
    if view.forms == "none":
        return UNSET  # type: ignore[return-value]
    forms = await manage.forms_of(unit)
    shown = []
    for form, kept in await rows.of_contact(unit, ids):
        known, context = forms.get(form), kept.document.context
        shown.append(
            FormSubmission(
                conversion_id=kept.conversion,
                timestamp=kept.at,
                form_id=form,
                portal_id=unit.portal,
                title=known.name if known else "",
                form_type=known.form_type.upper() if known else "HUBSPOT",
                contact_associated_by=["EMAIL" if _by_email(kept) else "UTK"],
                meta_data=[],
                page_url=context.page_uri or UNSET,
                page_title=context.page_name or UNSET,
                page_id=context.page_id or UNSET,
            )
        )
    return {"newest": shown[:1], "oldest": shown[-1:]}.get(view.forms, shown)


def _by_email(kept: Kept) -> bool:
    return any(one.name == "email" for one in kept.document.values)


async def _companies(unit: Unit, contacts: Sequence[Record]) -> dict[str, AssociatedCompany]:
    """The primary companies of contacts, by id as text, as far as they can be seen."""
    ids = {int(id) for one in contacts if (id := one.values.get("associatedcompanyid", "")).isdigit()}
    found = await records.load(unit, COMPANY, ids) if ids else {}
    return {
        str(id): AssociatedCompany(
            company.id, unit.portal, {name: Value(value) for name, value in company.values.items() if value}
        )
        for id, company in found.items()
    }
