"""The formulas of metrics, with numbers that HubSpot published, to the last digit."""

import pytest

from hubstead.analytics.reports.metrics import METRICS, shown

PUBLISHED = [
    ("pageviewsPerSession", {"raw_views": 10709, "visits": 4430}, 2.4173814898419863),
    ("pageviewsPerSession", {"raw_views": 8142, "visits": 3179}, 2.5611827618748033),
    ("pageviewsPerSession", {"raw_views": 5, "visits": 7}, 0.7142857142857143),
    ("newVisitorSessionRate", {"visitors": 1779, "visits": 4430}, 0.40158013544018056),
    ("newVisitorSessionRate", {"visitors": 604, "visits": 648}, 0.9320987654320988),
    ("sessionToContactRate", {"contacts": 7328, "visits": 4430}, 1.654176072234763),
    ("sessionToContactRate", {"contacts": 1, "visits": 567}, 0.001763668430335097),
    ("contactToCustomerRate", {"customers": 53, "contacts": 7328}, 0.0072325327510917034),
    ("contactToCustomerRate", {"customers": 51, "contacts": 6784}, 0.007517688679245283),
    ("bounceRate", {"bounces": 2844, "visits": 4430}, 0.6419864559819413),
    ("bounceRate", {"bounces": 24, "visits": 25}, 0.96),
    ("timePerSession", {"seconds": 1_088_215, "visits": 4430}, 245.64672686230247),
    ("timePerSession", {"seconds": 25, "visits": 11}, 2.272727272727273),
    ("timePerPageview", {"seconds": 11288, "raw_views": 258}, 43.751937984496124),
    ("pageBounceRate", {"page_bounces": 7, "entrances": 19}, 0.3684210526315789),
    ("returningVisits", {"visits": 4430, "visitors": 1779}, 2651),
    ("pageviewsMinusExits", {"raw_views": 258, "exits": 19}, 239),
    ("exitsPerPageview", {"exits": 1, "raw_views": 4}, 0.25),
    ("contactsPerPageview", {"contacts": 1, "raw_views": 8}, 0.125),
    ("leadsPerView", {"leads": 3, "raw_views": 8}, 0.375),
    ("customersPerPageview", {"customers": 5, "raw_views": 8}, 0.625),
    ("submissionsPerFormView", {"submissions": 3, "form_views": 4}, 0.75),
]


@pytest.mark.parametrize(("name", "counts", "value"), PUBLISHED)
def test_a_metric_follows_from_counts(name: str, counts: dict[str, int], value: float) -> None:
    assert METRICS[name].value(counts) == value
    assert set(METRICS[name].columns) == set(counts)


def test_what_is_zero_or_divided_by_zero_is_left_out() -> None:
    names = ("rawViews", "visits", "bounceRate", "pageviewsPerSession", "contactToCustomerRate", "returningVisits")
    assert shown(names, {"visits": 2, "visitors": 2, "raw_views": 0}) == {"visits": 2}
    assert shown(names, {"customers": 1}) == {}
