"""A page of another site that carries forms, under a strict content security policy, and what it hears of them."""

from typing import Any

from playwright.async_api import Page, Route

from hubstead.testing.portal import Portal
from tests.browser.visitor import Visitor
from tests.marketing.forms.sample import form

SITE = "http://shop.localhost"
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Contact us</title>
<h1>Contact</h1>{body}
<script nonce="n" src="{script}"></script>
<script nonce="n">
window.heard = [];
addEventListener("message", (event) => {{ if (event.data.type === "hsFormCallback") heard.push(event.data); }});
for (const name of ["on-ready", "on-submission:success", "on-submission:failed"])
  addEventListener("hs-form-event:" + name, (event) => heard.push({{ ...event.detail, eventName: name }}));
{code}
</script></html>"""
_POLICY = (
    "default-src 'none'; base-uri 'none'; script-src 'nonce-n'; connect-src {url}; "
    "require-trusted-types-for 'script'; trusted-types hubstead-forms"
)


def group(kind: str, *fields: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Fields in a line."""
    return {"groupType": kind, "richTextType": "text", "fields": list(fields), **more}


class FormPage:
    """`code` of the page runs after the script is there; `PORTAL` stands in it for the portal's number."""

    def __init__(self, page: Page, portal: Portal) -> None:
        self.page = page
        self.portal = portal
        self.visitor = Visitor(page, None, portal)

    async def create(self, *fields: dict[str, Any], **members: Any) -> str:
        """A form of the portal; its id."""
        id: str = self.visitor.ask("POST", "/marketing/v3/forms", form(*fields, **members))["id"]
        return id

    async def open(
        self, code: str, *, path: str = "/contact", body: str = "", script: str = "/forms/embed/v2.js"
    ) -> None:
        """Show the page."""
        url = self.portal.url
        html = _PAGE.format(body=body, script=url + script, code=code.replace("PORTAL", str(self.portal.id)))

        async def fulfil(route: Route) -> None:
            headers = {"content-security-policy": _POLICY.format(url=url)}
            await route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=headers)

        await self.page.route(f"{SITE}/**", fulfil)
        await self.page.goto(SITE + path)

    async def show(self, form: str, options: str = "", **more: Any) -> None:
        """Show the page with a form on it, and wait until it is there."""
        await self.open(f"hbspt.forms.create({{portalId: PORTAL, formId: '{form}', {options}}});", **more)
        await self.page.wait_for_selector("form.hs-form")

    async def heard(self, name: str) -> Any:
        """What the page heard under this name, once it has."""

        found = await self.page.wait_for_function("name => heard.find(told => told.eventName === name)", arg=name)
        return await found.json_value()

    async def names(self) -> list[str]:
        """All that the page heard, in order."""
        found: list[str] = await self.page.evaluate("heard.map(told => told.eventName)")
        return found

    async def send(self) -> None:
        """Press the button."""
        await self.page.click("form.hs-form [type=submit]")

    async def thanked(self) -> str:
        """The message in place of the form."""
        return await self.page.inner_html(".submitted-message")

    async def errors(self) -> dict[str, str]:
        """Messages by the name of the field that they describe."""
        found: dict[str, str] = await self.page.evaluate(
            """() => Object.fromEntries([...document.querySelectorAll("form .hs-input[aria-invalid]")].map((input) => {
                const about = input.closest("[aria-describedby]").getAttribute("aria-describedby").split(" ");
                return [input.name, document.getElementById(about.pop()).innerText]; }))"""
        )
        return found

    async def tracked(self) -> list[list[Any]]:
        """What the script told the tracking code."""
        found: list[list[Any]] = await self.page.evaluate("window._hsq || []")
        return found

    def submissions(self, form: str) -> list[list[tuple[str, str]]]:
        """What the portal got, newest first: pairs of name and value."""
        kept = self.visitor.ask("GET", f"/form-integrations/v1/submissions/forms/{form}")["results"]
        return [[(value["name"], value["value"]) for value in one["values"]] for one in kept]
