"""Every type of the catalog can be written with no more than what it requires."""

from typing import Any

import pytest

from hubstead.crm.object_types import catalog
from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.object_types.property import Property
from hubstead.kit.errors import Invalid
from tests.crm.records.desk import NOW, OLIVIA, Desk

TYPES = {type.name: type for type in catalog.standard_types()}
CREATABLE = [name for name, type in TYPES.items() if type.creatable]
OTHERS = [name for name, type in TYPES.items() if not type.creatable]


def _value(property: Property) -> str:
    if property.referenced_object_type == "OWNER":
        return OLIVIA.id
    if property.options:
        return property.options[0].value
    return {"number": "12", "datetime": NOW, "date": "2024-11-20", "bool": "true"}.get(property.type, "words")


def _required(type: ObjectType) -> dict[str, Any]:
    known = catalog.default_properties(type.id)
    places = (type.pipeline_property, type.stage_property)
    return {name: _value(known[name]) for name in type.required_properties if name not in places}


@pytest.mark.parametrize("name", CREATABLE)
async def test_a_record_is_created_and_stored(desk: Desk, name: str) -> None:
    type = TYPES[name]
    given = _required(type)
    answer = await desk.create(name, given)
    stored = (await desk.record(name, answer["hs_object_id"])).values
    assert stored[type.create_date_property] == stored[type.modified_date_property] == NOW
    assert stored["hs_object_source"] == "INTEGRATION"
    assert {key: stored[key] for key in given} == given
    assert answer.items() <= stored.items()


@pytest.mark.parametrize("name", CREATABLE)
async def test_what_the_server_works_out_is_a_valid_value(desk: Desk, name: str) -> None:
    known = (await desk.definition(name)).properties
    stored = await desk.values(name, _required(TYPES[name]))
    for key, value in stored.items():
        if known[key].type == "bool":
            assert value in ("true", "false"), key
        elif known[key].type == "number":
            assert float(value) >= 0, key
        elif known[key].options:
            assert value in {option.value for option in known[key].options}, key


@pytest.mark.parametrize("name", [name for name in CREATABLE if TYPES[name].stage_property])
async def test_a_record_starts_in_the_first_stage(desk: Desk, name: str) -> None:
    type = TYPES[name]
    first = catalog.default_pipelines(type.id)[0]
    stored = await desk.values(name, _required(type))
    assert stored[type.pipeline_property or ""] == first.id
    assert stored[type.stage_property or ""] == first.stages[0].id


@pytest.mark.parametrize("name", OTHERS)
async def test_other_types_are_not_created_here(desk: Desk, name: str) -> None:
    with pytest.raises(Invalid):
        await desk.create(name, _required(TYPES[name]))
