"""Values that identify people and companies: e-mail addresses and domains."""

import re

from email_validator import validate_email

from hubstead.crm.properties.text import Coercer, InvalidValue, compile_text, shown

_MAX_ADDRESS = 254
_PLAIN_ADDRESS = re.compile(
    r"(?=[^@]{1,64}@)[a-z0-9_+&'-]+(?:\.[a-z0-9_+&'-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}"
)
_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*://)?([^/?#]+)")


def compile_email(name: str) -> Coercer:
    """The coercer of a contact's `email`: one address, in lower case."""
    text = compile_text(name)

    def coerce(value: object) -> str:
        return _address(text(value), name)

    return coerce


def compile_emails(name: str) -> Coercer:
    """The coercer of `hs_additional_emails`: addresses joined with semicolons; a leading one asks to add."""
    text = compile_text(name)

    def coerce(value: object) -> str:
        given = text(value)
        lead = ";" if given.startswith(";") else ""
        return lead + ";".join(dict.fromkeys(filter(None, (_address(part, name) for part in given.split(";")))))

    return coerce


def compile_domain(name: str) -> Coercer:
    """The coercer of a company's `domain`: the host of what may be a whole URL, in lower case."""
    text = compile_text(name)

    def coerce(value: object) -> str:
        given = text(value).strip().lower()
        host = _HOST.match(given)
        return host[1].strip() if host else given

    return coerce


def _address(given: str, name: str) -> str:
    address = given.strip().lower()
    if not address or (_PLAIN_ADDRESS.fullmatch(address) and len(address) <= _MAX_ADDRESS) or _is_unusual(address):
        return address
    raise InvalidValue("INVALID_EMAIL", f"Email address {shown(given)} is invalid", name)


def _is_unusual(address: str) -> bool:
    """Whether an address that is not plain ASCII is one nevertheless (other scripts, rare characters)."""
    if len(address) > _MAX_ADDRESS:
        return False
    try:
        validate_email(address, check_deliverability=False, test_environment=True, strict=True)
    except ValueError:
        return False
    return True
