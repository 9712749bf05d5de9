"""Associations over HTTP: of records here, their types and limits in `schema_routes`.

v4 and the dated versions speak of types by category and number, v3 by name; answers differ with them.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar
from urllib.parse import parse_qsl, urlencode

from hubstead.crm.associations import answers, schema_routes, shown, usage_routes, wire
from hubstead.crm.associations.batch import Associated, Wanted, associate, dissociate, links_of
from hubstead.crm.associations.kinds import Kind, Kinds, kinds_of
from hubstead.crm.associations.link import link, relabel
from hubstead.crm.associations.rows import Link
from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.object_types.resolve import type_of
from hubstead.crm.properties.definition import define
from hubstead.crm.properties.wire import batch
from hubstead.crm.records import record as records
from hubstead.crm.records.record import as_id
from hubstead.kit.errors import Invalid, Missing
from hubstead.store.unit import Unit
from hubstead.web.answer import JSON, NO_CONTENT, Answer, Reply
from hubstead.web.call import Call
from hubstead.web.envelopes import Batch, Page
from hubstead.web.route import By, Route

PAGE = 500
"""How many records a page of associations holds."""
PAGE_V3 = 100
"""The same for each record of a v3 batch read."""
READ_BATCH = 1_000
WRITE_BATCH = 2_000
ARCHIVED = Answer(204, b"", [(b"content-type", JSON)])
"""Empty, and yet with the type of JSON (recorded 2022)."""
T = TypeVar("T")


class Ends(NamedTuple):
    """The two object types of a request, and what links them."""

    unit: Unit
    type: ObjectType
    other: ObjectType
    kinds: Kinds

    @property
    def plain(self) -> Kind:
        """The unlabeled type. Raises `Invalid` when the two cannot be linked."""
        return self.kinds.default(self.type.id, self.other.id)

    def typed(self, specs: Sequence[wire.AssociationSpec]) -> list[Kind]:
        """Types by category and number; none means the plain one. Raises `Invalid`."""
        ids = (self.type.id, self.other.id)
        return [self.kinds.chosen(*ids, spec.association_category, spec.association_type_id) for spec in specs] or [
            self.plain
        ]

    def named(self, spelling: str | int) -> Kind:
        """A type by name or number (v3). Raises `Invalid`."""
        return self.kinds.named(self.type.id, self.other.id, str(spelling))

    def whole(self, spelling: str | int) -> Kind:
        """What v3 removes by a name: a label, but by the primary one, which v3 takes for the link, everything."""
        kind = self.named(spelling)
        return self.plain if kind.primary else kind


async def get_page(call: Call) -> Any:
    """The records of one type that a record is associated with, by ascending id."""
    ends = await _ends(call, By.READ, 2)
    limit = call.number("limit", PAGE)
    if not 1 <= limit <= PAGE:
        raise Invalid(f"The limit must be between 1 and {PAGE}.", context={"limit": [str(limit)]})
    id, after = as_id(call.path[1]), _cursor(call.one("after", "0"))
    page = await shown.page(ends.unit, ends.type, id, ends.other, after, limit)
    query = parse_qsl(call.query_string.decode())
    return {"results": _form(call, ends, page.links), **_paging(call, ends, call.path[1], page.after, query)}


async def batch_read(call: Call) -> Any:
    """The associations of up to 1,000 records; 207 when some have none."""
    started = call.now()
    given = _checked(call.read(wire.BatchPages).inputs, READ_BATCH)
    ends = await _ends(call, By.READ, 1)
    asked = [(as_id(page.id), _cursor(page.after)) for page in given]
    found = await shown.many(ends.unit, ends.type, asked, ends.other, PAGE_V3 if _by_name(call) else PAGE)
    results: list[Any] = []
    errors: list[Any] = []
    for wanted, page in zip(given, found, strict=True):
        if page.links:
            paging = _paging(call, ends, str(wanted.id), page.after, ())
            results.append({"from": {"id": str(wanted.id)}, "to": _form(call, ends, page.links), **paging})
        else:
            names = (ends.type.fully_qualified_name, wanted.id, ends.other.fully_qualified_name)
            errors.append(wire.none_found(*names))
    return Reply(207 if errors else 200, batch(started, call.now(), results, errors))


async def put_labels(call: Call) -> Any:
    """Associate two records by exactly the given types."""
    specs = call.read(list[wire.AssociationSpec])
    ends = await _ends(call, By.WRITE, 2)
    links = _links(call, ends, ends.typed(specs))
    return wire.labelled(links[0], await call.write(lambda unit: relabel(unit, links)))


async def put_default(call: Call) -> Any:
    """Associate two records by the plain type."""
    started = call.now()
    ends = await _ends(call, By.WRITE, 2)
    links = _links(call, ends, [ends.plain])
    change = await call.write(lambda unit: link(unit, links))
    both = [side for one in links for side in (one, change.graph.mirror(one))]
    return batch(started, call.now(), wire.plain(both))


async def put_named(call: Call) -> Any:
    """Associate two records by a type's name or number (v3); answers the first record."""
    ends = await _ends(call, By.WRITE, 2)
    links = _links(call, ends, [ends.named(call.path[4])])
    await call.write(lambda unit: link(unit, links))
    unit = call.reading()
    record = (await records.load(unit, ends.type.id, [links[0].from_id])).get(links[0].from_id)
    if record is None:
        raise Missing
    definition = await define(unit, ends.type)
    found = await shown.associated(unit, ends.type, [record.id], (ends.other.id,), call.base_url)
    return wire.with_associations(record, definition.plan(()), found[record.id])


