"""A new release of UCDP's table is its file and its sidecar; everything else follows."""

import json
import os
import re
import subprocess
import sys

import pytest

from tests.sources.new_release import ROOT, NewRelease, make_new_release
from turningpoint.outcome import load_outcome

PARTS = ("analysis", "data", "notebooks/01_data.ipynb", "reports/editions.toml")

FACTS = """
import json
from turningpoint.claims import embedded_facts, ledger
from turningpoint.errors import ParameterError
from turningpoint.outcome import SOURCES, load_outcome
from turningpoint.reports.chapters.kill_ratio.over_time import lethality_at
from turningpoint.reports.settings.editions import editions
from turningpoint.reports.settings.fit_to_data import check_against_data
from turningpoint.reports.settings.parameters import Parameters
from turningpoint.sources.embedded.catalogue import catalogue_frame
from turningpoint.sources.yearly_counts import yearly_counts

def refusal(source):
    try:
        load_outcome("events", source=source)
    except ParameterError as error:
        return str(error)

events = load_outcome("events")
outcomes = {name: load_outcome(name) for name in SOURCES["ucdp-ged"].outcomes}
resolved = {name: check_against_data(edition.parameters()) for name, edition in editions().items()}
yearly = yearly_counts("PAK").query("source == 'UCDP'").set_index("year")["count"]
print(json.dumps({
    "labels": {name: outcome.source for name, outcome in outcomes.items()},
    "coverage": {name: [outcome.labels[0], outcome.labels[-1]] for name, outcome in outcomes.items()},
    "source": [SOURCES["ucdp-ged"].short_title, SOURCES["ucdp-ged"].title, *SOURCES["ucdp-ged"].coverage],
    "yearly": {label[:4]: events.window(f"{label[:4]}-01", label).values.sum() for label in events.labels[11::12]},
    "shown": {str(year): count for year, count in yearly.items()},
    "windows": {name: [found.parameters.window_end, found.outcome.labels[-1]] for name, found in resolved.items()},
    "refusal": refusal("ucdp-ged-25.1"),
    "catalogue": catalogue_frame().set_index("name").loc["ucdp_ged_country_month", ["what", "coverage"]].tolist(),
}))
"""


def run(release: NewRelease, *command: str) -> str:
    """Run a command of the copy's package, in the copy."""
    environment = {**os.environ, "PYTHONPATH": str(release.root / "analysis")}
    done = subprocess.run(
        [sys.executable, *command], cwd=release.root, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    return make_new_release(tmp_path_factory.mktemp("project"), parts=PARTS)


@pytest.fixture(scope="module")
def found(release):
    return json.loads(run(release, "-c", FACTS))


def test_title_and_coverage_are_those_of_the_new_table(release, found):
    short, title, start, end = found["source"]
    assert (short, start, end) == (f"UCDP GED {release.version}", "1989-01", release.end)
    assert found["catalogue"] == [title, f"{start} to {end}"]
    assert f"version {release.version}" in title


def test_every_outcome_names_it_and_reaches_to_its_end(release, found):
    assert set(found["labels"]) == set(found["coverage"])
    for name, label in found["labels"].items():
        assert label.startswith(f"UCDP GED {release.version}")
        assert found["coverage"][name] == ["1989-01", release.end]


def test_the_new_year_is_counted_and_the_others_are_as_before(release, found):
    before = load_outcome("events")
    last = before.labels[-1][:4]
    for known in ("1989", "2015", last):
        assert found["yearly"][known] == before.window(f"{known}-01", f"{known}-12").values.sum()
    assert str(int(last) + 1) == release.end[:4]
    assert found["yearly"][release.end[:4]] == found["shown"][release.end[:4]] == found["yearly"][last]  # made up so


def test_windows_left_open_end_with_it(release, found):
    assert set(found["windows"]) >= {"default"}
    others = {name: end for name, end in found["windows"].items() if name != "default"}
    assert others
    for end in others.values():  # the default edition is about another source
        assert end == [release.end, release.end]


def test_a_source_asked_for_by_release_is_told_the_new_one(release, found):
    assert found["refusal"].endswith(f"is now 'ucdp-ged': the release is that of the table ({release.version}).")


def test_the_command_lists_it(release):
    listed = run(release, "-c", "from turningpoint.cli import app; app(['data'])")
    assert f"1989-01 to {release.end}, by month; 124 countries" in listed
    assert f"version {release.version}" in listed
    assert f"GED {release.before}" not in listed


def test_a_report_of_it_is_built(release):
    command = ["report", "--set", "source=ucdp-ged", "--output", "out", "--jobs", "1"]
    run(release, "-c", f"from turningpoint.cli import app; app({command})")
    results = {entry["id"]: entry for entry in json.loads((release.root / "out" / "results.json").read_text())}
    assert results["data.total"]["source"] == f"UCDP GED {release.version}"
    assert results["data.total"]["window"] == f"2015-01 to {release.end}"
    manifest = json.loads((release.root / "out" / "manifest.json").read_text())
    assert manifest["parameters"]["window_end"] == release.end
    page = (release.root / "out" / "index.html").read_text(encoding="utf-8")
    assert f"UCDP GED {release.version}" in page
    assert f"GED {release.before}" not in page
    assert f"version {release.before}" not in page


RELEASE = re.compile(r"(?:GED|[Vv]ersions?|[Rr]eleases?) \d\d\.\d")
SEEN_ON_PURPOSE = {
    "tests/test_structure_notebooks.py", "tests/sources/test_new_release.py",
    "tests/sources/test_own_ged.py", "tests/sources/test_own_event_file.py",  # made-up files of a user's own
}  # fmt: skip


def named(texts: dict[str, str]) -> list[str]:
    return [f"{name}: {match[0]}" for name, text in texts.items() for match in RELEASE.finditer(text)]


def test_no_release_is_named_outside_the_sidecars():
    modules = [path for room in ("analysis", "benchmarks", "tests") for path in (ROOT / room).rglob("*.py")]
    pages = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "data/README.md", "reports/editions.toml")]
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in (*modules, *pages)}
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        texts[path.name] = "\n".join("".join(cell["source"]) for cell in cells)
    for path in (ROOT / "data").glob("*.toml"):
        lines = path.read_text(encoding="utf-8").splitlines()
        texts[path.name] = "\n".join(line for line in lines if not line.startswith(("short_title", "title", "version")))
    assert named({name: text for name, text in texts.items() if name not in SEEN_ON_PURPOSE}) == []


@pytest.mark.parametrize("text", ["UCDP GED 25.1", "version 22.1,", "the release 26.1"])
def test_a_release_that_is_named_is_seen(text):
    assert named({"x": text}) == [f"x: {RELEASE.search(text)[0]}"]
