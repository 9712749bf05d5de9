"""The end of versions: who calls what, and strict portals."""

from datetime import UTC, datetime

import pytest

from hubstead.calls.support import twin
from hubstead.kit.clock import Clock, turn
from hubstead.web.router import VERSION
from tests.docs import coverage
from tests.sandbox.watched import watch
from tests.world import PORTAL, World

CONTACTS = "/crm/v3/objects/contacts"
LABELS = "/crm/v4/associations/contacts/companies/labels"


def at(year: int, month: int, day: int, hour: int = 0) -> int:
    return int(datetime(year, month, day, hour, tzinfo=UTC).timestamp() * 1000)


# Known pairs of the old and the 2026-03 catalogue.
@pytest.mark.parametrize(
    ("path", "successor"),
    [
        ("/crm/objects/contacts", "/crm/objects/2026-03/contacts"),
        ("/crm/objects/0-3/7", "/crm/objects/2026-03/0-3/7"),
        ("/crm/properties/contacts/email", "/crm/properties/2026-03/contacts/email"),
        ("/crm/associations/contacts/deals/labels", "/crm/associations/2026-03/contacts/deals/labels"),
        ("/crm/owners", "/crm/owners/2026-03"),
        ("/crm/lists", "/crm/lists/2026-03"),
        ("/crm/schemas", "/crm-object-schemas/2026-03/schemas"),
        ("/crm/schemas/p_car", "/crm-object-schemas/2026-03/schemas/p_car"),
        ("/crm/objects/deals/splits/batch/read", "/deal-splits/2026-03/batch/read"),
        ("/crm/extensions/calling/1/settings", "/crm/extensions/calling/2026-03/1/settings"),
        ("/automation/actions/callbacks/complete", "/automation/actions/callbacks/2026-03/complete"),
        ("/automation/actions/1", "/automation/actions/2026-03/1"),
        ("/account-info/details", "/account-info/2026-03/details"),
        ("/settings/users/1", "/settings/users/2026-03/1"),
        ("/webhooks/1/settings", "/webhooks/2026-03/1/settings"),
        ("/oauth/token", "/oauth/2026-03/token"),
        ("/oauth/access-tokens/x", "/oauth/2026-03/token/introspect"),
        ("/business-units/business-units/user/1", "/business-units/public/2026-03/business-units/user/1"),
        ("/crm/associations/contacts/deals/types", None),
        ("/integrations/me", None),
    ],
)
def test_the_successor_of_a_path(path: str, successor: str | None) -> None:
    assert twin(path) == successor


def test_successors_of_the_old_sdks_crm_are_paths_of_the_new_one() -> None:
    known = {_bare(operation.path) for operation in coverage.operations("sdk_2026_03_operations.json")}
    generic = {path.replace("/objects/2026-03/0-3", "/objects/2026-03/{}", 1) for path in known} | known
    for operation in coverage.operations("sdk_operations.json"):
        if not operation.path.startswith(("/crm/v3/properties", "/crm/v3/pipelines", "/crm/v4", "/crm/v3/owners")):
            continue
        path = "/".join(part for part in operation.path.rstrip("/").split("/") if not VERSION.fullmatch(part))
        assert _bare(twin(path) or "") in generic, operation.path


def _bare(path: str) -> str:
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))


async def test_the_report_counts_by_app_version_and_operation(world: World) -> None:
    versions = watch(world).versions
    first = at(2026, 11, 21)
    turn(PORTAL, Clock(frozen=first))
    try:
        await world.get(f"{CONTACTS}/1")
        turn(PORTAL, Clock(frozen=first + 5_000))
        await world.get(f"{CONTACTS}/2")
        await world.get(LABELS)
    finally:
        turn(PORTAL, None)
    await world.get("/crm/objects/2026-03/contacts")
    await world.get("/crm/v3/nowhere")
    await world.get("/crm/v7/objects/contacts")
    await world.get(CONTACTS, token=None)
    used = list(versions.used(PORTAL))
    assert [(operation.version, operation.method, operation.path, usage.count) for operation, usage in used] == [
        ("v4", "GET", "/crm/associations/{fromObjectType}/{toObjectType}/labels", 1),
        ("v3", "GET", "/crm/objects/{objectType}/{objectId}", 2),
    ]
    assert (used[1][1].first, used[1][1].last) == (first, first + 5_000)
    assert used[0][0].app > 0
    versions.forget(PORTAL)
    assert list(versions.used(PORTAL)) == []


# v4 ends on 2027-03-30, v1 to v3 in 2027-09.
@pytest.mark.parametrize(
    ("moment", "v3", "v4"),
    [
        (at(2027, 3, 29, 23), 200, 200),
        (at(2027, 3, 30), 200, 410),
        (at(2027, 8, 31, 23), 200, 410),
        (at(2027, 9, 1), 410, 410),
    ],
)
async def test_strict_portals_refuse_what_has_ended(world: World, moment: int, v3: int, v4: int) -> None:
    versions = watch(world).versions
    versions.be_strict(PORTAL, moment)
    assert (await world.get(CONTACTS)).status == v3
    assert (await world.get(LABELS)).status == v4
    for lasting in ("2025-09", "2026-03", "2026-09", "2027-03-beta"):
        assert (await world.get(f"/crm/objects/{lasting}/contacts")).status == 200
    versions.be_lenient(PORTAL)
    assert (await world.get(LABELS)).status == 200


async def test_the_portals_clock_decides_without_a_moment(world: World) -> None:
    watch(world).versions.be_strict(PORTAL, None)
    assert (await world.get(CONTACTS)).status == 200
    turn(PORTAL, Clock(frozen=at(2027, 9, 1)))
    try:
        reply = await world.get(f"{CONTACTS}/101?limit=1")
    finally:
        turn(PORTAL, None)
    assert reply.status == 410
    assert reply.json["category"] == "API_VERSION_NOT_SUPPORTED"
    assert "2027-09-01" in reply.json["message"]
    assert "/crm/objects/2026-03/contacts/101" in reply.json["message"]
    assert reply.json["correlationId"] == reply.headers["x-hubspot-correlation-id"]


async def test_a_strict_portal_carries_nothing_out_in_an_ended_version(world: World) -> None:
    versions = watch(world).versions
    versions.be_strict(PORTAL, at(2028, 1, 1))
    assert (await world.post(CONTACTS, {"properties": {"email": "a@example.com"}})).status == 410
    assert (await world.get("/crm/objects/2026-03/contacts")).json["results"] == []
