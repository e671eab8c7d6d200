"""Rules of wording of the answer: what must stand beside what, and what is never said."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.its.window_tables import CHANGE, LEVEL, windows
from tests.reports.simulated import simulated
from turningpoint.its import Specification, analyse, by_window_start
from turningpoint.outcome import load_outcome
from turningpoint.reports.chapters.attacks import headlines
from turningpoint.timeline import in_words

KABUL = Specification(("2021-08",), errors="hac:6")
"""The rules do not depend on the model, and this one is quick."""


def test_the_level_ratio_never_stands_without_verdict_range_and_india(pakistan):
    result, windows = pakistan
    without = analyse(load_outcome("events_without_india", start="2015-01"), KABUL)
    sentence = headlines.level(result, windows, without_india=without)
    assert "1.9 times" in sentence
    assert "not straight (z = 5.4)" in sentence
    assert f"from {windows['level_ratio'].min():.2f} to {windows['level_ratio'].max():.2f}" in sentence
    assert f"{without.effect('level_ratio').estimate:.1f} times" in sentence


def test_what_is_inconclusive_is_never_called_no_change(pakistan):
    result, windows = pakistan
    sentence = headlines.level(result, windows)
    assert "inconclusive, which is not the same as no change" in sentence


def test_a_jump_in_every_window_is_not_called_inconclusive():
    outcome = simulated(level=3.0)
    result = analyse(outcome, KABUL)
    windows = by_window_start(outcome, KABUL, starts=("2015-01", "2016-01"), end="2024-12")
    sentence = headlines.level(result, windows)
    assert "The interval lies above 1 in all 2 windows tried" in sentence
    assert "inconclusive" not in sentence


def test_without_windows_the_verdict_follows_the_one_interval():
    nothing = pd.DataFrame()
    assert "inconclusive" in headlines.level(analyse(simulated(), KABUL), nothing)
    assert "inconclusive" not in headlines.level(analyse(simulated(level=3.0), KABUL), nothing)


def test_growth_is_told_as_change_per_year_before_and_after(pakistan):
    result, windows = pakistan
    before, after = headlines.growth_factors(result)
    assert after / before == pytest.approx(result.slope.estimate)
    sentence = headlines.growth(result, windows)
    assert "changed by −11% a year before August 2021 and by +51% a year from it on" in sentence


def test_growth_speaks_of_the_horizon_asked_for(pakistan):
    result, windows = pakistan
    assert "over the 41 months" in headlines.growth(result, windows)
    year = headlines.growth(result, windows, horizon=12)
    assert "over the 12 months" in year
    assert f"{result.effect('expected_excess', horizon=12).estimate:,.0f} events" in year


def made(pakistan, low, high):
    """Windows with these ends of the intervals of level ratio and relative excess."""
    _, windows = pakistan
    frame = pd.concat([windows.iloc[[0]]] * len(low), ignore_index=True)
    frame["level_ratio_low"], frame["level_ratio_high"] = low, high
    frame["relative_excess_low"], frame["relative_excess_high"] = np.array(low) - 1, np.array(high) - 1
    return frame


def test_the_bottom_line_counts_windows_and_says_what_is_not_firm(pakistan):
    result, _ = pakistan
    sentence = headlines.bottom_line(result, made(pakistan, [1.1, 1.2, 0.9], [2, 2, 2]), "August 2021")
    assert "ran above what the earlier course implied in 2 of 3 windows tried" in sentence
    assert "inconclusive (it finds a jump in 2 of 3 windows tried), which is not the same as no change" in sentence
    assert "none of this is firm" in sentence


@pytest.mark.parametrize(
    ("low", "high"), [([1.1, 0.9, 0.9], [2, 2, 2]), ([0.5, 0.5, 0.5], [0.9, 0.9, 0.9]), ([1.1, 0.5], [2, 0.9])]
)
def test_a_minority_or_windows_against_the_own_interval_do_not_state_a_direction(pakistan, low, high):
    result, _ = pakistan
    sentence = headlines.bottom_line(result, made(pakistan, low, high), "August 2021")
    assert "ran above or below what the earlier course implied is inconclusive" in sentence
    assert "very month, too, is inconclusive" in sentence
    assert "inconclusive" in headlines.level(result, made(pakistan, low, high))


def test_the_bottom_line_of_a_series_without_change_claims_nothing():
    sentence = headlines.bottom_line(analyse(simulated(), KABUL), pd.DataFrame(), "the date")
    assert "ran above or below what the earlier course implied is inconclusive.**" in sentence
    assert "not the same as no change" in sentence
    assert "firm" not in sentence


def test_a_drop_is_called_a_drop():
    result = analyse(simulated(level=0.3), KABUL)
    assert "A drop in that very month shows." in headlines.bottom_line(result, pd.DataFrame(), "the date")


def test_the_bottom_line_of_a_clear_jump():
    sentence = headlines.bottom_line(analyse(simulated(level=3.0), KABUL), pd.DataFrame(), "the date")
    assert "ran above" in sentence
    assert "A jump in that very month shows." in sentence


def spread(effect, low, high):
    return replace(effect, low=low, high=high)


def with_ends(analysis, low, high):
    """The same analysis, its relative excess with these ends."""
    effects = [spread(e, low, high) if e.name == "relative_excess" else e for e in analysis.effects]
    return replace(analysis, effects=tuple(effects))


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.1, 3.0, "Against a straight line, the course since ran above it too."),
        (-0.8, -0.1, "Against a straight line, the course since ran below it."),
        (
            -0.1,
            3.0,
            "Against a straight line, whether the course since ran above or below it is inconclusive.",
        ),
    ],
)
def test_a_straight_line_has_its_say_in_the_bottom_line(pakistan, calibrated, low, high, words):
    result, windows = pakistan
    straight = with_ends(calibrated[0], low, high)
    assert words in headlines.bottom_line(result, windows, "August 2021", straight)


def test_both_inconclusive_are_said_to_be(calibrated):
    straight, bending, _ = calibrated
    other = with_ends(straight, -0.5, 9.0)
    sentence = headlines.bottom_line(with_ends(bending, -0.5, 9.0), pd.DataFrame(), "May 2021", other)
    assert "is inconclusive too." in sentence
    assert "firm" not in sentence


def test_the_answer_against_a_line_gives_both_effects_and_no_verdict_against_them(calibrated):
    straight, bending, _ = calibrated
    sentence = headlines.with_line(straight)
    assert f"**{straight.level.estimate:.1f} times**" in sentence
    assert f"the course from {in_words(straight.outcome.labels[0])} on" in sentence
    assert "above a straight continuation" in sentence
    effects = [spread(e, 0.5, 9.0) if e.name in ("level_ratio", "relative_excess") else e for e in straight.effects]
    unclear = headlines.with_line(with_ends(replace(straight, effects=tuple(effects)), -0.5, 9.0))
    assert "Both are inconclusive, which is not the same as no change." in unclear
    assert "inconclusive" not in headlines.with_line(with_ends(straight, 0.1, 9.0))
    assert "lets bend" in headlines.level(bending, pd.DataFrame())


def test_a_measured_outcome_is_told_in_its_unit_and_never_as_a_ratio(calibrated):
    _, _, measured = calibrated
    windows = by_window_start(
        measured.outcome, measured.specification, starts=("2015-01", "2016-01", "2019-01"), end="2024-12"
    )
    parts = [
        headlines.bottom_line(measured, windows, "August 2021"),
        headlines.level(measured, windows),
        headlines.growth(measured, windows),
        headlines.growth(measured, windows, horizon=12),
        headlines.continued(measured),
    ]
    assert "a change of **" in parts[1]
    assert f" price** (95% interval {measured.level.low:.1f}".replace("-", "−") in parts[1]
    assert "price a year before August 2021" in parts[2]
    assert not any(word in " ".join(parts) for word in ("times", "ratio", "factor"))
    assert "above a straight continuation (95% interval" in parts[3]


def test_what_was_observed_is_set_beside_the_continuations_of_the_course_before(calibrated):
    straight, bending, measured = calibrated
    for analysis in (straight, bending):
        sentence = headlines.continued(analysis)
        assert f"{np.nansum(analysis.outcome.values[79:]):,.0f} events were observed" in sentence
        within = analysis.effect("observed_excess").low <= 0
        assert ("within what the course before leads to: inconclusive" in sentence) == within
    assert "more was observed than the course before leads to" in headlines.continued(measured)
    year = headlines.continued(straight, horizon=12)
    assert f"In the 12 months observed from August 2021 on, {straight.outcome.values[79:91].sum():.0f} events" in year


def test_a_model_without_a_forecast_says_so(pakistan):
    assert "not forecast" in headlines.continued(pakistan[0])


def test_less_than_the_course_before_leads_to_is_said_so(calibrated):
    straight, _, _ = calibrated
    fit = replace(straight.fit, untouched=straight.fit.untouched + 1e6)
    sentence = headlines.continued(replace(straight, fit=fit))
    assert "Less than 1% of its continuations stay below" in sentence
    assert "so less was observed than the course before leads to" in sentence


def test_a_model_without_a_trend_of_its_own_gives_the_slope_alone(calibrated):
    straight, _, _ = calibrated
    terms = tuple(term.replace("trend", "drift") for term in straight.fit.design.terms)
    fit = replace(straight.fit, design=replace(straight.fit.design, terms=terms))
    assert headlines.growth_factors(replace(straight, fit=fit)) is None
    sentence = headlines.growth(replace(straight, fit=fit), pd.DataFrame())
    assert sentence.startswith("The growth factor is **1.8 times**")


def test_effects_are_written_with_their_interval_and_unit():
    assert headlines.told(LEVEL) == "**1.9 times** (95% interval 1.2 to 3.0)"
    assert headlines.told(CHANGE) == "**3.1 mm** (90% interval −0.5 to 6.8)"
    share = replace(LEVEL, name="relative_excess", unit="share", estimate=0.5, low=0.1, high=1.0)
    assert headlines.told(share) == "**+50%** (95% interval +10% to +100%)"


def test_the_range_over_windows_is_that_of_the_estimates():
    words = headlines.over_windows(windows(LEVEL, (1.0, 2.0), (2.0, 3.0)), "level_ratio")
    assert words == "; over windows that start from January 2013 to January 2014 it runs from 1.50 to 2.50"
    assert headlines.over_windows(windows(LEVEL, (1.0, 2.0)), "level_ratio") == ""


def test_what_people_ask_first_is_answered_first(calibrated):
    _, bending, _ = calibrated
    words = headlines.in_answers(bending)
    assert words.startswith(f"**{bending.answer('before_after.months_12').summary().rstrip('.')}.**")
    assert bending.answer("growth_since").summary() in words
    assert bending.answer("low_point").summary() in words
    assert headlines.in_answers(replace(bending, fit=replace(bending.fit, draws=None), effects=())) == ""


def test_growth_beside_a_course_that_may_bend_is_that_of_the_course_and_not_of_its_line(calibrated):
    """The trend of the design without its bend may fall where the course rises."""
    _, bending, _ = calibrated
    sentence = headlines.growth(bending, pd.DataFrame())
    assert bending.answer("growth_since").summary() in sentence
    assert "Apart from the season" not in sentence
    assert "rests on how far that course can be carried" in sentence
