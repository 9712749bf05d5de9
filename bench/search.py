"""How fast a search is: every operator over many contacts, through the search language and the column store.

    python -m bench.search [--records 1000000] [--rounds 20]

Prints the time to fill an empty store, then for each question the median and the 95th percentile of finding the exact
total and a sorted page of 100, and the memory of the process.
"""

import argparse
import json
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from hubstead.columns.engine import ColumnStore, RecordChange
from hubstead.columns.open import open_columns
from hubstead.crm.search.compile import compile_query
from hubstead.crm.search.query import SearchBody, read_query

PORTAL, CONTACTS = 1, "0-1"
BATCH = 5_000

TYPES = {
    "annualrevenue": "number",
    "closedate": "date",
    "createdate": "datetime",
    "hs_analytics_source": "enumeration",
    "hs_buying_role": "enumeration",
    "hs_lead_status": "enumeration",
    "hs_object_id": "number",
    "hubspot_owner_id": "enumeration",
    "lastmodifieddate": "datetime",
    "lifecyclestage": "enumeration",
    "num_associated_deals": "number",
    **dict.fromkeys(
        ("address", "city", "company", "country", "email", "firstname", "hs_email_domain", "jobtitle", "lastname"),
        "string",
    ),
    **dict.fromkeys(("mobilephone", "phone", "state", "website", "zip"), "string"),
}
SEARCHABLE = ("firstname", "lastname", "email", "phone", "mobilephone", "company", "website")

FIRST_NAMES = ["Jane", "John", "Maria", "Wei", "Ahmed", "Jürgen", "Chloé", "Aiko", *(f"Name{n}" for n in range(2_000))]
LAST_NAMES = ["Smith", "Müller", "García", "Chen", "Khan", *(f"Sur{n}name" for n in range(20_000))]
DOMAINS = ["gmail.com", "yahoo.com", "outlook.com", "example.com"]
STAGES = ["subscriber", "lead", "marketingqualifiedlead", "salesqualifiedlead", "opportunity", "customer", "other"]
ROLES = ["BLOCKER", "BUDGET_HOLDER", "CHAMPION", "DECISION_MAKER", "END_USER", "INFLUENCER", "OTHER"]
TITLES = [f"{rank} {field}" for rank in ("Senior", "Junior", "Head of") for field in ("Sales", "Support", "Finance")]
SOURCES = ["ORGANIC_SEARCH", "PAID_SEARCH", "EMAIL_MARKETING", "SOCIAL_MEDIA", "REFERRALS", "DIRECT_TRAFFIC", "OFFLINE"]

Question = dict[str, Any]


def one(name: str, operator: str, value: object = None, **more: object) -> Question:
    """A search with one filter, sorted by name unless said otherwise."""
    sort = more.pop("sort", "-lastmodifieddate")
    return {"filters": [{"propertyName": name, "operator": operator, "value": value, **more}], "sorts": [sort]}


QUESTIONS: dict[str, Question] = {
    "everything": {},
    "everything by lastname": {"sorts": ["lastname"]},
    "everything by email": {"sorts": ["email"]},
    "EQ string": one("lastname", "EQ", "smith"),
    "EQ email": one("email", "EQ", "jane.smith.77@gmail.com"),
    "EQ enumeration": one("lifecyclestage", "EQ", "lead"),
    "EQ multi-select": one("hs_buying_role", "EQ", "CHAMPION"),
    "EQ number": one("num_associated_deals", "EQ", 3),
    "NEQ string": one("lastname", "NEQ", "smith", sort="email"),
    "NEQ enumeration": one("lifecyclestage", "NEQ", "lead"),
    "LT number": one("annualrevenue", "LT", 5_000_000, sort="-annualrevenue"),
    "LTE string": one("email", "LTE", "m", sort="email"),
    "GT datetime": one("createdate", "GT", "2023-01-01T00:00:00Z"),
    "GTE id, by id": one("hs_object_id", "GTE", "500000", sort="hs_object_id"),
    "BETWEEN dates": one("createdate", "BETWEEN", "1609459200000", highValue="1640995200000"),
    "BETWEEN strings": one("email", "BETWEEN", "a", highValue="n", sort="email"),
    "IN strings": one("city", "IN", values=[f"city {n}" for n in range(100)]),
    "IN enumeration": one("lifecyclestage", "IN", values=["lead", "customer"]),
    "NOT_IN strings": one("city", "NOT_IN", values=[f"city {n}" for n in range(100)]),
    "HAS_PROPERTY": one("mobilephone", "HAS_PROPERTY"),
    "NOT_HAS_PROPERTY": one("mobilephone", "NOT_HAS_PROPERTY", sort="lastname"),
    "CONTAINS_TOKEN rare": one("email", "CONTAINS_TOKEN", "jane"),
    "CONTAINS_TOKEN domain": one("email", "CONTAINS_TOKEN", "*@example.com"),
    "CONTAINS_TOKEN frequent": one("email", "CONTAINS_TOKEN", "com"),
    "CONTAINS_TOKEN prefix*": one("lastname", "CONTAINS_TOKEN", "smi*"),
    "CONTAINS_TOKEN phone": one("phone", "CONTAINS_TOKEN", "415"),
    "CONTAINS_TOKEN title": one("jobtitle", "CONTAINS_TOKEN", "sales"),
    "NOT_CONTAINS_TOKEN": one("email", "NOT_CONTAINS_TOKEN", "example.com"),
    "five groups": {
        "filterGroups": [
            {"filters": [{"propertyName": "firstname", "operator": "EQ", "value": "Jane"}, stage]}
            for stage in ({"propertyName": "lifecyclestage", "operator": "EQ", "value": each} for each in STAGES[:5])
        ],
        "sorts": ["lastname"],
    },
    "query, one word": {"query": "jane"},
    "query, two words": {"query": "jane smith"},
    "query, nothing": {"query": "zzzz"},
    "query, frequent word": {"query": "company"},
    "query, one letter": {"query": "a"},
}


