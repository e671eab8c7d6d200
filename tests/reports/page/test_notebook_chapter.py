"""A notebook as a chapter: headings one level down, anchors that are unique, tables that scroll."""

import re
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from turningpoint.errors import RunError
from turningpoint.reports.page.notebook_chapter import Chapter, chapter_of, figure_html, inline, scrolling
from turningpoint.reports.table_markup import html_table


def chapter(folder: Path, *cells: object) -> Chapter:
    path = folder / "01_data.ipynb"
    nbformat.write(new_notebook(cells=list(cells)), path)  # type: ignore[no-untyped-call]
    return chapter_of(path, folder)


def test_headings_move_one_level_down_and_get_unique_anchors(tmp_path: Path) -> None:
    found = chapter(tmp_path, new_markdown_cell("# The `data`\n\n## A & B\n\n### Deep\n\n## A & B\n\n## !"))
    assert (found.id, found.title) == ("01_data", "The data")
    assert re.findall(r'<h3 id="([^"]*)">(.*?)</h3>', found.body) == [
        ("01_data-a-b", "A &amp; B"),
        ("01_data-a-b--2", "A &amp; B"),
        ("01_data-part", "!"),
    ]
    assert '<h2 id="01_data-the-data">The <code>data</code></h2>' in found.body
    assert '<h4 id="01_data-deep">Deep</h4>' in found.body


def test_headings_that_a_cell_tells_are_counted_too(tmp_path: Path) -> None:
    about = {"turningpoint": {"kind": "text"}}
    told = new_output("display_data", data={"text/markdown": "## Told", "text/plain": ""}, metadata=about)
    found = chapter(tmp_path, new_markdown_cell("# T"), new_code_cell("tell('## Told')", outputs=[told]))
    assert re.findall(r"<h3 [^>]*>(.*?)</h3>", found.body) == ["Told"]


def test_markup_in_code_and_output_is_text(tmp_path: Path) -> None:
    printed = new_output("stream", name="stdout", text="a < b & <script>")
    found = chapter(tmp_path, new_markdown_cell("# T"), new_code_cell("x = '<script>'", outputs=[printed]))
    assert "<script" not in found.body
    assert "a &lt; b &amp; &lt;script&gt;" in found.body


def test_an_html_output_scrolls_and_its_pictures_need_words(tmp_path: Path) -> None:
    def shown(html: str) -> object:
        return new_code_cell("x", outputs=[new_output("display_data", data={"text/html": html, "text/plain": ""})])

    heading = new_markdown_cell("# T")
    assert 'class="scroll"' in chapter(tmp_path, heading, shown("<table></table>")).body
    assert "a word" in chapter(tmp_path, heading, shown("<img src='data:,' alt='a word'>")).body
    with pytest.raises(RunError, match=r"01_data\.ipynb, cell 2: a figure has no alternative text"):
        chapter(tmp_path, heading, shown("<img src='data:,' alt=''>"))


def displayed(**about: object) -> object:
    data = {"image/png": "AAAA"} if about["kind"] == "figure" else {"text/html": "<table></table>", "text/plain": ""}
    metadata = {"turningpoint": about, "image/png": {"alt": "A line"}}
    return new_code_cell("x", outputs=[new_output("display_data", data=data, metadata=metadata)])


def test_a_figure_of_the_front_is_shown_there_alone(tmp_path: Path) -> None:
    figure = displayed(kind="figure", name="one", caption="c", front=True)
    found = chapter(tmp_path, new_markdown_cell("# T"), figure)
    assert 'href="#figure-one"' in found.body
    assert "<img" not in found.body
    away = chapter_of(tmp_path / "01_data.ipynb", tmp_path, front_page="index.html")
    assert 'href="index.html#figure-one"' in away.body


def test_a_table_that_is_not_for_the_page_is_named_with_its_file(tmp_path: Path) -> None:
    table = displayed(kind="table", name="one", caption="Every *number*", front=False, on_page=False)
    found = chapter(tmp_path, new_markdown_cell("# T"), table)
    assert "<table" not in found.body
    assert 'href="tables/one.csv"' in found.body
    assert "Every <em>number</em>" in found.body
    shown = displayed(kind="table", name="one", caption="c", front=False)  # as notebooks of before left it
    assert "<table" in chapter(tmp_path, new_markdown_cell("# T"), shown).body


def test_wide_and_short_cells_are_told_apart_and_numbers_left() -> None:
    written = scrolling(f'<table><td>short</td><td class="number">1</td><td>{"long " * 12}</td></table>', 'A "caption"')
    assert '<td class="short">short</td><td class="number">1</td><td class="wordy">long' in written
    assert 'aria-label="Table: A &quot;caption&quot;"' in written
    assert 'tabindex="0"' in written


def test_paragraphs_in_the_last_column_are_folded_below_their_row() -> None:
    long = "Evidence & more. " * 12
    table = html_table(pd.DataFrame({"Claim": ["C01", "C02"], "Evidence": [long, "–"]}), "c")
    written = scrolling(table, "c")
    assert '<th scope="col" class="short">Claim</th></tr></thead>' in written
    folded = '<tr class="more"><td class="told" colspan="1"><details><summary>Evidence</summary>'
    assert f"C01</th></tr>{folded}Evidence &amp; more." in written
    assert f"C02</th></tr>{folded}–</details>" in written
    assert "<details" not in scrolling(html_table(pd.DataFrame({"a": ["x"], "b": ["short"]}), "c"), "c")


def test_a_caption_may_hold_markdown_and_alternative_text_is_escaped(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "one.svg").write_text("<svg/>")
    written = figure_html({"name": "one", "caption": "By *source*", "alt": '5" < 6"'}, tmp_path, anchor="f")
    assert "<figcaption>By <em>source</em></figcaption>" in written
    assert 'alt="5&quot; &lt; 6&quot;"' in written
    assert written.startswith('<figure id="f"><picture><img src="data:image/svg+xml,%3Csvg/%3E"')


def test_a_phone_gets_the_figure_that_was_drawn_for_it(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    svg = "<svg a='5%' b='#c' c='\"&amp;'>\n<text>{}</text></svg>"
    for ending, width in ((".svg", "wide"), (".narrow.svg", "narrow")):
        (tmp_path / "pictures" / f"one{ending}").write_text(svg.format(width))
    written = figure_html({"name": "one", "caption": "c", "alt": "a"}, tmp_path)
    (source,) = re.findall(r'<source media="\(max-width: 34rem\)" srcset="data:image/svg\+xml,([^"\s]*)">', written)
    (image,) = re.findall(r'<img src="data:image/svg\+xml,([^"]*)"', written)
    assert (unquote(image), unquote(source)) == tuple(
        svg.format(width).replace("\n", " ") for width in ("wide", "narrow")
    )
    (tmp_path / "pictures" / "one.svg").unlink()
    with pytest.raises(RunError, match=r"'one' is not among the files of the run \(pictures/one.svg is missing\)"):
        figure_html({"name": "one", "caption": "c", "alt": "a"}, tmp_path)


def test_inline_takes_off_one_paragraph_only() -> None:
    assert inline("**a**") == "<strong>a</strong>"
    assert inline("a\n\nb") == "<p>a</p>\n<p>b</p>"
