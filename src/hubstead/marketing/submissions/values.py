"""Whether a value fits its field: one check per type of field. Each answers what is wrong, as type and words."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from hubstead.crm.object_types.property import Property
from hubstead.crm.properties.addresses import compile_email
from hubstead.crm.properties.text import MAX_LENGTH, Coercer, InvalidValue, shown
from hubstead.marketing.forms import fields
from hubstead.marketing.forms.check import is_web_address
from hubstead.marketing.forms.fields import DigitsValidation, Field

Fault = tuple[str, str]
"""The `errorType`, and what to say."""
FREE_MAIL = frozenset(Path(__file__).with_name("free_mail.txt").read_text("utf-8").split())
"""Domains where everybody can have an address: the default block list of e-mail fields (our own choice)."""
_PHONE = re.compile(r"[0-9+() ./#*xX,;-]+")
_NUMBER = re.compile(r"\s*-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)\s*")
_address = compile_email("email")
_TYPES = {"INVALID_EMAIL": "INVALID_EMAIL", "INVALID_INTEGER": "INVALID_NUMBER", "VALUE_TOO_LONG": "INPUT_TOO_LARGE"}
"""What properties say of a value, as submissions call it."""
OTHER = "VALUE_NOT_IN_FIELD_DEFINITION"
"""All else that a property does not take."""


def fault_of_field(field: Field, property: Property | None, value: str) -> Fault | None:
    """Why a value does not fit the field of the form."""
    check = _CHECKS.get(type(field))
    return check(field, property, value) if check else None


def coerced(coerce: Coercer, value: str) -> str | Fault:
    """The value as the property stores it, or why it does not."""
    try:
        return coerce(value)
    except InvalidValue as problem:
        return _TYPES.get(problem.code, OTHER), problem.message


def too_large(value: str) -> Fault | None:
    """Values have an end."""
    if len(value) <= MAX_LENGTH:
        return None
    return "INPUT_TOO_LARGE", f"The value has {len(value)} characters; {MAX_LENGTH} are allowed"


def _email(field: fields.EmailField, _: Property | None, value: str) -> Fault | None:
    address = coerced(_address, value)
    if not isinstance(address, str):
        return address
    domain = address.rpartition("@")[2]
    blocked = {name.lower().lstrip("@") for name in field.validation.blocked_email_domains}
    if domain in blocked or (field.validation.use_default_block_list and domain in FREE_MAIL):
        return "BLOCKED_EMAIL", f"Addresses at '{shown(domain)}' are not accepted"
    return None


def _phone(field: fields.PhoneField | fields.MobilePhoneField, _: Property | None, value: str) -> Fault | None:
    if not _PHONE.fullmatch(value):
        return "INVALID_NUMBER", f"'{shown(value)}' is not a valid phone number"
    return _digits(field.validation, value)


def _number(field: fields.NumberField, _: Property | None, value: str) -> Fault | None:
    if not _NUMBER.fullmatch(value):
        return "INVALID_NUMBER", f"'{shown(value)}' is not a valid number"
    return _digits(field.validation, value) if isinstance(field.validation, DigitsValidation) else None


def _digits(limits: DigitsValidation, value: str) -> Fault | None:
    count = sum(map(str.isdigit, value))
    least, most = limits.min_allowed_digits, limits.max_allowed_digits
    if least <= count <= most:
        return None
    return "NUMBER_OUT_OF_RANGE", f"'{shown(value)}' has {count} digits; {least} to {most} are allowed"


def _choice(field: fields.ChoiceField, property: Property | None, value: str) -> Fault | None:
    offered: Sequence[Any] = field.options or (property.options if property else ())
    allowed = {option.value for option in offered}
    chosen = value.split(";") if isinstance(field, fields.MultipleCheckboxesField) else [value]
    for one in filter(None, chosen):
        if allowed and one not in allowed:
            return OTHER, f"'{shown(one)}' is not one of the options"
    return None


def _checkbox(_: fields.SingleCheckboxField, __: Property | None, value: str) -> Fault | None:
    return None if value.lower() in ("true", "false") else (OTHER, f"'{shown(value)}' is not true or false")


def _file(_: fields.FileField, __: Property | None, value: str) -> Fault | None:
    for address in value.split(";"):
        if not is_web_address(address.strip()):
            return OTHER, f"'{shown(address)}' is not the address of a file"
    return None


_CHECKS: Mapping[type, Callable[[Any, Property | None, str], Fault | None]] = {
    fields.EmailField: _email,
    fields.PhoneField: _phone,
    fields.MobilePhoneField: _phone,
    fields.NumberField: _number,
    fields.SingleCheckboxField: _checkbox,
    fields.MultipleCheckboxesField: _choice,
    fields.DropdownField: _choice,
    fields.RadioField: _choice,
    fields.PaymentLinkRadioField: _choice,
    fields.FileField: _file,
}
