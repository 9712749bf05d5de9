"""`hubstead audit`."""

import csv
import sys
from collections.abc import Sequence
from typing import Any

import msgspec

from hubstead.account import portals
from hubstead.account.users import User, users_of
from hubstead.audit.log import Entry, Wanted, entries
from hubstead.commands.refusal import Refusal
from hubstead.commands.truth import chosen, with_store
from hubstead.crm.properties.datetimes import parse_datetime
from hubstead.kit.clock import iso
from hubstead.settings import Settings
from hubstead.store.engine import Engine
from hubstead.store.unit import Unit

COLUMNS = (
    "id",
    "occurredAt",
    "userId",
    "userEmail",
    "category",
    "subCategory",
    "action",
    "targetObjectId",
    "source",
    "appId",
    "ipAddress",
    "detail",
)

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How a cell begins that a spreadsheet takes for a formula (OWASP, CSV injection)."""


def export(
    settings: Settings, number: int | None, form: str, after: str | None, before: str | None, users: Sequence[int]
) -> None:
    """Print the audit log as it is read, for it may be long: as `csv`, or one JSON object per line."""
    wanted = Wanted(tuple(users), _moment(after, "--after", 0), _moment(before, "--before", Wanted().until))

    async def work(store: Engine) -> None:
        portal = await chosen(store, number)
        unit = Unit(store, await portals.person(store, portal.id))
        known = await users_of(unit)
        write = _csv() if form == "csv" else _json_line
        async for entry in entries(store, unit, wanted):
            write(_row(entry, known.get(entry.user_id)))

    with_store(settings, work)


def _row(entry: Entry, user: User | None) -> dict[str, Any]:
    values = (
        entry.id,
        iso(entry.at),
        entry.user_id,
        user.email if user else "",
        entry.category,
        entry.sub_category,
        entry.action,
        entry.target,
        entry.source,
        entry.app,
        entry.ip,
        entry.detail,
    )
    return dict(zip(COLUMNS, values, strict=True))


def _csv() -> Any:
    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    return lambda row: writer.writerow({name: _harmless(value) for name, value in row.items()})


def _harmless(value: Any) -> Any:
    """A cell that no spreadsheet computes: what looks like a formula is text after a single quote."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _json_line(row: dict[str, Any]) -> None:
    detail = msgspec.Raw(row["detail"].encode())
    print(msgspec.json.encode({**row, "detail": detail}).decode())


def _moment(text: str | None, option: str, default: int) -> int:
    try:
        return default if text is None else parse_datetime(text)
    except ValueError:
        raise Refusal(f"{option}: {text} is no date or time; 2026-11-21 is one, 2026-11-21T10:30:00Z too.", 2) from None
