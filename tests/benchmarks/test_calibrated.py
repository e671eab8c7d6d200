"""The fit that is timed is fitted to a series as described, its certificate has the replicates asked for."""

import re

import numpy as np

from benchmarks import calibrated as program


def test_the_example_is_overdispersed_and_its_level_changes_after_two_thirds():
    values, design, specification = program.example(432)
    assert specification.errors == "calibrated"
    assert design.positions == (288,)
    assert design.matrix.shape == (432, 8)
    assert specification.bends
    before, after = values[:288], values[288:]
    assert before.var() > 1.5 * before.mean()
    assert 1.5 < after.mean() / before.mean() < 2.4
    np.testing.assert_array_equal(values, program.example(432)[0])


def test_sums_stand_in_the_place_of_their_months():
    values, design, _ = program.example(sums=True)
    plain = program.example()[0]
    assert len(design.spans) == len(program.SPANS)
    assert [values[120 + i] for i in range(len(program.SPANS))] == [
        plain[list(places)].sum() for places in program.SPANS
    ]
    assert np.isnan(values[list(program.SPANS[1])]).all()


def test_every_fit_and_certificate_is_printed_beside_its_aim(monkeypatch, capsys):
    asked = []
    monkeypatch.setattr(program, "MONTHS", 84)
    monkeypatch.setattr(program, "certify", lambda fit, *, replicates: asked.append((len(fit.bend) > 0, replicates)))
    monkeypatch.setattr(program, "CERTIFICATES", {"straight": 1e9, "adaptive": -1.0})
    program.main(replicates=30, repeats=1)
    printed = capsys.readouterr().out
    assert asked == [(False, 30), (True, 30)]
    assert re.search(r"adaptive, with sums .*at most 0.3 s", printed)
    assert re.search(r"straight .*at most 1e\+09 s +\(met\)", printed)
    assert re.search(r"adaptive .*at most -1 s +\(NOT MET\)", printed)
