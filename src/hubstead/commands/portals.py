"""`hubstead portal`."""

import asyncio
from collections.abc import Sequence

from hubstead.account import portals
from hubstead.commands.limits import refuse_unknown
from hubstead.commands.refusal import Refusal
from hubstead.commands.tables import print_list
from hubstead.commands.truth import chosen, opened, with_store
from hubstead.first_start import new_portal
from hubstead.kit.clock import iso
from hubstead.settings import Settings
from hubstead.store.engine import Engine
from hubstead.store.generations import Definitions
from hubstead.store.portal import Portal, change
from hubstead.store.unit import write
from hubstead.web.features import HUBS


def create(settings: Settings, name: str) -> int:
    """The number of a new portal; its data folder may be new, too."""

    if not name.strip():
        raise Refusal("--name: a portal needs a name.", 2)

    async def run() -> int:
        async with opened(settings, new=True) as store:
            portal, _ = await new_portal(store, Definitions(), name)
            return portal.id

    return asyncio.run(run())


SERVER = "server"
"""The name for a portal without a profile of limits of its own."""


def limits(settings: Settings, number: int | None, profile: str | None) -> str:
    """The profile of limits that a portal has, after it got this one. Raises `Refusal`."""
    if profile is not None and profile != SERVER:
        refuse_unknown(profile)

    async def work(store: Engine) -> str:
        portal = await chosen(store, number)
        if profile is not None:
            actor = await portals.person(store, portal.id)
            wanted = None if profile == SERVER else profile
            about = {"before": portal.limits or SERVER, "after": profile}
            portal = await write(store, actor, lambda unit: change(unit, "portal.limits_changed", about, limits=wanted))
        return portal.limits or SERVER

    return with_store(settings, work)


EVERYTHING = "everything"
"""The name for a plan with all features."""


def tiers(settings: Settings, number: int | None, tier: str | None, hubs: Sequence[str]) -> str:
    """The plan that a portal has, after these hubs (none named: all) got this tier."""

    async def work(store: Engine) -> str:
        portal = await chosen(store, number)
        if tier is not None:
            wanted = {hub: had for hub, had in portal.tiers.items() if hubs and hub not in hubs}
            if tier != EVERYTHING:
                wanted |= dict.fromkeys(hubs or HUBS, tier)
            actor = await portals.person(store, portal.id)
            about = {"before": portal.tiers, "after": wanted}
            portal = await write(store, actor, lambda unit: change(unit, "portal.tier_changed", about, tiers=wanted))
        return _plan(portal)

    return with_store(settings, work)


def _plan(portal: Portal) -> str:
    """The plan in words; a hub that is not named has everything."""
    kinds = set(portal.tiers.values())
    if len(portal.tiers) == len(HUBS) and len(kinds) == 1:
        return kinds.pop()
    return ", ".join(f"{hub}: {portal.tiers[hub]}" for hub in HUBS if hub in portal.tiers) or EVERYTHING


def show(settings: Settings, as_json: bool) -> None:
    """Print all portals."""
    found = with_store(settings, portals.portals)
    titles = ("Portal", "Name", "Created", "Time zone", "Currency", "Plan", "Limits")
    print_list(found, titles, _row, as_json=as_json)


def _row(portal: Portal) -> tuple[str, ...]:
    created = iso(portal.created_at)[:10]
    limits = portal.limits or SERVER
    return (str(portal.id), portal.name, created, portal.time_zone, portal.currency, _plan(portal), limits)
