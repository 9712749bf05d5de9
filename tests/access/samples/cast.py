"""What a portal has that a request can name: records and definitions, each with a secret that tells it from others'."""

from hashlib import sha256
from typing import Any, NamedTuple

from tests.crm.imports.desk import people
from tests.files.sending import form as form_with
from tests.files.tasks import tasks_of
from tests.marketing.forms.sample import form
from tests.tracking.browser import processed
from tests.world import PORTAL, TOKEN, World

PLAIN = [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 279}]
RATE = {"fromCurrencyCode": "GBP", "conversionRate": 1.25}


class Cast(NamedTuple):
    """Ids and names in one portal. `tag` is part of every name, `secret` of every value of a record, `words` of what
    people read of definitions.

    `contact` has the address `email` and the cookie `utk`, and is associated with `company` and `deal`; `gone` is an
    archived contact; `shoe` is a property of contacts. `car` is a record of the custom object `cars`; the custom object
    `schema` has none, and `scrapped` is archived.
    """

    portal: str
    tag: str
    secret: str
    words: str
    owner: str
    user: str
    contact: str
    email: str
    other_contact: str
    gone: str
    company: str
    deal: str
    ticket: str
    cars: str
    car: str
    shoe: str
    group: str
    pipeline: str
    stage: str
    label: str
    schema: str
    scrapped: str
    schema_association: str
    form: str
    utk: str
    event: str
    event_id: str
    event_property: str
    person: str
    rate: str
    imported: str
    view: str
    saved: str
    file: str
    folder: str
    import_task: str
    move_task: str
    list: str
    active_list: str
    list_folder: str
    role: str
    team: str
    brand: str

    def with_records_of(self, other: "Cast", *names: str) -> "Cast":
        """The same with some records of another cast."""
        return self._replace(**{name: getattr(other, name) for name in names})


async def cast(world: World, tag: str, owner: str = "", token: str = TOKEN, portal: int = PORTAL) -> Cast:
    """Fill a portal; records belong to `owner` (`""`: the portal's first)."""
    secret = f"secret of {tag}"
    maker = _Maker(world, token)
    first = (await world.get("/crm/v3/owners", token=token)).json["results"][0]
    owner = owner or first["id"]
    mine = {"hubspot_owner_id": owner}
    imported = await maker.post("/crm/v3/imports", people(tag, secret))
    await world.server.jobs.settled()
    contact = await maker.record("contacts", email=f"{tag}@example.com", firstname=secret, **mine)
    company = await maker.record("companies", name=secret, **mine)
    deal = await maker.record(
        "deals", dealname=secret, pipeline="default", dealstage="contractsent", amount="1", **mine
    )
    gone = await maker.record("contacts", firstname=secret, **mine)
    assert (await world.delete(f"/crm/v3/objects/contacts/{gone}", token=token)).status == 204
    for path in (
        f"contacts/{contact}/associations/default/companies/{company}",
        f"contacts/{contact}/associations/default/deals/{deal}",
    ):
        assert (await world.put(f"/crm/v4/objects/{path}", token=token)).status == 200
    words = f"words of {tag}"
    definitions = await _definitions(maker, tag, words)
    body = form_with(words.encode(), f"{tag}.txt", options='{"access": "PRIVATE"}', folderPath=f"/{tag}-folder")
    file = await maker.post("/files/v3/files", body)
    values = {definitions["event_property"]: secret}
    event = {"eventName": f"pe{portal}_{definitions['event']}", "objectId": contact, "properties": values}
    assert (await world.post("/events/v3/send", event, token=token)).status == 204
    utk = sha256(tag.encode()).hexdigest()[:32]
    sent = {"fields": [{"name": "email", "value": f"{tag}@example.com"}], "context": {"hutk": utk}}
    path = f"/submissions/v3/integration/secure/submit/{portal}/{definitions['form']}"
    assert (await world.post(path, sent, token=token)).status == 200
    await processed(world)  # the visitor is the contact's from then on
    held = await maker.list_of(words, [contact, gone])
    made = Cast(
        portal=str(portal),
        tag=tag,
        secret=secret,
        words=words,
        owner=owner,
        user=str((await world.get(f"/crm/v3/owners/{owner}", token=token)).json["userId"]),
        contact=contact,
        email=f"{tag}@example.com",
        utk=utk,
        other_contact=await maker.record("contacts", firstname=secret, **mine),
        gone=gone,
        company=company,
        deal=deal,
        ticket=await maker.record("tickets", subject=secret, hs_pipeline_stage="1", **mine),
        file=file["id"],
        folder=file["parentFolderId"],
        **await tasks_of(world, portal, file["parentFolderId"]),
        car=await maker.record(definitions["cars"], plate=secret, **mine),
        imported=imported["id"],
        list=held,
        **definitions,
    )
    if world.server.lists:  # what follows later must not look as if somebody had changed it
        await world.server.lists.settled()
    return made


