"""The consent page over HTTP: where an app sends a person, and from where the person comes back with a code."""

from collections.abc import Mapping
from urllib.parse import quote

from hubstead.account import sessions
from hubstead.account.portals import actor
from hubstead.account.sessions import Membership, Person
from hubstead.account.users import users_of
from hubstead.apps import consent_page
from hubstead.apps.authorize import Asked, BadLink, allow, asked, unanswerable
from hubstead.apps.consent_page import Account
from hubstead.kit.errors import Forbidden
from hubstead.store.portal import Portal, portal_of
from hubstead.store.unit import Origin, Unit, write
from hubstead.web.answer import Answer
from hubstead.web.call import Call
from hubstead.web.route import FORM, PUBLIC, Route


async def show(call: Call) -> Answer:
    """Ask the person who is logged in whether the app of the link may be connected; who is not, logs in first."""
    question = await _question(call, {name: values[-1] for name, values in call.query.items()})
    if isinstance(question, Answer):
        return question
    person = await sessions.person_of(call)
    if person is None:
        here = f"{call.raw_path}?{call.query_string.decode('latin-1')}"
        return _redirect(f"/login?next={quote(here, safe='')}")
    wanted = call.path[0] if call.path else str(person.portal)
    return await _ask(call, question, person, wanted)


async def decide(call: Call) -> Answer:
    """Do as the person decided: send a code to the app, or the news that there will be none."""
    form = call.form()
    question = await _question(call, form)
    if isinstance(question, Answer):
        return question
    person = await sessions.person_of(call)
    if person is None:
        return consent_page.problem(401, "You are not logged in any more. Follow the app's link again.")
    try:
        sessions.check_csrf(call, form.get("csrf", ""))
    except Forbidden:
        return consent_page.problem(403, "The page was open for too long. Follow the app's link again.")
    if form.get("decision") != "allow":
        return _redirect(question.back(error="access_denied", error_description="The person did not connect the app."))
    return await _allow(call, question, person, form.get("portal", ""))


async def _question(call: Call, link: Mapping[str, str]) -> Asked | Answer:
    """The link, or what becomes of one that is wrong."""
    try:
        question = await asked(call.store, link)
    except BadLink as failure:
        return consent_page.problem(400, failure.message)
    refusal = unanswerable(question, link)
    return _redirect(question.back(**refusal)) if refusal else question


async def _ask(call: Call, question: Asked, person: Person, wanted: str, alert: str = "") -> Answer:
    accounts = await _accounts(call, person)
    if not accounts:
        return consent_page.problem(403, "Only a super admin of an account may connect apps to it, and you are none.")
    chosen = next((account.portal for account in accounts if str(account.portal) == wanted), accounts[0].portal)
    return consent_page.consent(question, accounts, chosen, person.email, person.csrf, alert)


async def _allow(call: Call, question: Asked, person: Person, wanted: str) -> Answer:
    account = next((known for known in await _accounts(call, person) if str(known.portal) == wanted), None)
    if account is None:
        return consent_page.problem(403, "Only a super admin of an account may connect apps to it.")

    async def work(unit: Unit) -> str | tuple[str, ...]:
        return await allow(unit, question, account.user_id)

    origin = Origin("CRM_UI", f"userId:{account.user_id}", account.user_id)
    acting = await actor(call.store, account.portal, origin, call.rooms.definitions)
    outcome = await write(call.store, acting, work)
    if isinstance(outcome, tuple):
        alert = f"{account.name} lacks features that the app needs: {', '.join(outcome)}."
        return await _ask(call, question, person, wanted, alert)
    return _redirect(question.back(code=outcome))


async def _accounts(call: Call, person: Person) -> list[Account]:
    """The portals into which the person may let apps. Apps are not bound by what a user may see, so only those who may
    see everything can let them in (the service asks for super admins, too, or a permission of its own)."""
    found = [await _account(call, membership) for membership in person.memberships]
    return [account for account in found if account is not None]


async def _account(call: Call, membership: Membership) -> Account | None:
    unit = Unit(call.store, await actor(call.store, membership.portal, Origin("CRM_UI"), call.rooms.definitions))
    user = (await users_of(unit)).get(membership.user_id)
    if user is None or not (user.active and user.super_admin):
        return None
    portal: Portal = await portal_of(unit)
    return Account(portal.id, portal.name, user.id)


def _redirect(where: str) -> Answer:
    return Answer(303, b"", [(b"location", where.encode()), (b"cache-control", b"no-store")])


ROUTES = (
    Route("GET", "/oauth/authorize", show, PUBLIC, "Ask a person to let an app in"),
    Route("GET", "/oauth/{portalId}/authorize", show, PUBLIC, "Ask a person to let an app into an account"),
    Route("POST", "/oauth/authorize", decide, PUBLIC, "Let an app in", body=dict, media=FORM),
)
"""Pages for people, not part of the API."""
