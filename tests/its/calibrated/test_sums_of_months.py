"""Months and sums of attacks that PICSS printed, under the grid of a dense reference, equal that reference."""

import numpy as np
import pytest

from tests.its.spans_series import picss
from turningpoint.its import Specification, build_design
from turningpoint.its.calibrated.noise_grid import Nodes, Search
from turningpoint.its.calibrated.posterior import average

RHO = np.array([0, 0.2, 0.4, 0.58, 0.72, 0.83, 0.9, 0.945, 0.975])
SIGMA = np.array([0.05, 0.09, 0.14, 0.19, 0.25, 0.32, 0.4, 0.5, 0.63, 0.8, 1.0])
WITH_SUMS = {"step": (1.87, 1.20, 2.90), "ramp": (1.74, 1.42, 2.13)}
MONTHS_ONLY = {"step": (2.46, 1.55, 3.89), "ramp": (1.78, 1.52, 2.09)}
"""Level and slope with the interval of the mixture's variance, from dense covariance matrices one node at a time, as
printed: flat in ρ and σ, shares 0.3, 0.65 and 1, a straight trend, linearised four times at the latent mode."""


def flat() -> Search:
    """The reference's grid: no prior, and no width of a cell in the share."""
    width = np.log(np.gradient(RHO))
    pairs = [(p, s, w) for p, w in zip(RHO, width, strict=True) for s in (0.3, 0.65, 1.0) if p or s == 1]
    rho, share, prior = np.array(pairs).T
    nodes = Nodes(rho, share, prior, SIGMA[None], np.log(np.gradient(SIGMA))[None])
    return Search(nodes, nodes, None)


@pytest.mark.parametrize(("sums", "wanted"), [(True, WITH_SUMS), (False, MONTHS_ONLY)])
def test_level_and_slope_are_those_of_the_reference(sums, wanted):
    outcome = picss()
    spans = [span.periods for span in outcome.spans] if sums else []
    specification = Specification(("2021-08",), pre_trend="straight")
    design = build_design(outcome.times, specification, observed=outcome.observed, spans=spans)
    values = outcome.observations if sums else outcome.values
    mixture = average(values[None], design, "poisson", search=flat())
    for term, numbers in wanted.items():
        mean, variance = mixture.variance(np.eye(len(design.terms))[[design.terms.index(term)]])
        found = np.exp(mean + np.array([0, -1.96, 1.96]) * np.sqrt(variance))
        assert found == pytest.approx(numbers, abs=0.006)
