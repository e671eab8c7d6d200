"""The page: complete, in order, alone, and never without alternative text."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from turningpoint.errors import RunError
from turningpoint.reports.page.page import build_page
from turningpoint.reports.settings.parameters import Parameters
from turningpoint.reports.table_markup import html_table
from turningpoint.sources.embedded.catalogue import catalogue

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="5" height="5"/></svg>'
TABLE = html_table(pd.DataFrame({"Name": ["a"], "n": ["1"]}), "A table's caption")


def _display(kind: str, data: dict[str, str], **about: Any) -> Any:
    metadata: dict[str, Any] = {"turningpoint": {"kind": kind, **about}}
    if "image/png" in data:
        metadata["image/png"] = {"alt": "A line that rises & falls"}
    return new_output("display_data", data=data, metadata=metadata)


def story() -> list[Any]:
    """The cells of a notebook with everything in it."""
    shown = [
        _display("headline", {"text/markdown": "It rose **1.9 times**.", "text/plain": ""}),
        _display(
            "figure", {"image/png": "AAAA", "text/plain": ""}, name="one", caption="A figure's caption", front=True
        ),
        _display("table", {"text/html": TABLE, "text/plain": ""}, name="two", caption="A table's caption", front=False),
        _display("result", {"text/plain": "attacks.level_ratio: 1.9"}),
        new_output("stream", name="stderr", text="Something was odd"),
        new_output("execute_result", data={"text/plain": "<plain>"}),
    ]
    return [
        new_markdown_cell("# How often\n\nIn *short*."),
        new_code_cell('country = "PAK"', metadata={"tags": ["parameters"]}),
        new_markdown_cell("## The series\n\n## The series"),
        new_code_cell("x = 1", outputs=shown),
    ]


PARTS = [
    {"kind": "verdict", "html": '<div class="verdict"><a href="#figure-one">Date</a></div>'},
    {"kind": "headline", "markdown": "It rose **1.9 times**."},
    {"kind": "figure", "name": "one", "caption": "A figure's caption", "alt": "A line that rises & falls",
     "front": True, "files": ["figures/one.svg", "figures/one.png", "figures/one.csv"]},
    {"kind": "table", "name": "two", "caption": "A table's caption", "front": False, "html": TABLE,
     "files": ["tables/two.csv", "tables/two.tex"]},
]  # fmt: skip


def manifest() -> dict[str, Any]:
    return {
        "edition": "default", "seed": 1, "python": "3.12.1", "platform": "Linux",
        "started": "2026-03-01T10:00:00+00:00",
        "code": {"version": "0.1.0", "commit": "abcdef0123456789", "modified": False, "sha256": ""},
        "packages": {"numpy": "2.4.6", "zipp": "9.9.9"},
        "notebooks": [{"name": "02_attacks", "seconds": 7.4}, {"name": "03_kill_ratio", "seconds": None}],
        "data": {f"data/{table.path.name}": table.sha256 for table in catalogue()},
    }  # fmt: skip


def build(folder: Path, cells: list[Any], **changes: Any) -> str:
    (folder / "notebooks").mkdir(exist_ok=True)
    (folder / "figures").mkdir(exist_ok=True)
    (folder / "figures" / "one.svg").write_text(SVG)
    path = folder / "notebooks" / "02_attacks.ipynb"
    nbformat.write(new_notebook(cells=cells), path)  # type: ignore[no-untyped-call]
    settings: dict[str, Any] = {
        "title": "The title <1>",
        "notebooks": [path],
        "parts": {"02_attacks": PARTS},
        "parameters": Parameters(window_start="2014-01"),
        "manifest": manifest(),
        "skipped": {"03_kill_ratio": "There are no kill figures."},
    }
    return build_page(folder, **{**settings, **changes}).read_text(encoding="utf-8")


class _Structure(HTMLParser):
    """Headings, ids, links, images and whatever would be fetched."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.images: list[dict[str, str | None]] = []
        self.fetched: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if "id" in known:
            self.ids.append(str(known["id"]))
        if tag == "a":
            self.links.append(str(known["href"]))
        if tag == "img":
            self.images.append(known)
        if tag in ("script", "iframe", "object", "embed", "video", "audio", "base"):
            self.fetched.append(tag)
        if tag not in ("a",):
            self.fetched += [
                str(v) for k, v in attrs if k in ("src", "href", "srcset", "data") and not str(v).startswith("data:")
            ]


def test_order_of_the_page(tmp_path: Path) -> None:
    page = build(tmp_path, story())
    body = page[page.index("<body>") :]
    wanted = [
        "The title &lt;1&gt;</h1>",
        "Did the number of",
        "What is counted:",
        'id="answer"',
        "It rose <strong>1.9 times",
        "<img",
        'id="02_attacks"',
        "In <em>short</em>",
        'id="03_kill_ratio"',
        "There are no kill figures.",
        'id="parameters"',
        'id="provenance"',
        'href="results.json"',
    ]
    places = [body.index(text) for text in wanted]
    assert places == sorted(places)


def test_page_is_alone(tmp_path: Path) -> None:
    page = build(tmp_path, story())
    structure = _Structure(page)
    assert structure.fetched == []
    assert "@import" not in page
    assert not re.search(r"url\((?!['\"]?data:)", page)


