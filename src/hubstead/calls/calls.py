"""What a server remembers of the calls of apps (`call.rooms.calls`)."""

from hubstead.calls.ending import EndingCalls
from hubstead.calls.log import CallLog
from hubstead.store.engine import Engine


class Calls:
    """The log of the last calls, and who calls what loses support."""

    def __init__(self, store: Engine, most: int) -> None:
        self.log = CallLog(most)
        self.ending = EndingCalls(store)

    def forget(self, portal: int) -> None:
        """Begin anew for a portal that was reset or deleted."""
        self.log.forget(portal)
        self.ending.forget(portal)
