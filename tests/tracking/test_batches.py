"""However hits come in and are worked off, the same is made of them."""

import asyncio
from collections.abc import Iterator
from random import Random
from typing import Any
from urllib.parse import urlencode

import msgspec
import pytest

from hubstead.tracking.hit import Door, Hit
from tests.tracking.browser import CHROME, MINUTE, NOON, at, processed
from tests.world import PORTAL, World

UTKS = [letter * 32 for letter in "abcdef"]
EMAILS = [f"{name}@example.com" for name in ("ada", "grace", "mary")]
OWNERS = dict(zip(UTKS, EMAILS * 2, strict=True))
REFERRERS = ["", "https://www.google.com/", "https://www.linkedin.com/", "https://shop.example/p/1"]


def hit(moment: int, utk: str, **given: str) -> Hit:
    query = {
        "k": "1",
        "a": str(PORTAL),
        "vi": utk,
        "u": "1",
        "cts": str(moment),
        "pu": "https://shop.example/",
        **given,
    }
    door = Door.HTTP if "_n" in given else Door.PAGE
    return Hit(door, moment, "2.16.0.1", CHROME, False, urlencode(query))


def history(random: Random, *, shared: bool) -> Iterator[Hit]:
    """What six browsers do in five hours, some of it twice, some of it told late. Each of three people has two, or they
    are shared, and change hands."""
    yield from (hit(NOON + number, UTKS[0], k="3", n=name) for number, name in enumerate(("put_into_basket", "paid")))
    for number in range(1, 120):
        moment, utk = NOON + number * 150_001, random.choice(UTKS)
        email = random.choice(EMAILS) if shared else OWNERS[utk]
        other = random.choice([utk for utk in UTKS if shared or OWNERS[utk] == email])
        page = {"pu": f"https://shop.example/p/{random.randrange(5)}", "r": random.choice(REFERRERS)}
        match random.randrange(12):
            case 0 | 1:
                yield hit(moment, utk, i=urlencode({"email": email, "city": f"City {number}"}))
            case 2:
                yield hit(moment, utk, i=f"visitor={other}")
            case 3:
                yield hit(moment, utk, k="3", n="put_into_basket", m="12.5", **page)
            case 4:
                yield hit(moment, utk, _a=str(PORTAL), _n="paid", _m="40", email=email)
            case 5:
                yield hit(moment - random.randrange(90) * MINUTE, utk, **page)
            case 6:
                yield from [hit(moment, utk, **page)] * 2
            case _:
                yield hit(moment, utk, **page)


async def made_of(hits: list[Hit], at_once: int) -> dict[str, Any]:
    """Everything that is made of hits that come in and are worked off so many at once, after the first two."""
    async with World() as world:
        at(NOON + 600 * MINUTE)
        for batch in (hits[:2], *(hits[start : start + at_once] for start in range(2, len(hits), at_once))):
            await asyncio.gather(*map(world.server.journal.append, batch))
            await processed(world)
        rows = world.server.store.rows
        contacts = {id: dict(msgspec.json.decode(document)) for id, document in await rows(
            "SELECT id, document FROM record WHERE type = '0-1'")}  # fmt: skip
        visitors = {}
        for utk, root, contact, document in await rows("SELECT utk, root, contact, document FROM visitor"):
            said = msgspec.json.decode(document)
            said.pop("recent", None)  # in the order of processing
            who = contacts[int(utk)]["email"] if len(utk) < 32 else utk
            visitors[who] = (root if len(utk) == 32 else who, contacts[contact]["email"] if contact else "", said)
        return {
            "visitors": visitors,
            "visits": await rows("SELECT visitor, started, document FROM visit ORDER BY visitor, started"),
            "counts": await rows("SELECT day, outcome, count FROM hit_count ORDER BY day, outcome"),
            "contacts": {
                values["email"]: {name: value for name, value in values.items() if value not in ("", str(id))}
                for id, values in contacts.items()
            },
            "events": [  # their ids are handed out in the order of processing
                (event_type, moment, contacts[id]["email"])
                for event_type, moment, id in await rows("SELECT event_type, at, id FROM event_occurrence ORDER BY at")
            ],
        }


@pytest.mark.parametrize("shared", [False, True])
async def test_batches_make_no_difference(shared: bool) -> None:
    """Contacts whose browser is somebody else's now have what was known of them until then, which depends on when they
    were looked at."""
    hits = list(history(Random(7), shared=shared))
    one_by_one = await made_of(hits, 1)
    assert sum(count for _, _, count in one_by_one["counts"]) >= len(hits)
    assert len(one_by_one["contacts"]) == len(EMAILS)
    for at_once in (7, len(hits)):
        together = await made_of(hits, at_once)
        for what, expected in one_by_one.items():
            if what != "contacts" or not shared:
                assert together[what] == expected, (what, at_once)
