"""What a phone number says by itself: its international form, its country, and the digits to search by."""

import re
from typing import NamedTuple

from hubstead.crm.records.computed.calling_codes import region_of, split_off
from hubstead.crm.records.moment import Moment
from hubstead.crm.records.rule import Rule

_EXTENSION = re.compile(r"[A-Za-z#;,]")
_OTHER = re.compile(r"[^0-9]+")
_SHORTEST = 5
_LONGEST = 15
"""Digits of an international number."""


class Phone(NamedTuple):
    """A number. `national` are its digits without country code and leading zeros; the others are empty where the
    number does not name its country (`+33…`, `0033…`)."""

    national: str
    international: str = ""
    region: str = ""


def read(text: str) -> Phone:
    """Read a number as people write it; an extension behind it is left out."""
    digits = text.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        text = _EXTENSION.split(text, maxsplit=1)[0].strip()
        digits = _OTHER.sub("", text)
    if not text.startswith(("+", "00")):
        return Phone(digits.lstrip("0"))
    code, rest = split_off(digits.lstrip("0"))
    national = rest.lstrip("0")
    if not code or not _SHORTEST <= len(national) <= _LONGEST - len(code):
        return Phone(digits.lstrip("0"))
    return Phone(national, f"+{code}{national}", region_of(code, national))


def phone(source: str, kind: str) -> Rule:
    """The rule that keeps the calculated forms of a number property in step; `kind` is `phone` or `mobile`."""
    calculated, country = f"hs_calculated_{kind}_number", f"hs_calculated_{kind}_number_country_code"
    searchable = f"hs_searchable_calculated_{kind}_number"
    international = f"hs_searchable_calculated_international_{kind}_number"

    def run(moment: Moment) -> None:
        found = read(moment.get(source) or "")
        moment.set(calculated, found.international)
        moment.set(country, found.region)
        moment.set(searchable, found.national)
        moment.set(international, found.international)

    return Rule(frozenset((source,)), run)
