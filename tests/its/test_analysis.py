"""From outcome to effects in one call, on the embedded data."""

import numpy as np
import pytest

from analysis.its import Specification, analyse
from analysis.outcome import load_outcome

KABUL = Specification(("2021-08",))


@pytest.fixture(scope="module")
def default():
    return analyse(load_outcome("events", start="2015-01", end="2024-12"), KABUL)


def test_the_default_edition_gives_the_ratios_of_the_plan(default):
    """METHODS: from 2015, level and slope ratio about 1.9 and 1.7, the pre-trend's z above 5."""
    assert round(default.effect("level_ratio").estimate, 1) == 1.9
    assert round(default.slope.estimate, 1) == 1.7
    assert default.diagnostics.curvature.z > 5


def test_without_the_exchanges_with_india_the_level_ratio_is_larger():
    without = analyse(load_outcome("events_without_india", start="2015-01", end="2024-12"), KABUL)
    assert round(without.effect("level_ratio").estimate, 1) == 2.5


def test_the_frame_holds_series_fit_and_counterfactual(default):
    frame = default.to_frame().set_index("period")
    assert frame.loc["2021-07", "phase"] == "before"
    assert frame.loc["2021-08", "phase"] == "after"
    assert np.isnan(frame.loc["2021-07", "counterfactual"])
    ratio = frame.loc["2021-08", "fitted"] / frame.loc["2021-08", "counterfactual"]
    assert ratio == pytest.approx(default.effect("level_ratio").estimate)
    after = frame[frame["phase"] == "after"]
    excess = (after["fitted"] - after["counterfactual"]).sum()
    assert excess == pytest.approx(default.effect("expected_excess").estimate)
    assert (after["counterfactual_low"] < after["counterfactual"]).all()


def test_effects_are_found_by_name_and_horizon(default):
    assert default.effect("expected_excess").horizon == 41
    assert default.effect("expected_excess", horizon=12).horizon == 12
    with pytest.raises(KeyError, match="not among"):
        default.effect("slope_ratio_per_period")


def test_a_design_without_a_ramp_has_no_slope():
    flat = analyse(load_outcome("events", start="2015-01"), Specification(("2021-08",), ramp=False))
    assert flat.slope is None


def test_the_summary_never_gives_the_ratio_without_the_verdict_on_the_pre_trend(default):
    level = default.effect("level_ratio")
    sentence = default.summary()
    assert f"{level.estimate:.1f} times" in sentence
    assert f"{level.low:.1f} to {level.high:.1f}" in sentence
    assert default.diagnostics.curvature.summary() in sentence
