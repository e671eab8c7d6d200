"""What a front knows of a report: its series, the span that all are compared over, and the words around them."""

from pathlib import Path

import pandas as pd
import pytest

from tests.reports.front.made_up import UP, claim, made_up, of_all, result
from turningpoint.reports.front.evidence import evidence_of
from turningpoint.reports.front.recorded import Interval
from turningpoint.reports.settings.fit_to_data import outcome_of, with_window_end
from turningpoint.reports.settings.named_series import with_series
from turningpoint.reports.settings.parameters import Parameters


def test_the_default_report_has_three_series_its_own_first() -> None:
    settings = with_series(Parameters())
    whole = outcome_of(settings)
    settings = with_window_end(settings, whole)
    found = evidence_of([result("a")], settings, whole.window(settings.window_start, settings.window_end))
    assert [(one.name, one.prefix) for one in found.series] == [
        ("PICSS", "attacks"),
        ("UCDP", "attacks.beside.ucdp"),
        ("PIPS", "attacks.beside.pips"),
    ]
    assert (found.what, found.unit, found.where) == ("militant attacks", "attacks", " in Pakistan")
    assert (found.when, found.event) == ("August 2021", "August 2021 (Fall of Kabul)")
    assert (found.span, found.before) == ("12 months", 79)
    assert found.record("a") is not None
    assert found.record("b") is None


def test_a_file_of_ones_own_is_one_series_without_place(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    pd.DataFrame({"year": range(1990, 2020), "floods": range(30)}).to_csv(path, index=False)
    settings = with_series(Parameters(data=str(path), intervention="2005", window_start="1990", window_end="2019"))
    found = evidence_of([], settings, outcome_of(settings))
    assert [one.name for one in found.series] == ["this series"]
    assert (found.what, found.where, found.span, found.period) == ("floods", "", "1 year", "year")
    assert found.before == 15


def test_counts_with_an_exposure_are_told_as_such() -> None:
    settings = with_series(Parameters(population="PAK", window_end="2023-12"))
    found = evidence_of([], settings, outcome_of(settings))
    assert found.many == "as many militant attacks per inhabitant"
    assert made_up(per=" per unit of exposure").many.startswith("as many militant attacks per unit of exposure")


def test_all_series_are_compared_over_the_same_span() -> None:
    whole = [result(f"{prefix}.before_after.whole", UP) for prefix in ("attacks", "attacks.beside.ucdp")]
    both = made_up(*whole, before_after=of_all(UP, UP))
    assert both.contrast == "before_after.months_12"
    assert both.sides == ("the 12 months from August 2021", "the 12 before")
    assert len(both.before_after()) == 2
    alone = made_up(*whole[:1])
    assert alone.contrast == "before_after.whole"
    assert alone.sides == ("all months from August 2021 on", "all months before")
    assert alone.many == "as many militant attacks a month"
    assert made_up().before_after() == []


@pytest.mark.parametrize(("verdict", "of_claims"), [("not shown", True), (None, False)])
def test_a_report_is_on_claims_where_the_claim_was_judged(verdict: str | None, of_claims: bool) -> None:
    found = made_up(*([claim("C06", verdict)] if verdict else []))
    assert found.of_claims is of_claims
    assert found.verdict("claims.C06") == (verdict or "")


def test_the_first_of_several_results_is_found() -> None:
    found = made_up(before_after=of_all(UP))
    assert found.found(found.series[0], "absent", "before_after.months_12") == Interval(*UP)
    assert found.found(found.series[0], "absent") is None
