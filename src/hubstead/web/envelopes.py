"""The envelopes that answers of many rooms share, as the description of the API shows them."""

from typing import Generic, TypeVar

from msgspec import UNSET, Struct, UnsetType

T = TypeVar("T")


class Next(Struct):
    """Where the next page starts, as a cursor and, where the service gives one, as a link."""

    after: str
    link: str | UnsetType = UNSET


class Paging(Struct):
    """Absent on the last page."""

    next: Next


class Results(Struct, Generic[T]):
    """All of them."""

    results: list[T]


class Page(Struct, Generic[T]):
    """Some of them, and where to go on."""

    results: list[T]
    paging: Paging | UnsetType = UNSET


class BatchError(Struct, rename="camel"):
    """Why an input of a batch could not be done."""

    status: str
    category: str
    message: str
    sub_category: str | UnsetType = UNSET
    context: dict[str, list[str]] | UnsetType = UNSET


class Batch(Struct, Generic[T], rename="camel"):
    """What became of a batch; `errors` only in a 207."""

    status: str
    results: list[T]
    started_at: str
    completed_at: str
    num_errors: int | UnsetType = UNSET
    errors: list[BatchError] | UnsetType = UNSET
