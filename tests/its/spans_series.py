"""PICSS's attacks as they are published: months, and sums over several months."""

import csv
from pathlib import Path

import numpy as np
import pandas as pd

from turningpoint.arrays import Array
from turningpoint.its import Specification, build_design
from turningpoint.its.model.design import Design
from turningpoint.outcome import Outcome
from turningpoint.spans import Span

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "picss_spans" / "observations.csv"
KABUL = "2021-08"


def picss(*, drop: int | None = None) -> Outcome:
    """January 2015 to January 2026: 83 months known, 8 sums; without one of the sums where ``drop`` is its place."""
    with GOLDEN.open(encoding="utf-8") as lines:
        rows = [(row["months"].split(), float(row["attacks"])) for row in csv.DictReader(lines)]
    every = sorted(month for months, _ in rows for month in months)
    times = pd.period_range(every[0], every[-1], freq="M")
    place = {str(month): i for i, month in enumerate(times)}
    values = np.full(len(times), np.nan)
    spans = []
    for months, attacks in rows:
        if len(months) == 1:
            values[place[months[0]]] = attacks
        else:
            spans.append(Span(tuple(place[month] for month in months), attacks))
    if drop is not None:
        del spans[drop]
    return Outcome("attacks", "attacks", "attacks per month", "PICSS", "Pakistan", times, values, spans=tuple(spans))


def design_of(outcome: Outcome, **choices: object) -> tuple[Array, Design]:
    """Observations and design of an outcome, with the choices of a specification."""
    specification = Specification((KABUL,), **{"likelihood": "poisson", "errors": "independent", **choices})
    periods = [span.periods for span in outcome.spans]
    return outcome.observations, build_design(
        outcome.times, specification, observed=outcome.observed, exposure=outcome.exposure, spans=periods
    )


def half_years() -> Outcome:
    """Twenty-one years of half-year reports, no month known by itself; twice as many deaths from 2015 on."""
    times = pd.period_range("2005-01", periods=252, freq="M")
    rng = np.random.default_rng(1)
    spans = tuple(
        Span(tuple(range(at, at + 6)), float(rng.poisson(60 * (1 + (at >= 120))))) for at in range(0, len(times), 6)
    )
    return Outcome("deaths", "deaths", "deaths per month", "made up", "", times, np.full(252, np.nan), spans=spans)
