import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from turningpoint.errors import ParameterError
from turningpoint.outcome import SOURCES, load_outcome, own_outcome
from turningpoint.pandas_outcome import outcome_of
from turningpoint.regular_series import Outcome
from turningpoint.sources import read_series
from turningpoint.sources.embedded.catalogue import table_info
from turningpoint.spans import Span

UCDP = table_info("ucdp_ged_country_month")
PICSS = Path(__file__).parent / "golden" / "picss_spans" / "observations.csv"
YEARS = [361, 433, 285, 158, 163, 93, 99, 145, 191, 284, 382, 687]
OFFERED = [(name, source.name) for source in SOURCES.values() for name in source.outcomes]


def test_a_window_holds_both_its_ends():
    outcome = load_outcome("events", start="2015-01", end="2024-12")
    assert (outcome.labels[0], outcome.labels[-1], len(outcome.values)) == ("2015-01", "2024-12", 120)
    assert outcome.values.sum() == sum(YEARS[2:])
    assert outcome.window("", "2015-12").values.sum() == 285
    assert outcome.window("2024-12", "2024-12").labels == ["2024-12"]


def test_a_window_takes_the_exposure_along():
    times = pd.period_range("2021-01", periods=4, freq="M")
    whole = Outcome("y", "y", "y", "s", "", times, np.arange(4.0), exposure=np.arange(4.0) + 10)
    np.testing.assert_array_equal(whole.window("2021-02", "2021-03").exposure, [11, 12])
    assert whole.to_frame().columns.tolist() == ["time", "value", "observed", "exposure"]


def test_a_window_of_an_index():
    whole = Outcome("y", "y", "y", "s", "", pd.RangeIndex(1, 9), np.arange(8.0))
    part = whole.window("3", "5")
    assert part.labels == ["3", "4", "5"]
    np.testing.assert_array_equal(part.values, [2, 3, 4])


@pytest.mark.parametrize(
    ("start", "end", "problem"),
    [
        (
            "1988-12",
            "",
            f"window_start 1988-12 lies outside the coverage of {UCDP.short_title} for Pakistan: {UCDP.coverage}",
        ),
        ("", "2099-01", "window_end 2099-01 lies outside the coverage"),
        ("2098-01", "2099-01", "window_start 2098-01 lies outside the coverage"),
        ("2020-05", "2019-01", "window_start 2020-05 is after window_end 2019-01"),
        ("2020", "", "window_start '2020' does not fit a series by month"),
    ],
)
def test_a_window_that_does_not_fit_is_refused(start, end, problem):
    with pytest.raises(ParameterError, match=re.escape(problem)):
        load_outcome("events", start=start, end=end)


def test_nothing_but_zeros_is_refused():
    with pytest.raises(ParameterError, match=r"every observed value of lethal conflict events in Sweden .* is zero"):
        load_outcome("events", country="SWE", start="2020-01")
    with pytest.raises(ParameterError, match=r"state-based conflict in Sweden .* is zero"):
        load_outcome("events_state_based", country="SWE")


def test_nothing_but_holes_is_refused():
    with pytest.raises(ParameterError, match=r"no value of militant attacks in Pakistan .* was observed from 2016-04"):
        load_outcome("attacks", source="picss-monthly-attacks", start="2016-04", end="2018-08")


def test_a_caller_cannot_change_what_the_next_one_gets():
    load_outcome("events").values[:] = -1
    assert load_outcome("events").values.min() == 0


def test_to_frame():
    frame = load_outcome("attacks", source="pips-yearly-attacks", start="2021", end="2023").to_frame()
    assert frame["time"].tolist() == ["2021", "2022", "2023"]
    assert frame["observed"].tolist() == [True, True, False]
    assert frame["value"].tolist()[:2] == [207, 262]


def test_summary():
    assert load_outcome("attacks", source="pips-yearly-attacks", start="2021", end="2023").summary() == (
        "Militant attacks in Pakistan (PIPS, yearly figures): 469 in 2 years from 2021 to 2023, 234.5 per year; "
        "1 of the 3 years is missing."
    )


@pytest.fixture
def picss():
    return own_outcome(read_series(PICSS, time="months", outcome="attacks"), geography="Pakistan")


def test_sums_are_told(picss):
    assert picss.covered.all()
    assert (picss.observed.sum(), len(picss.spans)) == (83, 8)
    assert len(picss.observations) == 133 + 8
    total = np.nansum(picss.values) + sum(span.value for span in picss.spans)
    assert picss.summary() == (
        f"Attacks in Pakistan (observations.csv): {total:,.0f} in 133 months from 2015-01 to 2026-01, "
        f"{total / 133:.1f} per month; 50 of them known only as 8 sums over several."
    )
    alone = picss.window("2015-04", "2015-12")
    assert "; 2 of them known only as 1 sum over several." in alone.summary()
    with_hole = replace(picss, spans=picss.spans[1:])
    assert "known only as 7 sums over several; 2 of the 133 months are missing." in with_hole.summary()


