"""The tracking code over HTTP: browsers load it without a token."""

import gzip
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from hubstead.kit.errors import Missing
from hubstead.store.unit import Actor, Origin, Unit
from hubstead.tracking.consent.policy import countries_of, held_in
from hubstead.tracking.consent.texts import LANGUAGE
from hubstead.tracking.script import files
from hubstead.tracking.script.files import Code, stamp
from hubstead.tracking.script.names import STANDARD, Names
from hubstead.tracking.settings import settings_of
from hubstead.web.answer import Answer
from hubstead.web.call import Call
from hubstead.web.route import PUBLIC, Route

_SHORT = b"public, max-age=300"
"""Minutes: a changed setting and a new version of the code reach every page after them (as the real service: 5)."""
_OWN = b"private, max-age=300"
"""The same, where what is served depends on the visitor's country."""
_LONG = b"public, max-age=31536000, immutable"
NOWHERE = ""
"""The country of a visitor about whom that is not known."""


class _Served(NamedTuple):
    """What a portal serves: to this visitor (`here`), and to visitors in the countries that its policies name."""

    unit: Unit
    here: Code
    countries: frozenset[str]

    @property
    def short(self) -> bytes:
        return _OWN if self.countries else _SHORT

    async def named(self, name: str, content: Callable[[Code], str]) -> Code | None:
        """The code of which something has this name. Who asks may be a cache elsewhere."""
        if content(self.here) == name:
            return self.here
        for country in (NOWHERE, *sorted(self.countries)):
            code = self.here._replace(policies=await held_in(self.unit, country))
            if content(code) == name:
                return code
        return None


def routes(names: Names) -> Iterable[Route]:
    """The routes under these names."""

    async def get_loader(call: Call) -> Answer:
        """The file that pages name."""
        served = await _served(call, call.path[0], names)
        return _answer(call, files.loader(served.here), served.short)

    async def get_tracker(call: Call) -> Answer:
        """The tracker: for ever under the name of its content, for minutes under any other."""
        served = await _served(call, call.path[1], names)
        named = await served.named(call.path[0], lambda code: stamp(files.tracker(code)))
        return _answer(call, files.tracker(named or served.here), _LONG if named else served.short)

    async def get_forms(call: Call) -> Answer:
        """What collects forms."""
        await _served(call, call.path[1], names)
        content = files.forms()
        return _answer(call, content, _LONG if stamp(content) == call.path[0] else _SHORT)

    async def get_banner(call: Call) -> Answer:
        """The consent banner in a language."""
        name, language, id = call.path
        served = await _served(call, id, names)
        if not LANGUAGE.fullmatch(language):
            raise Missing
        named = await served.named(name, files.banner_stamp)
        return _answer(call, files.banner(named or served.here, language), _LONG if named else served.short)

    folder = f"/{names.files}"
    return (
        Route("GET", "/" + names.loader_of("{hubId}"), get_loader, PUBLIC, "Load the tracking code"),
        Route("GET", f"{folder}/{{stamp}}/{{hubId}}.js", get_tracker, PUBLIC, "Load the tracker"),
        Route("GET", f"{folder}/forms/{{stamp}}/{{hubId}}.js", get_forms, PUBLIC, "Load what collects forms"),
        Route("GET", f"{folder}/banner/{{stamp}}/{{language}}/{{hubId}}.js", get_banner, PUBLIC, "Load the banner"),
    )


async def _served(call: Call, id: str, names: Names) -> _Served:
    """What the portal with this number serves. Raises `Missing`."""
    if not (id.isascii() and id.isdigit() and len(id) <= 15):
        raise Missing
    rows = await call.store.rows("SELECT generation FROM portal WHERE id = ?1 AND id > 0", int(id))
    if not rows:
        raise Missing
    unit = Unit(call.store, Actor(int(id), rows[0][0], Origin("API"), call.rooms.definitions))
    countries = await countries_of(unit)
    country = call.rooms.places.of(call.address).code if countries else NOWHERE
    policies = await held_in(unit, country if country in countries else NOWHERE)
    return _Served(unit, Code(int(id), await settings_of(unit), policies, names), countries)


def _answer(call: Call, content: bytes, caching: bytes) -> Answer:
    headers = [(b"content-type", b"application/javascript; charset=utf-8"), (b"cache-control", caching)]
    if b"gzip" in call.headers.get(b"accept-encoding", b""):
        return Answer(200, _zipped(content), [*headers, (b"content-encoding", b"gzip")])
    return Answer(200, content, headers)


@lru_cache(maxsize=256)
def _zipped(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)


ROUTES = tuple(routes(STANDARD))
