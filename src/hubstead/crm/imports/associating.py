"""What associates the records of rows: those of one row with each other, and with records that its cells name."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from hubstead.crm.associations.kinds import Kind, Kinds, kinds_of
from hubstead.crm.associations.link import Link, attempt
from hubstead.crm.imports.domains import SEVERAL, Domains
from hubstead.crm.imports.plan import COMPANY, DOMAIN, Plan, Reference
from hubstead.crm.imports.problem import Problem
from hubstead.crm.imports.reading import ReadRow
from hubstead.crm.objects.find import ids_of
from hubstead.crm.properties.definition import define
from hubstead.crm.records.record import load as load_records
from hubstead.store.unit import Unit


class Told(NamedTuple):
    """Something that is wrong with a row."""

    row: ReadRow
    problem: Problem


class Associating:
    """How the rows of one file are associated."""

    def __init__(self, plan: Plan, domains: Domains) -> None:
        self._plan = plan
        self._domains = domains

    async def associate(
        self, unit: Unit, rows: Sequence[ReadRow], ids: Sequence[Sequence[int]], told: list[Told]
    ) -> None:
        """Associate what `ids` holds for each row and thing (0: nothing); what cannot be is added to `told`."""
        kinds = await kinds_of(unit)
        links: list[tuple[int, Link]] = []
        for number, row in enumerate(rows):
            for join in self._plan.joins:
                left, right = ids[number][join.left], ids[number][join.right]
                if left and right:
                    ends = self._plan.things[join.left].type, self._plan.things[join.right].type
                    chosen = self._labelled(kinds, ends, row, join.label, told)
                    links += [(number, Link(ends[0], left, ends[1], right, kind.category, kind.id)) for kind in chosen]
        for reference in self._plan.references:
            links += await self._referred(unit, kinds, reference, rows, ids, told)
        if not links:
            return
        distinct = list(dict.fromkeys(link for _, link in links))
        _, refusals = await attempt(unit, distinct)
        why = {link: refusal for link, refusal in zip(distinct, refusals, strict=True) if refusal}
        for number, link in links:
            if link in why:
                problem = Problem("FAILED_TO_CREATE_ASSOCIATION", why[link].message, type=link.from_type)
                told.append(Told(rows[number], problem))

    def _labelled(
        self,
        kinds: Kinds,
        ends: tuple[str, str],
        row: ReadRow,
        place: int | None,
        told: list[Told],
        default: Kind | None = None,
    ) -> list[Kind]:
        """How two records are associated: as the label column says (several labels with semicolons), else plainly."""
        text = row.cells[place] if place is not None and place < len(row.cells) else ""
        found: list[Kind] = []
        for label in filter(None, map(str.strip, text.split(";"))):
            kind = _by_label(kinds, ends, label)
            if kind is None:
                message = f"There is no association label {label[:100]}"
                told.append(Told(row, Problem("ASSOCIATION_LABEL_NOT_FOUND", message, place or 0, label, ends[0])))
            else:
                found.append(kind)
        return found or [default or kinds.default(*ends)]

    async def _referred(
        self,
        unit: Unit,
        kinds: Kinds,
        reference: Reference,
        rows: Sequence[ReadRow],
        ids: Sequence[Sequence[int]],
        told: list[Told],
    ) -> list[tuple[int, Link]]:
        """The links to records that the cells of a column name."""
        named: list[tuple[int, str]] = []
        for number, row in enumerate(rows):
            if ids[number][reference.left] and reference.place < len(row.cells):
                named += [(number, key) for key in map(str.strip, row.cells[reference.place].split(";")) if key]
        found = await self._found(unit, reference, {key for _, key in named})
        links: list[tuple[int, Link]] = []
        for number, key in named:
            to = found.get(key, 0)
            if to <= 0:
                code = (
                    "MULTIPLE_COMPANIES_WITH_THIS_DOMAIN"
                    if to == SEVERAL
                    else "NO_OBJECT_ID_FROM_ASSOCIATION_IDENTIFIER"
                )
                message = f"No record of {reference.to.type.plural.lower()} can be found by {reference.key} {key[:100]}"
                told.append(Told(rows[number], Problem(code, message, reference.place, key, reference.to.type.id)))
                continue
            ends = self._plan.things[reference.left].type, reference.to.type.id
            left = ids[number][reference.left]
            chosen = self._labelled(kinds, ends, rows[number], reference.label, told, reference.kind)
            links += [(number, Link(ends[0], left, ends[1], to, kind.category, kind.id)) for kind in chosen]
        return links

    async def _found(self, unit: Unit, reference: Reference, keys: Iterable[str]) -> dict[str, int]:
        definition = await define(unit, reference.to.type)
        if reference.key == DOMAIN and reference.to.type.id == COMPANY:
            canonical = {key: definition.coercer(DOMAIN)(key) for key in keys}
            known = self._domains.ids(canonical.values())
            return {key: known[domain] for key, domain in canonical.items() if domain in known}
        found = await ids_of(unit, definition, list(keys), reference.key)
        there = await load_records(unit, reference.to.type.id, found.values())
        return {key: id for key, id in found.items() if id in there}


def _by_label(kinds: Kinds, ends: tuple[str, str], label: str) -> Kind | None:
    wanted = label.lower()
    for kind in kinds.between(*ends):
        if wanted in ((kind.label or "").lower(), kind.name.lower()):
            return kind
    return None
