"""The other records that a form asks for: a company, a ticket, a custom object, each linked to the contact."""

from collections.abc import Mapping

from hubstead.crm.associations import rows as associations
from hubstead.crm.associations.kinds import kinds_of
from hubstead.crm.associations.link import Link, link
from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.objects.find import company_of_domain
from hubstead.crm.objects.write import fresh, saved
from hubstead.crm.properties.definition import define
from hubstead.crm.records import change
from hubstead.crm.records import record as records
from hubstead.crm.records.record import Record
from hubstead.kit.errors import Failure
from hubstead.marketing.forms.fields import CONTACT
from hubstead.marketing.submissions.check import Submission
from hubstead.store.unit import Unit

COMPANY, TICKET = "0-2", "0-5"
DOMAIN = "domain"
PRIMARY, PRIMARY_COMPANY = 1, "associatedcompanyid"
"""The type of the link to a contact's primary company, and the property that follows from it."""


async def write(unit: Unit, sent: Submission, contact: Record | None) -> None:
    """Change the contact's company or the one with the domain, or make one; anything else is made anew."""
    links: list[Link] = []
    created: dict[str, list[Record]] = {CONTACT: [contact]} if contact else {}
    for type, values in sent.values.items():
        if not _is_asked_by_forms(type):
            continue
        old, is_linked = await _company(unit, contact, values) if type == COMPANY else (None, False)
        record = await _written(unit, type, values, old)
        if contact and not is_linked:
            kind = (await kinds_of(unit)).default(CONTACT, type)
            links.append(Link(CONTACT, contact.id, type, record.id, kind.category, kind.id))
            if type == COMPANY and not contact.values.get(PRIMARY_COMPANY):
                links.append(Link(CONTACT, contact.id, type, record.id, kind.category, PRIMARY))
            created.setdefault(type, []).append(record)
    if links:
        await link(unit, links, created)


def _is_asked_by_forms(type: str) -> bool:
    return type in (COMPANY, TICKET) or type.startswith("2-")


async def _company(unit: Unit, contact: Record | None, values: Mapping[str, str]) -> tuple[Record | None, bool]:
    """The contact's company, unless the submission names another domain; then the one that has it. And whether it is
    the contact's already."""
    linked = await associations.towards(unit, CONTACT, [contact.id], [COMPANY]) if contact else []
    found = await records.load(unit, COMPANY, [one.to_id for one in linked], lock=True, bounded=False) if linked else {}
    domain = values.get(DOMAIN, "")
    for company in found.values():
        if not domain or company.values.get(DOMAIN, "") in ("", domain):
            return company, True
    return await company_of_domain(unit, domain, bounded=False), False


async def _written(unit: Unit, type: str, values: Mapping[str, str], old: Record | None) -> Record:
    definition = await define(unit, await resolve(unit, type))
    context = await change.context_of(unit, definition)
    stages = context.pipelines.first.live_stages() if context.pipelines.first else ()
    if stages and definition.type.stage_property and old is None:
        values = {definition.type.stage_property: stages[0].id, **values}
    moment = change.revise(context, old, values) if old else fresh(context, await unit.new_ids(1), values)
    [outcome] = await saved(unit, definition, [moment])
    if isinstance(outcome, Failure):
        raise outcome
    return moment.record