def test_page_can_be_read_by_everybody(tmp_path: Path) -> None:
    page = build(tmp_path, story())
    structure = _Structure(page)
    assert '<html lang="en">' in page
    assert structure.levels.count(1) == 1
    assert all(b - a <= 1 for a, b in zip(structure.levels, structure.levels[1:], strict=False))
    assert len(structure.ids) == len(set(structure.ids))
    assert all(link[1:] in structure.ids for link in structure.links if link.startswith("#"))
    assert [image["alt"] for image in structure.images] == ["A line that rises & falls"] * 2


def test_code_is_folded_and_settings_cells_are_left_to_the_table(tmp_path: Path) -> None:
    page = build(tmp_path, story())
    assert re.search(
        r"<details class=\"code\"><summary>Show code</summary>.*attacks\.level_ratio: 1\.9.*</details>", page, re.DOTALL
    )
    assert page.count('class="code"') == 1
    assert '<tr class="changed"><th scope="row"' in page
    assert page.count('class="changed"') == 1


def test_what_a_notebook_wrote_otherwise_is_visible(tmp_path: Path) -> None:
    page = build(tmp_path, story())
    assert re.search(r'<aside class="warning">.*Something was odd.*</aside>', page, re.DOTALL)
    assert "&lt;plain&gt;" in page


def test_downloads_and_provenance_are_named(tmp_path: Path) -> None:
    page = build(tmp_path, story())
    for file in ("figures/one.svg", "tables/two.csv", "results.json", "manifest.json", "notebooks/02_attacks.ipynb"):
        assert f'href="{file}"' in page
    assert all(table.sha256 in page for table in catalogue())
    assert "abcdef012345" in page
    assert "numpy 2.4.6" in page
    assert "zipp" not in page


def test_another_country_names_its_own_source_and_place(tmp_path: Path) -> None:
    parameters = Parameters(country="MLI", intervention="2020-08", intervention_label="coup")
    page = build(tmp_path, story(), title="", parameters=parameters)
    used = [table for table in catalogue() if table.sha256 in page]
    assert [table.name for table in used] == ["ucdp_ged_country_month"]
    assert "in Mali and August 2020 (coup)</h1>" in page
    assert "Pakistan" not in re.sub(r'<section id="(parameters|provenance)".*', "", page, flags=re.DOTALL)


IMAGES = {
    "markdown": new_markdown_cell("# T\n\n![](x.png)"),
    "markdown html": new_markdown_cell('# T\n\n<img src="x.png" alt=" ">'),
    "png": new_code_cell("x", outputs=[new_output("display_data", data={"image/png": "AAAA"})]),
    "svg": new_code_cell("x", outputs=[new_output("display_data", data={"image/svg+xml": SVG})]),
    "html": new_code_cell("x", outputs=[new_output("display_data", data={"text/html": "<p><img src='data:,'></p>"})]),
}


@pytest.mark.parametrize("cell", IMAGES.values(), ids=IMAGES.keys())
def test_a_figure_without_alternative_text_fails_the_build(tmp_path: Path, cell: Any) -> None:
    with pytest.raises(RunError, match=r"02_attacks\.ipynb, cell 2: a figure has no alternative text"):
        build(tmp_path, [new_markdown_cell("# T"), cell])
    assert not (tmp_path / "index.html").exists()


def test_our_own_figure_without_alternative_text_fails_too(tmp_path: Path) -> None:
    cells = story()
    cells[3].outputs[1].metadata["image/png"] = {}
    with pytest.raises(RunError, match=r"cell 4: a figure has no"):
        build(tmp_path, cells)


def test_a_figure_that_was_not_written_fails_the_build(tmp_path: Path) -> None:
    cells = story()
    cells[3].outputs[1].metadata["turningpoint"]["name"] = "other"
    with pytest.raises(RunError, match="'other' is not among the files"):
        build(tmp_path, cells)


def test_a_notebook_without_heading_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"02_attacks\.ipynb has no heading"):
        build(tmp_path, [new_markdown_cell("text")])


def test_a_file_of_ones_own_is_neither_about_kabul_nor_shown_with_its_folder(tmp_path: Path) -> None:
    own = tmp_path / "somewhere" / "mine.csv"
    own.parent.mkdir()
    rows = [f"{2019 + month // 12}-{month % 12 + 1:02d},{month % 5 + 1}" for month in range(48)]
    own.write_text("\n".join(["month,attacks", *rows]))
    parameters = Parameters(data=str(own), intervention="2021-08", window_start="2019-01", window_end="2022-12")
    run = {**manifest(), "data": {"mine.csv": "abc"}}
    page = build(tmp_path, story(), title="", parameters=parameters, manifest=run)
    assert "Kabul" in build(tmp_path, story(), title="")
    assert "August 2021" in page
    assert "Kabul" not in page
    assert "mine.csv" in page
    assert "somewhere" not in page


def test_the_verdict_stands_before_everything_else_of_the_answer(tmp_path: Path) -> None:
    page = build(tmp_path, story())
    answer = page[page.index('id="answer"') :]
    assert answer.index('class="verdict"') < answer.index("It rose") < answer.index("<figure")


def test_a_part_that_failed_says_so_in_its_place_and_in_the_answer(tmp_path: Path) -> None:
    page = build(tmp_path, story(), failed={"05_methods": "ValueError: a <b>"})
    assert page.index("This report is not whole.") < page.index('id="02_attacks"') < page.index('id="05_methods"')
    assert "ValueError: a &lt;b&gt;" in page[page.index('id="05_methods"') :]
    assert 'href="notebooks/05_methods.ipynb"' in page
    assert "not whole" not in build(tmp_path, story())
