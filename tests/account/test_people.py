"""People, their roles and teams, and what these let them reach."""

import pytest

from hubstead.account import people, roles, teams
from hubstead.account.people import Place
from hubstead.account.users import User, access_of, users_of
from hubstead.crm.objects import users
from hubstead.kit.errors import Conflict, Invalid
from hubstead.store.access import Access, Levels
from hubstead.store.unit import Unit
from tests.account.desk import in_portal
from tests.world import World


async def added(world: World, email: str, **place: object) -> User:
    return (await in_portal(world, lambda unit: users.add(unit, email, Place(**place)))).user  # type: ignore[arg-type]


async def access(world: World, user: User) -> Access | None:
    return await in_portal(world, lambda unit: access_of(unit, user.id))


async def test_the_first_user_is_super_admin_and_bound_by_nothing(world: World) -> None:
    found = await in_portal(world, users_of)
    (first,) = found.values()
    assert (first.email, first.super_admin) == ("owner@example.com", True)
    assert await access(world, first) is None


async def test_who_has_no_role_reaches_nothing(world: World) -> None:
    bounds = await access(world, await added(world, "new@example.com"))
    assert bounds is not None
    assert bounds.of("0-1") == Levels("none", "none", "none")


async def test_roles_add_up_and_teams_reach_down(world: World) -> None:
    west = await in_portal(world, lambda unit: teams.create(unit, "West"))
    coast = await in_portal(world, lambda unit: teams.create(unit, "Coast", west.id))
    east = await in_portal(world, lambda unit: teams.create(unit, "East"))
    reader = await in_portal(
        world, lambda unit: roles.create(unit, "Reader", {}, Levels("all", "none", "none"), ["audit"])
    )
    seller = await in_portal(
        world,
        lambda unit: roles.create(
            unit, "Seller", {"0-3": Levels("team", "own", "own")}, Levels("own", "own", "none"), []
        ),
    )
    ann = await added(world, "ann@example.com", role_ids=[reader.id, seller.id], primary_team=west.id)
    bob = await added(world, "bob@example.com", secondary_teams=[coast.id])
    await added(world, "eve@example.com", primary_team=east.id)
    owner = {one["email"]: one["id"] for one in (await world.get("/crm/v3/owners")).json["results"]}
    bounds = await access(world, ann)
    assert bounds is not None
    assert bounds.owner_id == owner["ann@example.com"]
    assert bounds.team == {owner["ann@example.com"], owner["bob@example.com"]}
    assert bounds.of("0-3") == Levels("all", "own", "own")
    assert bounds.of("0-1") == Levels("all", "own", "none")
    assert bounds.tools == {"audit"}
    of_bob = await access(world, bob)
    assert of_bob is not None
    assert of_bob.team == {owner["bob@example.com"]}


async def test_owner_and_record_follow_the_user(world: World) -> None:
    ann = await added(world, "Ann@Example.com", first_name="Ann")
    owner = (await world.get(f"/crm/v3/owners/{ann.id}?idProperty=userId")).json
    assert (owner["email"], owner["firstName"], owner["archived"]) == ("ann@example.com", "Ann", False)

    async def rename(unit: Unit) -> None:
        await users.change(unit, ann, Place(last_name="Lee"))

    await in_portal(world, rename)
    names = "hs_family_name,hs_deactivated,hubspot_owner_id"
    url = f"/crm/v3/objects/users/{ann.id}?idProperty=hs_internal_user_id&properties={names}"
    assert (await world.get(url)).json["properties"]["hs_family_name"] == "Lee"
    assert (await world.get(f"/crm/v3/owners/{owner['id']}")).json["lastName"] == "Lee"

    async def remove(unit: Unit) -> None:
        await users.remove(unit, (await users_of(unit))[ann.id])

    await in_portal(world, remove)
    assert (await world.get(f"/crm/v3/owners/{owner['id']}")).status == 404
    assert (await world.get(f"/crm/v3/owners/{owner['id']}?archived=true")).json["archived"] is True
    assert (await world.get(url)).json["properties"]["hs_deactivated"] == "true"
    bounds = await access(world, ann)
    assert bounds is not None
    assert bounds.of("0-1").view == "none"

    back = await added(world, "ann@example.com", first_name="Anna")
    assert back.id == ann.id
    assert (await world.get(f"/crm/v3/owners/{owner['id']}")).json["firstName"] == "Anna"
    assert (await world.get(url)).json["properties"]["hs_deactivated"] == "false"


async def test_what_cannot_be_is_refused(world: World) -> None:
    await added(world, "ann@example.com")
    with pytest.raises(Conflict, match=r"There is a user ann@example.com already"):
        await added(world, "ANN@example.com")
    with pytest.raises(Invalid, match="Email address nobody is invalid"):
        await added(world, "nobody")
    with pytest.raises(Invalid, match="There is no role with the id 7"):
        await added(world, "bob@example.com", role_ids=["7"])
    with pytest.raises(Invalid, match="There is no team with the id 8"):
        await added(world, "bob@example.com", primary_team="8")
    first = next(iter((await in_portal(world, users_of)).values()))
    with pytest.raises(Invalid, match="is the only super admin"):
        await in_portal(world, lambda unit: users.remove(unit, first))


async def test_somebody_is_super_admin_always(world: World) -> None:
    ann = await added(world, "ann@example.com")
    first = next(iter((await in_portal(world, users_of)).values()))
    with pytest.raises(Invalid, match="is the only super admin"):
        await in_portal(world, lambda unit: people.be_super_admin(unit, first, False))
    await in_portal(world, lambda unit: people.be_super_admin(unit, ann, True))
    assert await access(world, ann) is None
    await in_portal(world, lambda unit: people.be_super_admin(unit, first, False))
    assert (await access(world, first)) is not None
    kinds = [line["type"] for line in (await world.get("/account-info/v3/activity/security")).json["results"]]
    assert kinds[:2] == ["REMOVE_ADMIN_PERMISSIONS", "ADD_ADMIN_PERMISSIONS"]
