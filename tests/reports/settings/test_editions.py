"""Editions: read from one file, refused with the nearest name, never filed under a name they do not fit."""

from pathlib import Path

import pytest

from turningpoint.errors import DataError, ParameterError
from turningpoint.reports.settings.editions import edition, editions, folder_of
from turningpoint.reports.settings.fit_to_data import check_against_data
from turningpoint.reports.settings.parameters import Parameters


def test_the_default_edition_is_the_models_defaults() -> None:
    assert edition("default").parameters() == Parameters()
    assert edition("default").title


@pytest.mark.parametrize("name", list(editions()))
def test_every_edition_fits_its_data(name: str) -> None:
    assert check_against_data(edition(name).parameters()).outcome.observed.any()


def test_an_unknown_edition_suggests_the_nearest() -> None:
    with pytest.raises(
        ParameterError, match=r"unknown edition 'defualt'. Did you mean 'default'\?.*There are: default"
    ):
        edition("defualt")


def test_values_come_before_the_edition_and_drop_what_is_no_longer_true() -> None:
    mali = edition("mali-2020")
    assert mali.with_values({"confidence": "0.9"}).title == mali.title
    other = mali.with_values({"intervention": "2012-03"})
    assert (other.title, other.parameters().intervention, other.parameters().country) == ("", "2012-03", "MLI")
    assert other.parameters().intervention_label == ""
    assert mali.with_values({"intervention": "2012-03", "intervention_label": "coup"}).parameters().intervention_label


def test_a_report_with_other_values_gets_a_folder_of_its_own(tmp_path: Path) -> None:
    assert folder_of("default", {}, tmp_path) == tmp_path / "default"
    assert folder_of("default", {"country": "MLI"}, tmp_path) != tmp_path / "default"
    long = [folder_of("default", {"data": f"/some/{'very-' * 30}long/{name}.csv"}, tmp_path).name for name in "ab"]
    assert long[0] != long[1]
    assert max(map(len, long)) <= 80


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[default", "cannot be read"),
        ("x = 1", "'x' stands outside an edition"),
        ("['../evil']", "lower-case letters"),
        ("[Default]", "lower-case letters"),
    ],
)
def test_a_bad_file_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "editions.toml"
    path.write_text(text)
    with pytest.raises(DataError, match=message):
        editions(path)


def test_an_edition_with_an_unknown_parameter_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "editions.toml"
    path.write_text('[default]\ncontry = "PAK"\n')
    with pytest.raises(ParameterError, match="Did you mean 'country'"):
        edition("default", path).parameters()


def test_without_a_checkout_there_are_no_editions_and_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="turningpoint runs from a checkout"):
        editions(tmp_path / "reports" / "editions.toml")
