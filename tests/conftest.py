"""What every test stands on: figures are drawn without a window, and what Hypothesis tries is the same each time."""

import os
from dataclasses import replace

import matplotlib as mpl
import pytest
from hypothesis import settings

from turningpoint.its import Specification, analyse, by_window_start
from turningpoint.killratio.publishers.all_ratios import ratios_by_publisher
from turningpoint.outcome import load_outcome
from turningpoint.sources import read_claims, read_published_figures, read_sides

# Not by MPLBACKEND: kernels that tests start would inherit it and show no figure.
mpl.use("agg")

settings.register_profile("reproducible", derandomize=True, deadline=None, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "reproducible"))


@pytest.fixture(scope="session")
def pakistan():
    """An analysis of the default series by a quick model, and of other windows of it: rules of wording need no more."""
    specification = Specification(("2021-08",), errors="hac:6")
    whole = load_outcome("events")
    result = analyse(whole.window("2015-01", "2024-12"), specification)
    windows = by_window_start(whole, specification, starts=("2013-01", "2016-01", "2019-01"), end="2024-12")
    return result, windows


@pytest.fixture(scope="session")
def calibrated():
    """The series of the report with a straight and a bending course, and a measured outcome without change."""
    series = load_outcome("events", start="2015-01", end="2024-12")
    asked = Specification(("2021-08",), pre_trend="straight")
    bending = analyse(series, replace(asked, pre_trend="adaptive"))
    measured = replace(series, unit="price", label="price", values=series.values / 7)
    return analyse(series, asked), bending, analyse(measured, replace(asked, likelihood="gaussian"))


@pytest.fixture(scope="session")
def figures():
    """The published figures; who changes them takes a copy."""
    return read_published_figures()


@pytest.fixture(scope="session")
def sides():
    """UCDP's deaths by side; who changes them takes a copy."""
    return read_sides()


@pytest.fixture(scope="session")
def ratios(figures, sides):
    """Every yearly kill ratio, and the claimed ones; who changes them takes a copy."""
    return ratios_by_publisher(figures, sides, read_claims())
