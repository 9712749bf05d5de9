"""Forms over HTTP."""

from typing import Any

from hubstead.kit.errors import Invalid
from hubstead.marketing.forms import manage, wire
from hubstead.marketing.forms.form import Form
from hubstead.web.answer import NO_CONTENT, Answer
from hubstead.web.call import Call
from hubstead.web.envelopes import Page
from hubstead.web.paging import cursor, limit_of, next_page, place_of
from hubstead.web.route import Route

SCOPE = ("forms",)
DEFAULT_LIMIT = 20
PAGE_LIMIT = 500
TYPES = ("hubspot", "captured", "flow", "blog_comment")
ALL = "all"


async def get_page(call: Call) -> Any:
    """A page of forms, oldest first. Without `formTypes` those that were made in the editor or here."""
    limit = limit_of(call, DEFAULT_LIMIT, PAGE_LIMIT)
    archived, types, after = call.flag("archived"), _types(call), place_of(call, "after") or (0, "")
    found = [
        form
        for form in (await manage.forms_of(call.reading())).values()
        if (form.archived_at > 0) == archived and form.form_type in types and _place(form) > after
    ]
    answer: dict[str, Any] = {"results": [wire.shown(form) for form in found[:limit]]}
    return answer | (next_page(call, cursor(*_place(found[limit - 1]))) if len(found) > limit else {})


async def get_by_id(call: Call) -> Any:
    """One form."""
    return wire.shown(await manage.find(call.reading(), call.path[0], archived=call.flag("archived")))


async def create(call: Call) -> Any:
    """Make a form."""
    given = call.read(wire.FormInput)
    return wire.shown(await call.write(lambda unit: manage.create(unit, given)))


async def replace(call: Call) -> Any:
    """Put another form in the place of one."""
    given = call.read(wire.FormInput)
    return wire.shown(await call.write(lambda unit: manage.replace(unit, call.path[0], given)))


async def update(call: Call) -> Any:
    """Change members of a form: each that is given is replaced as a whole."""
    given = call.read(wire.FormPatch)
    return wire.shown(await call.write(lambda unit: manage.update(unit, call.path[0], given)))


async def archive(call: Call) -> Answer:
    """Archive a form: it takes no submissions any more, and is removed three months later."""
    await call.write(lambda unit: manage.archive(unit, call.path[0]))
    return NO_CONTENT


def _types(call: Call) -> tuple[str, ...]:
    asked = tuple(name.lower() for name in call.many("formTypes")) or ("hubspot",)
    for name in asked:
        if name not in (*TYPES, ALL):
            raise Invalid(f"'{name}' is not a form type: {', '.join((*TYPES, ALL))}", context={"formTypes": [name]})
    return TYPES if ALL in asked else asked


def _place(form: Form) -> tuple[int, str]:
    return (form.created_at, form.id)


FORMS = "/marketing/forms"
FORM = FORMS + "/{formId}"
ROUTES = (
    Route("GET", FORMS, get_page, SCOPE, "List forms",
          answer=Page[wire.FormShown], query=("after", "limit", "archived", "formTypes")),
    Route("POST", FORMS, create, SCOPE, "Create a form", wire.FormInput, answer=wire.FormShown, status=201),
    Route("GET", FORM, get_by_id, SCOPE, "Read a form", answer=wire.FormShown, query=("archived",)),
    Route("PUT", FORM, replace, SCOPE, "Replace a form", wire.FormInput, answer=wire.FormShown),
    Route("PATCH", FORM, update, SCOPE, "Update a form", wire.FormPatch, answer=wire.FormShown),
    Route("DELETE", FORM, archive, SCOPE, "Archive a form", status=204),
)  # fmt: skip
