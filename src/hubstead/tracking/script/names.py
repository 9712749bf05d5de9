"""Under which names the tracking code is served: HubSpot's, and those that an operator chose for sites of their own."""

import re
from typing import NamedTuple

from hubstead.kit.errors import Invalid

_NAME = re.compile(r"[a-z0-9_-]+(?:/[a-z0-9_-]+)*")
_TAKEN = frozenset(
    ("account", "account-info", "admin", "analytics", "automation", "business-units", "cms", "collected-forms",
     "contacts", "crm", "docs", "events", "files", "form-integrations", "forms", "hubstead", "integrations", "login",
     "marketing", "oauth", "reports", "sandbox", "settings", "submissions", "webhooks")
)  # fmt: skip
"""Where paths of the API begin."""


class Names(NamedTuple):
    """Folders: of the loader (`""`: none), of the other files, and of what collects (`""`: HubSpot's own paths)."""

    loader: str
    files: str
    collector: str

    def loader_of(self, portal: int | str) -> str:
        """The path of the loader, without the first slash."""
        return f"{self.loader}/{portal}.js".lstrip("/")


STANDARD = Names("", "analytics", "")


def chosen(text: str) -> Names | None:
    """The names in the setting `tracking_names`: three, with blanks between them; `None` where it is empty.

    Raises `Invalid` for what cannot be names.
    """
    if not text.strip():
        return None
    given = text.split()
    if len(given) != 3 or len(set(given)) != 3 or not all(_NAME.fullmatch(name) for name in given):
        raise Invalid(
            f'HUBSTEAD_TRACKING_NAMES is "{text}". Give three different names, for the loader, the other files and '
            'what collects, like "site lib px": lower-case letters, digits, - and _, and slashes between them.'
        )
    for name in given:
        if name.partition("/")[0] in _TAKEN:
            raise Invalid(f'HUBSTEAD_TRACKING_NAMES: "{name}" would hide a path of the API. Choose another name.')
    return Names(*given)
