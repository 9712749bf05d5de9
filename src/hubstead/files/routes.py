"""Files over HTTP: upload, replace, read, find, change, delete."""

from typing import Any

from hubstead.files import file as files
from hubstead.files import folder as folders
from hubstead.files import hosting, names, picture, save, search, signed, wire
from hubstead.files.expiry import expires
from hubstead.files.file import HIDDEN_SCOPE, File
from hubstead.files.search import FILES
from hubstead.files.upload import Received, keep, options_of, received, upload
from hubstead.files.wire import shown_file, shown_folder
from hubstead.kit.clock import iso
from hubstead.kit.errors import Invalid, Missing, NotFound
from hubstead.store.unit import Unit
from hubstead.web.call import Call
from hubstead.web.envelopes import Page
from hubstead.web.paging import next_page
from hubstead.web.route import MULTIPART, Route

SCOPE = ("files",)
READ = ("files", HIDDEN_SCOPE)
PERMISSION = "files"
MANAGER = "/files/files"
ONE = f"{MANAGER}/{{fileId}}"


async def create(call: Call) -> Any:
    """Upload a file, 2 GB at most unless the server says otherwise. Parts may come in any order."""
    return shown_file(await upload(call), call.base_url)


async def replace(call: Call) -> Any:
    """Give a file another content; its id and its URL stay."""
    return shown_file(await replaced(call), call.base_url)


async def replaced(call: Call) -> File:
    """The file with the content that the request has."""
    old = await files.by_id(call.reading(), call.path[0], hidden=_sees_hidden(call))

    async def take(got: Received) -> File:
        given = options_of({"options": got.fields.get("options") or "{}"}, wire.ReplaceOptions)
        access = save.check_access(given.access) if given.access is not None else None
        until = expires(call.now(), None, given.expires_at) if given.expires_at is not None else None

        async def work(unit: Unit, kept: save.Kept) -> save.Saved:
            current = await files.by_id(unit, call.path[0], hidden=True, lock=True)
            return await save.replace(unit, current, kept, access, until)

        return await keep(call.rooms.blobs, call.write, got.content, old.extension, work)

    return await received(call, take)


async def get_by_id(call: Call) -> Any:
    """One file. Hidden files are there only for apps with the scope `files.ui_hidden.read`."""
    return shown_file(await _file(call), call.base_url, call.many("properties"))


async def get_stat(call: Call) -> Any:
    """The file or the folder at a path."""
    unit, path = call.reading(), names.path_of(*names.names_of(call.path[0], "path"))
    file = await files.by_path(unit, path)
    if file is not None and not file.hidden:
        return {"file": shown_file(file, call.base_url, call.many("properties"))}
    folder = await folders.by_path(unit, path)
    if folder is None:
        raise NotFound("No file or folder exists at path", context={"path": [path]})
    return {"folder": shown_folder(folder, call.many("properties"))}


async def get_page(call: Call) -> Any:
    """The files that fit all parameters. `name` finds parts of names; times are ISO 8601 or milliseconds."""
    asked = search.of_parameters(call, FILES)
    found = [File(*row) for row in await search.find(call.reading(), asked)]
    return _page(call, found, asked, call.many("properties"))


async def do_search(call: Call) -> Any:
    """The files that fit any one of the groups of filters, as in searches of records."""
    given, unit = call.read(wire.SearchInput), call.reading()
    asked = search.of_body(given, FILES, call.now())
    found = [File(*row) for row in await search.find(unit, asked)]
    total = await search.count(unit, asked)
    answer = {"total": total, **_page(call, found, asked, given.properties)}
    if "paging" in answer:
        answer["paging"]["next"].pop("link")  # the next page takes the same body
    return answer


def _page(call: Call, found: list[File], asked: search.Question, properties: list[str]) -> dict[str, Any]:
    results = [shown_file(one, call.base_url, properties) for one in found[: asked.limit]]
    following = asked.after + asked.limit
    more = len(found) > asked.limit and following <= search.FARTHEST
    return {"results": results} | (next_page(call, str(following)) if more else {})


async def get_signed_url(call: Call) -> Any:
    """A link with which everybody may read the file for a while; for an image also in another size."""
    file = await _file(call)
    lasts, size = call.number("expirationSeconds", signed.DEFAULT_LASTS), call.one("size") or ""
    upscale = call.flag("upscale")
    if not 1 <= lasts <= signed.LONGEST:
        raise Invalid(f"The expirationSeconds must be between 1 and {signed.LONGEST}.")
    if size and size not in picture.SIZES:
        raise Invalid(f"The size must be one of {', '.join(picture.SIZES)}.", context={"size": [size[:40]]})
    if size and not file.width:
        raise Invalid("The size can be given for images only.", context={"size": [size]})
    until = call.now() + lasts * 1000
    shown = wire.SignedUrlShown(
        url=await signed.signed_url(call, file, until, size, upscale),
        expires_at=iso(until),
        name=file.name,
        extension=file.extension,
        size=file.size,
        type=file.type,
    )
    if file.width:
        side = picture.SIZES.get(size, 0)
        wanted = picture.Wanted(side, side, upscale)
        shown.width, shown.height = (
            picture.fitted(file.width, file.height, wanted) if size else (file.width, file.height)
        )
    return shown


