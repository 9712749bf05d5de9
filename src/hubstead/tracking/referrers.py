"""Which sites a visitor may come from: mail, search engines, social networks and AI assistants.

The standard list is `referrers.tsv`, of what is alive and sends visitors; a portal adds its own. A host belongs to the
longest entry that it ends with, so `mail.google.com` is mail and `www.google.com` is search. Entries like `google.*`
stand for every country's domain of a site.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Annotated, Literal, NamedTuple

import msgspec

Kind = Literal["MAIL", "SEARCH", "SOCIAL", "AI"]
_EVERYWHERE = ".*"
_SECOND = ("co", "com", "org", "net")
"""What may stand before a country's label: `google.co.uk`."""
HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)+")
_Text = Annotated[str, msgspec.Meta(min_length=1, max_length=253)]


class Site(NamedTuple):
    """A site that refers visitors. `words` names the query parameters in which a search engine passes the words."""

    kind: Kind
    name: str
    words: tuple[str, ...] = ()


class Referrer(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A site that a portal adds: a search engine with the query parameters of its `words`, a social network, an AI
    assistant or a mail host (whose visitors count as direct). `domains` in lower case, subdomains belong to them."""

    kind: Kind
    name: _Text
    domains: tuple[_Text, ...]
    words: tuple[_Text, ...] = ("q",)

    @property
    def site(self) -> Site:
        return Site(self.kind, self.name, self.words if self.kind == "SEARCH" else ())


def without_www(host: str) -> str:
    """A host that begins with `www.` is the same site as one that does not (`www.com` is all of its name)."""
    rest = host.removeprefix("www.")
    return rest if "." in rest else host


def network_key(name: str) -> str:
    """A social network as `utm_source` names it, whatever its case and spaces."""
    return name.lower().replace(" ", "")


class Referrers:
    """The standard list, and before it what a portal adds."""

    def __init__(self, own: Iterable[Referrer] = ()) -> None:
        self._own = {without_www(domain): found.site for found in own for domain in found.domains}
        added = {network_key(site.name): site.name for site in self._own.values() if site.kind == "SOCIAL"}
        self.networks: Mapping[str, str] = {**_NETWORKS, **added}

    def site_of(self, host: str) -> Site | None:
        """The site that a host (lower case) belongs to; `None` for any other."""
        return (_longest(host, self._own) if self._own else None) or _standard(host)


@lru_cache(maxsize=1024)
def referrers_of(own: tuple[Referrer, ...]) -> Referrers:
    """The lists of a portal that adds these."""
    return Referrers(own)


@lru_cache(maxsize=10_000)
def _standard(host: str) -> Site | None:
    return _longest(host, _SITES) or _of_country(host.split("."))


def _longest(host: str, sites: Mapping[str, Site]) -> Site | None:
    labels = host.split(".")
    names = (".".join(labels[start:]) for start in range(len(labels) - 1))
    return next((sites[name] for name in names if name in sites), None)


def _of_country(labels: list[str]) -> Site | None:
    """The site registered as in `www.google.de`, `google.co.uk`: what stands before one or two last labels."""
    if len(labels) < 2 or len(labels[-1]) != 2:
        return None
    place = -3 if len(labels) > 2 and labels[-2] in _SECOND else -2
    return _SITES.get(labels[place] + _EVERYWHERE)


def _read() -> dict[str, Site]:
    _, *lines = (files("hubstead.tracking") / "referrers.tsv").read_text("utf-8").splitlines()
    sites: dict[str, Site] = {}
    for line in lines:
        kind, name, hosts, words = line.split("\t")
        site = Site(msgspec.convert(kind, Kind), name, tuple(words.split()))
        for host in hosts.split():
            sites[host] = site
            if host.endswith(_EVERYWHERE):
                sites[host.replace(_EVERYWHERE, ".com")] = site
    return sites


_SITES = _read()
_NETWORKS = {network_key(site.name): site.name for site in _SITES.values() if site.kind == "SOCIAL"} | {"x": "Twitter"}
