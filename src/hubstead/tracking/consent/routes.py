"""Consent policies over HTTP, beside the other settings of tracking: a namespace of our own."""

from collections.abc import Mapping
from typing import Annotated

import msgspec

from hubstead.kit.errors import Invalid
from hubstead.tracking.consent import policy as policies
from hubstead.tracking.consent.policy import Policies, Policy
from hubstead.tracking.consent.texts import LANGUAGE, STANDARD, ours, spoken
from hubstead.tracking.script.files import banner_of
from hubstead.web.call import Call
from hubstead.web.route import Route

READ = ("business-intelligence",)
PATH = "/hubstead/tracking/consent"


class Languages(msgspec.Struct):
    """Our texts: by language, then by name."""

    results: Mapping[str, Mapping[str, str]]


class PreviewInput(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A policy as it would be stored, for a visitor who reads this language; `signal` shows the notice to browsers that
    object (Global Privacy Control)."""

    policy: Policy
    language: Annotated[str, msgspec.Meta(pattern=LANGUAGE.pattern)] = STANDARD
    signal: bool = False


class Preview(msgspec.Struct):
    """`language` is the one that the banner speaks. `script` shows it in a page, where it changes nothing."""

    language: str
    script: str


async def get_policies(call: Call) -> Policies:
    """The policies, in the order in which they are looked through."""
    return Policies(await policies.policies_of(call.reading()))


async def put_policies(call: Call) -> Policies:
    """Replace the policies. Pages follow within five minutes."""
    given = call.read(Policies)
    return await call.write(lambda unit: policies.change_policies(unit, given))


async def get_languages(call: Call) -> Languages:
    """What banners say where a policy says nothing else."""
    call.reading()
    return Languages(ours())


async def preview(call: Call) -> Preview:
    """What a policy's banner would be; nothing is stored. Raises `Invalid` for what could not be stored either."""
    given = call.read(PreviewInput)
    if not LANGUAGE.fullmatch(given.language):
        raise Invalid(f'{given.language} is no language. Give two letters, like "en".')
    policies.check(given.policy)
    banner = banner_of((given.policy,), given.language).decode()
    script = _STAND_IN % ("true" if given.signal else "false") + banner
    return Preview(spoken(given.policy.texts, given.policy.language or given.language), script)


_STAND_IN = """window._hsp={push:function(e){var n=function(){};e[1](
{trackApproveCookieConsent:n,trackDeclineCookieConsent:n},{careful:function(_,f){return f},write:n,consented:n,
every:function(){return {}},may:function(){return false},objects:function(){return %s}})}};
"""
"""In a preview nothing tracks: the banner gets what does nothing in place of the tracker."""

ROUTES = (
    Route("GET", f"{PATH}/policies", get_policies, READ, "Get the consent policies", answer=Policies),
    Route(
        "PUT",
        f"{PATH}/policies",
        put_policies,
        READ,
        "Replace the consent policies",
        body=Policies,
        answer=Policies,
    ),
    Route("GET", f"{PATH}/languages", get_languages, READ, "Get the texts of banners", answer=Languages),
    Route(
        "POST",
        f"{PATH}/preview",
        preview,
        READ,
        "Preview the banner of a policy",
        body=PreviewInput,
        answer=Preview,
    ),
)
