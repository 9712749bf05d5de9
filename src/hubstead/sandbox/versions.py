"""Which apps call which API versions: the report of what loses support, and strict mode, which lets it be lost."""

from collections.abc import Iterator

from hubstead.calls.ending import Operation, Use, ends_first, note
from hubstead.calls.support import ENDS, ended, twin
from hubstead.kit import clock
from hubstead.kit.errors import Failure
from hubstead.sandbox.exchange import Request
from hubstead.web.router import Router


class Gone(Failure):
    """The version of the path is not supported any more. HubSpot has not said what it will answer: the status and the
    category are our choice, made so that no client takes it for a missing record or tries again."""

    status = 410
    category = "API_VERSION_NOT_SUPPORTED"


class Versions:
    """The calls of versions whose end is known, and the portals in strict mode."""

    def __init__(self, router: Router) -> None:
        self._router = router
        self._used: dict[int, dict[Operation, Use]] = {}
        self._strict: dict[int, int | None] = {}

    def count(self, request: Request) -> None:
        """Note a request of a portal; those that no route answers are not counted."""
        if request.place.version not in ENDS or not request.portal:
            return
        try:
            route = self._router.match(request.method, request.raw_path).route
        except Failure:
            return
        key = Operation(request.app, request.place.version, route.method, route.path)
        note(self._used.setdefault(request.portal, {}), key, clock.now(request.portal))

    def used(self, portal: int) -> Iterator[tuple[Operation, Use]]:
        """What a portal's apps called, the versions that end first at the beginning."""
        return iter(sorted(self._used.get(portal, {}).items(), key=ends_first))

    def be_strict(self, portal: int, moment: int | None) -> None:
        """Answer this portal as at a moment (ms); `None`: as at the moment that its clock shows."""
        self._strict[portal] = moment

    def be_lenient(self, portal: int) -> None:
        """Answer every version, whatever the date."""
        self._strict.pop(portal, None)

    def is_strict(self, portal: int) -> bool:
        """Whether versions end in this portal."""
        return portal in self._strict

    def judged_at(self, portal: int) -> int:
        """The moment as of which a strict portal answers (ms)."""
        moment = self._strict.get(portal)
        return clock.now(portal) if moment is None else moment

    def refuse_ended(self, request: Request) -> None:
        """Raise `Gone` for a version that has lost support, where the portal is strict."""
        if request.portal not in self._strict:
            return
        end = ended(request.place, self.judged_at(request.portal))
        if end is not None:
            raise Gone(_message(request, end))

    def forget(self, portal: int) -> None:
        """Begin anew for a portal that was reset or deleted."""
        self._used.pop(portal, None)
        self._strict.pop(portal, None)


def _message(request: Request, end: int) -> str:
    successor = twin(request.place.path)
    advice = f"Use {successor} instead." if successor else "There is no operation in its place."
    return f"API version {request.place.version} is not supported since {clock.iso(end)[:10]}. {advice}"
