"""Leads: what the state of their stage means."""

from hubstead.crm.records.computed.stages import stage_of
from hubstead.crm.records.moment import Moment
from hubstead.crm.records.rule import rule


@rule("hs_pipeline_stage", "hs_pipeline")
def state(moment: Moment) -> None:
    """New, in progress, qualified or disqualified; the first two are open. And when the stage last changed."""
    moment.set("hs_pipeline_stage_last_updated", moment.now())
    stage = stage_of(moment)
    found = stage.metadata.get("leadState") if stage else None
    moment.set("hs_pipeline_stage_category", found)
    if found:
        moment.flag("hs_lead_is_new", found == "NEW")
        moment.flag("hs_lead_is_in_progress", found == "IN_PROGRESS")
        moment.flag("hs_lead_is_qualified", found == "QUALIFIED")
        moment.flag("hs_lead_is_disqualified", found == "UNQUALIFIED")
        moment.flag("hs_lead_is_open", found in ("NEW", "IN_PROGRESS"))
        moment.flag("hs_lead_is_open_v2", found in ("NEW", "IN_PROGRESS"))


@rule("hs_lead_name")
def name(moment: Moment) -> None:
    """The name under which leads are listed."""
    moment.set("hs_lead_name_calculated", moment.get("hs_lead_name"))


RULES = (state, name)
