"""A notebook has the parameters that its cell lists: others are refused, and so is what is no parameter."""

from pathlib import Path

import pytest

from turningpoint.errors import ParameterError
from turningpoint.reports.settings.fit_to_data import settings_from
from turningpoint.reports.settings.notebook_settings import READ, listed_parameters, notebook_parameters
from turningpoint.reports.settings.parameters import Parameters


def test_what_is_listed_is_read_and_noted_and_what_is_not_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(READ, str(tmp_path))
    monkeypatch.setenv("TURNINGPOINT_NOTEBOOK", "02_x")
    settings = notebook_parameters({"country": "MLI", "seed": 4, "In": ["x"], "_secret": 1})
    assert (settings.country, settings.seed) == ("MLI", 4)
    with pytest.raises(ParameterError, match="reads 'horizon', which is not in its parameters cell"):
        _ = settings.horizon
    assert (tmp_path / "02_x.txt").read_text().split() == ["country", "seed"]
    assert settings.model_copy(update={"seed": 5}).seed == 5
    assert settings.lists("seed")
    assert not settings.lists("horizon")


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ({"country": "PAK", "contry": "MLI"}, r"unknown parameter 'contry'\. Did you mean 'country'"),
        ({"seed": 1, "replicats": 999}, "unknown parameter 'replicats'. Did you mean 'replicates'"),
        ({"seed": "one"}, "parameter seed: 'one' is not allowed"),
        ({"In": []}, "run the parameters cell first"),
    ],
)
def test_a_misspelt_name_a_wrong_value_and_no_cell_at_all_are_refused(names: dict[str, object], message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        notebook_parameters(names)


def test_a_whole_number_is_taken_for_a_year() -> None:
    settings = settings_from(
        {**Parameters().model_dump(), "window_start": 2015, "intervention": 2021, "window_end": 2024}
    )
    assert (settings.window_start, settings.intervention, settings.window_end) == ("2015", "2021", "2024")


def test_the_names_of_a_cell_are_found_with_and_without_types(tmp_path: Path, write_notebook) -> None:  # type: ignore[no-untyped-def]
    path = write_notebook(tmp_path / "a.ipynb")
    assert listed_parameters(path) == tuple(Parameters.model_fields)
    path.write_text(path.read_text().replace("country = ", "country: str = "))
    assert sorted(listed_parameters(path)) == sorted(Parameters.model_fields)
    path.write_text(path.read_text().replace('"parameters"', '"other"'))
    assert listed_parameters(path) == ()
