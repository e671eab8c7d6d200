"""Both pages: complete, in order, alone, and never without alternative text."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.reports.front.made_up import as_in_the_default, claim, result, years
from tests.reports.test_words_of_page import FRONT, IN_TABLE, STATEMENTS, Words
from turningpoint.errors import RunError
from turningpoint.reports.page.page import build_page
from turningpoint.reports.settings.named_series import names_beside, with_series
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
        "notebooks": [{"name": "02_attacks", "seconds": 7.4}, {"name": "04_kill_ratio", "seconds": None}],
        "data": {f"data/{table.path.name}": table.sha256 for table in catalogue()},
    }  # fmt: skip


RESULTS = [
    result("attacks.before_after.months_12", (1.9, 1.4, 2.6)),
    result("attacks.turn.level", (1.2, 0.8, 2.0)),
    *years("attacks", {2019: 159, 2020: 180, 2021: 294}),
    result("kill_ratio.claim_2021", (0.33, 0.2, 0.5), source="the military, claim C01"),
    result("kill_ratio.claim_change", (6.5, 3.7, 11.0)),
    claim("C01", "partly"),
    claim("C06", "not shown"),
    result("certificate.coverage_level_change", (0.95, None, None), certified=True),
    result("attacks.left_out.before_after", (1.8, 1.3, 2.5), left_out="2021-07", refits=25),
]


def build(folder: Path, cells: list[Any], **changes: Any) -> str:
    """Build both pages and give the first."""
    (folder / "notebooks").mkdir(exist_ok=True)
    (folder / "pictures").mkdir(exist_ok=True)
    (folder / "pictures" / "one.svg").write_text(SVG)
    path = folder / "notebooks" / "02_attacks.ipynb"
    nbformat.write(new_notebook(cells=cells), path)  # type: ignore[no-untyped-call]
    settings: dict[str, Any] = {
        "title": "The title <1>",
        "notebooks": [path],
        "parts": {"02_attacks": PARTS},
        "results": RESULTS,
        "parameters": Parameters(window_start="2016-01"),
        "manifest": manifest(),
        "skipped": {"04_kill_ratio": "There are no kill figures."},
    }
    settings |= changes
    named = with_series(settings["parameters"])
    settings["parameters"] = named.model_copy(update={"beside": ",".join(names_beside(named)) or "none"})
    return build_page(folder, **settings).read_text(encoding="utf-8")


def methods(folder: Path) -> str:
    """The second page, of what `build` built."""
    return (folder / "methods.html").read_text(encoding="utf-8")


def data(folder: Path) -> str:
    """The third page, of what `build` built."""
    return (folder / "data.html").read_text(encoding="utf-8")


PAGES = ("index.html", "methods.html", "data.html")


class _Structure(HTMLParser):
    """Headings, ids, links, images, boxes that scroll, what would be fetched, names by ids that are not there."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.images: list[dict[str, str | None]] = []
        self.fetched: list[str] = []
        self.unnamed: list[str] = []
        self.boxes: list[dict[str, str | None]] = []
        self.feed(text)
        self.unnamed = [name for name in self.unnamed if name not in self.ids]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if "id" in known:
            self.ids.append(str(known["id"]))
        for attribute in ("aria-labelledby", "aria-describedby"):
            self.unnamed += str(known.get(attribute) or "").split()
        if tag == "a":
            self.links.append(str(known["href"]))
        if known.get("class") == "scroll":
            self.boxes.append(known)
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
        "The title &lt;1&gt; · report, March 2026 · data to",
        "rose after August 2021. That the month was the turning point is not shown</h1>",
        "1.9 times (1.4 to 2.6)",
        "Asked: do the statements",
        'id="picture"',
        "The yearly count was lowest in 2019, and has risen since</h2>",
        "<img",
        "PICSS counted 159 in 2019",
        'id="answer"',
        "Did militant attacks rise?</h3>",
        'id="ratio"',
        'id="statements"',
        'id="trust"',
        "The parts</h2>",
        'id="02_attacks"',
        "It rose <strong>1.9 times",
        'id="about"',
        'href="results.json"',
    ]
    places = [body.index(text) for text in wanted]
    assert places == sorted(places)
    assert 'id="parameters"' in methods(tmp_path)
    third = data(tmp_path)
    places = [third.index(text) for text in ('id="provenance"', "This run</h3>", 'href="results.json"')]
    assert places == sorted(places)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_alone(tmp_path: Path, name: str) -> None:
    build(tmp_path, story())
    page = (tmp_path / name).read_text(encoding="utf-8")
    structure = _Structure(page)
    assert structure.fetched == []
    assert "@import" not in page
    assert not re.search(r"url\((?!['\"]?data:)", page)
    assert "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'" in page
    assert "<script" not in page


