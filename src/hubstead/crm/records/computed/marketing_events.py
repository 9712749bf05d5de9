"""Marketing events: whether they are coming, running, past or cancelled."""

from hubstead.crm.properties.datetimes import parse_datetime


def as_of(values: dict[str, str], now: int) -> None:
    """How the event stands at `now` (ms)."""
    start, end = values.get("hs_start_datetime"), values.get("hs_end_datetime")
    if values.get("hs_event_cancelled") == "true":
        values["hs_event_status"] = "CANCELLED"
    elif values.get("hs_event_completed") == "true" or (end and parse_datetime(end) < now):
        values["hs_event_status"] = "PAST"
    elif start:
        values["hs_event_status"] = "UPCOMING" if now < parse_datetime(start) else "ONGOING"
