"""Deaths come in clusters of the sizes stated, the program writes what it found, and the kept table is of this code."""

import hashlib
import tomllib

import numpy as np
import pandas as pd
import pytest

from benchmarks import deaths_coverage as program
from turningpoint.reports.chapters.attacks.deaths import read_deaths_coverage


@pytest.fixture(scope="module")
def facts():
    return tomllib.loads(program.TABLE.with_suffix(".toml").read_text(encoding="utf-8"))


def test_sizes_have_the_mean_and_the_second_moment_of_the_data():
    deaths = program.deaths_of(np.ones((400, 500)), np.random.default_rng(1), massacres=False)
    assert deaths.mean() == pytest.approx(program.MEAN_SIZE, rel=0.02)
    assert (deaths**2).mean() / deaths.mean() == pytest.approx(program.SECOND_OVER_FIRST, rel=0.1)
    more = program.deaths_of(np.ones((400, 500)), np.random.default_rng(1), massacres=True)
    assert more.mean() - deaths.mean() == pytest.approx(program.MASSACRE * program.KILLED, rel=0.1)


def test_no_events_no_deaths():
    assert not program.deaths_of(np.zeros((3, 4)), np.random.default_rng(1), massacres=True).any()


def test_the_kept_table_is_what_its_sidecar_describes(facts):
    table = read_deaths_coverage()
    assert facts["sha256"] == hashlib.sha256(program.TABLE.read_bytes()).hexdigest()
    assert (facts["rows"], list(facts["columns"])) == (len(table), list(table.columns))
    assert set(table["kind"]) == {counted.kind.name for counted in program.COUNTED}
    assert (table["series"] + table["refused"]).unique().tolist() == [program.SERIES]
    assert table["coverage"].tolist() == pytest.approx((table["covered"] / table["series"]).tolist(), abs=1e-5)
    assert facts["command"] == "python -m benchmarks.deaths_coverage"


def test_series_simulated_again_have_the_numbers_that_are_kept(facts):
    assert program.check(facts["seed"])["median_width"] == pytest.approx(facts["check"]["median_width"], rel=1e-6)


def test_a_chunk_of_a_series_that_ends_soon_has_the_one_answer():
    found = program.run_chunk(5, change=True, seed=1, chunk=0, size=4)
    assert list(found) == [program.SOON]
    assert found[program.SOON].shape == (4, 3)


def test_table_and_sidecar_agree(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(program, "CHUNK", 3)
    monkeypatch.setattr(program, "COUNTED", (program.COUNTED[5], program.COUNTED[0], program.COUNTED[2]))
    small = program.run_chunk
    monkeypatch.setattr(program, "run_chunk", lambda *given, **named: small(*given, **{"size": 3, **named}))
    path = tmp_path / "table.csv"
    program.main(["--workers", "1", "--series", "3", "--output", str(path)])
    table = pd.read_csv(path)
    facts = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    assert tuple(table.columns) == tuple(program.MEANING) == tuple(facts["columns"])
    assert table["estimand"].tolist() == [program.SOON] * 2 + [*program.ANSWERS] * 4
    assert facts["command"] == "python -m benchmarks.deaths_coverage --series 3"
    assert "straight, deaths" in capsys.readouterr().out
