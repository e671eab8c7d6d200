"""What placebos have in common."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from tests.robustness.placebo_series import SPECIFICATION, series
from turningpoint.its import analyse
from turningpoint.its.calibrated.posterior import average
from turningpoint.its.model.design import build_design
from turningpoint.robustness.placebos.in_time import placebo_dates
from turningpoint.robustness.placebos.placebo import (
    COLUMNS,
    Placebo,
    cut_outcome,
    effects_of,
    event_near,
    rows_of,
    too_thin,
    upheaval,
)


def test_effects_are_those_of_the_calibrated_model():
    outcome = series(2.0)
    level = effects_of([outcome], ["2010-01"], SPECIFICATION)["level"][0][0]
    straight = replace(SPECIFICATION, pre_trend="straight")
    assert np.exp(level) == pytest.approx(analyse(outcome, straight).level.estimate, rel=0.02)


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


def ranked(real, *placebos):
    """Placebos of one effect with these estimates over their standard errors."""
    names = ["real", *(f"placebo {place}" for place in range(len(placebos)))]
    z = np.array([real, *placebos])
    frame, _ = rows_of(names, names, {"level": (0.1 * z, np.full(len(z), 0.1))}, ranked=[True] * len(z), confidence=0.9)
    return Placebo("time", "real", frame, pd.DataFrame(), len(placebos), 60, 24, ratios=True, confidence=0.9)


def test_an_effect_is_as_large_in_either_direction():
    assert ranked(-3.0, -4.0, 5.0, 2.0, -1.0).share(either=True) == pytest.approx(3 / 5)
    assert ranked(3.0, -4.0, 3.0, 2.0).share(either=True) == pytest.approx(3 / 4)
    assert ranked(-3.0, 2.0, 1.0, 0.5).share(either=True) == pytest.approx(1 / 4)


def test_an_effect_is_as_large_in_the_direction_of_the_real_one():
    assert ranked(-3.0, -4.0, 5.0, 2.0, -1.0).share() == pytest.approx(2 / 5)
    assert ranked(3.0, -4.0, 3.0, 2.0).share() == pytest.approx(2 / 4)
    assert ranked(-3.0, 4.0, 5.0).share() == pytest.approx(1 / 3)
    assert ranked(-3.0, 4.0, -5.0).ranked()["z"].tolist() == [-5.0, 4.0]
    words = ranked(-3.0, -4.0, 5.0, 2.0, -1.0).brief()
    assert words.startswith(
        "1 of 4 placebo dates has as large a level fall (with the real one 40%, counting rises too 60%)"
    )


def test_power_is_the_share_of_placebos_that_a_planted_change_lifts_above_the_others():
    # a doubling adds log 2 / 0.1 = 6.9 errors: more than the largest is above all but one of these
    z = [*np.linspace(-1.0, 1.0, 18), 6.5, 30.0]
    found = ranked(3.0, *z)
    raised = np.array(z) + np.log(2) / 0.1
    others = [np.delete(np.array(z), place) for place in range(len(z))]
    rank = [(1 + (other >= one).sum()) / len(z) for one, other in zip(raised, others, strict=True)]
    assert 0 < found.power() == np.mean(np.array(rank) <= 0.1) < 1.01
    strict = replace(found, confidence=0.95)
    assert strict.power() == pytest.approx(1 / 20)
    assert "a doubling planted at the others would stand out in 5% of these dates" in strict.brief()
    assert "a halving planted" in replace(ranked(-3.0, *z), confidence=0.95).brief()
    assert ranked(3.0, 1.0, 2.0).power() is None


def test_a_planted_change_moves_the_estimate_as_much_as_counts_that_are_doubled():
    outcome = series(1.0, mean=30.0)
    doubled = replace(outcome, values=np.where(np.arange(300) >= 240, 2 * outcome.values, outcome.values))
    (before, _), (after, _) = (effects_of([one], ["2010-01"], SPECIFICATION)["level"] for one in (outcome, doubled))
    assert after[0] - before[0] == pytest.approx(np.log(2), abs=0.02)


@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_intervals_are_normal(confidence):
    estimates, errors = np.array([0.5, -0.2]), np.array([0.1, 0.3])
    frame, _ = rows_of(
        ["a", "b"], ["A", "B"], {"level": (estimates, errors)}, ranked=[True, True], confidence=confidence
    )
    low, high = stats.norm.interval(confidence, estimates, errors)
    assert frame["low"].to_numpy() == pytest.approx(low)
    assert frame["high"].to_numpy() == pytest.approx(high)
    assert frame["z"].to_numpy() == pytest.approx(estimates / errors)


@pytest.mark.parametrize("harmonics", [0, 1, 2])
def test_a_placebo_has_the_season_of_the_specification(harmonics):
    outcome = series(2.0, mean=40.0)
    season = np.exp(0.6 * np.sin(2 * np.pi * np.arange(300) / 12) + 0.4 * np.cos(4 * np.pi * np.arange(300) / 12))
    outcome = replace(outcome, values=np.round(outcome.values * season))
    asked = replace(SPECIFICATION, harmonics=harmonics)
    found = effects_of([outcome], ["2006-03"], asked)
    design = build_design(outcome.times, replace(asked, interventions=("2006-03",)))
    assert len(design.terms) == 4 + 2 * harmonics
    mixture = average(outcome.values[None], design, "poisson")
    for place, effect in ((2, "level"), (3, "slope")):
        estimate, error = (float(part[0]) for part in found[effect])
        assert estimate == pytest.approx(mixture.mean[0, place])
        drawn = mixture.draws(40_000, np.random.default_rng(1))[0][0, :, place]
        assert error == pytest.approx(drawn.std(), rel=0.02)


LABELS = [f"{2010 + place // 12}-{place % 12 + 1:02}" for place in range(72)]


@pytest.mark.parametrize(("place", "near"), [(29, ""), (30, "a war"), (42, "a war"), (43, "")])
def test_a_date_is_near_an_event_up_to_six_periods_away(place, near):
    assert event_near(LABELS, place, [("2013-01", "a war")]) == near
    assert not event_near(LABELS, place, [("2031-01", "a war")])


@pytest.mark.parametrize("fold", [12.0, 1 / 12])
def test_a_country_turned_over_at_another_month_has_a_break_of_its_own(fold):
    values = np.where(np.arange(72) >= 24, 30.0 * fold, 30.0)
    assert upheaval(values, LABELS, 48).startswith("a break of its own")
    assert "from 2012-01 on" in upheaval(values, LABELS, 48)
    # three months from the date and nearer it may be the same event, at the date it is the effect itself
    assert not upheaval(values, LABELS, 24)


def test_less_than_tenfold_is_no_upheaval_nor_is_one_smaller_than_at_the_date():
    assert not upheaval(np.where(np.arange(72) >= 24, 150.0, 30.0), LABELS, 48)
    both = np.select([np.arange(72) < 24, np.arange(72) < 48], [1.0, 12.0], 600.0)
    assert not upheaval(both, LABELS, 48)
    assert upheaval(both, LABELS, 24)
    assert not upheaval(np.ones(20), LABELS, 10)
