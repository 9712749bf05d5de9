"""Submissions in the truth store."""

from collections.abc import Sequence

import msgspec

from hubstead.marketing.forms.fields import CONTACT
from hubstead.marketing.submissions.context import Context
from hubstead.marketing.submissions.wire import LegalOptions, ValueShown
from hubstead.store.tables import FORM_SUBMISSION
from hubstead.store.unit import Unit
from hubstead.web.paging import Place


class Document(msgspec.Struct, rename="camel", omit_defaults=True):
    """What is kept of a submission."""

    values: list[ValueShown]
    context: Context
    legal: LegalOptions | None = None


class Kept(msgspec.Struct):
    """A submission as it is stored; `at` in ms."""

    conversion: str
    at: int
    document: Document


_decode = msgspec.json.Decoder(Document).decode


def put(unit: Unit, form: str, kept: Kept, contact: int, *, spam: bool) -> None:
    """Keep a submission; `contact` 0 where none came of it."""
    document = msgspec.json.encode(kept.document).decode()
    visitor = kept.document.context.hutk
    key = (unit.portal, form, kept.at, kept.conversion)
    unit.put(FORM_SUBMISSION, (*key, CONTACT, contact, visitor, int(spam), document))


async def is_kept(unit: Unit, form: str, conversion: str, since: int) -> bool:
    """Whether a submission of the time since then (ms) has this id."""
    sql = "SELECT 1 FROM form_submission WHERE portal = ?1 AND form = ?2 AND at >= ?3 AND conversion = ?4"
    return bool(await unit.rows(sql, form, since, conversion))


async def page(unit: Unit, form: str, after: Place | None, limit: int) -> list[Kept]:
    """Submissions of a form, newest first, spam left out. `after` is the moment (ms) and the conversion id of one."""
    place = " AND (at, conversion) < (?4, ?5)" if after else ""
    sql = (
        "SELECT conversion, at, document FROM form_submission WHERE portal = ?1 AND form = ?2 AND spam = 0"
        f"{place} ORDER BY at DESC, conversion DESC LIMIT ?3"
    )
    rows = await unit.rows(sql, form, limit, *(after or ()))
    return [Kept(row[0], row[1], _decode(row[2])) for row in rows]


async def of_contact(unit: Unit, ids: Sequence[int]) -> list[tuple[str, Kept]]:
    """What a contact sent under these ids, newest first, with the id of the form."""
    sql = (
        "SELECT form, conversion, at, document FROM form_submission WHERE portal = ?1 AND type = ?2 AND id = ANY(?3) "
        "AND spam = 0 ORDER BY at DESC, conversion DESC"
    )
    rows = await unit.rows(sql, CONTACT, ids)
    return [(form, Kept(conversion, at, _decode(document))) for form, conversion, at, document in rows]


async def contact_of_visitor(unit: Unit, visitor: str) -> int:
    """The contact that last sent a form with this cookie; 0 when none did."""
    sql = (
        "SELECT id FROM form_submission WHERE portal = ?1 AND visitor = ?2 AND visitor <> '' AND id > 0 "
        "ORDER BY at DESC LIMIT 1"
    )
    rows = await unit.rows(sql, visitor)
    return rows[0][0] if rows else 0


async def sent_before(unit: Unit, form: str, contacts: Sequence[int]) -> bool:
    """Whether one of these contacts sent this form before."""
    sql = "SELECT 1 FROM form_submission WHERE portal = ?1 AND type = ?2 AND id = ANY(?3) AND form = ?4 LIMIT 1"
    return bool(await unit.rows(sql, CONTACT, contacts, form))
