"""Names of the user's are text in the page: no element comes from them, and nothing is fetched."""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, output_from_msg

from tests.reports.front.made_up import result, years
from tests.reports.page.browser import browser
from turningpoint.figures.drawing.picture import Picture
from turningpoint.figures.drawing.style import figure_style, new_figure, set_title
from turningpoint.reports import notebook_output
from turningpoint.reports.notebook_output import headline, record, show_picture, show_table, tell
from turningpoint.reports.page.page import build_page
from turningpoint.reports.run.collected_results import read_parts
from turningpoint.reports.settings.fit_to_data import outcome_of
from turningpoint.reports.settings.parameters import Parameters
from turningpoint.reports.settings.question import counted, event_in_words

HOSTILE = (
    "LBL<script>document.title='X'</script><img src=x onerror=\"document.title='X'\">"
    "<svg onload=\"document.title='X'\">"
    '</svg><meta http-equiv="refresh" content="0;url=http://HERE/refresh"><base href="http://HERE/base/">'
    '<form action="http://HERE/form"><input autofocus name=q></form><link rel=stylesheet href="http://HERE/x.css">'
    '<style>h2{color:red;background:url(http://HERE/bg.png)}</style><iframe src="http://HERE/frame"></iframe>'
    "![p](http://HERE/md.png)[click](javascript:document.title='X') {{7*7}} {% raw %} </p></div></section></main>"
    "<h1>BROKE</h1> \\input{/etc/passwd} $\\int$ `rm -rf` $HOME"
)
ODD = [
    "Talks <Kabul> [pact](deal) `x`",
    "Aid cut: $5 bn to $2 bn",
    "aid $\\foo$ cut",
    "n <5 | a*b*c & $5 to $6",
    "1. a_b_c",
]
RESULTS = [
    result("attacks.before_after.months_12", (1.9, 1.4, 2.6)),
    result("attacks.turn.level", (1.2, 0.8, 2.0)),
    result("attacks.effect.months_12", (1.2, 0.8, 2.0)),
    *years("attacks", {2015: 99, 2016: 159, 2017: 180, 2018: 294}),
]
COUNTS = {"edition": "default", "seed": 1, "python": "3", "platform": "x", "started": "2026-03-01T10:00:00+00:00",
          "code": {"version": "0", "commit": "a"}, "packages": {}, "notebooks": []}  # fmt: skip


def page(folder: Path, monkeypatch: pytest.MonkeyPatch, label: str, column: str) -> str:
    """Build the page of a report in which every form of output holds both names."""
    data = folder / "own.csv"
    pd.DataFrame({"month": pd.period_range("2015-01", periods=60, freq="M"), column: range(3, 63)}).to_csv(
        data, index=False
    )
    settings = Parameters(data=str(data), data_time="month", data_outcome=column, intervention="2018-01",
                          intervention_label=label, window_start="2015-01", window_end="2019-12")  # fmt: skip
    outcome, event = outcome_of(settings), event_in_words(settings)
    monkeypatch.setenv(notebook_output.RUN, str(folder))
    monkeypatch.setenv(notebook_output.NOTEBOOK, "01_story")
    outputs: list[Any] = []
    monkeypatch.setattr(
        notebook_output, "display",
        lambda data, raw, metadata: outputs.append(
            output_from_msg({"header": {"msg_type": "display_data"}, "content": {"data": data, "metadata": metadata}})
        ),
    )  # fmt: skip
    words = f"**Did {outcome.label}** change in {event}: {outcome.unit}?"
    headline(words)
    tell(f"## {event}\n\n{counted(outcome)}\n\n- {outcome.label}\n- {event}")
    record("story.one", estimand=f"{outcome.label} {event}", estimate=1, unit=outcome.unit)
    with figure_style():
        figure = new_figure()
        figure.subplots().set_ylabel(outcome.unit)
        set_title(figure, words)
    table = pd.DataFrame({outcome.label: [event, "b"], "n": ["1", "2"]})
    show_picture("one", Picture(figure, words, words, words, table), front=True)
    show_table("two", table, caption=words, front=True)
    path = folder / "01_story.ipynb"
    nbformat.write(new_notebook(cells=[new_markdown_cell("# Story"), new_code_cell("x", outputs=outputs)]), path)
    manifest = {**COUNTS, "data": {data.name: "0"}}
    made = build_page(folder, title="", notebooks=[path], parts=read_parts(folder, ["01_story"]), parameters=settings,
                      results=RESULTS,
                      manifest=manifest, skipped={})  # fmt: skip
    return made.read_text(encoding="utf-8")


