"""What happened to records, for list filters: forms that they sent, pages that they saw, events of their own and of
apps, each counted by record; and imports that wrote them."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

import msgspec

from hubstead.columns.engine import quoted
from hubstead.columns.kinds import Kind, kind_of
from hubstead.crm.lists.branches import Span, event_property_type, read_span
from hubstead.crm.lists.moments import When
from hubstead.crm.lists.operations import condition, passes, read_operation
from hubstead.crm.lists.refusal import Refused
from hubstead.crm.records import imported as records_imported
from hubstead.crm.search.operators import Sql
from hubstead.crm.search.values import comparable
from hubstead.store.unit import Unit

Ask = Callable[[str, Sequence[object]], Awaitable[list[tuple[Any, ...]]]]
STRIDE = 5_000
"""Submissions that one statement reads."""
_decode = msgspec.json.Decoder(dict[str, Any]).decode
_CASTS = {Kind.TEXT: "lower({})", Kind.CHOICE: "{}", Kind.NUMBER: "TRY_CAST({} AS DOUBLE)", Kind.MOMENT: "{}"}
_WHO = "CASE WHEN e.object_id > 0 THEN e.object_id ELSE coalesce(v.contact, 0) END"


async def forms(unit: Unit, tree: Mapping[str, Any], when: When, among: Sequence[int] | None) -> dict[int, int]:
    """How often each contact sent a form (any form without `formId`), on the page that is named."""
    low, high, outside = read_span(tree.get("pruningRefineBy"), when)
    page = tree.get("pageId")
    counts: dict[int, int] = {}
    form, at, conversion = tree.get("formId") or "", -1, ""
    one_form = " AND form = ?5" if form else ""
    narrowed = "" if among is None else f" AND id = ANY(?{6 if form else 5})"
    sql = (
        "SELECT form, at, conversion, id, document FROM form_submission WHERE portal = ?1 "
        f"AND (form, at, conversion) > (?2, ?3, ?4) AND type = '0-1' AND id > 0 AND spam = 0{one_form}{narrowed} "
        f"ORDER BY form, at, conversion LIMIT {STRIDE}"
    )
    place = (form, at, conversion)
    while rows := await unit.rows(sql, *place, *((form,) if form else ()), *(() if among is None else (list(among),))):
        for _, moment, _, id, document in rows:
            if (low <= moment <= high) != outside and (page is None or _on_page(document, page)):
                counts[id] = counts.get(id, 0) + 1
        place = tuple(rows[-1][:3])
        await asyncio.sleep(0)
    return counts


def _on_page(document: str, page: str) -> bool:
    context = _decode(document).get("context") or {}
    return str(context.get("pageId") or context.get("page_id") or "") == page


async def timeline(
    unit: Unit, tree: Mapping[str, Any], when: When, type: str, among: Sequence[int] | None
) -> dict[int, int]:
    """How many events of a template apps put on the timeline of each record, with tokens that pass all filter lines."""
    low, high, outside = read_span(tree.get("pruningRefineBy"), when)
    lines = [_token_test(line, when) for line in tree["filterLines"]]
    who = "CASE WHEN e.id > 0 THEN e.id ELSE coalesce(v.contact, 0) END"
    narrowed = "" if among is None else f" AND {who} = ANY(?6)"
    sql = (
        f"SELECT e.event, e.at, {who}, e.document FROM timeline_event AS e LEFT JOIN visitor AS v ON "
        "v.portal = e.portal AND v.utk = e.visitor AND e.visitor <> '' AND e.id = 0 WHERE e.portal = ?1 AND "
        f"e.template = ?2 AND e.event > ?3 AND e.type = ?4{narrowed} ORDER BY e.event LIMIT ?5"
    )
    counts: dict[int, int] = {}
    after = ""
    while rows := await unit.rows(sql, tree["eventTypeId"], after, type, STRIDE, *(() if among is None else (among,))):
        for _, moment, id, document in rows:
            if id > 0 and (low <= moment <= high) != outside:
                tokens = _decode(document).get("tokens") or {}
                if all(test(tokens) for test in lines):
                    counts[id] = counts.get(id, 0) + 1
        after = rows[-1][0]
        await asyncio.sleep(0)
    return counts


def _token_test(line: Mapping[str, Any], when: When) -> Callable[[Mapping[str, str]], bool]:
    """A condition on a token of an event; a token that does not read as the operation needs it counts as none."""
    name, type = line["property"], event_property_type(line["operation"])
    asked, kind = read_operation(line["operation"], name, {name: type}, when), kind_of(type)

    def holds(tokens: Mapping[str, str]) -> bool:
        value = None
        with suppress(ValueError):
            value = comparable(kind, tokens[name]) if tokens.get(name) else None
        return passes(asked, value, lambda _: None)

    return holds


async def imported(unit: Unit, run: int, type: str, among: Sequence[int] | None) -> list[int]:
    """The records of a type that an import made or changed."""
    if among is not None:
        return sorted(await records_imported.among(unit, run, type, among))
    rows = await unit.rows("SELECT document FROM import_run WHERE portal = ?1 AND id = ?2", run)
    about = _decode(rows[0][0]) if rows else {}
    effects = records_imported.effects(unit, run, about.get("facts", 0), about.get("last", 0))
    return sorted({effect.id async for effect in effects if effect.type == type})


async def page_views(ask: Ask, tree: Mapping[str, Any], when: When, among: Sequence[int] | None) -> dict[int, int]:
    """How often each contact saw pages with a URL. EQ compares it without scheme, query and last slash, as it is shown
    in filters; CONTAINS and regular expressions are put to the URL as it was visited. Case does not count."""
    url = tree["pageUrl"]
    if tree["operator"].endswith("_EQ"):
        bare = re.sub(r"^[a-z]+://", "", url.lower()).partition("#")[0].partition("?")[0].rstrip("/")
        judged = Sql("regexp_replace(lower(e.page), '^[a-z]+://|/$', '', 'g') = ?", (bare,))
    elif tree["operator"].endswith("_CONTAINS"):
        judged = Sql("contains(lower(e.url), lower(?))", (url,))
    else:
        judged = Sql("regexp_matches(e.url, ?, 'i')", (url,))
    return await _counted(ask, "0-1", [Sql("e.kind = 'page_view'"), judged], tree, when, among)


async def events(
    ask: Ask,
    event: str,
    lines: Sequence[Mapping[str, Any]],
    tree: Mapping[str, Any],
    when: When,
    type: str,
    among: Sequence[int] | None,
) -> dict[int, int]:
    """How often each record of a type did an event, by the id of its definition (`6-1001`, `1001`) or its name, with
    properties that pass all `lines`."""
    number = event.rpartition("-")[2]
    if number.isascii() and number.isdigit() and len(number) < 17:
        judged = [Sql("e.definition = ?", (int(number),))]
    else:
        judged = [Sql("e.event_type = ?", (event,))]
    judged += [_line(line, when) for line in lines]
    return await _counted(ask, type, judged, tree, when, among)


def _line(line: Mapping[str, Any], when: When) -> Sql:
    """A condition on a property of an event: they are texts of JSON."""
    operation = line["operation"]
    type = event_property_type(operation)
    asked = read_operation(operation, line["property"], {line["property"]: type}, when)
    value = "json_extract_string(e.details, ?)"
    kind = kind_of(type)
    if kind is Kind.MOMENT:
        value = f"coalesce(make_timestamp_ms(TRY_CAST({value} AS BIGINT)), TRY_CAST({value} AS TIMESTAMP))"
    else:
        value = _CASTS[kind].format(value)
    judged = condition(asked, quoted("value"), _no_other)
    path = f'$."{line["property"]}"'
    if '"' in line["property"]:
        raise Refused("an event property has no such name", "property")
    inner = f"(SELECT {judged.text} FROM (SELECT {value} AS {quoted('value')}))"
    return Sql(inner, (*judged.parameters, *[path] * value.count("?")))


def _no_other(name: str) -> str:
    raise Refused(f"an event cannot be compared with property {name[:100]}", "property")


async def _counted(
    ask: Ask, type: str, judged: Sequence[Sql], tree: Mapping[str, Any], when: When, among: Sequence[int] | None
) -> dict[int, int]:
    span = _within(read_span(tree.get("pruningRefineBy"), when))
    conditions = [Sql("e.object_type = ?", (type,)), *judged, span]
    where = " AND ".join(each.text for each in conditions)
    parameters: list[object] = [each for condition in conditions for each in condition.parameters]
    narrowed = ""
    if among is not None:
        narrowed = " AND id IN (SELECT unnest(?::BIGINT[]))"
        parameters.append(list(among))
    sql = (
        f"SELECT id, count(*) FROM (SELECT {_WHO} AS id FROM {{events}} AS e "
        f"LEFT JOIN {{visitors}} AS v USING (visitor) WHERE {where}) WHERE id > 0{narrowed} GROUP BY id"
    )
    return {row[0]: row[1] for row in await ask(sql, parameters)}


def _within(span: Span) -> Sql:
    low, high, outside = span
    return Sql(f"e.moment {'NOT ' if outside else ''}BETWEEN ? AND ?", (low, high))
