"""What notebooks call: displayed the same everywhere, and handed over to a run where there is one."""

import base64
import errno
import json
import os
import re
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from turningpoint.errors import RunError
from turningpoint.figures.drawing.picture import Picture, in_style
from turningpoint.figures.drawing.style import NARROW, WIDTH, figure_style, new_figure
from turningpoint.reports import notebook_output
from turningpoint.reports.notebook_output import (
    headline,
    record,
    show_picture,
    show_table,
    show_verdict,
    tell,
)

Shown = list[tuple[dict[str, Any], dict[str, Any]]]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    """What was displayed: (data, metadata) each. There is no run."""
    displayed: Shown = []
    monkeypatch.delenv(notebook_output.RUN, raising=False)
    monkeypatch.setattr(notebook_output, "display", lambda data, raw, metadata: displayed.append((data, metadata)))
    return displayed


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, shown: Shown, tmp_path: Path) -> Path:
    monkeypatch.setenv(notebook_output.RUN, str(tmp_path))
    monkeypatch.setenv(notebook_output.NOTEBOOK, "02_attacks")
    return tmp_path


def parts(run: Path) -> list[dict[str, Any]]:
    lines = (run / "parts" / "02_attacks.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def picture() -> Figure:
    with figure_style():
        figure = new_figure(2, 1.5)
        figure.subplots().plot([1, 2], [3, 4])
    return figure


def pictured(caption: str = "c", alt: str = "a") -> Picture:
    return Picture(picture(), "title", caption, alt, DATA)


DATA = pd.DataFrame({"x": [1, 2], "y": [1 / 3, 4.0]})


def test_parts_come_in_order_and_unrounded(run: Path) -> None:
    headline("**First**")
    record(
        "attacks.level_ratio",
        estimand="jump",
        estimate=np.float64(5 / 3),
        low=1,
        high=None,
        confidence=0.95,
        verdict="up",
    )
    tell("A paragraph – with a dash.")
    first, second, third = parts(run)
    assert first == {"kind": "headline", "markdown": "**First**"}
    assert second == {
        "kind": "result", "id": "attacks.level_ratio", "estimand": "jump", "estimate": 5 / 3, "low": 1, "high": None,
        "confidence": 0.95, "method": "", "unit": "", "source": "", "window": "", "verdict": "up",
    }  # fmt: skip
    assert third == {"kind": "text", "markdown": "A paragraph – with a dash."}


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"estimate": 1.8714, "low": 1.21, "high": 2.97, "confidence": 0.95}, "a.b: 1.9 (95% interval 1.2 to 3.0)"),
        ({"estimate": 1.8714, "low": 1.21, "confidence": 0.9}, "a.b: 1.9 (90% interval 1.2 or more)"),
        ({"estimate": 193}, "a.b: 193"),
        ({"estimate": None, "verdict": "not found"}, "a.b: not found"),
        ({"estimate": None, "low": 2.0, "confidence": 0.95}, "a.b: no estimate (95% interval 2.0 or more)"),
    ],
)
def test_a_result_is_displayed_in_one_rounded_line(shown: Shown, fields: dict[str, Any], line: str) -> None:
    record("a.b", estimand="e", **fields)
    assert shown == [({"text/plain": line}, {"turningpoint": {"kind": "result"}})]


@pytest.mark.parametrize(
    ("id", "fields", "message"),
    [
        ("Attacks", {"estimate": 1.0}, "lower-case"),
        ("a b", {"estimate": 1.0}, "lower-case"),
        ("a", {"estimate": float("nan")}, "field 'estimate' is nan"),
        ("a", {"estimate": 1.0, "high": np.inf, "confidence": 0.95}, "field 'high' is inf: give None for an open end"),
        ("a", {"estimate": 1.0, "low": 0.5}, "no confidence"),
        ("a", {"estimate": 1.0, "low": 2.0, "high": 1.0, "confidence": 0.95}, "runs backwards"),
        ("a", {"estimate": 1.0, "shares": [1, 2]}, "field 'shares' is a list"),
        ("a", {"estimate": 1.0, "kind": "two periods"}, "has a field 'kind'"),
    ],
)
def test_results_that_cannot_stand_are_refused(run: Path, id: str, fields: dict[str, Any], message: str) -> None:
    with pytest.raises(RunError, match=message):
        record(id, estimand="e", **fields)
    assert not (run / "parts").exists()


def test_a_claim_may_have_its_number(run: Path) -> None:
    record("claims.C01", estimand="the claim", estimate=None, verdict="supported")
    assert parts(run)[0]["id"] == "claims.C01"


def test_an_id_stands_once(run: Path) -> None:
    record("a", estimand="e", estimate=1.0)
    with pytest.raises(RunError, match="'a' is recorded twice in 02_attacks"):
        record("a", estimand="e", estimate=2.0)


