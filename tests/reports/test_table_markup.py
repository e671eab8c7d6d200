"""Tables as HTML, TeX and plain text."""

import pandas as pd

from turningpoint.reports.table_markup import html_table, tex_table, text_table

FRAME = pd.DataFrame({"Name": ["a & b", "<c>"], "n": ["1,204", "–"], "Interval": ["1.2 to 3.0", "–"]})


def test_html_is_semantic_and_escaped() -> None:
    assert html_table(FRAME, "A < B") == (
        "<table><caption>A &lt; B</caption>\n"
        '<thead><tr><th scope="col">Name</th><th scope="col" class="number">n</th><th scope="col">Interval</th>'
        "</tr></thead>\n"
        "<tbody>\n"
        '<tr><th scope="row">a &amp; b</th><td class="number">1,204</td><td>1.2 to 3.0</td></tr>\n'
        '<tr><th scope="row">&lt;c&gt;</th><td class="number">–</td><td>–</td></tr>\n'
        "</tbody></table>"
    )


def test_text_is_aligned() -> None:
    assert text_table(FRAME, "Caption") == "Caption\nName       n  Interval\na & b  1,204  1.2 to 3.0\n<c>        –  –"


def test_tex_has_rules_caption_and_label_and_is_escaped() -> None:
    written = tex_table(FRAME, "100% of it", "one")
    assert r"\caption{100\% of it}" in written
    assert r"\label{tab:one}" in written
    assert r"\begin{tabular}{lrl}" in written
    assert r"a \& b & 1,204 & 1.2 to 3.0 \\" in written
    assert written.count("rule") == 3


def test_a_table_without_rows_is_still_a_table() -> None:
    empty = FRAME.head(0)
    assert "<tbody>\n</tbody>" in html_table(empty, "c")
    assert text_table(empty, "c") == "c\nName  n  Interval"
