import csv
from pathlib import Path

import numpy as np
import pytest

from turningpoint.outcome import load_outcome
from turningpoint.sources.outcomes.reduced_attacks import PICSS_ATTACKS, PIPS_ATTACKS

GOLDEN = Path(__file__).parents[2] / "golden" / "picss_spans" / "observations.csv"


@pytest.fixture(scope="module")
def golden():
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        return {row["months"]: (int(row["attacks"]), row["kind"]) for row in csv.DictReader(file)}


def test_picss_has_the_observations_that_were_put_together_by_hand(golden):
    found = {" ".join(one.labels): (one.value, one.kind) for one in PICSS_ATTACKS.observations}
    assert found == golden


def test_the_series_holds_every_month_once_as_its_value_or_in_a_sum(golden):
    outcome = load_outcome("attacks", source="picss-attacks")
    assert (outcome.labels[0], outcome.labels[-1], len(outcome.labels)) == ("2015-01", "2026-01", 133)
    assert outcome.covered.all()
    months = {label: int(v) for label, v in zip(outcome.labels, outcome.values, strict=True) if np.isfinite(v)}
    sums = {" ".join(outcome.labels[place] for place in span.periods): int(span.value) for span in outcome.spans}
    assert {**months, **sums} == {period: value for period, (value, _) in golden.items()}
    assert " ".join(outcome.derivations[2].labels) == "2015-03"
    assert outcome.derivations[2].formula == "2015-01 to 2015-03 232 − 2015-01 82 − 2015-02 82"


def test_a_window_keeps_the_derivations_inside_and_the_last_month_is_provisional():
    whole = load_outcome("attacks", source="picss-attacks")
    assert whole.provisional == "2026-01"
    part = whole.window("2016-01", "2025-12")
    assert part.provisional == ""
    assert part.derivations[0].labels == ("2016-01",)
    assert sum(one.value for one in part.derivations) == np.nansum(part.observations)


def test_pips_is_made_of_its_years_alone_and_the_missing_ones_are_named():
    found = PIPS_ATTACKS.load("attacks", "PAK")
    assert not np.isfinite(found.values).any()
    years = {str(found.times[span.periods[0]])[:4]: span.value for span in found.spans}
    assert {len(span.periods) for span in found.spans} == {12}
    assert set(range(2005, 2026)) - {int(year) for year in years} == {2012, 2023}
    assert [years[year] for year in ("2019", "2020", "2021", "2022", "2024", "2025")] == [229, 146, 207, 262, 521, 699]
    assert "2012-01 to 2012-12 and 2023-01 to 2023-12: no such figure" in found.definition
    assert found.provisional == ""


def test_what_stands_above_the_table_is_named():
    texts = [one.text for one in PICSS_ATTACKS.reduction.contradictions]
    assert "2023-06: totals give 47, months give 42" in texts
    assert "2022: the total is 376, the observations kept add to 381" in texts
    assert "2023-01 to 2023-06: the total is 271, the observations kept add to 276" in texts
    assert "2023: the total is 645, the observations kept add to 650" in texts
    changes = {(one.figure.name, one.figure.value): one for one in PICSS_ATTACKS.reduction.not_chosen}
    assert changes["2024", 908].changes == "2024-12 52 instead of 49"
    assert changes["2020", 188].changes == "2020-02 to 2020-03 and 2020-07 to 2020-12 127 instead of 126"
    assert changes["2025", 1063].kept == 1050
