"""Templates: what events of an app look like. They belong to the app, and are good wherever it is installed."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

import msgspec

from hubstead.kit.errors import NotFound
from hubstead.store.engine import Engine, Reader, Row, Writer
from hubstead.store.tables import TIMELINE_TEMPLATE
from hubstead.store.unit import Unit

FIRST_TEMPLATE = 1_000_000
"""Template ids come of the server's own counter, as app ids do: they are unique on the whole server."""
TokenType = Literal["string", "number", "enumeration", "date"]
_COLUMNS = (
    "SELECT t.id, t.app, t.document FROM timeline_template AS t JOIN app ON app.id = t.app AND app.portal = t.portal"
)


class Option(msgspec.Struct, frozen=True):
    """One value that an enumeration takes."""

    value: str
    label: str


class Token(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """A value that events of a template have. `object_property_name` is the property of the record that each event
    sets to it; times in ms."""

    name: str
    label: str
    type: TokenType
    created_at: int
    updated_at: int
    object_property_name: str = ""
    options: tuple[Option, ...] = ()


class Texts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """What the developer says of a template. `object_type` is an id (`0-1`); times in ms."""

    name: str
    object_type: str
    created_at: int
    updated_at: int
    header_template: str = ""
    detail_template: str = ""
    tokens: tuple[Token, ...] = ()


class Template(NamedTuple):
    """A template and the app that it belongs to."""

    id: int
    app: int
    texts: Texts

    @property
    def tokens(self) -> dict[str, Token]:
        """Its tokens by name."""
        return {token.name: token for token in self.texts.tokens}

    def changed(self, now: int, **texts: object) -> "Template":
        """The same with other texts."""
        return self._replace(texts=msgspec.structs.replace(self.texts, updated_at=now, **texts))


_decode = msgspec.json.Decoder(Texts).decode


async def new_id(store: Engine) -> int:
    """An id that no template of this server ever had."""

    async def work(writer: Writer) -> int:
        return await writer.new_ids(0, 1)

    return FIRST_TEMPLATE + await store.write(work)


async def of_app(store: Reader, app: int) -> list[Template]:
    """The templates of an app, oldest first."""
    return _templates(await store.rows(f"{_COLUMNS} WHERE t.app = ?1 ORDER BY t.id", app))


async def one_of(store: Reader, app: int, spelling: str) -> Template:
    """A template of an app by its id. Raises `NotFound`."""
    id = int(spelling) if spelling.isascii() and spelling.isdigit() and len(spelling) <= 16 else 0
    return _there(_templates(await store.rows(f"{_COLUMNS} WHERE t.app = ?1 AND t.id = ?2", app, id)), spelling)


async def held(unit: Unit, app: int, spelling: str) -> Template:
    """A template of an app of the unit's portal; until the unit ends nobody else changes it. Raises `NotFound`."""
    id = int(spelling) if spelling.isascii() and spelling.isdigit() and len(spelling) <= 16 else 0
    sql = "SELECT id, app, document FROM timeline_template WHERE portal = ?1 AND app = ?2 AND id = ?3 FOR UPDATE"
    return _there(_templates(await unit.rows(sql, app, id)), spelling)


def save(unit: Unit, template: Template) -> None:
    """Write a template at the end of the unit, which is of the app's own portal."""
    document = msgspec.json.encode(template.texts).decode()
    unit.put(TIMELINE_TEMPLATE, (unit.portal, template.app, template.id, document))


def remove(unit: Unit, template: Template) -> None:
    """Delete a template: its events are not shown any more."""
    unit.remove(TIMELINE_TEMPLATE, (unit.portal, template.app, template.id))


def _templates(rows: Iterable[Row]) -> list[Template]:
    return [Template(id, app, _decode(document)) for id, app, document in rows]


def _there(found: list[Template], spelling: str) -> Template:
    if not found:
        shown = spelling[:100]
        raise NotFound(f"There is no event template {shown} of this app.", context={"eventTemplateId": [shown]})
    return found[0]
