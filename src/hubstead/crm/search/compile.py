"""From a `Query` to the question that the column store answers."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from hubstead.columns.engine import ID_COLUMN, Question, quoted
from hubstead.columns.kinds import Kind, kind_of
from hubstead.crm.object_types.reach import Bound
from hubstead.crm.search import tokens
from hubstead.crm.search.operators import Sql, Takes, word_sql
from hubstead.crm.search.query import Filter, Query, refused

Associated = Callable[[Filter], Collection[int]]
"""The ids of the searched records that are associated with the records a filter names."""

_ASSOCIATION_OPERATORS = ("EQ", "IN")


def compile_query(
    query: Query,
    types: Mapping[str, str],
    searchable: Sequence[str],
    associated: Associated,
    bound: Bound | None = None,
) -> Question:
    """The question that `query` puts to one object type.

    `types` maps the names of its properties to their types, `searchable` names those in which `query.text` is looked
    for, `bound` says how far the asking user sees. A sort by a property that does not exist leaves the default order.
    Raises `Invalid` for a filter on a property that does not exist, and for an operand that is no number or no date
    where it must be.
    """
    used: dict[str, Kind] = {}
    groups = [[_condition(each, types, associated, used) for each in group] for group in query.groups]
    filters = _joined(" OR ", [_joined(" AND ", group) for group in groups])
    words = [
        _word(word, [name for name in searchable if name in types], types, used) for word in tokens.words(query.text)
    ]
    sort = query.sort if query.sort in types else None
    if sort is not None:
        used[sort] = kind_of(types[sort])
    where = _joined(" AND ", [filters, *words, *([] if bound is None else [_within(bound, used)])])
    return Question(
        where=where.text,
        parameters=where.parameters,
        columns=used,
        sort=sort,
        descending=query.descending and sort is not None,
        limit=query.limit,
        offset=query.after,
        costly=bool(words) or any(_reads_text(each, types) for each in query.filters()),
    )


def association_ids(asked: Filter) -> list[int]:
    """The record ids that an `associations.{objectType}` filter names. Raises `Invalid`, also for its operator."""
    if asked.operator.name not in _ASSOCIATION_OPERATORS:
        raise refused(
            asked.property_name, f"operator {asked.operator.name} does not go with associations, only EQ and IN"
        )
    if not all(operand.isascii() and operand.isdigit() and len(operand) < 19 for operand in asked.operands):
        raise refused(asked.property_name, f"{', '.join(asked.operands)} are not record ids")
    return [int(operand) for operand in asked.operands]


def _condition(asked: Filter, types: Mapping[str, str], associated: Associated, used: dict[str, Kind]) -> Sql:
    if asked.associated_type is not None:
        ids = sorted(associated(asked))
        return Sql(f"{quoted(ID_COLUMN)} IN (SELECT unnest(?::BIGINT[]))", (ids,))
    name = asked.property_name
    if name not in types:
        raise refused(asked.property_name, f"property {name} does not exist")
    kind = used[name] = kind_of(types[name])
    try:
        return asked.operator.sql(kind, quoted(name), asked.operands)
    except ValueError as error:
        raise refused(
            asked.property_name, f"{', '.join(asked.operands)} is not a valid {types[name]}: {error}"
        ) from None


def _within(bound: Bound, used: dict[str, Kind]) -> Sql:
    """Whether the user sees a record; a cleared owner is `""`."""
    if bound.nothing:
        return Sql("FALSE")
    used[bound.owner_property] = Kind.CHOICE
    return Sql(f"coalesce({quoted(bound.owner_property)}, '') IN (SELECT unnest(?::VARCHAR[]))", (bound.names,))


def _reads_text(asked: Filter, types: Mapping[str, str]) -> bool:
    """Text takes longest to read; whether there is a value at all is known without reading it."""
    return asked.operator.takes is not Takes.NOTHING and kind_of(types.get(asked.property_name, "")) is Kind.TEXT


def _word(word: str, searchable: Iterable[str], types: Mapping[str, str], used: dict[str, Kind]) -> Sql:
    """Whether some word of some searchable property starts with `word`."""
    anywhere = []
    for name in searchable:
        kind = used[name] = kind_of(types[name])
        anywhere.append(word_sql(_as_text(quoted(name), kind), word, tokens.prefix_pattern(word)))
    return _joined(" OR ", anywhere) if anywhere else Sql("FALSE")


def _as_text(column: str, kind: Kind) -> str:
    """A searchable column in lower case; numbers as they are written, up to fifteen digits."""
    if kind is Kind.TEXT:
        return column
    return f"printf('%.15g', {column})" if kind is Kind.NUMBER else f"lower({column}::VARCHAR)"


def _joined(word: str, conditions: Sequence[Sql]) -> Sql:
    if not conditions:
        return Sql("TRUE")
    if len(conditions) == 1:
        return conditions[0]
    text = word.join(condition.text for condition in conditions)
    return Sql(f"({text})", tuple(each for condition in conditions for each in condition.parameters))
