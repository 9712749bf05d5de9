"""The contract that the web app is typed by: of our own OpenAPI document, the operations that the app calls.

It is without the words that explain them, so that it changes only where a type does.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.world import World

UI = Path(__file__).parents[2] / "ui"
PATH = UI / "openapi.json"
CALL = re.compile(r'\bapi\.(GET|POST|PUT|PATCH|DELETE)\(\s*"([^"]+)"')
WORDS = {"description", "summary", "examples", "example"}


async def contract() -> str:
    """What `ui/openapi.json` holds. Raises `KeyError` for a call of something that the API does not have."""
    async with World() as world:
        document = (await world.get("/openapi.json")).json
    paths: dict[str, dict[str, Any]] = {}
    for method, path in sorted(calls()):
        paths.setdefault(path, {})[method.lower()] = document["paths"][path][method.lower()]
    components = _reached(paths, document["components"])
    small = {"openapi": document["openapi"], "info": document["info"], "paths": paths, "components": components}
    return json.dumps(_wordless(small), indent=1, sort_keys=True) + "\n"


def calls() -> set[tuple[str, str]]:
    """Method and path of each call in the app's sources."""
    return {found for path in sorted((UI / "src").rglob("*.ts*")) for found in CALL.findall(path.read_text())}


def _wordless(value: Any) -> Any:
    """The value without what explains. A name of a property is no explanation, even one called `description`."""
    if isinstance(value, list):
        return [_wordless(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {name: _wordless(each) for name, each in value.items() if name not in WORDS or isinstance(each, dict)}


def _reached(value: Any, components: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The components that something refers to, directly or through others, by kind and name."""
    found: dict[str, dict[str, Any]] = {}
    left = [value]
    while left:
        for kind, name in _references(left.pop()):
            if name not in found.setdefault(kind, {}):
                found[kind][name] = components[kind][name]
                left.append(components[kind][name])
    return found


def _references(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        if "$ref" in value:
            kind, _, name = value["$ref"].removeprefix("#/components/").partition("/")
            yield kind, name
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)
