"""What a banner says, in nine languages; an account may say it in its own words, and in further languages."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated

import msgspec

from hubstead.kit.errors import Invalid

LANGUAGE = re.compile(r"[a-z]{2}")
STANDARD = "en"
_Text = Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]


class Texts(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel", forbid_unknown_fields=True):
    """The words of a banner. `message` replaces that of the policy's mode; what is not given is ours."""

    title: _Text | None = None
    message: _Text | None = None
    signal: _Text | None = None
    accept: _Text | None = None
    accept_all: _Text | None = None
    decline: _Text | None = None
    decline_all: _Text | None = None
    object: _Text | None = None
    understood: _Text | None = None
    choose: _Text | None = None
    save: _Text | None = None
    privacy: _Text | None = None
    close: _Text | None = None
    necessary: _Text | None = None
    necessary_text: _Text | None = None
    always: _Text | None = None
    analytics: _Text | None = None
    analytics_text: _Text | None = None
    advertisement: _Text | None = None
    advertisement_text: _Text | None = None
    functionality: _Text | None = None
    functionality_text: _Text | None = None


MESSAGES = {"OPT_IN": "optIn", "OPT_OUT": "optOut", "CATEGORIES": "categories", "NOTIFY": "notify"}
"""Under which name our texts have the message of a mode."""
_ONLY_THERE = {
    "accept": ("OPT_IN", "OPT_OUT"),
    "decline": ("OPT_IN",),
    "object": ("OPT_OUT",),
    "signal": ("OPT_IN", "OPT_OUT", "CATEGORIES"),
    **dict.fromkeys(("understood", "title", "message", "privacy", "close"), tuple(MESSAGES)),
}
"""Which modes have a text; the others belong to the choice of categories."""


@cache
def ours() -> Mapping[str, Mapping[str, str]]:
    """Our texts by language."""
    content = (files("hubstead.tracking.consent") / "texts.json").read_bytes()
    return msgspec.json.decode(content, type=dict[str, dict[str, str]])


def check_texts(given: Mapping[str, Texts], language: str) -> None:
    """Raise `Invalid` for a language in which a banner would have only some of its words."""
    for name, texts in given.items():
        if not LANGUAGE.fullmatch(name):
            raise Invalid(f'{name} is no language. Name the texts by two letters, like "en".')
        missing = [field for field in texts.__struct_encode_fields__ if getattr(texts, _named(field)) is None]
        if name not in ours() and missing:
            raise Invalid(f"For {name} we have no texts of our own. Give all of them; missing: {', '.join(missing)}.")
    if language and language not in ours() and language not in given:
        raise Invalid(f"There are no texts in {language}. Give them in texts.{language}.")


def spoken(given: Mapping[str, Texts], language: str) -> str:
    """The language in which a banner can speak to somebody who reads this one."""
    return language if language in ours() or language in given else STANDARD


def said(given: Mapping[str, Texts], language: str, mode: str) -> dict[str, str]:
    """The words of a banner of this mode, as far as it uses them."""
    found = dict(ours().get(language, {}))
    found["message"] = found.get(MESSAGES[mode], "")
    own = given.get(language)
    if own is not None:
        found |= msgspec.to_builtins(own)
    return {name: text for name, text in found.items() if _is_used(name, mode)}


def _is_used(name: str, mode: str) -> bool:
    return name not in MESSAGES.values() and mode in _ONLY_THERE.get(name, ("CATEGORIES",))


def _named(field: str) -> str:
    return re.sub("[A-Z]", lambda found: "_" + found[0].lower(), field)
