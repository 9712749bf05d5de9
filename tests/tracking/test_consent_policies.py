"""Consent policies in the account: what is taken, what is refused and why, and what pages get of them."""

import re
from typing import Any

import pytest

from hubstead.tracking.consent.style import contrast, on
from hubstead.tracking.consent.texts import Texts, ours
from tests.tracking.test_script import tracker_of
from tests.world import PORTAL, World

PATH = "/hubstead/tracking/consent"
POLICIES = f"{PATH}/policies"
GERMANY, FRANCE = "88.198.0.1", "212.27.48.10"


async def put(world: World, *policies: dict[str, Any]) -> None:
    named = [{"name": str(number), **policy} for number, policy in enumerate(policies)]
    reply = await world.put(POLICIES, {"results": named})
    assert reply.status == 200, reply.body


async def banner_of(world: World, language: str, headers: dict[str, str] | None = None) -> tuple[str, bytes]:
    """The address of the banner that the tracker names, and what is there."""
    loader = await world.get(f"/{PORTAL}.js", token=None, headers=headers)
    (path,) = re.findall(rb'"(analytics/[0-9a-f]{16}/[0-9]+\.js)"', loader.body)
    tracker = await world.get(f"/{path.decode()}", token=None)
    (stamp,) = re.findall(rb'"banner/"\+"([0-9a-f]{16})"', tracker.body)
    path = f"/analytics/banner/{stamp.decode()}/{language}/{PORTAL}.js"
    return path, (await world.get(path, token=None)).body


async def test_they_are_kept_in_order_with_what_was_not_said(world: World) -> None:
    assert (await world.get(POLICIES)).json == {"results": []}
    await put(world, {"mode": "OPT_IN", "countries": ["DE"]}, {"mode": "NOTIFY"})
    first, second = (await world.get(POLICIES)).json["results"]
    assert (first["name"], first["countries"], second["mode"]) == ("0", ["DE"], "NOTIFY")
    assert second == {
        "name": "1",
        "mode": "NOTIFY",
        "paths": [],
        "countries": [],
        "showDecline": True,
        "language": "",
        "privacyUrl": "",
        "position": "BOTTOM",
        "style": {
            "theme": "AUTO",
            "light": {"background": "#ffffff", "text": "#1f2933", "accent": "#0b5f7a"},
            "dark": {"background": "#1b2228", "text": "#e8edf1", "accent": "#7cc7dd"},
            "radius": 14,
        },
        "texts": {},
    }


GREY = {"background": "#ffffff", "text": "#777777", "accent": "#0b5f7a"}


@pytest.mark.parametrize(
    ("policy", "why"),
    [
        ({"mode": "MAYBE"}, "Invalid enum value 'MAYBE'"),
        ({"mode": "OPT_IN", "paths": ["about"]}, "matching regex '^/'"),
        ({"mode": "OPT_IN", "countries": ["Germany"]}, "matching regex '^[A-Z]{2}$'"),
        ({"mode": "OPT_IN", "privacyUrl": "javascript:alert(1)"}, "javascript:alert(1) is no address"),
        ({"mode": "OPT_IN", "language": "xx"}, "There are no texts in xx. Give them in texts.xx."),
        (
            {"mode": "OPT_IN", "texts": {"sv": {"title": "Kakor"}}},
            "For sv we have no texts of our own. Give all of them",
        ),
        ({"mode": "OPT_IN", "texts": {"en": {"titel": "x"}}}, "unknown field `titel`"),
        ({"mode": "OPT_IN", "style": {"light": {**GREY, "text": "red;}"}}}, "matching regex '^#[0-9a-fA-F]{6}$'"),
        # 4.48 is what WCAG's own examples give for this grey on white.
        ({"mode": "OPT_IN", "style": {"light": GREY}}, "text #777777 on #ffffff has a contrast of 4.48."),
    ],
)
async def test_what_is_refused(shared_world: World, policy: dict[str, Any], why: str) -> None:
    for path, body in (
        (POLICIES, {"results": [{"name": "x", **policy}]}),
        (f"{PATH}/preview", {"policy": {"name": "x", **policy}}),
    ):
        reply = await shared_world.call("PUT" if path == POLICIES else "POST", path, body)
        assert reply.status == 400
        assert why in reply.json["message"]


