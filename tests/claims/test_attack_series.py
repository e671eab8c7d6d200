"""What each source's series says, as the rules read it."""

import numpy as np
import pandas as pd
import pytest

from turningpoint.claims.attack_series import (
    APART,
    POWER_CHANGED,
    SINCE,
    Ends,
    Turn,
    attack_series,
    rival_months,
    two_digits,
    yearly_sums,
)
from turningpoint.its import Specification, analyse
from turningpoint.outcome import Outcome, load_outcome
from turningpoint.spans import Span
from turningpoint.timeline import parse_times


@pytest.fixture(scope="module")
def found():
    return attack_series()


def test_the_leading_series_comes_first_and_answers_as_the_report_does(found):
    assert [one.name for one in found.sources] == ["PICSS", "UCDP", "PIPS"]
    series = load_outcome("attacks", source="picss-attacks").window(SINCE, "2026-01")
    direct = analyse(series, Specification((POWER_CHANGED,))).answer("growth_since")
    told = found.sources[0].answers["growth_since"]
    assert (told.estimate, told.low, told.high) == (direct.estimate, direct.low, direct.high)
    assert sum(found.sources[0].low_years.values()) == pytest.approx(1)


def test_yearly_counts_are_those_of_the_series(found):
    picss, ucdp, pips = (one.yearly for one in found.sources)
    assert (picss[2021], picss[2024], picss[2025]) == (294, 905, 1050)
    assert (ucdp[2018], ucdp[2024]) == (93, 687)
    assert (pips[2020], pips[2021]) == (146, 207)
    assert 2023 not in pips.index


def test_turns_are_at_the_date_and_at_rivals_far_from_it(found):
    first, *rivals = found.turns
    assert first.when == POWER_CHANGED
    assert [turn.when for turn in rivals] == ["2020-03", "2022-12", "2024-07"]
    level = found.sources[0].answers["turn.level"]
    assert first.level == level
    assert found.without_india.answers["growth_before"].estimate > found.sources[1].answers["growth_before"].estimate


def monthly(start="2019-01", months=60, spans=(), missing=()):
    labels = [str(month) for month in pd.period_range(start, periods=months, freq="M")]
    values = np.ones(months)
    for span in spans:
        values[list(span.periods)] = np.nan
    values[list(missing)] = np.nan
    times = parse_times(labels)
    return Outcome("attacks", "attacks", "attacks per month", "made up", "", times, values, spans=tuple(spans))


def test_a_rival_needs_a_year_on_each_side_and_the_withdrawal_is_none():
    months = rival_months(monthly("2019-06", 60))
    assert not any("Withdrawal" in event for event in months.values())
    assert set(months) == {"2022-12"}  # Doha (2020-03) has nine months before it
    assert "2020-03" in rival_months(monthly("2019-01", 60))
    assert all(abs(int(when[:4]) * 12 + int(when[5:]) - (2021 * 12 + 8)) >= APART for when in months)


def test_a_year_is_summed_where_all_of_it_is_known():
    whole = yearly_sums(monthly(months=36, spans=[Span((0, 1, 2), 10.0)], missing=[14]))
    assert dict(whole) == {2019: 19.0, 2021: 12.0}
    crossing = yearly_sums(monthly(months=36, spans=[Span((11, 12), 10.0)]))
    assert dict(crossing) == {2021: 12.0}


@pytest.mark.parametrize(
    ("ends", "above", "below", "none"),
    [
        ((1.4, 1.2, 1.7), True, False, False),
        ((0.7, 0.5, 0.9), False, True, False),
        ((1.0, 0.9, 1.2), False, False, True),
        ((1.0, None, None), False, False, False),
        ((1.3, 0.9, None), False, False, False),
    ],
)
def test_where_an_interval_lies(ends, above, below, none):
    found = Ends(*ends)
    assert (found.above, found.below, found.none) == (above, below, none)


def test_an_end_near_one_never_reads_as_one():
    assert [two_digits(value) for value in (1.004, 0.996, 1.02, 1.06, 0.94)] == [
        "1.004",
        "0.996",
        "1.02",
        "1.1",
        "0.94",
    ]
    assert Ends(1.2, None, 1.5).words() == "1.2 (1.5 or less)"


def test_distance_from_none_follows_the_width_of_the_interval():
    sure, unsure = (Turn("2021-08", "event", Ends(2.0, 2 / by, 2 * by)) for by in (1.2, 3.0))
    assert sure.z == pytest.approx(np.log(2) / (np.log(1.2) / 1.96), rel=1e-3)
    assert sure.stands_out(10)
    assert not unsure.stands_out(1)
    barely = Turn("2021-08", "event", Ends(2.0, 2 / 1.9, 2 * 1.9))
    assert barely.stands_out(1)
    assert not barely.stands_out(3)
    assert Turn("2021-08", "event", Ends(2.0, 1.0, None)).z == 0
