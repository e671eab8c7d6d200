"""The design is fixed: at most 120 cells, every kind with and without a change, and all that is asked is there."""

from turningpoint.its.coverage.grid import KINDS, cell_of, whole_grid


def test_every_kind_comes_with_and_without_a_change_at_its_own_place():
    cells = whole_grid()
    assert len(cells) == 2 * len(KINDS) <= 120
    assert [cell.index for cell in cells] == list(range(len(cells)))
    assert len({cell.kind.name for cell in cells}) == len(KINDS) == len(set(KINDS))
    assert all(without.kind == kind == changed.kind for without, kind, changed in zip(
        cells[::2], KINDS, cells[1::2], strict=True
    ))  # fmt: skip
    assert not any(cell.change for cell in cells[::2])
    assert all(cell.change for cell in cells[1::2])


def test_the_ordinary_kind_is_that_of_the_six_courses():
    for name in ("straight", "kink", "kink_recent", "quadratic", "irw"):
        kind = cell_of(name, change=True).kind
        assert (kind.course, kind.points, kind.before) == (name, 120, 79)
        assert (kind.mean, kind.rho, kind.deviation, kind.harmonics) == (15.0, 0.4, 0.3, 2)
    assert cell_of("kink, memory 0.7", change=False).kind.rho == 0.7


def test_every_value_of_every_factor_is_there():
    found = {name: {getattr(kind, name) for kind in KINDS} for name in ("points", "mean", "rho", "deviation")}
    assert {36, 48, 60, 84, 120, 180, 240, 20} == found["points"]
    assert {1.5, 3.0, 15.0, 150.0} <= found["mean"]
    assert {0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9} == found["rho"]
    assert {0.3, 0.5, 0.7} == found["deviation"]
    assert {kind.seen for kind in KINDS} == {"month", "holes", "spans", "exposure"}
    assert {kind.noise for kind in KINDS} == {"ar1", "ar2", "walk", "outliers"}
    assert {kind.interventions for kind in KINDS} == {1, 2}
