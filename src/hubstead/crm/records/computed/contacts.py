"""Contacts: identity by e-mail and phone, and the lifecycle."""

from hubstead.crm.records.computed import lifecycle
from hubstead.crm.records.computed.phones import phone
from hubstead.crm.records.moment import Moment
from hubstead.crm.records.rule import rule

CONSTANTS = {"hs_is_contact": "true", "hs_pipeline": "contacts-lifecycle-pipeline"}
"""What every contact has from the start (recorded in 2022)."""


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
    email_domain,
    full_name,
    phone("phone", "phone"),
    phone("mobilephone", "mobile"),
    *lifecycle.RULES,
)
