"""Why a command does not do what it was asked to, in words for the person who typed it."""


class Refusal(Exception):
    """The message is shown as it is. `code` is the exit code: 1 for what went wrong, 2 for what was asked wrongly."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code
