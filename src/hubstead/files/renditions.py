"""Images in other sizes: made when they are asked for, and kept in memory while they are asked for."""

import asyncio
from collections import OrderedDict

from hubstead.files import picture
from hubstead.files.blobs import Blobs
from hubstead.files.file import File
from hubstead.files.picture import Picture, Wanted
from hubstead.kit.errors import Invalid

MOST_BYTES = 64 * 1024 * 1024
"""What all kept images may take together; those that nobody asked for the longest go first."""
_AT_ONCE = 2
"""Images that are made at the same time: more would take memory and time from everybody else."""


class Renditions:
    """The images of this process. Contents never change under their key, so what is kept stays right."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs
        self._kept: OrderedDict[tuple[str, Wanted], Picture] = OrderedDict()
        self._weight = 0
        self._room = asyncio.Semaphore(_AT_ONCE)

    async def of(self, file: File, wanted: Wanted) -> Picture:
        """An image in another size. Raises `Invalid` for what cannot be resized, `Missing` and `Unavailable`."""
        key = (file.blob, wanted)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if file.size > picture.MOST_BYTES or not file.width:
            raise Invalid("The file is not an image that can be resized.")
        async with self._room:
            if key not in self._kept:
                content = b"".join([piece async for piece in self._blobs.pieces(file.blob, 0, file.size)])
                self._keep(key, await asyncio.to_thread(picture.resized, content, wanted))
        return self._kept[key]

    def _keep(self, key: tuple[str, Wanted], made: Picture) -> None:
        self._kept[key] = made
        self._weight += len(made.content)
        while self._weight > MOST_BYTES and len(self._kept) > 1:
            self._weight -= len(self._kept.popitem(last=False)[1].content)
