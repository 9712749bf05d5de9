"""The part of Handlebars that templates may use; expected texts are what handlebars.js 4 writes, but for `{{{`."""

from typing import Any

import pytest

from hubstead.crm.timeline.handlebars import MOST_STEPS, parse, render
from hubstead.crm.timeline.render import as_html

PETS: dict[str, Any] = {"pets": [{"name": "Art"}, {"name": "Bo"}], "owner": {"name": "Ada"}, "none": [], "a.b": "dot"}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("plain", "plain"),
        ("{{owner.name}}", "Ada"),
        ("{{ owner/name }}", "Ada"),
        ("{{missing}}|{{owner.missing.deeper}}", "|"),
        ("{{pets.1.name}}", "Bo"),
        ("{{pets.[0].name}}", "Art"),
        ("{{a.b}}", "dot"),
        ("{{#each pets}}{{@index}}{{name}}{{#if @last}}.{{else}},{{/if}}{{/each}}", "0Art,1Bo."),
        ("{{#each owner}}{{@key}}={{this}}{{/each}}", "name=Ada"),
        ("{{#each none}}x{{else}}nobody{{/each}}", "nobody"),
        ("{{#each pets}}{{../owner.name}} {{/each}}", "Ada Ada "),
        ("{{#with owner}}{{name}}{{/with}}{{#with none}}x{{else}}y{{/with}}", "Aday"),
        ("{{#unless none}}empty{{/unless}}{{#if pets}}some{{/if}}", "emptysome"),
        ("{{#if none}}a{{else}}{{#if pets}}b{{/if}}c{{/if}}", "bc"),
        ("{{! a remark }}x{{!}}", "x"),
        ("{{evil}}|{{{evil}}}|{{&evil}}", "&lt;b&gt;&quot;|&lt;b&gt;&quot;|&lt;b&gt;&quot;"),
        ("{{#formatDate at}}{{/formatDate}}", "March 4, 2026"),
        ("{{#formatDate day}}{{/formatDate}}", "March 4, 2026"),
        ("{{#formatDate owner.name}}{{/formatDate}}", "Ada"),
        ("{{__class__}}{{owner.__init__}}{{this.keys}}", ""),
        ("{ {x} } }}", "{ {x} } }}"),
    ],
)
def test_a_template_is_filled_in(template: str, text: str) -> None:
    values = {**PETS, "evil": '<b>"', "at": 1_772_582_400_000, "day": "2026-03-04"}
    assert render(parse(template), values) == text


@pytest.mark.parametrize(
    "template", ["{{#if a}}", "{{/if}}", "{{#if a}}{{/each}}", "{{else}}", "{{a b}}", "{{}}", "{{> x}}"]
)
def test_what_is_no_template_is_told(template: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse(template)


def test_nested_lists_end_soon() -> None:
    template = parse("{{#each l}}{{#each ../l}}{{#each ../../l}}x{{/each}}{{/each}}{{/each}}")
    assert len(render(template, {"l": list(range(1000))})) <= MOST_STEPS


def test_markdown_runs_no_script() -> None:
    shown = as_html("<script>x</script>\n\n[a](javascript:alert(1)) ![b](data:text/html,x) <img onerror=x>")
    assert "<script" not in shown
    assert "<img" not in shown
    assert "href" not in shown
