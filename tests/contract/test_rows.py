"""What is put can be read, replaced and removed, whatever it is."""

import pytest

from hubstead.store import tables
from hubstead.store.engine import Engine, Row
from hubstead.store.tables import ASSOCIATION, RECORD, TOKEN, UNIQUE_VALUE, Table
from tests.contract.sample import PORTAL, contact, put, save, saved

LARGEST_ID = 2**53 - 1
TEXTS = [
    "",
    "O'Brien",
    'say "hello"; DROP TABLE record; --',
    "back\\slash {1,2} $1 ?1 %s :name",
    "Zażółć gęślą jaźń 漢字 🦄 \u200f\u0301",
    "line\nbreak\ttab\r",
    "x" * 1_000_000,
]
ROWS = [
    (tables.PORTAL, (PORTAL, 1, "{}")),
    (TOKEN, ("ab12", PORTAL, 5, "{}")),
    (tables.APP, (5, PORTAL, "client-5", "{}")),
    (tables.INSTALL, (PORTAL, 5, "{}")),
    (tables.LOGIN, ("ann@example.com", "{}")),
    (tables.MEMBER, ("ann@example.com", PORTAL, 9)),
    (tables.DEFINITION, (PORTAL, "property", "contacts", "email", "{}")),
    (RECORD, contact(1)),
    (UNIQUE_VALUE, (PORTAL, "contacts", "email", "a@example.com", 1)),
    (ASSOCIATION, (PORTAL, "contacts", 1, "companies", 2, 1, 279)),
    (tables.MERGED, (PORTAL, "contacts", 1, 2)),
    (tables.COUNTER, (PORTAL, 1001)),
    (tables.SANDBOX, (PORTAL, "", "{}")),
    (tables.LISTENER, ("columns", 5)),
]


@pytest.mark.parametrize(("table", "row"), ROWS, ids=[table.name for table, _ in ROWS])
async def test_a_row_is_put_read_and_removed(engine: Engine, table: Table, row: Row) -> None:
    select = f"SELECT {', '.join(table.columns)} FROM {table.name}"
    await engine.write(put(table, row))
    assert await engine.rows(select) == [row]
    await engine.write(lambda writer: writer.remove(table, [row[: table.key]]))
    assert await engine.rows(select) == []


async def test_a_row_with_the_same_key_is_replaced(engine: Engine) -> None:
    await engine.write(put(RECORD, contact(1, "old"), contact(2, "old")))
    await engine.write(put(RECORD, contact(3, "new"), contact(2, "new")))
    rows = await engine.rows("SELECT id, document FROM record ORDER BY id")
    assert rows == [(1, "old"), (2, "new"), (3, "new")]


async def test_a_row_that_is_all_key_may_be_put_again(engine: Engine) -> None:
    row = (PORTAL, "contacts", 1, "companies", 2, 1, 279)
    await engine.write(put(ASSOCIATION, row))
    await engine.write(put(ASSOCIATION, row))
    assert await engine.rows("SELECT count(*) FROM association") == [(1,)]


async def test_only_the_named_keys_are_removed(engine: Engine) -> None:
    await save(engine, 1, 2, 3)
    await engine.write(lambda writer: writer.remove(RECORD, [(PORTAL, "contacts", 2), (PORTAL, "contacts", 99)]))
    assert await saved(engine) == [1, 3]


async def test_keys_to_remove_may_be_any_collection(engine: Engine) -> None:
    await save(engine, 1, 2, 3)
    await engine.write(lambda writer: writer.remove(RECORD, {(PORTAL, "contacts", 2): None}))
    await engine.write(lambda writer: writer.remove(RECORD, {(PORTAL, "contacts", 3)}))
    assert await saved(engine) == [1]


async def test_the_same_key_in_two_portals_is_two_rows(engine: Engine) -> None:
    await engine.write(put(RECORD, contact(1, "mine", portal=1), contact(1, "theirs", portal=2)))
    await engine.write(lambda writer: writer.remove(RECORD, [(2, "contacts", 1)]))
    assert await engine.rows("SELECT portal, document FROM record") == [(1, "mine")]


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
async def test_text_comes_back_as_it_went(engine: Engine, text: str) -> None:
    await engine.write(put(RECORD, contact(1, text)))
    assert await engine.rows("SELECT document FROM record WHERE document = ?1", text) == [(text,)]


async def test_the_largest_id_comes_back(engine: Engine) -> None:
    await save(engine, LARGEST_ID)
    assert await engine.rows("SELECT id FROM record WHERE id = ?1", LARGEST_ID) == [(LARGEST_ID,)]


async def test_text_is_ordered_and_compared_by_code_point(engine: Engine) -> None:
    digests = ["b", "a", "B", "é", "z", "A", "_", "🦄"]
    await engine.write(put(TOKEN, *((digest, PORTAL, 0, "{}") for digest in digests)))
    rows = await engine.rows("SELECT digest FROM token WHERE digest > ?1 ORDER BY digest", "A")
    assert [digest for (digest,) in rows] == ["B", "_", "a", "b", "z", "é", "🦄"]


async def test_a_parameter_may_be_a_list_of_integers(engine: Engine) -> None:
    await save(engine, 1, 2, LARGEST_ID)
    sql = "SELECT id FROM record WHERE portal = ?1 AND type = ?3 AND id = ANY(?2) ORDER BY id"
    for chosen in ([LARGEST_ID, 2, 5], (LARGEST_ID, 2, 5), {LARGEST_ID, 2, 5}):
        assert await engine.rows(sql, PORTAL, chosen, "contacts") == [(2,), (LARGEST_ID,)]
    assert await engine.rows(sql, PORTAL, [], "contacts") == []


async def test_a_parameter_may_be_a_list_of_strings(engine: Engine) -> None:
    await engine.write(put(TOKEN, *((text, PORTAL, 0, "{}") for text in TEXTS[:6])))
    sql = "SELECT digest FROM token WHERE digest = ANY_TEXT(?1)"
    assert {text for (text,) in await engine.rows(sql, [*TEXTS[:6], "other"])} == set(TEXTS[:6])
    assert await engine.rows(sql, []) == []


async def test_a_page_is_limited_by_a_parameter(engine: Engine) -> None:
    await save(engine, *range(1, 8))
    sql = "SELECT id FROM record WHERE portal = ?1 AND id > ?2 ORDER BY id LIMIT ?3"
    assert await engine.rows(sql, PORTAL, 3, 2) == [(4,), (5,)]


async def test_rows_are_tuples(engine: Engine) -> None:
    await save(engine, 1)
    assert [type(row) for row in await engine.rows("SELECT id FROM record")] == [tuple]


async def test_a_hundred_thousand_rows_in_one_unit(engine: Engine) -> None:
    await save(engine, *range(1, 100_001))
    assert await engine.rows("SELECT count(*), min(id), max(id) FROM record") == [(100_000, 1, 100_000)]
