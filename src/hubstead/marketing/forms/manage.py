"""Making, changing and archiving forms."""

from collections.abc import Mapping

import msgspec

from hubstead.kit.errors import Invalid, NotFound
from hubstead.kit.ids import named_uuid
from hubstead.marketing.forms import wire
from hubstead.marketing.forms.check import LONGEST_NAME, check
from hubstead.marketing.forms.fields import EmailField
from hubstead.marketing.forms.form import Configuration, Content, DisplayOptions, FieldGroup, Form
from hubstead.store import definitions
from hubstead.store.unit import Unit

KIND = "form"
KEPT = 90 * 86_400_000
"""How long an archived form can be seen, in ms: three months (documented)."""
MOST_CAPTURED = 500
"""Captured forms of an account, archived ones too: everybody can have one made (our choice)."""
_decode = msgspec.json.Decoder(Form).decode


async def forms_of(unit: Unit) -> Mapping[str, Form]:
    """All forms of the portal by id, oldest first, archived ones too."""

    async def make() -> Mapping[str, Form]:
        return {
            form.id: form
            for form in sorted((await _stored(unit)).values(), key=lambda form: (form.created_at, form.id))
        }

    found = await unit.definition(("forms",), make)
    return {id: form for id, form in found.items() if not _expired(unit, form)}


async def find(unit: Unit, id: str, *, archived: bool = False) -> Form:
    """A live form, or an archived one. Raises `NotFound`."""
    form = (await forms_of(unit)).get(id.lower())
    if form is None or (form.archived_at > 0) != archived:
        raise not_found(id)
    return form


def captured_id(portal: int, name: str) -> str:
    """The id of the form that stands for a site's own form."""
    return named_uuid("captured", portal, name)


async def captured(unit: Unit, name: str) -> Form:
    """The form that stands for a site's own form of this name, made when it is first sent.

    Raises `NotFound` for one that was archived, `Invalid` when a portal has too many.
    """
    id = captured_id(unit.portal, name)
    known = (await forms_of(unit)).get(id)
    if known is None:
        await definitions.hold(unit)
        stored = await _stored(unit)
        known = stored.get(id)
        if known is None:
            if sum(form.form_type == "captured" for form in stored.values()) >= MOST_CAPTURED:
                raise Invalid(f"An account can have {MOST_CAPTURED} captured forms. Archive those that are not used.")
            return await _save(unit, _captured(unit, id, name), "CREATE")
    if known.archived_at:
        raise not_found(id)
    return known


def _captured(unit: Unit, id: str, name: str) -> Form:
    group = FieldGroup(fields=(EmailField(name="email", label="Email", required=True),))
    return Form(
        id=id,
        form_type="captured",
        name=name[:LONGEST_NAME],
        field_groups=(group,),
        configuration=Configuration(editable=False, cloneable=False),
        display_options=DisplayOptions(),
        created_at=unit.now,
        updated_at=unit.now,
    )


def not_found(id: str) -> NotFound:
    """There is no such form (wording recorded from the older API)."""
    return NotFound(f"No form found with guid '{id[:100]}'", context={"id": [id[:100]]})


async def create(unit: Unit, given: Content) -> Form:
    """Make a form. Raises `Invalid`."""
    await definitions.hold(unit)
    id = named_uuid("form", unit.portal, await unit.new_ids(1))
    return await _save(unit, Form(id=id, created_at=unit.now, updated_at=unit.now, **wire.content(given)), "CREATE")


async def replace(unit: Unit, id: str, given: wire.FormInput) -> Form:
    """Put another form in the place of one. Raises `NotFound` and `Invalid`."""
    form = await _held(unit, id)
    _refuse_others(form)
    archived_at = unit.now if given.archived else 0
    return await _save(unit, _changed(unit, form, {**wire.content(given), "archived_at": archived_at}), "UPDATE")


async def update(unit: Unit, id: str, given: wire.FormPatch) -> Form:
    """Change members of a form, archive it, or take it back from the archive. Raises `NotFound` and `Invalid`."""
    restoring = given.archived is False
    form = await _held(unit, id, also_archived=restoring)
    changes = {name: value for name, value in msgspec.structs.asdict(given).items() if value is not None}
    if changes.pop("archived", None) is not None:
        changes["archived_at"] = 0 if restoring else unit.now
    if changes.keys() - {"archived_at"}:
        _refuse_others(form)
    return await _save(unit, _changed(unit, form, changes), "UPDATE")


async def archive(unit: Unit, id: str) -> None:
    """Let a form take no submissions any more. Raises `NotFound`."""
    form = await _held(unit, id)
    await _put(unit, msgspec.structs.replace(form, archived_at=unit.now, updated_at=unit.now), "DELETE")


def _refuse_others(form: Form) -> None:
    """Only forms that were made in the editor or here are edited (documented)."""
    if form.form_type != "hubspot":
        raise Invalid(f"A form of type '{form.form_type}' cannot be edited.", context={"formType": [form.form_type]})


def _changed(unit: Unit, form: Form, changes: Mapping[str, object]) -> Form:
    return msgspec.structs.replace(form, **changes, updated_at=unit.now)


async def _held(unit: Unit, id: str, *, also_archived: bool = False) -> Form:
    """The form as it is in the store now; nobody else changes it until the unit ends."""
    await definitions.hold(unit)
    form = (await _stored(unit)).get(id.lower())
    if form is None or _expired(unit, form) or (form.archived_at and not also_archived):
        raise not_found(id)
    return form


async def _stored(unit: Unit) -> Mapping[str, Form]:
    documents = await definitions.documents(unit, KIND, "")
    return {name: _decode(document) for name, document in documents.items()}


def _expired(unit: Unit, form: Form) -> bool:
    return 0 < form.archived_at <= unit.now - KEPT


async def _save(unit: Unit, form: Form, action: str) -> Form:
    await check(unit, form)
    await _put(unit, form, action)
    return form


async def _put(unit: Unit, form: Form, action: str) -> None:
    for id, other in (await _stored(unit)).items():
        if _expired(unit, other):
            definitions.remove(unit, KIND, "", id)
    definitions.put(unit, KIND, "", form.id, msgspec.json.encode(form))
    await definitions.changed(unit, KIND, "", form.id, {"action": action})
