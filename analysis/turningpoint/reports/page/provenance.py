"""Where a report comes from, as the page tells it: data files with their terms, versions, seed, time taken."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from turningpoint.names import as_plain
from turningpoint.number_format import fixed
from turningpoint.outcome import Outcome
from turningpoint.reports.settings.parameters import Parameters
from turningpoint.sources.embedded import ucdp_sides
from turningpoint.sources.embedded.catalogue import TableInfo, catalogue, table_info
from turningpoint.sources.event_files.formats import UCDP_GED
from turningpoint.sources.event_files.release import release_of

_NAMED_PACKAGES = ("numpy", "scipy", "pandas", "statsmodels", "matplotlib", "seaborn", "nbconvert", "papermill")
"""Packages whose versions bear on numbers and pictures; the manifest has all."""


class Fact(NamedTuple):
    """One line about a data file; ``link`` is empty where there is none."""

    name: str
    value: str
    link: str = ""


class Source(NamedTuple):
    """One data file: what it is, how to cite it, and facts."""

    title: str
    citation: str
    facts: tuple[Fact, ...]


def sources(parameters: Parameters, outcome: Outcome, manifest: Mapping[str, Any]) -> list[Source]:
    """Name the data files, with checksums: all tables for Pakistan, else the table of the outcome or one's own file."""
    checksums: Mapping[str, str] = manifest["data"]
    if parameters.data:
        path = Path(parameters.data)
        facts = (Fact("File", path.name), Fact("SHA-256", checksums[path.name]))
        terms = "A file of the reader's own; its terms are not known here."
        return [Source(as_plain(outcome.source) or path.name, terms, facts)]
    tables = [table for table in catalogue() if parameters.country == "PAK" or table.short_title == outcome.source]
    found = [_embedded(table, checksums) for table in tables]
    return [*found, _own_ged(Path(parameters.ged).name, checksums)] if parameters.ged else found


def _own_ged(file: str, checksums: Mapping[str, str]) -> Source:
    """Name the release of UCDP's events of one's own, under the terms of its producer."""
    said = "A release of the reader's own, in place of the table of deaths by side; cite it as its producer asks."
    facts = _facts(table_info(ucdp_sides.NAME), file, checksums, version=release_of(file, UCDP_GED).name)
    return Source("UCDP Georeferenced Event Dataset (GED), a file of the reader's own", said, facts)


def _embedded(table: TableInfo, checksums: Mapping[str, str]) -> Source:
    file = f"data/{table.path.name}"
    changed = "" if checksums[file] == table.sha256 else "this file differs from the table described"
    coverage = f"{table.coverage}; {fixed(table.rows, 0)} rows"
    facts = _facts(table, file, checksums, version=table.version, coverage=coverage, changed=changed)
    return Source(table.title, table.citation, facts)


def _facts(
    table: TableInfo, file: str, checksums: Mapping[str, str], *, version: str, coverage: str = "", changed: str = ""
) -> tuple[Fact, ...]:
    facts = (
        Fact("Producer", table.producer, table.link),
        Fact("Version", version),
        Fact("Coverage", coverage),
        Fact("Licence", table.licence, table.licence_link),
        Fact("File", file),
        Fact("SHA-256", checksums[file]),
        Fact("Changed", changed),
    )
    return tuple(fact for fact in facts if fact.value)


def run_facts(manifest: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Tell versions, seed and times of the run, each with its name."""
    code = manifest["code"]
    commit = f", commit {code['commit'][:12]}" if code.get("commit") else ""
    changed = " with changes that are not committed" if code.get("modified") else ""
    packages = manifest["packages"]
    versions = ", ".join(f"{name} {packages[name]}" for name in _NAMED_PACKAGES if name in packages)
    timed = [book for book in manifest["notebooks"] if book.get("seconds") is not None]
    times = [f"{book['name']} {fixed(book['seconds'], 0)} s" for book in timed]
    return [
        ("turningpoint", f"{code['version']}{commit}{changed}"),
        ("Python", f"{manifest['python']} on {manifest['platform']}"),
        ("Packages", versions),
        ("Seed", str(manifest["seed"])),
        ("Started", manifest["started"].replace("T", " ").replace("+00:00", " (UTC)")),
        ("Notebooks took", ", ".join(times) or "no time: none was run"),
    ]
