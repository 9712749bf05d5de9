"""Services, projects, appointments, goals and users: what remains, how long it takes, how far it is."""

from decimal import Decimal

from hubstead.crm.properties.datetimes import parse_datetime
from hubstead.crm.records.computed.amounts import minus, number, over, shown, times
from hubstead.crm.records.moment import Moment
from hubstead.crm.records.rule import rule


@rule("hs_total_cost", "hs_amount_paid")
def remaining(moment: Moment) -> None:
    """What of the cost is still to be paid."""
    left = minus(number(moment.get("hs_total_cost")), number(moment.get("hs_amount_paid")))
    moment.set("hs_amount_remaining", shown(left))


@rule("hs_appointment_start", "hs_appointment_end")
def duration(moment: Moment) -> None:
    """From the start of an appointment to its end, in ms."""
    start, end = moment.get("hs_appointment_start"), moment.get("hs_appointment_end")
    moment.set("hs_duration", str(parse_datetime(end) - parse_datetime(start)) if start and end else None)


@rule("hs_kpi_value", "hs_target_amount")
def progress(moment: Moment) -> None:
    """How much of a goal is reached, as a percentage, and when that was worked out."""
    value, target = number(moment.get("hs_kpi_value")), number(moment.get("hs_target_amount"))
    if value is None or not target:
        moment.set("hs_kpi_progress_percent", None)
        return
    moment.set("hs_kpi_progress_percent", shown(over(times(value, Decimal(100)) or value, target)))
    moment.set("hs_kpi_value_last_calculated_at", moment.now())


@rule("hs_given_name", "hs_family_name")
def user_name(moment: Moment) -> None:
    """First and last name of a user, for search."""
    names = (moment.get("hs_given_name"), moment.get("hs_family_name"))
    moment.set("hs_searchable_calculated_name", " ".join(filter(None, names)))


SERVICES = (remaining,)
PROJECTS = (remaining,)
APPOINTMENTS = (duration,)
GOALS = (progress,)
USERS = (user_name,)
