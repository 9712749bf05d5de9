"""Users, business units, currencies and the account itself, through both official Python SDKs over a socket."""

from datetime import UTC, datetime

import hubspot_sdk
import pytest
from hubspot import HubSpot
from hubspot.settings.users import PublicUserUpdate, UserProvisionRequest
from hubspot.settings.users.exceptions import ApiException

from hubstead.account import business_units, portals, roles, teams
from hubstead.commands.truth import with_store
from hubstead.store.access import Levels
from hubstead.store.engine import Engine
from hubstead.store.generations import Definitions
from hubstead.store.unit import Origin, Unit, write
from tests.client.portal import Portal


class Staff:
    """A role, two teams and a business unit of the portal."""

    role: str
    west: str
    east: str
    unit: str


@pytest.fixture(scope="module")
def staff(portal: Portal) -> Staff:
    staff = Staff()

    async def work(unit: Unit) -> None:
        staff.role = (await roles.create(unit, "Seller", {}, Levels(), [])).id
        staff.west = (await teams.create(unit, "West")).id
        staff.east = (await teams.create(unit, "East")).id
        staff.unit = str((await business_units.create(unit, "North", logo_url="https://example.com/n.png")).id)

    async def run(store: Engine) -> None:
        await write(store, await portals.actor(store, portal.id, Origin("CRM_UI"), Definitions()), work)

    with_store(portal.settings, run)
    return staff


def test_users_with_hubspot_api_client(hubspot: HubSpot, staff: Staff) -> None:
    api = hubspot.settings.users.users_api
    email = "bob@example.com"
    request = UserProvisionRequest(
        email=email, role_id=staff.role, primary_team_id=staff.west, send_welcome_email=False
    )
    made = api.create(request)
    assert (made.email, made.role_ids, made.primary_team_id, made.super_admin) == (
        email,
        [staff.role],
        staff.west,
        False,
    )
    assert api.get_by_id(made.id).email == email
    assert api.get_by_id(email, id_property="EMAIL").id == made.id
    change = PublicUserUpdate(primary_team_id=staff.east, secondary_team_ids=[staff.west])
    changed = api.replace(made.id, change)
    assert (changed.primary_team_id, changed.secondary_team_ids) == (staff.east, [staff.west])
    (owner,) = hubspot.crm.owners.owners_api.get_page(email=email).results
    assert [(team.id, team.primary) for team in owner.teams] == [(staff.east, True), (staff.west, False)]
    assert made.id in [user.id for user in api.get_page(limit=100).results]
    api.archive(made.id)
    with pytest.raises(ApiException) as refused:
        api.get_by_id(made.id)
    assert refused.value.status == 404


def test_roles_teams_and_business_units_with_hubspot_api_client(hubspot: HubSpot, staff: Staff) -> None:
    assert [(role.id, role.name) for role in hubspot.settings.users.roles_api.get_all().results] == [
        (staff.role, "Seller")
    ]
    found = {team.id: team.name for team in hubspot.settings.users.teams_api.get_all().results}
    assert found == {staff.west: "West", staff.east: "East"}
    user = str(hubspot.crm.owners.owners_api.get_page().results[0].user_id)
    (unit,) = hubspot.settings.business_units.business_unit_api.get_by_user_id(
        user, name=["North"], properties=["logoMetadata"]
    ).results
    assert (unit.id, unit.logo_metadata.logo_url) == (staff.unit, "https://example.com/n.png")


def test_the_account_with_api_request(portal: Portal) -> None:
    def get(path: str) -> dict:
        return client.api_request({"path": path, "qs": {"limit": "5"}}).json()

    client = HubSpot(access_token=portal.token, base_url=portal.url)
    assert get("/account-info/v3/details")["portalId"] == portal.id
    assert get("/integrations/v1/me")["portalId"] == portal.id
    assert get("/account-info/v3/api-usage/daily/private-apps")["results"][0]["currentUsage"] > 0
    assert len(get("/account-info/v3/activity/audit-logs")["results"]) == 5


