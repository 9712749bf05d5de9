"""Which rules each object type has, in the order in which they run. One row per type; the common ones come first."""

from collections.abc import Callable, Mapping

from hubstead.crm.properties.definition import TypeDefinition
from hubstead.crm.records.computed import (
    activities,
    commerce,
    common,
    companies,
    contacts,
    deals,
    emails,
    leads,
    line_items,
    marketing_events,
    services,
    stages,
    tasks,
    tickets,
)
from hubstead.crm.records.rule import Rule
from hubstead.store.unit import Origin

RULES: Mapping[str, tuple[Rule, ...]] = {
    "0-1": contacts.RULES,
    "0-2": companies.RULES,
    "0-3": deals.RULES,
    "0-5": tickets.RULES,
    "0-8": line_items.RULES,
    "0-14": commerce.QUOTES,
    "0-18": activities.COMMUNICATIONS,
    "0-27": (*tasks.RULES, *activities.TASKS),
    "0-46": activities.NOTES,
    "0-47": activities.MEETINGS,
    "0-48": activities.CALLS,
    "0-49": emails.RULES,
    "0-53": commerce.INVOICES,
    "0-74": services.GOALS,
    "0-101": commerce.PAYMENTS,
    "0-115": services.USERS,
    "0-116": activities.POSTAL_MAIL,
    "0-123": commerce.ORDERS,
    "0-136": leads.RULES,
    "0-142": commerce.CARTS,
    "0-162": services.SERVICES,
    "0-421": services.APPOINTMENTS,
    "0-970": services.PROJECTS,
}
BY_ORIGIN: Mapping[str, Callable[[Origin], Mapping[str, str]]] = {"0-1": contacts.offline}
"""What new records of a type have from the start by who or what makes them."""
CONSTANTS: Mapping[str, Mapping[str, str]] = {"0-1": contacts.CONSTANTS}
"""What every record of a type has from its creation on."""
BEFORE_STAGES: Mapping[str, tuple[Rule, ...]] = {"0-27": (tasks.status,)}
"""What has a say in the stage."""
AS_OF: Mapping[str, Callable[[dict[str, str], int], None]] = {
    "0-27": tasks.as_of,
    "0-53": commerce.invoice_as_of,
    "0-54": marketing_events.as_of,
}
"""What changes with time alone, worked out in a document whenever it is shown (`now` in ms). Searches see the values of
the last write."""


def rules_of_type(definition: TypeDefinition) -> tuple[Rule, ...]:
    """All rules of a type."""
    type = definition.type
    return (
        common.owners(definition),
        *BEFORE_STAGES.get(type.id, ()),
        *stages.rules_of(type),
        *RULES.get(type.id, ()),
    )
