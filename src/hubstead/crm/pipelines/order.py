"""Where a stage stands: the service never keeps two stages of a pipeline at one `displayOrder`."""

from collections.abc import Sequence

import msgspec

from hubstead.crm.pipelines.pipeline import Stage


def placed(stages: Sequence[Stage], stage: Stage) -> tuple[Stage, ...]:
    """The stages with one more. At a taken place it comes right after the stage there, and all are numbered anew."""
    in_order = sorted(stages, key=lambda known: known.display_order)
    taken = next((at for at, known in enumerate(in_order) if known.display_order == stage.display_order), None)
    if taken is None:
        return tuple(sorted((*in_order, stage), key=lambda known: known.display_order))
    return _numbered([*in_order[: taken + 1], stage, *in_order[taken + 1 :]])


def arranged(stages: Sequence[Stage]) -> tuple[Stage, ...]:
    """The stages of one request: gaps survive, shared places are settled by numbering all anew."""
    in_order = sorted(stages, key=lambda stage: stage.display_order)
    distinct = {stage.display_order for stage in stages}
    return tuple(in_order) if len(distinct) == len(stages) else _numbered(in_order)


def _numbered(stages: Sequence[Stage]) -> tuple[Stage, ...]:
    return tuple(msgspec.structs.replace(stage, display_order=place) for place, stage in enumerate(stages))
