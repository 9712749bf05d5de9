"""Is the content of every file there, in its whole length?"""

from hubstead.commands.checking.finding import Finding
from hubstead.files.blobs import Blobs
from hubstead.kit.errors import Unavailable
from hubstead.store.engine import Engine

_PAGE = 10_000


async def check_files(store: Engine, blobs: Blobs) -> Finding:
    """Rows of files against what lies in the folder or bucket. Content that no row names is no problem: the daily
    sweep clears it away.

    The rows are read first: a file that is uploaded meanwhile is not missed, and one that is deleted meanwhile is
    looked up once more before it is told of.
    """
    rows = await _rows(store)
    try:
        sizes = {one.key: one.size async for group in blobs.all() for one in group} if rows else {}
    except Unavailable as error:
        return Finding(f"{len(rows)} files", [error.message])
    wrong = {row for row in rows if sizes.get(row[2]) != row[3]}
    still = wrong.intersection(await _rows(store)) if wrong else set()
    return Finding(f"{len(rows)} files", [_problem(*row, sizes.get(row[2])) for row in sorted(still)])


async def _rows(store: Engine) -> list[tuple[int, int, str, int]]:
    """Portal, id, key of the content and size of every file."""
    rows: list[tuple[int, int, str, int]] = []
    last = (-1, -1)
    sql = (
        "SELECT portal, id, blob, size FROM file WHERE portal > ?1 OR (portal = ?1 AND id > ?2) "
        f"ORDER BY portal, id LIMIT {_PAGE}"
    )
    while page := await store.rows(sql, *last):
        rows += [(portal, id, blob, size) for portal, id, blob, size in page]
        last = rows[-1][:2]
    return rows


def _problem(portal: int, id: int, blob: str, size: int, found: int | None) -> str:
    file = f"portal {portal}, file {id}"
    if found is None:
        return f"{file}: its content {blob} is gone; put it back from a backup"
    return f"{file}: {found} bytes of its {size} are there ({blob}); put it back from a backup"
