"""Every way in which a hit ends is counted under its name."""

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from hubstead.kit import clock
from hubstead.kit.errors import Invalid
from hubstead.tracking import process
from hubstead.tracking.beacon import Beacon
from hubstead.tracking.geo.places import Places
from hubstead.tracking.hit import Door, Hit
from hubstead.tracking.outcome import Outcome
from tests.tracking.browser import CHROME, MINUTE, NOON, Browser, contact_of, outcomes, processed
from tests.world import PORTAL, World

SETTINGS = "/hubstead/tracking/settings"
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


async def set_up(world: World, **settings: Any) -> None:
    reply = await world.put(SETTINGS, settings)
    assert reply.status == 200, reply.body


async def test_a_hit_that_counts(world: World) -> None:
    await Browser(world).view()
    assert await outcomes(world) == {"KEPT": 1}


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        ({"k": "77"}, "UNREADABLE"),
        ({"k": ""}, "UNREADABLE"),
        ({"k": "3"}, "UNREADABLE"),
        ({"u": ""}, "ANONYMOUS"),
        ({"ce": "false"}, "ANONYMOUS"),
        ({"vi": "0123"}, "BAD_VISITOR"),
        ({"vi": "0123456789ABCDEF0123456789ABCDEF"}, "BAD_VISITOR"),
        ({"vi": ""}, "BAD_VISITOR"),
    ],
)
async def test_a_hit_that_says_too_little(world: World, given: dict[str, Any], outcome: str) -> None:
    await Browser(world).send(**given)
    assert await outcomes(world) == {outcome: 1}


async def test_an_error_of_the_tracking_code(world: World) -> None:
    await Browser(world).send("/__pto.gif", w="TypeError")
    assert await outcomes(world) == {"SCRIPT_ERROR": 1}


async def test_hits_of_accounts_that_do_not_exist_are_counted_for_nobody(world: World) -> None:
    await Browser(world).send(a="999")
    await Browser(world).send(a="")
    assert await outcomes(world) == {}
    counts = await world.server.store.rows("SELECT portal, outcome, count FROM hit_count")
    assert counts == [(0, "UNKNOWN_ACCOUNT", 2)]


async def test_crawlers_and_browsers_without_a_name(world: World) -> None:
    await Browser(world, agent=GOOGLEBOT).view()
    await Browser(world, agent="").view()
    assert await outcomes(world) == {"BOT": 2}
    await set_up(world, excludeBots=False)
    await Browser(world, agent=GOOGLEBOT).view(t="again")
    assert await outcomes(world) == {"BOT": 2, "KEPT": 1}


async def test_excluded_addresses() -> None:
    async with World(proxies=1) as world:
        await set_up(world, excludedAddresses=["192.0.2.7", "198.51.100.0/24", "2001:db8::/32"])
        for number, address in enumerate(("192.0.2.7", "198.51.100.200", "2001:db8::1", "::ffff:192.0.2.7")):
            await Browser(world).view(t=str(number), headers={"x-forwarded-for": address})
        await Browser(world).view(headers={"x-forwarded-for": "192.0.2.7\n192.0.2.8"})  # the client claimed the first
        assert await outcomes(world) == {"EXCLUDED_ADDRESS": 4, "KEPT": 1}


async def test_each_proxy_may_say_on_a_line_of_its_own_whom_it_saw() -> None:
    async with World(proxies=2) as world:
        await set_up(world, excludedAddresses=["192.0.2.7"])
        await Browser(world).view(headers={"x-forwarded-for": "192.0.2.7:4711\n10.0.0.1"})
        await Browser(world).view(headers={"x-forwarded-for": "192.0.2.7"})  # it came past one of them
        assert await outcomes(world) == {"EXCLUDED_ADDRESS": 1, "KEPT": 1}


