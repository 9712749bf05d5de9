"""Owners over HTTP."""

from typing import Any

from hubstead.account import wire
from hubstead.account.answers import OwnerShown
from hubstead.account.owners import Owner, owners_of
from hubstead.account.users import memberships_of
from hubstead.kit.errors import Invalid, NotFound
from hubstead.web.call import Call
from hubstead.web.envelopes import Page
from hubstead.web.paging import limit_of, page_by_id
from hubstead.web.route import Route

PAGE_LIMIT = 500
DEFAULT_LIMIT = 100
READ = ("crm.objects.owners.read", "contacts")


async def get_page(call: Call) -> Any:
    """A page of owners in ascending order of id: all, or the one with an e-mail address."""
    limit = limit_of(call, DEFAULT_LIMIT, PAGE_LIMIT)
    email = (call.one("email") or "").lower()
    found = [owner for owner in await _owners(call) if not email or owner.email.lower() == email]
    teams = await memberships_of(call.reading())
    return page_by_id(call, found, limit, lambda owner: int(owner.id), lambda owner: wire.shown(owner, teams))


async def get_by_id(call: Call) -> Any:
    """One owner, by its id or by the id of its user (`idProperty=userId`)."""
    by = call.one("idProperty", "id")
    if by not in ("id", "userId"):
        raise Invalid(f"idProperty must be id or userId, not {by}", context={"idProperty": [str(by)]})
    for owner in await _owners(call):
        if call.path[0] == (owner.id if by == "id" else str(owner.user_id)):
            return wire.shown(owner, await memberships_of(call.reading()))
    raise NotFound("resource not found", context={by: [call.path[0]]})


async def _owners(call: Call) -> list[Owner]:
    archived = call.flag("archived")
    owners = await owners_of(call.reading())
    return sorted((owner for owner in owners.values() if owner.archived == archived), key=lambda owner: int(owner.id))


ROUTES = (
    Route("GET", "/crm/owners", get_page, READ, "List owners",
          answer=Page[OwnerShown], query=("email", "after", "limit", "archived")),
    Route("GET", "/crm/owners/{ownerId}", get_by_id, READ, "Read an owner",
          answer=OwnerShown, query=("idProperty", "archived")),
)  # fmt: skip
