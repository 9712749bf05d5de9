"""`hubstead token`."""

from hubstead.app import ROUTES
from hubstead.apps import tokens
from hubstead.apps.private_apps import create_app
from hubstead.commands.refusal import Refusal
from hubstead.commands.truth import chosen, with_store
from hubstead.crm.object_types.catalog import standard_types
from hubstead.settings import Settings
from hubstead.store.engine import Engine
from hubstead.web.route import By


def create(settings: Settings, portal: int | None, name: str, scopes: str) -> str:
    """A new token. Raises `Refusal` for scopes that nothing asks for."""
    if not name.strip():
        raise Refusal("--name: give the token a name, so that you know later what it is for.", 2)
    wanted = tokens.scopes_from(scopes)
    _refuse_unknown(wanted)

    async def work(store: Engine) -> str:
        text = tokens.new_token()
        await create_app(store, (await chosen(store, portal)).id, text, name, wanted)
        return text

    return with_store(settings, work)


def known_scopes() -> set[str]:
    """Every scope that a route or an object type asks for."""
    named = {scope for route in ROUTES if not isinstance(route.scope, By) for scope in route.scope if scope}
    return named.union(*(type.read_scopes + type.write_scopes for type in standard_types()))


def _refuse_unknown(wanted: tuple[str, ...] | None) -> None:
    if wanted is None:
        return
    if not wanted:
        raise Refusal("--scopes: name at least one scope, or `all`.", 2)
    known = known_scopes()
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise Refusal(
            f"Unknown scopes: {', '.join(unknown)}.\nKnown scopes: all, or any of\n  " + "\n  ".join(sorted(known)), 2
        )
