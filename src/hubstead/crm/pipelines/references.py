"""Which records are in a stage: asked before a stage goes."""

from collections.abc import Sequence

import msgspec

from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.object_types.reach import bound_of
from hubstead.crm.pipelines.lifecycle import stage_property
from hubstead.kit.errors import Invalid
from hubstead.store.unit import Unit

LISTED = 200
"""Record ids that a refusal names at most."""
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(dict[str, str]).decode


async def refuse_referenced(unit: Unit, type: ObjectType, stages: Sequence[str]) -> None:
    """Raise the service's 400 when a live record is in any of these stages; it names those that the user may see."""
    found = {id: document for stage in stages for id, document in await _records_in(unit, type, stage)}
    if found:
        bound = bound_of(unit, type.id, "view")
        ids = sorted(id for id, document in found.items() if bound is None or bound.holds(_decode(document)))
        shown_stages, shown_ids = f"[{', '.join(stages)}]", f"[{', '.join(map(str, ids[:LISTED]))}]"
        raise Invalid(
            f"Stage IDs: {shown_stages} are being referenced by object IDs: {shown_ids}",
            context={"stageIds": [shown_stages], "objectIds": [shown_ids]},
            sub_category="PipelineError.STAGE_ID_IN_USE",
        )


async def _records_in(unit: Unit, type: ObjectType, stage: str) -> list[tuple[int, str]]:
    """Documents are compact JSON in which quotes inside values are escaped: the pair occurs nowhere else.

    `LIKE` does not tell upper from lower case on every engine, so what it finds is looked at again.
    """
    pair = (_encode(stage_property(type)) + b":" + _encode(stage)).decode()
    pattern = pair.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    sql = (
        "SELECT id, document FROM record WHERE portal = ?1 AND type = ?2 AND archived = 0 "
        "AND document LIKE ?3 ESCAPE '\\' ORDER BY id LIMIT ?4"
    )
    return [(row[0], row[1]) for row in await unit.rows(sql, type.id, f"%{pattern}%", LISTED) if pair in row[1]]
