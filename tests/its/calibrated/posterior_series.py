"""Designs and series for tests of the posterior, and what is compared of it."""

from dataclasses import replace

import numpy as np

from turningpoint.its.coverage.grid import Cell, design_of
from turningpoint.its.coverage.simulated_series import Course, fitted_counts
from turningpoint.its.model.bending_trend import with_bend
from turningpoint.spans import with_sums

ENDS = np.array([0.5, 0.025, 0.975])
STEP, RAMP = 2, 3


def ends(mixture, term=STEP):
    """(N, 3) median and ends of a coefficient."""
    direction = np.zeros((1, mixture.means.shape[-1]))
    direction[0, term] = 1
    return mixture.quantiles(*mixture.contrast(direction), ENDS)


def deviation(mixture, term=STEP):
    """(N,) standard deviation of a coefficient."""
    direction = np.zeros((1, mixture.means.shape[-1]))
    direction[0, term] = 1
    return np.sqrt(mixture.variance(direction)[1])


def close(ours, theirs, slack=1e-6):
    """Whether level and slope agree to so many standard deviations."""
    for term in (STEP, RAMP):
        apart = np.abs(ends(ours, term) - ends(theirs, term)) / deviation(theirs, term)[:, None]
        assert apart.max() < slack, term


def design_for(points=60, *, harmonics=1, bend=True, spans=(), holes=()):
    design = design_of(Cell(0, "lognormal", points, 0.0, 15.0, change=False, harmonics=harmonics))
    used = design.used.copy()
    used[list(holes)] = False
    used[sorted({period for span in spans for period in span})] = False
    design = replace(design, used=used, spans=tuple(spans), spans_used=np.ones(len(spans), dtype=bool))
    return with_bend(design) if bend else design


def counts_for(design, series=4, seed=1, *, rho=0.6, share=0.8, sigma=0.4, mean=15.0, level=0.5):
    """(N, n + s) counts of the fitted model, of straight course."""
    course = mean * np.exp(level * design.post + design.offset)
    drawn = fitted_counts(
        Course(course, course), rho=rho, share=share, sigma=sigma, series=series, random=np.random.default_rng(seed)
    ).observed
    return with_sums(drawn, design.spans)


SPANS = (tuple(range(6, 12)), (15, 16, 20), tuple(range(44, 50)))
KINDS = {
    "whole": {},
    "straight": {"bend": False},
    "holes": {"holes": (0, 13, 14, 15, 59)},
    "sums": {"spans": SPANS, "holes": (30, 31)},
    "24 periods": {"points": 24, "harmonics": 0},
}
