"""Whatever is linked, labelled, unlinked, archived and merged in whatever order: a plain model agrees."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.world import PORTAL, World

T = TypeVar("T")
Node = tuple[str, int]
"""Object type id and place in the list of the machine's records."""
CONTACT, COMPANY, DEAL = "0-1", "0-2", "0-3"
PLACES = 3
PLAIN = {
    (CONTACT, COMPANY): 279,
    (COMPANY, CONTACT): 280,
    (CONTACT, DEAL): 4,
    (DEAL, CONTACT): 3,
    (DEAL, COMPANY): 341,
    (COMPANY, DEAL): 342,
    (COMPANY, COMPANY): 450,
    (CONTACT, CONTACT): 449,
    (DEAL, DEAL): 451,
}
SOLE = {(CONTACT, COMPANY): (1, 2), (DEAL, COMPANY): (5, 6), (COMPANY, COMPANY): (14, 13)}
"""The label of which a record of the first type has one: its id, and the id seen from the other side."""
GIVEN = {CONTACT: {"firstname": "A"}, COMPANY: {"name": "A"}, DEAL: {"dealname": "A"}}
COUNTS = {
    (CONTACT, DEAL): "num_associated_deals",
    (COMPANY, CONTACT): "num_associated_contacts",
    (COMPANY, DEAL): "num_associated_deals",
    (DEAL, CONTACT): "num_associated_contacts",
}
HOLDS = {CONTACT: "associatedcompanyid", DEAL: "hs_primary_associated_company", COMPANY: "hs_parent_company_id"}
CHILDREN = "hs_num_child_companies"
places = st.integers(0, PLACES - 1)
nodes = st.tuples(st.sampled_from((CONTACT, COMPANY, DEAL)), places)


