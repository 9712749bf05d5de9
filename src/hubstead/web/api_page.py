"""The server describes itself: `/openapi.json` for programs, `/docs` for people. Both are made once and need no token.

The page is written out by the server and complete without JavaScript, which only adds the search box and copying.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import msgspec

from hubstead.web.answer import JSON, Answer
from hubstead.web.call import Call
from hubstead.web.openapi import Schema, document
from hubstead.web.parameters import FIELDS, PATH
from hubstead.web.route import FORM, PUBLIC, Route

_HOST = "{host}"
_DEPTH = 4
"""How far the table of a body goes into it."""


def describing(routes: Sequence[Route]) -> tuple[Route, ...]:
    """The two routes that describe the given ones and themselves."""

    @cache
    def described() -> Schema:
        return document((*routes, *own))

    @cache
    def json() -> bytes:
        return msgspec.json.encode(described())

    @cache
    def html() -> str:
        return page(described())

    async def openapi(_: Call) -> Answer:
        """What this server answers, as OpenAPI 3.1."""
        return Answer(200, json(), [(b"content-type", JSON)])

    async def docs(call: Call) -> Answer:
        """What this server answers, as a page to read."""
        body = html().replace(_HOST, escape(call.base_url)).encode()
        return Answer(200, body, [(b"content-type", b"text/html;charset=utf-8")])

    own = (
        Route("GET", "/openapi.json", openapi, PUBLIC, "Describe the API for programs"),
        Route("GET", "/docs", docs, PUBLIC, "Describe the API for people"),
    )
    return own


def page(described: Schema) -> str:
    """The page of an OpenAPI document; `{host}` stands where the reader's base URL goes."""
    rooms: dict[str, list[str]] = {tag["name"]: [] for tag in described["tags"]}
    components = described["components"]["schemas"]
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            rooms[operation["tags"][0]].append(_operation(method.upper(), path, operation, components))
    template = Path(__file__).with_name("api_page.html").read_text("utf-8")
    return template.replace("{rooms}", "\n".join(_links(rooms))).replace("{operations}", "\n".join(_sections(rooms)))


def _links(rooms: dict[str, list[str]]) -> Iterator[str]:
    for name, operations in rooms.items():
        yield f'<li><a href="#{name.lower()}">{name} <span class="count">{len(operations)}</span></a></li>'


def _sections(rooms: dict[str, list[str]]) -> Iterator[str]:
    for name, operations in rooms.items():
        anchor = name.lower()
        yield f'<section aria-labelledby="{anchor}"><h2 id="{anchor}">{name}</h2>\n{"".join(operations)}</section>'


def _operation(method: str, path: str, operation: Schema, components: dict[str, Schema]) -> str:
    shown = escape(path).replace("{", "<i>{").replace("}", "}</i>")
    return (
        f'<details id="{operation["operationId"]}" data-words="{operation["operationId"]}">'
        f'<summary><span class="method {method}">{method}</span><span class="path">{shown}</span>'
        f'<span class="name">{escape(operation["summary"])}</span></summary>\n<div class="inside">\n'
        f"{_paragraphs(operation['description'])}{_parameters(operation)}{_body(operation, components)}"
        f"{_answers(operation, components)}{_curl(method, path, operation, components)}</div></details>\n"
    )


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{_marked(paragraph)}</p>\n" for paragraph in text.split("\n\n"))


def _marked(text: str) -> str:
    """Escaped, with `code` between backticks."""
    parts = escape(text).split("`")
    return "".join(f"<code>{part}</code>" if place % 2 else part for place, part in enumerate(parts))


def _parameters(operation: Schema) -> str:
    rows = [
        (known["name"], f"{_kind(known['schema'])}, in the {known['in']}", known["in"] == "path", known["description"])
        for known in operation["parameters"]
    ]
    return _table("Parameters", rows)


def _body(operation: Schema, components: dict[str, Schema]) -> str:
    if "requestBody" not in operation:
        return ""
    return _table("Body", _fields(_content(operation["requestBody"]), components))


def _answers(operation: Schema, components: dict[str, Schema]) -> str:
    """What each status means, and the fields of the successful answer where they are known."""
    answers = operation["responses"]
    rows = [(status, "", False, answer["description"]) for status, answer in answers.items() if status.isdigit()]
    content = answers[rows[0][0]]
    fields = _fields(_content(content), components) if "content" in content else []
    shown = [(name, kind if must else f"{kind}, not always", False, meaning) for name, kind, must, meaning in fields]
    return _table("Answers", rows) + _table("Fields of the answer", shown)


