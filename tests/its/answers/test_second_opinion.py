"""Other methods beside the answers."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from tests.its.answers.case_files import case
from tests.its.examples import MONTHS, WHEN, counts, measured
from tests.its.spans_series import KABUL, picss
from turningpoint.its import Specification, analyse
from turningpoint.its.answers.second_opinion import SecondOpinion, _beside, _side
from turningpoint.outcome import Outcome


@pytest.fixture(scope="module")
def found():
    outcome = Outcome("attacks", "attacks", "attacks per month", "made up", "", MONTHS, counts())
    return analyse(outcome, Specification((WHEN,), harmonics=0))


def test_blocks_are_a_t_test_of_the_log_ratios_of_four_quarters(found):
    quarters = counts()[60:84].reshape(8, 3).mean(axis=1)
    apart = np.log(quarters[4:] / quarters[:4])
    low, high = stats.t.interval(0.95, 3, loc=apart.mean(), scale=stats.sem(apart))
    opinion = found.second_opinions[0]
    assert opinion.answer == "before_after.months_12"
    assert [opinion.estimate, opinion.low, opinion.high] == pytest.approx(np.exp([apart.mean(), low, high]))
    assert opinion.p_value == pytest.approx(stats.ttest_1samp(apart, 0).pvalue)


def test_sums_leave_nothing_that_applies():
    published = analyse(picss(), Specification((KABUL,)))
    assert len(published.second_opinions) == 3
    assert all("does not apply, as a sum" in one.summary() for one in published.second_opinions)


@pytest.mark.parametrize("seed", [3, 4])
def test_none_contradicts_its_answer_without_a_sentence(seed):
    series = [
        (counts(level, 1.2, seed), "negative-binomial") for level in (1.0, 2.5)
    ] + [(measured(level, 0.0, seed=seed), "gaussian") for level in (0.0, 8.0)]  # fmt: skip
    for values, likelihood in series:
        outcome = Outcome("n", "n", "n per month", "made up", "", MONTHS, values)
        analysis = analyse(outcome, Specification((WHEN,), likelihood=likelihood, harmonics=0))
        assert len(analysis.second_opinions) == 3
        for one in analysis.second_opinions:
            answer, null = analysis.answer(one.answer), 1.0 if likelihood != "gaussian" else 0.0
            same = _side(answer.low, answer.high, null) == _side(one.low, one.high, null)
            assert same == (one.difference == "")


def test_a_difference_is_told(found):
    answer = found.answer("before_after.months_12")
    other = _beside(answer, SecondOpinion(answer.name, "4 blocks a side with t", 1.0, 0.5, 2.0, 0.9))
    assert "unlike the answer, which finds more than no change, it leaves no change possible" in other.summary()


def test_a_series_too_short_says_so_and_a_fit_without_draws_has_none(found):
    assert case("short_9_11", "month", "n", interventions=("2019-10",)).second_opinions == ()
    usual = analyse(found.outcome, replace(found.specification, errors="independent"))
    assert usual.second_opinions == ()
