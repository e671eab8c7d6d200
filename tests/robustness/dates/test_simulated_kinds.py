"""Simulated series whose break or corner is known."""

import tomllib

import numpy as np
import pytest

from turningpoint.robustness.dates.simulated_kinds import EVERY, KINDS, DateKind, asked_of, draw, run_chunk, true_place
from turningpoint.robustness.dates.simulated_size import TABLE


def test_kinds_have_numbers_of_their_own_and_those_named_come_first():
    numbers = [one.number for one in KINDS]
    assert len(set(numbers)) == len(numbers)
    assert [(one.course, one.level) for one in KINDS[:4]] == [
        ("straight", 1.0), ("straight", 2.0), ("kink", 1.0), ("kink", 2.0)
    ]  # fmt: skip


def test_the_truth_is_a_break_a_corner_or_nothing():
    asked = asked_of(DateKind(1, "straight", 2.0), np.full(120, 9.0))
    assert true_place(DateKind(1, "straight"), asked) is None
    labels = list(map(str, asked.base.times))
    assert labels.index(asked.dates[true_place(DateKind(1, "kink", 2.0), asked)]) == 79
    assert abs(labels.index(asked.dates[true_place(DateKind(1, "kink"), asked)]) - 45) <= EVERY // 2


@pytest.mark.parametrize(("level", "slope"), [(2.0, 1.0), (1.0, 1.5)])
def test_means_change_as_the_kind_says(level, slope):
    plain, changed = DateKind(1, "straight"), DateKind(1, "straight", level, slope)
    one, other = (draw(kind, 4000, np.random.default_rng(3)).mean(axis=0) for kind in (plain, changed))
    assert one[:79].mean() == pytest.approx(15, rel=0.02)
    assert other[:79] == pytest.approx(one[:79], rel=0.05)
    years = np.maximum(np.arange(120) - 79, 0)[79:] / 12
    assert (other / one)[79:] == pytest.approx(level * slope**years, rel=0.1)


def test_the_code_still_gives_the_kept_numbers():
    check = tomllib.loads(TABLE.with_suffix(".toml").read_text(encoding="utf-8"))
    seed, check = check["seed"], check["check"]
    (one,) = (kind for kind in KINDS if kind.number == check["kind"])
    gain = run_chunk(one, seed=seed, chunk=0, size=check["size"])
    assert gain.max(axis=1) == pytest.approx(check["largest"], abs=1e-4)
