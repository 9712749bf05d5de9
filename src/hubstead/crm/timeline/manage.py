"""Making, changing and deleting templates and their tokens, in the portal of their app."""

from hubstead.crm.timeline import draft, template, wire
from hubstead.crm.timeline.template import Template, Token
from hubstead.kit.errors import Invalid, NotFound
from hubstead.store.unit import Unit


async def create(unit: Unit, app: int, id: int, given: wire.TemplateInput) -> Template:
    """Make a template. Raises `Invalid`, also when the app has as many as it can, and `Conflict`."""
    rows = await unit.rows("SELECT COUNT(*) FROM timeline_template WHERE portal = ?1 AND app = ?2", app)
    if rows[0][0] >= draft.MOST_TEMPLATES:
        raise Invalid(f"An app can have {draft.MOST_TEMPLATES} event templates. Delete one that is not used.")
    made = Template(id, app, draft.texts_of(given, unit.now))
    template.save(unit, made)
    return made


async def update(unit: Unit, app: int, id: str, given: wire.TemplatePatch) -> Template:
    """Change texts and tokens. Raises `NotFound`, `Invalid` and `Conflict`."""
    old = await template.held(unit, app, id)
    return _saved(
        unit,
        old.changed(
            unit.now,
            name=draft.named(given.name),
            header_template=_text(given.header_template, old.texts.header_template, "headerTemplate"),
            detail_template=_text(given.detail_template, old.texts.detail_template, "detailTemplate"),
            tokens=draft.tokens_of(given.tokens, old.texts.tokens, unit.now),
        ),
    )


def _text(given: str | None, old: str, field: str) -> str:
    return old if given is None else draft.checked_template(given, field)


async def delete(unit: Unit, app: int, id: str) -> None:
    """Delete a template. Raises `NotFound`."""
    template.remove(unit, await template.held(unit, app, id))


async def add_token(unit: Unit, app: int, id: str, given: wire.TokenInput) -> Token:
    """Give a template another token. Raises `NotFound`, `Invalid` and `Conflict`."""
    old = await template.held(unit, app, id)
    added = draft.token_of(given, None, unit.now)
    _saved(unit, old.changed(unit.now, tokens=draft.with_token(old.texts.tokens, added)))
    return added


async def change_token(unit: Unit, app: int, id: str, name: str, given: wire.TokenPatch) -> Token:
    """Change label, property and options of a token. Raises `NotFound` and `Invalid`."""
    old = await template.held(unit, app, id)
    found = _own(old, name)
    new = draft.relabelled(found, given, unit.now)
    tokens = tuple(new if token is found else token for token in old.texts.tokens)
    _saved(unit, old.changed(unit.now, tokens=tokens))
    return new


async def remove_token(unit: Unit, app: int, id: str, name: str) -> None:
    """Take a token from a template; events that have it stay as they are. Raises `NotFound`."""
    old = await template.held(unit, app, id)
    found = _own(old, name)
    _saved(unit, old.changed(unit.now, tokens=tuple(token for token in old.texts.tokens if token is not found)))


def _saved(unit: Unit, changed: Template) -> Template:
    template.save(unit, changed)
    return changed


def _own(found: Template, name: str) -> Token:
    token = found.tokens.get(name)
    if token is None:
        shown = name[:100]
        raise NotFound(f"The event template has no token '{shown}'.", context={"tokenName": [shown]})
    return token
