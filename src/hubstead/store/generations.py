"""What rooms made of a portal's definitions, remembered until the portal's generation moves."""

from collections import OrderedDict
from typing import Any

REMEMBERED = 2_000
"""Made things kept in memory, the least used leave first: a server with many portals stays small."""


class Definitions:
    """What rooms made of definitions, by portal and key, each with the generation that it was made of."""

    def __init__(self) -> None:
        self._made: OrderedDict[tuple[int, tuple[str, ...]], tuple[int, Any]] = OrderedDict()

    def find(self, portal: int, key: tuple[str, ...], generation: int) -> Any | None:
        """What was made at this generation, or `None`."""
        made = self._made.get((portal, key))
        if made is None or made[0] != generation:
            return None
        self._made.move_to_end((portal, key))
        return made[1]

    def remember(self, portal: int, key: tuple[str, ...], generation: int, value: Any) -> None:
        """Keep what was made."""
        self._made[(portal, key)] = (generation, value)
        if len(self._made) > REMEMBERED:
            self._made.popitem(last=False)

    def forget(self) -> None:
        """Make everything anew: something may have been made of what was then not committed."""
        self._made.clear()
