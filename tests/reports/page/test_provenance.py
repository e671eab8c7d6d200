"""Where a report comes from: the right files, with the checksums of the run."""

from pathlib import Path
from typing import Any

import pandas as pd

from turningpoint.outcome import Outcome, load_outcome
from turningpoint.reports.page.provenance import run_facts, sources
from turningpoint.reports.settings.parameters import Parameters
from turningpoint.sources.embedded.catalogue import catalogue

CHECKSUMS = {f"data/{table.path.name}": f"sum of {table.name}" for table in catalogue()}
RUN: dict[str, Any] = {
    "data": CHECKSUMS, "seed": 7, "python": "3.12.1", "platform": "Linux-6", "started": "2026-03-01T10:00:00+00:00",
    "code": {"version": "0.1.0", "commit": None, "modified": None, "sha256": ""}, "packages": {"pandas": "3.1.1"},
    "notebooks": [{"name": "01_data", "seconds": 3.4}, {"name": "05_claims", "seconds": None}],
}  # fmt: skip


def test_pakistan_rests_on_every_table_with_the_checksums_of_the_run() -> None:
    found = sources(Parameters(), load_outcome("events"), RUN)
    assert [source.title for source in found] == [table.title for table in catalogue()]
    assert {fact.value for source in found for fact in source.facts if fact.name == "SHA-256"} == set(
        CHECKSUMS.values()
    )
    assert all(fact.value for source in found for fact in source.facts)


def test_another_country_rests_on_the_table_of_its_outcome() -> None:
    (found,) = sources(Parameters(country="MLI"), load_outcome("events", country="MLI"), RUN)
    facts = {fact.name: fact for fact in found.facts}
    assert facts["File"].value == "data/ucdp_ged_country_month.csv"
    assert facts["Licence"].value == "CC BY 4.0"
    assert facts["Licence"].link.startswith("https://creativecommons.org/")


def test_a_file_of_ones_own_is_named_without_its_folder(tmp_path: Path) -> None:
    path = str(tmp_path / "mine.csv")
    times = pd.period_range("2020-01", periods=2, freq="M")
    outcome = Outcome("y", "deaths", "deaths per month", "mine.csv", "", times, pd.Series([1.0, 2.0]).to_numpy())
    (found,) = sources(Parameters(data=path), outcome, {**RUN, "data": {**CHECKSUMS, "mine.csv": "abc"}})
    assert [(fact.name, fact.value) for fact in found.facts] == [("File", "mine.csv"), ("SHA-256", "abc")]


def test_a_release_of_ones_own_stands_last_with_its_version_and_without_its_folder() -> None:
    run = {**RUN, "data": {**CHECKSUMS, "GEDEvent_v26_1.csv": "abc"}}
    *others, own = sources(Parameters(ged="/somewhere/GEDEvent_v26_1.csv"), load_outcome("events"), run)
    assert len(others) == len(catalogue())
    facts = {fact.name: fact.value for fact in own.facts}
    assert (facts["Version"], facts["File"], facts["SHA-256"]) == ("26.1", "GEDEvent_v26_1.csv", "abc")


def test_the_run_is_told_in_words() -> None:
    facts = dict(run_facts(RUN))
    assert facts["turningpoint"] == "0.1.0"
    assert facts["Packages"] == "pandas 3.1.1"
    assert facts["Started"] == "2026-03-01 10:00:00 (UTC)"
    assert facts["Notebooks took"] == "01_data 3 s"
    assert facts["Seed"] == "7"


def test_changes_that_are_not_committed_are_told() -> None:
    code = {"version": "0.1.0", "commit": "abcdef0123456789", "modified": True, "sha256": ""}
    told = dict(run_facts({**RUN, "code": code}))["turningpoint"]
    assert told == "0.1.0, commit abcdef012345 with changes that are not committed"


def test_a_table_that_is_no_longer_the_one_described_is_named() -> None:
    true = {f"data/{table.path.name}": table.sha256 for table in catalogue()}
    altered = {**true, "data/claims.csv": "0" * 64}

    def changed(checksums: dict[str, str]) -> list[str]:
        found = sources(Parameters(), load_outcome("events"), {**RUN, "data": checksums})
        return [source.title for source in found if any(fact.name == "Changed" for fact in source.facts)]

    assert changed(true) == []
    assert changed(altered) == [table.title for table in catalogue() if table.name == "claims"]
