"""Logging in and out, and changing one's password, over HTTP: JSON for programs, forms for people."""

import hmac
import re
import secrets

import msgspec

from hubstead.account import login_page, sessions
from hubstead.account.logins import Attempt, Entered, NewPassword
from hubstead.kit.errors import Failure, RateLimited, Unauthenticated
from hubstead.web.answer import JSON, Answer
from hubstead.web.call import Call
from hubstead.web.route import FORM, PUBLIC, Route

Header = tuple[bytes, bytes]
_LOCAL = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")
"""A path on this server: `//host` and backslashes lead elsewhere."""
_INSIDE = "/login"


class LoginBody(msgspec.Struct, rename="camel"):
    """What a program logs in with; without a portal it is the person's first."""

    email: str
    password: str
    portal_id: int | None = None


class PasswordBody(msgspec.Struct, rename="camel"):
    """What a person who is logged in changes the password with."""

    current_password: str
    new_password: str


async def show(call: Call) -> Answer:
    """The page to log in; who is logged in already goes on to `next`."""
    next = local(call.one("next") or "")  # noqa: A001
    person = await sessions.person_of(call)
    if person is None:
        return _form(call, 200, next, portal=call.one("portalId") or "")
    if next != _INSIDE:
        return Answer(303, b"", [(b"location", next.encode()), *login_page.HEADERS])
    return Answer(200, login_page.inside(person.csrf, person.email, str(person.portal)), login_page.HEADERS)


async def log_in(call: Call) -> Answer:
    """Begin a session: the cookies of it, and JSON or a redirect to `next`. Wrong credentials answer 401."""
    if _is_json(call):
        given = call.read(LoginBody)
        entered = await _enter(call, given.email, given.password, given.portal_id)
        return Answer(200, msgspec.json.encode(_shown(entered)), [(b"content-type", JSON), *cookies(call, entered)])
    fields = call.form()
    sent, next = fields.get("csrf", ""), local(fields.get("next", ""))  # noqa: A001
    email, portal = fields.get("email", ""), fields.get("portalId", "")
    if not sent or not hmac.compare_digest(sent.encode(), call.cookie(sessions.CSRF_COOKIE).encode()):
        return _form(call, 403, next, email, "The page was open for too long. Please try again.", portal)
    try:
        entered = await _enter(call, email, fields.get("password", ""), _number(portal))
    except (RateLimited, Unauthenticated) as failure:
        return _form(call, failure.status, next, email, failure.message, portal, _retry_after(failure))
    return Answer(303, b"", [(b"location", next.encode()), (b"cache-control", b"no-store"), *cookies(call, entered)])


async def log_out(call: Call) -> Answer:
    """End the session and take its cookies back: 204, or a redirect to the page to log in for a form."""
    person = await sessions.person_of(call)
    if person is not None:
        check_csrf(call)
        await sessions.log_out(call, person)
    return _done(call, [_cookie(call, name, "", 0) for name in (sessions.COOKIE, sessions.CSRF_COOKIE)])


async def change_password(call: Call) -> Answer:
    """Let a person who is logged in have another password: 204, or a redirect to the page to log in for a form."""
    person = await sessions.person_of(call)
    if person is None:
        raise Unauthenticated("Nobody is logged in: log in to change your password.")
    check_csrf(call)
    fields = call.form() if _is_form(call) else None
    given = (
        call.read(PasswordBody)
        if fields is None
        else PasswordBody(fields.get("currentPassword", ""), fields.get("newPassword", ""))
    )
    session = call.cookie(sessions.COOKIE)
    wanted = NewPassword(given.current_password, given.new_password, session, call.address, client_of(call))
    await call.rooms.logins.change_password(person, wanted)
    return _done(call, [])


def local(path: str) -> str:
    """Where to go after a login: the path if it is one on this server, else the page that says who is logged in."""
    return path if _LOCAL.fullmatch(path) else _INSIDE


async def _enter(call: Call, email: str, password: str, portal: int | None) -> Entered:
    entered: Entered = await call.rooms.logins.enter(Attempt(email, password, portal, call.address, client_of(call)))
    return entered


def _form(
    call: Call,
    status: int,
    next: str,  # noqa: A002
    email: str = "",
    problem: str = "",
    portal: str = "",
    headers: tuple[Header, ...] = (),
) -> Answer:
    csrf = call.cookie(sessions.CSRF_COOKIE)
    csrf = csrf if re.fullmatch(r"[0-9a-f]{64}", csrf) else secrets.token_hex(32)
    body = login_page.form(csrf, "" if next == _INSIDE else next, email, problem, portal)
    cookie = _cookie(call, sessions.CSRF_COOKIE, csrf, sessions.LASTS // 1000, hidden=False)
    return Answer(status, body, [*login_page.HEADERS, cookie, *headers])


def cookies(call: Call, entered: Entered) -> list[Header]:
    """The cookies of a session that began."""
    seconds = sessions.LASTS // 1000
    csrf = sessions.csrf_of(entered.secret)
    return [
        _cookie(call, sessions.COOKIE, entered.secret, seconds),
        _cookie(call, sessions.CSRF_COOKIE, csrf, seconds, hidden=False),
    ]


def _cookie(call: Call, name: str, value: str, seconds: int, *, hidden: bool = True) -> Header:
    """A cookie; one that is not hidden can be read by scripts of this server's own pages."""
    text = f"{name}={value}; Path=/; Max-Age={seconds}; SameSite=Lax"
    text += "; HttpOnly" if hidden else ""
    text += "; Secure" if call.base_url.startswith("https://") else ""
    return b"set-cookie", text.encode()


def _shown(entered: Entered) -> dict[str, object]:
    portal, user_id = entered.memberships[0]
    return {
        "email": entered.email,
        "portalId": portal,
        "userId": user_id,
        "portals": [{"portalId": member.portal, "userId": member.user_id} for member in entered.memberships],
        "csrfToken": sessions.csrf_of(entered.secret),
        "expiresIn": sessions.LASTS // 1000,
    }


def _done(call: Call, headers: list[Header]) -> Answer:
    if _is_form(call):
        return Answer(303, b"", [(b"location", _INSIDE.encode()), *headers])
    return Answer(204, b"", headers)


def check_csrf(call: Call) -> None:
    """Refuse a request that repeats its session's CSRF token neither in the header nor in its form."""
    header = call.headers.get(sessions.CSRF_HEADER.encode(), b"").decode("latin-1")
    sessions.check_csrf(call, header or (call.form().get("csrf", "") if _is_form(call) else ""))


def client_of(call: Call) -> str:
    """The program that somebody logs in with, as it names itself."""
    return call.headers.get(b"user-agent", b"").decode("latin-1")


def _is_form(call: Call) -> bool:
    return call.headers.get(b"content-type", b"").startswith(FORM.encode())


def _is_json(call: Call) -> bool:
    return call.headers.get(b"content-type", b"").startswith(b"application/json")


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _retry_after(failure: Failure) -> tuple[Header, ...]:
    return ((b"retry-after", str(failure.retry_after).encode()),) if isinstance(failure, RateLimited) else ()


ROUTES = (
    Route("GET", "/login", show, PUBLIC, "Show the page to log in"),
    Route("POST", "/login", log_in, PUBLIC, "Log in", body=LoginBody),
    Route("POST", "/login/password", change_password, PUBLIC, "Change one's password", body=PasswordBody, status=204),
    Route("POST", "/logout", log_out, PUBLIC, "Log out", body=dict),
)
