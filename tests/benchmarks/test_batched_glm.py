"""The comparison with a loop times what it says, on series as described, and sees a wrong coefficient."""

import re

import numpy as np
import pytest

from benchmarks import batched_glm as program


def test_the_example_has_eight_columns_and_the_variance_it_says():
    design, poisson, overdispersed = program.example(400)
    assert design.matrix.shape == (120, 8)
    assert poisson.shape == overdispersed.shape == (400, 120)
    mean = poisson[:, design.post].mean()
    assert mean == pytest.approx(15 * program.LEVEL_RATIO, rel=0.02)
    assert poisson[:, design.post].var() == pytest.approx(mean, rel=0.1)
    assert overdispersed[:, design.post].var() == pytest.approx(mean + program.DISPERSION * mean**2, rel=0.1)


def test_all_comparisons_are_printed_and_coefficients_agree(capsys):
    program.main(refits=12, sample=10)
    printed = capsys.readouterr().out
    assert re.findall(r"(Poisson|NegativeBinomial|GLM and α)\b.*, one by one \(mean of (\d+)", printed) == [
        ("Poisson", "10"),
        ("NegativeBinomial", "5"),
        ("GLM and α", "3"),
    ]
    assert len(re.findall(r"times as fast .*\((?:met|NOT MET)\)", printed)) == 3
    assert len(re.findall(r"largest difference .*\(met\)", printed)) == 3


def test_a_wrong_coefficient_is_seen_and_every_series_is_fitted_once(capsys):
    fitted = []
    _, apart = program.compare(
        "ours",
        lambda: np.zeros((7, 2)),
        "theirs",
        fitted.append,
        lambda i: np.array([0.0, 1e-7 if i == 4 else 0.0]),
        sample=7,
    )
    assert apart == 1e-7
    assert fitted == [0, *range(7)]
    assert re.search(r"largest difference .*\(NOT MET\)", capsys.readouterr().out)
