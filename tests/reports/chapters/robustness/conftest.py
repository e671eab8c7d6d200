"""Results in the tests of this folder, and what they record."""

import pytest

from tests.robustness.placebo_series import series
from turningpoint.its import Specification
from turningpoint.outcome import load_outcome
from turningpoint.reports import records as shared_records
from turningpoint.reports.chapters.robustness import records, report_checks
from turningpoint.robustness.concurrent_events import leave_out, rival_stories
from turningpoint.robustness.specifications.grid import Grid
from turningpoint.robustness.specifications.joint_test import specifications

GRID = Grid(("events",), ("2002-01", "2004-01"), ("2014-12",), shifts=(-1, 0, 1), harmonics=(0,))


@pytest.fixture
def kept(monkeypatch):
    """What is recorded, by id."""
    found = {}
    for module in (records, shared_records):
        monkeypatch.setattr(module, "record", lambda id, **fields: found.update({id: fields}))
    return found


@pytest.fixture(scope="session")
def outcome():
    return load_outcome("events", start="2015-01", end="2024-12")


@pytest.fixture(scope="session")
def stories(outcome):
    rivals = report_checks.rivals_of_pakistan(tuple(outcome.labels))
    return rival_stories(outcome, Specification(("2021-08",)), rivals)


@pytest.fixture(scope="session")
def years(outcome):
    return leave_out(outcome, Specification(("2021-08",)))


@pytest.fixture(scope="session")
def many():
    simulated = series(2.0, start="2000-01", months=180)
    specification = Specification(("2010-01",), harmonics=0)
    return specifications({"events": simulated}, simulated, specification, GRID, replicates=39, seed=3)
