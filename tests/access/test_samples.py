"""The samples of the walks: each route has one, and each does what it is for when its caller may."""

import pytest

from hubstead.app import ROUTES
from tests.access.samples.cast import cast
from tests.access.samples.requests import SAMPLES, requests
from tests.access.samples.walked import WALKED, name_of
from tests.world import World

ALWAYS_REFUSED = frozenset(("POST /settings/currencies/central-fx-rates/add-currency",))
"""Routes for what this server does not have: exchange rates that somebody else keeps."""


@pytest.mark.parametrize("room", sorted({route.handler.__module__ for route in WALKED}))
async def test_every_route_has_samples_that_succeed(world: World, room: str) -> None:
    here, number = await cast(world, "x0"), 0
    for route in (each for each in WALKED if each.handler.__module__ == room):
        for place in range(len(list(requests(route, here)))):
            request = list(requests(route, here))[place]
            reply = await world.call(*request)
            assert reply.status < 300 or name_of(route) in ALWAYS_REFUSED, (request, reply.body)
            assert reply.status != 207, (request, reply.body)
            if route.method != "GET" and not route.path.endswith(("/read", "/search")):
                number += 1
                here = await cast(world, f"x{number}")


def test_no_sample_is_left_over() -> None:
    assert set(SAMPLES) <= {name_of(route) for route in ROUTES}