async def delete_pair(call: Call) -> Answer:
    """Remove all associations of two records."""
    ends = await _ends(call, By.WRITE, 2)
    await _dissociate(call, [Wanted(call.path[1], call.path[3], [ends.plain])])
    return NO_CONTENT


async def delete_named(call: Call) -> Answer:
    """Remove an association by a type's name or number (v3)."""
    ends = await _ends(call, By.WRITE, 2)
    await _dissociate(call, [Wanted(call.path[1], call.path[3], [ends.whole(call.path[4])])])
    return NO_CONTENT


async def batch_create(call: Call) -> Any:
    """Associate up to 2,000 pairs of records; 207 when some cannot be."""
    started = call.now()
    if _by_name(call):
        named = _checked(call.read(wire.BatchNamedPairs).inputs, WRITE_BATCH)
        ends = await _ends(call, By.WRITE, 1)
        done = await _associated(call, [Wanted(pair.from_.id, pair.to.id, [ends.named(pair.type)]) for pair in named])
        return _replied(call, started, done, wire.named_pairs(ends.kinds, done.links), 201)
    typed = _checked(call.read(wire.BatchTypedPairs).inputs, WRITE_BATCH)
    ends = await _ends(call, By.WRITE, 1)
    done = await _associated(call, [Wanted(pair.from_.id, pair.to.id, ends.typed(pair.types)) for pair in typed])
    # One entry per pair, the last one first, as recorded in 2022.
    pairs = reversed(list({one[:4]: one for one in done.links}.values()))
    return _replied(call, started, done, [wire.labelled(one, done.change.labels(one)) for one in pairs], 201)


async def batch_default(call: Call) -> Any:
    """Associate up to 2,000 pairs of records by the plain type; 207 when some cannot be."""
    started = call.now()
    given = _checked(call.read(wire.BatchPairs).inputs, WRITE_BATCH)
    ends = await _ends(call, By.WRITE, 1)
    plain = [ends.plain]
    done = await _associated(call, [Wanted(pair.from_.id, pair.to.id, plain) for pair in given])
    both = [side for one in done.links for side in (one, done.change.graph.mirror(one))]
    return _replied(call, started, done, wire.plain(both), 200)


async def batch_archive(call: Call) -> Answer:
    """Remove all associations of up to 2,000 records with others."""
    if _by_name(call):
        named = _checked(call.read(wire.BatchNamedPairs).inputs, WRITE_BATCH)
        ends = await _ends(call, By.WRITE, 1)
        await _dissociate(call, [Wanted(pair.from_.id, pair.to.id, [ends.whole(pair.type)]) for pair in named])
        return ARCHIVED
    fans = _checked(call.read(wire.BatchFans).inputs, WRITE_BATCH)
    ends = await _ends(call, By.WRITE, 1)
    plain = [ends.plain]
    pairs = [Wanted(fan.from_.id, target.id, plain) for fan in fans for target in wire.targets(fan)]
    await _dissociate(call, pairs)
    return ARCHIVED


async def batch_archive_labels(call: Call) -> Answer:
    """Take labels off up to 2,000 pairs of records; taking the plain type removes everything between them."""
    given = _checked(call.read(wire.BatchTypedPairs).inputs, WRITE_BATCH)
    ends = await _ends(call, By.WRITE, 1)
    pairs = [Wanted(pair.from_.id, pair.to.id, ends.typed(pair.types)) for pair in given if pair.types]
    await _dissociate(call, pairs)
    return ARCHIVED


