"""The properties of records that follow from their associations: how many there are, and which one is primary."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from hubstead.crm.associations.rows import Link
from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.properties.definition import define
from hubstead.crm.records import change
from hubstead.crm.records.record import Record
from hubstead.store.unit import Unit

COUNTS: Mapping[tuple[str, int], str] = {
    ("0-1", 4): "num_associated_deals",
    ("0-2", 280): "num_associated_contacts",
    ("0-2", 342): "num_associated_deals",
    ("0-2", 13): "hs_num_child_companies",
    ("0-3", 3): "num_associated_contacts",
    ("0-3", 19): "hs_num_of_associated_line_items",
    ("0-3", 313): "hs_num_associated_deal_splits",
    ("0-5", 339): "hs_num_associated_companies",
    ("0-14", 64): "hs_num_associated_deals",
    ("0-27", 204): "hs_num_associated_contacts",
    ("0-27", 192): "hs_num_associated_companies",
    ("0-27", 216): "hs_num_associated_deals",
    ("0-27", 230): "hs_num_associated_tickets",
    ("0-101", 542): "hs_number_of_associated_invoices",
    ("0-136", 1037): "hs_lead_associated_deals_count",
}
"""By object type and HubSpot's association type: the property that counts the records at the other end."""
HOLDS: Mapping[tuple[str, int], str] = {
    ("0-1", 1): "associatedcompanyid",
    ("0-2", 14): "hs_parent_company_id",
    ("0-3", 5): "hs_primary_associated_company",
    ("0-5", 26): "hs_primary_company_id",
    ("0-136", 578): "hs_primary_contact_id",
    ("0-136", 580): "hs_primary_company_id",
}
"""By object type and HubSpot's association type: the property that holds the id of the one record at the other end."""


class Ends(Protocol):
    """Where a record's links can be counted; an end is object type id, record id, category, association type id."""

    def tally(self, end: tuple[str, int, int, int], /) -> int: ...
    def holder(self, end: tuple[str, int, int, int], /) -> Link | None: ...


def following(ends: Ends, link: Link) -> dict[str, str]:
    """The properties of a link's first record that follow from its links of that type, with their values."""
    key = (link.from_type, link.type_id)
    end = (link.from_type, link.from_id, link.category, link.type_id)
    values: dict[str, str] = {}
    if key in COUNTS:
        values[COUNTS[key]] = str(ends.tally(end))
    if key in HOLDS:
        holder = ends.holder(end)
        values[HOLDS[key]] = str(holder.to_id) if holder else ""
    return values


async def write(unit: Unit, type: str, values: Iterable[tuple[Record, Mapping[str, str]]]) -> None:
    """Set what follows from associations in records of one type; properties that the type lacks are left out."""
    definition = await define(unit, await resolve(unit, type))
    context = await change.context_of(unit, definition)
    for record, given in values:
        known = {name: value for name, value in given.items() if name in definition.properties}
        change.store(unit, change.revise(context, record, known))
