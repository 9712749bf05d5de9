"""A process that writes to a SQLite truth store, and prints what was acknowledged, until it is killed.

    python writer_process.py FILE FIRST COUNT

Each of eight writers at once saves batches of three records with their facts; the numbers of the batches begin at
FIRST and there are COUNT of them. A batch's first id from the store is printed beside its number.
"""

import asyncio
import os
import sys
from functools import partial
from pathlib import Path

from hubstead.store.engine import Fact, Writer
from hubstead.store.engines.sqlite import SqliteEngine
from hubstead.store.tables import RECORD

WRITERS = 8
PORTAL = 1


async def main(path: Path, first: int, count: int) -> None:
    engine = SqliteEngine(path)
    await engine.open()
    batches = iter(range(first, first + count))

    async def save(writer: Writer, batch: int) -> int:
        id = await writer.new_ids(PORTAL, 3)
        await writer.put(RECORD, [(PORTAL, str(batch), id + place, 0, 0, 0, "{}") for place in range(3)])
        await writer.append([Fact(PORTAL, "record.created", str(batch), id, 0, "API", "", 0, "{}")])
        return id

    async def write() -> None:
        for batch in batches:
            id = await engine.write(partial(save, batch=batch))
            os.write(1, f"{batch} {id}\n".encode())

    await asyncio.gather(*(write() for _ in range(WRITERS)))
    await engine.close()


if __name__ == "__main__":
    _, file, *numbers = sys.argv
    asyncio.run(main(Path(file), *map(int, numbers)))
