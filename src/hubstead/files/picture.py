"""Images: how large they are, and smaller ones made of them."""

import io
from collections.abc import Mapping
from typing import IO, TYPE_CHECKING, NamedTuple

from hubstead.kit.errors import Invalid

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 50_000_000
"""Of an image that is decoded: some kilobytes can say that they are gigabytes of pixels."""
MOST_BYTES = 100_000_000
"""Of an image that is decoded."""
LARGEST = 4_096
"""Of a side of an image that is made."""
SIZES: Mapping[str, int] = {"icon": 64, "thumb": 240, "medium": 640, "preview": 1_280}
"""The longer side, in pixels, of the sizes that links to files can ask for (the service's numbers are not known)."""
_FORMATS = ("AVIF", "BMP", "GIF", "ICO", "JPEG", "PNG", "TIFF", "WEBP")
_ORIENTATION, _LYING = 0x0112, 5
"""The field of EXIF that says how a camera was held; from 5 on the image lies on its side."""
_KEPT = {"GIF": "PNG", "JPEG": "JPEG", "PNG": "PNG", "WEBP": "WEBP"}
"""The format in which a smaller image is written; PNG for all others."""


class Measures(NamedTuple):
    """Width and height in pixels, and the encoding (`png`, `jpeg`)."""

    width: int
    height: int
    encoding: str


class Picture(NamedTuple):
    """An image that was made: the bytes, their media type and their measures."""

    content: bytes
    media: str
    width: int
    height: int


class Wanted(NamedTuple):
    """What an image is to be made: the sides that it has to fit in (0: any), and whether it may grow for that."""

    width: int = 0
    height: int = 0
    upscale: bool = False


def measure(source: IO[bytes]) -> Measures | None:
    """The measures of an image, from its head alone; `None` for what is none."""
    image = _opened(source)
    return Measures(*image.size, (image.format or "").lower()) if image else None


def fitted(width: int, height: int, wanted: Wanted) -> tuple[int, int]:
    """The measures with which an image fits, in its proportions."""
    ratios = [side / own for side, own in ((wanted.width, width), (wanted.height, height)) if side]
    ratio = min(ratios, default=1.0)
    if not wanted.upscale:
        ratio = min(ratio, 1.0)
    return min(LARGEST, max(1, round(width * ratio))), min(LARGEST, max(1, round(height * ratio)))


def resized(content: bytes, wanted: Wanted) -> Picture:
    """The image in another size. Raises `Invalid` for what cannot be decoded, or would be too large when it is."""
    image = _opened(io.BytesIO(content))
    if image is None:
        raise Invalid("The file is not an image that can be resized.")
    if image.width * image.height > MOST_PIXELS:
        raise Invalid(f"The image has more than {MOST_PIXELS} pixels and cannot be resized.")
    encoding = _KEPT.get(image.format or "", "PNG")
    try:
        return _made(image, wanted, encoding)
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
        raise Invalid(f"The image is damaged and cannot be resized: {error}.") from None


def _made(image: "Image", wanted: Wanted, encoding: str) -> Picture:
    from PIL import ImageOps

    width, height = image.size if image.getexif().get(_ORIENTATION, 1) < _LYING else image.size[::-1]
    size = fitted(width, height, wanted)
    image.draft(None, (max(size), max(size)))  # a JPEG is decoded smaller at once
    turned = ImageOps.exif_transpose(image)
    if turned.mode not in ("RGB", "RGBA", "L"):
        turned = turned.convert("RGB" if encoding == "JPEG" else "RGBA")
    small = turned.resize(size, reducing_gap=2.0)
    out = io.BytesIO()
    small.save(out, encoding)
    return Picture(out.getvalue(), f"image/{encoding.lower()}", *small.size)


def _opened(source: IO[bytes]) -> "Image | None":
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # we count ourselves, before anything is decoded
    try:
        return Image.open(source, formats=_FORMATS)
    except (OSError, SyntaxError, ValueError, EOFError, OverflowError):
        return None
