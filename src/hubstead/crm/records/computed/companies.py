"""Companies: website from domain, and the lifecycle."""

from hubstead.crm.records.computed import lifecycle
from hubstead.crm.records.moment import Moment
from hubstead.crm.records.rule import rule


@rule()
def website(moment: Moment) -> None:
    """A new company with a domain and no website gets the domain as its website (recorded in 2022)."""
    domain = moment.get("domain")
    if domain:
        moment.default("website", domain)


RULES = (website, *lifecycle.RULES)