@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_read_by_everybody(tmp_path: Path, name: str) -> None:
    methods_too = tmp_path / "06_methods.ipynb"
    build(tmp_path, story())
    nbformat.write(new_notebook(cells=story()), methods_too)  # type: ignore[no-untyped-call]
    build(tmp_path, story(), notebooks=[tmp_path / "notebooks" / "02_attacks.ipynb", methods_too])
    page = (tmp_path / name).read_text(encoding="utf-8")
    structure = _Structure(page)
    assert '<html lang="en">' in page
    assert structure.levels.count(1) == 1
    assert all(b - a <= 1 for a, b in zip(structure.levels, structure.levels[1:], strict=False))
    assert len(structure.ids) == len(set(structure.ids))
    assert all(link[1:] in structure.ids for link in structure.links if link.startswith("#"))
    assert structure.unnamed == []
    boxes = [(box.get("tabindex"), box.get("role"), str(box.get("aria-label"))[:7]) for box in structure.boxes]
    assert set(boxes) == (set() if name == "data.html" else {("0", "region", "Table: ")})
    assert page.count("<table") == page.count("<caption>") + page.count('<table class="stack trust"')


def test_a_picture_has_its_alternative_text_and_stands_once(tmp_path: Path) -> None:
    structure = _Structure(build(tmp_path, story()))
    assert [image["alt"] for image in structure.images] == ["A line that rises & falls"]
    assert structure.links.count("#figure-one") == 1


def test_a_picture_that_any_part_wants_in_front_stands_there(tmp_path: Path) -> None:
    """None is lost, whichever notebook it comes from and whether there is a claim on the ratio or none."""
    for stem in ("02_attacks", "03_turning_point", "04_kill_ratio"):
        for results in ([], RESULTS):
            page = build(tmp_path, story(), parts={stem: PARTS}, results=results)
            before, _, _ = page.partition('class="parts"')
            assert before.count('id="figure-one"') == 1


def test_there_is_no_code_on_the_pages_and_settings_are_left_to_the_table(tmp_path: Path) -> None:
    page = build(tmp_path, story())
    second = methods(tmp_path)
    for each in (page, second):
        assert "x = 1" not in each
        assert "attacks.level_ratio" not in each
        assert 'country = "PAK"' not in each
    assert 'href="notebooks/02_attacks.ipynb"' in page
    assert '<tr class="changed"><th scope="row"' in second
    assert second.count('class="changed"') == 1
    assert 'class="changed"' not in page


def test_what_a_notebook_wrote_otherwise_is_visible(tmp_path: Path) -> None:
    page = build(tmp_path, story())
    assert re.search(r'<aside class="warning">.*Something was odd.*</aside>', page, re.DOTALL)
    assert "&lt;plain&gt;" in page


def test_downloads_and_provenance_are_named(tmp_path: Path) -> None:
    page = build(tmp_path, story())
    second = data(tmp_path)
    assert all(f'href="{file}"' in page for file in ("figures/one.svg", "tables/two.csv", "notebooks/02_attacks.ipynb"))
    assert all(f'href="{file}"' in page for file in ("methods.html", "data.html", "cite.bib", "cite.json"))
    for file in ("figures/one.svg", "tables/two.csv", "results.json", "manifest.json"):
        assert f'href="{file}"' in second
    assert all(table.title.replace("'", "&#39;") in second for table in catalogue())
    assert f"{len(catalogue())} tables." in page
    assert all(table.licence.replace("'", "&#39;") in second for table in catalogue())
    assert all(table.sha256 in second for table in catalogue())
    assert "abcdef012345" in second
    assert "numpy 2.4.6" in second
    assert "zipp" not in second
    assert (tmp_path / "cite.bib").is_file()


def test_what_was_left_out_is_told_with_the_methods_and_takes_no_room_in_the_report(tmp_path: Path) -> None:
    page = build(tmp_path, story())
    assert "There are no kill figures." not in page
    assert 'id="04_kill_ratio"' not in page
    second = methods(tmp_path)
    assert second.index("Left out</h2>") < second.index("There are no kill figures.")
    build(tmp_path, story(), skipped={})
    assert "Left out" not in methods(tmp_path)


def test_another_country_names_its_own_source_and_place(tmp_path: Path) -> None:
    parameters = Parameters(country="MLI", intervention="2020-08", intervention_label="coup")
    results = [result("attacks.before_after.months_12", (1.9, 1.4, 2.6))]
    page = build(tmp_path, story(), title="", parameters=parameters, results=results)
    used = [table for table in catalogue() if table.sha256 in data(tmp_path)]
    assert [table.name for table in used] == ["ucdp_ged_country_month"]
    assert "in Mali and August 2020 (coup) · report" in page
    assert f"{used[0].title} (CC BY 4.0)." in page
    assert "Lethal conflict events in Mali rose after August 2020. That the month" in page
    assert "Pakistan" not in page
    assert "Pakistan" not in re.sub(r'<section id="parameters".*', "", methods(tmp_path), flags=re.DOTALL)
    assert "Pakistan" not in re.sub(r'<section id="provenance".*', "", data(tmp_path), flags=re.DOTALL)


