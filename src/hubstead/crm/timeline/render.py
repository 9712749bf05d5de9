"""An event as people read it: its template filled in, as Markdown and as HTML."""

from functools import lru_cache
from typing import Any

from hubstead.crm.timeline import handlebars
from hubstead.crm.timeline.event import Event
from hubstead.crm.timeline.template import Template


def header(template: Template, event: Event) -> str:
    """The header, in which `extraData` is not seen (documented)."""
    return _filled(template.texts.header_template, _values(event))


def detail(template: Template, event: Event) -> str:
    """The detail: Markdown."""
    return _filled(template.texts.detail_template, _values(event) | {"extraData": event.given.extra_data})


def as_html(markdown: str) -> str:
    """Markdown as HTML. HTML in it stays text, and links lead nowhere but to other pages."""
    return str(_markdown().render(markdown))


def _values(event: Event) -> dict[str, Any]:
    return {"timestamp": event.at, "id": event.event, **event.given.tokens}


def _filled(template: str, values: dict[str, Any]) -> str:
    return handlebars.render(_parsed(template), values)


@lru_cache(maxsize=256)
def _parsed(template: str) -> list[handlebars.Node]:
    return handlebars.parse(template)


@lru_cache(maxsize=1)
def _markdown() -> Any:
    from markdown_it import MarkdownIt  # heavy, and few servers show events

    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
