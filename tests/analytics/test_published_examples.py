"""The two example answers of the Analytics API's documentation, number by number, from the counts behind them."""

import json

from hubstead.columns.traffic import EventRow
from tests.analytics.golden import REPORTS, Visits, contacts, moment, put, traffic
from tests.world import World

TOTAL = """{"offset": 6, "total": 6,
"totals": {"rawViews": 10709, "visits": 4430, "visitors": 1779, "leads": 956, "contacts": 7328, "subscribers": 3779,
 "marketingQualifiedLeads": 6, "salesQualifiedLeads": 6, "opportunities": 1860, "customers": 53,
 "pageviewsPerSession": 2.4173814898419863, "bounceRate": 0.6419864559819413, "timePerSession": 245.64672686230247,
 "newVisitorSessionRate": 0.40158013544018056, "sessionToContactRate": 1.654176072234763,
 "contactToCustomerRate": 0.0072325327510917034},
"breakdowns": [
 {"breakdown": "direct", "rawViews": 8142, "visits": 3179, "visitors": 1008, "leads": 498, "contacts": 543,
  "subscribers": 4, "opportunities": 39, "customers": 2, "pageviewsPerSession": 2.5611827618748033,
  "bounceRate": 0.6247247562126454, "timePerSession": 296.14878892733566,
  "newVisitorSessionRate": 0.31708084303240014, "sessionToContactRate": 0.17080843032400125,
  "contactToCustomerRate": 0.003683241252302026},
 {"breakdown": "paid", "rawViews": 1000, "visits": 648, "visitors": 604, "pageviewsPerSession": 1.5432098765432098,
  "bounceRate": 0.7947530864197531, "timePerSession": 45.53086419753087, "newVisitorSessionRate": 0.9320987654320988},
 {"breakdown": "referrals", "rawViews": 1526, "visits": 567, "visitors": 137, "contacts": 1, "subscribers": 1,
  "pageviewsPerSession": 2.691358024691358, "bounceRate": 0.5502645502645502, "timePerSession": 205.9241622574956,
  "newVisitorSessionRate": 0.24162257495590828, "sessionToContactRate": 0.001763668430335097},
 {"breakdown": "organic", "rawViews": 26, "visits": 25, "visitors": 21, "pageviewsPerSession": 1.04,
  "bounceRate": 0.96, "timePerSession": 18.8, "newVisitorSessionRate": 0.84},
 {"breakdown": "other", "rawViews": 15, "visits": 11, "visitors": 9, "pageviewsPerSession": 1.3636363636363635,
  "bounceRate": 0.6363636363636364, "timePerSession": 2.272727272727273, "newVisitorSessionRate": 0.8181818181818182},
 {"breakdown": "offline", "leads": 458, "contacts": 6784, "subscribers": 3774, "marketingQualifiedLeads": 6,
  "salesQualifiedLeads": 6, "opportunities": 1821, "customers": 51, "contactToCustomerRate": 0.007517688679245283}]}"""
DAILY = """{
"2018-01-01": [{"rawViews": 5, "visits": 7, "visitors": 5, "submissions": 2, "leads": 2, "contacts": 12,
  "subscribers": 10, "pageviewsPerSession": 0.7142857142857143, "newVisitorSessionRate": 0.7142857142857143,
  "sessionToContactRate": 1.7142857142857142}],
"2018-01-02": [{"rawViews": 105, "visits": 55, "visitors": 24, "submissions": 16, "leads": 7, "contacts": 87,
  "subscribers": 76, "opportunities": 4, "pageviewsPerSession": 1.9090909090909092,
  "newVisitorSessionRate": 0.43636363636363634, "sessionToContactRate": 1.5818181818181818}],
"2018-01-03": [{"rawViews": 163, "visits": 105, "visitors": 19, "submissions": 96, "leads": 7, "contacts": 120,
  "subscribers": 112, "opportunities": 1, "pageviewsPerSession": 1.5523809523809524,
  "newVisitorSessionRate": 0.18095238095238095, "sessionToContactRate": 1.1428571428571428}]}"""
DAY = "2018-01-15"
# Bounces and seconds are not in the example: they are bounceRate and timePerSession times visits, which is a whole
# number in every row.
VISITS = (
    Visits(DAY, 3179, 1008, 8142, 1986, 941_457, {"source": "DIRECT_TRAFFIC"}),
    Visits(DAY, 648, 604, 1000, 515, 29_504, {"source": "PAID_SEARCH"}),
    Visits(DAY, 567, 137, 1526, 312, 116_759, {"source": "REFERRALS"}),
    Visits(DAY, 25, 21, 26, 24, 470, {"source": "ORGANIC_SEARCH"}),
    Visits(DAY, 11, 9, 15, 7, 25, {"source": "OTHER_CAMPAIGNS"}),
)
CONTACTS = (
    ("DIRECT_TRAFFIC", {"lead": 498, "subscriber": 4, "opportunity": 39, "customer": 2}),
    ("REFERRALS", {"subscriber": 1}),
    (
        "OFFLINE",
        {
            "lead": 458,
            "subscriber": 3774,
            "marketingqualifiedlead": 6,
            "salesqualifiedlead": 6,
            "opportunity": 1821,
            "customer": 51,
            "other": 668,  # 6784 contacts, less those that the example names a stage of
        },
    ),
)


async def test_the_example_of_a_total(world: World) -> None:
    await put(world, traffic(*VISITS))
    for source, stages in CONTACTS:
        for stage, number in stages.items():
            await contacts(world, DAY, number, hs_analytics_source=source, lifecyclestage=stage)
    reply = await world.get(f"{REPORTS}/sources/total?start=20180101&end=20180131")
    assert reply.status == 200
    assert reply.body == json.dumps(json.loads(TOTAL), separators=(",", ":")).encode()


async def test_the_example_by_day(world: World) -> None:
    forms: list[EventRow] = []
    for day, number in (("2018-01-01", 2), ("2018-01-02", 16), ("2018-01-03", 96)):
        forms += [EventRow(moment=moment(f"{day}T11:00") + n, kind="sent", hit=n, form="f-1") for n in range(number)]
    visits = (
        Visits("2018-01-01", 7, 5, 5),
        Visits("2018-01-02", 55, 24, 105),
        Visits("2018-01-03", 105, 19, 163),
    )
    await put(world, traffic(*visits, events=tuple(forms)))
    for day, stages in (
        ("2018-01-01", {"lead": 2, "subscriber": 10}),
        ("2018-01-02", {"lead": 7, "subscriber": 76, "opportunity": 4}),
        ("2018-01-03", {"lead": 7, "subscriber": 112, "opportunity": 1}),
    ):
        for stage, number in stages.items():
            await contacts(world, day, number, lifecyclestage=stage)
    reply = await world.get(f"{REPORTS}/totals/daily?start=20180101&end=20180103")
    assert reply.status == 200
    assert reply.body == json.dumps(json.loads(DAILY), separators=(",", ":")).encode()
