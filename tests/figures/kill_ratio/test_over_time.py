"""The figure of the ratio over time shows points, course, band, 1:1 and interventions, and refuses bad tables."""

import numpy as np
import pandas as pd
import pytest

from turningpoint.errors import ParameterError
from turningpoint.figures.drawing.style import rendered
from turningpoint.figures.kill_ratio.over_time import kill_ratio_over_time
from turningpoint.killratio.over_time.smooth_course import SmoothRatio

MONTHS = pd.period_range("2015-01", periods=48, freq="M").astype(str)


def course():
    smooth = np.exp(1.5 * np.cos(np.arange(48) / 10))
    frame = pd.DataFrame({"month": MONTHS, "militants": 20.0, "security": 10.0, "ratio": 2.0})
    frame = frame.assign(smooth=smooth, low=smooth / 2, high=smooth * 2)
    frame.loc[3, ["security", "ratio"]] = [0, np.nan]
    frame.loc[7, ["militants", "ratio"]] = [0, np.nan]
    frame.loc[9, ["militants", "security", "ratio"]] = [0, 0, np.nan]
    return frame


def picture(frame=None, **choices):
    found = SmoothRatio(course() if frame is None else frame, 0.1, 0.2, True, 0.95)
    return kill_ratio_over_time(found, **choices)


def drawn(**choices):
    return picture(**choices).figure


def test_every_month_with_deaths_is_drawn():
    axes = drawn().axes[0]
    assert axes.get_yscale() == "log"
    assert len(axes.collections[-1].get_offsets()) == 45
    arrows = {line.get_marker(): line for line in axes.lines if line.get_marker() in ("v", "^")}
    assert arrows["^"].get_xdata().tolist() == [3]
    assert arrows["v"].get_xdata().tolist() == [7]


def test_parity_and_interventions_are_marked():
    axes = drawn(interventions=[("2017-05", "An operation")]).axes[0]
    words = [text.get_text() for text in axes.texts]
    assert "An operation" in words
    assert any("1:1" in text for text in words)
    assert [27.5, 27.5] in [list(line.get_xdata()) for line in axes.lines]
    assert [1, 1] in [list(line.get_ydata()) for line in axes.lines]


def test_the_title_follows_the_numbers():
    low = course().assign(smooth=1.0)
    low.loc[20, "smooth"] = 0.5
    found = picture(low, source="Somebody's table")
    assert found.title.endswith("it was lowest in 2016-09 (1:2)")
    assert " ".join(found.figure.get_suptitle().split()) == found.title
    assert "95% interval" in found.caption
    assert found.caption.endswith("Somebody's table.")
    assert found.alt.startswith(f"{found.title}. In the last month")


def test_the_picture_repeats_and_the_frame_is_not_changed():
    frame, before = course(), course()
    one, two = (rendered(picture(frame).figure, "svg") for _ in range(2))
    assert one == two
    pd.testing.assert_frame_equal(frame, before)


def test_an_intervention_outside_is_refused():
    with pytest.raises(ParameterError, match="2021-08"):
        drawn(interventions=[("2021-08", "Kabul")])
