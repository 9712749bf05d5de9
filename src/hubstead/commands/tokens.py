"""`hubstead token` and `hubstead key`."""

from collections.abc import Awaitable, Callable
from typing import Literal, TypeVar

import msgspec

from hubstead.apps import private_apps, tokens
from hubstead.apps.private_apps import Held
from hubstead.apps.scopes import catalogue
from hubstead.commands.refusal import Refusal
from hubstead.commands.tables import date, hours, moment, print_list
from hubstead.commands.truth import chosen, with_store
from hubstead.crm.object_types.catalog import standard_types
from hubstead.settings import Settings
from hubstead.store.engine import Engine
from hubstead.web.route import DEVELOPER, By

T = TypeVar("T")
Kind = Literal["private", "service"]
_WORDS: dict[Kind, str] = {"private": "token", "service": "key"}


class Shown(msgspec.Struct, rename="camel"):
    """A token as `--json` shows it; times in ISO 8601, `None` for never."""

    app_id: int
    name: str
    ending: str
    scopes: tuple[str, ...] | Literal["all"]
    created_at: str | None
    last_used_at: str | None
    expires_at: str | None


def create(settings: Settings, portal: int | None, name: str, scopes: str, kind: Kind = "private") -> str:
    """A new token. Raises `Refusal` for scopes that there are not."""
    if not name.strip():
        raise Refusal(f"--name: give the {_WORDS[kind]} a name, so that you know later what it is for.", 2)
    wanted = tokens.scopes_from(scopes)
    _refuse_unknown(wanted)

    async def work(store: Engine) -> str:
        text = tokens.new_token()
        await private_apps.create_app(store, (await chosen(store, portal)).id, text, name, wanted, kind)
        return text

    return with_store(settings, work)


def show(settings: Settings, portal: int | None, kind: Kind, *, as_json: bool) -> None:
    """Print the tokens of a portal."""

    async def work(store: Engine) -> list[Shown]:
        found = await private_apps.held(store, (await chosen(store, portal)).id, kind)
        return [_shown(held) for held in found]

    shown = with_store(settings, work)
    titles = ("App", "Name", "Ends with", "Scopes", "Created", "Last used", "Expires")
    print_list(shown, titles, _row, as_json=as_json)


def rotate(settings: Settings, portal: int | None, name: str, kind: Kind, overlap: float) -> str:
    """A new token in place of an old one."""
    milliseconds = hours(overlap)

    async def work(store: Engine, number: int, held: Held) -> str:
        return await private_apps.rotate(store, number, held.token.app_id, milliseconds)

    return _with_one(settings, portal, name, kind, work)


def revoke(settings: Settings, portal: int | None, name: str, kind: Kind) -> str:
    """Revoke a token; what to tell about it."""

    async def work(store: Engine, number: int, held: Held) -> str:
        await private_apps.revoke(store, number, held.token.app_id)
        return f"Revoked: {held.token.name} (app {held.token.app_id})"

    return _with_one(settings, portal, name, kind, work)


def _with_one(
    settings: Settings,
    portal: int | None,
    name: str,
    kind: Kind,
    work: Callable[[Engine, int, Held], Awaitable[T]],
) -> T:
    async def run(store: Engine) -> T:
        number = (await chosen(store, portal)).id
        return await work(store, number, _named(await private_apps.held(store, number, kind), name, kind))

    return with_store(settings, run)


def _named(found: list[Held], name: str, kind: Kind) -> Held:
    """The newest token of the app with this number or name. Raises `Refusal`."""
    known = {held.token.app_id: held for held in found if name in (str(held.token.app_id), held.token.name)}
    if len(known) == 1:
        return next(iter(known.values()))
    listed = f"`hubstead {_WORDS[kind]} list` shows them."
    if known:
        numbers = ", ".join(map(str, known))
        raise Refusal(f"Several are called {name}. Give the number of the app instead: {numbers}. {listed}", 2)
    raise Refusal(f"There is no {_WORDS[kind]} {name} in this portal. {listed}")


def _shown(held: Held) -> Shown:
    token = held.token
    return Shown(
        token.app_id,
        token.name,
        token.ending,
        "all" if token.scopes is None else token.scopes,
        moment(token.created_at),
        moment(held.used_at),
        moment(token.expires_at),
    )


def _row(one: Shown) -> tuple[str, ...]:
    scopes = one.scopes if isinstance(one.scopes, str) else "\n".join(one.scopes)
    times = (date(one.created_at), date(one.last_used_at), date(one.expires_at))
    return (str(one.app_id), one.name, one.ending, scopes, *times)


def known_scopes() -> set[str]:
    """Every scope that a route or an object type asks for and that tokens can have."""
    from hubstead.app import ROUTES  # with every room: only where somebody names scopes

    named = {scope for route in ROUTES if not isinstance(route.scope, By) for scope in route.scope if scope}
    return named.difference(DEVELOPER).union(*(type.read_scopes + type.write_scopes for type in standard_types()))


def _refuse_unknown(wanted: tuple[str, ...] | None) -> None:
    if wanted is None:
        return
    if not wanted:
        raise Refusal("--scopes: name at least one scope, or `all`.", 2)
    unknown = [name for name in wanted if name not in catalogue()]
    if unknown:
        served = "\n  ".join(sorted(known_scopes()))
        raise Refusal(f"Unknown scopes: {', '.join(unknown)}.\nKnown scopes: all, or any of\n  {served}", 2)
