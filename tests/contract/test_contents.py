"""What a portal holds is emptied, copied and deleted as a whole, and nobody else's with it."""

import asyncio

import pytest

from hubstead.sandbox.diff import Place, diff
from hubstead.store import contents, tables
from hubstead.store.engine import Engine, Fact, Row, Writer
from hubstead.store.tables import ALL, FACT, RECORD, Table
from tests.contract.conftest import Shared
from tests.contract.sample import contact

ONE, TWO = 11, 12
NOW = 1_700_000_000_000
ITSELF = {
    "portal",
    "sandbox",
    "token",
    "token_use",
    "app",
    "install",
    "timeline_template",
    "webhook_target",
    "webhook_subscription",
    "webhook_cursor",
    "journal_subscription",
}
"""What outlives an emptied portal."""
COUNTS = {"usage", "ending_call", "rate_window", "journal_entry", "journal_snapshot"}
"""What is emptied, but not copied: it is about the apps of the original."""


def _row(table: Table, portal: int) -> Row:
    """A row of the portal; what identifies rows of the whole server is taken from the portal."""
    return tuple(
        portal if name in ("portal", "id", "digest") and type == "int" else portal if type == "int" else f"{portal}"
        for name, type in zip(table.columns, table.types, strict=True)
    )


def _portal_s() -> list[Table]:
    return [table for table in ALL if table is tables.PORTAL or "portal" in table.columns]


async def _fill(writer: Writer) -> None:
    for portal in (ONE, TWO):
        for table in _portal_s():
            if table is FACT:
                await writer.append([Fact(*_row(FACT, portal))])
            else:
                await writer.put(table, [_row(table, portal)])


async def _held(engine: Engine, table: Table, portal: int) -> list[Row]:
    key = "id" if table is tables.PORTAL else "portal"
    return await engine.rows(f"SELECT {', '.join(table.columns)} FROM {table.name} WHERE {key} = ?1", portal)


def test_the_key_of_what_is_copied_has_the_portal() -> None:
    """Else the copy would take rows away from the original; rows that the store numbers (no key) get new numbers."""
    for table in _portal_s():
        assert table.name in ITSELF or table.key == 0 or "portal" in table.columns[: table.key], table.name


async def test_every_table_with_a_portal_is_known(engine: Engine) -> None:
    """A table that nobody told `store/tables` about would keep rows of deleted portals."""
    try:
        found = await engine.rows("SELECT table_name FROM information_schema.columns WHERE column_name = 'portal'")
    except Exception:
        found = await engine.rows(
            "SELECT m.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c "
            "WHERE m.type = 'table' AND c.name = 'portal'"
        )
    assert {name for (name,) in found} == {table.name for table in _portal_s()} - {"portal"}


async def test_an_emptied_portal_keeps_its_keys_only(engine: Engine) -> None:
    await engine.write(_fill)

    async def work(writer: Writer) -> None:
        await writer.alone()
        await contents.empty(writer, ONE, NOW)

    await engine.write(work)
    for table in _portal_s():
        assert bool(await _held(engine, table, ONE)) == (table.name in ITSELF), table.name
        assert len(await _held(engine, table, TWO)) == 1, table.name
    [(_, fact)] = (await engine.facts_after(await engine.newest_fact() - 1, 10))[-1:]
    assert (fact.portal, fact.kind, fact.id, fact.at) == (0, "portal.emptied", ONE, NOW)


async def test_a_deleted_portal_leaves_nothing(engine: Engine) -> None:
    await engine.write(_fill)

    async def work(writer: Writer) -> None:
        await writer.alone()
        await contents.delete(writer, ONE, NOW)

    await engine.write(work)
    for table in _portal_s():
        assert await _held(engine, table, ONE) == [], table.name
        assert len(await _held(engine, table, TWO)) == 1, table.name


async def test_a_copy_holds_the_same_under_the_same_ids(engine: Engine) -> None:
    await engine.write(_fill)
    target = 13

    async def work(writer: Writer) -> None:
        await writer.alone()
        await contents.copy(writer, ONE, target, NOW)

    await engine.write(work)
    for table in _portal_s():
        copied = [] if table.name in ITSELF | COUNTS else [dict(zip(table.columns, _row(table, ONE), strict=True))]
        found = [dict(zip(table.columns, row, strict=True)) for row in await _held(engine, table, target)]
        assert found == [{**row, "portal": target} for row in copied], table.name
        assert len(await _held(engine, table, ONE)) == 1, table.name


async def test_a_copy_counts_on_where_the_original_is(engine: Engine) -> None:
    first = await engine.write(lambda writer: writer.new_ids(ONE, 7))

    async def work(writer: Writer) -> int:
        await writer.alone()
        await contents.copy(writer, ONE, TWO, NOW)
        return await writer.new_ids(TWO, 1)

    assert await engine.write(work) == first + 7
    assert await engine.write(lambda writer: writer.new_ids(ONE, 1)) == first + 7
    assert await engine.write(lambda writer: writer.new_ids(TWO, 1)) == first + 8


