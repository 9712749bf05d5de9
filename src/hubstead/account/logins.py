"""Logins: one password for a person's e-mail address, good for every portal that the person is a user of.

Nobody learns from an answer or its time whether an address is known: the same work is done for one that is not, and
what is recorded of a failure is written after the answer.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import cache
from typing import NamedTuple

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from hubstead.account import activity, portals, sessions
from hubstead.account.activity import Tried
from hubstead.account.attempts import Attempts
from hubstead.account.sessions import Membership, Person
from hubstead.account.users import users_of
from hubstead.kit import clock
from hubstead.kit.errors import Failure, Invalid, NotFound, Unauthenticated
from hubstead.store.engine import Engine, Reader
from hubstead.store.generations import Definitions
from hubstead.store.tables import LOGIN
from hubstead.store.unit import Origin, Unit, write

SHORTEST, LONGEST = 8, 1_000
"""Characters of a password: NIST SP 800-63B asks for 8 at least; the longest bounds the work."""
LONGEST_ADDRESS = 254
"""Characters of an e-mail address (RFC 5321)."""
AT_ONCE = 2
"""Passwords checked at the same time: each takes 64 MB and a core for a tenth of a second."""
_SPAN = 10 * 60_000
_WRONG = "The e-mail address or the password is not right."
_hasher = PasswordHasher()
_log = logging.getLogger("hubstead.account")


class Login(msgspec.Struct, frozen=True, rename="camel"):
    """What is stored of a login: the password as an argon2id hash, and when it was set (ms)."""

    password: str
    changed_at: int


class Entered(NamedTuple):
    """A session that began: its secret, whose it is, and the person's portals, its own first."""

    secret: str
    email: str
    memberships: tuple[Membership, ...]


class Attempt(NamedTuple):
    """What somebody tries to log in with, and from where. Without a portal it is the person's first."""

    email: str
    password: str
    portal: int | None = None
    address: str = ""
    client: str = ""


class NewPassword(NamedTuple):
    """What a person who is logged in changes the password with, and from where. The session with the secret `session`
    goes on."""

    current: str
    new: str
    session: str
    address: str = ""
    client: str = ""


_decode = msgspec.json.Decoder(Login).decode
Work = Callable[[Unit], Awaitable[str]]