def test_a_table_of_a_series_with_sums_says_where_they_are(picss):
    frame = picss.to_frame().set_index("time")
    assert frame.loc["2018-08", ["observed", "sum"]].tolist() == [False, 4]
    assert frame.loc["2018-12", "mean_of_sum"] == 174 / 9
    assert frame.loc["2018-09", "sum"] == 0
    assert np.isnan(frame.loc["2018-09", "mean_of_sum"])
    assert load_outcome("events").to_frame().columns.tolist() == ["time", "value", "observed"]


@pytest.mark.parametrize(
    ("start", "end", "problem"),
    [
        (
            "2018-06",
            "",
            "window_start 2018-06 cuts a sum: 174 is known only for 2018-01 to 2018-08 and 2018-12 together. "
            "The nearest starts that cut none: 2018-01 and 2019-01.",
        ),
        ("2018-10", "", "The nearest starts that cut none: 2018-01 and 2019-01."),
        ("", "2018-10", "window_end 2018-10 cuts a sum: .* The nearest ends that cut none: 2017-12 and 2018-12."),
        ("2015-05", "", "The nearest starts that cut none: 2015-04 and 2016-01."),
    ],
)
def test_a_window_that_a_user_sets_may_not_cut_a_sum(picss, start, end, problem):
    with pytest.raises(ParameterError, match=problem):
        picss.window(start, end)


def test_only_ends_that_cut_none_are_named():
    times = pd.period_range("2021-01", periods=4, freq="M")
    whole = Outcome("y", "y", "y", "s", "", times, np.full(4, np.nan), spans=(Span((0, 1, 2, 3), 8.0),))
    with pytest.raises(ParameterError, match=r"The nearest start that cuts none: 2021-01\."):
        whole.window("2021-02", "")
    with pytest.raises(ParameterError, match=r"The nearest end that cuts none: 2021-04\."):
        whole.window("", "2021-02")
    assert whole.window("2021-01", "2021-04").spans == whole.spans
    with pytest.raises(ParameterError, match="no window can start in 2021-02 or later without cutting a sum"):
        whole.nearest_start("2021-02")
    with pytest.raises(ParameterError, match="no window can end in 2021-02 or earlier without cutting a sum"):
        whole.nearest_end("2021-02")


def test_a_window_that_the_program_derives_moves_to_where_it_cuts_none(picss):
    assert picss.nearest_start("2018-08") == "2019-01"  # 36 months before 2021-08
    assert picss.nearest_start("2018-01") == "2018-01"
    assert picss.nearest_end("2018-10") == "2017-12"
    assert picss.nearest_end("2018-12") == "2018-12"
    assert load_outcome("events").nearest_start("2018-08") == "2018-08"


def test_a_window_takes_its_sums_along(picss):
    part = picss.window("2018-01", "2021-07")
    assert part.spans[0] == Span((*range(8), 11), 174.0)
    assert {part.labels[place] for place in part.spans[0].periods} == {
        *(f"2018-{month:02d}" for month in range(1, 9)),
        "2018-12",
    }
    assert part.window("2019-01", "").spans == picss.window("2019-01", "2021-07").spans


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_a_window_of_all_rows_is_the_series_of_the_rows_inside_it(data):
    """Window then sums is sums then window: rows that the window holds make the same series when read alone."""
    whole = own_outcome(read_series(PICSS, time="months", outcome="attacks"))
    free = [label for label in whole.labels if whole.nearest_start(label) == label]
    start = data.draw(st.sampled_from(free[:-12]))
    end = data.draw(
        st.sampled_from([label for label in whole.labels if whole.nearest_end(label) == label and label > start])
    )
    rows = pd.read_csv(PICSS, index_col="months")["attacks"]
    first, last = rows.index.str[:7], rows.index.str[-7:]
    alone = outcome_of(rows[(first >= start) & (last <= end)])
    part = whole.window(start, end)
    assert part.labels == alone.labels
    assert part.spans == alone.spans
    np.testing.assert_array_equal(part.observations, alone.observations)


def test_a_window_after_the_sums_is_a_window_of_the_months_alone(picss):
    months = replace(picss, spans=())
    np.testing.assert_array_equal(picss.window("2021-08", "").observations, months.window("2021-08", "").observations)


def test_sums_alone_are_something_and_sums_of_zero_are_not():
    times = pd.period_range("2021-01", periods=4, freq="M")
    sums = Outcome("y", "y", "y per month", "s", "", times, np.full(4, np.nan), spans=(Span((0, 1), 8.0),))
    assert sums.window("", "2021-02").observations[-1] == 8
    with pytest.raises(ParameterError, match="is zero"):
        replace(sums, spans=(Span((0, 1), 0.0),)).window("", "2021-02")
    with pytest.raises(ParameterError, match="no value of y"):
        sums.window("2021-03", "")