async def test_data_centers(tmp_path: Path) -> None:
    file = tmp_path / "networks"
    file.write_text("# clouds\n193.0.0.0/20  # here\n193.0.6.0/24\n\n2001:67c:2e8::/48\n")
    async with World(proxies=1, data_centers=str(file)) as world:
        await Browser(world).view(headers={"x-forwarded-for": "193.0.6.139"})
        assert await outcomes(world) == {"KEPT": 1}
        await set_up(world, excludeDataCenters=True)
        for number, address in enumerate(("193.0.6.139", "193.0.15.255", "2001:67c:2e8::1", "::ffff:193.0.0.1")):
            await Browser(world).view(t=str(number), headers={"x-forwarded-for": address})
        for number, address in enumerate(("193.0.16.0", "192.255.255.255", "2001:67c:2e9::1", "10.0.0.1")):
            await Browser(world).view(p=str(number), headers={"x-forwarded-for": address})
        assert await outcomes(world) == {"DATA_CENTER": 4, "KEPT": 5}


async def test_a_file_of_data_centers_that_cannot_be_read_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "odd").write_text("192.0.2.0/24\nexample.com\n")
    with pytest.raises(Invalid, match=r"line 2: 'example\.com' is no network"):
        Places(data_centers=str(tmp_path / "odd"))
    with pytest.raises(Invalid, match="cannot be read"):
        Places(data_centers=str(tmp_path / "missing"))


async def test_sites_that_the_portal_adds_to_the_lists(world: World) -> None:
    shelf = {"kind": "SEARCH", "name": "Shelf", "domains": ["shelf.example"], "words": ["find"]}
    await set_up(world, referrers=[shelf])
    await Browser(world).view(referrer="https://shelf.example/?find=shoes", i="email=ada%40example.com")
    names = ("hs_analytics_source", "hs_analytics_source_data_1", "hs_analytics_source_data_2")
    contact = await contact_of(world, "ada@example.com", *names)
    assert [contact[name] for name in names] == ["ORGANIC_SEARCH", "shoes", "Shelf"]
    for wrong in ({**shelf, "kind": "FRIEND"}, {**shelf, "domains": ["Not a domain"]}, {**shelf, "odd": 1}):
        assert (await world.put(SETTINGS, {"referrers": [wrong]})).status == 400


async def test_excluded_referrers(world: World) -> None:
    await set_up(world, excludedReferrers=["spam.example"])
    for referrer in ("https://spam.example/x", "https://www.spam.example", "https://a.spam.example/?q=1"):
        await Browser(world).view(referrer=referrer)
    await Browser(world).view(referrer="https://notspam.example/")
    assert await outcomes(world) == {"EXCLUDED_REFERRER": 3, "KEPT": 1}


async def test_www_in_a_setting_makes_no_difference(world: World) -> None:
    shelf = {"kind": "SOCIAL", "name": "Shelf", "domains": ["www.shelf.example"]}
    await set_up(
        world, excludedReferrers=["www.spam.example"], siteDomains=["www.help.example", "www.com"], referrers=[shelf]
    )
    names = ("hs_latest_source", "hs_latest_source_data_1")
    for number, (referrer, source) in enumerate(
        (
            ("https://shelf.example/", ("SOCIAL_MEDIA", "Shelf")),
            ("https://help.example/", ("DIRECT_TRAFFIC", "shop.example/")),
            ("https://a.help.example/", ("DIRECT_TRAFFIC", "shop.example/")),
            ("https://else.com/", ("REFERRALS", "else.com")),
        )
    ):
        await Browser(world, f"{number:032x}").view(referrer=referrer, i=f"email=visitor{number}@example.com")
        assert (
            tuple([(await contact_of(world, f"visitor{number}@example.com", *names))[name] for name in names]) == source
        )
    await Browser(world).view(referrer="https://spam.example/")
    assert await outcomes(world) == {"KEPT": 4, "EXCLUDED_REFERRER": 1}


@pytest.mark.parametrize("header", ["dnt", "sec-gpc"])
async def test_browsers_that_do_not_want_to_be_tracked(world: World, header: str) -> None:
    await Browser(world).view(headers={header: "1"})
    await processed(world)
    await set_up(world, respectDoNotTrack=True)
    await Browser(world).view(t="second", headers={header: "1"})
    assert await outcomes(world) == {"DO_NOT_TRACK": 1, "KEPT": 1}


async def test_the_same_hit_twice_counts_once(world: World) -> None:
    for _ in range(2):
        await Browser(world).view(cts="1767268800000", u="1")
        await processed(world)
    await Browser(world).view(cts="1767268800001")
    assert await outcomes(world) == {"DUPLICATE": 1, "KEPT": 2}


