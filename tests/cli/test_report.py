"""The command: messages and exit statuses, nothing started and nothing lost by bad input."""

import json
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

import turningpoint.reports.run.run
from tests.cli.helpers import run
from turningpoint.errors import RunError
from turningpoint.reports.run.run import RunResult, Step
from turningpoint.reports.run.run_state import Request
from turningpoint.reports.settings.parameters import Parameters
from turningpoint.reports.settings.scope import Scope
from turningpoint.sources.embedded import catalogue


@pytest.fixture
def no_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(count: int) -> None:
        raise AssertionError("a kernel would have been started")

    monkeypatch.setattr(turningpoint.reports.run.run, "kernel_threads", refuse)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A report that must survive."""
    folder = tmp_path / "report"
    folder.mkdir()
    (folder / "results.json").write_text('[{"id": "a", "estimate": 1.0}]')
    return folder


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Request]:
    """Stands in for a run: remembers what was asked for."""
    requests: list[Request] = []

    def pretend(request: Request, *, progress: Callable[[Step], None], **options: Any) -> RunResult:
        requests.append(request)
        progress(Step("01_data", "done", 1.25, 1, 2))
        progress(Step("05_claims", "skipped", 0.0, 2, 2))
        return RunResult(request.output, ran=True, manifest={"headlines": ["It rose **1.9 times**, see [here](x)."]})

    monkeypatch.setattr(turningpoint.reports.run.run, "run_report", pretend)
    return requests


def own(path: Path, rows: list[str], header: str = "month,attacks") -> Path:
    path.write_text("\n".join([header, *rows]) + "\n")
    return path


def months(values: list[object]) -> list[str]:
    return [f"{2001 + number // 12}-{number % 12 + 1:02d},{value}" for number, value in enumerate(values)]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (["contry=PAK"], "unknown parameter 'contry'. Did you mean 'country'?"),
        (["confidence=95"], "parameter confidence: 95.0 is not allowed. Allowed: 0.5 to 0.999"),
        (["harmonics=two"], "parameter harmonics: 'two' is not allowed"),
        (["errors=hac"], "parameter errors 'hac' is unknown"),
        (["country=XYZ"], "unknown country 'XYZ'"),
        (["source=ucdp-gde"], "Did you mean 'ucdp-ged'?"),
        (["source=ucdp-ged-25.1"], "source 'ucdp-ged-25.1' is now 'ucdp-ged': the release is that of the table"),
        (["outcome=evnts"], "Did you mean 'events'?"),
        (["intervention=2030-01", "window_end=2024-12"], "lies outside the window 2015-01 to 2024-12"),
        (["intervention=2024-11", "window_end=2024-12"], "there are 118 observed points before it and 2 from it on"),
        (["window_end=2099-01"], "outside the coverage"),
        (["country"], "write NAME=VALUE"),
        (["country=PAK", "country=MLI"], "given twice"),
        (["data=absent.csv"], "no such file"),
    ],
)
def test_bad_settings_are_refused(no_kernel: None, report: Path, settings: list[str], message: str) -> None:
    options = [part for setting in settings for part in ("--set", setting)]
    result = run("report", *options, "--output", report)
    assert result.exit_code == 2
    assert result.stderr.startswith("error: ")
    assert message in result.stderr
    assert "Traceback" not in result.output
    assert [path.name for path in report.iterdir()] == ["results.json"]


@pytest.mark.parametrize(
    ("rows", "extra", "message"),
    [
        (months([3] * 48), ["data_outcome=killed"], "no such column. The file has: month, attacks"),
        ([*months([3] * 48), "2004-12,3"], [], "stands more than once"),
        ([*months([3] * 48), "2004-06,3"], [], "2004-06"),
        ([*months([3] * 48), "2007-01,3"], [], "irregular"),
        (months([*[3] * 47, -1]), [], "row 49"),
        (months([*[3] * 47, 1.5]), [], "not a whole number"),
        (months([*[3] * 47, "inf"]), [], "infinite"),
        (months([*[3] * 47, ""]), [], "row 49: the outcome is missing"),
        (months([0] * 48), [], "zero"),
        (months([3] * 48), ["intervention=2001-03"], "2 observed points before it and 46"),
    ],
)
def test_a_bad_file_of_ones_own_is_refused(
    no_kernel: None, report: Path, tmp_path: Path, rows: list[str], extra: list[str], message: str
) -> None:
    path = own(tmp_path / "own.csv", rows)
    when = [] if any(setting.startswith("intervention") for setting in extra) else ["intervention=2003-01"]
    options = [part for setting in [f"data={path}", *when, *extra] for part in ("--set", setting)]
    result = run("report", *options, "--output", report)
    assert (result.exit_code, message in result.stderr) == (2, True), result.stderr
    assert "own.csv" in result.stderr or "observed points" in result.stderr
    assert [file.name for file in report.iterdir()] == ["results.json"]


def test_an_unknown_edition_is_refused(no_kernel: None) -> None:
    result = run("report", "defualt")
    assert result.exit_code == 2
    assert "Did you mean 'default'?" in result.stderr


def test_an_output_folder_that_cannot_be_written_or_is_not_a_report_is_refused(no_kernel: None, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    for output, message in ((tmp_path / "file", "is a file"), (tmp_path / "file" / "x", "cannot be written")):
        result = run("report", "--output", output)
        assert (result.exit_code, message in result.stderr) == (2, True), result.stderr
    assert run("report", "--output", tmp_path).exit_code == 2
    assert (tmp_path / "file").read_text() == "mine"


def test_two_runs_into_one_folder_are_refused(no_kernel: None, report: Path) -> None:
    with FileLock(report.parent / ".report.lock"):
        result = run("report", "--output", report)
    assert result.exit_code == 2
    assert "another run is writing into" in result.stderr


def test_figures_refuse_the_same(no_kernel: None, report: Path) -> None:
    assert run("figures", "--set", "contry=PAK", "--output", report).exit_code == 2


def test_settings_come_before_the_edition_and_reach_the_run(asked: list[Request], tmp_path: Path) -> None:
    result = run("report", "mali-2020", "--set", "confidence=0.9", "--output", tmp_path / "out")
    assert result.exit_code == 0, result.output
    expected = Parameters(country="MLI", intervention="2020-08", confidence=0.9).model_dump()
    given = asked[0].parameters.model_dump()
    assert {name for name in given if given[name] != expected[name]} == {"intervention_label"}
    assert (asked[0].output, asked[0].edition) == (tmp_path / "out", "mali-2020")


def test_progress_headlines_and_the_page_are_printed(asked: list[Request], tmp_path: Path) -> None:
    lines = run("report", "--output", tmp_path / "out").stdout.splitlines()
    assert lines[:2] == ["01_data: done in 1.2 s", "05_claims: skipped"]
    assert "It rose 1.9 times, see here." in lines
    assert lines[-1] == str(tmp_path / "out" / "index.html")


ANSWERS = [
    {
        "question": f"Question {number}?",
        "word": "Not shown",
        "text": " ".join(["A sentence with a few words in it."] * 9),
    }
    for number in range(4)
]


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_the_four_answers_stand_at_the_end_in_fifteen_lines(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, columns: int
) -> None:
    manifest = {
        "headlines": ["A headline."],
        "finding": {"title": "The finding", "answers": ANSWERS},
        "scope": "Draft.",
    }

    def pretend(request: Request, **_: Any) -> RunResult:
        return RunResult(request.output, ran=False, manifest=manifest)

    monkeypatch.setattr(turningpoint.reports.run.run, "run_report", pretend)
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = run("report", "--output", tmp_path / "out").stdout.splitlines()
    assert lines[0] == "out is up to date."
    end = lines[1:]
    assert len(end) <= 15
    assert end[:2] == ["", "Draft."]
    asked = [line.partition(" Not")[0] for line in end if line.startswith("Question")]
    assert asked == [f"Question {number}?" for number in range(4)]
    assert "A headline." not in end
    assert end[-1] == str(tmp_path / "out" / "index.html")
    assert all(len(line) <= columns for line in end[1:-1])


def test_what_is_not_whole_goes_to_a_folder_of_its_own(asked: list[Request], tmp_path: Path) -> None:
    assert run("report", "--quick").exit_code == 0
    assert run("report", "mali-2020", "--only", "02", "--only", "1").exit_code == 0
    assert run("report", "--only", "2", "--output", tmp_path / "mine").exit_code == 0
    assert [request.output.name for request in asked] == ["default.quick", "mali-2020.only-01-02", "mine"]
    assert asked[0].scope == Scope((), quick=True)
    assert asked[1].scope.only == ("01_data", "02_attack_frequency")
    assert asked[0].parameters == Parameters()  # what is fewer is the scope's business, and told
    wrong = run("report", "--only", "7")
    assert (wrong.exit_code, "There are: 01_data, 02_attack_frequency" in wrong.stderr) == (2, True)


def test_a_dry_run_says_what_would_be_run_and_writes_nothing(no_kernel: None, tmp_path: Path) -> None:
    told = run("report", "mali-2020", "--quick", "--dry-run", "--output", tmp_path / "out" / "mali", "--jobs", "1")
    assert told.exit_code == 0, told.output
    assert "Notebooks that would be run, 1 at once:" in told.stdout
    assert "  country=MLI\n" in told.stdout
    assert "  null_replicates=19\n" in told.stdout
    assert f"Into {tmp_path / 'out' / 'mali'}" in told.stdout
    assert list(tmp_path.iterdir()) == []
    assert run("report", "--dry-run", "--set", "contry=PAK").exit_code == 2


def test_the_page_is_opened_when_it_is_there(
    asked: list[Request], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "get", lambda: None)
    monkeypatch.setattr(webbrowser, "open", lambda address: bool(opened.append(address)))
    told = run("report", "--open", "--output", tmp_path / "out")
    assert told.exit_code == 0
    assert opened == [(tmp_path / "out" / "index.html").as_uri()]
    assert "The browser did not open." in told.stderr
    run("report", "--output", tmp_path / "out")
    run("report", "--open", "--dry-run", "--output", tmp_path / "out")
    assert len(opened) == 1


def test_where_there_is_no_browser_nothing_is_started(
    asked: list[Request], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def none() -> None:
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", none)
    told = run("report", "--open", "--output", tmp_path / "out")
    assert (told.exit_code, asked) == (2, [])
    assert f"no browser was found here. Leave it away and open {tmp_path / 'out' / 'index.html'}" in told.stderr


def test_other_settings_do_not_replace_the_editions_own_report(asked: list[Request]) -> None:
    run("report")
    run("report", "--set", "country=MLI", "--set", "intervention=2020-08")
    assert [request.output.name for request in asked] == ["default", "default-country-mli-intervention-2020-08"]
    assert [bool(request.title) for request in asked] == [True, False]  # the default's title speaks of Pakistan


@pytest.mark.parametrize(
    ("error", "status", "message"),
    [(RunError("notebook x failed"), 1, "error: notebook x"), (KeyboardInterrupt(), 130, "")],
)
def test_failed_and_interrupted_runs_have_their_status(
    monkeypatch: pytest.MonkeyPatch, error: BaseException, status: int, message: str
) -> None:
    def fail(*arguments: Any, **options: Any) -> None:
        raise error

    monkeypatch.setattr(turningpoint.reports.run.run, "run_report", fail)
    result = run("report")
    assert result.exit_code == status
    assert message in result.stderr
    assert "Traceback" not in result.output


def test_compare_tells_by_its_exit_status(report: Path, tmp_path: Path) -> None:
    same = run("compare", report, report / "results.json")
    assert (same.exit_code, same.stdout) == (0, "No difference beyond a relative 1e-06.\n")
    (tmp_path / "new.json").write_text(json.dumps([{"id": "a", "estimate": 1.1}]))
    other = run("compare", report, tmp_path / "new.json")
    assert other.exit_code == 1
    assert "a, estimate: 1 → 1.1" in other.stdout
    every = run("compare", report, tmp_path / "new.json", "--all")
    assert every.exit_code == 1
    assert "changed: a, estimate: 1 → 1.1" in every.stdout
    assert run("compare", report, tmp_path / "new.json", "--tolerance", "0.2").exit_code == 0
    absent = run("compare", report, tmp_path / "absent")
    assert (absent.exit_code, "cannot be read" in absent.stderr) == (2, True)


def test_compare_writes_a_page_and_never_over_a_report(report: Path, tmp_path: Path) -> None:
    (tmp_path / "new.json").write_text(json.dumps([{"id": "a", "estimate": 1.1}]))
    page = tmp_path / "changes.html"
    assert run("compare", report, tmp_path / "new.json", "--html", page).exit_code == 1
    assert "a, estimate" in page.read_text()
    assert run("compare", report, report, "--html", page).exit_code == 0
    assert "Nothing changed" in page.read_text()
    refused = run("compare", report, tmp_path / "new.json", "--html", report / "results.json")
    assert (refused.exit_code, "is the file that is read" in refused.stderr) == (2, True)


def test_a_table_that_was_edited_is_refused_before_anything_starts(
    no_kernel: None, report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = catalogue._sha256
    monkeypatch.setattr(catalogue, "_sha256", lambda path: "another" if path.stem == "claims" else real(path))
    for command in ("report", "figures"):
        told = run(command, "--output", report)
        assert told.exit_code == 2
        assert "claims.csv: this is not the table that claims.toml beside it describes" in told.stderr
        assert "git checkout -- data/claims.csv data/claims.toml" in told.stderr
        assert "turningpoint data --describe data/claims.csv" in told.stderr
    assert [path.name for path in report.iterdir()] == ["results.json"]


def test_a_series_of_ones_own_needs_none_of_the_tables(
    report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "_sha256", lambda path: "another")
    path = own(tmp_path / "own.csv", months([3] * 24))
    told = run("report", "--set", f"data={path}", "--set", "intervention=2001-03", "--output", report)
    assert "2 observed points before it" in told.stderr
