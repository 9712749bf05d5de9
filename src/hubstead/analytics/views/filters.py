"""What a view filters by: one entry per property and per operator. The vocabulary is our choice, nothing documents it.

Properties of pages judge the page that was viewed; for a report about sessions, the page that a session began on.
Properties of sessions judge the session that something happened in.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, NamedTuple

import msgspec

from hubstead.analytics.sources import IDS
from hubstead.analytics.statement import Statement
from hubstead.kit.errors import Invalid

_Argument = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]


class Filter(msgspec.Struct, frozen=True):
    """One condition: the property `prop`, compared by `op` with any one of `args`, whatever the case of letters."""

    op: str
    args: Annotated[tuple[_Argument, ...], msgspec.Meta(min_length=1, max_length=100)]
    prop: str


class Operator(NamedTuple):
    """How a text is compared: SQL over the text and one argument; `negative` where no argument may fit."""

    sql: str
    negative: bool = False


OPERATORS: Mapping[str, Operator] = {
    "EQ": Operator("{text} = {argument}"),
    "IN": Operator("{text} = {argument}"),
    "NEQ": Operator("{text} = {argument}", negative=True),
    "NOT_IN": Operator("{text} = {argument}", negative=True),
    "CONTAINS": Operator("contains({text}, {argument})"),
    "NOT_CONTAINS": Operator("contains({text}, {argument})", negative=True),
    "STARTS_WITH": Operator("starts_with({text}, {argument})"),
    "NOT_STARTS_WITH": Operator("starts_with({text}, {argument})", negative=True),
    "ENDS_WITH": Operator("ends_with({text}, {argument})"),
    "NOT_ENDS_WITH": Operator("ends_with({text}, {argument})", negative=True),
}
PAGES: Mapping[str, str] = {
    "url": "lower(page)",
    "domain": "split_part(split_part(page, '://', 2), '/', 1)",
    "path": "lower(regexp_replace(page, '^[a-z]+://[^/]*', ''))",
}
"""Properties of a page, by its address."""
SESSIONS: Mapping[str, str] = {
    "source": "source",
    "country": "country",
    "device": "device",
    "browser": "browser",
    "utm_source": "utm_source",
    "utm_medium": "utm_medium",
    "utm_campaign": "utm_campaign",
    "utm_term": "utm_term",
    "utm_content": "utm_content",
}
"""Properties of a session."""


def check(filters: Sequence[Filter]) -> None:
    """Raise `Invalid` for a property or an operator that there is not."""
    for each in filters:
        if each.prop not in PAGES and each.prop not in SESSIONS:
            known = ", ".join((*PAGES, *SESSIONS))
            raise Invalid(f"Views filter by {known}; not by '{each.prop[:100]}'", context={"prop": [each.prop[:100]]})
        if each.op not in OPERATORS:
            known = ", ".join(OPERATORS)
            raise Invalid(f"The operators are {known}; not '{each.op[:100]}'", context={"op": [each.op[:100]]})


class Narrowing(NamedTuple):
    """The filters of a view, as conditions on tables."""

    filters: tuple[Filter, ...]

    def sessions(self, statement: Statement) -> str:
        """A condition on `{sessions}`."""
        return _all((*self._of_sessions(statement), *self._of_pages(statement, "first_page")))

    def events(self, statement: Statement) -> str:
        """What stands for `{events}`: those that fit.

        A semi-join is much quicker than `IN` of two columns, if it looks events up among sessions, which are fewer, and
        not the other way round. DuckDB cannot guess that; of a list it thinks that it is short.
        """
        inner, pages = self._of_sessions(statement), self._of_pages(statement, "page")
        if not inner and not pages:
            return "{events}"
        keys = "unnest(list(struct_pack(visitor := visitor, session := started)), recursive := true)"
        fitting = f"(SELECT {keys} FROM {{sessions}} WHERE {_all(inner)})"
        within = f" SEMI JOIN {fitting} USING (visitor, session)" if inner else ""
        return f"(SELECT * FROM {{events}}{within} WHERE {_all(pages)})"

    def _of_sessions(self, statement: Statement) -> list[str]:
        return [
            _condition(statement, each, f"lower({SESSIONS[each.prop]})")
            for each in self.filters
            if each.prop in SESSIONS
        ]

    def _of_pages(self, statement: Statement, column: str) -> list[str]:
        """Pages are few: they are judged once each, and looked up by name."""
        return [
            f"{column} IN (SELECT page FROM {{pages}} WHERE {_condition(statement, each, PAGES[each.prop])})"
            for each in self.filters
            if each.prop in PAGES
        ]


def _condition(statement: Statement, asked: Filter, text: str) -> str:
    operator = OPERATORS[asked.op]
    arguments = [_name_of_source(each) if asked.prop == "source" else each for each in asked.args]
    fits = [operator.sql.format(text=text, argument=statement.bound(each.lower())) for each in arguments]
    return f"{'NOT ' if operator.negative else ''}({' OR '.join(fits)})"


def _name_of_source(text: str) -> str:
    """Sources are named by the id that reports show or by the value of the property."""
    return next((name for name, id in IDS.items() if id == text.lower()), text)


def _all(conditions: Sequence[str]) -> str:
    return " AND ".join(conditions) or "TRUE"
