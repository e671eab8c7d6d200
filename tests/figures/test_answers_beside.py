"""The figure of answers draws every interval once, and its title names what all series that can tell agree on."""

from types import SimpleNamespace

import pytest

from turningpoint.figures.answers_beside import WIDEST, answers_beside, answers_by_series
from turningpoint.figures.drawing.style import rendered
from turningpoint.its.witness import Witness

QUESTIONS = {"growth_since": "growth since", "turn.level": "jump"}


def answer(name, estimate, low, high):
    return SimpleNamespace(name=name, estimate=estimate, low=low, high=high)


def series(name, *answers):
    analysis = SimpleNamespace(answers=answers) if answers else None
    return Witness(name, "attacks", None, analysis)  # type: ignore[arg-type]


FIRST = series("PICSS", answer("growth_since", 1.4, 1.2, 1.6), answer("turn.level", 1.3, 0.8, 2.0))
SECOND = series("UCDP", answer("growth_since", 1.5, 1.1, 1.9), answer("turn.level", 0.5, 0.3, 0.9))
SILENT = series("PIPS")


def drawn(*given):
    return answers_beside(given, QUESTIONS, confidence=0.95)


def test_every_interval_stands_at_its_ends():
    axes = drawn(FIRST, SECOND, SILENT).figure.axes[0]
    ends = [
        tuple(line.get_xdata()) for line in axes.lines if len(line.get_xdata()) == 2 and line.get_linewidth() == 2.0
    ]
    assert ends == [(1.2, 1.6), (1.1, 1.9), (0.8, 2.0), (0.3, 0.9)]
    assert sum("not estimable" in text.get_text() for text in axes.texts) == len(QUESTIONS)


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ((FIRST, SECOND), "By every series that can tell: growth since above 1"),
        ((FIRST, SECOND, SILENT), "By every series that can tell: growth since above 1"),
        ((SECOND,), "By every series that can tell: growth since above 1; jump below 1"),
        ((series("A", answer("growth_since", 1.4, 0.9, 1.6)), SECOND), "By every series that can tell: jump below 1"),
        ((series("A", answer("growth_since", 1.4, 0.9, 1.6)),), "No answer lies on one side of 1 by every series"),
    ],
)
def test_the_title_follows_the_intervals(given, title):
    assert drawn(*given).title == title


def test_what_is_too_wide_is_cut_at_the_edge_and_kept_in_the_data():
    wide = series("A", answer("growth_since", 30.0, 0.001, None))
    picture = drawn(wide)
    assert picture.figure.axes[0].get_xlim()[1] < 2 * WIDEST
    row = picture.data.iloc[0]
    assert (row["low"], str(row["high"])) == (0.001, "nan")
    assert rendered(picture.figure, "png")


def test_the_rows_are_unrounded_and_hold_what_is_missing():
    frame = answers_by_series([FIRST, SILENT], list(QUESTIONS))
    assert len(frame) == 4
    assert frame.loc[frame["series"] == "PIPS", "estimate"].isna().all()
