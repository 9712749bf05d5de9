"""Setting a server up over HTTP. Everybody may ask whether it has an owner; to become it takes the link."""

import msgspec

from hubstead.account.activity import Tried
from hubstead.account.login_routes import client_of, cookies
from hubstead.account.logins import Entered, anybody_has_one
from hubstead.set_up import set_up
from hubstead.set_up.set_up import SetUp
from hubstead.web.answer import JSON, Answer
from hubstead.web.call import Call
from hubstead.web.route import PUBLIC, Route


class State(msgspec.Struct, rename="camel"):
    """Whether nobody has a password yet, so that the server waits for its owner."""

    open: bool


async def get_state(call: Call) -> Answer:
    """Whether the server can be set up."""
    state = State(open=not await anybody_has_one(call.store))
    return Answer(200, msgspec.json.encode(state), [(b"content-type", JSON), (b"cache-control", b"no-store")])


async def run(call: Call) -> Answer:
    """Become the owner of the server, who is logged in from then on."""
    given = call.read(SetUp)
    people = call.rooms.logins
    people.by_address.make(call.address)
    owned = await set_up.run(call.store, call.rooms.definitions, people, given)
    people.by_address.take_back(call.address)
    tried = Tried(owned.email, True, call.address, client_of(call)[:500])
    secret = await people.begin(owned.member, tried)
    return Answer(204, b"", cookies(call, Entered(secret, owned.email, (owned.member,))))


ROUTES = (
    Route("GET", "/login/set-up", get_state, PUBLIC, "Read whether the server has an owner", answer=State),
    Route("POST", "/login/set-up", run, PUBLIC, "Become the owner of the server", body=SetUp, status=204),
)
