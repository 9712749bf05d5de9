"""What the truth store has of visitors, as rows of the column store."""

from collections.abc import Iterator, Sequence
from urllib.parse import SplitResult

import msgspec

from hubstead.columns.traffic import EventRow, SessionRow, VisitorRow, number_of
from hubstead.events import occurrence
from hubstead.events.standard import OF_HITS
from hubstead.tracking.activities import value_of
from hubstead.tracking.beacon import split
from hubstead.tracking.remembered import remembered
from hubstead.tracking.visit import Activity, Visit
from hubstead.tracking.visitor import Known

_encode = msgspec.json.Encoder().encode


def visitor_row(known: Known) -> VisitorRow:
    """A visitor: with the contact that it is, if any, one person with all others that are."""
    first = known.visitor.first
    person = -known.contact or number_of(known.root)
    return VisitorRow(known.utk, number_of(known.utk), known.contact, person, first.at if first else 0)


def session_row(number: int, visit: Visit) -> SessionRow:
    """A visit of the visitor with this number."""
    kinds = [activity.kind for activity in visit.activities]
    source, device, place, utm = visit.source, visit.device, visit.place, visit.utm.get
    return SessionRow(
        visitor=number,
        started=visit.started,
        ended=visit.last,
        source=source.name,
        detail_1=source.detail_1,
        detail_2=source.detail_2,
        country=place.code,
        region=place.region_code,
        city=place.city,
        device=device.type,
        browser=device.browser,
        version=device.version,
        system=device.system,
        utm_source=utm("source", ""),
        utm_medium=utm("medium", ""),
        utm_campaign=utm("campaign", ""),
        utm_term=utm("term", ""),
        utm_content=utm("content", ""),
        first_url=visit.first_url,
        last_url=visit.last_url,
        first_page=page_of(visit.first_url),
        referrer=visit.referrer,
        page_views=visit.page_views,
        events=visit.events,
        submissions=kinds.count("form_submission"),
        cta_views=kinds.count("cta_view"),
        cta_clicks=kinds.count("cta_click"),
        seconds=(visit.last - visit.started) // 1000,
        bounce=visit.page_views == 1,
    )


def event_rows(portal: int, number: int, visit: Visit) -> Iterator[EventRow]:
    """What happened in a visit of the visitor with this number."""
    views = [activity for activity in visit.activities if activity.kind == "page_view"]
    first, last = (views[0], views[-1]) if views else (None, None)
    times, pages = _times(views, visit.last), {page_of(view.url): view.about for view in views}
    for activity in visit.activities:
        about, page, is_view = activity.about.get, page_of(activity.url), activity.kind == "page_view"
        # What does not come from the page itself, such as a form that was sent, says less of it than its views do.
        content = activity.about if is_view else {**pages.get(page, {}), **activity.about}
        yield EventRow(
            moment=activity.at,
            kind=activity.kind,
            hit=activity.id,
            event_type=f"pe{portal}_{activity.bound}" if activity.bound else OF_HITS.get(activity.kind, ""),
            visitor=number,
            session=visit.started,
            page=page,
            url=activity.url,
            title=activity.title,
            page_id=content.get("page", ""),
            content_type=content.get("content", ""),
            content_group=content.get("group", ""),
            form=about("form", ""),
            definition=activity.definition,
            entrance=activity is first,
            leave=activity is last,
            seconds=times[activity.id] if is_view else 0,
            bounce=is_view and len(views) == 1,
            value=value_of(about("value", "")),
            details=_details(activity),
        )


def _times(views: Sequence[Activity], end: int) -> dict[int, int]:
    """The seconds on each page, by the number of its view: until the next one, or until the end of the visit."""
    until = [*(view.at for view in views[1:]), end]
    return {view.id: (following - view.at) // 1000 for view, following in zip(views, until, strict=False)}


def _details(activity: Activity) -> str:
    """What the Events API shows of it beyond the columns."""
    if activity.bound:
        return _encode(activity.properties).decode()
    about = activity.about
    shown: dict[str, str] = {}
    if activity.referrer:
        shown["hs_referrer"] = activity.referrer
    if "canonical" in about:
        shown["hs_canonical_url"] = about["canonical"]
    if "new" in about:
        shown["hs_is_new_cookie"] = about["new"]
    if "path" in about:
        shown["hs_is_virtual_url"] = "true"
    if "before" in about:
        shown["hs_is_virtual_referrer"] = "true"
    if "targeted" in about:
        shown["hs_targeted_content_aggregation"] = about["targeted"]
    shown.update((name, value) for name, value in activity.properties.items() if value)
    return _encode(shown).decode()


def sent_row(one: occurrence.Occurrence) -> EventRow:
    """An event without a session: sent by an app or a server, or a form."""
    get = one.properties.get
    url = get("hs_page_url", "")
    return EventRow(
        moment=one.at,
        kind="sent",
        hit=one.place,
        event_type=one.event_type,
        event=one.event,
        object_type=one.type,
        object_id=one.id,
        visitor=number_of(one.visitor) if one.visitor else 0,
        page=page_of(url),
        url=url,
        title=get("hs_page_title", ""),
        page_id=get("hs_page_id", ""),
        content_type=get("hs_page_content_type", ""),
        form=get("hs_form_id", ""),
        definition=one.definition,
        value=value_of(get("value", "")),
        details=_encode(one.properties).decode(),
    )


@remembered
def page_of(url: str) -> str:
    """The page as reports name it: scheme, host and path, without query, fragment and trailing slash."""
    parts: SplitResult = split(url)
    if not parts.hostname:
        return ""
    try:
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        port = ""
    return f"{parts.scheme}://{parts.hostname}{port}{parts.path.rstrip('/') or '/'}"