class _Maker(NamedTuple):
    world: World
    token: str

    async def active_list(self, name: str, value: str) -> str:
        id = str((await self.post("/crm/v3/lists", list_named(name, value)))["list"]["listId"])
        plan = {"conversionType": "INACTIVITY", "timeUnit": "DAY", "offset": 7}
        path = f"/crm/v3/lists/{id}/schedule-conversion"
        assert (await self.world.put(path, plan, token=self.token)).status == 200
        return id

    async def list_of(self, name: str, ids: list[str]) -> str:
        made = {"name": name, "objectTypeId": "0-1", "processingType": "MANUAL"}
        id = str((await self.post("/crm/v3/lists", made))["list"]["listId"])
        assert (await self.world.put(f"/crm/v3/lists/{id}/memberships/add", ids, token=self.token)).status == 200
        return id

    async def post(self, path: str, body: Any) -> Any:
        reply = await self.world.post(path, body, token=self.token)
        assert reply.status in (200, 201), (path, reply.body)
        return reply.json

    async def record(self, type: str, **properties: str) -> str:
        return str((await self.post(f"/crm/v3/objects/{type}", {"properties": properties}))["id"])


async def _definitions(maker: _Maker, tag: str, words: str) -> dict[str, str]:
    group, name = f"{tag}_clothes", f"{tag}_shoe"
    await maker.post("/crm/v3/properties/contacts/groups", {"name": group, "label": words})
    await maker.post("/crm/v3/properties/contacts", property_named(name, "contactinformation", words))
    pipeline = await maker.post("/crm/v3/pipelines/deals", pipeline_labelled(words))
    labels = {"name": f"{tag}_boss", "label": words}
    label = await maker.post("/crm/v4/associations/contacts/companies/labels", labels)
    cars = await maker.post("/crm/v3/schemas", schema_named(f"{tag}_car", words))
    schema = await maker.post("/crm/v3/schemas", schema_named(f"{tag}_van", words))
    scrapped = await maker.post("/crm/v3/schemas", schema_named(f"{tag}_cab", words))
    assert (await maker.world.delete(f"/crm/v3/schemas/{scrapped['objectTypeId']}", token=maker.token)).status == 204
    ends = {"fromObjectTypeId": schema["objectTypeId"], "toObjectTypeId": "0-5", "name": f"{tag}_repair"}
    tie = await maker.post(f"/crm/v3/schemas/{schema['objectTypeId']}/associations", ends)
    property = {"name": f"{tag}_title", "label": words, "type": "string"}
    event: dict[str, Any] = {"name": f"{tag}_bought", "label": words, "propertyDefinitions": [property]}
    person = {"email": f"person-{tag}@example.com", "firstName": words, "lastName": words}
    return {
        "shoe": name,
        "group": group,
        "pipeline": pipeline["id"],
        "stage": pipeline["stages"][0]["id"],
        "label": str(label["results"][0]["typeId"]),
        "cars": cars["objectTypeId"],
        "scrapped": scrapped["objectTypeId"],
        "schema": schema["objectTypeId"],
        "schema_association": str(tie["id"]),
        "form": (await maker.post("/marketing/v3/forms", form(name=words)))["id"],
        "event": event["name"],
        "event_id": (await maker.post("/events/v3/event-definitions", event))["id"],
        "event_property": property["name"],
        "rate": (await maker.post("/settings/v3/currencies/exchange-rates", RATE))["id"],
        "view": str((await maker.post("/analytics/hubstead/views", {"title": words}))["id"]),
        "saved": str((await maker.post("/hubstead/saved/reports", {"name": words, **SAVED}))["id"]),
        "active_list": await maker.active_list(f"active {words}", tag),
        "list_folder": str((await maker.post("/crm/v3/lists/folders", {"name": words}))["folder"]["id"]),
        "role": (await maker.post("/hubstead/roles", {"name": words}))["id"],
        "team": (await maker.post("/hubstead/teams", {"name": words}))["id"],
        "brand": (await maker.post("/hubstead/business-units", {"name": words}))["id"],
        "person": (await maker.post("/settings/v3/users", person))["id"],
    }


SAVED = {"content": {}, "audience": "EVERYONE"}


def list_named(name: str, value: str) -> dict[str, Any]:
    """A list of contacts whose first name has a value in it."""
    operation = {"operationType": "STRING", "operator": "CONTAINS", "value": value}
    wanted = {"filterType": "PROPERTY", "property": "firstname", "operation": operation}
    branch = {"filterBranchType": "OR", "filterBranches": [{"filterBranchType": "AND", "filters": [wanted]}]}
    return {"name": name, "objectTypeId": "0-1", "processingType": "DYNAMIC", "filterBranch": branch}


def property_named(name: str, group: str, label: str) -> dict[str, Any]:
    """A property of contacts."""
    return {"name": name, "label": label, "type": "string", "fieldType": "text", "groupName": group}


def pipeline_labelled(label: str) -> dict[str, Any]:
    """A pipeline of deals with two stages."""
    stages = [
        {"label": f"{place} {label}", "displayOrder": place, "metadata": {"probability": "0.5"}} for place in (0, 1)
    ]
    return {"label": label, "displayOrder": 3, "stages": stages}


def schema_named(name: str, label: str) -> dict[str, Any]:
    """A custom object."""
    return {
        "name": name,
        "labels": {"singular": label, "plural": label},
        "primaryDisplayProperty": "plate",
        "requiredProperties": [],
        "properties": [{"name": "plate", "label": label, "type": "string", "fieldType": "text"}],
        "associatedObjects": ["CONTACT"],
    }