async def test_history_is_copied_in_its_order(engine: Engine) -> None:
    facts = [Fact(ONE, "object.changed", "0-1", 5, NOW, "API", "", 0, f'{{"n":"{n}"}}') for n in range(300)]
    await engine.write(lambda writer: writer.append(facts))

    async def work(writer: Writer) -> None:
        await writer.alone()
        await contents.copy(writer, ONE, TWO, NOW)

    await engine.write(work)
    copied = await engine.rows("SELECT body FROM fact WHERE portal = ?1 ORDER BY seq", TWO)
    assert [body for (body,) in copied] == [fact.body for fact in facts]


async def test_a_listener_gets_past_facts_that_were_deleted_before_it_read_them(engine: Engine) -> None:
    facts = [Fact(ONE, "object.changed", "0-1", 5, NOW, "API", "", 0, "{}")] * 3
    await engine.write(lambda writer: writer.append(facts))
    [(first, _)] = await engine.facts_after(0, 1)

    async def work(writer: Writer) -> None:
        await writer.alone()
        await contents.empty(writer, ONE, NOW)

    await engine.write(work)
    assert [fact.kind for _, fact in await engine.facts_after(first, 10)] == ["portal.emptied"]


async def test_nothing_follows_from_copied_facts_again(engine: Engine) -> None:
    """Listeners are shown the copy as one fact, the last; who is up to date before it stays so after."""
    await engine.write(lambda writer: writer.append([Fact(ONE, "form.submitted", "", 5, NOW, "API", "", 0, "{}")]))
    cursor = await engine.newest_fact()

    async def work(writer: Writer) -> None:
        await writer.alone()
        await contents.copy(writer, ONE, TWO, NOW)

    await engine.write(work)
    [(seq, fact)] = await engine.facts_after(cursor, 100)
    assert (fact.portal, fact.kind, fact.id, fact.at) == (0, "portal.copied", TWO, NOW)
    assert seq == await engine.newest_fact()


async def test_a_failure_takes_a_copy_back_but_no_ids_of_others(engine: Engine) -> None:
    async def fails(writer: Writer) -> None:
        await writer.alone()
        await writer.put(RECORD, [contact(1, portal=ONE)])
        await contents.copy(writer, ONE, TWO, NOW)
        raise KeyError

    async def take(portal: int) -> int:
        return await engine.write(lambda writer: writer.new_ids(portal, 1))

    for _ in range(3):
        outcomes = await asyncio.gather(take(ONE), engine.write(fails), take(ONE), return_exceptions=True)
        assert isinstance(outcomes[1], KeyError)
    assert await take(ONE) == 1001 + 6
    assert await engine.rows("SELECT count(*) FROM record") == [(0,)]


async def test_a_unit_that_is_alone_waits_for_those_before_it(shared: Shared) -> None:
    """Also for one that has only read so far: it may still write what it made of that."""
    engine = shared.make()
    await engine.open()
    try:
        await engine.write(_fill)
        begun = asyncio.Event()

        async def slow(writer: Writer) -> None:
            await writer.rows("SELECT generation FROM portal WHERE id = ?1", ONE)
            begun.set()
            if engine.commits is None:  # SQLite runs one unit at a time, and lets none wait
                await asyncio.sleep(0.2)
            await writer.put(RECORD, [contact(99, portal=ONE)])

        async def emptied(writer: Writer) -> None:
            await writer.alone()
            await contents.empty(writer, ONE, NOW)

        first = asyncio.create_task(engine.write(slow))
        await begun.wait()
        await engine.write(emptied)
        await first
        assert await engine.rows("SELECT count(*) FROM record WHERE portal = ?1", ONE) == [(0,)]
    finally:
        await engine.close()


@pytest.mark.parametrize("table", [table for table in ALL if table.name not in ITSELF], ids=lambda table: table.name)
def test_what_a_portal_holds_can_be_found_by_it(table: Table) -> None:
    """A table without a portal is the server's own."""
    assert "portal" in table.columns or table.name in {"login", "listener", "log_position", "hits"}


async def test_two_portals_are_compared_on_every_engine(engine: Engine) -> None:
    await engine.write(
        lambda writer: writer.put(
            RECORD,
            [
                (ONE, "0-1", 1, 1, 1, 0, '{"a":"1"}'),
                (ONE, "0-1", 2, 1, 1, 0, '{"a":"1"}'),
                (ONE, "0-1", 3, 1, 1, 0, '{"a":"1"}'),
                (TWO, "0-1", 2, 1, 1, 0, '{"a":"1"}'),
                (TWO, "0-1", 3, 1, 1, 0, '{"a":"2"}'),
                (TWO, "0-2", 1, 1, 1, 0, '{"a":"1"}'),
                (TWO, "0-1", 9, 1, 1, 5, '{"a":"1"}'),
            ],
        )
    )
    met, place = [], Place()
    while True:
        page = await diff(engine, ONE, TWO, place, 1)
        met += [(each.object_type, each.id, each.change) for each in page.differences]
        if page.following is None:
            break
        place = page.following
    assert met == [("0-1", "1", "deleted"), ("0-1", "3", "changed"), ("0-2", "1", "created")]