class _Elements(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes |= {f"{tag} {name}" for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("name", [HOSTILE, *ODD])
def test_no_element_comes_from_a_name_and_its_text_is_the_name(tmp_path, monkeypatch, name) -> None:
    (tmp_path / "plain").mkdir()
    (tmp_path / "odd").mkdir()
    plain = _Elements(page(tmp_path / "plain", monkeypatch, "coup", "attacks"))
    odd = _Elements(page(tmp_path / "odd", monkeypatch, name, f"{name} 2"))
    spans = {"span", "summary", "details"}  # of the code that is highlighted, and of cells of long text
    assert {tag: n for tag, n in odd.tags.items() if tag not in spans} == {
        tag: n for tag, n in plain.tags.items() if tag not in spans
    }
    assert odd.attributes == plain.attributes
    for word in (name, f"{name} 2"):
        assert odd.text.count(word) >= plain.text.count("coup" if word == name else "attacks") > 8
    results = (tmp_path / "odd" / "parts" / "01_story.jsonl").read_text()
    for file in [*(tmp_path / "odd" / "tables").iterdir(), *(tmp_path / "odd" / "figures").glob("*.csv")]:
        assert not any(0x10F000 <= ord(sign) < 0x10F080 for sign in file.read_text()), file
    assert name in pd.read_csv(tmp_path / "odd" / "tables" / "two.csv").columns[0]
    assert "story.one" in results


def test_a_page_takes_no_base_and_sends_no_form(tmp_path, monkeypatch) -> None:
    assert "; base-uri 'none'; form-action 'none'\">" in page(tmp_path, monkeypatch, "coup", "attacks")


@pytest.mark.parametrize("without_policy", [False, True], ids=["as it is", "without the page's policy"])
def test_in_a_browser_nothing_runs_nothing_is_fetched_and_the_name_is_shown(
    tmp_path, monkeypatch, without_policy
) -> None:
    name = HOSTILE.replace("HERE", "elsewhere.example")
    page(tmp_path, monkeypatch, name, f"{name} 2")
    asked: list[str] = []
    with browser() as started:
        context = started.new_context(bypass_csp=without_policy)
        context.on("request", lambda request: asked.append(request.url))
        context.route(re.compile("^(?!file:)"), lambda route: route.abort())
        opened = context.new_page()
        opened.on("dialog", lambda dialog: asked.append(f"dialog {dialog.message}"))
        for file in ("index.html", "methods.html", "data.html"):
            address = (tmp_path / file).as_uri()
            asked.clear()
            opened.goto(address)
            opened.wait_for_timeout(300)
            assert [one for one in asked if not one.startswith("data:")] == [address]
            assert opened.url == address
            shown = _Elements(opened.content())
            assert opened.title() != "X"
            assert not {"script", "iframe", "form", "base"} & set(shown.tags)
            assert not {attribute for attribute in shown.attributes if attribute.split()[1].startswith("on")}
            if file == "index.html":
                assert shown.text.count(name) > 8
                assert opened.locator("body").inner_text().count(name) > 4  # what a reader sees, nothing folded away
                assert shown.tags["svg"] == 3  # the small figures of the answers, and none with what the name holds


def test_a_page_that_runs_or_fetches_is_seen() -> None:
    """The same watch on a page that does not escape the name finds both."""
    asked: list[str] = []
    with browser() as started:
        context = started.new_context()
        context.on("request", lambda request: asked.append(request.url))
        context.route(re.compile("^(?!file:)"), lambda route: route.abort())
        opened = context.new_page()
        opened.set_content(HOSTILE.split("<meta", maxsplit=1)[0])
        assert opened.title() == "X"
        opened.set_content(HOSTILE.replace("HERE", "elsewhere.example"))
        opened.wait_for_timeout(300)
        assert any("elsewhere.example" in one for one in asked)