class Logins:
    """Checks passwords for one process. `by_email` and `by_address` bound how often (our choice of numbers)."""

    def __init__(self, store: Engine, definitions: Definitions) -> None:
        self._store = store
        self._definitions = definitions
        self._checking = asyncio.Semaphore(AT_ONCE)
        self._notes: set[asyncio.Task[None]] = set()
        self.by_email = Attempts(10, _SPAN)
        self.by_address = Attempts(50, _SPAN)

    async def enter(self, attempt: Attempt) -> Entered:
        """Begin a session. Raises `Unauthenticated`, the same for every reason, and `RateLimited`."""
        email = attempt.email.strip().lower()
        self.by_address.make(attempt.address)
        if len(email) > LONGEST_ADDRESS:  # nobody's, and not to be kept among the attempts
            raise Unauthenticated(_WRONG)
        self.by_email.make(email)
        members = await sessions.memberships(self._store, email)
        right = await self._is_right(email, attempt.password[: LONGEST + 1])
        chosen = [member for member in members if attempt.portal in (None, member.portal)]
        if not (right and chosen):
            self._note(members, Tried(email, False, attempt.address, attempt.client[:500]))
            raise Unauthenticated(_WRONG)
        self._forgive(email, attempt.address)
        secret = await self.begin(chosen[0], Tried(email, True, attempt.address, attempt.client[:500]))
        others = tuple(member for member in members if member != chosen[0])
        return Entered(secret, email, (chosen[0], *others))

    async def go_over(self, person: Person, portal: int, address: str = "", client: str = "") -> Entered:
        """Begin a session in another portal of a person who is logged in. Raises `NotFound` for a portal that the
        person does not belong to."""
        chosen = next((member for member in person.memberships if member.portal == portal), None)
        if chosen is None:
            raise NotFound(f"You are no user of portal {portal}.")
        secret = await self.begin(chosen, Tried(person.email, True, address, client[:500]))
        others = tuple(member for member in person.memberships if member != chosen)
        return Entered(secret, person.email, (chosen, *others))

    async def change_password(self, person: Person, given: NewPassword) -> None:
        """Let a person have another password; the person's other sessions end, in all portals.

        Raises `Invalid` for a wrong current password and for a new one too short or too long, `RateLimited` after too
        many failed attempts (each counts as one to log in), `Unauthenticated` when the session has ended meanwhile.
        """
        check_length(given.new)
        self.by_address.make(given.address)
        self.by_email.make(person.email)
        if not await self._is_right(person.email, given.current[: LONGEST + 1]):
            self._note(person.memberships, Tried(person.email, False, given.address, given.client[:500]))
            raise Invalid("The current password is not right.")
        self._forgive(person.email, given.address)
        login = await self.hashed(given.new)
        for member in sorted(person.memberships, key=lambda member: member.portal != person.portal):

            async def work(unit: Unit, member: Membership = member) -> str:
                if member.portal == person.portal:
                    await sessions.hold(unit, given.session)
                activity.come_from(unit, given.address)
                await renew(unit, member, person.email, login, but=given.session)
                return ""

            await self._in_portal(member, work)

    async def hashed(self, password: str) -> Login:
        """What is stored of a password. Raises `Invalid` for one too short or too long."""
        check_length(password)
        async with self._checking:
            return await _login(password)

    async def settle(self) -> None:
        """Wait until everything is recorded."""
        await asyncio.gather(*self._notes)

    def _forgive(self, email: str, address: str) -> None:
        self.by_email.forgive(email)
        self.by_address.take_back(address)  # an office behind one address may log in, one after the other

    async def _is_right(self, email: str, password: str) -> bool:
        rows = await self._store.rows("SELECT document FROM login WHERE email = ?1", email)
        stored = _decode(rows[0][0]).password if rows else None
        async with self._checking:
            return await asyncio.to_thread(_matches, stored, password)

    async def begin(self, member: Membership, attempt: Tried) -> str:
        """Begin a session of who has shown to be this user; answers its secret. Raises `Unauthenticated` for one who
        was removed meanwhile."""

        async def work(unit: Unit) -> str:
            user = (await users_of(unit)).get(member.user_id)
            if user is None or not user.active:
                raise Unauthenticated(_WRONG)
            await sessions.end_all(unit, user.id, only_expired=True)
            activity.tried(unit, user.id, attempt)
            return sessions.begin(unit, user, attempt.ip, attempt.user_agent)

        return await self._in_portal(member, work)

    def _note(self, members: Sequence[Membership], attempt: Tried) -> None:
        task = asyncio.create_task(self._record(members, attempt))
        self._notes.add(task)
        task.add_done_callback(self._notes.discard)

    async def _record(self, members: Sequence[Membership], attempt: Tried) -> None:
        for member in members:

            async def work(unit: Unit, user_id: int = member.user_id) -> str:
                activity.tried(unit, user_id, attempt)
                return ""

            try:
                await self._in_portal(member, work)
            except Failure as failure:
                _log.warning("A failed login in portal %s could not be recorded: %s", member.portal, failure.message)

    async def _in_portal(self, member: Membership, work: Work) -> str:
        origin = Origin("CRM_UI", f"userId:{member.user_id}", member.user_id)
        return await write(
            self._store, await portals.actor(self._store, member.portal, origin, self._definitions), work
        )


async def set_password(store: Engine, email: str, password: str) -> None:
    """Set a person's password; all sessions of the person end.

    Raises `Invalid` for a password too short or too long, `NotFound` when no portal has such a user.
    """
    check_length(password)
    members = await sessions.memberships(store, email)
    if not members:
        raise NotFound(f"No portal has a user {email}. `hubstead user create` adds one.")
    login = await _login(password)
    for member in members:

        async def work(unit: Unit, member: Membership = member) -> None:
            await renew(unit, member, email, login)

        await write(store, await portals.person(store, member.portal), work)


def check_length(password: str) -> None:
    if not SHORTEST <= len(password) <= LONGEST:
        raise Invalid(f"A password has {SHORTEST} to {LONGEST} characters.")


async def anybody_has_one(store: Reader) -> bool:
    """Whether any person of this server has a password."""
    return bool(await store.rows("SELECT 1 FROM login LIMIT 1"))


async def _login(password: str) -> Login:
    return Login(await asyncio.to_thread(_hasher.hash, password), clock.true_now())


async def renew(unit: Unit, member: Membership, email: str, login: Login, but: str = "") -> None:
    """Let a person log in with this from now on; sessions in the unit's portal end, except the one with this secret."""
    unit.put(LOGIN, (email, msgspec.json.encode(login).decode()))
    await sessions.end_all(unit, member.user_id, but=but)
    activity.acted(unit, "CHANGE_PASSWORD", member.user_id)


def _matches(stored: str | None, password: str) -> bool:
    """Whether a password is the stored one; takes its time also when nothing is stored."""
    decoy = _decoy()
    try:
        _hasher.verify(stored or decoy, password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


@cache
def _decoy() -> str:
    """The hash that a password is held against where there is none."""
    return _hasher.hash("nobody's password")
