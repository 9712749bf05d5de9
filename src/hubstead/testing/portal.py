"""A portal for a test: its address and token, the official clients pointed at it, its clock and faults."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from hubstead.testing.http import Sandbox

if TYPE_CHECKING:
    import hubspot
    import hubspot_sdk


class Portal:
    """`url` is the server's address, `id` the portal's number, `token` its first token, `tokens` all of them."""

    def __init__(self, sandbox: Sandbox, made: dict[str, Any]) -> None:
        self._sandbox = sandbox
        self.url = sandbox.url
        self.id: int = made["portalId"]
        self.tokens: list[str] = [token["token"] for token in made["tokens"]]
        self.token = self.tokens[0] if self.tokens else ""
        self.clock = PortalClock(self)
        self.faults = PortalFaults(self)

    @cached_property
    def client(self) -> "hubspot.HubSpot":
        """The client of `pip install hubspot-api-client`."""
        from hubspot import HubSpot  # only where a test asks for it

        return HubSpot(access_token=self.token, host=self.url)

    @cached_property
    def sdk(self) -> "hubspot_sdk.HubSpot":
        """The client of `pip install hubspot_sdk`; it does not try again by itself."""
        from hubspot_sdk import HubSpot  # only where a test asks for it

        return HubSpot(access_token=self.token, base_url=self.url, max_retries=0)

    def ask(self, method: str, path: str = "", body: Any = None) -> Any:
        """One call to the sandbox's path of this portal (`ask("GET", "/versions")`). Raises `SandboxError`."""
        return self._sandbox.ask(method, f"/portals/{self.id}{path}", body)

    def reset(self) -> None:
        """Back to its template; id and tokens stay."""
        self.ask("POST", "/reset")

    def switch(self, **fields: Any) -> None:
        """Turn switches: `limits`, `tiers`, `searchDelay`, …"""
        self.ask("PATCH", "", fields)

    def snapshot(self, name: str) -> None:
        """Keep it as it is now, under a name of the whole server."""
        self.ask("POST", "/snapshots", {"name": name})

    def restore(self, name: str) -> None:
        """Bring it to the state of a snapshot."""
        self.ask("POST", "/restore", {"snapshot": name})

    def fork(self, **fields: Any) -> "Portal":
        """A portal that holds what this one holds now."""
        return Portal(self._sandbox, self.ask("POST", "/forks", fields))

    def diff(self, before: str, after: str | None = None) -> list[dict[str, Any]]:
        """What differs between a snapshot and another one, or this portal as it is now."""
        found, following = [], ""
        while True:
            page = self._sandbox.ask("GET", f"/diff?from={before}&to={after or self.id}{following}")
            found += page["results"]
            if "paging" not in page:
                return found
            following = f"&after={page['paging']['next']['after']}"

    def delete(self) -> None:
        """Delete it with everything in it."""
        if "sdk" in self.__dict__:
            self.sdk.close()
        self.ask("DELETE")


class PortalClock:
    """The time of one portal. Moments are `datetime`s, ISO 8601 texts or milliseconds."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal

    @property
    def now(self) -> datetime:
        """What it shows."""
        return datetime.fromisoformat(self._portal.ask("GET", "/clock")["now"])

    def freeze(self, at: datetime | str | int | None = None, *, step: timedelta = timedelta()) -> None:
        """Let time stand still, at a moment or at the present one; with a step it goes on by it at each write."""
        body = {"step": round(step / timedelta(milliseconds=1))}
        self._turn("freeze", body if at is None else {**body, "at": _moment(at)})

    def set(self, at: datetime | str | int) -> None:
        """Let it show a moment."""
        self._turn("set", {"at": _moment(at)})

    def advance(self, by: timedelta | None = None, **parts: float) -> None:
        """Turn it ahead: by a `timedelta`, or by its parts (`days=1, seconds=30`)."""
        whole = (by or timedelta()) + timedelta(**parts)
        self._turn("advance", {"milliseconds": round(whole / timedelta(milliseconds=1))})

    def release(self) -> None:
        """Let it show the true time again."""
        self._turn("release", {})

    def _turn(self, how: str, body: dict[str, Any]) -> None:
        self._portal.ask("POST", f"/clock/{how}", body)


class PortalFaults:
    """The fault rules of one portal; the fields of a rule are in `docs/faults.md`."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal

    def add(self, **rule: Any) -> str:
        """Add a rule (`status=503, times=2`); its id."""
        return str(self._portal.ask("POST", "/faults", rule)["id"])

    def hits(self, id: str) -> int:
        """How many requests a rule has hit."""
        return int(self._portal.ask("GET", f"/faults/{id}")["hits"])

    @property
    def rules(self) -> Sequence[dict[str, Any]]:
        """All rules."""
        rules: list[dict[str, Any]] = self._portal.ask("GET", "/faults")["results"]
        return rules

    def remove(self, id: str) -> None:
        """Take a rule away."""
        self._portal.ask("DELETE", f"/faults/{id}")

    def clear(self) -> None:
        """Take all rules away."""
        self._portal.ask("DELETE", "/faults")


def _moment(at: datetime | str | int) -> str | int:
    return at.isoformat() if isinstance(at, datetime) else at
