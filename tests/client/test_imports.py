"""Imports and exports with both Python SDKs, unmodified, over a socket."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import hubspot_sdk
import pytest
from hubspot import HubSpot
from hubspot.crm.imports import ApiException

from tests.crm.imports.desk import column, request

COLUMNS = [column("Email", "email"), column("Name", "firstname"), column("Status", "hs_lead_status")]
ASKED = json.dumps(request(("people.csv", COLUMNS)))
ASKED_WITH_LIST = json.dumps(request(("people.csv", COLUMNS), createContactListFromImport=True))
SECONDS = 60


@pytest.fixture
def file(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    path = tmp_path / "people.csv"
    name = request.node.name.replace("_", "-")
    path.write_text(f"Email,Name,Status\n{name}@example.com,Ada,NEW\nother-{name}@example.com,Bo,wrong\n")
    return path


def until(ask: Callable[[], Any], done: Callable[[Any], bool]) -> Any:
    """What is answered when it is done."""
    end = time.monotonic() + SECONDS
    while not done(found := ask()):
        assert time.monotonic() < end, found
        time.sleep(0.05)
    return found


def test_hubspot_api_client_imports(hubspot: HubSpot, file: Path) -> None:
    api = hubspot.crm.imports
    started = api.core_api.create(files=str(file), import_request=ASKED_WITH_LIST)
    done = until(lambda: api.core_api.get_by_id(started.id), lambda run: run.state == "DONE")
    [found] = done.metadata.object_lists
    assert len(hubspot.crm.lists.memberships_api.get_page(found.list_id).results) == 2
    assert done.metadata.counters["CREATED_OBJECTS"] == 2
    assert done.mapped_object_type_ids == ["0-1"]
    assert done.id in [run.id for run in api.core_api.get_page(limit=10).results]
    errors = api.public_imports_api.get_errors(done.id, include_error_message=True, include_row_data=True)
    [error] = errors.results
    assert (error.error_type, error.source_data.line_number) == ("INVALID_ENUMERATION_OPTION", 3)
    assert error.source_data.row_data[1:] == ["Bo", "wrong"]
    assert api.core_api.cancel(done.id).status == "COMPLETE"
    with pytest.raises(ApiException) as refused:
        api.core_api.create(files=str(file), import_request="{}")
    assert refused.value.status == 400


def test_hubspot_sdk_imports(sdk: hubspot_sdk.HubSpot, file: Path) -> None:
    api = sdk.crm.imports
    started = api.create(files=("people.csv", file.read_bytes()), import_request=ASKED)
    done = until(lambda: api.get(int(started.id)), lambda run: run.state == "DONE")
    assert done.metadata.counters["TOTAL_ROWS"] == 2
    assert done.id in [run.id for run in api.list()]
    assert [error.error_type for error in api.list_errors(int(done.id))] == ["INVALID_ENUMERATION_OPTION"]
    assert api.cancel(int(done.id)).status == "COMPLETE"


def test_hubspot_api_client_exports(hubspot: HubSpot) -> None:
    api = hubspot.crm.exports.public_exports_api
    made = hubspot.crm.lists.lists_api.create(
        {"name": "Of exports", "objectTypeId": "0-1", "processingType": "MANUAL"}
    ).list
    contact = hubspot.crm.contacts.basic_api.create({"properties": {"email": "of-exports@example.com"}})
    hubspot.crm.lists.memberships_api.add(made.list_id, [contact.id])
    asked = {
        "exportType": "LIST",
        "format": "CSV",
        "exportName": "All",
        "objectType": "CONTACT",
        "objectProperties": ["email"],
        "language": "EN",
        "exportInternalValuesOptions": ["NAMES"],
        "overrideAssociatedObjectsPerDefinitionPerRowLimit": False,
        "listId": made.list_id,
    }
    task = api.start(public_export_request=asked)
    done = until(lambda: api.get_status(task.id), lambda state: state.status == "COMPLETE")
    assert httpx.get(done.result).text.splitlines() == [
        "\ufeffhs_object_id,email",
        f"{contact.id},of-exports@example.com",
    ]


def test_hubspot_sdk_exports(sdk: hubspot_sdk.HubSpot) -> None:
    made = sdk.crm.lists.create(name="Of the other SDK", object_type_id="0-1", processing_type="MANUAL").list
    task = sdk.crm.exports.create_async(
        associated_object_type=[],
        export_internal_values_options=[],
        export_name="All",
        export_type="LIST",
        list_id=made.list_id,
        format="XLSX",
        include_labeled_associations=False,
        include_primary_display_property_for_associated_objects=False,
        language="EN",
        object_properties=["email"],
        object_type="CONTACT",
        override_associated_objects_per_definition_per_row_limit=False,
    )
    done = until(lambda: sdk.crm.exports.get_status(task.id), lambda state: state.status == "COMPLETE")
    assert httpx.get(done.result or "").content.startswith(b"PK")
    assert sdk.crm.exports.get(int(task.id)).export_state == "DONE"
    assert sdk.crm.exports.get(int(task.id)).record_count == 0
