"""`kill -9` under load, again and again, on one data folder: nothing that was acknowledged is lost or half there."""

import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any

import pytest

from tests.client.process import ServerProcess
from tests.faults.conftest import Start
from tests.faults.wire import Wire
from tests.faults.writer import CONTACTS, Person, Writer

SERIES = 4
KILLS = 5
"""In each series; every second one is followed by another while the server starts again."""
WRITERS = 4

Seen = dict[str, tuple[str, Person]]
"""What the server shows, by e-mail address: the id and the person."""


@pytest.mark.parametrize("series", range(SERIES))
def test_kill_9_loses_nothing_and_leaves_nothing_half_done(start: Start, series: int) -> None:
    random = Random(series)
    everything: Seen = {}
    server = start()
    with Wire(server.url) as wire:
        companies = [made(wire, f"Company {number}") for number in range(WRITERS)]

    for kill in range(KILLS):
        names = [f"w{series}-{kill}-{number}" for number in range(WRITERS)]
        writers = [Writer(server.url, name, company) for name, company in zip(names, companies, strict=True)]
        kill_while_they_write(server, writers, after=random.uniform(0.1, 0.8))
        if kill % 2:
            start().kill()
        server = start()
        with Wire(server.url) as wire:
            seen = contacts(wire, after=newest(everything))
            for writer in writers:
                own = {email: found for email, found in seen.items() if email.startswith(f"{writer.name}.")}
                assert writer.surprises({email: person for email, (_, person) in own.items()}) == {}
                searches_agree(wire, writer.name, own.values())
                addresses_are_held(wire, own, random)
            everything |= seen
            associations_agree(wire, companies, everything.values())

    with Wire(server.url) as wire:
        assert contacts(wire, after=0) == everything
    assert len(everything) > 500


def kill_while_they_write(server: ServerProcess, writers: list[Writer], *, after: float) -> None:
    with ThreadPoolExecutor(len(writers)) as pool:
        runs = [pool.submit(writer.run) for writer in writers]
        time.sleep(after)
        server.kill()
        for run in runs:
            run.result()


def searches_agree(wire: Wire, city: str, people: Iterable[tuple[str, Person]]) -> None:
    """The columns have caught up: exactly the living are found, under their newest title only."""
    living = {id: person.titles[0] for id, person in people if not person.archived}
    assert wire.found("city", city) == living.keys()
    for title in sorted(set(living.values()))[:5]:
        assert wire.found("jobtitle", title) == {id for id, held in living.items() if held == title}


def addresses_are_held(wire: Wire, people: Mapping[str, tuple[str, Person]], random: Random) -> None:
    living = [(email, id) for email, (id, person) in people.items() if not person.archived]
    for email, id in random.sample(living, min(5, len(living))):
        status, answer = wire.ask("POST", CONTACTS, {"properties": {"email": email}})
        assert (status, answer["message"]) == (409, f"Contact already exists. Existing ID: {id}")


def associations_agree(wire: Wire, companies: list[str], people: Iterable[tuple[str, Person]]) -> None:
    """Both directions say the same: each company names the contacts that name it."""
    named: dict[str, set[str]] = {company: set() for company in companies}
    for id, person in people:
        if person.company:
            named[person.company].add(id)
    assert {company: set(associated(wire, company)) for company in companies} == named


def contacts(wire: Wire, *, after: int) -> Seen:
    """Every contact with a higher id, live or archived."""
    seen: Seen = {}
    for archived in ("false", "true"):
        path = f"{CONTACTS}?limit=50&propertiesWithHistory=jobtitle&associations=companies&archived={archived}"
        for contact in pages(wire, f"{path}&after={after + 1}"):
            email = contact["properties"]["email"]
            assert email not in seen
            seen[email] = contact["id"], person_of(contact)
    return seen


def person_of(contact: dict[str, Any]) -> Person:
    titles = tuple(version["value"] for version in contact["propertiesWithHistory"]["jobtitle"])
    assert contact["properties"]["jobtitle"] == titles[0]
    linked = contact.get("associations", {}).get("companies", {}).get("results", [])
    return Person(titles, "+".join({company["id"]: "" for company in linked}) or None, contact["archived"])


def associated(wire: Wire, company: str) -> Iterator[str]:
    for result in pages(wire, f"/crm/v4/objects/companies/{company}/associations/contacts?limit=500"):
        yield str(result["toObjectId"])


def pages(wire: Wire, path: str) -> Iterator[dict[str, Any]]:
    """The results of every page, by the cursor."""
    page = wire.get(path)
    yield from page["results"]
    while "paging" in page:
        page = wire.get(f"{path.partition('&after=')[0]}&after={page['paging']['next']['after']}")
        yield from page["results"]


def newest(people: Seen) -> int:
    return max((int(id) for id, _ in people.values()), default=0)


def made(wire: Wire, name: str) -> str:
    return str(wire.post("/crm/v3/objects/companies", {"properties": {"name": name}})["id"])
