"""What every insight is asked for: the days, and the part of the traffic."""

from typing import NamedTuple

from hubstead.analytics.periods import Frequency, Span
from hubstead.analytics.reports.asked import read_span
from hubstead.analytics.statement import Statement
from hubstead.analytics.views.filters import Narrowing
from hubstead.analytics.views.view import view_of
from hubstead.kit.errors import Invalid
from hubstead.web.call import Call

SPAN = ("start", "end", "filterId")
"""The parameters."""
OTHERS = "(SELECT visitor, person FROM {visitors} WHERE person <> visitor)"
"""The visitors that are known by another number than their own. Most are not among them: it is much quicker to join
these few, and to take `coalesce(v.person, s.visitor)`."""


class Scene(NamedTuple):
    """The days and the view."""

    span: Span
    view: Narrowing

    def sessions(self, statement: Statement) -> str:
        """A condition on `{sessions}`."""
        return f"{self._days(statement)} AND {self.view.sessions(statement)}"

    def events(self, statement: Statement) -> str:
        """What stands for `{events}`."""
        return f"(SELECT * FROM {self.view.events(statement)} WHERE {self._days(statement)})"

    def _days(self, statement: Statement) -> str:
        first, last = statement.bound(self.span.first), statement.bound(self.span.last)
        return f"day BETWEEN {first}::DATE AND {last}::DATE"


async def read_scene(call: Call) -> Scene:
    """The days and the view that a request names. Raises `Invalid` and `NotFound`."""
    return Scene(read_span(call), await read_view(call))


async def read_view(call: Call) -> Narrowing:
    """The view that a request names; all traffic where it names none. Raises `Invalid` and `NotFound`."""
    if not call.one("filterId"):
        return Narrowing(())
    return Narrowing((await view_of(call.reading(), call.number("filterId", 0))).filters)


def read_interval(call: Call, default: str, most: int, span: Span) -> Frequency:
    """The parameter `interval`. Raises `Invalid` for another word, and for a span of more than `most` of them."""
    word = call.one("interval", default) or default
    try:
        frequency = Frequency(word)
    except ValueError:
        raise Invalid(f"interval is day, week or month, not '{word[:50]}'", context={"interval": [word[:50]]}) from None
    if span.periods(frequency) > most:
        raise Invalid(f"The span has more than {most} intervals. Ask for fewer days, or for longer intervals.")
    return frequency
