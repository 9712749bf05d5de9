"""Event templates and their tokens over HTTP, for developers of apps."""

from typing import Any

from hubstead.crm.timeline import manage, template, wire
from hubstead.kit.errors import Forbidden, NotFound
from hubstead.web.answer import NO_CONTENT, Answer
from hubstead.web.call import Call
from hubstead.web.envelopes import Results
from hubstead.web.route import DEVELOPER, Route


async def get_all(call: Call) -> Any:
    """Every event template of an app."""
    found = await template.of_app(call.store, _app(call))
    return Results([wire.template_shown(one) for one in found])


async def get_one(call: Call) -> Any:
    """One event template."""
    return wire.template_shown(await template.one_of(call.store, _app(call), call.path[1]))


async def create(call: Call) -> Any:
    """Make an event template."""
    app, given = _app(call), call.read(wire.TemplateInput)
    id = await template.new_id(call.store)
    return wire.template_shown(await call.write(lambda unit: manage.create(unit, app, id, given)))


async def update(call: Call) -> Any:
    """Change texts and tokens of an event template. Events that were sent are shown by the new texts."""
    app, given = _app(call), call.read(wire.TemplatePatch)
    return wire.template_shown(await call.write(lambda unit: manage.update(unit, app, call.path[1], given)))


async def delete(call: Call) -> Answer:
    """Delete an event template. Its events are not shown any more."""
    app = _app(call)
    await call.write(lambda unit: manage.delete(unit, app, call.path[1]))
    return NO_CONTENT


async def create_token(call: Call) -> Any:
    """Give an event template another token."""
    app, given = _app(call), call.read(wire.TokenInput)
    return wire.token_shown(await call.write(lambda unit: manage.add_token(unit, app, call.path[1], given)))


async def update_token(call: Call) -> Any:
    """Change label, property and options of a token."""
    app, given = _app(call), call.read(wire.TokenPatch)
    _, id, name = call.path
    return wire.token_shown(await call.write(lambda unit: manage.change_token(unit, app, id, name, given)))


async def delete_token(call: Call) -> Answer:
    """Take a token from an event template. Events that have it stay as they are."""
    app = _app(call)
    _, id, name = call.path
    await call.write(lambda unit: manage.remove_token(unit, app, id, name))
    return NO_CONTENT


def _app(call: Call) -> int:
    """The app in the path, which must be the one that the developer key is of. Raises `Forbidden` and `NotFound`."""
    if call.caller.kind != "developer":
        raise Forbidden(
            "This API can't be called using an OAuth access token. A valid developer API key must be provided in the "
            "'hapikey' query parameter."
        )
    app = call.path[0]
    if app != str(call.caller.app):
        raise NotFound(f"No app {app[:20]} goes with this developer API key.", context={"appId": [app[:20]]})
    return call.caller.app


TEMPLATES = "/integrators/timeline/{appId}/event-templates"
TEMPLATE = TEMPLATES + "/{eventTemplateId}"
TOKENS = TEMPLATE + "/tokens"
TOKEN = TOKENS + "/{tokenName}"
ROUTES = (
    Route("GET", TEMPLATES, get_all, DEVELOPER, "List event templates", answer=Results[wire.TemplateShown]),
    Route("POST", TEMPLATES, create, DEVELOPER, "Create an event template", wire.TemplateInput,
          answer=wire.TemplateShown, status=201),
    Route("GET", TEMPLATE, get_one, DEVELOPER, "Read an event template", answer=wire.TemplateShown),
    Route("PUT", TEMPLATE, update, DEVELOPER, "Update an event template", wire.TemplatePatch,
          answer=wire.TemplateShown),
    Route("DELETE", TEMPLATE, delete, DEVELOPER, "Delete an event template", status=204),
    Route("POST", TOKENS, create_token, DEVELOPER, "Add a token to an event template", wire.TokenInput,
          answer=wire.TokenShown),
    Route("PUT", TOKEN, update_token, DEVELOPER, "Update a token of an event template", wire.TokenPatch,
          answer=wire.TokenShown),
    Route("DELETE", TOKEN, delete_token, DEVELOPER, "Delete a token of an event template", status=204),
)  # fmt: skip
