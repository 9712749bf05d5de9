"""Webhooks that go wrong on purpose, so that a receiver can be tested: lost, doubled, late, out of order."""

from typing import Literal

import msgspec

Kind = Literal["drop", "duplicate", "delay", "reorder"]
MOST = 100
"""Disturbances of one portal."""


class Disturbance(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What happens to the next `times` requests (`None`: all) to an app (`None`: every app of the portal).

    `drop`: the request is lost, and tried again later as after a broken connection. `duplicate`: it is sent twice.
    `delay`: it leaves so many `milliseconds` later. `reorder`: its events come in reverse, and it leaves after the next
    request (a second later, if there is none).
    """

    kind: Kind
    app_id: int | None = None
    times: int | None = None
    milliseconds: int = msgspec.field(default=1_000)


class Lab:
    """The disturbances of all portals; they live as long as this process."""

    def __init__(self) -> None:
        self._by_portal: dict[int, list[Disturbance]] = {}

    def add(self, portal: int, disturbance: Disturbance) -> None:
        """Let it begin."""
        self._by_portal.setdefault(portal, []).append(disturbance)

    def of(self, portal: int) -> list[Disturbance]:
        """Those that go on, in order; `times` is what is left of them."""
        return list(self._by_portal.get(portal, ()))

    def clear(self, portal: int) -> None:
        """End all of a portal."""
        self._by_portal.pop(portal, None)

    def take(self, portal: int, app: int) -> dict[Kind, Disturbance]:
        """What happens to a request that is about to leave; counted."""
        if portal not in self._by_portal:
            return {}
        hit: dict[Kind, Disturbance] = {}
        left: list[Disturbance] = []
        for one in self._by_portal[portal]:
            if one.app_id in (None, app) and one.kind not in hit:
                hit[one.kind] = one
                one = one if one.times is None else msgspec.structs.replace(one, times=one.times - 1)
            if one.times != 0:
                left.append(one)
        self._by_portal[portal] = left
        return hit
