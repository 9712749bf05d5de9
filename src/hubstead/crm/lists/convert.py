"""Converting dynamic lists to manual ones when their time has come, by the portal's clock."""

from calendar import monthrange
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from hubstead.crm.lists import wire
from hubstead.crm.lists.list import DYNAMIC, MANUAL, List, Schedule, find, put
from hubstead.crm.lists.manage import tell
from hubstead.crm.lists.moments import When, moved, ms
from hubstead.kit.errors import Invalid, NotFound
from hubstead.store.portal import portal_of
from hubstead.store.unit import Unit

DATE, INACTIVITY = "CONVERSION_DATE", "INACTIVITY"
UNITS = ("DAY", "WEEK", "MONTH")
LONGEST = 1_000
"""Units of inactivity (our choice)."""


async def schedule(unit: Unit, id: str, given: wire.ScheduleInput) -> List:
    """Say when a dynamic list is to be converted. Raises `NotFound` and `Invalid`."""
    one = await find(unit, id, lock=True)
    if one.processing != DYNAMIC:
        raise Invalid(f"Only a DYNAMIC list can be converted; list {one.id} is {one.processing}.")
    wanted = _checked(given)
    changed = msgspec.structs.replace(one, schedule=wanted, scheduled_at=unit.now)
    if wanted.conversion_type == DATE and due_at(changed, await zone_of(unit)) <= unit.now:
        raise Invalid("The day of the conversion must be in the future.", context={"conversionType": [DATE]})
    put(unit, changed)
    tell(unit, changed, "SCHEDULE_CONVERSION")
    return changed


async def scheduled(unit: Unit, id: str) -> List:
    """The list, if a conversion is planned or was done. Raises `NotFound`."""
    one = await find(unit, id)
    if one.schedule is None:
        raise NotFound(f"No conversion is scheduled for list {one.id}.", context={"listId": [str(one.id)]})
    return one


async def cancel(unit: Unit, id: str) -> None:
    """Take a planned conversion back. Raises `NotFound`."""
    one = await find(unit, id, lock=True)
    if one.schedule is None or one.converted_at:
        raise NotFound(f"No conversion is scheduled for list {one.id}.", context={"listId": [str(one.id)]})
    put(unit, msgspec.structs.replace(one, schedule=None, scheduled_at=0))


async def convert_due(unit: Unit, id: int) -> bool:
    """Convert a list if its time has come; its members stay. Says whether it was."""
    one = await find(unit, id, lock=True)
    if one.schedule is None or one.converted_at or due_at(one, await zone_of(unit)) > unit.now:
        return False
    changed = msgspec.structs.replace(
        one, processing=MANUAL, filters=None, waiting=False, evaluated=True, converted_at=unit.now, updated_at=unit.now
    )
    put(unit, changed)
    tell(unit, changed, "CONVERT")
    return True


def due_at(one: List, zone: ZoneInfo) -> int:
    """When a list is to be converted (ms): at the beginning of a day in the zone of the account, or so long after its
    members last changed."""
    plan = one.schedule
    if plan is None:
        return 2**62
    if plan.conversion_type == DATE:
        return ms(datetime(plan.year or 1, plan.month or 1, plan.day or 1, tzinfo=zone))
    last = When(max(one.scheduled_at, one.added, one.removed), zone).local()
    return ms(moved(last, plan.time_unit or "DAY", plan.offset or 1))


async def zone_of(unit: Unit) -> ZoneInfo:
    """The time zone of the account."""
    return ZoneInfo((await portal_of(unit)).time_zone)


def _checked(given: wire.ScheduleInput) -> Schedule:
    if given.conversion_type == DATE:
        year, month, day = given.year or 0, given.month or 0, given.day or 0
        if not (1 <= year <= 9998 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
            raise Invalid("A CONVERSION_DATE needs a year, a month (1 to 12) and a day.")
        return Schedule(DATE, year=year, month=month, day=day)
    if given.conversion_type == INACTIVITY:
        if given.time_unit not in UNITS or not 1 <= (given.offset or 0) <= LONGEST:
            raise Invalid(f"INACTIVITY needs a timeUnit ({', '.join(UNITS)}) and an offset from 1 to {LONGEST}.")
        return Schedule(INACTIVITY, time_unit=given.time_unit, offset=given.offset)
    raise Invalid(
        f"Conversion type {given.conversion_type[:60]} is not one of {DATE}, {INACTIVITY}",
        context={"conversionType": [given.conversion_type[:60]]},
    )
