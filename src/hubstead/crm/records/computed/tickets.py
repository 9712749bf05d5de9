"""Tickets: their second id, the helpdesk's order, and closing."""

from hubstead.crm.properties.datetimes import parse_datetime
from hubstead.crm.records.computed.stages import stage_of
from hubstead.crm.records.moment import Moment
from hubstead.crm.records.rule import rule


@rule()
def constants(moment: Moment) -> None:
    """What every ticket has from the start (recorded in 2024)."""
    moment.set("hs_ticket_id", str(moment.record.id))
    moment.set("hs_helpdesk_sort_timestamp", moment.get("createdate"))
    moment.set("hs_last_message_from_visitor", "false")


@rule("hs_pipeline_stage", "hs_pipeline")
def closing(moment: Moment) -> None:
    """A closed ticket has the moment of closing and the time that it took (ms); an open one has neither."""
    stage = stage_of(moment)
    if stage is not None and stage.closed:
        moment.default("closed_date", moment.now())
        moment.set("hs_last_closed_date", moment.get("closed_date"))
        took = parse_datetime(moment.get("closed_date")) - parse_datetime(moment.get("createdate"))
        moment.set("time_to_close", str(max(0, took)))
    elif moment.get("closed_date"):
        moment.set("closed_date", None)
        moment.set("time_to_close", None)
        moment.set("hs_ticket_reopened_at", moment.now())


RULES = (constants, closing)
