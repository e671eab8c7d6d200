"""Rules of wording of the answer: what must stand beside what, and what is never said."""

from dataclasses import replace

import numpy as np
import pandas as pd

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


def made(pakistan, low, high):
    """Windows with these ends of the intervals of level ratio and relative excess."""
    _, windows = pakistan
    frame = pd.concat([windows.iloc[[0]]] * len(low), ignore_index=True)
    frame["level_ratio_low"], frame["level_ratio_high"] = low, high
    frame["relative_excess_low"], frame["relative_excess_high"] = np.array(low) - 1, np.array(high) - 1
    return frame


def spread(effect, low, high):
    return replace(effect, low=low, high=high)


def with_ends(analysis, low, high):
    """The same analysis, its relative excess with these ends."""
    effects = [spread(e, low, high) if e.name == "relative_excess" else e for e in analysis.effects]
    return replace(analysis, effects=tuple(effects))


def test_the_answer_against_a_line_gives_both_effects_and_no_verdict_against_them(calibrated):
    straight, bending, _ = calibrated
    sentence = headlines.with_line(straight)
    assert f"the jump is **{straight.level.estimate:.1f} times**" in sentence
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
    parts = [headlines.level(measured, windows), headlines.with_line(measured), headlines.continued(measured)]
    assert "a change of **" in parts[0]
    assert f" price** (95% interval {measured.level.low:.1f}".replace("-", "−") in parts[0]
    assert not any(word in " ".join(parts) for word in ("times", "ratio", "factor"))
    assert "above a straight continuation (95% interval" in parts[1]


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


def test_a_region_of_equivalence_is_told_where_it_was_asked_for(calibrated):
    _, bending, _ = calibrated
    asked = replace(bending, specification=replace(bending.specification, equivalence=3.0))
    said = headlines.as_good_as_none(asked)
    assert "Region of equivalence 0.33 to 3.00" in said
    assert asked.answer("before_after.months_12").estimand in said
    assert headlines.as_good_as_none(bending) == ""


def test_before_and_after_counts_the_same_number_of_months_on_both_sides(pakistan):
    series = pakistan[0].outcome
    values = series.values
    sentence = headlines.before_and_after(series, "2021-08")
    assert f"{values[67:79].sum():.0f} events in the 12 months before August 2021" in sentence
    assert f"{values[79:91].sum():.0f} in the 12 months from it on" in sentence


def test_before_and_after_says_how_many_months_were_seen(pakistan):
    series = pakistan[0].outcome
    values = series.values.copy()
    values[70] = np.nan
    sentence = headlines.before_and_after(replace(series, values=values), "2021-08")
    assert "in the 11 months observed among the 12" in sentence


def test_a_year_without_any_value_gives_no_plain_count(pakistan):
    series = pakistan[0].outcome
    values = series.values.copy()
    values[67:79] = np.nan
    sentence = headlines.before_and_after(replace(series, values=values), "2021-08")
    assert "Nothing was observed" in sentence


def test_measured_values_are_compared_by_their_means(pakistan):
    series = pakistan[0].outcome
    measured = replace(series, unit="price", label="price")
    assert f"a mean of {series.values[67:79].mean():.1f} price" in headlines.before_and_after(measured, "2021-08")
    below = headlines.before_and_after(replace(measured, values=-measured.values), "2021-08")
    assert below.startswith(f"Measured, without any model: a mean of −{series.values[67:79].mean():.1f} price")
