"""The files of the tracking code as a portal's pages get them: each is put together once for what it depends on."""

import re
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, NamedTuple

import msgspec

from hubstead.tracking.consent import texts
from hubstead.tracking.consent.policy import Policies, Policy
from hubstead.tracking.consent.style import rules
from hubstead.tracking.script.names import Names
from hubstead.tracking.settings import COOKIE_DAYS, TrackingSettings

OPT_IN = 1
"""The number of the policy that asks for consent, as beacons name it (`pt`)."""
_encode = msgspec.json.Encoder().encode


class Code(NamedTuple):
    """What the files depend on. `policies` are those that hold where the visitor is, as JSON."""

    portal: int
    settings: TrackingSettings
    policies: bytes
    names: Names


@lru_cache(maxsize=512)
def loader(code: Code) -> bytes:
    """The file that pages name; it brings in the others by the names of their contents."""
    wanted = [["hs-analytics", _path(code, "", stamp(tracker(code)))]]
    if code.settings.collect_forms:
        wanted.append([f"CollectedForms-{code.portal}", _path(code, "forms/", stamp(forms()))])
    return _script(
        "loader.min.js",
        HUBSTEAD_PORTAL=str(code.portal),
        HUBSTEAD_PATH=code.names.loader_of(code.portal),
        HUBSTEAD_FILES=wanted,
    )


@lru_cache(maxsize=512)
def tracker(code: Code) -> bytes:
    """The tracker, behind the calls that set it up for a portal."""
    calls = b",".join(_encode(call) for call in _calls(code))
    parts = [b"(window._hsq&&_hsq.push?_hsq:window._hsq=[]).push(" + calls + b");"]
    parts += [_script(name) for name, wanted in _modules(code.settings).items() if wanted]
    if _policies(code):
        kinds = [[policy.number, policy.paths, number] for number, policy in enumerate(_policies(code))]
        parts.append(_script("policy.min.js", HUBSTEAD_POLICIES=kinds, HUBSTEAD_STAMP=banner_stamp(code)))
    parts.append(_script("tracker.min.js", HUBSTEAD_FOLDER=f"/{code.names.files}/"))
    return b"\n".join(parts)


@cache
def forms() -> bytes:
    """What collects the forms of a page."""
    return _script("forms.min.js")


@lru_cache(maxsize=512)
def banner(code: Code, language: str) -> bytes:
    """The banner of each policy, for somebody who reads this language."""
    return banner_of(_policies(code), language)


def banner_of(policies: tuple[Policy, ...], language: str) -> bytes:
    """The banners of these policies."""
    shown = [_shown(policy, language) for policy in policies]
    return _script("banner.min.js", HUBSTEAD_BANNERS=shown, HUBSTEAD_STYLE=_style())


@lru_cache(maxsize=512)
def banner_stamp(code: Code) -> str:
    """The name of the banners' content in all languages."""
    return stamp(code.policies + _script("banner.min.js") + _style().encode() + _encode(texts.ours()))


@lru_cache(maxsize=512)
def stamp(content: bytes) -> str:
    """The name of a content: it changes with the content."""
    return sha256(content).hexdigest()[:16]


def _calls(code: Code) -> list[list[object]]:
    settings = code.settings
    calls: list[list[object]] = [["setPortalId", code.portal]]
    if code.names.collector:
        calls.append(["setCollector", code.names.collector])
    calls += [["addCookieDomain", domain] for domain in settings.cookie_domains]
    if len(settings.cookie_domains) > 1:
        calls.append(["enableAutomaticLinker"])
    if settings.consent == "OPT_IN":
        calls.append(["setConsentPolicy", OPT_IN])
    if settings.secure_cookies:
        calls.append(["enableSecureCookie"])
    if settings.cookie_days != COOKIE_DAYS:
        calls.append(["setCookieDays", settings.cookie_days])
    if settings.respect_do_not_track:
        calls.append(["respectDoNotTrack"])
    return [*calls, ["trackPageView"]]


def _modules(settings: TrackingSettings) -> dict[str, bool]:
    return {"history.min.js": settings.track_history, "clicks.min.js": settings.track_clicks}


def _shown(policy: Policy, language: str) -> dict[str, Any]:
    """A policy, as the banner needs it."""
    found = texts.spoken(policy.texts, policy.language or language)
    return {
        "kind": policy.number,
        "decline": policy.show_decline,
        "position": policy.position,
        "privacy": policy.privacy_url,
        "style": rules(policy.style),
        "language": found,
        "texts": texts.said(policy.texts, found, policy.mode),
    }


def _path(code: Code, kind: str, name: str) -> str:
    return f"{code.names.files}/{kind}{name}/{code.portal}.js"


@lru_cache(maxsize=512)
def _decoded(policies: bytes) -> tuple[Policy, ...]:
    return msgspec.json.decode(policies, type=Policies).results


def _policies(code: Code) -> tuple[Policy, ...]:
    return _decoded(code.policies)


def _script(name: str, **values: object) -> bytes:
    """A script with values put in for names that stand for them."""
    content = _file(name)
    for placeholder, value in values.items():
        content = content.replace(placeholder.encode(), _encode(value).replace(b"<", b"\\u003c"))
    return content


@cache
def _file(name: str) -> bytes:
    """A file of this folder; of a minified one without the line that names its source."""
    content = (files("hubstead.tracking.script") / name).read_bytes()
    return content.split(b"\n", 1)[1].strip() if name.endswith(".min.js") else content


@cache
def _style() -> str:
    return re.sub(r"\s+", " ", re.sub(r"\s*([{};,>])\s*", r"\1", _file("banner.css").decode())).replace(": ", ":")
