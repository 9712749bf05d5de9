"""A session of a user: no route shows or changes a record that the user may not see, nor changes one out of reach."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

import pytest
import pytest_asyncio

from hubstead.account.roles import TOOLS
from hubstead.crm.associations.counters import COUNTS
from hubstead.store.access import Access, Levels
from tests.access.conftest import NONE, OWN, TEAM, Team
from tests.access.samples.cast import Cast, cast
from tests.access.samples.requests import requests
from tests.access.samples.walked import WALKED
from tests.world import Reply, World

RECORDS = ("contact", "other_contact", "gone", "company", "deal", "ticket", "car")
FOLLOWING = {*COUNTS.values(), "hs_lastmodifieddate", "hs_updated_by_user_id", "lastmodifieddate"}
"""What moves in a record when another one comes or goes."""


class Office(NamedTuple):
    """Records of three people, some associated with each other's, and who they are."""

    team: Team
    ann: Cast
    ben: Cast
    cleo: Cast

    @property
    def world(self) -> World:
        return self.team.world

    def session(self, levels: Levels) -> str:
        """Ann's session, with these bounds for every type and all other permissions but one: whoever may read the audit
        log learns from it about every record."""
        team = self.team
        mates = frozenset((team.ann, team.ben))
        return self.world.user(
            Access(int(self.ann.user), team.ann, mates, {}, levels, tools=frozenset(TOOLS) - {"audit"})
        )

    async def state(self, casts: Sequence[Cast]) -> tuple[list[Any], list[Any]]:
        """Records of these people but for what follows from associations with others', and what is between them."""
        ids = [int(getattr(each, name)) for each in casts for name in RECORDS]
        store, portal = self.world.server.store, int(self.ann.portal)
        sql = "SELECT type, id, archived, document FROM record WHERE portal = ?1 AND id = ANY(?2) ORDER BY type, id"
        rows = await store.rows(sql, portal, ids)
        links = "SELECT * FROM association WHERE portal = ?1 AND from_id = ANY(?2) AND to_id = ANY(?2) ORDER BY from_id"
        return [(*row[:3], _own(row[3])) for row in rows], sorted(await store.rows(links, portal, ids))


def _own(document: str) -> dict[str, str]:
    return {name: value for name, value in json.loads(document).items() if name not in FOLLOWING}


@pytest_asyncio.fixture
async def office(team: Team) -> Office:
    ann, ben, cleo = [await cast(team.world, name, getattr(team, name)) for name in ("ann", "ben", "cleo")]
    for one in (ann, ben, cleo):
        for other in (ann, ben, cleo):
            path = f"/crm/v4/objects/contacts/{one.contact}/associations/default"
            for to in (f"companies/{other.company}", f"deals/{other.deal}"):
                assert (await team.world.put(f"{path}/{to}")).status == 200
    full = {"category": "HUBSPOT_DEFINED", "typeId": 4, "maxToObjectIds": 3}
    limits = "/crm/v4/associations/definitions/configurations/contacts/deals/batch/create"
    assert (await team.world.post(limits, {"inputs": [full]})).status == 201
    return Office(team, ann, ben, cleo)


def _asked(hidden: Cast, own: Cast) -> list[Cast]:
    """What requests name: what is hidden alone, and together with the user's own, at either end."""
    return [
        hidden,
        own.with_records_of(hidden, "company", "deal", "other_contact"),
        hidden.with_records_of(own, "company", "deal", "other_contact"),
        own,
    ]


@pytest.mark.parametrize(
    ("levels", "hidden"), [(NONE, ("ann", "ben", "cleo")), (OWN, ("ben", "cleo")), (TEAM, ("cleo",))]
)
async def test_no_route_shows_or_changes_what_is_not_seen(
    office: Office, levels: Levels, hidden: tuple[str, ...]
) -> None:
    unseen = [getattr(office, name) for name in hidden]
    session = office.session(levels)
    before = await office.state(unseen)
    assert len(before[0]) == len(unseen) * len(RECORDS)
    for route in WALKED:
        for named in _asked(office.cleo, office.ann):
            for request in requests(route, named):
                reply = await office.world.call(*request, token=session)
                shown = reply.body.decode()
                assert reply.status < 500, (request, shown)
                for each in unseen:
                    assert each.secret not in shown, (request, shown)
                    assert not _ids(each) & request.told(shown), (request, shown)
                assert await office.state(unseen) == before, request


def _ids(cast: Cast) -> set[str]:
    return {getattr(cast, name) for name in RECORDS}


async def test_what_is_not_seen_answers_as_what_is_not_there(office: Office) -> None:
    """Nobody can tell that a record exists. But a unique value that is taken is taken: upserts by one are left out."""
    session = office.session(OWN)
    nobody = {name: str(9_000_000 + place) for place, name in enumerate(RECORDS)}
    absent = office.cleo._replace(email="absent@example.com", secret="secret of nobody", **nobody)
    for route in WALKED:
        if route.path.endswith("/batch/upsert"):
            continue
        for hidden, missing in zip(requests(route, office.cleo), requests(route, absent), strict=True):
            if hidden == missing:
                continue  # it names no record
            reply = await office.world.call(*hidden, token=session)
            other = await office.world.call(*missing, token=session)
            assert reply.status == other.status, (hidden, reply.body, other.body)
            if hidden.url.endswith(("/search", "/read")):
                assert _counts(reply) == _counts(other), hidden


def _counts(reply: Reply) -> Any:
    return reply.json.get("total"), len(reply.json["results"]), reply.json.get("numErrors")


async def test_what_is_seen_and_not_to_be_changed_stays_as_it_is(office: Office) -> None:
    session = office.session(Levels("all", "none", "none"))
    everybody = [office.ann, office.ben, office.cleo]
    before = await office.state(everybody)
    refused = 0
    for route in WALKED:
        for named in everybody:
            for request in requests(route, named):
                reply = await office.world.call(*request, token=session)
                assert reply.status < 500, (request, reply.body)
                refused += reply.status == 403
                assert await office.state(everybody) == before, request
    assert refused > 50