async def download(call: Call) -> Any:
    """The content of a file, to be saved."""
    return await hosting.sent(call, call.rooms.blobs, await _file(call), download=True)


async def update(call: Call) -> Any:
    """Rename a file, move it, change who may read it and until when. Path and URL follow; the extension stays."""
    given = call.read(wire.FileUpdate)
    until = None if given.expires_at is None else expires(call.now(), None, given.expires_at)
    if given.clear_expires and until:
        raise Invalid("Give expiresAt or clearExpires, not both.")
    fields: dict[str, Any] = {}
    if given.access is not None:
        fields["access"] = save.check_access(given.access)
    if given.is_usable_in_content is not None:
        fields["usable"] = int(given.is_usable_in_content)
    if until is not None or given.clear_expires:
        fields["expires"] = until or 0
    hidden = _sees_hidden(call)

    async def work(unit: Unit) -> File:
        old = await files.by_id(unit, call.path[0], hidden=hidden, lock=True)
        return await save.change(unit, old, await _new_folder(unit, given), given.name, **fields)

    return shown_file(await call.write(work), call.base_url)


async def _new_folder(unit: Unit, given: wire.FileUpdate) -> folders.Folder | None:
    id, path = given.parent_folder_id, given.parent_folder_path
    if id is None and path is None:
        return None
    return await folders.parent_of(unit, wire.text_of(id), path, ("parentFolderId", "parentFolderPath"))


async def archive(call: Call) -> None:
    """Delete a file: its content is out of reach at once."""

    async def work(unit: Unit) -> None:
        save.archive(unit, await files.by_id(unit, call.path[0], hidden=_sees_hidden(call), lock=True))

    await call.write(work)


async def gdpr_delete(call: Call) -> None:
    """Delete a file and all that is known of it, for good; also one that was deleted before."""

    async def work(unit: Unit) -> tuple[str, ...]:
        file = await files.any_by_id(unit, call.path[0])
        if file.hidden and not _sees_hidden(call):
            raise Missing
        return await save.forget(unit, file)

    await call.rooms.blobs.release(await call.write(work))


async def _file(call: Call) -> File:
    return await files.by_id(call.reading(), call.path[0], hidden=_sees_hidden(call))


def _sees_hidden(call: Call) -> bool:
    return call.caller.may((HIDDEN_SCOPE,))


RANGES = tuple(
    f"{name}{ending}" for name in ("createdAt", "updatedAt", "expiresAt", "size", "height", "width")
    for ending in ("", "Gte", "Lte")
)  # fmt: skip
QUERY = ("properties", "limit", "after", "before", "sort", "ids", "idGte", "idLte", "name", "path", "parentFolderIds",
         *RANGES, "encoding", "type", "extension", "url", "isUsableInContent", "allowsAnonymousAccess",
         "fileMd5")  # fmt: skip
SIGNED = ("size", "upscale", "expirationSeconds")
ROUTES = (
    Route("POST", MANAGER, create, SCOPE, "Upload a file", wire.UploadInput, wire.FileShown, 201, media=MULTIPART,
          permission=PERMISSION),
    Route("GET", f"{MANAGER}/search", get_page, SCOPE, "Find files", answer=Page[wire.FileShown], query=QUERY),
    Route("POST", f"{MANAGER}/search", do_search, SCOPE, "Find files by groups of filters", wire.SearchInput,
          wire.FilesFound),
    Route("GET", f"{MANAGER}/stat/{{path*}}", get_stat, SCOPE, "Read what is at a path", answer=wire.StatShown,
          query=("properties",)),
    Route("GET", ONE, get_by_id, READ, "Read what is known of a file", answer=wire.FileShown, query=("properties",)),
    Route("PATCH", ONE, update, SCOPE, "Change a file", wire.FileUpdate, wire.FileShown, permission=PERMISSION),
    Route("PUT", ONE, replace, SCOPE, "Replace the content of a file", wire.ReplaceInput, wire.FileShown,
          media=MULTIPART, permission=PERMISSION),
    Route("DELETE", ONE, archive, SCOPE, "Delete a file", status=204, permission=PERMISSION),
    Route("DELETE", f"{ONE}/gdpr-delete", gdpr_delete, SCOPE, "Delete a file for good", status=204,
          permission=PERMISSION),
    Route("GET", f"{ONE}/signed-url", get_signed_url, READ, "Get a link to a file", answer=wire.SignedUrlShown,
          query=SIGNED),
    Route("GET", f"{ONE}/download", download, READ, "Download a file"),
)  # fmt: skip