def test_one_series_alone_has_neither_statements_nor_a_kill_ratio(tmp_path: Path) -> None:
    results = [result("attacks.before_after.months_12", (1.9, 1.4, 2.6))]
    page = build(tmp_path, story(), parameters=Parameters(country="MLI", intervention="2020-08"), results=results)
    assert "One answer</h2>" in page
    assert 'id="statements"' not in page
    assert 'id="ratio"' not in page
    assert "article" not in page.replace("</article>", "")
    assert "The article's statement" not in page


def test_a_report_without_any_number_still_has_a_page(tmp_path: Path) -> None:
    page = build(tmp_path, story(), results=[])
    assert "is not shown</h1>" in page
    assert 'id="answer"' not in page
    assert "Three limits</h3>" in page


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
    cells[3].outputs[1].metadata["turningpoint"] |= {"name": "other", "front": False}
    with pytest.raises(RunError, match="'other' is not among the files"):
        build(tmp_path, cells)
    parts = {"02_attacks": [{**part, "name": "another"} for part in PARTS if part["kind"] == "figure"]}
    with pytest.raises(RunError, match="'another' is not among the files"):
        build(tmp_path, story(), parts=parts)


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
    page = build(tmp_path, story(), title="", parameters=parameters, manifest=run, results=RESULTS[:2])
    second, third = methods(tmp_path), data(tmp_path)
    assert "August 2021" in page
    assert "mine.csv" in page
    for each in (page, second, third):
        assert "Kabul" not in each
        assert "Pakistan" not in re.sub(r'<section id="parameters".*?</section>', "", each, flags=re.DOTALL)
        assert "somewhere" not in each
    assert "mine.csv" in third
    assert "Kabul" in build(tmp_path, story(), title="")


def test_a_part_that_failed_says_so_in_its_place_and_in_front(tmp_path: Path) -> None:
    page = build(tmp_path, story(), failed={"05_claims": "ValueError: a <b>"})
    assert page.index("This report is not whole.") < page.index('id="02_attacks"') < page.index('id="05_claims"')
    assert "ValueError: a &lt;b&gt;" in page[page.index('id="05_claims"') :]
    assert 'href="notebooks/05_claims.ipynb"' in page
    assert "not whole" not in build(tmp_path, story())


def test_methods_that_failed_are_named_in_front_and_say_so_on_their_page(tmp_path: Path) -> None:
    page = build(tmp_path, story(), failed={"06_methods": "ValueError: a <b>"})
    assert "could not be made in these parts: Methods." in page
    second = methods(tmp_path)
    assert "ValueError: a &lt;b&gt;" in second[second.index('id="06_methods"') :]
    assert 'href="notebooks/06_methods.ipynb"' in second


def test_the_first_thing_a_verdict_links_to_is_on_the_page(tmp_path: Path) -> None:
    """The checks' block stands in its chapter; what it links to has moved to the front."""
    block = _display("verdict", {"text/html": PARTS[0]["html"], "text/plain": ""})
    cells = [*story(), new_code_cell("y", outputs=[block])]
    page = build(tmp_path, cells)
    assert page.index('id="figure-one"') < page.index('class="verdict"')


def test_the_front_of_a_report_as_large_as_the_default_is_short(tmp_path: Path) -> None:
    """With every statement's reason as long as it may be; captions of figures are their own affair."""
    evidence = as_in_the_default()
    page = build(
        tmp_path, story(), title="Attacks and the kill ratio in Pakistan", results=list(evidence.records.values())
    )
    counts = Words(page).counts
    apart = ("02_attacks", "parts", IN_TABLE)
    assert sum(count for name, count in counts.items() if name not in apart) <= FRONT, counts
    assert STATEMENTS / 2 < counts[IN_TABLE] <= STATEMENTS


def test_the_workbook_is_linked_where_there_is_one(tmp_path: Path) -> None:
    build(tmp_path, story())
    assert "tables.xlsx" not in (tmp_path / "data.html").read_text()
    (tmp_path / "tables.xlsx").write_bytes(b"")
    build(tmp_path, story())
    assert '<a href="tables.xlsx">' in (tmp_path / "data.html").read_text()


def test_the_briefing_is_linked_where_there_is_one(tmp_path: Path) -> None:
    assert "report.pdf" not in build(tmp_path, story())
    (tmp_path / "report.pdf").write_bytes(b"")
    assert '<a href="report.pdf">PDF</a>' in build(tmp_path, story())
    assert '<a href="report.pdf">' in (tmp_path / "data.html").read_text()


def test_what_is_not_the_full_report_says_so_on_every_page(tmp_path: Path) -> None:
    notice = "This is not the full report: only <one> was run."
    build(tmp_path, story(), manifest={**manifest(), "scope": notice})
    for page in ("index.html", "methods.html", "data.html"):
        assert "This is not the full report: only &lt;one&gt; was run." in (tmp_path / page).read_text()


def test_it_says_what_changed_where_there_was_a_report_before(tmp_path: Path) -> None:
    assert "Changes:" not in build(tmp_path, story())
    assert "<strong>Changes:</strong> None since the report before." in build(
        tmp_path, story(), changed="None since the report before."
    )
