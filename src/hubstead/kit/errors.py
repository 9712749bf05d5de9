"""What can go wrong, in HubSpot's categories.

Rooms raise these; only `web/failure.py` turns them into an answer. A failure carries what a client sees and nothing
else: no secrets, no personal data beyond what the client itself sent.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar

_SCOPES = "https://developers.hubspot.com/scopes"


class Failure(Exception):
    """An answer other than success, with the fields of HubSpot's error body.

    `context` maps a name to a list of strings; `errors` are the per-item details
    (`{"message", "code"?, "in"?, "context"?, "subCategory"?}`), or plain strings where the service sends strings.
    `named` are members that older endpoints have besides.
    """

    status: ClassVar[int] = 400
    category: ClassVar[str | None] = None

    def __init__(
        self,
        message: str,
        *,
        errors: Sequence[Mapping[str, object] | str] = (),
        context: Mapping[str, Sequence[str]] | None = None,
        links: Mapping[str, str] | None = None,
        sub_category: str | None = None,
        category: str | None = None,
        named: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.errors = errors
        self.context = context
        self.links = links
        self.sub_category = sub_category
        self.named = named or {}
        self.shown_category = category or type(self).category


class Unreadable(Failure):
    """The body or a parameter could not be parsed; HubSpot names no category here."""


class Invalid(Failure):
    """The request was read, but what it asks for is not valid."""

    category = "VALIDATION_ERROR"


class Unauthenticated(Failure):
    """No credentials, or credentials that no portal knows."""

    status = 401
    category = "INVALID_AUTHENTICATION"


class GrantRefused(Failure):
    """A token endpoint says no, in HubSpot's word (`BAD_AUTH_CODE`) and in OAuth's (`invalid_grant`, RFC 6749)."""

    def __init__(self, word: str, error: str, message: str) -> None:
        super().__init__(message)
        self.word = word
        self.error = error


class Forbidden(Failure):
    """Known, but not allowed."""

    status = 403
    category = "MISSING_SCOPES"


class MissingScopes(Forbidden):
    """Something that the caller was not granted (the body is as seen live); `context` names what it takes."""

    def __init__(self, message: str, context: Mapping[str, Sequence[str]]) -> None:
        super().__init__(
            "This app hasn't been granted all required scopes to make this call. "
            f"Read more about required scopes here: {_SCOPES}.",
            errors=[{"message": message, "context": context}],
            links={"scopes": _SCOPES},
        )


NOT_PERMITTED = "USER_DOES_NOT_HAVE_PERMISSIONS"
"""Category of the 403 for what a user sees, but may not do (our choice: no recording shows the service's word)."""


class NotFound(Failure):
    """The named resource does not exist; answered as JSON."""

    status = 404
    category = "OBJECT_NOT_FOUND"


class Missing(Failure):
    """A record or path that does not exist, answered as the service does: with an HTML page."""

    status = 404

    def __init__(self, message: str = "Resource not found") -> None:
        super().__init__(message)


class MethodNotAllowed(Failure):
    """The path exists, the method does not; `allow` goes into the `Allow` header."""

    status = 405

    def __init__(self, allow: Sequence[str]) -> None:
        super().__init__("HTTP 405 Method Not Allowed")
        self.allow = tuple(allow)


class Conflict(Failure):
    """Something with this identity exists already."""

    status = 409
    category = "CONFLICT"


class TimedOut(Failure):
    """The body of a request did not arrive in time."""

    status = 408
    category = "VALIDATION_ERROR"


class TooLarge(Failure):
    """The body is larger than the server accepts."""

    status = 413
    category = "VALIDATION_ERROR"


class UriTooLong(Failure):
    """The request line is longer than 32 kB, or a merge would gather too many identities."""

    status = 414
    category = "VALIDATION_ERROR"


class RateLimited(Failure):
    """More requests than the account or the app may make.

    `retry_after` is in seconds; `named` are the fields that name the limit, `policyName` first.
    """

    status = 429

    def __init__(
        self,
        message: str,
        retry_after: int,
        *,
        error_type: str = "",
        named: Mapping[str, str] | None = None,
        category: str | None = None,
    ) -> None:
        super().__init__(message, category=category)
        self.retry_after = retry_after
        self.error_type = error_type
        self.named = named or {}


class Unavailable(Failure):
    """The store cannot take or answer the request now (full disk, locked database); trying again is right."""

    status = 503
    category = "SERVICE_UNAVAILABLE"
