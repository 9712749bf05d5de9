"""The server: its rooms, put together. The only list of rooms."""

import logging
from collections.abc import Iterator, Mapping
from functools import cache

from hubstead.account import (
    business_unit_routes,
    currency_routes,
    info_routes,
    invited_routes,
    login_routes,
    own_routes,
    portals,
    preferences_routes,
    profile_routes,
    session_routes,
    sessions,
    team_routes,
)
from hubstead.account import routes as account_routes
from hubstead.account.logins import Logins
from hubstead.admin import routes as admin_routes
from hubstead.admin.control import Control
from hubstead.analytics.insights import routes as insight_routes
from hubstead.analytics.reports import routes as report_routes
from hubstead.analytics.sql import routes as sql_routes
from hubstead.analytics.views import routes as view_routes
from hubstead.apps import consent_routes, oauth_own_routes
from hubstead.apps import own_routes as app_own_routes
from hubstead.apps import routes as app_routes
from hubstead.apps.tokens import Tokens
from hubstead.audit import routes as audit_routes
from hubstead.calls import routes as calls_routes
from hubstead.calls.calls import Calls
from hubstead.calls.ending import Operation
from hubstead.calls.wire import Exchange
from hubstead.columns.documents import Documents
from hubstead.columns.engine import ColumnStore
from hubstead.columns.feed import Feed
from hubstead.columns.late import Late
from hubstead.columns.open import FILE, open_columns
from hubstead.crm.associations import routes as association_routes
from hubstead.crm.exports import routes as export_routes
from hubstead.crm.exports.work import EXPORT, FORGET
from hubstead.crm.imports import routes as import_routes
from hubstead.crm.imports.undo import UNDO
from hubstead.crm.imports.work import IMPORT
from hubstead.crm.lists import folder_routes as list_folder_routes
from hubstead.crm.lists import legacy_routes as legacy_list_routes
from hubstead.crm.lists import member_routes as list_member_routes
from hubstead.crm.lists import own_routes as list_own_routes
from hubstead.crm.lists import routes as list_routes
from hubstead.crm.lists.evaluate_job import EVALUATE
from hubstead.crm.lists.follower import Follower
from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.objects import bin_routes, invitation_routes, own_name_routes, role_routes, user_routes
from hubstead.crm.objects import routes as object_routes
from hubstead.crm.pipelines import routes as pipeline_routes
from hubstead.crm.properties.definition import properties_of
from hubstead.crm.schemas import formula_routes, property_routes
from hubstead.crm.schemas import routes as schema_routes
from hubstead.crm.search import routes as search_routes
from hubstead.crm.timeline import routes as timeline_routes
from hubstead.crm.timeline import template_routes as timeline_template_routes
from hubstead.events import definition_routes as event_definition_routes
from hubstead.events import legacy_routes as legacy_event_routes
from hubstead.events import routes as event_routes
from hubstead.events import send_routes as event_send_routes
from hubstead.files import folder_routes, hosting_routes, task_routes
from hubstead.files import legacy_routes as legacy_file_routes
from hubstead.files import routes as file_routes
from hubstead.files.blobs import Blobs
from hubstead.files.renditions import Renditions
from hubstead.files.sweep import Sweeper
from hubstead.files.tasks import FETCH, MOVE
from hubstead.first_start import first_start
from hubstead.jobs.kind import Kind
from hubstead.jobs.runner import Runner
from hubstead.kit import clock, ids
from hubstead.kit.errors import Invalid, NotFound
from hubstead.kit.kept import Kept
from hubstead.limits.limits import Limits
from hubstead.marketing.embed import routes as embed_routes
from hubstead.marketing.forms import legacy_routes as legacy_form_routes
from hubstead.marketing.forms import routes as form_routes
from hubstead.marketing.submissions import collected
from hubstead.marketing.submissions import routes as submission_routes
from hubstead.marketing.submissions.proof import Proofs
from hubstead.marketing.submissions.senders import Senders
from hubstead.marketing.visitors import routes as visitor_routes
from hubstead.outbound.client import Client
from hubstead.outbound.guard import Guard, networks
from hubstead.sandbox import request_routes
from hubstead.sandbox import routes as sandbox_routes
from hubstead.sandbox.clocks import resumed
from hubstead.sandbox.sandbox import Sandbox
from hubstead.sandbox.watch import Watch
from hubstead.saved import routes as saved_routes
from hubstead.set_up import routes as set_up_routes
from hubstead.settings import Settings
from hubstead.store.generations import Definitions
from hubstead.store.open import open_store
from hubstead.store.portal import Portal
from hubstead.store.unit import Origin, Unit
from hubstead.timeline import routes as timeline_read_routes
from hubstead.tracking import collector
from hubstead.tracking import routes as tracking_routes
from hubstead.tracking.apart import Apart
from hubstead.tracking.columns import TrafficOfStore
from hubstead.tracking.consent import routes as tracking_consent_routes
from hubstead.tracking.geo.places import Places
from hubstead.tracking.journal import Journal
from hubstead.tracking.logged import log_of
from hubstead.tracking.processor import Processor
from hubstead.tracking.script import routes as script_routes
from hubstead.tracking.script.names import chosen
from hubstead.ui import routes as ui_routes
from hubstead.web import api_page
from hubstead.web.call import Call, Caller
from hubstead.web.edge import Application, Edge
from hubstead.web.route import Route, permitted
from hubstead.web.router import Router
from hubstead.webhooks import own_routes as webhook_own_routes
from hubstead.webhooks import routes as webhook_routes
from hubstead.webhooks.deliverer import Deliverer
from hubstead.webhooks.journal import manage_routes as journal_manage_routes
from hubstead.webhooks.journal import own_routes as journal_own_routes
from hubstead.webhooks.journal import routes as journal_routes
from hubstead.webhooks.journal.journaler import Journaler

