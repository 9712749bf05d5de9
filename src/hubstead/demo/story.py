"""What happened at the sample company in the last ninety days, as a list of writes in the order of time."""

from collections.abc import Iterator, Mapping
from random import Random
from typing import NamedTuple

from hubstead.crm.properties.datetimes import format_datetime
from hubstead.demo.people import COMPANIES, FIRST_NAMES, JOB_TITLES, LAST_NAMES, PRODUCTS, TICKETS

HOUR = 3_600_000
DAY = 24 * HOUR
DAYS = 90
DEALS = 40
PER_COMPANY = 3
STAGES = ("appointmentscheduled", "qualifiedtobuy", "presentationscheduled", "decisionmakerboughtin", "contractsent")
OUTCOMES = (*STAGES, "closedwon", "closedlost")


class Step(NamedTuple):
    """One write at one moment (ms): creates the record called `key`, or changes it when there is one already.

    `links` are the keys of records that a new one is associated with.
    """

    at: int
    key: str
    type: str
    properties: Mapping[str, str]
    links: tuple[str, ...] = ()


def story(now: int, owners: tuple[str, ...]) -> list[Step]:
    """The same story whenever it is told, ending at `now`; `owners` are ids of owners."""
    random = Random(20)
    teller = _Teller(now, owners, random)
    steps = [*teller.companies(), *teller.contacts(), *teller.deals(), *teller.tickets(), *teller.activities()]
    return sorted((step for step in steps if step.at <= now), key=lambda step: step.at)


