"""Refits: the observation that matters is found, each refit is exact, and what cannot be refitted is left out."""

from dataclasses import replace

import numpy as np
import pytest

from turningpoint.errors import FitError
from turningpoint.its import Analysis, Specification, analyse
from turningpoint.outcome import Outcome, load_outcome
from turningpoint.reports.chapters.attacks import refits
from turningpoint.reports.chapters.attacks.refits import (
    LeftOut,
    first_answer,
    from_starts,
    left_out,
    record_refits,
    told,
)
from turningpoint.spans import Span

ASKED = Specification(("2021-08",), harmonics=0, month_indicators=False)


def outlying(when: str, value: float) -> Outcome:
    """Counts of five years, with one that stands out."""
    series = load_outcome("events", start="2019-08", end="2023-07")
    values = np.full(len(series.values), 20.0)
    values[::2] = 24.0
    values[series.labels.index(when)] = value
    return replace(series, values=values)


@pytest.fixture(scope="module")
def shaken() -> Analysis:
    return analyse(outlying("2021-07", 300.0), ASKED)


@pytest.fixture(scope="module")
def without(shaken: Analysis) -> dict[str, LeftOut]:
    return left_out(shaken)


def test_the_month_without_which_the_answer_changes_most_is_found(without: dict[str, LeftOut]) -> None:
    assert set(without) == {"before_after.months_12", "turn.level"}
    assert without["before_after.months_12"].label == "2021-07"
    assert without["before_after.months_12"].tried == 25  # a year on either side, and the month itself


def test_a_refit_is_exact(shaken: Analysis, without: dict[str, LeftOut]) -> None:
    """It is what the analysis gives where that month was never observed."""
    found = without["before_after.months_12"]
    values = shaken.outcome.values.copy()
    values[shaken.outcome.labels.index(found.label)] = np.nan
    again = first_answer(analyse(replace(shaken.outcome, values=values), ASKED))
    assert again is not None
    assert found.answer.estimate == pytest.approx(again.estimate, rel=1e-9)
    assert found.answer.low == pytest.approx(again.low, rel=1e-9)


def test_a_sum_is_left_out_as_one() -> None:
    series = outlying("2021-05", 24.0)
    values = series.values.copy()
    places = tuple(series.labels.index(month) for month in ("2021-05", "2021-06", "2021-07"))
    values[list(places)] = np.nan
    found = left_out(analyse(replace(series, values=values, spans=(Span(places, 700.0),)), ASKED))
    assert found["before_after.months_12"].label == "2021-05/2021-07"
    assert found["before_after.months_12"].tried == 23


def test_other_starts_have_their_answer_and_those_without_a_fit_have_none() -> None:
    whole = load_outcome("events")
    found = from_starts(whole, ASKED, starts=["2018-08", "2021-07"], end="2023-07")
    assert list(found) == ["2018-08", "2021-07"]
    assert found["2021-07"] is None
    alone = first_answer(analyse(whole.window("2018-08", "2023-07"), ASKED))
    assert found["2018-08"] == alone


def test_refits_are_recorded_and_told(shaken: Analysis, without: dict[str, LeftOut], recorded) -> None:
    first = first_answer(shaken)
    assert first is not None
    record_refits(shaken, {"2018-08": first, "2021-07": None}, without)
    found = recorded()
    assert set(found) == {
        "attacks.start.2018_08.before_after.months_12",
        "attacks.left_out.before_after",
        "attacks.left_out.level",
    }
    assert found["attacks.start.2018_08.before_after.months_12"]["window"] == "2018-08 to 2023-07"
    assert found["attacks.left_out.before_after"]["left_out"] == "2021-07"
    assert found["attacks.left_out.before_after"]["refits"] == 25
    said = told(without, {"2018-08": first})
    assert said.startswith("Without 2021-07 the ratio of after to before is ")
    assert said.endswith(
        "the largest change of 25 exact refits, each without one observation within a year of the date."
    )
    assert told({}, {}) == ""


def test_what_cannot_be_refitted_is_counted_and_named(shaken: Analysis, recorded, monkeypatch) -> None:
    """A refit that fails is no refit: it is neither among those counted nor passed over in silence."""
    real = refits.analyse_design

    def fails_without_july(outcome, design, specification):
        if not design.used[outcome.labels.index("2021-07")]:
            raise FitError("made up")
        return real(outcome, design, specification)

    monkeypatch.setattr(refits, "analyse_design", fails_without_july)
    found = left_out(shaken)
    assert found["turn.level"].failed == ("2021-07",)
    assert found["turn.level"].label != "2021-07"
    record_refits(shaken, {}, found)
    record = recorded()["attacks.left_out.level"]
    assert (record["refits"], record["without_fit"]) == (24, "2021-07")
    said = told(found, {"2022-01": None})
    assert "of 24 exact refits" in said
    assert "No jump could be fitted without 2021-07." in said
    assert said.endswith("No ratio of after to before could be estimated from 2022-01 on.")
