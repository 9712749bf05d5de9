"""Both Python SDKs over a socket: files and folders, through their whole life."""

import io
import json
import time
import urllib.error
import urllib.request
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import hubspot_sdk
import pytest
from hubspot import HubSpot
from PIL import Image

from tests.files.sending import image

with warnings.catch_warnings():  # the SDK's source has escape sequences that are none
    warnings.simplefilter("ignore")
    from hubspot.files import models
    from hubspot.files.exceptions import ApiException

T = TypeVar("T")
PUBLIC = json.dumps({"access": "PUBLIC_INDEXABLE"})


def read(url: str) -> bytes:
    """What a browser gets, without a token."""
    with urllib.request.urlopen(url) as answer:
        content: bytes = answer.read()
    return content


def when(done: Callable[[], T], fits: Callable[[T], bool]) -> T:
    """The first answer that fits; a task is under way."""
    deadline = time.monotonic() + 20
    while not fits(answer := done()):
        assert time.monotonic() < deadline, answer
        time.sleep(0.05)
    return answer


def test_a_file_with_hubspot_api_client(hubspot: HubSpot, tmp_path: Path) -> None:
    files = hubspot.files.files_api
    path = tmp_path / "Cat photo.png"
    path.write_bytes(image(229, 219))
    made = files.upload(file=str(path), folder_path="/old sdk/cats", options=PUBLIC, charset_hunch="UTF-8")
    assert (made.name, made.path, made.type) == ("Cat photo", "/old sdk/cats/Cat photo.png", "IMG")
    assert (made.width, made.height, made.extension, made.access) == (229, 219, "png", "PUBLIC_INDEXABLE")
    assert read(made.url) == image(229, 219)
    assert files.get_by_id(made.id).to_dict() == made.to_dict()
    assert files.get_by_id(made.id, properties=["name"]).size is None
    assert files.get_metadata(made.path).file.id == made.id
    assert files.get_metadata("/old sdk/cats").folder.id == made.parent_folder_id

    path.write_bytes(image(20, 10))
    replaced = files.replace(made.id, file=str(path), options=PUBLIC)
    assert (replaced.id, replaced.url, replaced.width) == (made.id, made.url, 20)
    changed = files.update_properties(made.id, models.FileUpdateInput(name="Dog", access="PRIVATE"))
    assert (changed.path, changed.access) == ("/old sdk/cats/Dog.png", "PRIVATE")
    with pytest.raises(urllib.error.HTTPError):
        read(changed.url)
    link = files.get_signed_url(made.id, size="medium", expiration_seconds=60, upscale=True)
    assert (link.width, link.height, link.name, link.type) == (640, 320, "Dog", "IMG")
    assert Image.open(io.BytesIO(read(link.url))).size == (640, 320)

    assert [one.id for one in files.do_search(name="dog", type="IMG", sort=["-updatedAt"]).results] == [made.id]
    assert files.do_search(parent_folder_ids=[int(made.parent_folder_id)], width_gte=21).results == []
    files.archive(made.id)
    with pytest.raises(ApiException) as missing:
        files.get_by_id(made.id)
    assert missing.value.status == 404
    files.delete(made.id)


def test_folders_with_hubspot_api_client(hubspot: HubSpot) -> None:
    folders = hubspot.files.folders_api
    top = folders.create(models.FolderInput(name="folders of the old sdk"))
    under = folders.create(models.FolderInput(name="under", parent_folder_id=top.id))
    assert (under.path, under.parent_folder_id) == ("/folders of the old sdk/under", top.id)
    assert folders.get_by_id(top.id).to_dict() == top.to_dict()
    assert folders.get_by_path(under.path).id == under.id
    assert [one.id for one in folders.do_search(parent_folder_ids=[int(top.id)]).results] == [under.id]
    renamed = folders.update_properties(under.id, models.FolderUpdateInput(name="renamed"))
    assert renamed.path == "/folders of the old sdk/renamed"
    task = folders.update_properties_recursively(models.FolderUpdateInputWithId(id=top.id, name="elsewhere"))
    done = when(lambda: folders.check_update_status(task.id), lambda status: status.status == "COMPLETE")
    assert (done.task_id, done.result.path) == (task.id, "/elsewhere")
    assert folders.get_by_id(under.id).path == "/elsewhere/renamed"
    folders.archive_by_path("/elsewhere/renamed")
    folders.archive(top.id)
    with pytest.raises(ApiException) as missing:
        folders.get_by_id(top.id)
    assert missing.value.status == 404


def test_a_file_with_the_dated_sdk(sdk: hubspot_sdk.HubSpot) -> None:
    """The SDK refuses what is not exactly of the declared types."""
    files: Any = sdk.files.file_assets
    made = files.upload(
        file=("notes.txt", b"some notes"), folder_path="/new sdk", options=PUBLIC, file_name="Notes.txt"
    )
    assert (made.name, made.path, made.size, made.source_group) == ("Notes", "/new sdk/Notes.txt", 10, "CONTENT")
    assert files.get(made.id).to_dict() == made.to_dict()
    assert read(made.url) == b"some notes"
    replaced = files.replace(made.id, file=("notes.txt", b"other notes"), options=PUBLIC)
    assert (replaced.id, replaced.size) == (made.id, 11)
    changed = files.update(made.id, clear_expires=False, access="PRIVATE", name="Private notes")
    assert changed.path == "/new sdk/Private notes.txt"
    assert read(files.get_signed_url(made.id, expiration_seconds=60).url) == b"other notes"
    more = files.upload(file=("more.txt", b"more"), folder_path="/new sdk", options=PUBLIC)
    page = files.search(parent_folder_ids=[int(made.parent_folder_id)], sort=["name"], limit=1)
    assert [one.id for one in page] == [more.id, made.id]
    files.delete(more.id)
    files.gdpr_delete(made.id)
    with pytest.raises(hubspot_sdk.NotFoundError):
        files.get(made.id)


def test_folders_with_the_dated_sdk(sdk: hubspot_sdk.HubSpot) -> None:
    folders: Any = sdk.files.folders
    made = sdk.files.file_assets.create(name="folders of the new sdk")
    assert folders.get_by_id(made.id).to_dict() == made.to_dict()
    assert folders.get_by_path(made.path).id == made.id
    assert folders.update_by_id(made.id, name="renamed by the new sdk").path == "/renamed by the new sdk"
    task = folders.update_async_by_id(id=made.id, name="renamed later")
    done = when(lambda: folders.get_update_async_status(task.id), lambda status: status.status == "COMPLETE")
    assert done.result.path == "/renamed later"
    assert [one.id for one in folders.search(name="renamed later")] == [made.id]
    folders.delete_by_path("renamed later")
    with pytest.raises(hubspot_sdk.NotFoundError):
        folders.get_by_id(made.id)
