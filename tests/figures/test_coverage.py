"""The figure of coverage draws what the table holds, ours among it."""

import numpy as np
import pandas as pd
import pytest

from tests.reports.coverage_tables import table_of
from turningpoint.errors import ParameterError
from turningpoint.figures.coverage import METHODS, coverage
from turningpoint.figures.drawing.style import rendered
from turningpoint.its.coverage.example_series import USUAL
from turningpoint.its.coverage.kept_table import OURS, read_coverage


@pytest.fixture
def cells():
    ours = [(kind, name, share) for kind, share in (("straight", 0.95), ("kink", 0.93), ("irw", 0.88))
            for name in ("level", "effect_12", "slope")]  # fmt: skip
    usual = [(kind, "level", share) for kind, share in (("straight", 0.8), ("kink", 0.4), ("irw", 0.6))]
    return pd.concat([table_of(ours), table_of(usual, method=USUAL)])


def drawn(cells):
    return coverage(cells).figure


def test_a_panel_an_answer_with_a_dot_a_cell_and_a_row_a_method(cells):
    panels = drawn(cells).axes
    assert [panel.get_title(loc="left") for panel in panels] == ["jump", "effect of 12 months"]
    assert [label.get_text() for label in panels[0].get_yticklabels()] == [METHODS[OURS], METHODS[USUAL]]
    dots = [line for line in panels[0].lines if line.get_linestyle() == "None"]
    np.testing.assert_allclose(dots[0].get_xdata(), [95, 93, 88])
    np.testing.assert_allclose(dots[1].get_xdata(), [80, 40, 60])
    assert np.abs(dots[1].get_ydata() - 1).max() < 0.5
    assert len([line for line in panels[1].lines if line.get_linestyle() == "None"]) == 1


def test_the_median_is_a_stroke_and_the_rule_a_line(cells):
    strokes = [tuple(line.get_xdata()) for line in drawn(cells).axes[0].lines if line.get_linestyle() != "None"]
    assert strokes == [pytest.approx((91, 91)), pytest.approx((93, 93)), pytest.approx((60, 60))]


def test_the_title_and_the_description_say_the_extremes_of_the_jump(cells):
    picture = coverage(cells, made="Simulated yesterday.")
    assert picture.title == (
        "Over 3 kinds of series calibrated 95% intervals of the jump hold the truth in 88 to 95%, the usual ones in "
        "40 to 80%"
    )
    assert drawn(cells).get_suptitle().replace("\n", " ") == picture.title
    assert "calibrated, jump: 88.0% to 95.0%" in picture.alt
    assert "negative binomial, HAC 6, jump: 40.0% to 80.0%" in picture.alt
    assert picture.caption.endswith("Simulated yesterday.")


def test_bytes_repeat_and_the_frame_is_left_as_it_is(cells):
    before = cells.copy()
    assert rendered(drawn(cells), "svg") == rendered(drawn(cells), "svg")
    pd.testing.assert_frame_equal(cells, before)


def test_a_table_without_ours_is_refused_and_the_kept_one_is_drawn(cells):
    with pytest.raises(ParameterError, match="no calibrated interval"):
        drawn(cells[cells["method"] != OURS])
    assert len(drawn(read_coverage()).axes) == 4
