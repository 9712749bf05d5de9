"""Forms for pages of others: the script that puts them there, and what it asks for. Neither needs a token."""

import gzip
from functools import cache
from importlib.resources import files

from hubstead.marketing.embed.definition import embedded
from hubstead.marketing.embed.messages import language_of
from hubstead.marketing.forms import manage
from hubstead.marketing.submissions.routes import actor_of
from hubstead.store.unit import Unit
from hubstead.web.answer import JSON, Answer
from hubstead.web.call import Call
from hubstead.web.route import PUBLIC, Route

SCRIPT_LIFE, FORM_LIFE = b"public, max-age=300", b"public, max-age=60"
"""How long browsers keep the script and a form: a change reaches every page after that."""


async def get_script(call: Call) -> Answer:
    """The script: it is the same for all portals."""
    headers = [(b"content-type", b"application/javascript; charset=utf-8"), (b"cache-control", SCRIPT_LIFE)]
    plain, zipped = _script()
    if b"gzip" in call.headers.get(b"accept-encoding", b""):
        return Answer(200, zipped, [*headers, (b"content-encoding", b"gzip")])
    return Answer(200, plain, headers)


async def get_form(call: Call) -> Answer:
    """A form for the script, in the language that the page asks for or else in its own."""
    unit = Unit(call.store, await actor_of(call))
    form = await manage.find(unit, call.path[1])
    language = language_of(call.one("locale") or form.configuration.language)
    content = await embedded(unit, form, language)
    return Answer(200, content, [(b"content-type", JSON), (b"cache-control", FORM_LIFE)])


@cache
def _script() -> tuple[bytes, bytes]:
    """As it is, and compressed."""
    plain = (files("hubstead.marketing.embed") / "forms.min.js").read_bytes()
    return plain, gzip.compress(plain, 9, mtime=0)


ROUTES = (
    Route("GET", "/forms/v2.js", get_script, PUBLIC, "Load the script of forms"),
    Route("GET", "/forms/embed/v2.js", get_script, PUBLIC, "Load the script of forms"),
    Route("GET", "/forms/embed/{portalId}.js", get_script, PUBLIC, "Load the script of forms"),
    Route("GET", "/embed/form/{portalId}/{formGuid}/json", get_form, PUBLIC, "Read a form for a page"),
)
