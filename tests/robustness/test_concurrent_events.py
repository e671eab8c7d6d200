"""Other events in the model, and periods left out of it."""

from dataclasses import replace

import numpy as np
import pytest

from tests.robustness.placebo_series import SPECIFICATION, series
from turningpoint.robustness.concurrent_events import COLUMNS, Rival, leave_out, rival_stories


def with_pulse(outcome, start, end, times):
    """The series multiplied between two months."""
    labels = list(outcome.labels)
    values = outcome.values.copy()
    values[labels.index(start) : labels.index(end) + 1] *= times
    return replace(outcome, values=np.round(values))


def pick(stories, story, effect):
    return stories[(stories["story"] == story) & (stories["effect"] == effect)].iloc[0]


def test_a_rival_step_takes_what_is_its_own():
    outcome = series(1.0, months=300)
    labels = list(outcome.labels)
    values = outcome.values.copy()
    values[labels.index("2008-01") :] *= 3
    stories = rival_stories(replace(outcome, values=values), SPECIFICATION, [Rival("The other", "2008-01")])
    assert tuple(stories.columns) == COLUMNS
    beside = pick(stories, "with The other", "level")
    assert beside["low"] < 1 < beside["high"]
    assert pick(stories, "with The other", "rival")["estimate"] == pytest.approx(3.0, rel=0.2)


def test_a_pulse_passes():
    outcome = with_pulse(series(2.0), "2011-01", "2011-12", 0.3)
    stories = rival_stories(outcome, SPECIFICATION, [Rival("Truce", "2011-01", "2011-12")])
    assert pick(stories, "with Truce", "rival")["estimate"] == pytest.approx(0.3, rel=0.2)
    assert pick(stories, "with Truce", "level")["estimate"] == pytest.approx(2.0, rel=0.2)


def test_what_cannot_be_told_apart_is_said_and_the_rest_goes_on():
    rivals = [Rival("Same day", "2010-01"), Rival("Outside", "2050-01"), Rival("Other", "2005-01")]
    stories = rival_stories(series(2.0), SPECIFICATION, rivals)
    assert "depend on each other" in pick(stories, "with Same day", "level")["reason"]
    assert "lies outside the series" in pick(stories, "with Outside", "level")["reason"]
    assert np.isfinite(pick(stories, "with Other", "level")["estimate"])
    assert np.isnan(pick(stories, "with all of them", "level")["estimate"])


def test_every_year_and_every_period_is_left_out_once():
    outcome = series(2.0, months=72, start="2008-01")
    years = leave_out(outcome, SPECIFICATION)
    assert years["left_out"].drop_duplicates().tolist() == ["nothing", *map(str, range(2008, 2014))]
    months = leave_out(outcome, SPECIFICATION, by="period")
    assert months[months["effect"] == "level"]["left_out"].nunique() == 73
    whole, spread = (months[months["effect"] == "level"]["estimate"].to_numpy() for _ in range(2))
    assert np.nanmax(np.abs(spread / whole[0] - 1)) < 0.5


def test_one_wild_month_is_found_by_leaving_it_out():
    outcome = series(1.0, months=120, start="2005-01")
    values = outcome.values.copy()
    values[60] = 60.0
    months = leave_out(replace(outcome, values=values), SPECIFICATION, by="period")
    levels = months[months["effect"] == "level"].set_index("left_out")["estimate"]
    assert (levels - levels["nothing"]).abs().idxmax() == "2010-01"


def test_gaussian_series_have_differences():
    stories = rival_stories(series(2.0), replace(SPECIFICATION, likelihood="gaussian"), [])
    assert pick(stories, "alone", "level")["estimate"] == pytest.approx(12.0, abs=2.0)


@pytest.mark.parametrize("end", ["2011-06", "2011-08"])
def test_a_pulse_holds_its_first_and_its_last_period(end):
    """Without noise beyond the pulse it is found to the last digits, and the months around it are not touched."""
    outcome = series(2.0)
    calm = replace(outcome, values=np.where(np.arange(300) >= 240, 400.0, 200.0) + 10 * (np.arange(300) % 2))
    stories = rival_stories(with_pulse(calm, "2011-06", end, 3.0), SPECIFICATION, [Rival("Raid", "2011-06", end)])
    assert pick(stories, "with Raid", "rival")["estimate"] == pytest.approx(3.0, rel=0.03)
