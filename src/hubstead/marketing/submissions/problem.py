"""What is wrong with a submission, in the words that the API has for it."""

from collections.abc import Iterable
from typing import NamedTuple

from hubstead.kit.errors import Unreadable


class Problem(NamedTuple):
    """One thing. `path` says where (`fields.email`, `context.hutk`); `""` when it is about the whole."""

    type: str
    path: str
    detail: str

    @property
    def message(self) -> str:
        """`Error in '<path>'. <detail>` (taken from live answers)."""
        return f"Error in '{self.path}'. {self.detail}" if self.path else self.detail


def refused(problems: Iterable[Problem]) -> Unreadable:
    """The 400 of the submission endpoints; it has no category."""
    errors = [{"message": problem.message, "errorType": problem.type} for problem in problems]
    return Unreadable("The request is not valid", errors=errors)
