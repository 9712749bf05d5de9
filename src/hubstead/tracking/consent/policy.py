"""Consent policies: what visitors are asked before they are tracked, on which pages and in which countries."""

import re
from typing import Annotated, Literal

import msgspec

from hubstead.kit.errors import Invalid
from hubstead.store import definitions
from hubstead.store.unit import Unit
from hubstead.tracking.consent.style import Style, problems_of
from hubstead.tracking.consent.texts import LANGUAGE, Texts, check_texts

KIND = "tracking"
NAME = "consent"
MOST = 50
"""Policies of a portal."""
Mode = Literal["OPT_IN", "OPT_OUT", "CATEGORIES", "NOTIFY"]
Position = Literal["BOTTOM", "TOP", "BOTTOM_LEFT", "BOTTOM_RIGHT", "CENTER"]
_Pattern = Annotated[str, msgspec.Meta(min_length=1, max_length=300, pattern=r"^/")]
_Country = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2}$")]
_ADDRESS = re.compile(r"(?:https?:/)?/\S*")


class Policy(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What visitors are asked.

    `mode`: `OPT_IN` tracks nobody who did not accept, `CATEGORIES` neither and asks for each purpose, `OPT_OUT` tracks
    until somebody objects, `NOTIFY` only tells. `paths` are paths of pages, in which `*` stands for anything;
    `countries` codes as in ISO 3166-1. Either holds everywhere when it is empty. `show_decline`: for the two that ask.
    `language` fixes the banner's; else it is the page's, else the browser's. `texts` by language replace ours.
    """

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    mode: Mode
    paths: tuple[_Pattern, ...] = ()
    countries: tuple[_Country, ...] = ()
    show_decline: bool = True
    language: str = ""
    privacy_url: Annotated[str, msgspec.Meta(max_length=2000)] = ""
    position: Position = "BOTTOM"
    style: Style = Style()
    texts: dict[str, Texts] = {}

    @property
    def number(self) -> int:
        """The policy as beacons name it (`pt`); 4 and 5, of those that ask for nothing, never leave the browser."""
        if self.mode == "OPT_IN":
            return 1 if self.show_decline else 0
        return {"CATEGORIES": 3, "OPT_OUT": 4, "NOTIFY": 5}[self.mode]


class Policies(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """A portal's policies; on a page the first that fits counts."""

    results: tuple[Policy, ...] = ()


async def policies_of(unit: Unit) -> tuple[Policy, ...]:
    """The portal's policies, in order."""

    async def make() -> tuple[Policy, ...]:
        found = await definitions.documents(unit, KIND, "")
        return msgspec.json.decode(found[NAME], type=Policies).results if NAME in found else ()

    return await unit.definition((KIND, NAME), make)


async def change_policies(unit: Unit, given: Policies) -> Policies:
    """Store other policies. Raises `Invalid` with what is wrong with the first that cannot be."""
    if len(given.results) > MOST:
        raise Invalid(f"{len(given.results)} policies were given; at most {MOST} are possible.")
    names = [policy.name for policy in given.results]
    for name in names:
        if names.count(name) > 1:
            raise Invalid(f'There are two policies with the name "{name}".')
    for policy in given.results:
        check(policy)
    await definitions.hold(unit)
    definitions.put(unit, KIND, "", NAME, msgspec.json.encode(given))
    await definitions.changed(unit, KIND, "", NAME)
    return given


def check(policy: Policy) -> None:
    """Raise `Invalid` for a policy whose banner could not be shown, read or understood."""
    if policy.privacy_url and not _ADDRESS.fullmatch(policy.privacy_url):
        raise Invalid(f'{policy.privacy_url} is no address. Give one like "https://example.com/privacy" or "/privacy".')
    if policy.language and not LANGUAGE.fullmatch(policy.language):
        raise Invalid(f'{policy.language} is no language. Give two letters, like "en".')
    check_texts(policy.texts, policy.language)
    for problem in problems_of(policy.style):
        raise Invalid(problem)


async def countries_of(unit: Unit) -> frozenset[str]:
    """The countries that any policy names."""

    async def make() -> frozenset[str]:
        return frozenset(country for policy in await policies_of(unit) for country in policy.countries)

    return await unit.definition((KIND, NAME, "countries"), make)


async def held_in(unit: Unit, country: str) -> bytes:
    """The policies that hold in a country, as JSON; one that is not known (`""`) has only those that hold everywhere.
    `country` is one that policies name, or `""`."""

    async def make() -> bytes:
        policies = await policies_of(unit)
        held = (policy for policy in policies if not policy.countries or country in policy.countries)
        return msgspec.json.encode(Policies(tuple(held)))

    return await unit.definition((KIND, NAME, "in", country), make)
