"""The tracking of a portal over HTTP: settings, what became of its hits, and who visited. A namespace of our own."""

from hubstead.crm.records import record as records
from hubstead.crm.records.record import as_id
from hubstead.kit.errors import Missing
from hubstead.tracking import contacts
from hubstead.tracking import settings as tracking_settings
from hubstead.tracking.outcome import counted
from hubstead.tracking.settings import TrackingSettings
from hubstead.tracking.wire import Count, Counts, Visits, visits_of
from hubstead.web.call import Call
from hubstead.web.route import Route

READ = ("business-intelligence",)
READ_CONTACTS = ("crm.objects.contacts.read", "contacts")
SETTINGS = "/hubstead/tracking/settings"


async def get_settings(call: Call) -> TrackingSettings:
    """Whom the portal leaves out, and which sites are its own."""
    return await tracking_settings.settings_of(call.reading())


async def put_settings(call: Call) -> TrackingSettings:
    """Replace the settings; what is not given has its default again. Hits that were processed stay as they are."""
    given = call.read(TrackingSettings)
    return await call.write(lambda unit: tracking_settings.change_settings(unit, given))


async def get_hits(call: Call) -> Counts:
    """How many hits counted, and why the others did not, by day."""
    found = await counted(call.reading())
    return Counts([Count(day, outcomes) for day, outcomes in found.items()])


async def get_visits(call: Call) -> Visits:
    """The newest 100 visits of a contact, with the pages that were seen."""
    unit = call.reading()
    id = as_id(call.path[0])
    found = await records.load(unit, contacts.CONTACTS, [] if id is None else [id])
    if id not in found:
        raise Missing
    return Visits(await visits_of(unit, found[id].id))


ROUTES = (
    Route("GET", SETTINGS, get_settings, READ, "Get the tracking settings", answer=TrackingSettings),
    Route(
        "PUT",
        SETTINGS,
        put_settings,
        READ,
        "Replace the tracking settings",
        body=TrackingSettings,
        answer=TrackingSettings,
    ),
    Route("GET", "/hubstead/tracking/hits", get_hits, READ, "Count what became of hits", answer=Counts),
    Route(
        "GET",
        "/hubstead/tracking/contacts/{contactId}/visits",
        get_visits,
        READ_CONTACTS,
        "List the visits of a contact",
        answer=Visits,
    ),
)