def test_a_run_without_a_name_for_the_notebook_is_refused(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(notebook_output.NOTEBOOK)
    with pytest.raises(RunError, match="TURNINGPOINT_NOTEBOOK"):
        tell("x")


def test_a_figure_is_displayed_with_its_alternative_text_and_left_as_files(run: Path, shown: Shown) -> None:
    show_picture("one", pictured("What it is", "A line that rises"), front=True)
    ((data, metadata),) = shown
    assert metadata["image/png"]["alt"] == "A line that rises"
    assert base64.b64decode(data["image/png"]) == (run / "figures" / "one.png").read_bytes()
    assert (run / "figures" / "one.csv").read_text() == "x,y\n1,0.3333333333333333\n2,4.0\n"
    files = ["figures/one.svg", "figures/one.png", "figures/one.csv"]
    caption = {"name": "one", "caption": "What it is", "alt": "A line that rises", "front": True}
    assert parts(run) == [{"kind": "figure", **caption, "files": files}]
    assert all((run / file).stat().st_size for file in files)
    assert (run / "pictures" / "one.svg").read_text().startswith("<svg ")


@in_style
def drawn() -> Picture:
    figure = new_figure()
    figure.subplots()
    return Picture(figure, "title", "caption", "alt", DATA)


def test_a_picture_is_drawn_once_more_for_a_phone(run: Path, shown: Shown) -> None:
    show_picture("one", drawn())
    sizes = [
        float(re.search(r"width='(\d+)pt'", (run / "pictures" / f"one{end}").read_text())[1])
        for end in (".svg", ".narrow.svg")
    ]
    assert sizes == [pytest.approx(72 * width, abs=0.5) for width in (WIDTH, NARROW)]


def test_figures_have_the_same_bytes_every_time(monkeypatch: pytest.MonkeyPatch, shown: Shown, tmp_path: Path) -> None:
    monkeypatch.setenv(notebook_output.NOTEBOOK, "n")
    for folder in ("first", "second"):
        monkeypatch.setenv(notebook_output.RUN, str(tmp_path / folder))
        show_picture("one", pictured())
    for ending in ("svg", "png", "csv"):
        files = [tmp_path / folder / "figures" / f"one.{ending}" for folder in ("first", "second")]
        assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.parametrize(("text", "message"), [({"alt": " "}, "no alternative text"), ({"caption": ""}, "no caption")])
def test_a_figure_without_words_is_refused(shown: Shown, text: dict[str, str], message: str) -> None:
    with pytest.raises(RunError, match=f"'one' has {message}"):
        show_picture("one", pictured(**text))
    assert shown == []


def test_a_figure_of_pyplot_is_closed(shown: Shown) -> None:
    figure = plt.figure(figsize=(1, 1))
    show_picture("one", Picture(figure, "title", "c", "a", DATA))
    assert not plt.fignum_exists(figure.number)


def test_a_name_is_used_once(run: Path) -> None:
    show_table("one", DATA, caption="c")
    with pytest.raises(RunError, match=r"one\.csv is written already"):
        show_table("one", DATA, caption="c")
    with pytest.raises(RunError, match="lower-case"):
        show_table("One table", DATA, caption="c")


def test_a_table_is_displayed_rounded_and_left_unrounded(run: Path, shown: Shown) -> None:
    show_table("one", DATA, caption="The caption", formats={"x": lambda x: f"no. {x}"})
    ((data, metadata),) = shown
    assert data["text/plain"] == "The caption\nX          Y\nno. 1  0.333\nno. 2   4.00"
    assert ">0.333<" in data["text/html"]
    about = {"name": "one", "caption": "The caption", "front": False, "on_page": True}
    assert metadata["turningpoint"] == {"kind": "table", **about}
    assert "0.3333333333333333" in (run / "tables" / "one.csv").read_text()
    assert "0.333 " in (run / "tables" / "one.tex").read_text()
    assert parts(run)[0]["html"] == data["text/html"]


def test_the_csv_can_hold_the_unrounded_table_behind_a_written_one(run: Path) -> None:
    show_table("one", pd.DataFrame({"Ratio": ["1.9 (1.2 to 3.0)"]}), caption="c", data=DATA)
    assert (run / "tables" / "one.csv").read_text().startswith("x,y\n")


def test_a_table_needs_a_caption(shown: Shown) -> None:
    with pytest.raises(RunError, match="no caption"):
        show_table("one", DATA, caption="")


def test_without_a_run_nothing_is_written(shown: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    record("a", estimand="e", estimate=1.0)
    headline("h")
    tell("t")
    show_picture("one", pictured())
    show_table("one", DATA, caption="c")
    assert len(shown) == 5
    assert list(tmp_path.iterdir()) == []


def test_the_verdict_is_shown_and_handed_over(run: Path, shown: Shown) -> None:
    show_verdict("<div>Date</div>", "Date: fails.")
    assert parts(run) == [{"kind": "verdict", "html": "<div>Date</div>"}]
    assert shown[0][0] == {"text/html": "<div>Date</div>", "text/plain": "Date: fails."}


@pytest.mark.parametrize("step", ["open", "mkdir"])
def test_a_full_disk_is_one_sentence_that_names_the_folder(
    run: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, step, full)
    with pytest.raises(RunError, match=rf"folder {run}/parts.*No space left on device"):
        tell("x")
    monkeypatch.undo()
    monkeypatch.setattr("turningpoint.files.os.fsync", full)
    monkeypatch.setenv(notebook_output.RUN, str(run))
    monkeypatch.setenv(notebook_output.NOTEBOOK, "02_attacks")
    with pytest.raises(RunError, match=rf"table\.csv cannot be written to the folder {run}/tables: No space left"):
        show_table("table", DATA, caption="c")
    assert list((run / "tables").iterdir()) == []
