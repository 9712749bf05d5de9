"""Hits become visits on every engine, and what follows from facts does too."""

from urllib.parse import urlencode

import msgspec
import pytest

from hubstead.account import portals
from hubstead.store.engine import Engine, Fact
from hubstead.store.generations import Definitions
from hubstead.store.unit import Actor, Origin, Unit
from hubstead.tracking.geo.places import Places
from hubstead.tracking.hit import Door, Hit
from hubstead.tracking.journal import Journal
from hubstead.tracking.outcome import counted
from hubstead.tracking.processor import Processor
from hubstead.tracking.wire import visits_of
from tests.contract.conftest import engine
from tests.tracking.browser import CHROME, NOON

__all__ = ["engine"]

UTK = "0123456789abcdef0123456789abcdef"
ADA = "ada@example.com"


def hit(portal: int, at: int, **given: str) -> Hit:
    query = urlencode({"k": "1", "a": str(portal), "vi": UTK, "u": "1", "pu": "https://shop.example/", **given})
    return Hit(Door.PAGE, at, "192.0.2.1", CHROME, False, query)


async def contact_of(engine: Engine, portal: int) -> int:
    sql = "SELECT id FROM unique_value WHERE portal = ?1 AND type = ?2 AND property = ?3 AND value = ?4"
    rows = await engine.rows(sql, portal, "0-1", "email", ADA)
    return int(rows[0][0])


async def test_hits_of_two_portals(engine: Engine) -> None:
    definitions = Definitions()
    one = (await portals.create(engine, "One", NOON)).id
    two = (await portals.create(engine, "Two", NOON)).id
    journal = Journal(engine)
    await journal.append(hit(one, NOON, r="https://www.google.com/"))
    await journal.append(hit(one, NOON + 1, i=f"email={ADA}", cts="1"))
    await journal.append(hit(one, NOON + 2, i=f"email={ADA}", cts="1"))
    await journal.append(hit(two, NOON, vi="f" * 32))
    await journal.append(hit(999, NOON))
    processor = Processor(engine, journal, definitions, Places())
    await processor.catch_up()

    unit = Unit(engine, Actor(one, 0, Origin("API"), definitions))
    assert await counted(unit) == {"2026-01-01": {"DUPLICATE": 1, "KEPT": 2}}
    (visit,) = await visits_of(unit, await contact_of(engine, one))
    assert (visit.page_views, visit.source.name) == (2, "ORGANIC_SEARCH")
    assert await engine.rows("SELECT outcome, count FROM hit_count WHERE portal = ?1", two) == [("KEPT", 1)]
    assert await engine.rows("SELECT outcome, count FROM hit_count WHERE portal = ?1", 0) == [("UNKNOWN_ACCOUNT", 1)]
    assert await engine.rows("SELECT seq FROM hits") == []


@pytest.mark.parametrize("kind", ["form.submitted", "object.purged"])
async def test_what_follows_from_facts(engine: Engine, kind: str) -> None:
    portal = (await portals.create(engine, "One", NOON)).id
    journal = Journal(engine)
    processor = Processor(engine, journal, Definitions(), Places())
    await journal.append(hit(portal, NOON, i=f"email={ADA}"))
    await journal.append(hit(portal, NOON, vi="f" * 32))
    await processor.catch_up()
    contact = await contact_of(engine, portal)
    body = msgspec.json.encode({"context": {"hutk": "f" * 32}}).decode()
    fact = Fact(portal, kind, "0-1", contact, NOON, "FORM", "", 0, body)
    await engine.write(lambda writer: writer.append([fact]))
    await processor.catch_up()
    known = await engine.rows("SELECT utk, contact FROM visitor ORDER BY utk")
    expected = {
        "form.submitted": [(UTK, contact), ("f" * 32, contact)],
        "object.purged": [("f" * 32, 0)],
    }
    assert known == expected[kind]
