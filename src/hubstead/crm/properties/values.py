"""From what a client sends to what a record stores, by the property's type.

Each property gets its coercer once; a record then costs one call per value.
"""

import re
from math import isinf

import msgspec

from hubstead.crm.object_types.property import Property
from hubstead.crm.properties.addresses import compile_domain, compile_email, compile_emails
from hubstead.crm.properties.datetimes import compile_date, compile_datetime, format_datetime, parse_datetime
from hubstead.crm.properties.options import append_options, compile_enumeration
from hubstead.crm.properties.text import Coercer, InvalidValue, compile_text, scalar_text, shown

__all__ = ["Coercer", "InvalidValue", "append_options", "compile_coercer", "format_datetime", "parse_datetime"]

_MAX_DIGITS = 400
_SURELY_FINITE = 300  # digits; a number with fewer fits a double
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_LOOSE_NUMBER = re.compile(r"(-?)([0-9]*)\.?([0-9]*)")
_BOOLEANS = {"": "", "true": "true", "false": "false"}

_BY_NAME = {
    ("0-1", "email"): compile_email,
    ("0-1", "hs_additional_emails"): compile_emails,
    ("0-2", "domain"): compile_domain,
}


def compile_coercer(definition: Property, portal_id: int, type_id: str) -> Coercer:
    """The coercer of a property of an object type (`0-1`, `2-123`); both ids appear in error messages."""
    name = definition.name
    if special := _BY_NAME.get((type_id, name)):
        return special(name)
    match definition.type:
        case "number" | "currency_number":
            return _compile_number(name)
        case "datetime":
            return compile_datetime(name, portal_id, type_id)
        case "date":
            return compile_date(name)
        case "enumeration":
            return compile_enumeration(definition)
        case "bool":
            return _compile_bool(name)
        case "json":
            return _compile_json(name)
        case _:
            return compile_text(name)


def _compile_number(name: str) -> Coercer:
    def coerce(value: object) -> str:
        text = value if type(value) is str else scalar_text(value, name)
        if not text or (len(text) <= _SURELY_FINITE and _NUMBER.fullmatch(text)):
            return text
        number = _number(text.strip())
        if not number:
            raise InvalidValue("INVALID_INTEGER", f"{shown(text)} was not a valid number.", name)
        return number

    return coerce


def _number(text: str) -> str:
    """A number of digits, at most one minus and at most one point; `""` for anything else.

    HubSpot takes no exponents, plus signs or thousands separators, and keeps the digits as they were sent.
    """
    if len(text) > _MAX_DIGITS or not (parts := _LOOSE_NUMBER.fullmatch(text)):
        return ""
    minus, whole, fraction = parts.groups()
    if not (whole or fraction) or isinf(float(text)):
        return ""
    return f"{minus}{whole or '0'}" + (f".{fraction}" if fraction else "")


def _compile_bool(name: str) -> Coercer:
    def coerce(value: object) -> str:
        text = value if type(value) is str else scalar_text(value, name)
        known = _BOOLEANS.get(text.lower())
        if known is None:
            raise InvalidValue("INVALID_BOOLEAN", f"{shown(text)} was not a valid boolean.", name)
        return known

    return coerce


def _compile_json(name: str) -> Coercer:
    text = compile_text(name)

    def coerce(value: object) -> str:
        try:
            given = text(msgspec.json.encode(value).decode() if isinstance(value, list | dict) else value)
            if given:
                msgspec.json.decode(given)
        except (ValueError, OverflowError, RecursionError, msgspec.MsgspecError):
            raise InvalidValue("INVALID_JSON", "Value was not valid JSON.", name) from None
        return given

    return coerce
