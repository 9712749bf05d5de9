"""Insights over HTTP: what Analytics API v2 cannot tell. A namespace of our own."""

from hubstead.analytics.insights.attribution import Attribution, attribution
from hubstead.analytics.insights.funnel import Funnel, FunnelGiven, funnel
from hubstead.analytics.insights.paths import Paths, paths
from hubstead.analytics.insights.realtime import Realtime, realtime
from hubstead.analytics.insights.retention import Retention, retention
from hubstead.analytics.insights.scene import SPAN
from hubstead.analytics.insights.visitors import UniqueVisitors, unique_visitors
from hubstead.web.call import Call
from hubstead.web.route import Route

SCOPE = ("business-intelligence",)
PERMISSION = "reports"
FEATURE = "traffic-analytics"


async def get_realtime(call: Call) -> Realtime:
    """Who is on the site now, and on which pages; the last 30 minutes, or as many as `minutes` says.

    With `filterId`, only what fits that view.
    """
    return await realtime(call)


async def get_unique_visitors(call: Call) -> UniqueVisitors:
    """How many people came, in all and by day, week or month. These numbers do not add up: people come again."""
    return await unique_visitors(call)


async def get_retention(call: Call) -> Retention:
    """Of the people who first came in a period, how many came again in the periods after it."""
    return await retention(call)


async def post_funnel(call: Call) -> Funnel:
    """How many people went through some steps in order, and how long they took."""
    return await funnel(call)


async def get_attribution(call: Call) -> Attribution:
    """The revenue of won deals by the sources of their contacts' visits; needs the right to read deals, too."""
    return await attribution(call)


async def get_paths(call: Call) -> Paths:
    """The pages that people viewed right before and right after one."""
    return await paths(call)


OURS = "/analytics/hubstead"
ROUTES = (
    Route("GET", OURS + "/realtime", get_realtime, SCOPE, "See who is on the site now", answer=Realtime,
          query=("minutes", "filterId"), feature=FEATURE, permission=PERMISSION),
    Route("GET", OURS + "/unique-visitors", get_unique_visitors, SCOPE, "Count people", answer=UniqueVisitors,
          query=(*SPAN, "interval"), feature=FEATURE, permission=PERMISSION),
    Route("GET", OURS + "/retention", get_retention, SCOPE, "See who comes back", answer=Retention,
          query=(*SPAN, "interval"), feature=FEATURE, permission=PERMISSION),
    Route("POST", OURS + "/funnel", post_funnel, SCOPE, "See how far people come", body=FunnelGiven, answer=Funnel,
          feature=FEATURE, permission=PERMISSION),
    Route("GET", OURS + "/attribution", get_attribution, SCOPE, "Share revenue among sources", answer=Attribution,
          query=(*SPAN, "model", "by"), feature=FEATURE, permission=PERMISSION),
    Route("GET", OURS + "/paths", get_paths, SCOPE, "See the pages before and after one", answer=Paths,
          query=(*SPAN, "page", "limit"), feature=FEATURE, permission=PERMISSION),
)  # fmt: skip
