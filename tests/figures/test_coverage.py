"""The figure of coverage draws what the table holds, ours among it."""

import numpy as np
import pandas as pd
import pytest

from turningpoint.errors import ParameterError
from turningpoint.figures.coverage import NAMES, coverage
from turningpoint.figures.drawing.style import rendered
from turningpoint.its.coverage.example_series import USUAL
from turningpoint.its.coverage.kept_table import OURS


@pytest.fixture
def cells():
    rows = [
        {"process": "lognormal", "points": points, "rho": rho, "mean": mean, "method": method, "estimand": estimand,
         "coverage": share - (method != OURS) * rho / 3 + (mean - 9) / 1000}
        for points in (24, 48)
        for rho in (0.0, 0.4, 0.9)
        for mean in (3.0, 15.0)
        for method, share in ((OURS, 0.95), ("negative-binomial", 0.9), ("poisson", 0.7))
        for estimand in ("level", "observed_excess")
        if method == OURS or estimand == "level"
    ]  # fmt: skip
    return pd.DataFrame(rows)


def drawn(cells):
    return coverage(cells).figure


def test_a_panel_an_estimand_and_length_with_the_mean_over_cells(cells):
    panels = drawn(cells).axes
    assert len(panels) == 4
    assert [panel.get_title() for panel in panels[:2]] == ["24 months", "48 months"]
    assert [panels[0].get_ylabel(), panels[2].get_ylabel()] == ["level", "observed excess"]
    lines = [line for line in panels[0].lines if line.get_linestyle() != "None"]
    assert len(lines) == 3
    np.testing.assert_allclose(lines[0].get_xdata(), [0, 0.4, 0.9])
    np.testing.assert_allclose(lines[0].get_ydata(), 95)
    np.testing.assert_allclose(lines[2].get_ydata(), [70, 70 - 40 / 3, 40])
    single = [line for line in panels[0].lines if line.get_linestyle() == "None"]
    assert sorted(set(np.round(single[0].get_ydata(), 1))) == [94.4, 95.6]


def test_every_line_is_named_beside_the_last_panel(cells):
    panels = drawn(cells).axes
    assert [text.get_text() for text in panels[0].texts] == []
    assert {text.get_text() for text in panels[1].texts} == {NAMES[m] for m in (OURS, "negative-binomial", "poisson")}
    assert [text.get_text() for text in panels[3].texts] == ["calibrated"]


def test_the_band_is_what_is_wanted(cells):
    band = drawn(cells).axes[0].patches[0].get_bbox() if drawn(cells).axes[0].patches else None
    assert band is not None
    assert (band.y0, band.y1) == pytest.approx((93.5, 96.5))


def test_the_title_says_the_extremes_at_the_longest_memory(cells):
    title = coverage(cells).title
    assert drawn(cells).get_suptitle().replace("\n", " ") == title
    assert "ρ = 0.9" in title
    assert "hold the truth in 94 to 96% of simulated series, the usual ones in 39 to 61%" in title


def test_bytes_repeat_and_the_frame_is_left_as_it_is(cells):
    before = cells.copy()
    assert rendered(drawn(cells), "svg") == rendered(drawn(cells), "svg")
    pd.testing.assert_frame_equal(cells, before)


def test_a_table_without_ours_is_refused(cells):
    with pytest.raises(ParameterError, match="no calibrated interval"):
        drawn(cells[cells["method"] != OURS])


def test_the_figure_is_described_by_what_it_shows(cells):
    shown = cells.assign(method=cells["method"].replace("poisson", USUAL))
    picture = coverage(shown, made="Simulated yesterday.")
    assert "calibrated, level: 95.0% at ρ = 0 and 95.0% at ρ = 0.9 on average" in picture.alt
    assert "negative binomial, HAC 6, level: 70.0% at ρ = 0 and 40.0% at ρ = 0.9 on average" in picture.alt
    assert picture.caption.endswith("Curved courses and feedback stand apart, below. Simulated yesterday.")
    assert "stand apart" not in coverage(shown.assign(process="curved")).caption
