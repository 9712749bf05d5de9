"""Deals: what the stage, the amount and the close date say about winning.

`…_count` and the dates as numbers (ms since the epoch, 0 where they do not apply) are there for sums and averages.
"""

from decimal import Decimal

from hubstead.crm.pipelines.pipeline import Stage
from hubstead.crm.properties.datetimes import parse_datetime
from hubstead.crm.records.computed import amounts
from hubstead.crm.records.computed.stages import stage_of
from hubstead.crm.records.moment import Moment
from hubstead.crm.records.rule import rule

DAY = 86_400_000
_STAGE = ("dealstage", "pipeline")
_PROBABILITY = "hs_deal_stage_probability"


@rule()
def constants(moment: Moment) -> None:
    """What every deal has from the start."""
    moment.set("hs_createdate", moment.get("createdate"))
    moment.set("hs_is_deal_split", "false")


@rule(*_STAGE, always=True)
def closing(moment: Moment) -> None:
    """Closed, won or lost. A closed deal without a close date closes now."""
    stage = stage_of(moment)
    closed = stage is not None and stage.closed
    won = closed and _is_certain(stage)
    moment.flag("hs_is_closed", closed)
    moment.flag("hs_is_closed_won", won)
    moment.flag("hs_is_closed_lost", closed and not won)
    moment.set("hs_is_closed_count", "1" if closed else "0")
    moment.set("hs_is_open_count", "0" if closed else "1")
    moment.set("hs_closed_won_count", "1" if won else "0")
    moment.set("hs_closed_won_date", (moment.get("hs_closed_won_date") or moment.now()) if won else None)
    if closed:
        moment.default("closedate", moment.now())


def _is_certain(stage: Stage | None) -> bool:
    return stage is not None and stage.probability is not None and float(stage.probability) == 1


@rule(*_STAGE)
def probability(moment: Moment) -> None:
    """The chance of winning (0 to 1), from the stage unless it was set by hand in the same write."""
    stage = stage_of(moment)
    chance = amounts.as_binary(stage.probability) if stage and stage.probability else None
    moment.set("hs_deal_stage_probability_shadow", chance)
    if not (moment.moved(_PROBABILITY) and moment.get(_PROBABILITY)):
        moment.set(_PROBABILITY, chance)


@rule(*_STAGE)
def first_stage(moment: Moment) -> None:
    """Whether the deal is in the first stage of its pipeline."""
    pipeline = moment.context.pipelines.by_id.get(moment.get("pipeline") or "")
    stages = pipeline.live_stages() if pipeline else ()
    moment.flag("hs_is_in_first_deal_stage", bool(stages) and stages[0].id == moment.get("dealstage"))


@rule("amount", "hs_exchange_rate", "hs_forecast_probability", _PROBABILITY, *_STAGE, always=True)
def values(moment: Moment) -> None:
    """The amount as it is, in the company's currency, expected by probability, open, and won."""
    amount = amounts.number(moment.get("amount"))
    home = amounts.times(amount, amounts.number(moment.get("hs_exchange_rate")) or Decimal(1))
    chance = amounts.number(moment.get(_PROBABILITY))
    forecast = amounts.number(moment.get("hs_forecast_probability"))
    won, closed = moment.get("hs_is_closed_won") == "true", moment.get("hs_is_closed") == "true"
    moment.set("amount_in_home_currency", amounts.shown(home))
    moment.set("hs_closed_amount", (amounts.shown(amount) if won else None) or "0")
    moment.set("hs_closed_amount_in_home_currency", (amounts.shown(home) if won else None) or "0")
    moment.set("hs_open_amount_in_home_currency", None if home is None else "0" if closed else amounts.shown(home))
    moment.set("hs_projected_amount", amounts.shown(amounts.times(amount, chance)))
    moment.set("hs_projected_amount_in_home_currency", amounts.shown(amounts.times(home, chance)))
    moment.set("hs_forecast_amount", amounts.shown(amount if forecast is None else amounts.times(amount, forecast)))


@rule("closedate", "createdate", *_STAGE, always=True)
def duration(moment: Moment) -> None:
    """Days from creation to the close date, whole and with fractions (0 without one), and both dates as numbers."""
    created, closes = parse_datetime(moment.get("createdate")), moment.get("closedate")
    lasts = max(0, parse_datetime(closes) - created) if closes else 0
    moment.set("days_to_close", str(lasts // DAY))
    moment.set("hs_days_to_close_raw", _days(lasts))
    closed = moment.get("hs_is_closed") == "true"
    moment.set("hs_closed_deal_close_date", str(parse_datetime(closes)) if closed and closes else "0")
    moment.set("hs_closed_deal_create_date", str(created) if closed else "0")
    moment.set("hs_open_deal_create_date", "0" if closed else str(created))


def _days(milliseconds: int) -> str:
    """To the millionth of a day: `103.091862`."""
    return f"{milliseconds / DAY:.6f}".rstrip("0").rstrip(".")


@rule("hs_next_step")
def next_step(moment: Moment) -> None:
    """When the next step was last changed."""
    moment.set("hs_next_step_updated_at", moment.now())


RULES = (constants, closing, probability, first_stage, values, duration, next_step)