MARKETING = permitted("marketing", (
    *form_routes.ROUTES,
    *legacy_form_routes.ROUTES,
    *submission_routes.ROUTES,
    *visitor_routes.ROUTES,
    *tracking_routes.ROUTES,
    *tracking_consent_routes.ROUTES,
    *event_definition_routes.ROUTES,
    *event_routes.ROUTES,
    *event_send_routes.ROUTES,
    *legacy_event_routes.ROUTES,
))  # fmt: skip
"""Who changes forms, events and tracking changes what the public meets: a permission of its own."""
LISTS = (
    *list_routes.ROUTES,
    *list_member_routes.ROUTES,
    *list_folder_routes.ROUTES,
    *list_own_routes.ROUTES,
    *legacy_list_routes.ROUTES,
)
API: tuple[Route, ...] = (
    *object_routes.ROUTES,
    *bin_routes.ROUTES,
    *search_routes.ROUTES,
    *export_routes.ROUTES,
    *import_routes.ROUTES,
    *association_routes.ROUTES,
    *property_routes.ROUTES,
    *formula_routes.ROUTES,
    *pipeline_routes.ROUTES,
    *schema_routes.ROUTES,
    *account_routes.ROUTES,
    *user_routes.ROUTES,
    *own_name_routes.ROUTES,
    *role_routes.ROUTES,
    *team_routes.ROUTES,
    *invitation_routes.ROUTES,
    *info_routes.ROUTES,
    *own_routes.ROUTES,
    *currency_routes.ROUTES,
    *business_unit_routes.ROUTES,
    *audit_routes.ROUTES,
    *app_routes.ROUTES,
    *app_own_routes.ROUTES,
    *oauth_own_routes.ROUTES,
    *calls_routes.ROUTES,
    *webhook_routes.ROUTES,
    *webhook_own_routes.ROUTES,
    *saved_routes.ROUTES,
    *journal_routes.ROUTES,
    *journal_manage_routes.ROUTES,
    *journal_own_routes.ROUTES,
    *timeline_template_routes.ROUTES,
    *timeline_routes.ROUTES,
    *file_routes.ROUTES,
    *folder_routes.ROUTES,
    *task_routes.ROUTES,
    *legacy_file_routes.ROUTES,
    *LISTS,
    *MARKETING,
    *report_routes.ROUTES,
    *view_routes.ROUTES,
    *insight_routes.ROUTES,
    *sql_routes.ROUTES,
    *timeline_read_routes.ROUTES,
)
"""What `/openapi.json` and `/docs` describe."""
UNDESCRIBED: tuple[Route, ...] = (
    *collector.ROUTES,
    *hosting_routes.ROUTES,
    *collected.ROUTES,
    *submission_routes.FOR_PAGES,
    *embed_routes.ROUTES,
    *script_routes.ROUTES,
    *login_routes.ROUTES,
    *session_routes.ROUTES,
    *preferences_routes.ROUTES,
    *profile_routes.ROUTES,
    *invited_routes.ROUTES,
    *set_up_routes.ROUTES,
    *ui_routes.ROUTES,
    *consent_routes.ROUTES,
    *export_routes.DOWNLOADS,
    *journal_routes.FILES,
    *admin_routes.ROUTES,
)
"""For browsers and commands."""
ROUTES: tuple[Route, ...] = (*API, *api_page.describing(API), *UNDESCRIBED)
SANDBOXED: tuple[Route, ...] = (*API, *sandbox_routes.ROUTES)
"""What is described while the sandbox is on."""
JOBS: tuple[Kind, ...] = (IMPORT, UNDO, EXPORT, FORGET, EVALUATE, FETCH, MOVE)
"""Every kind of job that this server runs."""
_TOKEN_HEADERS = frozenset((b"authorization", b"private-app", b"private-app-legacy"))
_log = logging.getLogger("hubstead")


