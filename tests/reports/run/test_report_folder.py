"""The place of a report: one run at a time, the old report whole until the new one is, nothing of the user's lost."""

import json
import os
from pathlib import Path

import pytest

from turningpoint.errors import InputError
from turningpoint.reports.run.report_folder import Place, claim, refuse_full


def write_report(folder: Path, text: str) -> None:
    (folder / "figures").mkdir(parents=True, exist_ok=True)
    (folder / "results.json").write_text('[{"id": "a"}]')
    (folder / "index.html").write_text(text)
    (folder / "figures" / "one.csv").write_text(text)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    write_report(tmp_path / "report", "old")
    return tmp_path / "report"


def content(report: Path) -> str:
    return (report / "index.html").read_text()


def hidden(report: Path) -> list[str]:
    return sorted(path.name for path in report.parent.glob(".report.*") if not path.name.endswith(".lock"))


def test_a_complete_run_takes_the_place_of_the_report_and_of_a_failed_run(report: Path) -> None:
    with claim(report) as place:
        write_report(place.partial, "failed")
        assert place.keep_failed() == report.parent / "report.failed"
    assert (content(report), content(report.parent / "report.failed")) == ("old", "failed")
    with claim(report) as place:
        write_report(place.partial, "new")
        assert content(report) == "old"
        place.move_in()
    assert content(report) == "new"
    assert not (report.parent / "report.failed").exists()
    assert hidden(report) == []


def test_a_run_that_ends_early_leaves_the_report_as_it_was(report: Path) -> None:
    def stopped() -> None:
        with claim(report) as place:
            write_report(place.partial, "half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert content(report) == "old"
    assert hidden(report) == []


def test_two_runs_into_one_folder_are_refused(report: Path) -> None:
    with claim(report), pytest.raises(InputError, match="another run is writing into") as refused, claim(report):
        pass
    assert refused.value.exit_status == 2


def test_leftovers_of_killed_runs_are_removed(report: Path) -> None:
    write_report(report.parent / ".report.partial-1", "half")
    write_report(report.parent / ".report.previous-1", "older")
    with claim(report):
        assert hidden(report) == [f".report.partial-{os.getpid()}"]
    assert content(report) == "old"


def test_a_folders_name_is_no_pattern(tmp_path: Path) -> None:
    others = [tmp_path / f".outa.{what}-1" for what in ("partial", "previous")]
    for other in others:
        write_report(other, "somebody else's")
    write_report(tmp_path / ".out[a].partial-1", "half")
    with claim(tmp_path / "out[a]"):
        assert not (tmp_path / ".out[a].partial-1").exists()
    assert [content(other) for other in others] == ["somebody else's"] * 2


def test_whoever_holds_the_lock_leaves_the_probe_of_another_run_alone(report: Path) -> None:
    probe = report.parent / ".report.probe-1"
    probe.mkdir()
    with claim(report):
        assert probe.exists()


def test_a_run_killed_between_the_two_renames_is_undone(report: Path) -> None:
    report.rename(report.parent / ".report.previous-1")
    write_report(report.parent / ".report.partial-1", "half")
    with claim(report):
        assert content(report) == "old"
    assert hidden(report) == []


def test_a_move_that_fails_puts_the_report_back(report: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Place(report, report.parent / "absent").move_in()
    assert content(report) == "old"


def test_figures_alone_take_their_place(report: Path) -> None:
    with claim(report) as place:
        write_report(place.partial, "new")
        place.move_figures_in()
    assert content(report) == "old"
    assert (report / "figures" / "one.csv").read_text() == "new"


@pytest.mark.parametrize("name", ["thesis.docx", "figures/raw.xlsx", "figures/mine/one.csv"])
def test_a_folder_with_something_of_the_users_is_refused(report: Path, name: str) -> None:
    (report / name).parent.mkdir(exist_ok=True)
    (report / name).write_text("mine")
    with pytest.raises(InputError, match="holds what no report made"), claim(report):
        pass
    assert (report / name).read_text() == "mine"


def test_a_folder_that_is_no_report_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine" / "figures").mkdir(parents=True)
    with pytest.raises(InputError, match="holds what no report made"), claim(tmp_path / "mine"):
        pass
    (tmp_path / "mine" / "results.json").write_text('{"mine": 1}')
    with pytest.raises(InputError, match="holds what no report made"), claim(tmp_path / "mine"):
        pass


def test_an_empty_folder_and_a_new_one_are_taken(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("empty", "new/below/it"):
        with claim(tmp_path / name) as place:
            write_report(place.partial, "new")
            place.move_in()
        assert content(tmp_path / name) == "new"


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for output in (tmp_path / "file" / "report", Path("/proc/turningpoint")):
        with pytest.raises(InputError, match="cannot be written") as refused, claim(output):
            pass
        assert refused.value.exit_status == 2
    with pytest.raises(InputError, match="is a file"), claim(tmp_path / "file"):
        pass


@pytest.mark.parametrize("output", ["/", "loop", "file", "mine"])
def test_a_refused_folder_gets_no_lock_beside_it(tmp_path: Path, output: str) -> None:
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "file").write_text("")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("")
    kept = sorted(tmp_path.iterdir())
    with pytest.raises(InputError) as refused, claim(tmp_path / output):
        pass
    assert refused.value.exit_status == 2
    assert sorted(tmp_path.iterdir()) == kept
    assert not Path("/..lock").exists()


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="root may write everywhere")
def test_a_folder_without_permission_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(InputError, match="cannot be written"), claim(tmp_path / "report"):
        pass
    tmp_path.chmod(0o700)


def test_a_full_report_is_known_by_its_results(report: Path) -> None:
    refuse_full(report.with_name("absent"))
    with pytest.raises(InputError, match="holds a full report"):
        refuse_full(report)
    (report / "results.json").write_text(json.dumps([{"id": "report.scope", "method": "quick"}, {"id": "a"}]))
    refuse_full(report)
