"""An app with a template, installed in the first portal."""

from typing import Any
from urllib.parse import quote

from tests.apps.oauth import Installer
from tests.world import PORTAL, Reply, World

V3 = "/integrators/timeline/v3"
SCOPES = ("oauth", "timeline", "crm.objects.contacts.read", "crm.objects.contacts.write")
TOKENS: list[dict[str, Any]] = [
    {"name": "petName", "label": "Pet Name", "type": "string"},
    {"name": "petAge", "label": "Pet Age", "type": "number"},
    {
        "name": "petColor",
        "label": "Pet Color",
        "type": "enumeration",
        "options": [{"value": "white", "label": "White"}, {"value": "black", "label": "Black"}],
    },
    {"name": "born", "label": "Born", "type": "date"},
]
TEMPLATE: dict[str, Any] = {
    "name": "PetSpot Registration",
    "headerTemplate": "Registered for [PetSpot](https://example.com): {{petName}}",
    "detailTemplate": "Born {{#formatDate born}}{{/formatDate}}\n\n"
    "{{#each extraData.pollData}}* {{question}}: {{answer}}\n{{/each}}",
    "objectType": "contacts",
    "tokens": TOKENS,
}


class App(Installer):
    """Requests with the developer key, and with the access token of an install."""

    scopes: tuple[str, ...] = SCOPES
    token = ""

    @property
    def base(self) -> str:
        return f"{V3}/{self.made.app_id}/event-templates"

    async def develop(self, method: str, path: str = "", body: Any = None) -> Reply:
        url = f"{self.base}{path}?hapikey={self.made.developer_api_key}"
        return await self.world.call(method, url, body, token=None)

    async def template(self, **more: Any) -> str:
        """The id of a new template."""
        reply = await self.develop("POST", "", {**TEMPLATE, **more})
        assert reply.status == 201, reply.body
        return str(reply.json["id"])

    async def send(self, template: str, **given: Any) -> Reply:
        body = {"eventTemplateId": template, "tokens": {"petName": "Art"}, **given}
        return await self.world.post(f"{V3}/events", body, token=self.token)

    async def read(self, template: str, event: str, what: str = "") -> Reply:
        return await self.world.get(f"{V3}/events/{template}/{quote(event, safe='')}{what}", token=self.token)


async def app_of(world: World, name: str = "Petspot", portal: int = PORTAL, **fields: Any) -> App:
    app = App(world, (await Installer.of(world, name, **{"scopes": SCOPES, **fields})).made)
    app.token = (await app.install(portal))["access_token"]
    return app
