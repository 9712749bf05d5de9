"""Which limits an operation falls under, by its path."""

from functools import cache

GENERAL = "general"
SEARCH = "search"
ASSOCIATIONS = "associations"
JOURNAL, JOURNAL_SUBSCRIPTIONS, JOURNAL_SNAPSHOTS = "journal", "journal.subscriptions", "journal.snapshots"
_JOURNALS = (
    ("/webhooks-journal/subscriptions", JOURNAL_SUBSCRIPTIONS),
    ("/webhooks-journal/snapshots", JOURNAL_SNAPSHOTS),
    ("/webhooks-journal/", JOURNAL),
    ("/webhooks/journal/", JOURNAL),
)


@cache  # as many as the server has routes
def family_of(path: str) -> str:
    """The family of a route's path."""
    if path.startswith("/crm/objects/") and path.endswith("/search"):
        return SEARCH
    if path.startswith("/crm/associations/") or (path.startswith("/crm/objects/") and "/associations" in path):
        return ASSOCIATIONS
    return next((family for start, family in _JOURNALS if path.startswith(start)), GENERAL)
