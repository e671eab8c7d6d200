"""Templates: what is text is escaped, what is missing is refused, and every page stands on one base."""

import jinja2
import pytest

from turningpoint.reports.templates import ENVIRONMENT, PARTS, TEMPLATE
from turningpoint.robustness.traffic_lights import Light


def test_text_in_a_page_is_escaped_and_a_missing_name_is_refused() -> None:
    assert ENVIRONMENT.from_string("{{ name }}").render(name="<b>") == "&lt;b&gt;"
    with pytest.raises(jinja2.UndefinedError):
        ENVIRONMENT.from_string("{{ name }}").render()


def test_macros_escape_names_and_leave_what_is_html() -> None:
    light = Light("<i>", "against", "words", 'figure-"one"')
    written = PARTS.verdict("<strong>twice</strong>", "1 < 2", [(light, "<em>why</em>")])
    assert "<strong>twice</strong>" in written
    assert "<em>why</em>" in written
    assert "1 &lt; 2" in written
    assert '<a href="#figure-&#34;one&#34;">&lt;i&gt;</a>: against.' in written


def test_every_page_stands_on_the_base() -> None:
    pages = [path.name for path in TEMPLATE.glob("*.html.j2") if "<html" in path.read_text(encoding="utf-8")]
    assert pages == ["base.html.j2"]
