"""The fit that is timed is fitted to a series as described, its certificate has the replicates asked for."""

import re

import numpy as np

from benchmarks import calibrated as program


def test_the_example_is_overdispersed_and_its_level_changes_after_two_thirds():
    values, design, specification = program.example(432)
    assert specification.errors == "calibrated"
    assert design.positions == (288,)
    assert design.matrix.shape == (432, 8)
    before, after = values[:288], values[288:]
    assert before.var() > 1.5 * before.mean()
    assert 1.5 < after.mean() / before.mean() < 2.4
    np.testing.assert_array_equal(values, program.example(432)[0])


def test_every_length_is_printed_with_its_bound(monkeypatch, capsys):
    asked = []
    certify = program.certify
    monkeypatch.setattr(
        program, "certify", lambda fit, *, replicates: asked.append(replicates) or certify(fit, replicates=replicates)
    )
    program.main({36: 1e9, 48: 0.0}, replicates=30, repeats=1)
    printed = capsys.readouterr().out
    assert asked == [30, 30]
    assert re.search(r"36 months: together .*\(met\)", printed)
    assert re.search(r"48 months: together .*at most 0 s +\(NOT MET\)", printed)
