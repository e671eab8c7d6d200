"""Priors on misreporting: their shapes, their reasons, what is refused."""

import numpy as np
import pytest
from scipy import stats

from turningpoint.errors import ParameterError
from turningpoint.killratio.misreporting.priors import (
    NUMBERS,
    Prior,
    checked_priors,
    default_priors,
    exactly,
    lognormal,
    priors_frame,
    toll_prior,
    triangular,
)

SHARES = np.array([0.0, 0.025, 0.5, 0.975, 1.0])


def test_triangular_quantiles_are_those_of_scipy():
    found = triangular(1, 2, 5, "r").quantile(SHARES)
    assert found == pytest.approx(stats.triang(0.25, 1, 4).ppf(SHARES))
    assert [found[0], found[-1]] == [1, 5]


def test_lognormal_has_its_mass_where_it_says():
    found = lognormal(1.5, 2, "r").quantile(SHARES[1:4])
    assert found == pytest.approx([0.75, 1.5, 3.0])


def test_a_prior_without_doubt_is_one_number():
    assert exactly(2.0).quantile(SHARES).tolist() == [2.0] * 5
    assert triangular(1, 1, 1, "r").quantile(SHARES).tolist() == [1.0] * 5


def test_defaults_have_reasons_and_the_stated_direction():
    priors = checked_priors(default_priors())
    assert list(priors) == list(NUMBERS)
    median = {name: float(prior.quantile(np.array([0.5]))[0]) for name, prior in priors.items()}
    assert median["militants_later"] > 1 > median["security_later"]
    table = priors_frame(priors, "claims")
    assert table["number"].tolist() == list(NUMBERS)
    assert (table["reason"].str.len() > 20).all()
    assert (table["case"] == "claims").all()


def test_the_prior_of_a_contested_number_follows_the_tolls():
    prior = toll_prior(592, [177, 192, 192], "the claimed 592")
    assert (prior.low, prior.middle, prior.high) == pytest.approx((1, 592 / 192, 592 / 177))
    assert "177, 192" in prior.reason
    assert toll_prior(100, [200], "n").low == 0.5
    with pytest.raises(ParameterError, match="no tolls above zero"):
        toll_prior(592, [], "the claimed 592")
    with pytest.raises(ParameterError, match="no tolls above zero"):
        toll_prior(592, [0, 5], "the claimed 592")


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (Prior("uniform", 1, 1, 2, "r"), "no known shape"),
        (Prior("triangular", 0, 1, 2, "r"), "not finite and above 0"),
        (Prior("triangular", 1, 2, float("inf"), "r"), "not finite and above 0"),
        (Prior("triangular", 1, float("nan"), 2, "r"), "not finite and above 0"),
        (Prior("triangular", 2, 1, 3, "r"), "not in order"),
        (Prior("lognormal", 1, 2, 3, "r"), "geometric mean"),
        (Prior("exact", 1, 1, 2, "r"), "called exact and is not"),
        (triangular(1, 1, 2, " "), "no reason"),
        (lognormal(1, 0.5, "r"), "not in order"),
    ],
)
def test_bad_priors_are_refused(bad, message):
    with pytest.raises(ParameterError, match=message) as caught:
        checked_priors({**default_priors(), "security_later": bad})
    assert "security_later" in str(caught.value)


def test_missing_and_unknown_numbers_are_refused():
    priors = default_priors()
    del priors["militants_earlier"]
    with pytest.raises(ParameterError, match="no prior for militants_earlier"):
        checked_priors(priors)
    with pytest.raises(ParameterError, match="a prior for civilians"):
        checked_priors({**default_priors(), "civilians": exactly()})
