"""What placebos have in common."""

import numpy as np
import pytest

from tests.robustness.placebo_series import SPECIFICATION, series
from turningpoint.its import analyse
from turningpoint.robustness.placebos.in_time import placebo_dates
from turningpoint.robustness.placebos.placebo import COLUMNS, Placebo, cut_outcome, effects_of, rows_of, too_thin


def test_effects_are_those_of_the_calibrated_model():
    outcome = series(2.0)
    level = effects_of([outcome], ["2010-01"], SPECIFICATION)["level"][0][0]
    assert np.exp(level) == pytest.approx(analyse(outcome, SPECIFICATION).level.estimate, rel=0.02)


def test_series_fitted_together_are_as_fitted_alone():
    outcomes = [series(2.0), series(1.0, seed=2)]
    together = effects_of(outcomes, ["2010-01"] * 2, SPECIFICATION)
    for place, outcome in enumerate(outcomes):
        alone = effects_of([outcome], ["2010-01"], SPECIFICATION)
        for effect, parts in alone.items():
            for part, found in enumerate(parts):
                assert together[effect][part][place] == pytest.approx(found[0])


def test_a_window_keeps_its_periods():
    part = cut_outcome(series(), 12, 24)
    assert part.labels[0] == "1991-01"
    assert len(part.values) == 12


def test_a_series_without_a_fit_is_named():
    found = {"level": (np.array([0.5, np.nan]), np.array([0.1, np.nan]))}
    frame, failed = rows_of(["a", "b"], ["A", "B"], found, ranked=[True, True], confidence=0.95)
    assert tuple(frame.columns) == COLUMNS
    assert frame["name"].tolist() == ["a"]
    assert failed == [("b", "the model does not hold for this series")]


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (np.ones(60), np.ones(60), "fewer than 2"),
        (np.full(60, 5.0), np.zeros(60), "fewer than 12"),
        (np.full(60, 5.0), np.ones(60), ""),
    ],
)
def test_thin_series_are_not_compared(before, after, words):
    assert too_thin(before, after).startswith(words)
    assert bool(too_thin(before, after)) == bool(words)


def test_without_placebos_nothing_is_said():
    found = placebo_dates(series(), SPECIFICATION)
    none = Placebo(**{**vars(found), "frame": found.frame[found.frame["name"] == "2010-01"]})
    assert none.share() is None
    assert none.summary() == "There is no placebo date to compare with."
