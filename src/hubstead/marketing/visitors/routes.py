"""Whose cookie this is: contacts by the visitor's token, as the first API answers it."""

from typing import cast

from hubstead.kit.errors import Invalid, NotFound
from hubstead.marketing.submissions.contact import contact_of
from hubstead.marketing.visitors.profile import Forms, View, profiles
from hubstead.marketing.visitors.wire import Profile
from hubstead.web.call import Call
from hubstead.web.route import Route

SCOPE = ("contacts", "crm.objects.contacts.read")
MOST = 100
LONGEST = 255
MODES = ("value_and_history", "value_only")
FORMS = ("all", "none", "newest", "oldest")
QUERY = ("property", "propertyMode", "formSubmissionMode", "showListMemberships")


async def get_one(call: Call) -> Profile:
    """The contact whose browser has this cookie."""
    unit, view, utk = call.reading(), _view(call), _token(call.path[0])
    id = await contact_of(unit, utk)
    found = await profiles(unit, [id] if id else [], view)
    if id not in found:
        raise NotFound("resource not found")
    return found[id]


async def get_many(call: Call) -> dict[str, Profile]:
    """The contacts of up to 100 cookies, by cookie; those that nobody is known by are left out."""
    utks = list(dict.fromkeys(call.many("utk")))
    if len(utks) > MOST:
        raise Invalid(f"At most {MOST} values of utk can be asked for at once, not {len(utks)}.")
    unit, view = call.reading(), _view(call)
    ids = {utk: await contact_of(unit, _token(utk)) for utk in utks}
    found = await profiles(unit, sorted({id for id in ids.values() if id}), view)
    return {utk: found[id] for utk, id in ids.items() if id in found}


def _token(text: str) -> str:
    return text.strip().lower()[:LONGEST].replace("\0", "")


def _view(call: Call) -> View:
    mode, forms = call.one("propertyMode") or MODES[0], call.one("formSubmissionMode") or FORMS[0]
    for name, value, allowed in (("propertyMode", mode, MODES), ("formSubmissionMode", forms, FORMS)):
        if value not in allowed:
            raise Invalid(f"{name} is one of {', '.join(allowed)}, not '{value[:50]}'", context={name: [value[:50]]})
    return View(tuple(call.many("property")), mode == MODES[0], cast(Forms, forms))


ROUTES = (
    Route("GET", "/contacts/contact/utk/{utk}/profile", get_one, SCOPE, "Read the contact of a visitor",
          answer=Profile, query=QUERY),
    *(
        Route("GET", f"/contacts/contact/{batch}/batch", get_many, SCOPE, "Read the contacts of visitors",
              answer=dict[str, Profile], query=("utk", *QUERY))
        for batch in ("byUtk", "utks")
    ),
)  # fmt: skip
