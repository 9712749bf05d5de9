"""Where a visit comes from: fourteen rules, tried in order (documented 2025; marked where the choice is ours)."""

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Literal, NamedTuple
from urllib.parse import SplitResult, unquote

import msgspec

from hubstead.tracking.beacon import first_values, host_of
from hubstead.tracking.referrers import Referrers, Site, network_key
from hubstead.tracking.settings import is_of

Name = Literal[
    "ORGANIC_SEARCH",
    "PAID_SEARCH",
    "EMAIL_MARKETING",
    "SOCIAL_MEDIA",
    "REFERRALS",
    "OTHER_CAMPAIGNS",
    "DIRECT_TRAFFIC",
    "PAID_SOCIAL",
    "AI_REFERRALS",
]
_PAID = re.compile("paid|ppc|cpc")
_PAID_SEARCH = re.compile("adword|ppc|cpc")
_CLICK_ID = re.compile(r"[A-Za-z0-9_-]{20,200}")
"""What a Google click id looks like: our choice, the rule only says "valid"."""
UNKNOWN_WORDS = "Unknown keywords (SSL)"


class Source(msgspec.Struct, frozen=True):
    """A source with its two drill-downs, as `hs_analytics_source`, `…_data_1` and `…_data_2` have them."""

    name: Name
    detail_1: str = ""
    detail_2: str = ""


UTM = ("source", "medium", "campaign", "term", "content")
"""The parameters `utm_…` of a landing page."""


class Landing:
    """The page that a visitor came to and where from, as the rules ask about it."""

    def __init__(
        self, page: SplitResult, referrer: SplitResult, site_domains: tuple[str, ...], referrers: Referrers
    ) -> None:
        self.page = page
        self.referrer = referrer
        self.host = host_of(referrer)
        self._site_domains = site_domains
        self._referrers = referrers
        self._query = {name.lower(): value for name, value in first_values(page.query).items()}
        self.utm: dict[str, str] = {name: self._query.get(f"utm_{name}", "") for name in UTM}

    @cached_property
    def medium(self) -> str:
        return self.utm["medium"].lower()

    @cached_property
    def utm_source(self) -> str:
        return self.utm["source"].lower()

    @cached_property
    def source(self) -> str:
        """The parameter `source`."""
        return self._query.get("source", "").lower()

    @cached_property
    def labels(self) -> str:
        """utm_source, utm_medium and utm_campaign, to look for words in."""
        return "\n".join((self.utm_source, self.medium, self.utm["campaign"].lower()))

    @property
    def tagged(self) -> bool:
        """Whether any of the three is given."""
        return len(self.labels) > 2

    @cached_property
    def site(self) -> Site | None:
        """The known site that referred."""
        return self._referrers.site_of(self.host)

    def comes_from(self, kind: str) -> bool:
        return self.site is not None and self.site.kind == kind

    @property
    def social(self) -> bool:
        """Whether a social network is named or referred."""
        return self.named_network is not None or self.comes_from("SOCIAL")

    @property
    def named_network(self) -> str | None:
        """The social network that `utm_source` names."""
        return self._referrers.networks.get(network_key(self.utm_source))

    @property
    def clicked_ad(self) -> bool:
        return bool(_CLICK_ID.fullmatch(self._query.get("gclid", "")))

    @property
    def internal(self) -> bool:
        """Whether a page of the portal's own sites referred: those that it named, and (our choice) the page's own host
        with what is below or above it."""
        here = host_of(self.page)
        return bool(self.host) and (
            is_of(self.host, self._site_domains) or is_of(self.host, (here,)) or is_of(here, (self.host,))
        )


class Rule(NamedTuple):
    """A source, and when it is that. `None`: the visit keeps the source it has."""

    source: Name | None
    applies: Callable[[Landing], bool]


RULES = (
    Rule("SOCIAL_MEDIA", lambda seen: seen.medium == "social" and seen.social),
    Rule("PAID_SEARCH", lambda seen: bool(_PAID_SEARCH.search(seen.source))),
    Rule("PAID_SEARCH", lambda seen: seen.clicked_ad),
    Rule(
        "PAID_SOCIAL",
        lambda seen: (
            (bool(_PAID.search(seen.medium)) and seen.social) or "paidsocial" in f"{seen.utm_source}\n{seen.medium}"
        ),
    ),
    Rule("PAID_SEARCH", lambda seen: seen.tagged and is_of(seen.host, ("google.com",))),
    Rule("PAID_SEARCH", lambda seen: bool(_PAID_SEARCH.search(seen.labels))),
    Rule("EMAIL_MARKETING", lambda seen: "email" in f"{seen.labels}\n{seen.source}"),
    Rule("OTHER_CAMPAIGNS", lambda seen: seen.tagged or bool(seen.source)),
    Rule("AI_REFERRALS", lambda seen: seen.comes_from("AI")),  # its place in the order is our choice
    Rule("SOCIAL_MEDIA", lambda seen: seen.comes_from("SOCIAL")),
    Rule("DIRECT_TRAFFIC", lambda seen: seen.comes_from("MAIL")),
    Rule("ORGANIC_SEARCH", lambda seen: seen.comes_from("SEARCH")),
    Rule(None, lambda seen: seen.internal),
    Rule("REFERRALS", lambda seen: bool(seen.host)),
    Rule("DIRECT_TRAFFIC", lambda _: True),
)


def attribute(landing: Landing) -> Source | None:
    """The source of a visit that began at this landing; `None` when the visitor came from the portal's own site."""
    name = next(rule.source for rule in RULES if rule.applies(landing))
    return Source(name, *_DETAILS[name](landing)) if name else None


def direct(page: SplitResult) -> Source:
    """Direct traffic to a page: for a visit of which nothing else is known."""
    return Source("DIRECT_TRAFFIC", _entrance(page))


def _entrance(page: SplitResult) -> str:
    """A URL without scheme and query."""
    return f"{page.hostname or ''}{page.path}"


def _words(landing: Landing) -> str:
    given = first_values(landing.referrer.query)
    names = landing.site.words if landing.site else ()
    return next((given[name] for name in names if given.get(name)), UNKNOWN_WORDS)


def _network(landing: Landing) -> str:
    if landing.comes_from("SOCIAL") and landing.site:
        return landing.site.name
    return landing.named_network or landing.utm["source"]


def _campaign_source(landing: Landing) -> str:
    named = (landing.utm["source"] or landing.source, landing.utm["medium"])
    return " / ".join(part for part in named if part)


def _referred(landing: Landing) -> tuple[str, str]:
    return landing.host, unquote(f"{landing.host}{landing.referrer.path}")


_DETAILS: Mapping[Name, Callable[[Landing], tuple[str, str]]] = {
    "ORGANIC_SEARCH": lambda seen: (_words(seen), seen.site.name if seen.site else ""),
    "REFERRALS": _referred,
    "SOCIAL_MEDIA": lambda seen: (_network(seen), seen.utm["campaign"]),
    "EMAIL_MARKETING": lambda seen: (seen.utm["campaign"], ""),
    "PAID_SEARCH": lambda seen: (seen.utm["campaign"], seen.utm["term"]),
    "PAID_SOCIAL": lambda seen: (_network(seen), seen.utm["campaign"]),
    "DIRECT_TRAFFIC": lambda seen: (_entrance(seen.page), ""),
    "OTHER_CAMPAIGNS": lambda seen: (seen.utm["campaign"], _campaign_source(seen)),
    "AI_REFERRALS": lambda seen: (seen.site.name if seen.site else "", seen.host),
}
"""The drill-downs of each source (documented; AI referrals: our choice)."""
