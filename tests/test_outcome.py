import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from turningpoint.errors import DataError, ParameterError
from turningpoint.outcome import OUTCOMES, SOURCES, Outcome, load_outcome, own_outcome
from turningpoint.pandas_outcome import outcome_of
from turningpoint.sources import read_series
from turningpoint.sources.embedded.catalogue import table_info
from turningpoint.spans import Span

UCDP = table_info("ucdp_ged_country_month")
YEARS = [361, 433, 285, 158, 163, 93, 99, 145, 191, 284, 382, 687]
OFFERED = [(name, source.name) for source in SOURCES.values() for name in source.outcomes]


@pytest.fixture
def written(tmp_path):
    def write(content):
        path = tmp_path / "own.csv"
        path.write_text(content)
        return path

    return write


def yearly(outcome):
    return pd.Series(outcome.values).groupby([label[:4] for label in outcome.labels]).sum()


@pytest.mark.parametrize(("name", "source"), OFFERED)
def test_every_outcome_loads_and_says_what_it_is(name, source):
    outcome = load_outcome(name, source=source)
    assert outcome.name == name
    assert outcome.label == OUTCOMES[name].label
    assert outcome.unit == f"{OUTCOMES[name].unit} per {SOURCES[source].frequency}"
    assert outcome.geography == "Pakistan"
    assert outcome.frequency == SOURCES[source].frequency
    assert (outcome.labels[0], outcome.labels[-1]) == SOURCES[source].coverage
    assert outcome.values.shape == outcome.observed.shape == (len(outcome.times),)
    assert (outcome.values[outcome.observed] >= 0).all()
    assert outcome.definition.endswith(".")
    assert "  " not in outcome.definition + outcome.assumption


def test_yearly_events_of_pakistan():
    assert yearly(load_outcome("events")).loc["2013":"2024"].tolist() == YEARS
    assert yearly(load_outcome("deaths_best")).loc["2021":"2024"].tolist() == [452, 719, 1178, 1885]


def test_the_types_of_events_add_up():
    parts = [load_outcome(f"events_{kind}").values for kind in ("state_based", "one_sided", "non_state")]
    np.testing.assert_array_equal(np.sum(parts, axis=0), load_outcome("events").values)


def test_an_absent_month_of_ucdp_is_zero():
    outcome = load_outcome("events")
    assert outcome.observed.all()
    assert (outcome.window("", "2024-12").values == 0).sum() == 432 - 370


def test_months_before_a_state_existed_are_not_covered():
    outcome = load_outcome("events", country="SSD")
    assert outcome.labels[0] == "2011-07"
    assert outcome.values[0] == 0
    assert "from 2011-07 on" in outcome.definition
    with pytest.raises(ParameterError, match=f"outside the coverage of {UCDP.short_title} for South Sudan: 2011-07 to"):
        load_outcome("events", country="SSD", start="2010-01")


def test_a_hole_in_published_figures_is_missing():
    outcome = load_outcome("attacks", source="picss-monthly-attacks")
    assert outcome.observed.sum() == 77
    hole = outcome.labels.index("2016-04")
    assert np.isnan(outcome.values[hole])
    assert not (outcome.values == 0).any()
    yearly_attacks = load_outcome("attacks", source="pips-yearly-attacks")
    assert [label for label, seen in zip(yearly_attacks.labels, yearly_attacks.observed, strict=True) if not seen] == [
        "2012",
        "2023",
    ]


def test_definitions_say_what_is_counted():
    assert "exchanges of fire between India and Pakistan" in load_outcome("events").definition
    assert "India" not in load_outcome("events", country="MLI").definition
    assert "attacks that killed nobody are not counted" in load_outcome("events").definition
    assert (
        "the figure of 2013 is by PIPS is inferred" in load_outcome("attacks", source="pips-yearly-attacks").definition
    )


def test_without_the_exchanges_with_india():
    outcome, events = load_outcome("events_without_india"), load_outcome("events")
    taken = yearly(events) - yearly(outcome)
    assert taken["2020"] == 34
    assert taken["2021"] == 1
    assert taken.loc["2022":].sum() == 0
    inside = [index for index, label in enumerate(outcome.labels) if "2015-01" <= label <= "2021-07"]
    assert (events.values - outcome.values)[inside].sum() == 157
    assert outcome.source == f"{UCDP.short_title} less {table_info('ucdp_ged_pakistan_kinds_month').short_title}"
    assert "ends in 2021-12: after it none is assumed" in outcome.assumption
    assert "in 352 of 396 months" in outcome.assumption
    assert events.assumption == ""


def test_more_exchanges_than_events_are_refused(monkeypatch):
    exchange = pd.DataFrame({"month": [pd.Period("2021-08", "M")], "kind": "india_pakistan", "events": 1000})
    monkeypatch.setattr("turningpoint.sources.embedded.ucdp_kinds.read_kinds", lambda: exchange)
    with pytest.raises(DataError, match="more exchanges between India and Pakistan than events in 2021-08"):
        load_outcome("events_without_india")


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


def test_a_series_of_ones_own(written):
    path = written("week,incidents,patrols\n2021-08-01,3,10\n2021-08-08,,12\n2021-08-15,4,11\n")
    series = read_series(path, time="week", outcome="incidents", exposure="patrols", allow_missing=True)
    outcome = own_outcome(series)
    assert (outcome.name, outcome.label, outcome.unit) == ("incidents", "incidents", "incidents per week")
    assert (outcome.source, outcome.geography) == ("own.csv", "")
    assert outcome.observed.tolist() == [True, False, True]
    np.testing.assert_array_equal(outcome.exposure, [10, 12, 11])
    assert str(path.parent) not in outcome.definition
    assert outcome.summary().startswith("Incidents (own.csv): 7 in 2 weeks from 2021-08-01 to 2021-08-15")
    named = own_outcome(series, label="attacks", unit="attacks a week", geography="Quetta")
    assert (named.label, named.unit, named.geography) == ("attacks", "attacks a week", "Quetta")


def test_a_series_of_ones_own_by_index_is_per_period(written):
    outcome = own_outcome(read_series(written("t,y\n1,3\n2,4\n"), time="t", outcome="y"))
    assert outcome.unit == "y per period"
    assert outcome.summary() == "Y (own.csv): 7 in 2 periods from 1 to 2, 3.5 per period."
    measured = replace(outcome, unit="y", values=-outcome.values)
    assert (outcome.adds_up, measured.adds_up) == (True, False)
    assert measured.summary() == "Y (own.csv): a mean of −3.5 in 2 periods from 1 to 2."


def test_an_own_series_of_zeros_is_refused(written):
    series = read_series(written("t,y\n1,0\n2,0\n"), time="t", outcome="y")
    with pytest.raises(DataError, match=r"column 'y': every observed value of y \(own.csv\) from 1 to 2 is zero"):
        own_outcome(series)


PICSS = Path(__file__).parent / "golden" / "picss_spans" / "observations.csv"


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