@pytest.mark.usefixtures("noon")
async def test_hits_that_come_again_count_once_however_many_came_in_between(world: World) -> None:
    """A page sent 40 hits, and sends all of them again when the connection breaks; some come when its next visit has
    begun, by a clock that is right."""
    browser, now = Browser(world), clock.true_now()

    async def send(numbers: range, received: int) -> None:
        for number in numbers:
            query = urlencode({"k": "1", "a": PORTAL, "vi": browser.utk, "u": "1", "cts": now + number, "t": number})
            hit = Hit(Door.PAGE, NOON + received, "", CHROME, False, query, now + received)
            await world.server.journal.append(hit)
        await processed(world)

    await send(range(40), 0)
    await send(range(40), 100)
    assert await outcomes(world) == {"KEPT": 40, "DUPLICATE": 40}
    await send(range(60 * MINUTE, 60 * MINUTE + 20), 60 * MINUTE)
    await send(range(10), 60 * MINUTE + 100)
    assert await outcomes(world) == {"KEPT": 60, "DUPLICATE": 50}


@pytest.mark.parametrize("email", ["undefined@example.com", "not an address", "a@b@c", "null@null.com"])
async def test_addresses_that_are_nobodys(world: World, email: str) -> None:
    await Browser(world).identify(email)
    assert await outcomes(world) == {"IDENTITY_REFUSED": 1, "KEPT": 1}
    assert (await world.get("/crm/v3/objects/contacts")).json["results"] == []


async def test_a_property_that_does_not_fit_does_not_take_the_others_along(world: World) -> None:
    await Browser(world).identify("ada@example.com", city="London", hs_analytics_num_visits="9", nonsense="1")
    assert await outcomes(world) == {"IDENTITY_REFUSED": 1, "KEPT": 1}
    found = await contact_of(world, "ada@example.com", "city", "hs_analytics_num_visits")
    assert (found["city"], found["hs_analytics_num_visits"]) == ("London", "1")


async def test_a_hit_that_cannot_be_processed_is_left_out_alone(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    processor = world.server.processor
    assert processor is not None
    await processor.stop()

    def poisoned(hit: Any) -> Any:
        if "poison" in hit.query:
            raise RuntimeError("poison")
        return Beacon(hit)

    monkeypatch.setattr(process, "Beacon", poisoned)
    for title in ("one", "poison", "three"):
        await Browser(world).view(t=title)
    assert await outcomes(world) == {"KEPT": 2}
    failed = await world.server.store.rows("SELECT count FROM hit_count WHERE outcome = ?1", Outcome.FAILED.value)
    assert failed == [(1,)]
    assert "cannot be processed" in caplog.text


@pytest.mark.parametrize(
    "settings",
    [
        {"excludedAddresses": ["not an address"]},
        {"excludedAddresses": ["192.0.2.0/99"]},
        {"excludedReferrers": ["https://spam.example"]},
        {"siteDomains": [""]},
        {"unknown": 1},
    ],
)
async def test_settings_that_make_no_sense_are_refused(shared_world: World, settings: dict[str, Any]) -> None:
    assert (await shared_world.put(SETTINGS, settings)).status == 400
    assert (await shared_world.get(SETTINGS)).json["excludedAddresses"] == []


async def test_settings_are_replaced_and_shown(world: World) -> None:
    await set_up(world, siteDomains=["example.com"])
    assert (await world.get(SETTINGS)).json == {
        "excludedAddresses": [],
        "excludedReferrers": [],
        "excludeBots": True,
        "excludeDataCenters": False,
        "respectDoNotTrack": False,
        "siteDomains": ["example.com"],
        "referrers": [],
        "cookieDomains": [],
        "secureCookies": False,
        "cookieDays": 180,
        "consent": "NONE",
        "trackHistory": False,
        "trackClicks": False,
        "collectForms": False,
    }


async def test_visits_of_nobody(world: World) -> None:
    for id in ("1", "x", "9" * 30):
        assert (await world.get(f"/hubstead/tracking/contacts/{id}/visits")).status == 404
    id = await world.create("contacts", email="ada@example.com")
    assert (await world.get(f"/hubstead/tracking/contacts/{id}/visits")).json == {"results": []}