class Machine(RuleBasedStateMachine):
    """`ids` are the live records; `pairs` who is linked; `soles` whose one company is which; `partners` who has the
    label that the portal defined between contacts and companies."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.world = World(columns=False)
        self.ids: dict[Node, int] = {}
        self.pairs: set[frozenset[Node]] = set()
        self.soles: dict[tuple[Node, str], Node] = {}
        self.partners: set[tuple[Node, Node]] = set()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    @initialize()
    def begin(self) -> None:
        self.run(self.world.__aenter__())
        for type in (CONTACT, COMPANY, DEAL):
            for place in range(PLACES):
                self.ids[type, place] = self.create_record(type)
        path = "/crm/v4/associations/contacts/companies/labels"
        made = self.run(self.world.post(path, {"name": "partner", "label": "Partner"})).json["results"]
        self.label, self.inverse = (one["typeId"] for one in made)

    def teardown(self) -> None:
        if self.ids:
            self.run(self.world.__aexit__())
        self.loop.close()

    def create_record(self, type: str) -> int:
        return int(self.run(self.world.create(type, **GIVEN[type])))

    def connect(self, first: Node, second: Node, type_id: int, category: str = "HUBSPOT_DEFINED") -> None:
        pair = {
            "from": {"id": self.ids[first]},
            "to": {"id": self.ids[second]},
            "types": [{"associationCategory": category, "associationTypeId": type_id}],
        }
        path = f"/crm/v4/associations/{first[0]}/{second[0]}/batch/create"
        reply = self.run(self.world.post(path, {"inputs": [pair]}))
        assert reply.status == (207 if first == second else 201), reply.body
        if first != second:
            self.pairs.add(frozenset((first, second)))

    @rule(first=nodes, second=nodes)
    def link(self, first: Node, second: Node) -> None:
        self.connect(first, second, PLAIN[first[0], second[0]])

    @rule(first=nodes, second=places, backwards=st.booleans())
    def link_sole(self, first: Node, second: int, backwards: bool) -> None:
        other = (COMPANY, second)
        forth, back = SOLE[first[0], COMPANY]
        if backwards:
            self.connect(other, first, back)
        else:
            self.connect(first, other, forth)
        if first != other:
            self.soles[first, COMPANY] = other

    @rule(contact=places, company=places, backwards=st.booleans())
    def link_partner(self, contact: int, company: int, backwards: bool) -> None:
        first, second = (CONTACT, contact), (COMPANY, company)
        if backwards:
            self.connect(second, first, self.inverse, "USER_DEFINED")
        else:
            self.connect(first, second, self.label, "USER_DEFINED")
        self.partners.add((first, second))

    @rule(contact=places, company=places)
    def relabel(self, contact: int, company: int) -> None:
        """Only the partner label stays between the two."""
        first, second = (CONTACT, contact), (COMPANY, company)
        path = f"/crm/v4/objects/contacts/{self.ids[first]}/associations/companies/{self.ids[second]}"
        types = [{"associationCategory": "USER_DEFINED", "associationTypeId": self.label}]
        assert self.run(self.world.put(path, types)).json["labels"] == ["Partner"]
        self.pairs.add(frozenset((first, second)))
        self.partners.add((first, second))
        if self.soles.get((first, COMPANY)) == second:
            del self.soles[first, COMPANY]

    @rule(first=nodes, second=nodes)
    def unlink(self, first: Node, second: Node) -> None:
        path = f"/crm/v4/objects/{first[0]}/{self.ids[first]}/associations/{second[0]}/{self.ids[second]}"
        assert self.run(self.world.delete(path)).status == 204
        self.forget(frozenset((first, second)))

    @rule(first=nodes, second=places)
    def unlabel(self, first: Node, second: int) -> None:
        other = (COMPANY, second)
        spec = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": SOLE[first[0], COMPANY][0]}
        pair = {"from": {"id": self.ids[first]}, "to": {"id": self.ids[other]}, "types": [spec]}
        path = f"/crm/v4/associations/{first[0]}/0-2/batch/labels/archive"
        assert self.run(self.world.post(path, {"inputs": [pair]})).status == 204
        if self.soles.get((first, COMPANY)) == other:
            del self.soles[first, COMPANY]

    def forget(self, pair: frozenset[Node]) -> None:
        self.pairs.discard(pair)
        self.soles = {key: other for key, other in self.soles.items() if {key[0], other} != pair}
        self.partners = {one for one in self.partners if set(one) != pair}

    @rule(node=nodes)
    def archive_and_replace(self, node: Node) -> None:
        """The record goes; a new one without links takes its place."""
        assert self.run(self.world.delete(f"/crm/v3/objects/{node[0]}/{self.ids[node]}")).status == 204
        for pair in [pair for pair in self.pairs if node in pair]:
            self.forget(pair)
        self.ids[node] = self.create_record(node[0])

    @rule(first=nodes, place=places)
    def merge(self, first: Node, place: int) -> None:
        """The new record takes the place of the kept one; a new one without links that of the other."""
        type = first[0]
        second = (type, place)
        body = {"primaryObjectId": str(self.ids[first]), "objectIdToMerge": str(self.ids[second])}
        reply = self.run(self.world.post(f"/crm/v3/objects/{type}/merge", body))
        if first == second:
            assert reply.status == 400
            return
        assert reply.status == 200, reply.body
        self.forget(frozenset((first, second)))
        for pair in [pair for pair in self.pairs if second in pair]:
            self.move(next(iter(pair - {second})), second, first)
        self.ids[first] = int(reply.json["id"])
        self.ids[second] = self.create_record(type)

    def move(self, other: Node, old: Node, new: Node) -> None:
        """What `other` had with `old`, it has with `new`; a second primary company is dropped."""
        had_mine, had_its = self.soles.get((old, COMPANY)) == other, self.soles.get((other, COMPANY)) == old
        partners = [one for one in self.partners if set(one) == {old, other}]
        self.forget(frozenset((old, other)))
        self.pairs.add(frozenset((new, other)))
        if had_mine:
            self.soles.setdefault((new, COMPANY), other)
        if had_its:
            self.soles[other, COMPANY] = new
        self.partners.update((new, one[1]) if one[0] == old else (one[0], new) for one in partners)

    @invariant()
    def rows_agree(self) -> None:
        """The store holds what the model says, in both directions, and nothing else."""
        if self.ids:
            sql = "SELECT from_type, from_id, to_type, to_id, category, type_id FROM association WHERE portal = ?1"
            assert set(self.run(self.world.server.store.rows(sql, PORTAL))) == self.expected()

    def expected(self) -> set[tuple[str, int, str, int, int, int]]:
        rows = set()

        def add(first: Node, second: Node, category: int, type_id: int) -> None:
            rows.add((first[0], self.ids[first], second[0], self.ids[second], category, type_id))

        for pair in self.pairs:
            first, second = pair
            add(first, second, 0, PLAIN[first[0], second[0]])
            add(second, first, 0, PLAIN[second[0], first[0]])
        for (holder, _), other in self.soles.items():
            forth, back = SOLE[holder[0], other[0]]
            add(holder, other, 0, forth)
            add(other, holder, 0, back)
        for first, second in self.partners:
            add(first, second, 1, self.label)
            add(second, first, 1, self.inverse)
        return rows

    @invariant()
    def properties_agree(self) -> None:
        """Counts and primary companies in the records are those of the model."""
        names = sorted({*COUNTS.values(), *HOLDS.values(), CHILDREN})
        for node, id in self.ids.items():
            path = f"/crm/v3/objects/{node[0]}/{id}?properties={','.join(names)}"
            shown = self.run(self.world.get(path)).json["properties"]
            others = [end for pair in self.pairs if node in pair for end in pair - {node}]
            for (type, other), name in COUNTS.items():
                if type == node[0]:
                    assert int(shown[name] or 0) == sum(end[0] == other for end in others), (node, name)
            held = self.soles.get((node, COMPANY))
            assert (shown[HOLDS[node[0]]] or None) == (None if held is None else str(self.ids[held])), node
            if node[0] == COMPANY:
                children = [key for key, other in self.soles.items() if key[0][0] == COMPANY and other == node]
                assert int(shown[CHILDREN] or 0) == len(children), node


def test_any_order_of_changes_agrees_with_the_model() -> None:
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            report_multiple_bugs=False,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
