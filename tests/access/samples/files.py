"""Sample requests for files and folders."""

from tests.access.samples.sample import Sample, Samples, body
from tests.files.sending import form

OPTIONS = '{"access": "PRIVATE"}'
IMPORT = "/files/files/import-from-url/async"
MOVE = "/files/folders/update/async"
OLD = "/filemanager/api"
SAMPLES: Samples = {
    "POST /files/files": body(form(b"text", "new.txt", options=OPTIONS, folderPath="/new")),
    "PUT /files/files/{fileId}": body(form(b"other text", "new.txt")),
    "PATCH /files/files/{fileId}": body({"name": "renamed-{tag}"}),
    "POST /files/files/search": body({"filters": [{"propertyName": "name", "operator": "EQ", "value": "{tag}"}]}),
    "POST /files/folders": body({"name": "more-{tag}"}),
    "PATCH /files/folders/{folderId*}": body({"name": "renamed-{tag}"}),
    f"POST {IMPORT}": body({"url": "https://files.example/a.txt", "access": "PRIVATE", "folderPath": "/new"}),
    f"GET {IMPORT}/tasks/{{fileTaskId}}/status": (Sample(path={"fileTaskId": "{import_task}"}),),
    f"POST {MOVE}": body({"id": "{folder}", "name": "moved-{tag}"}),
    f"POST {OLD}/files/upload": body(form(b"text", "new.txt", options=OPTIONS)),
    f"POST {OLD}/files/{{fileId}}": body(form(b"text of old", "new.txt")),
    f"POST {OLD}/files/{{fileId}}/move-file": body({"name": "moved-{tag}"}),
    f"POST {OLD}/folders": body({"name": "old-{tag}"}),
    f"PUT {OLD}/folders/{{folderId}}": body({"name": "put-{tag}"}),
    f"POST {OLD}/folders/{{folderId}}/move-folder": body({"parent_folder_id": 0}),
}
