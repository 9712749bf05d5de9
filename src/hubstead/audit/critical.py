"""Which facts bear on security, in HubSpot's words for them."""

from collections.abc import Mapping
from typing import Any

import msgspec

from hubstead.account import activity
from hubstead.account.activity import Acted
from hubstead.store.engine import Fact

_ALWAYS: Mapping[str, str] = {
    "app.secret_rotated": "PUBLIC_APP_CLIENT_SECRET_WRITE",
    "app.developer_key_rotated": "HAPIKEY_CREATE",
    "app.installed": "INSTALL_INTEGRATION",
    "app.uninstalled": "UNINSTALL_INTEGRATION",
    "object.purged": "GDPR_DELETE",
}
_BY_KIND: Mapping[tuple[str, str], str] = {
    ("app.created", "private"): "PRIVATE_APP_ACCESS_TOKEN_CREATE",
    ("app.created", "service"): "SERVICE_KEY_CREATE",
    ("token.rotated", "private"): "PRIVATE_APP_ACCESS_TOKEN_ROTATE",
    ("token.rotated", "service"): "SERVICE_KEY_ROTATE",
    ("app.deleted", "private"): "PRIVATE_APP_ACCESS_TOKEN_DEACTIVATE",
    ("app.deleted", "service"): "SERVICE_KEY_DEACTIVATE",
}
"""Facts whose meaning depends on the kind of app that their body names."""
KINDS = (activity.SECURITY, *_ALWAYS, *dict.fromkeys(kind for kind, _ in _BY_KIND))
"""The kinds of facts among which these are."""
_decode = msgspec.json.Decoder(Acted).decode


def critical(fact: Fact) -> Acted | None:
    """What a fact means for security; `None` for one that means nothing."""
    if fact.kind == activity.SECURITY:
        return _decode(fact.body)
    word = _ALWAYS.get(fact.kind)
    if word is None and fact.kind in KINDS:
        about: Mapping[str, Any] = msgspec.json.decode(fact.body)
        word = _BY_KIND.get((fact.kind, str(about.get("kind", ""))))
    return None if word is None else Acted(word, str(fact.id))
