"""Contacts: identity by e-mail and phone, the lifecycle, and where they come from."""

from collections.abc import Mapping

from hubstead.crm.records.computed import lifecycle
from hubstead.crm.records.computed.phones import phone
from hubstead.crm.records.moment import Moment
from hubstead.crm.records.rule import rule
from hubstead.store.unit import Origin

CONSTANTS = {"hs_is_contact": "true", "hs_pipeline": "contacts-lifecycle-pipeline"}
"""What every contact has from the start (recorded in 2022)."""


def offline(origin: Origin) -> Mapping[str, str]:
    """The original source of a contact that no visit made: offline, with the channel and who or what used it. It is
    rewritten when earlier visits turn out to be the contact's."""
    if origin.source == "ANALYTICS":
        return {}
    values = {"hs_analytics_source": "OFFLINE", "hs_analytics_source_data_1": origin.source}
    return {**values, "hs_analytics_source_data_2": origin.source_id} if origin.source_id else values


_SOURCE = "hs_analytics_source"
_DETAILS = ("hs_analytics_source_data_1", "hs_analytics_source_data_2")


@rule(_SOURCE)
def chosen_source(moment: Moment) -> None:
    """A source that a user chooses has no details but those that are given with it."""
    context = moment.context
    if context.origin.source == "ANALYTICS" or (moment.creating and moment.get(_SOURCE) == "OFFLINE"):
        return
    for name in _DETAILS:
        untouched = moment.get(name) == context.beginnings.get(name) if moment.creating else name not in moment.changes
        if untouched:
            moment.set(name, None)


@rule()
def identity(moment: Moment) -> None:
    """The ids that this contact ever had; merging adds to them."""
    moment.set("hs_all_contact_vids", str(moment.record.id))


@rule("email")
def email_domain(moment: Moment) -> None:
    """The part of the address after the `@`."""
    email = moment.get("email")
    moment.set("hs_email_domain", email.rpartition("@")[2] if email else None)


@rule("email", "firstname", "lastname")
def full_name(moment: Moment) -> None:
    """The name to show: first and last name, else the address."""
    names = [name for name in (moment.get("firstname"), moment.get("lastname")) if name]
    moment.set("hs_full_name_or_email", " ".join(names) or moment.get("email"))


RULES = (
    identity,
    chosen_source,
    email_domain,
    full_name,
    phone("phone", "phone"),
    phone("mobilephone", "mobile"),
    *lifecycle.RULES,
)
