"""PyPI hubspot-api-client over a socket: deal splits."""

from typing import Any

import pytest
from hubspot import HubSpot
from hubspot.crm.objects import deal_splits as models

from tests.client.make import make
from tests.client.portal import Portal


@pytest.fixture(scope="module")
def owners(hubspot: HubSpot, portal: Portal) -> list[int]:
    """Two owners of the portal."""
    portal.add_owner("second@example.com")
    return [int(owner.id) for owner in hubspot.crm.owners.get_all()][:2]


def shares(deal: str, *parts: tuple[int, float]) -> Any:
    splits = [models.PublicDealSplitInput(owner_id=owner, percentage=part) for owner, part in parts]
    return models.PublicDealSplitsCreateRequest(id=int(deal), splits=splits)


def shown(answer: Any) -> dict[str, list[tuple[str, str]]]:
    return {
        deal.id: [
            (split.properties["hubspot_owner_id"], split.properties["hs_deal_split_percentage"])
            for split in deal.splits
        ]
        for deal in answer.results
    }


def test_the_credit_for_a_deal_is_shared_and_shared_anew(hubspot: HubSpot, owners: list[int]) -> None:
    api = hubspot.crm.objects.deal_splits.batch_api
    first, second = owners
    deal = make(hubspot, "deals")
    request = models.PublicDealSplitsBatchCreateRequest(inputs=[shares(deal, (first, 0.3), (second, 0.7))])
    made = api.upsert(request)
    assert (made.status, shown(made)) == ("COMPLETE", {deal: [(str(first), "0.3"), (str(second), "0.7")]})
    asked = models.BatchInputPublicObjectId(inputs=[models.PublicObjectId(id=deal)])
    assert shown(api.read(asked)) == shown(made)
    properties = ["hs_is_deal_split", "hs_num_associated_deal_splits"]
    read = hubspot.crm.deals.basic_api.get_by_id(deal, properties=properties)
    assert [read.properties[name] for name in properties] == ["true", "2"]

    request = models.PublicDealSplitsBatchCreateRequest(inputs=[shares(deal, (second, 1))])
    again = api.upsert(request)
    assert shown(again) == {deal: [(str(second), "1")]}
    assert again.results[0].splits[0].id == made.results[0].splits[1].id
    assert [split.id for split in hubspot.crm.objects.get_all("deal_splits")] == [made.results[0].splits[1].id]
    read = hubspot.crm.deals.basic_api.get_by_id(deal, properties=properties)
    assert [read.properties[name] for name in properties] == ["false", "1"]


def test_a_batch_says_which_deals_cannot_be_shared_so(hubspot: HubSpot, owners: list[int]) -> None:
    first, second = owners
    good, short, doubled, stranger, fine = (make(hubspot, "deals") for _ in range(5))
    inputs = [
        shares(good, (first, 0.5), (second, 0.5)),
        shares(short, (first, 0.5), (second, 0.4)),
        shares(doubled, (first, 0.5), (first, 0.5)),
        shares(stranger, (1, 1)),
        shares(fine, (first, 0.123456789), (second, 0.876543211)),
        shares("1", (first, 1)),
    ]
    done = hubspot.crm.objects.deal_splits.batch_api.upsert(models.PublicDealSplitsBatchCreateRequest(inputs=inputs))
    assert isinstance(done, models.BatchResponseDealToDealSplitsWithErrors)
    assert list(shown(done)) == [good]
    assert done.num_errors == 5
    assert [error.category for error in done.errors] == ["VALIDATION_ERROR"] * 4 + ["OBJECT_NOT_FOUND"]
    asked = [models.PublicObjectId(id=id) for id in (short, "1")]
    read = hubspot.crm.objects.deal_splits.batch_api.read(models.BatchInputPublicObjectId(inputs=asked))
    assert (shown(read), read.num_errors) == ({short: []}, 1)
