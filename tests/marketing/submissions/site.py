"""A form on a site, and those who send it."""

from typing import Any

from tests.marketing.forms.sample import form
from tests.world import PORTAL, Reply, World


class Site:
    """One form of a world."""

    def __init__(self, world: World, id: str) -> None:
        self.world = world
        self.id = id

    async def send(self, *, headers: dict[str, str] | None = None, **body: Any) -> Reply:
        """Send it without a token: `email="a@b.de"` and so on, or whole members by their names in the API."""
        return await self.world.post(self._url(""), _body(body), token=None, headers=headers)

    async def send_secure(self, **body: Any) -> Reply:
        """Send it with the world's token."""
        return await self.world.post(self._url("secure/"), _body(body))

    async def problems(self, **body: Any) -> list[tuple[str, str]]:
        """What is wrong with a submission that is refused: type and message."""
        reply = await self.send(**body)
        assert reply.status == 400, reply.body
        assert reply.json["message"] == "The request is not valid"
        assert set(reply.json) == {"status", "message", "correlationId", "errors"}
        return [(error["errorType"], error["message"]) for error in reply.json["errors"]]

    async def submissions(self, query: str = "") -> Any:
        return (await self.world.get(f"/form-integrations/v1/submissions/forms/{self.id}{query}")).json

    async def contact(self, email: str, *names: str) -> dict[str, Any]:
        """The values of the contact with this address."""
        url = f"/crm/v3/objects/contacts/{email}?idProperty=email&properties={','.join(names)}"
        reply = await self.world.get(url)
        assert reply.status == 200, reply.body
        return {**reply.json["properties"], "id": reply.json["id"]}

    def _url(self, way: str) -> str:
        return f"/submissions/v3/integration/{way}submit/{PORTAL}/{self.id}"


def _body(given: dict[str, Any]) -> dict[str, Any]:
    members = {"fields", "submittedAt", "context", "legalConsentOptions", "skipValidation"}
    values = [{"name": name, "value": value} for name, value in given.items() if name not in members]
    return {"fields": values, **{name: value for name, value in given.items() if name in members}}


async def site(world: World, *fields: dict[str, Any], **more: Any) -> Site:
    """A site with a form that has an e-mail field and these."""
    reply = await world.post("/marketing/v3/forms", form(*fields, **more))
    assert reply.status == 201, reply.body
    return Site(world, reply.json["id"])
