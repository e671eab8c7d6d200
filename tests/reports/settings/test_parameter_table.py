"""The list of parameters in words, and notebooks that agree with it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.reports.settings.parameters_cell import disagreements, parameters_cell
from turningpoint.reports.settings.parameter_table import parameter_table
from turningpoint.reports.settings.parameters import Parameters

NOTEBOOKS = sorted((Path(__file__).parents[3] / "notebooks").glob("*.ipynb"))


def test_every_parameter_has_a_row() -> None:
    rows = parameter_table()
    assert [row.name for row in rows] == list(Parameters.model_fields)
    assert {row.name: row.default for row in rows} == Parameters().model_dump()
    assert all(row.help and row.allowed and row.kind for row in rows)


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_agrees_with_the_model(notebook: Path) -> None:
    assert disagreements(notebook) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('country = "PAK"', 'country = "MLI"', "country is 'MLI', the model's default is 'PAK'"),
        ("transition = 0", "transition = 0.0", "transition is 0.0"),
        ("ramp = True", "ramp = 1", "ramp is 1"),
        ("seed = 20210815", 'seed = 20210815\ncountry = "PAK"', "country stands twice"),
        ("ramp = True", "ramp = True\nslope = 1", "slope is no parameter"),
        ("seed = 20210815", "seed = 20210814 + 1", "not a name with a plain literal"),
    ],
)
def test_a_cell_that_disagrees_is_seen(
    tmp_path: Path, write_notebook: Callable[..., Path], old: str, new: str, message: str
) -> None:
    path = write_notebook(tmp_path / "a.ipynb")
    assert disagreements(path) == []
    assert old in parameters_cell()
    encoded = [text.replace('"', '\\"').replace("\n", '\\n",\n"') for text in (old, new)]
    path.write_text(path.read_text().replace(*encoded))
    assert any(message in problem for problem in disagreements(path))


def test_a_missing_tag_is_seen(tmp_path: Path, write_notebook: Callable[..., Path]) -> None:
    path = write_notebook(tmp_path / "a.ipynb")
    path.write_text(path.read_text().replace('"parameters"', '"other"'))
    assert "0 cells are tagged" in disagreements(path)[0]
