"""A small day on a site: who came from where, looked at what, and sent which form. Every number is counted by hand.

On 2026-02-03 (a Tuesday, UTC):

- Ada is new, from a search (Berlin, a desktop): /, /pricing (page 11, landing page), sends form f-1 there.
- Bob was there in January, comes from a campaign (Paris, a mobile): /blog/hi (page 21 of blog 7), bounces.
- Bob comes again an hour later, typing the address: /blog/hi, then /blog/ho (page 22 of blog 7).

On 2026-02-10 Ada comes again, from a search: /pricing, bounces.
"""

from typing import Any

from hubstead.columns.traffic import EventRow, SessionRow, Traffic, VisitorRow
from tests.analytics.golden import contacts, moment, put, trace
from tests.world import PORTAL, World

SITE = "https://shop.example.com"
ADA, BOB = 1, 2
TEN, ELEVEN, NEXT = (moment(text) for text in ("2026-02-03T10:00", "2026-02-03T11:00", "2026-02-10T10:00"))
SPAN = "start=20260201&end=20260228"


def _view(visitor: int, session: int, after: int, path: str, **more: Any) -> EventRow:
    at = session + after * 1000
    return EventRow(moment=at, kind="page_view", hit=at, visitor=visitor, session=session, page=SITE + path,
                    url=SITE + path, title=f"Title of {path}", **more)  # fmt: skip


def _event(kind: str, visitor: int, session: int, after: int, path: str, **more: Any) -> EventRow:
    return EventRow(moment=session + after * 1000, kind=kind, hit=session + after, visitor=visitor, session=session,
                    page=SITE + path, url=SITE + path, **more)  # fmt: skip


PRICING = {"page_id": "11", "content_type": "landing-page"}
HI = {"page_id": "21", "content_type": "blog-post", "content_group": "7"}
HO = {"page_id": "22", "content_type": "blog-post", "content_group": "7"}
SESSIONS = (
    SessionRow(visitor=ADA, started=TEN, ended=TEN + 90_000, source="ORGANIC_SEARCH", detail_1="Shoes",
               detail_2="Google", country="DE", device="DESKTOP", page_views=2, submissions=1, seconds=90,
               first_page=f"{SITE}/", cta_views=1, cta_clicks=1),
    SessionRow(visitor=BOB, started=TEN, ended=TEN, source="OTHER_CAMPAIGNS", detail_1="Spring", country="FR",
               device="MOBILE", utm_campaign="Spring", utm_source="news", page_views=1, bounce=True,
               first_page=f"{SITE}/blog/hi"),
    SessionRow(visitor=BOB, started=ELEVEN, ended=ELEVEN + 30_000, source="DIRECT_TRAFFIC", country="FR",
               device="TABLET", page_views=2, seconds=30, events=1, first_page=f"{SITE}/blog/hi"),
    SessionRow(visitor=ADA, started=NEXT, ended=NEXT, source="ORGANIC_SEARCH", detail_1="shoes", detail_2="Bing",
               country="DE", device="DESKTOP", page_views=1, bounce=True, first_page=f"{SITE}/pricing"),
)  # fmt: skip
EVENTS = (
    _view(ADA, TEN, 0, "/", entrance=True, seconds=40),
    _view(ADA, TEN, 40, "/pricing", leave=True, seconds=50, **PRICING),
    _event("cta_view", ADA, TEN, 41, "/pricing", **PRICING),
    _event("cta_click", ADA, TEN, 42, "/pricing", **PRICING),
    _event("form_view", ADA, TEN, 43, "/pricing", form="f-1", **PRICING),
    _event("form_visible", ADA, TEN, 44, "/pricing", form="f-1", **PRICING),
    _event("form_interaction", ADA, TEN, 45, "/pricing", form="f-1", **PRICING),
    _event("form_submission", ADA, TEN, 90, "/pricing", **PRICING),
    _view(BOB, TEN, 0, "/blog/hi", entrance=True, leave=True, bounce=True, **HI),
    _view(BOB, ELEVEN, 0, "/blog/hi", entrance=True, seconds=20, **HI),
    _view(BOB, ELEVEN, 20, "/blog/ho", leave=True, seconds=10, **HO),
    _event("event", BOB, ELEVEN, 30, "/blog/ho", definition=1234, event_type="pe1_bought"),
    _view(ADA, NEXT, 0, "/pricing", entrance=True, leave=True, bounce=True, **PRICING),
    EventRow(moment=TEN + 90_000, kind="sent", hit=1, form="f-1"),
)


async def open_site(world: World) -> int:
    """The day, in the columns; answers the id of Ada's contact, a lead that was made when she sent the form."""
    found = await contacts(world, "2026-02-03T10:01", 1, hs_analytics_source="ORGANIC_SEARCH", lifecyclestage="lead")
    await trace(world, found, "Shoes", "Google")
    ada = found[0]
    visitors = (
        VisitorRow("a" * 32, ADA, ada, -ada, TEN),
        VisitorRow("b" * 32, BOB, 0, BOB, moment("2026-01-03T10:00")),
    )
    await put(world, Traffic(PORTAL, "UTC", visitors=visitors, sessions=SESSIONS, events=EVENTS))
    return ada
