"""Where a submission was made: the browser's cookie, the page, the address."""

import re
from collections.abc import Callable, Iterator, Mapping
from ipaddress import ip_address
from typing import Any

import msgspec

from hubstead.crm.properties.text import MAX_LENGTH, is_storable, shown
from hubstead.marketing.forms.check import is_web_address
from hubstead.marketing.submissions.problem import Problem

HUTK = re.compile(r"[0-9a-f]{32}")
"""The tracking cookie `hubspotutk`."""
_KEY = re.compile(r"[0-9]{1,20}")


class Context(msgspec.Struct, rename="camel", omit_defaults=True):
    """What of it was sent; `""` where nothing was."""

    hutk: str = ""
    page_uri: str = ""
    page_name: str = ""
    page_id: str = ""
    ip_address: str = ""
    sfdc_campaign_id: str = ""
    go_to_webinar_webinar_key: str = ""


MEMBERS = frozenset(field.encode_name for field in msgspec.structs.fields(Context))


def read_context(given: Mapping[str, Any]) -> tuple[Context, list[Problem]]:
    """The context, and what is wrong with it. Members that are `null` or empty count as not given."""
    values = {name: _text(value) for name, value in given.items() if value not in (None, "")}
    problems = [problem for name, value in values.items() for problem in _problems(name, value)]
    return (Context() if problems else msgspec.convert(values, Context)), problems


def _text(value: object) -> str:
    """Ids may come as numbers; anything else that is no text is none of the members' values."""
    return value if isinstance(value, str) else str(value) if type(value) is int else "\0"


def _problems(name: str, value: str) -> Iterator[Problem]:
    path = f"context.{shown(name)}"
    if name not in MEMBERS:
        yield Problem(
            "INVALID_METADATA", path, f"'{shown(name)}' is not known. It can be: {', '.join(sorted(MEMBERS))}"
        )
    elif len(value) > MAX_LENGTH or not is_storable(value):
        yield Problem("INVALID_METADATA", path, "The value cannot be stored")
    elif name in _CHECKS:
        type, fits, what = _CHECKS[name]
        if not fits(value):
            yield Problem(type, path, f"'{shown(value)}' is not a valid {what}")


def _is_ip(value: str) -> bool:
    try:
        ip_address(value)
    except ValueError:
        return False
    return True


_CHECKS: Mapping[str, tuple[str, Callable[[str], object], str]] = {
    "hutk": ("INVALID_HUTK", HUTK.fullmatch, "Hutk"),
    "ipAddress": ("INVALID_IP_ADDRESS", _is_ip, "IP address"),
    "pageUri": ("INVALID_PAGE_URI", is_web_address, "page URI"),
    "goToWebinarWebinarKey": ("INVALID_GOTOWEBINAR_WEBINAR_KEY", _KEY.fullmatch, "GoToWebinar webinar key"),
}
