"""Visitors and contacts: who is who, and what a contact's analytics properties say."""

from collections.abc import Iterable, Mapping, Sequence

from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.objects import bulk
from hubstead.crm.objects.bulk import Given
from hubstead.crm.properties.datetimes import format_datetime
from hubstead.crm.properties.definition import TypeDefinition, define
from hubstead.crm.records import change
from hubstead.crm.records import record as records
from hubstead.crm.records.computed.contacts import offline
from hubstead.crm.records.record import Record, holders
from hubstead.kit.errors import Failure
from hubstead.store.unit import Origin, Unit
from hubstead.tracking import visitor as visitors
from hubstead.tracking.geo.places import Place
from hubstead.tracking.visitor import Known

CONTACTS = "0-1"
ORIGIN = Origin("ANALYTICS", "ContactAnalyticsDetailsUpdateWorker")
"""The source of these changes, as the history of a contact names it (recorded)."""


_OF_VISITS = (
    "hs_analytics_first_timestamp",
    "hs_analytics_first_visit_timestamp",
    "hs_analytics_first_url",
    "hs_analytics_first_referrer",
    "hs_analytics_last_timestamp",
    "hs_analytics_last_visit_timestamp",
    "hs_analytics_last_url",
    "hs_analytics_last_referrer",
    "hs_analytics_source_data_1",
    "hs_analytics_source_data_2",
    "hs_latest_source",
    "hs_latest_source_data_1",
    "hs_latest_source_data_2",
    "hs_latest_source_timestamp",
    "ip_country",
    "ip_country_code",
    "ip_state",
    "ip_state_code",
    "ip_city",
)
"""What only a visit says of a contact, besides its source and counts."""


async def definition_of(unit: Unit) -> TypeDefinition:
    """The contacts of the portal."""
    return await define(unit, await resolve(unit, CONTACTS))


def valid_email(definition: TypeDefinition, text: str) -> str:
    """The address in lower case, `""` when it is none."""
    try:
        return change.checked(definition, {"email": text})["email"]
    except Failure:
        return ""


def valid_properties(definition: TypeDefinition, given: Mapping[str, str]) -> dict[str, str]:
    """Those of the given values that a contact can take; `email` is not among them, it is who the contact is."""
    found: dict[str, str] = {}
    for name, value in given.items():
        try:
            found.update(change.checked(definition, {name: value}))
        except Failure:
            continue
    found.pop("email", None)
    return found


async def contacts_of(unit: Unit, people: Mapping[str, Mapping[str, str]]) -> dict[str, int]:
    """The contacts with these addresses, their properties set; those that are missing are made. By address."""
    definition = await definition_of(unit)
    held = await holders(unit, CONTACTS, "email", sorted(people))
    inputs = [
        Given(email, {**properties, **({} if email in held else {"email": email})})
        for email, properties in people.items()
        if properties or email not in held
    ]
    if inputs:
        await bulk.upsert(unit, definition, "email", inputs)
        await unit.flush()
        held = await holders(unit, CONTACTS, "email", sorted(people))
    return held


async def link(unit: Unit, utk: str, contact: int) -> set[int]:
    """From now on this visitor is this contact, with what it did before, and so are all that are one person with it,
    but those that are another contact.

    A visitor that nobody saw yet is one from now on. Answers the contacts whose analytics may have changed: a visitor
    belongs to the contact that was named last (our choice).
    """
    found = await visitors.load(unit, [utk])
    root = found[utk].root if utk in found else utk
    family = {utk: Known(utk, root), **await visitors.of_roots(unit, [root])}
    touched, own = {contact}, {0, family[utk].contact}
    for known in [known for known in family.values() if known.contact in own]:
        touched.add(known.contact)
        known.contact = contact
        visitors.save(unit, known)
    await unit.flush()
    return touched - {0}


async def move(unit: Unit, olds: Iterable[int], contact: int) -> None:
    """Contacts were merged into one: their visitors are its visitors."""
    for known in (await visitors.of_contacts(unit, olds)).values():
        known.contact = contact
        visitors.save(unit, known)
    await unit.flush()


async def alias(unit: Unit, utk: str, other: str) -> set[int]:
    """Two visitors are one person. Where one of them is a contact, both are; two contacts stay two."""
    found = await visitors.load(unit, [utk, other])
    one, two = (found.get(each) or Known(each) for each in (utk, other))
    family = {one.utk: one, two.utk: two, **await visitors.of_roots(unit, [one.root, two.root])}
    contacts = {known.contact for known in family.values()} - {0}
    for known in family.values():
        known.root = one.root
        if len(contacts) == 1:
            known.contact = next(iter(contacts))
        visitors.save(unit, known)
    await unit.flush()
    return contacts


