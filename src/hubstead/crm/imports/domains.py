"""Companies by domain, which is not unique: the domains of a portal, gathered once for an import."""

from collections.abc import Iterable

import msgspec

from hubstead.crm.imports.plan import COMPANY
from hubstead.store.unit import Unit

SEVERAL = -1
"""Stands for a domain that several companies have."""
PAGE = 1_000


class _Document(msgspec.Struct):
    domain: str = ""


_decode = msgspec.json.Decoder(_Document).decode


class Domains:
    """Which company has a domain. Holds some hundred bytes for each company that has one."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}

    async def gather(self, unit: Unit, after: int) -> int:
        """Add the domains of the next companies; answers where to go on, 0 at the end."""
        sql = (
            "SELECT id, document FROM record WHERE portal = ?1 AND type = ?2 AND archived = 0 AND id > ?3 "
            "ORDER BY id LIMIT ?4"
        )
        rows = await unit.rows(sql, COMPANY, after, PAGE)
        for id, document in rows:
            self.add(_decode(document).domain, id)
        return rows[-1][0] if len(rows) == PAGE else 0

    def add(self, domain: str, id: int) -> None:
        """A company has this domain."""
        if domain and self._ids.setdefault(domain, id) != id:
            self._ids[domain] = SEVERAL

    def ids(self, domains: Iterable[str]) -> dict[str, int]:
        """The companies with these domains; `SEVERAL` where it is not one."""
        return {domain: self._ids[domain] for domain in domains if domain in self._ids}
