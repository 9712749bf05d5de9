"""What a user may do with records: the rows that a person sees, edits and deletes. Apps have no such bounds."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

Reach = Literal["none", "own", "team", "all"]
"""Which records: none, those that the user owns, those that somebody of the user's teams owns too, all."""


class Levels(NamedTuple):
    """How far a user reaches among the records of one object type."""

    view: Reach = "all"
    edit: Reach = "all"
    delete: Reach = "all"


class Access(NamedTuple):
    """A user's bounds. `owner_id` is the user as an owner of records, `team` the owner ids of everybody in the user's
    teams (the user among them); `levels` by object type id, `rest` for the types that it does not name.

    A record without an owner counts as everybody's under `team` and `own` reach only where `unassigned` says so.
    `tools` names what else the user may do (see `account/roles`).
    """

    user_id: int
    owner_id: str
    team: frozenset[str]
    levels: Mapping[str, Levels]
    rest: Levels = Levels()
    unassigned: bool = False
    tools: frozenset[str] = frozenset()

    def of(self, type: str) -> Levels:
        """The bounds for one object type."""
        return self.levels.get(type, self.rest)