async def refresh(unit: Unit, contacts: Iterable[int]) -> None:
    """Bring the analytics properties of these contacts up to date, also of those whose last visitor became another's;
    contacts that are gone are left alone."""
    known: dict[int, list[Known]] = {contact: [] for contact in contacts if contact}
    for each in (await visitors.of_contacts(unit, known)).values():
        known[each.contact].append(each)
    if not known:
        return
    definition = await definition_of(unit)
    context = await change.context_of(unit, definition)
    for id, record in (await records.load(unit, CONTACTS, known, lock=True)).items():
        # Who was never counted is left alone; what an id that was merged away has no more, its heir may have.
        if known[id] or (record.id == id and "hs_analytics_num_visits" in record.values):
            values = analytics(definition, record, known[id])
            change.store(unit, change.revise(context, record, values))


def analytics(definition: TypeDefinition, record: Record, known: Sequence[Known]) -> dict[str, str]:
    """What visitors that are one contact did, as properties.

    Where they came from is set only when the first or the newest visit is another one than before: what a user set
    stays otherwise.
    """
    people = [each.visitor for each in known]
    visits, views = sum(each.visits for each in people), sum(each.page_views for each in people)
    values = {
        "hs_analytics_num_visits": str(visits),
        "hs_analytics_num_page_views": str(views),
        "hs_analytics_num_event_completions": str(sum(each.events for each in people)),
        "hs_analytics_revenue": number(sum(each.revenue for each in people)),
        "hs_analytics_average_page_views": number(views / visits) if visits else "",
    }
    first = min((each.first for each in people if each.first), key=lambda landing: landing.at, default=None)
    if first:
        came = {
            "hs_analytics_first_timestamp": format_datetime(first.at),
            "hs_analytics_first_visit_timestamp": format_datetime(first.at),
            "hs_analytics_first_url": first.url,
            "hs_analytics_first_referrer": first.referrer,
            "hs_analytics_source": first.source.name,
            "hs_analytics_source_data_1": first.source.detail_1,
            "hs_analytics_source_data_2": first.source.detail_2,
        }
        if record.values.get("hs_analytics_first_visit_timestamp") != came["hs_analytics_first_visit_timestamp"]:
            values.update(came)
    elif record.values.get("hs_analytics_first_visit_timestamp"):
        values.update(_unvisited(record))
    elif not record.values.get("hs_analytics_source"):  # made by an event of a server, or by a visitor without a visit
        values["hs_analytics_source"] = "OFFLINE"
    last = max((each for each in people if each.visit), key=lambda each: each.last, default=None)
    if last and last.visit:
        visit = last.visit
        started = format_datetime(visit.started)
        values["hs_analytics_last_timestamp"] = format_datetime(last.last)
        values["hs_analytics_last_url"] = visit.last_url
        values["hs_analytics_last_referrer"] = last.referrer
        values.update(_where(visit.place))
        if record.values.get("hs_analytics_last_visit_timestamp") != started:
            values["hs_analytics_last_visit_timestamp"] = started
            values["hs_latest_source"] = visit.source.name
            values["hs_latest_source_data_1"] = visit.source.detail_1
            values["hs_latest_source_data_2"] = visit.source.detail_2
            is_date = definition.properties["hs_latest_source_timestamp"].type == "date"
            values["hs_latest_source_timestamp"] = started[:10] if is_date else started
    return {name: value for name, value in values.items() if value != record.values.get(name, "")}


def _unvisited(record: Record) -> dict[str, str]:
    """What a contact has again when all its visits turned out to be another's: the source that it was made by."""
    made = Origin(record.values.get("hs_object_source", ""), record.values.get("hs_object_source_id", ""))
    return {**dict.fromkeys(_OF_VISITS, ""), "hs_analytics_source": "OFFLINE", **offline(made)}


def _where(place: Place) -> dict[str, str]:
    """In lower case, as contacts have it; nothing where it is unknown, so that what was known stays."""
    if not place.code:
        return {}
    return {
        "ip_country": place.country.lower(),
        "ip_country_code": place.code.lower(),
        "ip_state": place.region.lower(),
        "ip_state_code": place.region_code.lower(),
        "ip_city": place.city.lower(),
    }


def number(value: float) -> str:
    """At most two decimals, none where there are none to show."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
