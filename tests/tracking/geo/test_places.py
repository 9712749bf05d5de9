"""Where addresses are: networks that their holders publish, and an operator's own database."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mmdb_writer import MMDBWriter
from netaddr import IPSet

from hubstead.kit import clock
from hubstead.kit.errors import Invalid
from hubstead.tracking.geo.places import NOWHERE, Place, Places
from tests.tracking.browser import NOON, Browser, at, contact_of, processed
from tests.world import PORTAL, World

RIPE = "193.0.6.139"
"""Of the registry in Amsterdam."""
LUND = {
    "country": {"iso_code": "SE", "names": {"de": "Schweden", "en": "Sweden"}},
    "subdivisions": [{"iso_code": "M", "names": {"en": "Skåne County"}}],
    "city": {"names": {"en": "Lund"}},
}


@pytest.fixture
def noon() -> Iterator[None]:
    at(NOON)
    yield
    clock.turn(PORTAL, None)


def database(folder: Path, **networks: Any) -> str:
    """An MMDB file with a record for each network."""
    writer = MMDBWriter(ip_version=6, ipv4_compatible=True)
    for network, record in networks.items():
        writer.insert_network(IPSet([network]), record)
    writer.to_db_file(str(folder / "places.mmdb"))
    return str(folder / "places.mmdb")


@pytest.mark.parametrize(
    ("address", "code", "country"),
    [
        (RIPE, "NL", "Netherlands"),
        ("::ffff:193.0.6.139", "NL", "Netherlands"),
        ("2001:67c:2e8:22::c100:68b", "NL", "Netherlands"),  # the same, over IPv6
        ("202.12.29.205", "AU", "Australia"),  # APNIC, Brisbane
        ("200.160.2.3", "BR", "Brazil"),  # NIC.br
        ("196.216.2.2", "ZA", "South Africa"),  # AFRINIC's servers
        ("133.11.0.1", "JP", "Japan"),  # University of Tokyo
        ("2003:c0:1::1", "DE", "Germany"),  # Deutsche Telekom
        ("130.235.1.1", "SE", "Sweden"),  # Lund University
    ],
)
def test_the_country_of_a_known_network(address: str, code: str, country: str) -> None:
    assert Places().of(address) == Place(code, country)


@pytest.mark.parametrize(
    "address",
    ["", "localhost", "127.0.0.1", "10.1.2.3", "192.168.1.1", "::1", "fe80::1%eth0", "2001:db8::1", "255.255.255.255"],
)
def test_addresses_that_lie_nowhere(address: str) -> None:
    assert Places().of(address) == NOWHERE


def test_the_operators_database_knows_more(tmp_path: Path) -> None:
    networks = {"130.235.0.0/16": LUND, "202.12.29.0/24": {"country_code": "NZ"}, "133.11.0.0/16": {"odd": 1}}
    places = Places(database(tmp_path, **networks, **{"2001:6b0::/32": LUND}))
    lund = Place("SE", "Sweden", "M", "Skåne County", "Lund")
    assert places.of("130.235.1.1") == places.of("2001:6b0:1::1") == lund
    assert places.of("202.12.29.205") == Place("NZ", "NZ")
    assert places.of(RIPE) == Place("NL", "Netherlands")  # not in it
    assert places.of("133.11.0.1") == Place("JP", "Japan")


def test_a_database_that_cannot_be_read_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "broken.mmdb").write_bytes(b"no database")
    for name in ("broken.mmdb", "missing.mmdb", "."):
        with pytest.raises(Invalid, match="is no database in MMDB format"):
            Places(str(tmp_path / name))


@pytest.mark.usefixtures("noon")
async def test_the_country_of_a_visitor_in_visit_event_and_contact() -> None:
    async with World(proxies=1) as world:
        browser = Browser(world)
        await browser.view(headers={"x-forwarded-for": RIPE})
        await browser.identify("ada@example.com")
        contact = await contact_of(world, "ada@example.com", "ip_country", "ip_country_code", "ip_city")
        assert (contact["ip_country"], contact["ip_country_code"]) == ("netherlands", "nl")
        assert not contact["ip_city"]
        (visit,) = (await world.get(f"/hubstead/tracking/contacts/{contact['id']}/visits")).json["results"]
        assert visit["place"] == {"code": "NL", "country": "Netherlands"}
        events = (await world.get(f"/events/v3/events?objectType=contact&objectId={contact['id']}")).json["results"]
        assert [event["properties"]["hs_country"] for event in events] == ["nl", "nl"]


@pytest.mark.usefixtures("noon")
async def test_region_and_city_of_a_visitor(tmp_path: Path) -> None:
    async with World(proxies=1, geo=database(tmp_path, **{"130.235.0.0/16": LUND})) as world:
        await Browser(world).view(headers={"x-forwarded-for": "130.235.1.1"}, i="email=ada%40example.com")
        names = ("ip_country", "ip_country_code", "ip_state", "ip_state_code", "ip_city")
        contact = await contact_of(world, "ada@example.com", *names)
        assert [contact[name] for name in names] == ["sweden", "se", "skåne county", "m", "lund"]
        events = (await world.get(f"/events/v3/events?objectType=contact&objectId={contact['id']}")).json["results"]
        (found,) = [event["properties"] for event in events]
        assert (found["hs_country"], found["hs_region"], found["hs_city"]) == ("se", "m", "lund")


async def test_the_report_drills_down_to_regions_and_cities(tmp_path: Path) -> None:
    kiruna = {**LUND, "subdivisions": [{"iso_code": "BD"}], "city": {"names": {"en": "Kiruna"}}}
    country = {"country": {"iso_code": "SE"}}
    networks = {"130.235.0.0/16": LUND, "130.239.0.0/16": kiruna, "130.240.0.0/16": country}
    async with World(proxies=1, geo=database(tmp_path, **networks)) as world:
        for number, address in enumerate(("130.235.1.1", "130.235.1.2", "130.239.1.1", "130.240.1.1")):
            browser = Browser(world, f"{number:032x}")
            await browser.view(headers={"x-forwarded-for": address}, i=f"email={number}%40example.com")
        await processed(world)

        async def visits(drill: str) -> dict[str, tuple[int, int]]:
            url = f"/analytics/v2/reports/geolocation/total?start=20260101&end=20991231{drill}"
            rows = (await world.get(url)).json["breakdowns"]
            return {row["breakdown"]: (row["visits"], row["contacts"]) for row in rows}

        assert await visits("") == {"SE": (4, 4)}
        assert await visits("&d1=SE") == {"SE-M": (2, 2), "SE-BD": (1, 1), "unknown": (1, 1)}
        assert await visits("&d1=SE&d2=SE-M") == {"Lund": (2, 2)}
        assert await visits("&d1=NO") == {}


async def test_addresses_are_not_kept() -> None:
    async with World(proxies=1) as world:
        await Browser(world).view(headers={"x-forwarded-for": RIPE}, i="email=ada%40example.com")
        await processed(world)
        for table in ("hits", "visitor", "visit", "traffic", "event_occurrence", "record", "fact"):
            rows = await world.server.store.rows(f"SELECT * FROM {table}")
            assert RIPE not in str(rows), table
