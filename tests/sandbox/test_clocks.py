"""A portal's clock: all that has to do with time in it follows, and nobody else's time moves."""

import time
from datetime import datetime
from typing import Any

import pytest

from tests.sandbox.conftest import Sandboxed

CONTACTS = "/crm/v3/objects/contacts"
NOON = "2026-06-01T12:00:00.000Z"
NOON_MS = 1_780_315_200_000


async def turn(world: Sandboxed, portal: dict[str, Any], how: str, **body: Any) -> dict[str, Any]:
    reply = await world.ask("POST", f"/portals/{portal['portalId']}/clock/{how}", body)
    assert reply.status == 200, reply.body
    return dict(reply.json)


async def made_at(world: Sandboxed, portal: dict[str, Any]) -> str:
    """When a new contact was made, with milliseconds: records show none on the full second."""
    reply = await world.post(CONTACTS, {"properties": {"firstname": "Ada"}}, token=portal["token"])
    assert reply.json["properties"]["createdate"] == reply.json["createdAt"]
    shown = str(reply.json["createdAt"])
    return shown if "." in shown else shown.replace("Z", ".000Z")


async def test_a_frozen_clock_stands_still_and_only_in_its_portal(sandboxed: Sandboxed) -> None:
    one, two = await sandboxed.portal(), await sandboxed.portal()
    shown = await turn(sandboxed, one, "freeze", at=NOON)
    assert shown == {"now": NOON, "frozen": True, "step": 0, "ahead": 0}
    assert [await made_at(sandboxed, one) for _ in range(2)] == [NOON, NOON]
    assert await made_at(sandboxed, two) != NOON
    assert (await sandboxed.ask("GET", f"/portals/{one['portalId']}/clock")).json == shown


async def test_archived_records_leave_the_bin_after_ninety_days(sandboxed: Sandboxed) -> None:
    portal = await sandboxed.portal(clock={"at": NOON})
    made = await sandboxed.post(CONTACTS, {"properties": {"email": "ada@example.com"}}, token=portal["token"])
    path = f"{CONTACTS}/{made.json['id']}"
    assert (await sandboxed.delete(path, token=portal["token"])).status == 204
    for days, status, listed in ((89, 200, [made.json["id"]]), (1, 404, [])):
        await turn(sandboxed, portal, "advance", days=days)
        assert (await sandboxed.get(f"{path}?archived=true", token=portal["token"])).status == status
        kept = (await sandboxed.get(f"{CONTACTS}?archived=true", token=portal["token"])).json["results"]
        assert [record["id"] for record in kept] == listed
    erased = await sandboxed.post(f"{CONTACTS}/gdpr-delete", {"objectId": made.json["id"]}, token=portal["token"])
    assert erased.status == 204  # what has left the bin can still be erased


async def test_a_clock_is_advanced_set_and_released(sandboxed: Sandboxed) -> None:
    one = await sandboxed.portal(clock={"at": NOON})
    assert one["clock"]["now"] == NOON
    await turn(sandboxed, one, "advance", days=1, hours=2, minutes=3, seconds=4, milliseconds=5)
    assert await made_at(sandboxed, one) == "2026-06-02T14:03:04.005Z"
    await turn(sandboxed, one, "set", at=NOON_MS)
    assert await made_at(sandboxed, one) == NOON
    assert (await turn(sandboxed, one, "release"))["frozen"] is False
    assert abs(seconds(await made_at(sandboxed, one)) - time.time()) < 60


async def test_a_clock_that_runs_goes_on_from_where_it_was_set(sandboxed: Sandboxed) -> None:
    one = await sandboxed.portal()
    shown = await turn(sandboxed, one, "set", at=NOON)
    assert shown["frozen"] is False
    assert 0 <= seconds(await made_at(sandboxed, one)) - NOON_MS / 1000 < 60
    await turn(sandboxed, one, "advance", hours=1)
    assert 3600 <= seconds(await made_at(sandboxed, one)) - NOON_MS / 1000 < 3660


