"""Contacts that look like people: 15 properties to write, realistic spread of values, the same at every run."""

import json
import random
from collections.abc import Iterator
from typing import Any

FIRST = ("Anna", "Ben", "Carla", "David", "Emma", "Felix", "Greta", "Hugo", "Ida", "Jonas", "Klara", "Leo", "Mia")
LAST = ("Abel", "Brandt", "Costa", "Diaz", "Evans", "Fischer", "Garcia", "Huber", "Ito", "Jensen", "Kim", "Lopez")
CITIES = (
    "Berlin",
    "Boston",
    "Chicago",
    "Dublin",
    "Geneva",
    "Lisbon",
    "London",
    "Lyon",
    "Madrid",
    "Oslo",
    "Paris",
    "Rome",
)
STAGES = ("subscriber", "lead", "marketingqualifiedlead", "salesqualifiedlead", "opportunity", "customer")


def person(number: int) -> dict[str, Any]:
    """The properties of a contact."""
    chance = random.Random(number)
    first, last = chance.choice(FIRST), chance.choice(LAST)
    company = f"{chance.choice(LAST)} {chance.choice(('Ltd', 'GmbH', 'Inc', 'SA'))}"
    return {
        "email": f"{first}.{last}.{number}@example{number % 997}.com".lower(),
        "firstname": first,
        "lastname": last,
        "phone": f"+1 555 {number % 1000:03d} {number % 9973:04d}",
        "company": company,
        "jobtitle": chance.choice(("CEO", "CTO", "Engineer", "Sales manager", "Head of marketing", "Buyer")),
        "city": chance.choice(CITIES),
        "state": f"State {number % 50}",
        "zip": f"{number % 100_000:05d}",
        "address": f"{number % 300 + 1} Main Street",
        "website": f"https://example{number % 997}.com",
        "mobilephone": f"+44 7700 {number % 1_000_000:06d}",
        "annualrevenue": str(chance.randrange(1_000, 10_000_000)),
        "lifecyclestage": chance.choice(STAGES),
        "hs_lead_status": chance.choice(("NEW", "OPEN", "IN_PROGRESS", "CONNECTED")),
    }


def upserts(start: int) -> Iterator[bytes]:
    """Bodies of batch upserts of 100 contacts each, from a number on."""
    while True:
        people = [person(number) for number in range(start, start + 100)]
        inputs = [{"id": each["email"], "idProperty": "email", "properties": each} for each in people]
        yield json.dumps({"inputs": inputs}).encode()
        start += 100