def _content(described: Schema) -> Schema:
    schema: Schema = next(iter(described["content"].values()))["schema"]
    return schema


def _table(title: str, rows: Sequence[tuple[str, str, bool, str]]) -> str:
    if not rows:
        return ""
    lines = "".join(
        f"<tr><td>{escape(name)}{' <span class=must>required</span>' if must else ''}</td>"
        f'<td class="kind">{escape(kind)}</td><td>{_marked(meaning)}</td></tr>\n'
        for name, kind, must, meaning in rows
    )
    return f'<h3>{title}</h3>\n<div class="scroll"><table>{lines}</table></div>\n'


def _fields(
    schema: Schema, components: dict[str, Schema], before: str = "", depth: int = 0
) -> list[tuple[str, str, bool, str]]:
    """Name, kind, required and meaning of every field, those of nested objects behind their own."""
    known = _resolved(schema, components)
    if known.get("type") == "array":
        return _fields(known.get("items", {}), components, f"{before}[]", depth)
    rows = []
    for name, field in known.get("properties", {}).items() if depth < _DEPTH else ():
        meaning = field.get("description") or _resolved(field, components).get("description", "")
        path = f"{before}.{name}" if before else name
        rows.append((path, _kind(field), name in known.get("required", ()), meaning.split("\n\n")[0]))
        rows += _fields(field, components, path, depth + 1)
    return rows


def _resolved(schema: Schema, components: dict[str, Schema]) -> Schema:
    """The schema behind a reference or behind "this or null"."""
    if "$ref" in schema:
        return components[schema["$ref"].rpartition("/")[2]]
    options = [option for option in schema.get("anyOf", ()) if option.get("type") != "null"]
    return _resolved(options[0], components) if options else schema


def _kind(schema: Schema) -> str:
    """What a value is, in a word or two."""
    if "$ref" in schema:
        return "object"
    if "anyOf" in schema:
        kinds = [_kind(option) for option in schema["anyOf"] if option.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {})).replace(' or ', 's or ')}s"
    if schema.get("additionalProperties"):
        return f"by name: {_kind(schema['additionalProperties'])}"
    if "enum" in schema:
        return " or ".join(str(value) for value in schema["enum"])
    return str(schema.get("type", "any value"))


def _curl(method: str, path: str, operation: Schema, components: dict[str, Schema]) -> str:
    for known in operation["parameters"]:
        if known["in"] == "path":
            path = path.replace(f"{{{known['name']}}}", quote(PATH[known["name"]].example))
    lines = [f'curl "{_HOST}{path}"' if method == "GET" else f'curl -X {method} "{_HOST}{path}"']
    if operation.get("security") != []:
        lines.append('-H "Authorization: Bearer $HUBSTEAD_TOKEN"')
    if "requestBody" in operation:
        example = _example("", _content(operation["requestBody"]), components)
        if FORM in operation["requestBody"]["content"]:
            lines.append(f"-d '{urlencode(example)}'")
        else:
            lines += ['-H "Content-Type: application/json"', f"-d '{msgspec.json.encode(example).decode()}'"]
    command = " \\\n  ".join(lines)
    copy = '<button type="button" class="copy" hidden>Copy</button>'
    shown = f'<pre class="curl"><code>{escape(command, quote=False)}</code></pre>'
    return f'<h3>Try it</h3>\n<div class="try">{copy}{shown}</div>\n'


def _example(name: str, schema: Schema, components: dict[str, Schema]) -> Any:
    """A small value that fits: what is required, and what `FIELDS` knows an example for."""
    known = _resolved(schema, components)
    if known.get("type") == "array":
        return [_example("", known["items"], components)]
    if known.get("properties"):
        return {
            field: _example(field, inner, components)
            for field, inner in known["properties"].items()
            if field in known.get("required", ())
        }
    if "enum" in known:
        return FIELDS[name] if FIELDS.get(name) in known["enum"] else known["enum"][0]
    if name in FIELDS:
        return FIELDS[name]
    return {"integer": 1, "number": 1, "boolean": True, "object": {}}.get(known.get("type", ""), "text")
