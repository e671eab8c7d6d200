"""What is not the full report: known by its folder, its notice and its record."""

from pathlib import Path

import pytest

from turningpoint.errors import ParameterError
from turningpoint.reports.settings.parameters import Parameters, parameters_from
from turningpoint.reports.settings.scope import RECORD, Scope, chosen_notebooks, notice_in

BOOKS = [Path(f"{name}.ipynb") for name in ("01_data", "02_attack_frequency", "04_kill_ratio")]


def test_a_full_report_has_no_mark() -> None:
    whole = Scope()
    assert (whole.whole, whole.ending, whole.notice(Parameters()), whole.records(Parameters())) == (True, "", "", [])
    assert whole.parameters(Parameters()) == Parameters()


def test_quick_takes_the_fewest_replicates_that_are_allowed_and_never_more_than_asked() -> None:
    given = parameters_from({"null_replicates": "19"})
    made = Scope(quick=True).parameters(given)
    assert (made.replicates, made.null_replicates) == (199, 19)
    assert made.model_dump() | {"replicates": given.replicates} == given.model_dump()
    assert "replicates 199 in place of 999 and null_replicates 19 in place of 19" in Scope(quick=True).notice(given)
    parameters_from(made.model_dump())  # still allowed


@pytest.mark.parametrize("scope", [Scope(("02_attack_frequency",)), Scope(quick=True), Scope(("01_data",), quick=True)])
def test_what_is_not_full_is_marked(scope: Scope) -> None:
    records = scope.records(Parameters())
    assert [one["id"] for one in records] == [RECORD]
    assert notice_in(records) == scope.notice(Parameters()) != ""
    assert scope.ending.startswith(".")
    for stem in scope.only:
        assert stem in notice_in(records)
    assert notice_in([{"id": "a", "method": "x"}]) == ""


@pytest.mark.parametrize("name", ["02", "2", "02_attack_frequency", "attack_frequency", "02_attack_frequency.ipynb"])
def test_a_notebook_is_named_by_number_or_words(name: str) -> None:
    assert chosen_notebooks([name], BOOKS) == ("02_attack_frequency",)


def test_several_notebooks_come_in_reading_order_and_once() -> None:
    assert chosen_notebooks(["04", "01", "1"], BOOKS) == ("01_data", "04_kill_ratio")


@pytest.mark.parametrize("name", ["", "0", "3", "attack", "05_claims"])
def test_a_notebook_that_is_not_there_is_refused_with_those_that_are(name: str) -> None:
    with pytest.raises(ParameterError, match=r"no such notebook. There are: 01_data, 02_attack_frequency"):
        chosen_notebooks([name], BOOKS)