class _Teller:
    def __init__(self, now: int, owners: tuple[str, ...], random: Random) -> None:
        self._now = now
        self._owners = owners
        self._random = random
        self._start = now - DAYS * DAY
        self._begun: dict[int, int] = {}
        """When each deal began."""

    def companies(self) -> Iterator[Step]:
        for place, company in enumerate(COMPANIES):
            yield Step(self._start + place * HOUR, f"company {place}", "companies", {
                "name": company.name,
                "domain": f"{company.domain}.example.com",
                "industry": company.industry,
                "city": company.city,
                "country": company.country,
                "numberofemployees": str(company.employees),
                "lifecyclestage": "lead",
                "hubspot_owner_id": self._owner(place),
            })  # fmt: skip

    def contacts(self) -> Iterator[Step]:
        for place, (first, last) in enumerate(zip(FIRST_NAMES, LAST_NAMES, strict=True)):
            company = COMPANIES[place // PER_COMPANY]
            # Those of deals are known before their company's first one, three days into the story; the last of each
            # company becomes known by and by.
            late = place % PER_COMPANY == PER_COMPANY - 1
            at = self._start + DAY + place * (34 * HOUR if late else HOUR // 2)
            yield Step(at, f"contact {place}", "contacts", {
                "firstname": first,
                "lastname": last,
                "email": f"{first}.{last}@{company.domain}.example.com".lower(),
                "phone": f"+1 555 01{place:02d}",
                "jobtitle": JOB_TITLES[place % len(JOB_TITLES)],
                "company": company.name,
                "city": company.city,
                "country": company.country,
                "lifecyclestage": "subscriber" if place % PER_COMPANY == 2 else "lead",
                "hubspot_owner_id": self._owner(place // PER_COMPANY),
            }, (f"company {place // PER_COMPANY}",))  # fmt: skip

    def deals(self) -> Iterator[Step]:
        """Two deals per company; each begins at the first stage and walks to where it stands today."""
        for place in range(DEALS):
            company, contact = place % len(COMPANIES), place % len(COMPANIES) * PER_COMPANY
            outcome = OUTCOMES[place % len(OUTCOMES)]
            path = STAGES if outcome.startswith("closed") else STAGES[: STAGES.index(outcome) + 1]
            # A step of the path takes a week at most, so that every deal has arrived where it stands by now.
            at = self._start + 3 * DAY + self._random.randrange((DAYS - 7 - 7 * len(path)) * DAY)
            self._begun[place] = at
            product = PRODUCTS[place % len(PRODUCTS)]
            yield Step(at, f"deal {place}", "deals", {
                "dealname": f"{COMPANIES[company].name}: {product}",
                "amount": str(self._random.randrange(20, 900) * 100),
                "closedate": format_datetime(self._now + self._random.randrange(5, 60) * DAY),
                "dealtype": "existingbusiness" if "renewal" in product or "expansion" in product else "newbusiness",
                "dealstage": STAGES[0],
                "pipeline": "default",
                "hubspot_owner_id": self._owner(company),
            }, (f"company {company}", f"contact {contact}"))  # fmt: skip
            yield from self._lifecycle(at, company, contact, "opportunity")
            for stage in path[1:]:
                at += 2 * DAY + self._random.randrange(5 * DAY)
                yield Step(at, f"deal {place}", "deals", {"dealstage": stage})
            if outcome.startswith("closed"):
                at += 3 * DAY
                lost = {"closed_lost_reason": "The budget went elsewhere."} if outcome == "closedlost" else {}
                closed = {"dealstage": outcome, "closedate": format_datetime(at), **lost}
                yield Step(at, f"deal {place}", "deals", closed)
                if outcome == "closedwon":
                    yield from self._lifecycle(at, company, contact, "customer")

    def tickets(self) -> Iterator[Step]:
        for place in range(3 * len(TICKETS)):
            subject, category = TICKETS[place % len(TICKETS)]
            company = place % len(COMPANIES)
            at = self._start + 20 * DAY + self._random.randrange(65 * DAY)
            yield Step(at, f"ticket {place}", "tickets", {
                "subject": subject,
                "content": f"{COMPANIES[company].name} wrote: {subject}",
                "hs_ticket_category": category,
                "hs_ticket_priority": ("LOW", "MEDIUM", "HIGH")[place % 3],
                "source_type": ("EMAIL", "FORM", "PHONE")[place % 3],
                "hs_pipeline": "0",
                "hs_pipeline_stage": "1",
                "hubspot_owner_id": self._owner(place),
            }, (f"company {company}", f"contact {company * PER_COMPANY + 1}"))  # fmt: skip
            for stage in range(2, place % 4 + 2):
                at += 6 * HOUR + self._random.randrange(20 * HOUR)
                yield Step(at, f"ticket {place}", "tickets", {"hs_pipeline_stage": str(stage)})

    def activities(self) -> Iterator[Step]:
        """Four activities around each deal's contact, and a task for what comes next."""
        for place in range(DEALS):
            company = place % len(COMPANIES)
            contact = company * PER_COMPANY
            name, owner = FIRST_NAMES[contact], self._owner(company)
            links = (f"company {company}", f"contact {contact}", f"deal {place}")
            for type, properties in self._around(place, name):
                at = self._begun[place] + self._random.randrange(self._now - self._begun[place])
                dated = {**properties, "hs_timestamp": format_datetime(at), "hubspot_owner_id": owner}
                if type == "meetings":
                    dated["hs_meeting_start_time"] = format_datetime(at)
                    dated["hs_meeting_end_time"] = format_datetime(at + HOUR)
                yield Step(at, f"{type} {place}", type, dated, links)
            due = self._now + (place % 15 - 5) * DAY
            yield Step(due - 6 * DAY if due > self._now else due - DAY, f"task {place}", "tasks", {
                "hs_task_subject": f"Call {name} back",
                "hs_task_type": "CALL",
                "hs_task_priority": ("LOW", "MEDIUM", "HIGH")[place % 3],
                "hs_task_status": "COMPLETED" if place % 3 == 0 else "NOT_STARTED",
                "hs_timestamp": format_datetime(due),
                "hubspot_owner_id": owner,
            }, links)  # fmt: skip

    def _around(self, place: int, name: str) -> Iterator[tuple[str, dict[str, str]]]:
        product = PRODUCTS[place % len(PRODUCTS)].lower()
        yield "notes", {"hs_note_body": f"{name} asked for a written offer for the {product}."}
        yield (
            "calls",
            {
                "hs_call_title": f"Call with {name}",
                "hs_call_body": f"Talked about the {product}.",
                "hs_call_direction": "OUTBOUND",
                "hs_call_status": "COMPLETED",
                "hs_call_duration": str(60_000 * (2 + place % 20)),
            },
        )
        yield (
            "emails",
            {
                "hs_email_subject": f"Our offer: {product}",
                "hs_email_text": f"Hello {name}, here is what we spoke about.",
                "hs_email_direction": "EMAIL",
                "hs_email_status": "SENT",
            },
        )
        if place % 2:
            yield (
                "meetings",
                {
                    "hs_meeting_title": f"Demo for {name}",
                    "hs_meeting_body": f"Shown: {product}.",
                    "hs_meeting_outcome": "COMPLETED",
                },
            )

    def _lifecycle(self, at: int, company: int, contact: int, stage: str) -> Iterator[Step]:
        yield Step(at, f"company {company}", "companies", {"lifecyclestage": stage})
        yield Step(at, f"contact {contact}", "contacts", {"lifecyclestage": stage})

    def _owner(self, place: int) -> str:
        return self._owners[place % len(self._owners)]
