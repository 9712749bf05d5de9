"""What SQL of people may do: read the tables that it is shown, and nothing else.

Text is judged by DuckDB's own parser. It must be one SELECT that names only tables from a list, without catalog or
schema, and calls only functions from a list (`duckdb_functions.txt`): none of them reads files, settings, other tables
by name, or runs SQL from a text. It then runs on a connection where the listed names are temporary views of the
portal's tables; the database itself refuses files outside its own outbox and changes of settings.
"""

import json
import re
from collections.abc import Collection, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import duckdb

from hubstead.columns.engine import QueryRefused

LONGEST = 100_000
"""Characters of a text."""
_NODES = frozenset(("SELECT_NODE", "SET_OPERATION_NODE"))
_SOURCES = frozenset(("EMPTY", "BASE_TABLE", "SUBQUERY", "JOIN", "TABLE_FUNCTION", "EXPRESSION_LIST"))
_OTHERS = frozenset(("SHOW_REF", "PIVOT", "COLUMN_DATA", "DELIM_GET", "BOUND_TABLE_REF"))
"""Kinds of tables that are not allowed wherever they stand; nor is one that is not known, where tables stand."""
_TABLE_FUNCTIONS = frozenset(("range", "generate_series", "unnest"))
_NAME = re.compile(r"[a-z_][a-z0-9_]*")


@cache
def _functions() -> frozenset[str]:
    text = files("hubstead.columns.engines").joinpath("duckdb_functions.txt").read_text("utf-8")
    return frozenset((*text.split(), "unnest", "coalesce"))


def check(sql: str, tables: Collection[str]) -> None:
    """Raise `QueryRefused` unless the text is one SELECT over these tables (names in lower case)."""
    if len(sql) > LONGEST:
        raise QueryRefused(f"The SQL is longer than {LONGEST} characters.")
    if "\0" in sql:
        raise QueryRefused("The SQL has a character that cannot be read.")
    with duckdb.connect(config={"autoload_known_extensions": False, "enable_external_access": False}) as parser:
        tree = _parsed(parser, sql)
    for part, names in _parts(tree, frozenset(tables)):
        _check(part, names)


def _parsed(parser: duckdb.DuckDBPyConnection, sql: str) -> dict[str, Any]:
    """The tree of the only statement, which is a SELECT."""
    try:
        statements = parser.extract_statements(sql)
        row = parser.execute("SELECT json_serialize_sql(?::VARCHAR)", [sql]).fetchone()
    except (duckdb.Error, UnicodeError) as error:
        raise QueryRefused(f"The SQL cannot be read: {_first_line(error)}") from None
    if len(statements) != 1:
        raise QueryRefused("Send one statement, a SELECT.")
    tree: dict[str, Any] = json.loads(row[0]) if row else {"error": True}
    if tree.get("error"):
        if tree.get("error_type") == "not implemented":
            raise QueryRefused("Only SELECT is allowed.")
        raise QueryRefused(f"The SQL cannot be read: {tree.get('error_message', '')}")
    if len(tree["statements"]) != 1:
        raise QueryRefused("Send one statement, a SELECT.")
    return tree


def _check(part: dict[str, Any], tables: frozenset[str]) -> None:
    """Raise `QueryRefused` for a part that is not allowed, where these names are tables."""
    kind = part.get("type")
    if not isinstance(kind, str):
        return
    if kind in _OTHERS or (kind.endswith("_NODE") and kind not in _NODES):
        raise QueryRefused(f"{kind.removesuffix('_NODE').replace('_', ' ').lower()} is not allowed.")
    for name in ("from_table", "left", "right"):
        source = part.get(name)
        if isinstance(source, dict) and "class" not in source and source.get("type") not in _SOURCES | _NODES:
            raise QueryRefused(f"A table of the kind {source.get('type')} is not allowed.")
    if kind == "BASE_TABLE":
        _check_table(part, tables)
    if kind == "TABLE_FUNCTION" and part["function"]["function_name"].lower() not in _TABLE_FUNCTIONS:
        raise QueryRefused(f"{part['function']['function_name']} is not allowed as a table.")
    if "function_name" in part:
        _check_function(part)


def _check_table(part: dict[str, Any], tables: frozenset[str]) -> None:
    name = part["table_name"].lower()
    if part["catalog_name"] or part["schema_name"] or part.get("at_clause") or not _NAME.fullmatch(name):
        raise QueryRefused("Name tables without schema and catalog.")
    if name not in tables:
        raise QueryRefused(f"There is no table {name[:100]}. There are: {', '.join(sorted(tables))}.")


def _check_function(part: dict[str, Any]) -> None:
    name = part["function_name"].lower()
    if part.get("schema") or part.get("catalog") or name not in _functions() | _TABLE_FUNCTIONS:
        raise QueryRefused(f"The function {name[:100]} is not allowed.")


def _parts(tree: Any, tables: frozenset[str]) -> Iterator[tuple[dict[str, Any], frozenset[str]]]:
    """All parts of a tree, each with the names that are tables there: a CTE is known to those behind it and to the
    query that it belongs to. Without recursion: people write deep queries."""
    waiting: list[tuple[Any, frozenset[str]]] = [(tree, tables)]
    while waiting:
        part, names = waiting.pop()
        if isinstance(part, list):
            waiting.extend((each, names) for each in part)
        elif isinstance(part, dict):
            for entry in part.get("cte_map", {}).get("map", ()):
                waiting.append((entry["value"], names))
                names |= {entry["key"].lower()}
            waiting.extend((value, names) for name, value in part.items() if name != "cte_map")
            yield part, names


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0][:500]
