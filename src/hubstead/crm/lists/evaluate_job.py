"""The job that evaluates a list when its filters are new: durable, so no restart forgets it."""

from hubstead.jobs import job as jobs
from hubstead.jobs.kind import Kind
from hubstead.jobs.running import Running
from hubstead.store.unit import Unit

NAME = "list.evaluate"


async def queue(unit: Unit, list_id: int) -> None:
    """Let a list be evaluated once this unit is committed."""
    await jobs.queue(unit, NAME, list_id, key=str(list_id))


async def run(job: Running) -> None:
    """Evaluate the list with the filters that it has then; one that was evaluated meanwhile is left as it is."""
    await job.rooms.lists.evaluate(job.portal, job.read(int))


EVALUATE = Kind(NAME, run, at_once=1, attempts=50)
"""One at a time: an evaluation uses both cores of a small machine."""
