"""What forms say to visitors, by language: one file each in `messages/`."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import msgspec

DEFAULT = "en"
_FILES = files("hubstead.marketing.embed") / "messages"


def language_of(tag: str) -> str:
    """The language in which a form speaks to whoever asked for `de-AT` or `pt-br`: English for those we do not have."""
    language = tag.lower().replace("_", "-").partition("-")[0]
    return language if language in _languages() else DEFAULT


@cache
def messages_in(language: str) -> Mapping[str, str]:
    """The messages by name; words in braces are for the script to fill in."""
    return msgspec.json.decode((_FILES / f"{language}.json").read_bytes(), type=dict[str, str])


@cache
def _languages() -> frozenset[str]:
    return frozenset(file.name.removesuffix(".json") for file in _FILES.iterdir() if file.name.endswith(".json"))
