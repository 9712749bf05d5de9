"""Formulas in our own namespace: whether one can be read, and what it makes of a record, before a property has it."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from hubstead.crm.object_types.permission import defined_type
from hubstead.crm.properties.definition import define
from hubstead.crm.properties.formula.formula import FormulaError, compile_formula
from hubstead.crm.records import record as records
from hubstead.kit.errors import NotFound
from hubstead.web.call import Call
from hubstead.web.route import By, Route

LONGEST = 10_000
"""Characters of a formula that is tried (our choice)."""


class FormulaInput(Struct, frozen=True, rename="camel"):
    """A formula to try, and a record to try it on."""

    formula: Annotated[str, Meta(max_length=LONGEST)]
    object_id: str | None = None


class FormulaChecked(Struct, frozen=True, kw_only=True, rename="camel"):
    """Whether a formula can be read, why not, and the properties that it reads. `value` is its result for the record,
    empty where it has none."""

    valid: bool
    message: str
    inputs: list[str]
    value: str | UnsetType = UNSET


async def check(call: Call) -> FormulaChecked:
    """Try a formula. One that is wrong is no error here: the answer says what is wrong with it."""
    unit, given = call.reading(), call.read(FormulaInput)
    type = await defined_type(call, unit, By.READ)
    properties = (await define(unit, type)).properties
    try:
        types = {name: found.type for name, found in properties.items() if not found.archived}
        formula = compile_formula(given.formula, types)
    except FormulaError as error:
        return FormulaChecked(valid=False, message=str(error), inputs=[])
    inputs = sorted(formula.inputs)
    if not given.object_id:
        return FormulaChecked(valid=True, message="", inputs=inputs)
    id = records.as_id(given.object_id)
    found = None if id is None else (await records.load(unit, type.id, [id])).get(id)
    if found is None:
        raise NotFound(f"There is no record {given.object_id[:50]}.", context={"objectId": [given.object_id[:50]]})
    return FormulaChecked(valid=True, message="", inputs=inputs, value=formula(found.values))


ROUTES = (
    Route("POST", "/hubstead/formulas/{objectType}", check, By.READ, "Try a formula", FormulaInput, FormulaChecked,
          permission="properties"),
)  # fmt: skip
