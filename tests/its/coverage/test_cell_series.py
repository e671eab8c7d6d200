"""Series of a cell have the course, noise and answers that the cell says, computed here another way."""

import csv
from dataclasses import replace

import numpy as np
import pytest

from tests.its.spans_series import GOLDEN
from turningpoint.its.answers.contrasts import contrasts
from turningpoint.its.coverage.cell_series import (
    ALPHA,
    SPANS,
    bend_of,
    covariance_of,
    derivatives,
    design_of,
    simulate,
)
from turningpoint.its.coverage.grid import KINDS, Cell, Kind, cell_of


def drawn(name, size=6, *, change=True):
    return simulate(cell_of(name, change=change), size, np.random.default_rng(3))


def test_the_spans_are_those_of_the_printed_figures_of_picss():
    with GOLDEN.open(encoding="utf-8") as file:
        months = [row["months"].split() for row in csv.DictReader(file)]
    places = [tuple(12 * (int(month[:4]) - 2015) + int(month[5:]) - 1 for month in one) for one in months]
    assert tuple(one for one in places if len(one) > 1) == SPANS
    world = drawn("kink, spans")
    assert world.design.times[79].strftime("%Y-%m") == "2021-08"
    for place, span in enumerate(SPANS):
        np.testing.assert_array_equal(world.values[:, 120 + place], world.values[:, list(span)].sum(axis=1))
        assert not world.design.used[list(span)].any()


@pytest.mark.parametrize(
    ("course", "early", "late", "corner"),
    [("straight", 0.95, 0.95, 79), ("rising", 1.2, 1.2, 79), ("kink", 0.83, 1.2, 45), ("kink_recent", 0.9, 1.2, 67)],
)
def test_growth_a_year_of_the_courses(course, early, late, corner):
    bend = bend_of(Kind("", course), 1, np.random.default_rng(1))[0]
    growth = np.exp(12 * np.diff(bend))
    np.testing.assert_allclose(growth[:corner], early)
    np.testing.assert_allclose(growth[corner:], late)


def test_the_quadratic_and_the_wandering_course():
    quadratic = bend_of(Kind("", "quadratic"), 1, np.random.default_rng(1))[0]
    assert quadratic.argmin() == 39
    np.testing.assert_allclose(np.diff(quadratic, 2), 0.05 * 2 / 144)
    irw = bend_of(Kind("", "irw"), 4000, np.random.default_rng(1))
    slopes = 12 * np.diff(irw, axis=1)
    assert slopes[:, 0].mean() == pytest.approx(np.log(0.9), abs=0.01)
    assert np.diff(slopes, axis=1).std() * np.sqrt(12) == pytest.approx(0.25, rel=0.02)


@pytest.mark.parametrize(
    "name", ["straight", "kink", "irw", "kink, exposure", "kink, two interventions", "gaussian, kink"]
)
def test_the_answers_are_those_of_the_course(name):
    world = drawn(name)
    at, season = 79, [term[:3] in ("sin", "cos") for term in world.design.terms]
    course = world.linear - world.design.offset - world.design.matrix[:, season] @ world.coefficients[season]
    log = world.link == "log"
    effect = world.design.matrix[:, 2:4] @ [np.log(2.0), np.log(1.3)]
    with_it, without = world.linear[:, at : at + 12], (world.linear - effect)[:, at : at + 12]

    def over(above, below):
        if not log:
            return above.mean(axis=1) - below.mean(axis=1)
        return np.log(np.exp(above).mean(axis=1) / np.exp(below).mean(axis=1))

    line = {"growth_before": slice(at - 36, at), "growth_since": slice(at, 120)}
    expected = {
        "level": np.log(2.0),
        "slope": np.log(1.3),
        "effect_12": over(with_it, without),
        "before_after_12": over(course[:, at : at + 12], course[:, at - 12 : at]),
        "before_after_24": over(course[:, at : at + 24], course[:, at - 24 : at]),
        "before_after_whole": over(course[:, at:], course[:, :at]),
        "rise_before": course[:, at - 1] - course[:, at - 25],
        **{key: 12 * np.polyfit(np.arange(120)[part], course[:, part].T, 1)[0] for key, part in line.items()},
    }
    expected["acceleration"] = expected["growth_since"] - expected["growth_before"]
    found = world.answers()
    assert found.keys() == expected.keys()
    for key, (truth, _) in found.items():
        assert truth.shape == (6,)
        np.testing.assert_allclose(truth, np.resize(expected[key], 6), atol=1e-10)
    np.testing.assert_array_equal(world.lowest, course.argmin(axis=1))


