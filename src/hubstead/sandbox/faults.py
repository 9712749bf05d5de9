"""The fault rules of all portals, in order; they live as long as their portal and this process."""

import random
from itertools import count
from urllib.parse import unquote_to_bytes

from hubstead.calls.paths import Pattern
from hubstead.kit.errors import Invalid, NotFound
from hubstead.sandbox.exchange import Request
from hubstead.sandbox.fault import Fault, check

EVERYWHERE = 0
"""Stands for a portal in the rules that hold for all requests, also those that belong to no portal, such as to
`/oauth/v1/token`."""
MOST = 500
"""Rules of one portal."""


class Rule:
    """A rule at work. `matches` counts the requests that fit, `hits` those that it was applied to."""

    def __init__(self, id: int, fault: Fault) -> None:
        self.id = id
        self.fault = fault
        self.matches = 0
        self.hits = 0
        self._pattern = Pattern(fault.path)
        self._method = fault.method.upper()
        self._query = (fault.query_contains or "").encode()
        self._body = (fault.body_contains or "").encode()
        self._random = random.Random(fault.seed)

    def takes(self, request: Request) -> bool:
        """Whether this request is hit; it is counted."""
        if not self._fits(request):
            return False
        fault = self.fault
        self.matches += 1
        spent = fault.times is not None and self.hits >= fault.times
        if self.matches <= fault.after or spent or self._random.random() >= fault.probability:
            return False
        self.hits += 1
        return True

    def delay(self) -> int:
        """Milliseconds that the answer waits."""
        latency = self.fault.latency
        return self._random.randint(*latency) if isinstance(latency, tuple) else latency

    def _fits(self, request: Request) -> bool:
        return (
            self._method in ("*", request.method)
            and self.fault.app in (None, request.app)
            and (self._query in request.query or self._query in unquote_to_bytes(request.query))
            and self._pattern.fits(request.place)
            and self._body in request.body
        )


class Faults:
    """All rules. `EVERYWHERE` in place of a portal means those of the whole server."""

    def __init__(self) -> None:
        self._rules: dict[int, list[Rule]] = {}
        self._ids = count(1)

    def add(self, portal: int, fault: Fault) -> Rule:
        """Put a rule behind the others. Raises `Invalid`."""
        check(fault)
        rules = self._rules.setdefault(portal, [])
        if len(rules) >= MOST:
            raise Invalid(f"A portal has at most {MOST} fault rules. Delete those that are not needed.")
        rule = Rule(next(self._ids), fault)
        rules.append(rule)
        return rule

    def of(self, portal: int) -> list[Rule]:
        """The portal's rules in the order in which they are tried."""
        return list(self._rules.get(portal, ()))

    def one(self, portal: int, id: int) -> Rule:
        """One rule. Raises `NotFound`."""
        for rule in self._rules.get(portal, ()):
            if rule.id == id:
                return rule
        raise NotFound(f"There is no fault rule {id}.")

    def remove(self, portal: int, id: int) -> None:
        """Take a rule away. Raises `NotFound`."""
        rule = self.one(portal, id)
        self._rules[portal].remove(rule)

    def clear(self, portal: int) -> None:
        """Take all rules of the portal away, as its reset and its deletion do."""
        self._rules.pop(portal, None)

    def hit(self, request: Request) -> Rule | None:
        """The first rule that takes this request: the portal's are tried before those of the server."""
        for portal in dict.fromkeys((request.portal, EVERYWHERE)):
            for rule in self._rules.get(portal, ()):
                if rule.takes(request):
                    return rule
        return None
