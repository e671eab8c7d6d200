"""A witness is cut to its own coverage and to where it cuts no sum; what it cannot bear is said."""

import numpy as np
import pytest

from turningpoint.its import Specification
from turningpoint.its.witness import witness
from turningpoint.outcome import load_outcome

KABUL = Specification(("2021-08",))


def of(source, start="2015-01", end="2026-01", **given):
    whole = load_outcome("events" if source == "ucdp-ged" else "attacks", source=source)
    return witness(whole, given.pop("asked", KABUL), name=source, counts="attacks", start=start, end=end)


def test_a_window_ends_with_the_coverage():
    found = of("ucdp-ged")
    assert (found.outcome.labels[0], found.outcome.labels[-1]) == ("2015-01", "2024-12")
    assert found.analysis is not None
    assert found.analysis.outcome.labels == found.outcome.labels


@pytest.mark.parametrize(
    ("start", "end", "kept"),
    [("2015-01", "2026-01", ("2015-01", "2025-12")), ("2015-06", "2025-06", ("2016-01", "2024-12"))],
)
def test_a_window_moves_inwards_to_where_it_cuts_no_sum(start, end, kept):
    found = of("pips-attacks", start, end)
    assert found.analysis is not None
    years = found.outcome.labels[0], found.outcome.labels[found.outcome.covered.nonzero()[0][-1]]
    assert years == kept
    assert all(np.isin(span.periods, np.arange(len(found.outcome.times))).all() for span in found.outcome.spans)


@pytest.mark.parametrize(
    ("source", "window", "problem"),
    [
        ("ucdp-ged", ("2021-09", "2024-12"), "2021-08"),
        ("pips-attacks", ("2021-02", "2021-11"), "2022"),
    ],
)
def test_without_a_fit_the_problem_is_named(source, window, problem):
    found = of(source, *window)
    assert found.analysis is None
    assert problem in found.problem
    assert not found.problem.endswith(".")