def test_users_with_hubspot_sdk(sdk: hubspot_sdk.HubSpot, staff: Staff) -> None:
    email = "ann@example.com"
    made = sdk.settings.users.create(
        email=email, send_welcome_email=False, first_name="Ann", role_id=staff.role, secondary_team_ids=[staff.west]
    )
    assert (made.first_name, made.role_id, made.secondary_team_ids) == ("Ann", staff.role, [staff.west])
    assert sdk.settings.users.update(email, id_property="EMAIL", last_name="Lee").last_name == "Lee"
    assert sdk.settings.users.get(made.id).email == email
    assert made.id in [user.id for user in sdk.settings.users.list(limit=1)]
    assert [role.name for role in sdk.settings.users.list_roles().results] == ["Seller"]
    west = next(team for team in sdk.settings.users.list_teams().results if team.id == staff.west)
    assert made.id in west.secondary_user_ids
    sdk.settings.users.delete(made.id)
    with pytest.raises(hubspot_sdk.NotFoundError):
        sdk.settings.users.get(made.id)


def test_the_account_with_hubspot_sdk(sdk: hubspot_sdk.HubSpot, portal: Portal) -> None:
    details = sdk.account.get()
    assert (details.portal_id, details.account_type, details.company_currency) == (portal.id, "STANDARD", "USD")
    (usage,) = sdk.account.get_daily_private_apps_usage().results
    assert usage.current_usage > 0
    made = sdk.settings.users.create(email="new@example.com", send_welcome_email=False)
    newest = next(iter(sdk.account.activity.list_security_activities(limit=2)))
    assert (newest.type, newest.object_id, newest.ip_address) == ("ADD_USER", made.id, "127.0.0.1")
    assert list(sdk.account.activity.list_login_activities()) == []
    lines = list(sdk.account.activity.list_audit_logs(limit=3, occurred_after=datetime(2020, 1, 1, tzinfo=UTC)))
    assert len(lines) > 3
    assert [int(line.id) for line in lines] == sorted(int(line.id) for line in lines)
    acting = newest.user_id
    assert {line.acting_user.user_id for line in sdk.account.activity.list_audit_logs(acting_user_id=[acting])} == {
        acting
    }


def test_business_units_with_hubspot_sdk(sdk: hubspot_sdk.HubSpot, staff: Staff) -> None:
    user = sdk.settings.users.list(limit=1).results[0].id
    found = sdk.business_units.business_unit_entries.get_by_user_id(user, name=["North"]).results
    assert [unit.id for unit in found] == [staff.unit]


def test_currencies_with_hubspot_sdk(sdk: hubspot_sdk.HubSpot) -> None:
    api = sdk.settings.currencies
    assert "Euro" in [one.currency_name for one in api.list_codes().results]
    assert api.get_company_currency().id == "USD"
    rate = api.exchange_rates.create_exchange_rate(from_currency_code="EUR", conversion_rate=1.25)
    assert (rate.to_currency_code, rate.conversion_rate, rate.visible_in_ui) == ("USD", 1.25, True)
    assert api.exchange_rates.update_exchange_rate(rate.id, conversion_rate=1.5).conversion_rate == 1.5
    assert api.exchange_rates.get_exchange_rate_by_id(rate.id).conversion_rate == 1.5
    batch = api.exchange_rates.batch.create(
        inputs=[{"from_currency_code": "CHF", "conversion_rate": 1.1, "effective_at": "2026-01-01T00:00:00Z"}]
    )
    ids = [one.id for one in batch.results]
    assert [one.id for one in api.exchange_rates.batch.get(inputs=[{"id": id} for id in ids]).results] == ids
    updated = api.exchange_rates.batch.update(inputs=[{"id": ids[0], "conversion_rate": 1.2}])
    assert updated.results[0].conversion_rate == 1.2
    assert [one.id for one in api.exchange_rates.list_exchange_rates(limit=1)] == [rate.id, *ids]
    current = api.exchange_rates.list_current_exchange_rates().results
    assert {one.from_currency_code for one in current} == {"EUR", "CHF"}
    api.exchange_rates.update_visibility(from_currency_code="EUR", to_currency_code="USD", visible_in_ui=False)
    assert api.exchange_rates.get_exchange_rate_by_id(rate.id).visible_in_ui is False
    assert api.central_fx_rates.get_information().central_exchange_rates_enabled is False
    assert len(api.central_fx_rates.get_unsupported_currencies().results) == 176
    with pytest.raises(hubspot_sdk.BadRequestError):
        api.central_fx_rates.create_currency(currency_code="SEK")
    assert api.update_company_currency(currency_code="EUR").id == "EUR"
