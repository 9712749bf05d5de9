"""The rules of an object type, compiled with its formulas, and the run of them after a change."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from graphlib import CycleError, TopologicalSorter
from math import isfinite

from hubstead.crm.object_types.property import Property
from hubstead.crm.properties.datetimes import format_datetime
from hubstead.crm.properties.definition import TypeDefinition
from hubstead.crm.properties.formula.formula import Formula, FormulaError, compile_formula
from hubstead.crm.records.computed import common
from hubstead.crm.records.computed.table import AS_OF, BY_ORIGIN, CONSTANTS, rules_of_type
from hubstead.crm.records.moment import Moment
from hubstead.crm.records.record import Record
from hubstead.crm.records.rule import Rule
from hubstead.store.unit import Origin

_BLANK_WORDS = re.compile(r"\b(?:is_present|is_known|is_blank|coalesce|max|min|if|and|or)\b", re.IGNORECASE)
"""What can make something of a missing value. A formula without these words has no result as soon as one is missing."""


def follow(moment: Moment) -> None:
    """Set everything that follows from a change. Raises `Invalid`."""
    creating = moment.creating
    changed = moment.changes.keys()  # grows while rules set values, so that later rules see what earlier ones did
    for inputs, run, always in moment.context.rules:
        if (always and creating) or not changed.isdisjoint(inputs):
            run(moment)


def compiled(definition: TypeDefinition) -> Sequence[Rule]:
    """The rules of a definition, its formulas last."""
    return definition.keep(
        "rules", lambda: (*rules_of_type(definition), *formula_rules(definition.properties.values()))
    )


def beginnings(definition: TypeDefinition, origin: Origin) -> Mapping[str, str]:
    """What every new record of a type has before anything is given: its origin, constants, and the results of formulas
    without values."""

    def make() -> Mapping[str, str]:
        values = {**common.origin(origin), **CONSTANTS.get(definition.type.id, {})}
        if definition.type.id in BY_ORIGIN:
            values.update(BY_ORIGIN[definition.type.id](origin))
        for name, formula in _formulas(definition.properties):
            values[name] = _SHOWN.get(definition.properties[name].type, str)(formula({}))
        return {name: value for name, value in values.items() if value and name in definition.properties}

    return definition.keep(f"beginnings {origin}", make)


def as_of(record: Record, now: int) -> None:
    """Before a record is shown: bring the values up to date that change with time alone. `now` in ms."""
    refresh = AS_OF.get(record.type)
    if refresh is not None:
        refresh(record.values, now)


def formula_rules(properties: Iterable[Property]) -> list[Rule]:
    """Formula properties as rules, each after those that it reads; formulas that need their own result have none."""
    by_name = {found.name: found for found in properties}
    formulas = dict(_formulas(by_name))
    sorter = TopologicalSorter({name: formula.inputs & formulas.keys() for name, formula in formulas.items()})
    with suppress(CycleError):
        sorter.prepare()
    rules: list[Rule] = []
    while ready := sorter.get_ready():
        rules += [_formula_rule(by_name[name], formulas[name]) for name in sorted(ready)]
        sorter.done(*ready)
    return rules


def _formulas(properties: Mapping[str, Property]) -> Iterable[tuple[str, Formula]]:
    types = {name: found.type for name, found in properties.items()}
    for name, found in properties.items():
        if found.calculation_formula:
            with suppress(FormulaError):  # it names a property that was archived since
                yield name, compile_formula(found.calculation_formula, types)


def _formula_rule(property: Property, formula: Formula) -> Rule:
    name, inputs = property.name, formula.inputs
    show = _SHOWN.get(property.type, str)
    without = show(formula({}))
    needs_all = not _BLANK_WORDS.search(property.calculation_formula or "")

    def run(moment: Moment) -> None:
        values = moment.record.values
        given = all if needs_all else any
        moment.set(name, show(formula(values)) if given(map(values.get, inputs)) else without)

    return Rule(inputs, run)


def _number(result: str) -> str:
    with suppress(ValueError):
        return result if isfinite(float(result)) else ""
    return ""


def _flag(result: str) -> str:
    return result if result in ("true", "false") else ""


def _datetime(result: str) -> str:
    """Formulas compute with milliseconds since the epoch."""
    with suppress(ValueError, OverflowError):
        return format_datetime(int(float(result)))
    return ""


_SHOWN: Mapping[str, Callable[[str], str]] = {
    "number": _number,
    "currency_number": _number,
    "bool": _flag,
    "datetime": _datetime,
    "date": lambda result: _datetime(result)[:10],
}
"""A formula's result as a value of its property's type; what does not fit is no value."""
