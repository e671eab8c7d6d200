"""What must not move the posterior: company, order, units, and what is not used."""

from dataclasses import replace

import numpy as np
import pytest

from tests.its.calibrated.posterior_series import (
    KINDS,
    SPANS,
    close,
    counts_for,
    design_for,
    deviation,
    ends,
)
from turningpoint.its.calibrated import posterior
from turningpoint.its.calibrated.posterior import average


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("likelihood", ["poisson", "gaussian"])
def test_a_series_gets_the_same_numbers_whatever_stands_beside_it(kind, likelihood, monkeypatch):
    design = design_for(**kind)
    values = counts_for(design, series=5)
    together = average(values, design, likelihood)
    back = average(values[::-1], design, likelihood)
    monkeypatch.setattr(posterior, "BLOCK", 2)
    blocks = average(values, design, likelihood)
    for i in range(5):
        one = together.take(np.array([i]))
        for other in (
            average(values[[i]], design, likelihood),
            back.take(np.array([4 - i])),
            blocks.take(np.array([i])),
        ):
            close(other, one, 1e-4)  # how many light nodes are kept depends on the heaviest series of a block
    np.testing.assert_array_equal(together.rounds, blocks.rounds)


@pytest.mark.parametrize("likelihood", ["poisson", "gaussian"])
def test_time_may_run_backwards(likelihood):
    """A stationary autoregression is the same in both directions."""
    design = design_for(spans=SPANS, holes=(3,))
    values = counts_for(design, series=2)
    last = 59
    backwards = replace(
        design,
        matrix=design.matrix[::-1],
        used=design.used[::-1],
        spans=tuple(tuple(sorted(last - period for period in span)) for span in SPANS),
    )
    turned = np.concatenate([values[:, :60][:, ::-1], values[:, 60:]], axis=1)
    close(average(turned, backwards, likelihood), average(values, design, likelihood), 1e-4)


@pytest.mark.parametrize("likelihood", ["poisson", "gaussian"])
def test_what_is_not_used_does_not_matter(likelihood):
    design = replace(design_for(spans=SPANS, holes=(3, 4, 41)), spans_used=np.array([True, True, False]))
    values = counts_for(design, series=2)
    other = values.copy()
    other[:, :60][:, ~design.used] = np.nan
    other[0, 62], other[0, 3] = 1e7, 1e5
    close(average(other, design, likelihood), average(values, design, likelihood), 1e-9)


@pytest.mark.parametrize("kind", ["whole", "sums"])
def test_exposure_scales_the_intercept_only(kind):
    design = design_for(**KINDS[kind])
    values = counts_for(design, series=2)
    plain, scaled = (average(values, replace(design, offset=np.full(60, x)), "poisson") for x in (0.0, np.log(50)))
    close(plain, scaled)
    np.testing.assert_allclose(ends(plain, 0) - ends(scaled, 0), np.log(50), atol=1e-6)


def test_exposure_by_period_is_an_offset():
    """Twice the exposure and twice the counts of a period are the same rate, learnt a little better."""
    design = design_for(bend=False)
    exposed = replace(design, offset=np.where(np.arange(60) % 2, np.log(4.0), 0.0))
    values = counts_for(exposed, series=60, mean=15.0, level=0.7, sigma=0.3)
    found = average(values, exposed, "poisson")
    assert ends(found)[:, 0].mean() == pytest.approx(0.7, abs=4 * deviation(found).mean() / np.sqrt(60))
    assert ends(found, 0)[:, 0].mean() == pytest.approx(np.log(15), abs=0.15)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_gaussian_outcome_keeps_its_unit(kind):
    design = design_for(**kind)
    values = np.log(counts_for(design, series=2) + 5)
    plain, scaled = average(values, design, "gaussian"), average(1000 * values, design, "gaussian")
    for term in range(4):
        np.testing.assert_allclose(ends(scaled, term), 1000 * ends(plain, term), rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(scaled.weight, plain.weight, atol=1e-9)
    np.testing.assert_allclose(scaled.sigma, plain.sigma, rtol=1e-9)
    np.testing.assert_allclose(scaled.unit, 1000 * plain.unit)
