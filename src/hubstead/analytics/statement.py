"""Puts one SQL statement together; values are bound, never written into the text."""

from collections.abc import Iterable


class Statement:
    """The values of a statement that is being written, in the order of their numbers."""

    def __init__(self) -> None:
        self.values: list[object] = []

    def bound(self, value: object) -> str:
        """The place of a value in the text."""
        self.values.append(value)
        return f"${len(self.values)}"

    def among(self, texts: Iterable[str]) -> str:
        """A bracket that `IN` takes, of any number of texts."""
        return f"(SELECT unnest({self.bound(list(texts))}::VARCHAR[]))"
