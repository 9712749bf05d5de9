"""Forms of a site that are not ours: what the tracking code found in them when they were sent.

Each becomes a form of type `captured`, by the selector that it has on its page, and its sender a contact. What comes
from a page on none of the portal's domains is taken for spam, as the service has done since May 2024.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated

import msgspec

from hubstead.account import portals
from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.properties.definition import define
from hubstead.crm.properties.text import InvalidValue, is_storable, scalar_text
from hubstead.crm.records.record import LARGEST_ID
from hubstead.kit.errors import Invalid, NotFound
from hubstead.kit.ids import named_uuid
from hubstead.marketing.forms import manage
from hubstead.marketing.forms.check import is_web_address
from hubstead.marketing.forms.fields import CONTACT
from hubstead.marketing.submissions import rows
from hubstead.marketing.submissions.check import MOST_VALUES, Answer, Submission
from hubstead.marketing.submissions.context import HUTK, Context
from hubstead.marketing.submissions.problem import Problem, refused
from hubstead.marketing.submissions.senders import admit
from hubstead.marketing.submissions.spam import is_spam
from hubstead.marketing.submissions.take import take
from hubstead.marketing.submissions.values import coerced, too_large
from hubstead.marketing.submissions.wire import Value
from hubstead.store.portal import portal_of
from hubstead.store.unit import Origin, Unit, write
from hubstead.tracking.beacon import host_of, split
from hubstead.tracking.settings import TrackingSettings, is_of, settings_of
from hubstead.tracking.steps import PLACEHOLDERS
from hubstead.web.answer import NO_CONTENT
from hubstead.web.answer import Answer as Finished
from hubstead.web.call import Call
from hubstead.web.route import PUBLIC, Route

TWICE = 3_600_000
"""Milliseconds in which the same form comes again."""
PROPERTIES = {"email": "email", "firstName": "firstname", "lastName": "lastname", "phone": "phone"}
"""What the tracking code recognises, as contacts have it."""


class CollectedInput(msgspec.Struct, rename="camel"):
    """A form that was sent on a page: what was recognised in it, and all of it by its labels."""

    portal_id: Annotated[int, msgspec.Meta(ge=0, le=LARGEST_ID)]
    contact_fields: dict[str, Value]
    form_values: dict[str, Value] = {}
    form_selector_id: str | None = None
    form_selector_classes: str | None = None
    page_url: str | None = None
    page_title: str | None = None
    utk: str | None = None
    uuid: Annotated[str, msgspec.Meta(max_length=100)] = ""
    """The same for what is sent twice: a page that was left before the answer leaves the form to the next page."""


async def collect(call: Call) -> Finished:
    """Take a form that was sent on a page of the site."""
    given = call.read(CollectedInput)
    name = ", ".join(filter(None, (given.form_selector_id, given.form_selector_classes))) or "Collected form"
    form = manage.captured_id(given.portal_id, name)
    try:
        actor = await portals.actor(call.store, given.portal_id, Origin("FORM", form), call.rooms.definitions)
    except NotFound:
        raise NotFound(f"There is no account {given.portal_id}.") from None
    unit = Unit(call.store, actor)
    await admit(call, await portal_of(unit), form, unit.now, public=True)
    settings = await settings_of(unit)
    if not settings.collect_forms:
        raise Invalid("This account collects no forms of its sites. Turn on collectForms in its tracking settings.")
    values, answers = await _values(unit, given), tuple(_answers(given))
    spam = is_spam(answers, "") or _is_foreign(given.page_url or "", settings)

    async def work(unit: Unit) -> None:
        captured = await manage.captured(unit, name)
        conversion = named_uuid("collected", unit.portal, given.uuid) if given.uuid else ""
        if conversion and await rows.is_kept(unit, form, conversion, unit.now - TWICE):
            return
        sent = Submission(captured, answers, {CONTACT: values}, _context(given), None, unit.now)
        await take(unit, sent, spam=spam, address=call.address, conversion=conversion)

    await write(call.store, actor, work)
    return NO_CONTENT


def _is_foreign(page: str, settings: TrackingSettings) -> bool:
    """Whether a page is on none of the portal's domains; who names no sites has them everywhere."""
    return bool(settings.site_domains) and not is_of(host_of(split(page)), settings.own_domains)


async def _values(unit: Unit, given: CollectedInput) -> Mapping[str, str]:
    """What contacts can have of it. Raises `Unreadable` without an e-mail address, or with one that sites
    send for people they do not know."""
    definition = await define(unit, await resolve(unit, CONTACT))
    values = {}
    for name, property in PROPERTIES.items():
        value = coerced(definition.coercer(property), str(given.contact_fields.get(name) or "")[:MOST_VALUES])
        if isinstance(value, str) and value:
            values[property] = value
    if values.get("email", "").partition("@")[0] in {"", *PLACEHOLDERS}:
        raise refused([Problem("INVALID_EMAIL", "contactFields.email", "There is no valid address")])
    return values


def _answers(given: CollectedInput) -> Iterator[Answer]:
    recognised = {PROPERTIES[name]: value for name, value in given.contact_fields.items() if name in PROPERTIES}
    for name, value in list({**given.form_values, **recognised}.items())[:MOST_VALUES]:
        try:
            text = scalar_text(value, name)
        except InvalidValue:
            continue
        if text and not too_large(text) and is_storable(text) and is_storable(name):
            yield Answer(CONTACT, name, text)


def _context(given: CollectedInput) -> Context:
    """What is not right of it is left out: nobody reads an error here."""
    utk, page = given.utk or "", given.page_url or ""
    title = given.page_title or ""
    return Context(
        hutk=utk if HUTK.fullmatch(utk) else "",
        page_uri=page if is_web_address(page) and is_storable(page) else "",
        page_name=title if is_storable(title) else "",
    )


def route(path: str) -> Route:
    """Where the tracking code sends forms to."""
    return Route("POST", path, collect, PUBLIC, "Collect a form of the site", CollectedInput, status=204)


ROUTES = (route("/collected-forms/submit/form"),)
"""A request of the tracking code, not of the API."""
