"""Sample requests for files and folders."""

from tests.access.samples.sample import Samples, body
from tests.files.sending import form

OPTIONS = '{"access": "PRIVATE"}'
SAMPLES: Samples = {
    "POST /files/files": body(form(b"text", "new.txt", options=OPTIONS, folderPath="/new")),
    "PUT /files/files/{fileId}": body(form(b"other text", "new.txt")),
    "PATCH /files/files/{fileId}": body({"name": "renamed-{tag}"}),
    "POST /files/files/search": body({"filters": [{"propertyName": "name", "operator": "EQ", "value": "{tag}"}]}),
    "POST /files/folders": body({"name": "more-{tag}"}),
    "PATCH /files/folders/{folderId*}": body({"name": "renamed-{tag}"}),
}
