"""CausalPy is given the same series with its default sampler; where it is missing, nothing is measured."""

import re
import sys
from importlib.metadata import PackageNotFoundError
from types import SimpleNamespace

import numpy as np
import pytest

from benchmarks import causalpy as program


def missing(name):
    raise PackageNotFoundError(name)


@pytest.fixture
def given(monkeypatch):
    """What a stand-in for CausalPy was given; CausalPy itself runs in `make bench` only."""
    calls = []
    stand_in = SimpleNamespace(
        pymc_models=SimpleNamespace(LinearRegression=lambda **given: given),
        InterruptedTimeSeries=lambda *given, **named: calls.append((*given, named)),
    )
    monkeypatch.setitem(sys.modules, "causalpy", stand_in)
    monkeypatch.setattr(program, "version", lambda name: f"of a stand-in for {name}")
    return calls


def test_without_causalpy_one_sentence_says_how_to_install_it(monkeypatch, capsys):
    monkeypatch.setattr(program, "version", missing)
    assert program.main() == program.NOT_MEASURED != 0
    printed = capsys.readouterr()
    assert not printed.out
    assert printed.err.count("\n") == 1
    assert "make bench" in printed.err


def test_causalpy_is_given_the_series_and_the_columns_that_are_not_of_the_intervention():
    values, design, _ = program.example(60)
    data, first, formula = program.frame(values, design)
    assert (data.index[40], data.shape) == (first, (60, 7))
    assert formula == "y ~ 0 + " + " + ".join(data.columns[1:])
    np.testing.assert_array_equal(data["y"], values)
    assert np.linalg.matrix_rank(data.iloc[:40, 1:]) == 6


def test_its_sampler_keeps_its_defaults_and_results_are_printed(given, monkeypatch, capsys):
    monkeypatch.setattr(program, "certify", lambda fit: fit)
    assert program.main(repeats=2) == 0
    assert [named["model"]["sample_kwargs"] for *_, named in given] == [
        {"random_seed": seed, "progressbar": False} for seed in range(3)
    ]
    printed = capsys.readouterr().out
    assert re.search(r"times as fast .*at least 20 .*\((?:met|NOT MET)\)", printed)
