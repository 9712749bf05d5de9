"""A client that writes contacts as fast as it can and remembers what was acknowledged."""

from http.client import HTTPException
from itertools import count
from random import Random
from typing import Any, NamedTuple

from tests.faults.wire import Wire

CONTACTS = "/crm/v3/objects/contacts"
CONTACT_TO_COMPANY = 279


class Person(NamedTuple):
    """A contact as it must be: its job titles, newest first, and the company that it belongs to."""

    titles: tuple[str, ...]
    company: str | None = None
    archived: bool = False


People = dict[str, Person]
"""By e-mail address."""


class Writer:
    """One client, with one request at a time, and people of its own (their city is its name).

    `known` is what the server acknowledged. `asked` is what the one request without an answer would have made of some
    of them: all of it or nothing.
    """

    def __init__(self, url: str, name: str, company: str) -> None:
        self.name = name
        self.known: People = {}
        self.asked: People = {}
        self._url = url
        self._company = company
        self._random = Random(name)
        self._numbers = count(1)
        self._ids: dict[str, str] = {}
        self._singles: list[str] = []
        self._batches: list[list[str]] = []

    def run(self) -> None:
        """Write until the server is gone."""
        steps = (self._create, self._create, self._update, self._archive, self._upsert, self._upsert_again, self._clear)
        with Wire(self._url) as wire:
            try:
                self._upsert(wire)
                while True:
                    self._random.choice(steps)(wire)
            except (OSError, HTTPException):
                return

    def surprises(self, seen: People) -> dict[str, tuple[Person | None, Person | None]]:
        """Who is not as acknowledged (known, seen), unless all of it is what the unanswered request asked for."""
        if seen == {**self.known, **self.asked}:
            return {}
        everybody = self.known.keys() | seen.keys()
        pairs = {email: (self.known.get(email), seen.get(email)) for email in everybody}
        return {email: (known, shown) for email, (known, shown) in pairs.items() if known != shown}

    def _send(self, wire: Wire, method: str, path: str, body: Any, people: People) -> Any:
        self.asked = people
        status, answer = wire.ask(method, path, body)
        assert 200 <= status < 300, answer
        self.known |= people
        self.asked = {}
        return answer

    def _create(self, wire: Wire) -> None:
        email, title = self._email(), self._title()
        to_company = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": CONTACT_TO_COMPANY}
        body = {
            "properties": {"email": email, "jobtitle": title, "city": self.name},
            "associations": [{"to": {"id": self._company}, "types": [to_company]}],
        }
        made = self._send(wire, "POST", CONTACTS, body, {email: Person((title,), self._company)})
        self._ids[email] = made["id"]
        self._singles.append(email)

    def _update(self, wire: Wire) -> None:
        if self._singles:
            email, title = self._random.choice(self._singles), self._title()
            body = {"properties": {"jobtitle": title}}
            people = {email: self._promoted(email, title)}
            self._send(wire, "PATCH", f"{CONTACTS}/{email}?idProperty=email", body, people)

    def _archive(self, wire: Wire) -> None:
        if self._singles:
            email = self._singles.pop(self._random.randrange(len(self._singles)))
            self._send(wire, "DELETE", f"{CONTACTS}/{self._ids[email]}", None, {email: self._gone(email)})

    def _upsert(self, wire: Wire) -> None:
        self._upsert_these(wire, [self._email() for _ in range(100)])

    def _upsert_again(self, wire: Wire) -> None:
        if self._batches:
            self._upsert_these(wire, self._batches.pop())

    def _upsert_these(self, wire: Wire, emails: list[str]) -> None:
        title = self._title()
        inputs = [
            {"id": email, "idProperty": "email", "properties": {"jobtitle": title, "city": self.name}}
            for email in emails
        ]
        people = {email: self._promoted(email, title) for email in emails}
        answer = self._send(wire, "POST", f"{CONTACTS}/batch/upsert", {"inputs": inputs}, people)
        self._ids |= {email: result["id"] for email, result in zip(emails, answer["results"], strict=True)}
        self._batches.append(emails)

    def _clear(self, wire: Wire) -> None:
        if len(self._batches) > 3:
            emails = self._batches.pop(0)
            inputs = [{"id": self._ids[email]} for email in emails]
            people = {email: self._gone(email) for email in emails}
            self._send(wire, "POST", f"{CONTACTS}/batch/archive", {"inputs": inputs}, people)

    def _promoted(self, email: str, title: str) -> Person:
        person = self.known.get(email, Person(()))
        return person._replace(titles=(title, *person.titles))

    def _gone(self, email: str) -> Person:
        return self.known[email]._replace(company=None, archived=True)

    def _email(self) -> str:
        return f"{self.name}.{next(self._numbers)}@example.com"

    def _title(self) -> str:
        return f"{self.name} {next(self._numbers)}"
