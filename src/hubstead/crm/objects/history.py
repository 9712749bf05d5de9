"""What values a property had: the facts of a record, newest first, those of the records merged into it included."""

from collections.abc import Sequence
from typing import Any

import msgspec

from hubstead.crm.properties.datetimes import format_datetime
from hubstead.crm.records.record import merged_from
from hubstead.store.unit import Unit

Versions = dict[str, list[dict[str, Any]]]
_decode = msgspec.json.Decoder(dict[str, str | None]).decode


async def histories(unit: Unit, type: str, ids: Sequence[int], names: Sequence[str]) -> dict[int, Versions]:
    """Per record and property the versions, newest first: value, timestamp, source."""
    heirs = {id: id for id in ids}
    for into, olds in (await merged_from(unit, type, ids)).items():
        heirs.update(dict.fromkeys(olds, into))
    answer: dict[int, Versions] = {id: {name: [] for name in names} for id in ids}
    sql = (
        "SELECT id, at, source, source_id, user_id, body FROM fact "
        "WHERE portal = ?1 AND type = ?2 AND id = ANY(?3) AND kind IN ('object.created', 'object.changed') "
        "ORDER BY seq DESC"
    )
    for id, at, source, source_id, user_id, body in await unit.rows(sql, type, list(heirs)):
        changes = _decode(body)
        for name in names:
            if name in changes:
                answer[heirs[id]][name].append(_version(changes[name], at, source, source_id, user_id))
    return answer


def _version(value: str | None, at: int, source: str, source_id: str, user_id: int) -> dict[str, Any]:
    version: dict[str, Any] = {"value": value or "", "timestamp": format_datetime(at), "sourceType": source}
    if source_id:
        version["sourceId"] = source_id
    if user_id:
        version["updatedByUserId"] = user_id
    return version
