"""Submissions over HTTP: sent by anybody, by an app with a token, and read."""

from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from msgspec import UNSET

from hubstead.account import portals
from hubstead.kit import clock
from hubstead.kit.errors import NotFound, Unreadable
from hubstead.marketing.forms import manage
from hubstead.marketing.submissions import rows, wire
from hubstead.marketing.submissions.check import Submission, judged
from hubstead.marketing.submissions.pairs import read_pairs
from hubstead.marketing.submissions.senders import admit
from hubstead.marketing.submissions.spam import TRAP, is_spam
from hubstead.marketing.submissions.take import answer, take
from hubstead.store.portal import portal_of
from hubstead.store.unit import Actor, Origin, Unit, write
from hubstead.web.answer import NO_CONTENT, Answer
from hubstead.web.call import Call
from hubstead.web.envelopes import Page
from hubstead.web.paging import cursor, limit_of, next_page, place_of
from hubstead.web.route import FORM, PUBLIC, Route

SCOPE = ("forms",)
DEFAULT_LIMIT = 20
PAGE_LIMIT = 50


async def submit(call: Call) -> Any:
    """Send a form, from a browser or anywhere else. Needs no token; the form must list every field."""
    sent, _ = await _taken(call, await actor_of(call), call.read(wire.SubmissionInput), public=True)
    return answer(sent)


async def submit_embedded(call: Call) -> Any:
    """Send a form from the script that put it into a page."""
    given, actor = call.read(wire.EmbeddedInput), await actor_of(call)
    proved = call.rooms.proofs.take(given.proof or "", call.path[1].lower(), clock.now(actor.portal))
    sent, conversion = await _taken(call, actor, given, public=True, proved=proved)
    told = answer(sent)
    return wire.SentShown(conversion_id=conversion, inline_message=told.inline_message, redirect_uri=told.redirect_uri)


async def submit_secure(call: Call) -> Any:
    """Send a form with a token: fields that the form does not list are taken too."""
    form, actor = call.path[1].lower(), call.caller.actor
    if _portal(call) != actor.portal:
        raise manage.not_found(form)
    actor = actor._replace(origin=Origin("FORM", form), access=None)
    sent, _ = await _taken(call, actor, call.read(wire.SubmissionInput), public=False)
    return answer(sent)


async def submit_pairs(call: Call) -> Answer:
    """Send a form as pairs of name and value, the way before the one with JSON; fields that the form does not list are
    taken too. Answers nothing, or the page to go to."""
    sent, conversion = await _taken(call, await actor_of(call), read_pairs(call), public=True, strict=False)
    address = answer(sent).redirect_uri
    if not isinstance(address, str):
        return NO_CONTENT
    parts = urlsplit(address)
    query = "&".join(filter(None, (parts.query, f"submissionGuid={conversion}")))
    return Answer(302, b"", [(b"location", _ascii(urlunsplit(parts._replace(query=query))))])


async def get_page(call: Call) -> Any:
    """A page of the submissions of a form, newest first."""
    limit = limit_of(call, DEFAULT_LIMIT, PAGE_LIMIT)
    unit, form = call.reading(), call.path[0].lower()
    if form not in await manage.forms_of(unit):
        raise manage.not_found(form)
    found = await rows.page(unit, form, place_of(call, "after"), limit + 1)
    body: dict[str, Any] = {"results": [_shown(kept) for kept in found[:limit]]}
    last = found[limit - 1] if len(found) > limit else None
    return body | (next_page(call, cursor(last.at, last.conversion)) if last else {})


async def actor_of(call: Call) -> Actor:
    """Whoever sends a form without a token: the path names the portal and the form. Raises `NotFound`."""
    portal, form = _portal(call), call.path[1].lower()
    try:
        return await portals.actor(call.store, portal, Origin("FORM", form), call.rooms.definitions)
    except NotFound:
        raise manage.not_found(form) from None


async def _taken(
    call: Call,
    actor: Actor,
    given: wire.SubmissionInput,
    *,
    public: bool,
    strict: bool = True,
    proved: bool = False,
) -> tuple[Submission, str]:
    unit, id = Unit(call.store, actor), call.path[1].lower()
    await admit(call, await portal_of(unit), id, unit.now, public=public)
    form = await manage.find(unit, id)
    trap = [one for one in given.fields if one.name == TRAP] if public else []
    given.fields = [one for one in given.fields if one not in trap]
    sent = await judged(unit, form, given, strict=public and strict, proved=proved)
    spam = public and is_spam(sent.answers, "".join(str(one.value or "") for one in trap))
    address = call.address if public else ""
    return sent, await write(call.store, actor, lambda unit: take(unit, sent, spam=spam, address=address))


def _ascii(address: str) -> bytes:
    """An address as a header may have it."""
    return quote(address, safe="%/:?#[]@!$&'()*+,;=~").encode()


def _portal(call: Call) -> int:
    text = call.path[0]
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Unreadable("Unable to parse value for path parameter: portalId")
    return int(text)


def _shown(kept: rows.Kept) -> wire.SubmissionShown:
    page = kept.document.context.page_uri
    return wire.SubmissionShown(kept.conversion, kept.at, kept.at, kept.document.values, page or UNSET)


SUBMIT = "/submissions/integration/{}submit/{{portalId}}/{{formGuid}}"
ROUTES = (
    Route("POST", SUBMIT.format(""), submit, PUBLIC, "Send a form", wire.SubmissionInput, answer=wire.SubmitShown),
    Route("POST", SUBMIT.format("secure/"), submit_secure, SCOPE, "Send a form with a token", wire.SubmissionInput,
          answer=wire.SubmitShown),
    Route("POST", "/uploads/form/{portalId}/{formGuid}", submit_pairs, PUBLIC, "Send a form as pairs", dict[str, str],
          status=204, media=FORM),
    Route("GET", "/form-integrations/submissions/forms/{formGuid}", get_page, SCOPE, "List submissions of a form",
          answer=Page[wire.SubmissionShown], query=("after", "limit"), permission="marketing"),
)  # fmt: skip
FOR_PAGES = (
    Route("POST", "/embed/form/{portalId}/{formGuid}/submit", submit_embedded, PUBLIC, "Send an embedded form",
          wire.EmbeddedInput, answer=wire.SentShown),
)  # fmt: skip
"""What scripts of ours ask for in pages of others, not the API."""
