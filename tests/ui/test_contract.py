"""The web app speaks the public API as it is: the types of its client are those of the routes."""

from tests.ui.contract import PATH, contract


async def test_the_types_of_the_client_are_those_of_the_api() -> None:
    assert PATH.read_text() == await contract(), "run scripts/ui types"