def test_derivatives_are_those_by_small_steps():
    world = drawn("straight")
    b = np.stack([world.coefficients, 1.1 * world.coefficients])
    for contrast in contrasts(world.design, "log").values():
        steps = 1e-6 * np.eye(b.shape[1])
        numeric = [(contrast.of_draws(b + step) - contrast.of_draws(b - step)) / 2e-6 for step in steps]
        np.testing.assert_allclose(derivatives(contrast, b), np.transpose(numeric), atol=1e-7)


def test_without_the_change_nothing_changes_and_a_walk_has_the_answers_that_do_not_hang_on_it():
    for kind in KINDS:
        world = simulate(Cell(0, kind, change=False), 2, np.random.default_rng(1))
        assert {name: truth[0] for name, (truth, _) in world.answers().items() if name in ("level", "slope")} == {
            "level": 0.0, "slope": 0.0
        }  # fmt: skip
    assert drawn("kink, random walk").answers().keys() == {"level", "slope", "effect_12"}


@pytest.mark.parametrize("name", ["straight", "straight, outliers", "straight, second order", "straight, sd 0.7"])
def test_counts_have_the_mean_and_the_covariance_that_the_oracle_is_told(name):
    world = drawn(name, 40_000)
    mean = np.exp(world.linear[0])
    apart = (world.values - mean) / mean
    assert mean[:79].mean() == pytest.approx(15.0)
    assert apart.mean() == pytest.approx(0.0, abs=0.01)
    relative = np.expm1(world.covariance)
    variance = (1 + world.independent) * np.exp(np.diag(world.covariance)) - 1 + 1 / mean
    np.testing.assert_allclose(apart.var(axis=0).mean(), variance.mean(), rtol=0.02)
    for lag in (1, 2):
        product = (apart[:, lag:] * apart[:, :-lag]).mean()
        assert product == pytest.approx(np.diag(relative, lag).mean(), rel=0.05)


def test_the_memory_of_every_noise():
    first = covariance_of(Kind("", rho=0.8, deviation=0.5))
    assert (first[0, 0], first[0, 1], first[3, 5]) == pytest.approx((0.25, 0.2, 0.16))
    second = covariance_of(Kind("", noise="ar2"))[0] / 0.09
    assert second[1] == pytest.approx(0.5)
    np.testing.assert_allclose(second[2:], 0.3 * second[1:-1] + 0.4 * second[:-2])
    walk = covariance_of(Kind("", noise="walk"))
    assert (walk[0, 0], walk[9, 4], walk[9, 9]) == pytest.approx((0.0016, 0.008, 0.016))
    assert drawn("straight").independent == pytest.approx(ALPHA)


def test_holes_exposure_and_a_gaussian_outcome():
    holes = design_of(cell_of("kink, holes", change=True).kind)
    assert not holes.used[[3, 10, 61, 66]].any()
    assert holes.used[[60, 67, 79]].all()
    exposed = drawn("straight, exposure")
    assert exposed.design.offset.std() > 0.5
    gaussian = simulate(replace(cell_of("gaussian", change=False)), 5000, np.random.default_rng(1))
    assert (gaussian.values - gaussian.linear).std() == pytest.approx(0.3, rel=0.01)
