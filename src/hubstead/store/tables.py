"""The tables of the truth store, as the units of work see them.

Every key starts with the portal: a portal's rows lie together, and the store can be sharded by portal.
"""

from typing import NamedTuple


class Table(NamedTuple):
    """A table whose first `key` columns identify a row.

    `types` are `int` or `text`, one per column. Rows of a `strict` table must be new: a row that is there already is a
    race with another writer, and the unit is run again.
    """

    name: str
    columns: tuple[str, ...]
    types: tuple[str, ...]
    key: int
    strict: bool = False


ALL: list[Table] = []
"""Every table, for what concerns a portal as a whole (`store/contents`)."""


def _table(name: str, key: int, strict: bool = False, /, **columns: str) -> Table:
    table = Table(name, tuple(columns), tuple(columns.values()), key, strict)
    ALL.append(table)
    return table


PORTAL = _table("portal", 1, id="int", generation="int", document="text")
TOKEN = _table("token", 1, digest="text", portal="int", app="int", document="text")
TOKEN_USE = _table("token_use", 1, digest="text", portal="int", at="int")
APP = _table("app", 1, id="int", portal="int", client="text", document="text")
INSTALL = _table("install", 2, portal="int", app="int", document="text")
LOGIN = _table("login", 1, email="text", document="text")
MEMBER = _table("member", 2, email="text", portal="int", user_id="int")
DEFINITION = _table("definition", 4, portal="int", kind="text", type="text", name="text", document="text")
RECORD = _table(
    "record", 3, portal="int", type="text", id="int", created="int", updated="int", archived="int", document="text"
)
UNIQUE_VALUE = _table("unique_value", 4, True, portal="int", type="text", property="text", value="text", id="int")
ASSOCIATION = _table(
    "association",
    7,
    portal="int",
    from_type="text",
    from_id="int",
    to_type="text",
    to_id="int",
    category="int",
    type_id="int",
)
MERGED = _table("merged", 3, portal="int", type="text", id="int", into_id="int")
HITS = _table("hits", 0, True, portal="int", body="text")
"""Hits that wait to be processed; `seq`, its first column, is handed out by the store."""
HIT_COUNT = _table("hit_count", 3, portal="int", day="text", outcome="text", count="int")
VISITOR = _table("visitor", 2, portal="int", utk="text", root="text", contact="int", document="text")
VISIT = _table("visit", 3, portal="int", visitor="text", started="int", document="text")
TRAFFIC = _table("traffic", 2, portal="int", run="text", document="text")
"""What changed in visitors and visits, for the column store."""
USAGE = _table("usage", 5, portal="int", day="text", process="text", app="int", family="text", used="int")
ENDING_CALL = _table(
    "ending_call",
    5,
    portal="int",
    app="int",
    version="text",
    method="text",
    path="text",
    count="int",
    first="int",
    last="int",
)
RATE_WINDOW = _table("rate_window", 3, portal="int", app="int", family="text", used_at="int", grants="text")
COUNTER = _table("counter", 1, portal="int", next="int")
"""The next id of each portal; only the engines write it (`Writer.new_ids`)."""
SANDBOX = _table("sandbox", 1, portal="int", name="text", document="text")
"""How a portal of the sandbox began; `name` is empty but for a snapshot, which is a portal with a negative id."""
FORM_SUBMISSION = _table(
    "form_submission",
    4,
    portal="int",
    form="text",
    at="int",
    conversion="text",
    type="text",
    id="int",
    visitor="text",
    spam="int",
    document="text",
)
EVENT_OCCURRENCE = _table(
    "event_occurrence",
    3,
    True,
    portal="int",
    event_type="text",
    event="text",
    at="int",
    type="text",
    id="int",
    visitor="text",
    document="text",
)
IMPORT_RUN = _table("import_run", 2, portal="int", id="int", app="int", user_id="int", state="text", document="text")
IMPORT_ERROR = _table("import_error", 3, portal="int", run="int", number="int", document="text")
EXPORT_RUN = _table("export_run", 2, portal="int", id="int", app="int", at="int", document="text")
TIMELINE_TEMPLATE = _table("timeline_template", 3, portal="int", app="int", id="int", document="text")
TIMELINE_EVENT = _table(
    "timeline_event",
    3,
    portal="int",
    template="int",
    event="text",
    at="int",
    type="text",
    id="int",
    visitor="text",
    document="text",
)
JOB = _table(
    "job",
    2,
    portal="int",
    id="int",
    kind="text",
    name="text",
    state="text",
    due="int",
    owner="text",
    leased="int",
    document="text",
)
FILE = _table(
    "file",
    2,
    portal="int",
    id="int",
    folder="int",
    name="text",
    extension="text",
    path="text",
    place="text",
    access="text",
    type="text",
    encoding="text",
    size="int",
    width="int",
    height="int",
    md5="text",
    blob="text",
    usable="int",
    source="text",
    created="int",
    updated="int",
    expires="int",
    archived="int",
    user_id="int",
)
FOLDER = _table(
    "folder",
    2,
    portal="int",
    id="int",
    parent="int",
    name="text",
    path="text",
    place="text",
    created="int",
    updated="int",
    archived="int",
)
FILE_KEY = _table("file_key", 1, portal="int", secret="text")
WEBHOOK_TARGET = _table("webhook_target", 2, portal="int", app="int", document="text")
WEBHOOK_SUBSCRIPTION = _table("webhook_subscription", 3, portal="int", app="int", id="int", document="text")
WEBHOOK_CURSOR = _table("webhook_cursor", 2, portal="int", app="int", cursor="int")
WEBHOOK_DELIVERY = _table(
    "webhook_delivery", 3, portal="int", app="int", id="int", state="text", due="int", document="text"
)
JOURNAL_SUBSCRIPTION = _table(
    "journal_subscription", 4, portal="int", app="int", id="int", since="int", ended="int", document="text"
)
JOURNAL_ENTRY = _table(
    "journal_entry", 3, portal="int", app="int", seq="int", installed="int", at="int", document="text"
)
JOURNAL_SNAPSHOT = _table("journal_snapshot", 3, portal="int", app="int", id="text", state="text", document="text")
LIST = _table(
    "list",
    2,
    portal="int",
    id="int",
    type="text",
    name="text",
    processing="text",
    waiting="int",
    scheduled="int",
    deleted="int",
    document="text",
)
LIST_MEMBER = _table("list_member", 3, portal="int", list="int", id="int", type="text", at="int")
"""Who is in which list. Records that are erased leave by their facts, as archived ones do: lists keep their sizes."""
LISTENER = _table("listener", 1, name="text", cursor="int")
LOG_POSITION = _table("log_position", 1, name="text", position="int")
"""Up to which byte a log beside the store was moved into it."""
FACT = _table(
    "fact",
    0,
    portal="int",
    kind="text",
    type="text",
    id="int",
    at="int",
    source="text",
    source_id="text",
    user_id="int",
    body="text",
)
"""The log of everything that happened; `seq`, its first column, is handed out by the store."""
ABOUT_PEOPLE: tuple[Table, ...] = (FORM_SUBMISSION, EVENT_OCCURRENCE, TIMELINE_EVENT)
"""Tables with rows about one record, by their columns `type` and `id`, or about a browser, by `visitor`: they go with
the record when it is erased."""
