"""Templates and tokens as a developer gives them, checked."""

import re
from collections.abc import Sequence
from itertools import pairwise

from hubstead.crm.object_types import catalog
from hubstead.crm.properties.text import is_storable
from hubstead.crm.timeline import handlebars, wire
from hubstead.crm.timeline.template import Option, Texts, Token
from hubstead.kit.errors import Conflict, Invalid

MOST_TEMPLATES = 750
MOST_TOKENS = 500
LONGEST_NAME = 1_000
LONGEST_HEADER = 1_000
LONGEST_DETAIL = 10_000
MOST_OPTIONS = 5_000
"""Our choice; the service names no number."""
OBJECT_TYPES = ("0-1", "0-2", "0-3", "0-5")
"""Contacts, companies, deals and tickets have events (documented)."""
_TOKEN_NAME = re.compile(r"[A-Za-z0-9._-]{1,255}")
_RESERVED = frozenset(("log", "lookup"))


def texts_of(given: wire.TemplateInput, now: int) -> Texts:
    """A new template. Raises `Invalid` and `Conflict`."""
    return Texts(
        name=named(given.name),
        object_type=object_type_of(given.object_type),
        created_at=now,
        updated_at=now,
        header_template=checked_template(given.header_template, "headerTemplate"),
        detail_template=checked_template(given.detail_template, "detailTemplate"),
        tokens=tokens_of(given.tokens, (), now),
    )


def object_type_of(spelling: str) -> str:
    """The id of the type whose records have the events; contacts where none is named. Raises `Invalid`."""
    found = catalog.resolve_standard(spelling or "contacts")
    if found is None or found.id not in OBJECT_TYPES:
        raise Invalid(
            f"'{spelling[:100]}' has no timeline events. objectType is contacts, companies, deals or tickets.",
            context={"objectType": [spelling[:100]]},
        )
    return found.id


def checked_template(text: str | None, field: str) -> str:
    """A header or detail template that can be rendered. Raises `Invalid`."""
    text = text or ""
    longest = LONGEST_HEADER if field == "headerTemplate" else LONGEST_DETAIL
    if len(text) > longest:
        raise Invalid(f"The {field} has {len(text)} characters; {longest} are allowed.", context={"field": [field]})
    if not is_storable(text):
        raise Invalid(f"The {field} is not text that can be stored.", context={"field": [field]})
    if field == "headerTemplate" and "\n" in text.strip():
        raise Invalid("The headerTemplate must be one line.", context={"field": [field]})
    try:
        handlebars.parse(text)
    except ValueError as error:
        raise Invalid(f"The {field} cannot be read: {error}", context={"field": [field]}) from None
    return text


def tokens_of(given: Sequence[wire.TokenInput], before: Sequence[Token], now: int) -> tuple[Token, ...]:
    """All tokens of a template; one that was there keeps its type and its age. Raises `Invalid` and `Conflict`."""
    if len(given) > MOST_TOKENS:
        raise Invalid(f"A template can have {MOST_TOKENS} tokens, not {len(given)}.")
    known = {token.name: token for token in before}
    made = tuple(token_of(one, known.get(one.name), now) for one in given)
    for first, second in pairwise(sorted(token.name for token in made)):
        if first == second:
            raise _taken(first)
    return made


def token_of(given: wire.TokenInput, old: Token | None, now: int) -> Token:
    """A token, new or in the place of an old one. Raises `Invalid`."""
    if not _TOKEN_NAME.fullmatch(given.name) or given.name in _RESERVED:
        raise Invalid(
            f"'{given.name[:100]}' cannot be the name of a token: it has letters A to Z, digits, dots, dashes and "
            "underscores, and is neither log nor lookup.",
            context={"name": [given.name[:100]]},
        )
    if old is not None and old.type != given.type:
        raise Invalid(
            f"The token '{old.name}' is of type {old.type}; that cannot change.", context={"type": [old.type]}
        )
    return Token(
        name=given.name,
        label=named(given.label),
        type=given.type,
        created_at=old.created_at if old else now,
        updated_at=now,
        object_property_name=_property(given.object_property_name),
        options=options_of(given.type, given.options),
    )


def options_of(type: str, given: Sequence[Option] | None) -> tuple[Option, ...]:
    """The options of an enumeration; no other type has any. Raises `Invalid`."""
    options = tuple(given or ())
    if type != "enumeration":
        if options:
            raise Invalid("Only a token of type enumeration has options.", context={"type": [type]})
        return ()
    if not options or len(options) > MOST_OPTIONS or len({option.value for option in options}) < len(options):
        raise Invalid(f"An enumeration needs options: 1 to {MOST_OPTIONS}, each value once.")
    for option in options:
        named(option.label)
        named(option.value)
    return options


def relabelled(old: Token, given: wire.TokenPatch, now: int) -> Token:
    """A token with another label, property or options. Raises `Invalid`."""
    return Token(
        name=old.name,
        label=named(given.label),
        type=old.type,
        created_at=old.created_at,
        updated_at=now,
        object_property_name=(
            old.object_property_name if given.object_property_name is None else _property(given.object_property_name)
        ),
        options=old.options if given.options is None else options_of(old.type, given.options),
    )


def with_token(tokens: Sequence[Token], added: Token) -> tuple[Token, ...]:
    """The tokens with one more. Raises `Conflict` for a name that is there, `Invalid` for too many."""
    if any(token.name == added.name for token in tokens):
        raise _taken(added.name)
    if len(tokens) >= MOST_TOKENS:
        raise Invalid(f"A template can have {MOST_TOKENS} tokens.")
    return (*tokens, added)


def _taken(name: str) -> Conflict:
    return Conflict(f"The template already has a token '{name}'.", context={"name": [name]})


def named(text: str) -> str:
    """A name, label or value that can be stored. Raises `Invalid`."""
    if not text.strip() or len(text) > LONGEST_NAME or not is_storable(text):
        raise Invalid(f"Names, labels and values have 1 to {LONGEST_NAME} characters.", context={"name": [text[:100]]})
    return text


def _property(name: str | None) -> str:
    name = name or ""
    if len(name) > LONGEST_NAME or not is_storable(name):
        raise Invalid("objectPropertyName is not the name of a property.")
    return name
