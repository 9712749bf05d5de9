"""Owners over HTTP."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from hubstead.account import wire
from hubstead.account.answers import OwnerShown
from hubstead.account.owners import Owner, owners_of
from hubstead.kit.errors import Invalid, NotFound
from hubstead.web.call import Call
from hubstead.web.envelopes import Page
from hubstead.web.route import Route

PAGE_LIMIT = 500
DEFAULT_LIMIT = 100
READ = ("crm.objects.owners.read", "contacts")


async def get_page(call: Call) -> Any:
    """A page of owners in ascending order of id: all, or the one with an e-mail address."""
    limit = call.number("limit", DEFAULT_LIMIT)
    if not 1 <= limit <= PAGE_LIMIT:
        raise Invalid(f"The limit must be between 1 and {PAGE_LIMIT}.", context={"limit": [str(limit)]})
    after, email = _after(call), (call.one("email") or "").lower()
    found = [
        owner for owner in await _owners(call) if int(owner.id) > after and (not email or owner.email.lower() == email)
    ]
    answer: dict[str, Any] = {"results": [wire.shown(owner) for owner in found[:limit]]}
    return answer | (_paging(call, found[limit - 1].id) if len(found) > limit else {})


async def get_by_id(call: Call) -> Any:
    """One owner, by its id or by the id of its user (`idProperty=userId`)."""
    by = call.one("idProperty", "id")
    if by not in ("id", "userId"):
        raise Invalid(f"idProperty must be id or userId, not {by}", context={"idProperty": [str(by)]})
    for owner in await _owners(call):
        if call.path[0] == (owner.id if by == "id" else str(owner.user_id)):
            return wire.shown(owner)
    raise NotFound("resource not found", context={by: [call.path[0]]})


async def _owners(call: Call) -> list[Owner]:
    archived = call.flag("archived")
    owners = await owners_of(call.reading())
    return sorted((owner for owner in owners.values() if owner.archived == archived), key=lambda owner: int(owner.id))


def _after(call: Call) -> int:
    text = call.one("after", "0") or "0"
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Invalid("The after parameter is not a paging cursor of this list.", context={"after": [text[:100]]})
    return int(text)


def _paging(call: Call, after: str) -> dict[str, Any]:
    kept = [pair for pair in parse_qsl(call.query_string.decode()) if pair[0] != "after"]
    link = f"{call.base_url}{call.raw_path}?{urlencode([*kept, ('after', after)])}"
    return {"paging": {"next": {"after": after, "link": link}}}


ROUTES = (
    Route("GET", "/crm/owners", get_page, READ, "List owners",
          answer=Page[OwnerShown], query=("email", "after", "limit", "archived")),
    Route("GET", "/crm/owners/{ownerId}", get_by_id, READ, "Read an owner",
          answer=OwnerShown, query=("idProperty", "archived")),
)  # fmt: skip
