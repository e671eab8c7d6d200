"""The comparison times what it says and sees effects that differ."""

import re

import numpy as np
import pytest

from benchmarks import specifications as program
from turningpoint.its.model.specification import Specification
from turningpoint.robustness.specifications.fits import design_for, fit_choices


def test_effects_are_those_of_statsmodels():
    series, times, choices = program.example(6, 3)
    assert len(choices) == 6
    found = fit_choices(series, times, choices, program.WHEN, Specification((program.WHEN,)))
    for place in (0, 5):
        design, window = design_for(times, choices[place], program.WHEN, Specification((program.WHEN,)))
        counts = series[choices[place].outcome][2, window]
        assert found.effect[0, place, 2] == pytest.approx(program.one_by_one(counts, design, 6), abs=1e-6)


def test_the_comparison_is_printed(capsys):
    program.main(count=4, replicates=3, sample=3)
    printed = capsys.readouterr().out
    assert "4 specifications × 3 series" in printed
    assert re.search(r"largest difference .*\(met\)", printed)
    assert re.search(r"times as fast .*\((?:met|NOT MET)\)", printed)


def test_the_full_example_has_a_thousand():
    series, _, choices = program.example(program.SPECIFICATIONS, 1)
    assert len(choices) == len(set(choices)) == program.SPECIFICATIONS
    assert all(np.isfinite(values).all() for values in series.values())
