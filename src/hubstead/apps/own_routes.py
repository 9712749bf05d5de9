"""Apps in our own namespace: what the service has on screens only. Private apps and service keys are made, given other
tokens and deleted by super admins, in a session: a token cannot make further ones.

Who may change settings of the account may look at the list, for webhooks are looked after there.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from hubstead.apps import app as apps
from hubstead.apps import private_apps, tokens
from hubstead.apps.acting import new_app_id
from hubstead.apps.app import App
from hubstead.apps.private_apps import Held, Kind, New
from hubstead.apps.scopes import catalogue, check_scopes
from hubstead.kit.clock import iso
from hubstead.kit.errors import NOT_PERMITTED, Forbidden, Invalid
from hubstead.store.unit import Unit
from hubstead.web.answer import NO_CONTENT, Answer, Reply
from hubstead.web.call import Call
from hubstead.web.envelopes import Results
from hubstead.web.route import ANY, Route

NOT_KEPT = ((b"cache-control", b"no-store"),)
_HOUR = 3_600_000
LONGEST_OVERLAP = 168
"""Hours that an old token may live on: a week, as with the service."""


class TokenShown(Struct, frozen=True, kw_only=True, rename="camel"):
    """A token: how it ends, until when it is good (absent: for ever), and when it was last used (absent: never)."""

    ending: str
    created_at: str
    expires_at: str | UnsetType = UNSET
    last_used_at: str | UnsetType = UNSET


class AppShown(Struct, frozen=True, kw_only=True, rename="camel"):
    """An app of the account. `scopes` is absent where it has all of them; apps that are installed through OAuth
    (`public`) have a client id in place of tokens. `calls_today` are its requests of today to this account."""

    id: int
    name: str
    kind: Literal["private", "service", "public"]
    created_at: str
    calls_today: int
    scopes: list[str] | UnsetType = UNSET
    optional_scopes: list[str] = []
    tokens: list[TokenShown] = []
    client_id: str | UnsetType = UNSET
    redirect_uris: list[str] = []


class AppInput(Struct, frozen=True, rename="camel"):
    """A private app or a service key to make; without `scopes` it may do everything."""

    name: Annotated[str, Meta(min_length=1, max_length=100)]
    kind: Kind = "private"
    scopes: list[str] | None = None


class Rotation(Struct, frozen=True, rename="camel"):
    """How many hours the tokens that the app has are still good."""

    overlap_hours: Annotated[float, Meta(ge=0, le=LONGEST_OVERLAP)] = 0


class TokenMade(Struct, frozen=True, rename="camel"):
    """A new token. It is told this once: only its digest is kept."""

    app_id: int
    token: str


class ScopeShown(Struct, frozen=True):
    """A scope, and what it lets an app do."""

    name: str
    description: str


async def get_apps(call: Call) -> Results[AppShown]:
    """The apps of the account, the oldest first."""
    in_session(call)
    portal = call.caller.portal
    used = (await call.rooms.limits.usage_of(portal)).by_app
    held = [one for kind in private_apps.KINDS for one in await private_apps.held(call.store, portal.id, kind)]
    own = [_held_shown(list(of_app), used) for of_app in _by_app(held).values()]
    public = [_public_shown(app, used) for app in await apps.public(call.store) if app.portal == portal.id]
    return Results(sorted([*own, *public], key=lambda app: (app.created_at, app.id)))


async def create(call: Call) -> Reply:
    """Make a private app or a service key. The answer has its token, this once."""
    super_admin(call)
    given = call.read(AppInput)
    name, scopes = given.name.strip(), None if given.scopes is None else tuple(sorted(set(given.scopes)))
    if not name:
        raise Invalid("Give the app a name, so that you know later what it is for.", context={"name": [given.name]})
    if scopes is not None and not scopes:
        raise Invalid("Name at least one scope. Without `scopes` the app may do everything.", context={"scopes": []})
    check_scopes(scopes or ())
    app_id, text = await new_app_id(call.store), tokens.new_token(call.caller.portal.id)
    new = New(name, given.kind, scopes, call.caller.actor.origin.user_id)

    async def work(unit: Unit) -> None:
        private_apps.add(unit, new, app_id, text)

    await call.write(work)
    return Reply(201, TokenMade(app_id, text), NOT_KEPT)


async def rotate(call: Call) -> Reply:
    """Give a private app or a service key a new token, which the answer has this once."""
    super_admin(call)
    id, overlap = number(call), int(call.read(Rotation).overlap_hours * _HOUR)
    text = await call.write(lambda unit: private_apps.replace(unit, id, overlap))
    return Reply(200, TokenMade(id, text), NOT_KEPT)


async def delete(call: Call) -> Answer:
    """Delete a private app or a service key: its tokens are worthless at once."""
    super_admin(call)
    id = number(call)
    await call.write(lambda unit: private_apps.delete(unit, id))
    return NO_CONTENT


async def get_scopes(call: Call) -> Results[ScopeShown]:
    """Every scope that an app may have."""
    in_session(call)
    return Results([ScopeShown(name, words) for name, words in catalogue().items()])


def in_session(call: Call) -> None:
    """Raise `Forbidden` unless a person asks."""
    if call.caller.kind != "session":
        raise Forbidden("Apps are looked after by people, in a session. An app cannot look at others.")


def super_admin(call: Call) -> None:
    """Raise `Forbidden` unless a super admin asks."""
    in_session(call)
    if call.caller.actor.access is not None:
        raise Forbidden("Only a super admin may make, change and delete apps.", category=NOT_PERMITTED)


def number(call: Call) -> int:
    """The app of the path; 0 where it is no number."""
    text = call.path[0]
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def _by_app(held: list[Held]) -> Mapping[int, list[Held]]:
    found: dict[int, list[Held]] = {}
    for one in held:
        found.setdefault(one.token.app_id, []).append(one)
    return found


def _held_shown(held: list[Held], used: Mapping[int, int]) -> AppShown:
    """One app by its tokens, oldest first: they are all that there is of apps from before the table of apps."""
    newest = held[-1].token
    return AppShown(
        id=newest.app_id,
        name=newest.name,
        kind="service" if newest.kind == "service" else "private",
        created_at=iso(held[0].token.created_at),
        calls_today=used.get(newest.app_id, 0),
        scopes=UNSET if newest.scopes is None else list(newest.scopes),
        tokens=[_token_shown(one) for one in held],
    )


def _token_shown(held: Held) -> TokenShown:
    token = held.token
    return TokenShown(
        ending=token.ending,
        created_at=iso(token.created_at),
        expires_at=iso(token.expires_at) if token.expires_at else UNSET,
        last_used_at=UNSET if held.used_at is None else iso(held.used_at),
    )


def _public_shown(app: App, used: Mapping[int, int]) -> AppShown:
    config = app.config
    return AppShown(
        id=app.id,
        name=config.name,
        kind="public",
        created_at=iso(config.created_at),
        calls_today=used.get(app.id, 0),
        scopes=list(config.scopes or ()),
        optional_scopes=list(config.optional_scopes),
        client_id=app.client_id,
        redirect_uris=list(config.redirect_uris),
    )


_APPS = "/hubstead/apps"
ROUTES = (
    Route("GET", _APPS, get_apps, ANY, "List the apps of the account", answer=Results[AppShown], permission="account"),
    Route("POST", _APPS, create, ANY, "Make a private app or a service key", AppInput, TokenMade, 201),
    Route("GET", f"{_APPS}/scopes", get_scopes, ANY, "List the scopes that apps may have", answer=Results[ScopeShown]),
    Route("POST", f"{_APPS}/{{appId}}/rotate", rotate, ANY, "Give an app a new token", Rotation, TokenMade),
    Route("DELETE", f"{_APPS}/{{appId}}", delete, ANY, "Delete a private app or a service key", status=204),
)
