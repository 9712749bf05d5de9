"""What all apps want in their journals, ready for facts: one look-up for a fact that nobody wants."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

import msgspec

from hubstead.apps import app as apps
from hubstead.apps.install import decode as install_from
from hubstead.crm.object_types.catalog import standard_types
from hubstead.crm.schemas.manage import READ_SCOPES
from hubstead.store.engine import Engine, Fact
from hubstead.webhooks.events import values_of
from hubstead.webhooks.journal import snapshots, subscription
from hubstead.webhooks.journal.events import JOURNALED, Spec, told
from hubstead.webhooks.journal.filters import JournalFilter, fits
from hubstead.webhooks.journal.snapshots import TAKEN, Taken
from hubstead.webhooks.journal.subscription import Bounds, Version

App = tuple[int, int]
"""An app's own portal, and the app."""
Scopes = frozenset[str] | None
"""Those that an account granted; `None`: all."""
Values = Mapping[str, str | None]
"""Values of a record."""
_taken = msgspec.json.Decoder(Taken).decode
_encode = msgspec.json.Encoder().encode


class Way(NamedTuple):
    """How a fact is told, in how many events and bytes, and the filters of which the record must fit one."""

    spec: Spec
    events: int
    bytes: int
    filters: tuple[JournalFilter, ...]


class Match(NamedTuple):
    """A fact that belongs into a journal, in one way or several."""

    app: App
    seq: int
    fact: Fact
    ways: tuple[Way, ...]

    @property
    def place(self) -> tuple[int, str, int]:
        """The record that the fact is about."""
        return self.fact.portal, self.fact.type, self.fact.id

    @property
    def filtered(self) -> bool:
        """Whether the record must fit a filter."""
        return any(way.filters for way in self.ways)

    def fitting(self, held: Values) -> "Match":
        """What is left with a record that is held as this; what the fact itself changed counts as it changed it."""
        changed = self.fact.kind in ("object.created", "object.changed")
        values = {**held, **values_of(self.fact.body)} if changed else held
        fits_one = (way for way in self.ways if not way.filters or any(fits(one, values) for one in way.filters))
        return self._replace(ways=tuple(fits_one))


class Wanted:
    """What is wanted, by portal and kind of fact. `start` is a fact before which nothing is."""

    def __init__(
        self, versions: list[Version], installs: Mapping[App, Mapping[int, Scopes]], start: int, asked: bool
    ) -> None:
        self.start = start
        self._installs = installs
        self._asked = asked
        self._ends = [version.ended for version in versions if version.ended]
        self._by_kind: dict[tuple[int, str], list[tuple[Version, str]]] = {}
        for version in versions:
            wanted = version.subscription
            for kind, forms in JOURNALED.items():
                for name, action, _ in forms:
                    if name == wanted.kind and action in wanted.actions and kind != TAKEN:
                        self._by_kind.setdefault((wanted.portal, kind), []).append((version, action))

    def __bool__(self) -> bool:
        """Whether anything is wanted at all."""
        return self._asked or bool(self._by_kind)

    def over(self, seq: int) -> bool:
        """Whether some of it is good for no fact after this one."""
        return any(ended <= seq for ended in self._ends)

    def of(self, seq: int, fact: Fact) -> Iterator[Match]:
        """The journals that a fact belongs into."""
        found: dict[App, list[Way]] = {}
        for portal in (fact.portal, 0):
            for version, action in self._by_kind.get((portal, fact.kind), ()):
                if version.covers(seq) and self._about(version, fact):
                    wanted = version.subscription
                    filters = tuple(one.filter for one in wanted.filters)
                    way = _way(fact, Spec(wanted.kind, action, wanted.bounds_of(action)), filters)
                    found.setdefault((version.home, version.app), []).append(way)
        if fact.kind == TAKEN:
            taken = _taken(fact.body)
            if self._sees((taken.home, taken.app), fact):
                found[taken.home, taken.app] = [_way(fact, Spec("OBJECT", "SNAPSHOT", Bounds()), ())]
        for app, ways in found.items():
            telling = tuple(way for way in ways if way.events)
            if telling:
                yield Match(app, seq, fact, telling)

    def _about(self, version: Version, fact: Fact) -> bool:
        wanted = version.subscription
        if wanted.kind == "APP_LIFECYCLE_EVENT":
            return fact.id == version.app
        named = wanted.kind == "LIST_MEMBERSHIP" or wanted.type == fact.type
        return named and self._sees((version.home, version.app), fact)

    def _sees(self, app: App, fact: Fact) -> bool:
        installs = self._installs.get(app, {})
        return fact.portal in installs and may_read(fact.type, installs[fact.portal])


def _way(fact: Fact, spec: Spec, filters: tuple[JournalFilter, ...]) -> Way:
    shown = told(fact, spec)
    return Way(spec, len(shown), len(_encode(shown)), filters)


async def wanted_of(store: Engine, kept: int) -> Wanted:
    """What is wanted now of the facts after `kept`."""
    versions = [one for one in await subscription.every(store) if not 0 < one.ended <= kept]
    asked = await snapshots.pending(store)
    homes = {(one.home, one.app) for one in versions} | {(home, app) for home, app, _ in asked}
    installs = await installs_of(store, homes)
    starts = [one.since for one in versions] + [one.since for _, _, one in asked]
    known = [one for one in versions if (one.home, one.app) in installs]
    return Wanted(known, installs, min(starts, default=0), bool(asked))


async def installs_of(store: Engine, homes: set[App], only: int | None = None) -> dict[App, dict[int, Scopes]]:
    """Where apps are installed and with which scopes, in all accounts or one; a private app is in its own."""
    found: dict[App, dict[int, Scopes]] = {}
    for home, id in homes:
        app = await apps.by_id(store, id)
        if app is None or app.portal != home:
            continue
        if app.config.kind == "public":
            sql = "SELECT portal, document FROM install WHERE app = ?1"
            asked = (id,) if only is None else (id, only)
            rows = await store.rows(sql if only is None else f"{sql} AND portal = ?2", *asked)
            found[home, id] = {portal: frozenset(install_from(document).scopes) for portal, document in rows}
        else:
            scopes = app.config.scopes
            found[home, id] = {home: None if scopes is None else frozenset(scopes)}
    return found


def may_read(type: str, scopes: Scopes) -> bool:
    """Whether these scopes let an app read records of a type (its id)."""
    needed = read_scopes(type)
    return scopes is None or not needed or not scopes.isdisjoint(needed)


def read_scopes(type: str) -> tuple[str, ...]:
    """The scopes of which any one lets an app read records of a type (its id)."""
    return _standard().get(type, READ_SCOPES)


@cache
def _standard() -> Mapping[str, tuple[str, ...]]:
    return {type.id: type.read_scopes for type in standard_types()}
