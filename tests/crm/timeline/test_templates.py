"""Templates and tokens: what developers make, change and delete, and what is refused."""

from typing import Any

import pytest

from tests.crm.timeline.app import TEMPLATE, TOKENS, V3, App, app_of
from tests.world import World


@pytest.fixture
async def app(world: World) -> App:
    return await app_of(world)


async def test_a_template_from_its_making_to_its_end(app: App) -> None:
    made = await app.develop("POST", "", TEMPLATE)
    assert made.status == 201
    id, created = made.json["id"], made.json["createdAt"]
    shown = {name: value for name, value in made.json.items() if name not in ("id", "createdAt", "updatedAt")}
    tokens = [{"options": [], **token, "createdAt": created, "updatedAt": created} for token in TOKENS]
    assert shown == {**TEMPLATE, "tokens": tokens}
    assert (await app.develop("GET", f"/{id}")).json == made.json
    assert (await app.develop("GET")).json == {"results": [made.json]}
    changes = {"id": id, "name": "Renamed", "headerTemplate": "New {{petName}}", "tokens": TOKENS[:1]}
    changed = await app.develop("PUT", f"/{id}", changes)
    assert changed.status == 200
    assert (changed.json["name"], changed.json["headerTemplate"]) == ("Renamed", "New {{petName}}")
    assert changed.json["detailTemplate"] == TEMPLATE["detailTemplate"]
    assert [token["name"] for token in changed.json["tokens"]] == ["petName"]
    assert (await app.develop("DELETE", f"/{id}")).status == 204
    gone = await app.develop("GET", f"/{id}")
    assert (gone.status, gone.json["category"]) == (404, "OBJECT_NOT_FOUND")
    assert (await app.develop("GET")).json == {"results": []}


async def test_a_token_from_its_making_to_its_end(app: App) -> None:
    id = await app.template(tokens=[])
    made = await app.develop("POST", f"/{id}/tokens", TOKENS[2])
    assert made.status == 200
    assert {name: made.json[name] for name in TOKENS[2]} == TOKENS[2]
    again = await app.develop("POST", f"/{id}/tokens", TOKENS[2])
    assert (again.status, again.json["category"]) == (409, "CONFLICT")
    patch = {"label": "Colour", "objectPropertyName": "zip", "options": [{"value": "red", "label": "Red"}]}
    changed = await app.develop("PUT", f"/{id}/tokens/petColor", patch)
    assert {name: changed.json[name] for name in patch} == patch
    assert changed.json["type"] == "enumeration"
    [token] = (await app.develop("GET", f"/{id}")).json["tokens"]
    assert token == changed.json
    assert (await app.develop("DELETE", f"/{id}/tokens/petColor")).status == 204
    assert (await app.develop("DELETE", f"/{id}/tokens/petColor")).status == 404
    assert (await app.develop("GET", f"/{id}")).json["tokens"] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"objectType": "products"},
        {"headerTemplate": "two\nlines"},
        {"headerTemplate": "x" * 1001},
        {"detailTemplate": "x" * 10_001},
        {"detailTemplate": "{{#each a}}never closed"},
        {"detailTemplate": "{{#exec a}}{{/exec}}"},
        {"detailTemplate": "{{petName | upper}}"},
        {"tokens": [{**TOKENS[0], "name": "log"}]},
        {"tokens": [{**TOKENS[0], "name": "with space"}]},
        {"tokens": [{**TOKENS[0], "type": "boolean"}]},
        {"tokens": [{"name": "kind", "label": "Kind", "type": "enumeration"}]},
        {"tokens": [{**TOKENS[0], "options": [{"value": "a", "label": "A"}]}]},
        {"tokens": [{"name": f"n{number}", "label": "N", "type": "string"} for number in range(501)]},
        {"name": "half a pair \ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "replace") * 900},
    ],
)
async def test_a_template_that_is_not_right_is_refused_and_not_kept(app: App, wrong: dict[str, Any]) -> None:
    reply = await app.develop("POST", "", {**TEMPLATE, **wrong})
    assert reply.status == 400, reply.body
    assert (await app.develop("GET")).json == {"results": []}


async def test_two_tokens_of_one_name_and_another_type_are_refused(app: App) -> None:
    assert (await app.develop("POST", "", {**TEMPLATE, "tokens": TOKENS[:1] * 2})).status == 409
    id = await app.template()
    changes = {"name": "x", "tokens": [{**TOKENS[0], "type": "number"}]}
    assert (await app.develop("PUT", f"/{id}", changes)).status == 400


async def test_only_the_developer_of_the_app_reaches_its_templates(world: World, app: App) -> None:
    id = await app.template()
    other = await app_of(world, "Other")
    key = other.made.developer_api_key
    foreign = await world.get(f"{app.base}/{id}?hapikey={key}", token=None)
    assert foreign.status == 404
    own = await world.get(f"{V3}/{other.made.app_id}/event-templates/{id}?hapikey={key}", token=None)
    assert own.status == 404
    with_token = await world.get(f"{app.base}/{id}", token=app.token)
    assert with_token.status == 403
    private = await world.get(f"{app.base}/{id}")
    assert private.status == 403
    assert private.json["message"].startswith("This API can't be called using an OAuth access token.")
    assert (await world.get(f"{app.base}/{id}", token=None)).status == 401


async def test_an_app_has_at_most_750_templates(world: World, app: App) -> None:
    id = await app.template()
    [row] = await world.server.store.rows("SELECT portal, app, document FROM timeline_template WHERE id = ?1", int(id))
    for number in range(749):
        await world.server.store.write(
            lambda writer, number=number: writer.rows(  # type: ignore[misc]
                "INSERT INTO timeline_template (portal, app, id, document) VALUES (?1, ?2, ?3, ?4) RETURNING id",
                row[0],
                row[1],
                5_000_000 + number,
                row[2],
            )
        )
    assert (await app.develop("POST", "", TEMPLATE)).status == 400