async def test_names_are_there_once_and_not_too_many(world: World) -> None:
    twice = {"results": [{"name": "x", "mode": "NOTIFY"}] * 2}
    assert (await world.put(POLICIES, twice)).json["message"] == 'There are two policies with the name "x".'
    many = {"results": [{"name": str(number), "mode": "NOTIFY"} for number in range(51)]}
    assert "at most 50" in (await world.put(POLICIES, many)).json["message"]


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#ffffff") == pytest.approx(1)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert (on("#0b5f7a"), on("#7cc7dd")) == ("#ffffff", "#000000")


def test_our_texts_are_complete_in_all_languages() -> None:
    assert set(ours()) >= {"en", "de", "fr", "es", "it", "nl", "pt", "pl", "ja"}
    assert len({tuple(texts) for texts in ours().values()}) == 1
    own = {"optIn", "optOut", "categories", "notify"}
    assert set(ours()["en"]) - own == set(Texts.__struct_encode_fields__) - {"message"}
    assert all(text.strip() for texts in ours().values() for text in texts.values())


async def test_a_banner_has_its_words_and_no_others(world: World) -> None:
    await put(world, {"mode": "OPT_IN", "texts": {"de": {"accept": "Ja, <gern>"}}})
    path, german = await banner_of(world, "de")
    assert b"Ja, \\u003cgern>" in german
    assert "Ihre Privatsphäre".encode() in german
    assert b"Ablehnen" in german
    for other in (b"Widersprechen", b"Werbung", b"Alle ablehnen"):
        assert other not in german
    reply = await world.get(path, token=None)
    assert reply.headers["cache-control"] == "public, max-age=31536000, immutable"
    _, swedish = await banner_of(world, "sv")
    assert b"Your privacy" in swedish
    assert (await world.get(path.replace("/de/", "/d1/"), token=None)).status == 404


async def test_a_changed_text_changes_every_name(world: World) -> None:
    await put(world, {"mode": "OPT_IN"})
    (tracker, _), (banner, _) = await tracker_of(world), await banner_of(world, "en")
    await put(world, {"mode": "OPT_IN", "texts": {"en": {"title": "Biscuits"}}})
    assert (await tracker_of(world))[0] != tracker
    assert (await banner_of(world, "en"))[0] != banner
    old = await world.get(banner, token=None)
    assert old.headers["cache-control"] == "public, max-age=300"
    assert b"Biscuits" in old.body


async def test_policies_by_country() -> None:
    async with World(proxies=1) as world:
        await put(world, {"mode": "OPT_IN", "countries": ["DE"]}, {"mode": "NOTIFY"})
        german, french = ({"x-forwarded-for": address} for address in (GERMANY, FRANCE))
        loader = await world.get(f"/{PORTAL}.js", token=None, headers=german)
        assert loader.headers["cache-control"] == "private, max-age=300"
        (path,) = re.findall(rb'"(analytics/[0-9a-f]{16}/[0-9]+\.js)"', loader.body)
        elsewhere = await world.get(f"/{PORTAL}.js", token=None, headers=french)
        assert path not in elsewhere.body
        # A cache in France may ask for what Germans get: a name has one content, wherever it is asked for.
        here, there = [await world.get(f"/{path.decode()}", token=None, headers=who) for who in (german, french)]
        assert here.body == there.body
        assert there.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert b"[[1,[],0],[5,[],1]]" in here.body
        other = await tracker_of(world)
        assert b"[[5,[],0]]" in other[1]


async def test_a_preview_stores_nothing(world: World) -> None:
    policy = {"name": "x", "mode": "CATEGORIES", "language": "ja"}
    reply = await world.post(f"{PATH}/preview", {"policy": policy, "language": "de", "signal": True})
    assert (reply.status, reply.json["language"]) == (200, "ja")
    assert "プライバシーについて" in reply.json["script"]
    assert (await world.get(POLICIES)).json == {"results": []}


async def test_our_texts_can_be_read(world: World) -> None:
    texts = (await world.get(f"{PATH}/languages")).json["results"]
    assert texts["nl"]["decline"] == "Weigeren"
