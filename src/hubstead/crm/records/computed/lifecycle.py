"""The lifecycle stage of contacts and companies: forward only, with the date of each step."""

from hubstead.crm.properties.datetimes import parse_datetime
from hubstead.crm.records.computed.stages import dates
from hubstead.crm.records.moment import Moment
from hubstead.crm.records.rule import rule

STAGE = "lifecyclestage"
DAY = 86_400_000


@rule(STAGE)
def lifecycle(moment: Moment) -> None:
    """A step back is not taken: clear the stage first, then set it. Each step forward leaves its date."""
    stage, before = moment.get(STAGE), moment.before.get(STAGE)
    if stage == before:
        return
    if stage and before and _place(moment, stage) < _place(moment, before):
        moment.record.values[STAGE] = before
        del moment.changes[STAGE]
        return
    dates(moment, STAGE)
    if stage:
        moment.set(f"hs_lifecyclestage_{stage}_date", moment.now())
    if stage == "customer":
        moment.default("closedate", moment.now())


@rule("closedate")
def days_to_close(moment: Moment) -> None:
    """Whole days from creation to becoming a customer."""
    closed, created = moment.get("closedate"), moment.get("createdate")
    days = max(0, (parse_datetime(closed) - parse_datetime(created)) // DAY) if closed and created else None
    moment.set("days_to_close", None if days is None else str(days))


def _place(moment: Moment, stage: str) -> int:
    pipeline = moment.context.pipelines.first
    stages = pipeline.live_stages() if pipeline else ()
    return next((place for place, found in enumerate(stages) if found.id == stage), len(stages))


RULES = (lifecycle, days_to_close)