async def _ends(call: Call, by: By, other: int) -> Ends:
    """The object types in the path, the second at place `other`, if the caller may use them so."""
    unit = call.reading()
    type = await type_of(call, unit, by)
    return Ends(unit, type, await type_of(call, unit, By.READ, other), await kinds_of(unit))


def _links(call: Call, ends: Ends, kinds: Sequence[Kind]) -> list[Link]:
    return links_of(ends.kinds, Wanted(call.path[1], call.path[3], kinds))


async def _associated(call: Call, pairs: Sequence[Wanted]) -> Associated:
    return await call.write(lambda unit: associate(unit, pairs))


async def _dissociate(call: Call, pairs: Sequence[Wanted]) -> None:
    await call.write(lambda unit: dissociate(unit, pairs))


def _replied(call: Call, started: int, done: Associated, results: list[Any], status: int) -> Reply:
    errors = [wire.error(failure) for failure in done.failures]
    return Reply(207 if errors else status, batch(started, call.now(), results, errors))


def _by_name(call: Call) -> bool:
    return call.version == "v3"


def _form(call: Call, ends: Ends, links: Sequence[Link]) -> list[Any]:
    return wire.named(ends.kinds, links) if _by_name(call) else wire.multi(ends.kinds, links)


def _checked(inputs: list[T], largest: int) -> list[T]:
    if len(inputs) > largest:
        raise Invalid(
            f"The maximum number of inputs supported in a batch request for associations is {largest}, "
            f"received {len(inputs)}. Split the batch.",
            context={"inputs": [str(len(inputs))]},
        )
    return inputs


def _cursor(given: wire.Id | None) -> int:
    id = as_id(given or 0)
    if id is None:
        raise Invalid("The after parameter is not a paging cursor of this list.", context={"after": [str(given)[:100]]})
    return id


def _paging(call: Call, ends: Ends, id: str, after: int | None, query: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Where the next page is, as a cursor and as a link that keeps the other parameters; nothing on the last page."""
    if after is None:
        return {}
    pairs = [*(pair for pair in query if pair[0] != "after"), ("after", str(after))]
    link = f"{call.base_url}/crm/objects/{call.version}/{ends.type.id}/{id}/associations/{ends.other.id}"
    return {"paging": {"next": {"after": str(after), "link": f"{link}?{urlencode(pairs)}"}}}


OF_RECORD = "/crm/objects/{objectType}/{objectId}/associations"
PAIR = OF_RECORD + "/{toObjectType}/{toObjectId}"
BATCH = "/crm/associations/{fromObjectType}/{toObjectType}/batch"
ROUTES = (
    Route("GET", OF_RECORD + "/{toObjectType}", get_page, By.READ, "List associated records",
          answer=Page[answers.Associated], query=("limit", "after")),
    Route("PUT", PAIR, put_labels, By.WRITE, "Set association labels", list[wire.AssociationSpec],
          answer=answers.LabelsBetween, status=201),
    Route("DELETE", PAIR, delete_pair, By.WRITE, "Remove associations", status=204),
    Route("PUT", OF_RECORD + "/default/{toObjectType}/{toObjectId}", put_default, By.WRITE, "Associate by default",
          answer=Batch[answers.PlainAssociation]),
    Route("PUT", PAIR + "/{associationType}", put_named, By.WRITE, "Associate by type (v3)"),
    Route("DELETE", PAIR + "/{associationType}", delete_named, By.WRITE, "Remove by type (v3)", status=204),
    Route("POST", BATCH + "/read", batch_read, By.READ, "Read associations", wire.BatchPages,
          answer=Batch[answers.AssociationsOf]),
    Route("POST", BATCH + "/create", batch_create, By.WRITE, "Create associations", wire.BatchTypedPairs,
          answer=Batch[answers.LabelsBetween], status=201),
    Route("POST", BATCH + "/associate/default", batch_default, By.WRITE, "Associate by default", wire.BatchPairs,
          answer=Batch[answers.PlainAssociation]),
    Route("POST", BATCH + "/archive", batch_archive, By.WRITE, "Remove associations", wire.BatchFans, status=204),
    Route("POST", BATCH + "/labels/archive", batch_archive_labels, By.WRITE, "Remove labels", wire.BatchTypedPairs,
          status=204),
    *schema_routes.ROUTES,
    *usage_routes.ROUTES,
)  # fmt: skip
