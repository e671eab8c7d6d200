"""Which date, in words an editor could print."""

import numpy as np
import pandas as pd
import pytest

from tests.robustness.series import series
from turningpoint.its.model.specification import Specification
from turningpoint.outcome import load_outcome
from turningpoint.pandas_outcome import outcome_of
from turningpoint.robustness.dates.date_set import BOUND, DateSet, date_set, rules_out

PICSS = "tests/golden/picss_spans/observations.csv"


def made(gain, **choices):
    dates = tuple(map(str, pd.period_range("2020-01", periods=len(gain), freq="M")))
    given = {"points": 60, "trim": 12, "every": 1, "period": "month"} | choices
    return DateSet(dates, np.array(gain, dtype=float), 0.0, np.array(gain, dtype=float), **given)


def test_the_smallest_set_holds_its_share():
    found = made([0.0, 5.0, 4.0, -3.0, 1.0])
    kept = found.weight[found.smallest]
    assert kept.sum() >= 0.95
    assert kept.sum() - kept.min() < 0.95
    assert kept.min() > found.weight[~found.smallest].max()


def test_a_flat_profile_rules_nothing_out_and_names_no_best_date():
    found = made([0.3, BOUND, 0.1, 0.2])
    assert not found.rules_out
    assert found.inside.all()
    assert found.stands("2020-02") == "nothing ruled out"
    assert "best" not in found.summary() + found.about("2020-02")
    assert found.summary().startswith(
        "No date stands out: at none of the 4 months compared (January 2020 to April 2020)"
    )
    assert found.about("2020-02") == "February 2020 can be told from no other date."


def test_every_third_date_decides_or_any_that_is_certain():
    gain = np.where(np.arange(12) == 2, 4.0, 0.0)
    assert made(gain, asked="2020-12").largest == 3.0  # of 4, 0, 0 and 0, of which three in four have at most 1
    assert made(gain, asked="2020-12").rules_out
    assert not made(gain, asked="2020-11").rules_out
    assert not made(gain).rules_out
    assert made(gain, every=3).rules_out  # they are as far apart already
    assert made(2 * gain, asked="2020-11").rules_out


def test_what_lifts_every_date_rules_none_out_nor_does_a_best_date_below_no_break():
    gain = np.where(np.arange(12) == 2, 4.0, 0.0)
    assert made(gain - 3.5, asked="2020-12").rules_out
    assert not made(gain - 4.5, asked="2020-12").rules_out
    assert not made(np.full(12, 5.9)).rules_out
    np.testing.assert_array_equal(rules_out(np.array([gain[2::3], gain[1::3]])), [True, False])


def test_a_set_is_told_as_ranges():
    found = made([9, 9, 0, 0, 9, 0, 9.2])
    assert found.spans_in_words() == "January 2020 to February 2020, May 2020 or July 2020"
    assert found.summary().startswith("If the series broke once, it was in January 2020 to February 2020, May 2020 or")
    assert found.about("2020-05") == "May 2020 is among them, as most dates are."
    assert found.about("2020-03") == "March 2020 is not among them, though most dates are."
    assert found.holds("2031-01") is None
    assert found.stands("2031-01") == "not searched"


def test_many_pieces_are_counted():
    found = made([9, 0] * 6)
    assert found.spans_in_words() == "6 months in 6 stretches, from January 2020 to December 2020"


def test_thin_dates_are_said_to_be():
    assert "(January 2020 to December 2020, every 3rd)" in made([0.0] * 12, every=3).summary()
    assert "every 5th)" in made([0.0] * 12, every=5).summary()
    assert "every" not in made([0.0] * 12).summary()


def test_only_neighbours_are_named_and_those_before_speak_against_the_date():
    after, before, far = (made(np.where(np.arange(12) == at, 30, 0)) for at in (6, 4, 9))
    assert after.stands("2020-06") == "neighbours"
    assert after.about("2020-06") == "Only neighbours of June 2020 are in the set: July 2020."
    assert before.stands("2020-06") == "outside"
    assert before.about("2020-06") == "Only neighbours of June 2020 are in the set: May 2020, all before it."
    assert far.stands("2020-06") == "outside"
    assert far.neighbours("2020-06") == ""


def test_a_date_that_is_in_the_set_as_most_dates_are_is_not_singled_out():
    many, few = made([30.0] * 8 + [0.0] * 4), made([30.0] * 2 + [0.0] * 10)
    assert (many.stands("2020-02"), few.stands("2020-02")) == ("one of most", "inside")
    assert many.about("2020-02") == "February 2020 is among them, as most dates are."
    assert (many.stands("2020-12"), few.stands("2020-12")) == ("outside most", "outside")
    assert many.about("2020-12") == "December 2020 is not among them, though most dates are."


def country(code, when):
    outcome = load_outcome("events", country=code, start="2015-01", end="2024-12")
    return date_set(outcome, Specification((when,)))


def test_a_jump_of_forty_times_is_found_where_it_was():
    found = country("UKR", "2022-02")
    own = found.dates.index("2022-02")
    assert found.rules_out
    assert found.holds("2022-02")
    assert np.abs(np.flatnonzero(found.inside) - own).max() <= 1


def test_a_fall_that_begins_a_month_later_has_only_neighbours():
    found = country("AFG", "2021-08")
    assert found.stands("2021-08") == "neighbours"
    assert "Only neighbours of August 2021 are in the set: September 2021" in found.about("2021-08")


def test_sums_are_compared_too():
    attacks = outcome_of(pd.read_csv(PICSS, index_col="months")["attacks"])
    found = date_set(attacks, Specification(("2021-08",)))
    assert len(found.dates) == 110
    assert found.stands("2021-08") == "nothing ruled out"
    # the one break of a straight course would single a month out where a bend explains the turn as well
    assert found.one_break.max() > 8 > BOUND > found.gain.max()


@pytest.mark.parametrize(("level", "state"), [(1.0, "nothing ruled out"), (8.0, "inside")])
def test_a_break_is_told_from_none(level, state):
    rng = np.random.default_rng(12)
    mean = 15 * np.where(np.arange(84) >= 50, level, 1.0)
    found = date_set(series(rng.poisson(mean * np.exp(0.2 * rng.standard_normal(84)))), Specification(("2019-03",)))
    assert found.stands("2019-03") == state


def test_the_table_has_a_row_a_date():
    frame = made([1, 3, 2]).to_frame()
    assert list(frame) == ["date", "log_evidence", "weight", "one_break", "inside"]
    assert frame["weight"].sum() == pytest.approx(1)