class Server:
    """What every request can reach: the stores, and what follows them. `token` is set at a first start."""

    def __init__(self, settings: Settings, kinds: tuple[Kind, ...] = JOBS) -> None:
        self.settings = settings
        self.uploads = Kept(settings.folder, "imports")
        self.exported = Kept(settings.folder, "exports")
        self.store = open_store(settings)
        self.definitions = Definitions()
        self._tokens = Tokens(self.store, self.definitions)
        self.limits = Limits(self.store, settings.limits)
        self.count = self.limits.count
        self.calls = Calls(self.store, settings.call_log)
        self.blobs = Blobs(self.store, settings.blobs, settings.folder)
        self.renditions = Renditions(self.blobs)
        self.sweeper = Sweeper(self.store, self.definitions, self.blobs)
        self.senders = Senders()
        self.proofs = Proofs()
        self.journal = Journal(self.store, log_of(settings))
        self.places = Places(settings.geo, settings.data_centers)
        self.logins = Logins(self.store, self.definitions)
        self.control = Control()
        self.sandbox = Sandbox(settings.sandbox_key) if settings.sandbox else None
        self.late = Late(settings.search_delay)
        self.feed: Feed | None = None
        self.processor: Processor | None = None
        self.outbound = Client(Guard(networks(settings.outbound), plain=True))
        self.jobs = Runner(self, self.store, self.definitions, kinds)
        webhooks = Client(Guard(networks(settings.outbound), localhost=settings.webhook_localhost))
        self.webhooks = Deliverer(self.store, webhooks, settings.webhook_log_days)
        self.journaler = Journaler(self.store, settings.journal_days)
        self.lists: Follower | None = None
        self.token: str | None = None
        self._types: dict[tuple[int, str], Mapping[str, str]] = {}

    async def start(self) -> None:
        """Open the stores; a new one gets its first portal."""
        await self.store.open()
        self.uploads.clear()
        self.exported.clear()
        self.token = await first_start(self.store, self.definitions, self.settings.token, self.settings.password)
        await self.journal.start()
        await self.limits.start()
        await self.calls.ending.start()
        for portal in await portals.portals(self.store):
            self.follow(await resumed(self.store, portal))
        if self.settings.columns:
            traffic = TrafficOfStore(self.store, self.journal)
            documents = Documents(self.store, self._types, self._types_of)
            self.feed = Feed(self.store, self._open_columns, documents, self.late, traffic)
            await self.feed.start()
            self.lists = Follower(self.store, self.definitions, self.feed)
            await self.lists.start()
            process = Apart(self.store, self.settings, self.journal.burst) if self.settings.lets_others_in else None
            self.processor = Processor(self.store, self.journal, self.definitions, self.places, process)
            await self.processor.start()
            await self.jobs.start()
            self.sweeper.start()
            await self.webhooks.start()
            await self.journaler.start()

    def follow(self, portal: Portal) -> None:
        """Let what this process makes of a portal follow what the portal says: its time, its ids, its search index.

        Seeds hold in the sandbox only: tokens that follow from one can be guessed.
        """
        clock.turn(portal.id, portal.clock)
        ids.seed(portal.id, portal.seed if self.sandbox else "")
        self.late.set_delay(portal.id, portal.search_delay)

    @property
    def columns(self) -> ColumnStore | None:
        """The column store, where this process keeps it."""
        return self.feed.columns if self.feed else None

    def _open_columns(self, anew: bool) -> ColumnStore:
        path = self.settings.folder / FILE if self.settings.folder else None
        limit = f"{self.settings.columns_memory}MB"
        return open_columns(
            path, lambda portal, type: self._types.get((portal, type), {}), anew=anew, memory_limit=limit
        )

    def hurry(self) -> None:
        """Let requests that wait on purpose end: the server is about to stop, and finishes what is under way."""
        if self.sandbox:
            self.sandbox.watch.hurry()

    async def stop(self) -> None:
        """Close the stores; what was acknowledged is in them."""
        await self.jobs.stop()
        self.uploads.close()
        self.exported.close()
        await self.webhooks.stop()
        await self.journaler.stop()
        if self.lists:
            await self.lists.stop()
        if self.feed:
            await self.feed.stop()
        await self._tokens.stop()
        await self.limits.stop()
        await self.calls.ending.stop()
        await self.journal.close()
        await self.logins.settle()
        if self.processor:
            await self.processor.stop()
        await self.outbound.close()
        await self.sweeper.stop()
        await self.store.close()

    def called(self, call: Call, route: Route, answer: tuple[int, str, int], took: float) -> None:
        """Remember a call of an app. While the sandbox is on, that keeps the log: it knows what faults answered."""
        portal, app = call.caller.portal.id, call.caller.app
        self.calls.ending.count(portal, Operation(app, call.version, call.method, route.path))
        if self.sandbox is None:
            self.calls.log.add(portal, app, (call.method, call.raw_path, call.query_string), answer, took)

    def exchange(self, portal: int, number: int) -> Exchange | None:
        """Headers and bodies of a call, where the sandbox keeps them."""
        return request_routes.exchange(self.sandbox.watch.requests, portal, number) if self.sandbox and number else None

    async def authenticate(self, call: Call) -> Caller:
        """Who calls: the app whose token the request carries, else the person whose session it is."""
        headers = call.headers
        if b"cookie" in headers and not _TOKEN_HEADERS.intersection(headers) and b"hapikey=" not in call.query_string:
            caller = await sessions.caller_of(call)
            if caller is not None:
                return caller
        return await self._tokens.caller(call)

    async def _types_of(self, portal: int, type_id: str) -> Mapping[str, str]:
        """Property types of an object type, as the columns need them; none where type or portal are gone."""
        try:
            unit = Unit(self.store, await portals.actor(self.store, portal, Origin("API"), self.definitions))
            type = await resolve(unit, type_id)
        except (Invalid, NotFound):
            return {}
        return {name: found.type for name, found in (await properties_of(unit, type)).items()}


def _under_names(text: str) -> Iterator[Route]:
    """The tracking code under the names that the operator chose, for sites that serve it as their own."""
    names = chosen(text)
    if names:
        yield from script_routes.routes(names)
        yield from collector.routes(f"/{names.collector}/{{}}")
        yield collected.route(f"/{names.collector}/form")


@cache
def _router(tracking_names: str, *, sandboxed: bool) -> Router:
    named = _under_names(tracking_names)
    if not sandboxed:
        return Router((*ROUTES, *named))
    return Router((*SANDBOXED, *api_page.describing(SANDBOXED), *UNDESCRIBED, *named))


def application(settings: Settings) -> tuple[Application, Server]:
    """The ASGI application and the server behind it."""
    server = Server(settings)
    router = _router(settings.tracking_names, sandboxed=server.sandbox is not None)
    if server.sandbox is None:
        return Edge(router, server, settings.body_limit), server
    server.sandbox.watch = Watch(Edge(router, server, settings.body_limit), server, router, settings.body_limit)
    return server.sandbox.watch, server
