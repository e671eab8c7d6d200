"""The window, and counts before any model."""

from dataclasses import replace

import numpy as np

from turningpoint.reports.chapters.attacks import before_any_model


def test_before_and_after_counts_the_same_number_of_months_on_both_sides(pakistan):
    series = pakistan[0].outcome
    values = series.values
    sentence = before_any_model.before_and_after(series, "2021-08")
    assert f"{values[67:79].sum():.0f} events in the 12 months before August 2021" in sentence
    assert f"{values[79:91].sum():.0f} in the 12 months from it on" in sentence


def test_before_and_after_says_how_many_months_were_seen(pakistan):
    series = pakistan[0].outcome
    values = series.values.copy()
    values[70] = np.nan
    sentence = before_any_model.before_and_after(replace(series, values=values), "2021-08")
    assert "in the 11 months observed among the 12" in sentence


def test_a_year_without_any_value_gives_no_plain_count(pakistan):
    series = pakistan[0].outcome
    values = series.values.copy()
    values[67:79] = np.nan
    sentence = before_any_model.before_and_after(replace(series, values=values), "2021-08")
    assert "Nothing was observed" in sentence


def test_measured_values_are_compared_by_their_means(pakistan):
    series = pakistan[0].outcome
    measured = replace(series, unit="price", label="price")
    assert f"a mean of {series.values[67:79].mean():.1f} price" in before_any_model.before_and_after(
        measured, "2021-08"
    )
    below = before_any_model.before_and_after(replace(measured, values=-measured.values), "2021-08")
    assert below.startswith(f"Measured, without any model: a mean of −{series.values[67:79].mean():.1f} price")
