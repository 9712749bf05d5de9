"""What kind of file an extension stands for, and how such a file is served."""

from collections.abc import Mapping
from typing import Literal

FileType = Literal["IMG", "DOCUMENT", "AUDIO", "MOVIE", "OTHER"]
_EXTENSIONS: Mapping[FileType, str] = {
    "IMG": "apng avif bmp gif heic heif ico jfif jpeg jpg png svg tif tiff webp",
    "DOCUMENT": "csv doc docm docx dot dotx eml epub ics key md numbers odp ods odt pages pdf potx pps ppsx ppt pptm "
    "pptx rtf tsv txt vcf vsdx xls xlsb xlsm xlsx xltx xps",
    "AUDIO": "aac aif aiff flac m4a mid midi mp3 oga ogg opus wav wma",
    "MOVIE": "3gp avi flv m2ts m4v mkv mov mp4 mpeg mpg ogv ts webm wmv",
}
_TYPES: Mapping[str, FileType] = {one: type for type, all_of in _EXTENSIONS.items() for one in all_of.split()}
TEXT = "text/plain;charset=utf-8"
DOWNLOAD = "application/octet-stream"
_MEDIA: Mapping[str, str] = {
    **{one: f"image/{one}" for one in ("apng", "avif", "bmp", "gif", "heic", "heif", "jpeg", "png", "tiff", "webp")},
    **{"jpg": "image/jpeg", "jfif": "image/jpeg", "tif": "image/tiff", "ico": "image/x-icon", "svg": "image/svg+xml"},
    **{"aac": "audio/aac", "flac": "audio/flac", "m4a": "audio/mp4", "mp3": "audio/mpeg", "oga": "audio/ogg"},
    **{"ogg": "audio/ogg", "opus": "audio/ogg", "wav": "audio/wav", "m4v": "video/mp4", "mov": "video/quicktime"},
    **{"mp4": "video/mp4", "mpeg": "video/mpeg", "mpg": "video/mpeg", "ogv": "video/ogg", "webm": "video/webm"},
    **{"css": "text/css;charset=utf-8", "json": "application/json;charset=utf-8", "pdf": "application/pdf"},
    **{"woff": "font/woff", "woff2": "font/woff2", "otf": "font/otf", "ttf": "font/ttf"},
    **dict.fromkeys(("csv", "htm", "html", "ics", "js", "log", "md", "mjs", "svgz", "tsv", "txt", "vcf"), TEXT),
    **dict.fromkeys(("xhtml", "xht", "xml", "xsl", "xslt"), TEXT),
}
"""What browsers show. Pages and scripts come as text, as from the service's own host (documented)."""


def type_of(extension: str) -> FileType:
    """The service's type of a file."""
    return _TYPES.get(extension.lower(), "OTHER")


def media_of(extension: str) -> str:
    """The media type that a file is served with; `DOWNLOAD` for what browsers are to save, not to show."""
    return _MEDIA.get(extension.lower(), DOWNLOAD)
