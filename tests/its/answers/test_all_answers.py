"""The answers of one fit, beside the reference and beside the effects they repeat."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.its.answers.case_files import CASES, PULSES, case
from tests.its.examples import MONTHS, WHEN, counts, measured
from tests.its.spans_series import KABUL, picss
from turningpoint.its import Specification, analyse
from turningpoint.outcome import Outcome
from turningpoint.reports.chapters.attacks.tables import effects_table

IDS = [
    "before_after.months_12", "before_after.months_24", "before_after.whole", "growth_before", "growth_since",
    "acceleration", "rise_before_intervention", "low_point", "turn.level", "turn.slope", "effect.months_12",
]  # fmt: skip


@pytest.fixture(scope="module")
def published():
    return analyse(picss(), Specification((KABUL,)))


@pytest.fixture(scope="module")
def gaussian():
    outcome = Outcome("depth", "depth", "mm", "simulation", "", MONTHS, measured())
    return analyse(outcome, Specification((WHEN,), likelihood="gaussian", harmonics=0))


def test_every_question_has_its_answer_under_its_id(published, gaussian):
    assert [one.name for one in published.answers] == IDS
    assert [one.name for one in gaussian.answers] == IDS
    with pytest.raises(KeyError, match="before_after"):
        published.answer("nothing")


@pytest.mark.parametrize(
    ("name", "reference"),
    [
        ("before_after.months_12", (1.66, 1.26, 2.26)),
        ("before_after.months_24", (2.27, 1.65, 2.91)),
        ("growth_since", (1.36, 1.20, 1.51)),
        ("growth_before", (1.05, 0.83, 1.23)),
        ("acceleration", (1.29, 1.06, 1.69)),
        ("turn.level", (1.27, 0.82, 2.02)),
        ("turn.slope", (0.94, 0.29, 2.10)),
        ("effect.months_12", (1.22, 0.55, 2.45)),
    ],
)
def test_published_sums_have_the_answers_of_the_dense_reference(published, name, reference):
    """Figures of an independent implementation on a grid without any thinning."""
    found = published.answer(name)
    assert [found.estimate, found.low, found.high] == pytest.approx(reference, rel=0.03)


def test_the_low_point_is_a_month_with_its_range_and_years(published):
    found = published.answer("low_point")
    assert (found.low, found.high, found.unit) == ("2019-03", "2021-07", "month")
    assert found.estimate in ("2019-10", "2019-11", "2019-12")  # the reference: 2019-11, on draws of its own
    assert found.year_probabilities["2019"] == pytest.approx(0.66, abs=0.03)
    assert sum(found.year_probabilities.values()) == pytest.approx(1.0)
    assert "8% lies on 2021-07, the month before the date" in found.summary()


def test_level_slope_and_first_year_are_those_of_the_effects(published, gaussian):
    for found in (published, gaussian):
        for name, effect in (("turn.level", found.level), ("turn.slope", found.slope)):
            answer = found.answer(name)
            assert (answer.estimate, answer.low, answer.high) == (effect.estimate, effect.low, effect.high)
    first, year = published.effect("relative_excess", horizon=12), published.answer("effect.months_12")
    assert [year.estimate, year.low, year.high] == [1 + first.estimate, 1 + first.low, 1 + first.high]
    first, year = gaussian.effect("expected_excess", horizon=12), gaussian.answer("effect.months_12")
    assert [year.estimate, year.low] == pytest.approx([first.estimate / 12, first.low / 12])


def test_a_sum_across_the_border_is_named_and_a_slope_says_what_it_rests_on(published):
    assert "a sum crosses the border" in published.answer("before_after.months_12").summary()
    assert published.answer("before_after.months_24").observed == pytest.approx(2.21, abs=0.01)
    assert "rest on carrying the course before on" in published.answer("turn.slope").summary()


def test_a_gaussian_outcome_has_differences_in_its_unit(gaussian):
    found = gaussian.answer("before_after.months_12")
    before, after = measured()[60:72].mean(), measured()[72:84].mean()
    assert found.unit == "mm"
    assert found.estimate == pytest.approx(after - before, abs=1.5)
    assert "differs by" in found.summary()
    assert gaussian.answer("growth_since").unit == "mm per year"


def test_a_gaussian_outcome_in_another_unit_has_the_same_answers(gaussian):
    thousand = replace(gaussian.outcome, values=1000 * gaussian.outcome.values)
    other = analyse(thousand, gaussian.specification)
    for one, large in zip(gaussian.answers, other.answers, strict=True):
        if one.name == "low_point":
            assert (one.estimate, one.low, one.high) == (large.estimate, large.low, large.high)
        else:
            assert large.estimate == pytest.approx(1000 * one.estimate, rel=1e-6)


def test_an_index_counts_periods_and_a_fit_without_draws_has_three_answers():
    outcome = Outcome("n", "n", "n per period", "made up", "", pd.RangeIndex(1, 109), counts())
    found = analyse(outcome, Specification(("73",), errors="independent", harmonics=0, time_unit="period"))
    assert [one.name for one in found.answers] == ["turn.level", "turn.slope", "effect.periods_12"]
    assert np.log(found.answer("turn.level").estimate) == pytest.approx(found.fit.coefficients[2])


def test_events_that_end_have_their_level_and_nothing_after():
    found = case("pulse", "day", "shootings", pulses=PULSES)
    assert [one.name for one in found.answers] == ["event.level"]
    level = found.answer("event.level")
    frame = pd.read_csv(CASES / "pulse.csv", index_col="day")["shootings"]
    inside = pd.concat([frame[start:stop] for start, stop in (pulse.split(":") for pulse in PULSES)])
    assert len(inside) == 12
    assert level.estimate == pytest.approx(inside.mean() / frame.drop(inside.index).mean(), rel=0.1)
    assert level.high < 1
    assert "During the 4 events the number was" in level.summary()


def test_a_single_event_has_a_level_after_it():
    found = case("pulse", "day", "shootings", pulses=PULSES[:1])
    assert [one.name for one in found.answers] == ["event.level", "event.after"]
    assert found.effect("after_ratio").estimate == found.answer("event.after").estimate


def test_nine_and_eleven_months_have_answers_and_say_what_is_no_headline():
    found = case("short_9_11", "month", "n", interventions=("2019-10",))
    assert found.answer("before_after.whole").high < 1
    assert "fewer than 24, slope and excess are no headlines" in found.answer("turn.slope").summary()


def test_weeks_have_their_season_without_being_asked():
    found = case("weekly_season", "week", "cases", interventions=("2018-11-12",))
    assert found.specification.harmonics == 2
    assert found.answer("turn.level").estimate == pytest.approx(1.04, abs=0.03)


def test_an_excess_of_ten_years_from_three_is_no_number_worth_telling():
    found = case("long_horizon", "month", "n", interventions=("2007-05",))
    far = found.effect("expected_excess", horizon=120)
    assert far.low is None
    assert "beyond any number worth telling over 120 periods" in far.note
    assert "beyond 20 times the observed" in list(effects_table(found)["Estimate"])
    assert "beyond" not in found.effect("expected_excess", horizon=12).note
