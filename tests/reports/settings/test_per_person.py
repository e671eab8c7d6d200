"""Population as a parameter of a report: where it is known, under which rule, and what it excludes."""

import numpy as np
import pytest

from turningpoint.errors import ParameterError
from turningpoint.outcome import load_outcome
from turningpoint.reports.settings.fit_to_data import check_against_data, outcome_of
from turningpoint.reports.settings.parameters import parameters_from
from turningpoint.reports.settings.per_person import per_person
from turningpoint.sources.population import population

INSIDE = {"window_end": "2023-12", "population": "PAK"}


def test_without_it_a_series_is_as_it_was() -> None:
    whole = load_outcome("events")
    assert per_person(whole, parameters_from({})) is whole


def test_the_series_of_a_report_is_by_person() -> None:
    resolved = check_against_data(parameters_from(INSIDE))
    assert resolved.outcome.exposure is not None
    np.testing.assert_allclose(resolved.outcome.exposure, population("PAK", resolved.outcome.times)[0])
    assert "Exposure is the population" in resolved.outcome.assumption
    assert outcome_of(resolved.parameters).labels[-1] == "2023-12"  # the table ends there


def test_a_sum_across_the_end_of_the_table_is_left_out_whole() -> None:
    series = per_person(load_outcome("attacks", source="picss-attacks"), parameters_from(INSIDE))
    assert series.labels[-1] == "2023-12"
    assert series.exposure is not None
    assert len(series.exposure) == len(series.times)


def test_a_window_beyond_the_table_needs_the_rule() -> None:
    with pytest.raises(ParameterError, match="PAK:growth"):
        check_against_data(parameters_from({"population": "PAK"}))
    resolved = check_against_data(parameters_from({"population": "PAK:growth"}))
    assert resolved.parameters.window_end == resolved.outcome.labels[-1] > "2023-12"
    assert "goes on at the growth" in resolved.outcome.assumption


def test_a_series_that_lies_beside_the_table_stays_as_it_was() -> None:
    late = load_outcome("events", start="2024-01")
    assert per_person(late, parameters_from(INSIDE)) is late


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"population": "XXX", "window_end": "2023-12"}, "XXX"),
        ({"population": "PAK:guess"}, "guess"),
        ({"population": "PAK", "likelihood": "gaussian"}, "population"),
        ({"population": "PAK", "data": "own.csv", "data_exposure": "people"}, "exclude each other"),
    ],
)
def test_what_has_no_meaning_is_refused(values: dict[str, str], words: str) -> None:
    with pytest.raises(ParameterError, match=words):
        check_against_data(parameters_from(values))