async def test_a_clock_with_a_step_goes_on_at_each_write(sandboxed: Sandboxed) -> None:
    one = await sandboxed.portal()
    await turn(sandboxed, one, "freeze", at=NOON, step=250)
    moments = [await made_at(sandboxed, one) for _ in range(3)]
    assert moments == ["2026-06-01T12:00:00.250Z", "2026-06-01T12:00:00.500Z", "2026-06-01T12:00:00.750Z"]
    await sandboxed.get(CONTACTS, token=one["token"])
    assert (await sandboxed.ask("GET", f"/portals/{one['portalId']}/clock")).json["now"] == moments[-1]


async def test_time_that_goes_back_breaks_neither_lists_nor_history(sandboxed: Sandboxed) -> None:
    one = await sandboxed.portal(clock={"at": NOON})
    token = one["token"]
    first = (await sandboxed.post(CONTACTS, {"properties": {"firstname": "v1"}}, token=token)).json["id"]
    for days, value in ((10, "v2"), (-20, "v3"), (5, "v4")):
        await turn(sandboxed, one, "advance", days=days)
        await sandboxed.patch(f"{CONTACTS}/{first}", {"properties": {"firstname": value}}, token=token)
        await sandboxed.post(CONTACTS, {"properties": {"firstname": value}}, token=token)
    shown = (await sandboxed.get(f"{CONTACTS}/{first}?propertiesWithHistory=firstname", token=token)).json
    assert [each["value"] for each in shown["propertiesWithHistory"]["firstname"]] == ["v4", "v3", "v2", "v1"]
    assert shown["properties"]["firstname"] == "v4"
    ids, url = [], f"{CONTACTS}?limit=1"
    while url:
        page = (await sandboxed.get(url, token=token)).json
        ids += [each["id"] for each in page["results"]]
        url = f"{CONTACTS}?limit=1&after={page['paging']['next']['after']}" if "paging" in page else ""
    assert ids == sorted(ids, key=int)
    assert len(ids) == 4
    found = (await sandboxed.post(f"{CONTACTS}/search", {"limit": 10}, token=token)).json
    assert found["total"] == 4


async def test_limits_follow_the_clock(sandboxed: Sandboxed) -> None:
    one = await sandboxed.portal(limits="free,burst=2", clock={"at": NOON})

    async def status() -> int:
        return (await sandboxed.get(CONTACTS, token=one["token"])).status

    assert [await status() for _ in range(3)] == [200, 200, 429]
    await turn(sandboxed, one, "advance", seconds=11)
    assert [await status() for _ in range(3)] == [200, 200, 429]
    await turn(sandboxed, one, "advance", days=-1)
    assert await status() == 200


async def test_a_clock_survives_a_restart(tmp_path: Any) -> None:
    world = Sandboxed(data=str(tmp_path))
    async with world:
        frozen = await world.portal(clock={"at": NOON})
        stepping = await world.portal(clock={"at": NOON, "step": 1000})
        assert await made_at(world, stepping) == "2026-06-01T12:00:01.000Z"
    world = Sandboxed(data=str(tmp_path))
    async with world:
        assert await made_at(world, frozen) == NOON
        assert await made_at(world, stepping) == "2026-06-01T12:00:02.000Z"


@pytest.mark.parametrize(
    ("how", "body", "said"),
    [
        ("set", {"at": "noon"}, "ISO 8601"),
        ("set", {"at": "1999-12-31"}, "2000-01-01"),
        ("set", {"at": 10**18}, "3000-01-01"),
        ("freeze", {"step": -1}, "step"),
        ("advance", {"days": 10**9}, "3000-01-01"),
        ("advance", {"days": 1e308}, "3000-01-01"),
        ("advance", {"weeks": 1}, "weeks"),
    ],
)
async def test_what_no_clock_can_show_is_refused(
    sandboxed: Sandboxed, how: str, body: dict[str, Any], said: str
) -> None:
    reply = await sandboxed.ask("POST", f"/portals/10000001/clock/{how}", body)
    assert reply.status == 400
    assert said in reply.json["message"]


def seconds(shown: str) -> float:
    """Seconds since 1970 of a moment as the API shows it."""
    return datetime.fromisoformat(shown).timestamp()