def main() -> None:
    """Fill a store, ask every question, print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--records", type=int, default=1_000_000)
    arguments.add_argument("--rounds", type=int, default=20)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = open_columns(Path(folder) / "columns.duckdb", lambda *_: TYPES)
        fill(store, given.records)
        for name, question in QUESTIONS.items():
            report(name, given.rounds, lambda question=question: ask(store, question))  # type: ignore[misc]
        report("replace 1 record", given.rounds, lambda: replace(store, given.records, 1))
        report("replace 100 records", given.rounds, lambda: replace(store, given.records, 100))
        report("replace 1,000 records", given.rounds, lambda: replace(store, given.records, 1_000))
        print(f"memory {resident():.0f} MB, at most {peak():.0f} MB")
        store.close()


def fill(store: ColumnStore, records: int) -> None:
    """Contacts 1 to `records`, in the batches in which a rebuild brings them."""
    spent = 0.0
    for start in range(1, records + 1, BATCH):
        changes = [contact(number) for number in range(start, min(start + BATCH, records + 1))]
        began = time.perf_counter()
        store.apply(changes, start)
        spent += time.perf_counter() - began
    print(f"{records} contacts in {spent:.1f} s ({records / spent:.0f}/s), memory {resident():.0f} MB")


def ask(store: ColumnStore, question: Question) -> int:
    """One search as the server does it: read, compile, find."""
    body = msgspec.convert(question | {"limit": 100}, SearchBody)
    compiled = compile_query(read_query(body), TYPES, SEARCHABLE, lambda _: ())
    return store.search(PORTAL, CONTACTS, compiled).total


def replace(store: ColumnStore, records: int, size: int) -> int:
    """Records from everywhere, as updates come."""
    store.apply([contact(number) for number in random.sample(range(1, records + 1), size)], store.cursor() + 1)
    return size


def report(name: str, rounds: int, work: Callable[[], int]) -> None:
    """Median, 95th percentile and CPU time (all threads, median) in milliseconds; the first run only warms up."""
    total = work()
    times, costs = [], []
    for _ in range(rounds):
        began, spent = time.perf_counter(), time.process_time()
        total = work()
        times.append((time.perf_counter() - began) * 1000)
        costs.append((time.process_time() - spent) * 1000)
    times.sort()
    costs.sort()
    middle, late = rounds // 2, rounds * 95 // 100
    print(f"{name:26} p50 {times[middle]:6.1f}  p95 {times[late]:6.1f}  cpu {costs[middle]:6.1f}  {total}")


def contact(number: int) -> RecordChange:
    """A contact with about 20 of 25 properties, the same one whenever it is asked for."""
    dice = random.Random(number)
    first, last = dice.choice(FIRST_NAMES), dice.choice(LAST_NAMES)
    domain = dice.choice(DOMAINS) if dice.random() < 0.6 else f"company{dice.randrange(50_000)}.com"
    created = 1_577_836_800_000 + number * 157_000 + dice.randrange(1000)
    properties = {
        "address": f"{dice.randrange(9_999)} Main Street",
        "city": f"City {dice.randrange(3_000)}",
        "country": f"Country {dice.randrange(60)}",
        "createdate": moment(created),
        "email": f"{first}.{last}.{number}@{domain}".lower(),
        "firstname": first,
        "hs_analytics_source": dice.choice(SOURCES),
        "hs_email_domain": domain,
        "hs_object_id": str(number),
        "lastmodifieddate": moment(created + dice.randrange(10**10)),
        "lastname": last,
        "lifecyclestage": dice.choice(STAGES),
        "num_associated_deals": str(int(dice.expovariate(0.5))),
        "phone": f"+1 {dice.randrange(200, 999)} {dice.randrange(200, 999)} {dice.randrange(1_000, 9_999)}",
        "state": f"State {dice.randrange(60)}",
        "zip": str(dice.randrange(10_000, 99_999)),
        **dict(sometimes(dice, domain, created)),
    }
    return RecordChange(PORTAL, CONTACTS, number, json.dumps(properties).encode())


def sometimes(dice: random.Random, domain: str, created: int) -> Iterator[tuple[str, str]]:
    """The properties that only some contacts have."""
    optional = {
        "annualrevenue": (0.3, f"{dice.randrange(10**7)}.{dice.randrange(100):02d}"),
        "closedate": (0.15, moment(created)[:10]),
        "company": (0.6, f"Company {dice.randrange(50_000)} Ltd"),
        "hs_buying_role": (0.2, ";".join(dice.sample(ROLES, dice.randrange(1, 4)))),
        "hs_lead_status": (0.4, dice.choice(["NEW", "OPEN", "IN_PROGRESS", "CONNECTED"])),
        "hubspot_owner_id": (0.7, str(1_000 + dice.randrange(80))),
        "jobtitle": (0.5, dice.choice(TITLES)),
        "mobilephone": (0.3, f"+1{dice.randrange(10**9, 10**10)}"),
        "website": (0.3, f"https://www.{domain}/"),
    }
    return ((name, value) for name, (share, value) in optional.items() if dice.random() < share)


def moment(milliseconds: int) -> str:
    """A datetime as the truth store keeps it."""
    second, rest = divmod(milliseconds, 1000)
    text = datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{text}.{rest:03d}Z" if rest else f"{text}Z"


def resident() -> float:
    """Memory of this process now, in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20


def peak() -> float:
    """The most memory this process had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
