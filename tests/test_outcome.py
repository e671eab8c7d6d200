from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from turningpoint.errors import DataError, ParameterError
from turningpoint.outcome import OUTCOMES, SOURCES, load_outcome, own_outcome
from turningpoint.pandas_outcome import outcome_of
from turningpoint.sources import read_series
from turningpoint.sources.embedded.catalogue import table_info

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


def test_a_pandas_object_is_an_outcome_too():
    frame = pd.DataFrame({"day": ["2021-08-01", "2021-08-02", "2021-08-03"], "n": [3, 5, 4], "people": [10, 10, 20]})
    found = load_outcome(frame, time="day", outcome="n", exposure="people", start="2021-08-02")
    assert (found.labels, found.values.tolist()) == (["2021-08-02", "2021-08-03"], [5, 4])
    assert found.exposure.tolist() == [10, 20]
    series = pd.Series([3, 5], index=pd.period_range("2021-01", periods=2, freq="M"), name="attacks")
    assert load_outcome(series).summary() == outcome_of(series).summary()


def test_what_names_a_table_does_not_go_with_a_pandas_object_nor_columns_with_a_name():
    frame = pd.DataFrame({"day": ["2021-08-01", "2021-08-02"], "n": [3, 5]})
    with pytest.raises(ParameterError, match="leave them out with a pandas object"):
        load_outcome(frame, time="day", outcome="n", country="MLI")
    with pytest.raises(ParameterError, match="time: only a pandas object has columns"):
        load_outcome("events", time="day")
