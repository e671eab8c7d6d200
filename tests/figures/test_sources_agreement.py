"""Agreement of sources: holes stay holes, and every source says what it counts."""

import numpy as np
import pandas as pd
import pytest

from turningpoint.errors import ParameterError
from turningpoint.figures.drawing.picture import Picture
from turningpoint.figures.drawing.style import rendered
from turningpoint.figures.sources_agreement import sources_agreement
from turningpoint.sources.yearly_counts import growth, yearly_counts

COUNTS = {"A": "events of one kind", "B": "events of another"}


def frame() -> pd.DataFrame:
    rows = [(year, "A", 100 + year - 2015, True) for year in range(2015, 2022)]
    rows += [(2015, "B", 50, True), (2016, 0, 0, False), (2017, "B", 70, True), (2018, "B", 80, True)]
    table = pd.DataFrame(rows, columns=["year", "source", "count", "observed"])
    return table.assign(source=table["source"].replace(0, "B"))


RISE = pd.DataFrame({"first_year": 2015, "last_year": 2018, "growth": [1.03, 1.6]})


def draw(table: pd.DataFrame, counts: dict[str, str] = COUNTS) -> Picture:
    return sources_agreement(table, RISE, counts=counts)


def test_a_year_without_a_figure_breaks_the_line() -> None:
    drawn = {line.get_marker(): np.asarray(line.get_ydata()) for line in draw(frame()).figure.axes[0].get_lines()[:2]}
    np.testing.assert_array_equal(drawn["s"], [50, np.nan, 70, 80, np.nan, np.nan, np.nan])


def test_every_line_is_named_with_what_it_counts() -> None:
    figure = draw(frame()).figure
    texts = " ".join(text.get_text().replace("\n", " ") for text in figure.axes[0].texts)
    assert all(f"{source} {what}" in texts for source, what in COUNTS.items())
    assert rendered(figure, "png")


def test_the_frame_is_not_changed() -> None:
    table = frame()
    before = table.copy()
    draw(table)
    pd.testing.assert_frame_equal(table, before)


@pytest.mark.parametrize(
    ("table", "counts", "message"),
    [
        (frame().drop(columns="observed"), COUNTS, "lacks the columns observed"),
        (frame(), {"A": "events"}, "say what 'B' counts"),
        (frame(), {**COUNTS, "C": "nothing"}, "source 'C' has no observed year"),
        (pd.concat([frame(), frame().head(1)]), COUNTS, "A has the year 2015 more than once"),
        (frame().assign(count=0), COUNTS, "zero or less"),
    ],
)
def test_wrong_input_is_refused(table: pd.DataFrame, counts: dict[str, str], message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        draw(table, counts)


def test_title_and_alternative_text_follow_the_counts() -> None:
    counts = yearly_counts("PAK")
    doubled = counts.assign(count=counts["count"].where(counts["year"] < 2020, counts["count"] * 2))
    pictures = [sources_agreement(table, growth(table)) for table in (counts, doubled)]
    assert pictures[0].title != pictures[1].title
    assert "UCDP has its lowest count in 2006 (46)" in pictures[0].alt
