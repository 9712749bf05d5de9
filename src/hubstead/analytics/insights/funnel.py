"""Funnels: how many people did one thing, then the next, and so on. Steps are page views, events, forms and stages of
the lifecycle."""

from collections.abc import Callable, Mapping
from typing import Annotated, Literal

import msgspec

from hubstead.analytics.insights.scene import OTHERS, Scene
from hubstead.analytics.periods import Span, day_at, read_day
from hubstead.analytics.statement import Statement
from hubstead.analytics.views.filters import Filter, Narrowing, check
from hubstead.analytics.views.view import view_of
from hubstead.columns.ask import Columns
from hubstead.crm.properties.text import is_storable
from hubstead.kit.errors import Invalid
from hubstead.web.call import Call

_Text = Annotated[str, msgspec.Meta(max_length=1000)]
STAGES = (
    "subscriber",
    "lead",
    "marketingqualifiedlead",
    "salesqualifiedlead",
    "opportunity",
    "customer",
    "evangelist",
)


class StepGiven(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """One thing to do.

    `visit`: any session; `page`: a view of a page that fits the `filters` (of url, domain or path); `event`: the event
    with the full name `eventName`; `form`: the form `formId` was sent (any without one); `lifecycle`: the contact
    reached the `stage`.
    """

    type: Literal["visit", "page", "event", "form", "lifecycle"]
    name: _Text = ""
    filters: Annotated[tuple[Filter, ...], msgspec.Meta(max_length=20)] = ()
    event_name: _Text = ""
    form_id: _Text = ""
    stage: _Text = ""


class FunnelGiven(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A funnel. People enter between `start` and `end` (days, the last one today if not given) and have `windowDays`
    from then on to go through it."""

    start: str
    steps: Annotated[list[StepGiven], msgspec.Meta(min_length=1, max_length=10)]
    end: str = ""
    window_days: Annotated[int, msgspec.Meta(ge=1, le=365)] = 30
    filter_id: int = 0


class StepShown(msgspec.Struct, rename="camel"):
    """How far people came. Rates are of the step before and of the first step; `medianSeconds` from the step before."""

    name: str
    people: int
    from_previous: float
    from_first: float
    median_seconds: float | None


class Funnel(msgspec.Struct, rename="camel"):
    """The steps in order."""

    results: list[StepShown]


async def funnel(call: Call) -> Funnel:
    """How many people came how far. The first time that somebody enters counts."""
    given = call.read(FunnelGiven)
    statement = Statement()
    scene = await _scene(call, given)
    sql = _sql(statement, scene, given)
    ((*counts,),) = await Columns(call)(sql, statement.values)
    people, medians = counts[: len(given.steps)], [None, *counts[len(given.steps) :]]
    return Funnel(
        [
            StepShown(
                name=step.name or _NAMES[step.type](step),
                people=people[place],
                from_previous=_rate(people[place], people[max(place - 1, 0)]),
                from_first=_rate(people[place], people[0]),
                median_seconds=None if medians[place] is None else medians[place] / 1000,
            )
            for place, step in enumerate(given.steps)
        ]
    )


def _rate(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


async def _scene(call: Call, given: FunnelGiven) -> Scene:
    zone = call.caller.portal.time_zone
    first = read_day("start", given.start)
    last = read_day("end", given.end) if given.end else max(first, day_at(call.now(), zone))
    if last < first:
        raise Invalid(f"end ({last}) lies before start ({first}).", context={"end": [given.end]})
    view = (await view_of(call.reading(), given.filter_id)).filters if given.filter_id else ()
    return Scene(Span(first, last, zone), Narrowing(view))


def _sql(statement: Statement, scene: Scene, given: FunnelGiven) -> str:
    """A column for each step: how many reached it; then one for each but the first: the median time (ms) it took."""
    window = given.window_days * 86_400_000
    parts = [f"s0 AS ({_entered(statement, scene, given.steps[0])})"]
    for place, step in enumerate(given.steps[1:], 1):
        # Two things of a kind are two things; others may happen at one moment, as a visit begins with a page view.
        after = ">" if step.type == given.steps[place - 1].type else ">="
        done = _done(statement, step, scene.span.since, scene.span.until + window)
        parts.append(
            f"s{place} AS (SELECT b.person, b.entered, b.moment AS before, min(d.moment) AS moment "
            f"FROM s{place - 1} AS b JOIN ({done}) AS d ON d.person = b.person AND d.moment {after} b.moment "
            f"AND d.moment <= b.entered + {window:d} GROUP BY ALL)"
        )
    counts = [f"(SELECT count(*) FROM s{place})" for place in range(len(given.steps))]
    medians = [f"(SELECT median(moment - before) FROM s{place})" for place in range(1, len(given.steps))]
    return f"WITH {', '.join(parts)} SELECT {', '.join(counts + medians)}"


def _entered(statement: Statement, scene: Scene, step: StepGiven) -> str:
    """Who did the first thing, in the part of the traffic that the view shows, and when first."""
    done = _done(statement, step, scene.span.since, scene.span.until, scene.view)
    return f"SELECT person, min(moment) AS entered, min(moment) AS moment FROM ({done}) GROUP BY person"


def _done(statement: Statement, step: StepGiven, since: int, until: int, view: Narrowing | None = None) -> str:
    if not all(map(is_storable, (step.event_name, step.form_id, step.stage))):
        raise Invalid("A step has a character that no name has.")
    return _STEPS[step.type](statement, step, f"BETWEEN {since:d} AND {until - 1:d}", view or Narrowing(()))


def _visits(statement: Statement, _: StepGiven, when: str, view: Narrowing) -> str:
    return (
        "SELECT coalesce(v.person, s.visitor) AS person, s.started AS moment FROM (SELECT * FROM {sessions} "
        f"WHERE started {when} AND {view.sessions(statement)}) AS s LEFT JOIN {OTHERS} AS v ON v.visitor = s.visitor"
    )


def _pages(statement: Statement, step: StepGiven, when: str, view: Narrowing) -> str:
    check(step.filters)
    fitting = Narrowing((*step.filters, *view.filters)).events(statement)
    return _of_events(fitting, f"kind = 'page_view' AND moment {when}")


def _events(statement: Statement, step: StepGiven, when: str, view: Narrowing) -> str:
    if not step.event_name:
        raise Invalid("A step of the type event names its eventName.", context={"eventName": []})
    name = statement.bound(step.event_name.lower())
    return _of_events(view.events(statement), f"event_type = {name} AND moment {when}")


def _forms(statement: Statement, step: StepGiven, when: str, view: Narrowing) -> str:
    form = f" AND form = {statement.bound(step.form_id)}" if step.form_id else ""
    kinds = "(kind = 'form_submission' OR (kind = 'sent' AND form <> ''))"
    return _of_events(view.events(statement), f"{kinds}{form} AND moment {when}")


def _stages(_: Statement, step: StepGiven, when: str, __: Narrowing) -> str:
    """Contacts by the moment at which they became what the step names; a view says nothing of them."""
    if step.stage not in STAGES:
        raise Invalid(f"A step of the type lifecycle names its stage: {', '.join(STAGES)}.", context={"stage": []})
    column = f"hs_lifecyclestage_{step.stage}_date"
    return (
        f'SELECT -"#id" AS person, epoch_ms({column}) AS moment FROM {{records:0-1:{column}=MOMENT}} '
        f"WHERE epoch_ms({column}) {when}"
    )


def _of_events(events: str, condition: str) -> str:
    """What people did: known by their browser, or as the contact that an event was sent for."""
    return (
        "SELECT coalesce(v.person, if(e.contact > 0, -e.contact, e.visitor)) AS person, e.moment FROM (SELECT visitor, "
        f"if(object_type = '0-1', object_id, 0) AS contact, moment FROM {events} WHERE {condition}) AS e "
        f"LEFT JOIN {OTHERS} AS v ON v.visitor = e.visitor WHERE e.visitor <> 0 OR e.contact > 0"
    )


_STEPS: Mapping[str, Callable[[Statement, StepGiven, str, Narrowing], str]] = {
    "visit": _visits,
    "page": _pages,
    "event": _events,
    "form": _forms,
    "lifecycle": _stages,
}
_NAMES: Mapping[str, Callable[[StepGiven], str]] = {
    "visit": lambda _: "Visit",
    "page": lambda step: "Page view" + "".join(f" {one.prop} {one.op} {', '.join(one.args)}" for one in step.filters),
    "event": lambda step: step.event_name,
    "form": lambda step: f"Form {step.form_id}" if step.form_id else "Any form",
    "lifecycle": lambda step: step.stage,
}
"""What a step is called that was given no name."""
